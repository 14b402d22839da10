/* app/cx.h -- the context of one action: who acts, when, on which knowledge, with which database and memory. */
#ifndef APP_CX_H
#define APP_CX_H

#include "app/words.h"
#include "base/day.h"
#include "core/kb.h"
#include "sql.h"
#include "store/db.h"

/* ROLE_HALF: the passphrase fitted, the second factor is still to be shown or set up.  ROLE_PROXY: enters for a client, with their consent. */
enum role { ROLE_ANYONE = 1, ROLE_CLIENT = 2, ROLE_THERAPIST = 4, ROLE_OWNER = 8, ROLE_ASSISTANT = 16, ROLE_PROXY = 32, ROLE_HALF = 64 };
enum { ROLE_STAFF = ROLE_THERAPIST | ROLE_OWNER, ROLE_FRONT = ROLE_STAFF | ROLE_ASSISTANT, ROLE_ENTERS = ROLE_CLIENT | ROLE_PROXY,
	ROLE_SIGNED_IN = ROLE_ENTERS | ROLE_FRONT };

struct who {
	enum role role;                 /* ROLE_ANYONE: signed out */
	int64_t session, account, practice;
	int64_t person;                 /* a client's own record, or whom a proxy enters for; 0 for staff */
	const char *csrf;
	int64_t expires;                /* of the session, milliseconds */
	const char *emergency, *crisis; /* the practice's numbers; NULL when signed out */
	const char *label;              /* of the device */
	bool shared, has_factor, own_only;      /* own_only: a therapist who sees own clients and no others */
	int idle;                       /* minutes without a sign of life after which this session ends; 0: none */
	int64_t seen;
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

/* Milliseconds: what is dated further ahead of now was told under a clock that was wrong; nobody knows when. */
enum { CLOCK_AHEAD = 86400000 };

/* Ends the read snapshot and begins the writing transaction; versions are checked again by the queries themselves. */
MUST_USE bool cx_save(struct cx *cx);
/* May who acts see a client of this therapist? */
bool cx_sees(const struct cx *cx, int64_t therapist);
/* One line in the event log (a chain, store/audit.h), in the transaction of the change. */
MUST_USE bool cx_event(struct cx *cx, int64_t person, const char *what);

#endif
