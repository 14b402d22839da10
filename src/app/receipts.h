/* app/receipts.h -- receipts of a practice: running numbers without gaps, tax, credit notes, a month as CSV, paper; packages of sessions.
 *
 * The number is drawn inside the writing transaction (begin immediate), so that what is rolled back leaves no gap and two at once get two
 * numbers.  A receipt is never changed: the database refuses it.  Money is whole cents; tax is contained in the price, in hundredths of a percent.
 */
#ifndef APP_RECEIPTS_H
#define APP_RECEIPTS_H

#include "app/cx.h"
#include "base/buf.h"

enum { PACK_MOST = 50, TAX_MOST = 5000 };

/* The tax that is contained in an amount, rounded to the nearest cent, halves away from nothing. */
int64_t receipts_tax(int64_t cents, int64_t tax);
/* "90.50", "-90.50" */
const char *receipts_amount(struct arena *a, int64_t cents);

/* In the writing transaction.  many sessions of a service on one receipt; two and more are a package.  ERR_INPUT: `service`, `many`,
 * `issuer` when the practice has not said who writes receipts. */
MUST_USE bool receipts_write(struct cx *cx, int64_t person, int64_t service, int many, int64_t *number);
/* Takes one back whole, with its package: ERR_MISSING, ERR_CONFLICT when it is a credit note itself or was taken back. */
MUST_USE bool receipts_credit(struct cx *cx, int64_t person, int64_t number, int64_t *credit);

/* One as PDF.  ERR_MISSING `receipt` when it is not this person's. */
MUST_USE bool receipts_pdf(struct cx *cx, int64_t person, int64_t number, struct buf *out);
/* Those of a month (its first day) as CSV (RFC 4180), with their sums; a field that a table program would run as a formula is quoted. */
MUST_USE bool receipts_csv(struct cx *cx, day month, struct buf *out);

#endif
