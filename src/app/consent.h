/* app/consent.h -- what a client agrees to, in which words and when; and the intake they sign.
 *
 * Each yes or no is a line of its own and none is ever changed; the newest counts.  Its version names the words that were shown (the first
 * twelve digits of their SHA-256), and the words are kept beside it.  What is signed is one text: each part with its words and its answer,
 * each answer of the interview, each mark.  Answers that are for the therapist's eyes alone are left out.
 */
#ifndef APP_CONSENT_H
#define APP_CONSENT_H

#include "app/record.h"

enum { CONSENT_DIGEST = 64, CONSENT_VERSION = 12, CONSENT_NAME_MOST = 100 };

/* One answer to a part (kb->consent), inside the writing transaction. */
MUST_USE bool consent_give(struct cx *cx, int64_t person, int part, bool given);

/* The text a client is asked to sign now; lives in cx->a. */
const char *consent_paper(struct cx *cx, const struct record *r);
/* Of a text alone: tells whether what was shown is still what stands in the record.  64 hexadecimal digits. */
const char *consent_digest(struct arena *a, const char *text);
/* What a signature is kept with: over name, day (ISO) and text, one after the other, each ended by a line feed. */
const char *consent_seal(struct arena *a, const char *name, const char *iso, const char *text);

/* Signs what stands in the record.  shown: consent_digest of what the client saw.  ERR_CONFLICT when the record has moved on since, or
 * while parts are not answered or the interview is not finished; ERR_INPUT on "name" when it is no name. */
MUST_USE bool consent_sign(struct cx *cx, const struct record *r, const char *name, const char *shown);

/* Does the kept digest fit the kept name, day and text? */
bool consent_holds(struct arena *a, const struct signature_last *s);

#endif
