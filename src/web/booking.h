/* web/booking.h -- what the handlers of appointments share. */
#ifndef WEB_BOOKING_H
#define WEB_BOOKING_H

#include "app/bookings.h"
#include "web/page.h"

/* Like page_keep_error, for the conflicts of booking as well: shown on the page (409), which then offers what is free now.  Called after
 * the failed transaction was rolled back. */
bool booking_keep_error(struct web *w, struct page_view *page);
/* After a failed POST: out of the transaction, reading again. */
MUST_USE bool booking_again(struct web *w);
/* An id or instant of the query or form; `otherwise` when it is not there. */
MUST_USE bool booking_number(struct web *w, const char *name, int64_t otherwise, int64_t *out);
/* A day of the query or form. */
MUST_USE bool booking_day(struct web *w, const char *name, day otherwise, day *out);
/* "9:05" -> 545. */
bool booking_minute(const char *text, int most, int *out);
/* Whole numbers as text for a form. */
const char *booking_text(struct web *w, int64_t v);
/* What an appointment is: "60 minutes", with the service's name. */
const char *booking_what(struct web *w, const struct practice_book *b, int64_t service, int64_t minutes);
/* "Came late" and its like; "" while it is booked. */
const char *booking_state(const char *state);
/* Starts as radios. */
struct option_views booking_options(struct web *w, const struct practice_book *b, const struct slots *s);
struct option_views booking_services(struct web *w, const struct practice_book *b, int64_t chosen, bool online);
struct option_views booking_therapists(struct web *w, const struct practice_book *b, int64_t chosen);

/* Receipts and what is left of packages. */
MUST_USE bool booking_receipts(struct web *w, const struct practice_book *b, int64_t person, struct receipts_view *v);

#endif
