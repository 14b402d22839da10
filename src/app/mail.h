/* app/mail.h -- mail about sessions: what is told when, to whom, once for each occasion; sent by one sender at a time.
 *
 * What has to be told is read off the appointments themselves each time the sender looks, so that no way of changing one can forget its
 * mail.  Each mail is a line with an occasion that is unique.  It is claimed before it is sent; a sender that dies in between leaves it
 * claimed, and the next one sends it again under the same Message-ID.  A mail says when a session is, in the practice's own words, and
 * nothing of health.  Calendar parts (iCalendar, RFC 5545 and 5546) have the UID and SEQUENCE of the feed.
 */
#ifndef APP_MAIL_H
#define APP_MAIL_H

#include "app/bookings.h"
#include "net/smtp.h"

enum { MAIL_TRIES_MOST = 12, MAIL_A_RUN = 200 };

/* ca, strict, seconds: struct smtp_server. */
struct mail_how { const char *ca; bool strict; int seconds; };
/* off: the practice sends no mail.  quiet: only trials of the settings went out. */
struct mail_ran { int sent, later, refused; bool off, quiet; };

/* One look: tells what has to be told now.  Outside a transaction; the caller holds the only sender's lock (cx->who.practice). */
MUST_USE bool mail_run(struct cx *cx, const struct mail_how *how, struct mail_ran *out);

/* In the writing transaction: the lines for what is untold and for reminders that are due. */
MUST_USE bool mail_plan(struct cx *cx, const struct mail_setting_get *set, const struct practice_book *b);
/* In the writing transaction: an invitation by mail to this address, as it was shown to who sends it; ERR_INPUT `mail` when the practice or the
 * person has none, or the person's is another by now. */
MUST_USE bool mail_invite(struct cx *cx, int64_t person, const char *address, const char *token);
/* In the writing transaction: words to take home from a session wait, and where to read them; nothing of what they say.  ERR_INPUT `mail` as
 * above, ERR_CONFLICT when that mail was made before and not refused. */
MUST_USE bool mail_words_home(struct cx *cx, int64_t person, int64_t treatment);
/* With what the occasions of the words of a session begin. */
const char *mail_words_occasion(struct cx *cx, int64_t treatment);
/* May the practice write to this person at all: mail is set, there is an address, and mails were not declined?  *why: NULL when yes. */
MUST_USE bool mail_may(struct cx *cx, int64_t person, const char **why);
/* In the writing transaction: a mail from the practice to itself. */
MUST_USE bool mail_try(struct cx *cx);

/* In the writing transaction: nobody has this person's address; no mail goes there until it is corrected.  said: the server's words. */
MUST_USE bool mail_came_back(struct cx *cx, int64_t person, const char *said);
/* In the writing transaction: the right address ("" for none), or the same one again; what did not arrive about sessions to come is told
 * anew.  ERR_INPUT `mail`; ERR_CONFLICT when an assistant acts and an invitation is on its way: its link opens the record, so that whoever treats
 * decides where it goes. */
MUST_USE bool mail_correct(struct cx *cx, int64_t person, const char *address);

/* Milliseconds to wait after the n-th try (from 1): doubled from one minute to four hours, a quarter more or less by `chance` (0 to 1). */
int64_t mail_pause(int tries, double chance);
/* from and to in minutes of the day; they may go over midnight; equal: never. */
bool mail_quiet(int64_t from, int64_t to, int minute);

/* The last part of a link in a mail, signed, and the line it belongs to: ERR_MISSING when it is none of ours. */
const char *mail_key(struct cx *cx, int64_t job, int64_t starts);
MUST_USE bool mail_link(struct cx *cx, const char *key, struct mail_job_get *out);

/* app/mail_text.c: the mail itself, with CRLF ends of line.  at: NULL for invitation and test. */
struct mail_words {
	const struct mail_setting_get *set;
	const struct mail_next *job;
	const struct appointment_get *at;
	const struct practice_book *book;
	const char *given, *to;
};
const char *mail_text(struct cx *cx, const struct mail_words *m);

#endif
