/* app/demo.h -- a demonstration practice with clients in every stage.  Names and stories are made up; loopback only. */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "app/bookings.h"
#include "app/cx.h"
#include "core/plan.h"

/* Fills an empty database.  Refuses (ERR_CONFLICT) one that holds a practice which is not the demonstration. */
MUST_USE bool demo_make(struct cx *cx);

/* Booking as a practice sets it up (hours, a room, services), and the appointments of Maren, Piet and Tomas around today.  Does nothing where
 * booking is set up already. */
MUST_USE bool demo_calendar(struct cx *cx);

/* The weekly sessions of a plan that began on `starts`, those before the day `until`, with the pain told before each (a line, 0..10). */
MUST_USE bool demo_hours(struct cx *cx, int64_t person, const struct plan *p, day starts, day until, double pain_first, double pain_slope);

/* Who finished and who left, and what came after: how sessions felt, the body map drawn anew, scores, measures, a trial, receipts with a package and a credit note.  After
 * demo_calendar; does nothing where receipts are set up already. */
MUST_USE bool demo_life(struct cx *cx);

/* For the files of the demonstration: acts as the owner; the person of a mail address (ERR_CONFLICT: none); a service by its name, 0: none. */
MUST_USE bool demo_owner(struct cx *cx);
MUST_USE bool demo_person(struct cx *cx, const char *mail, int64_t *out);
int64_t demo_service(const struct practice_book *b, const char *name);

/* Who finished the ten weeks and who left; demo_life makes them. */
MUST_USE bool demo_over(struct cx *cx);

struct demo_door { const char *role, *who, *key; };   /* key: last part of /demo/{key} */
/* The sign-in doors, made from the key file, the same at every start. */
int demo_doors(struct cx *cx, struct demo_door *out, int most);
/* The account behind a door. */
bool demo_account(struct cx *cx, const char *key, int64_t *account, bool *client);

#endif
