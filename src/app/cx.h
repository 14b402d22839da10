/* app/cx.h -- the context of one action: who acts, when, on which knowledge, with which database and memory. */
#ifndef APP_CX_H
#define APP_CX_H

#include "app/words.h"
#include "base/day.h"
#include "core/kb.h"
#include "sql.h"
#include "store/db.h"

enum role { ROLE_ANYONE = 1, ROLE_CLIENT = 2, ROLE_THERAPIST = 4, ROLE_OWNER = 8 };
enum { ROLE_STAFF = ROLE_THERAPIST | ROLE_OWNER, ROLE_SIGNED_IN = ROLE_CLIENT | ROLE_STAFF };

struct who {
	enum role role;                 /* ROLE_ANYONE: signed out */
	int64_t session, account, practice;
	int64_t person;                 /* a client's own record; 0 for staff */
	const char *csrf;
	int64_t expires;                /* of the session, milliseconds */
	const char *emergency, *crisis; /* the practice's numbers; NULL when signed out */
};

struct cx {
	struct arena *a;
	const struct kb *kb;
	struct db *db;
	struct err *err;
	struct who who;
	int64_t now;                    /* milliseconds */
	day today;
};

/* Ends the read snapshot and begins the writing transaction; versions are checked again by the queries themselves. */
MUST_USE bool cx_save(struct cx *cx);
/* One line in the event log (a chain, store/audit.h), in the transaction of the change. */
MUST_USE bool cx_event(struct cx *cx, int64_t person, const char *what);

#endif
