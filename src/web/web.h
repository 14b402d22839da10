/* web/web.h -- one request, one pass: match the route, know who asks, check, do, answer.
 *
 * src/web/routes.def is the complete statement of what may be asked by whom.  A handler reads top to bottom: what came in, what we
 * know, what we decide, what we keep, what we show.  It returns false with w->cx.err filled when something is in the way;
 * the caller then shows the page of that error.  GET handlers never write, but for the
 * line that the list of receipts was taken (before the handler runs, the first look of a staff member at a record or at a list of people is entered in the
 * event log, and a sign of life of the session once a minute); a POST handler calls cx_save before it writes and
 * ends with web_go (a redirect).
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "app/cx.h"
#include "base/form.h"
#include "net/http.h"

struct gate;
struct meter;

struct web_config {
	const struct kb *kb;
	const char *dir;                /* data folder */
	const struct seal_key *key;
	const char *speaker;            /* a program that speaks a line (app/speech.h); NULL: none */
	const char *setup_token;        /* opens the first-start page; NULL when there is a practice */
	const char *metrics_word;       /* opens /metrics; NULL: nothing there */
	struct meter *meter;            /* NULL: nothing is counted */
	struct gate *gate;              /* NULL: nothing is limited but tries */
	bool demo, log_requests;
	const char *clock;              /* of a demonstration that is moved on: a file with the days it is ahead; NULL: the real clock */
};

struct web {
	struct cx cx;
	const struct web_config *config;
	const struct request *q;
	struct reply *r;
	struct form form;               /* of a POST body, else of the query */
	int64_t id;                     /* {id} of the path: a person of this practice, checked; for clients always their own */
	const char *arg;                /* {name} of the path: checked by the handler; NULL when there is none */
	const char *form_key;           /* of a POST; once it is known to be ours, what tells this very form from others */
	struct err err;
	bool saved;
	int route;                      /* its place in web_routes, -1: none */
};

/* The handler for http_worker; context is a struct web_site. */
struct web_site { const struct web_config *config; struct db db; };
void web_handle(void *context, const struct request *q, struct reply *r, struct arena *a);
void web_refused(void *context);

/* Answers of a handler. */
bool web_go(struct web *w, const char *path);                    /* 303 */
bool web_go_with(struct web *w, const char *path, const char *note);  /* and says `note` (an id of web/notes.def) on the next page */
/* The session's cookie; seconds 0: until the browser is closed.  token "": none any more. */
const char *web_cookie(struct web *w, const char *token, int64_t seconds);

/* Rows of routes.def, for tests and docs.  RATE_PAGE: as often as wanted; the others: web/gate.h. */
enum { RATE_PAGE, RATE_WRITE, RATE_SIGN_IN };
struct web_route { const char *method, *path, *name; bool (*handler)(struct web *w); unsigned who; int rate; };
extern const struct web_route web_routes[];
extern const int web_n_routes;

#endif
