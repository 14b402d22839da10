/* base/csv.h -- tables as text (RFC 4180), read tolerantly and written carefully.
 *
 * Reading: a byte order mark at the start is left out; what parts the cells is found in the first line (comma, semicolon or tab, whichever
 * stands there most outside quotes); lines end with LF, CRLF or CR; a cell in quotes may hold all of them; blank lines are passed over.
 * Writing: a text of a person that a spreadsheet would run as a formula (it begins with = + - @, a tab or a return) gets a ' before it.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/buf.h"
#include "base/err.h"

enum { CSV_CELLS_MOST = 64 };

struct csv { struct arena *a; const char *at, *end; char parted; int line; struct buf cell; };      /* cell: the one being read, used again and again */
/* line: where the row begins, from 1.  Cells are trimmed of blanks and ended by 0; they live in the arena. */
struct csv_row { const char *cell[CSV_CELLS_MOST]; int n, line; };

/* ERR_INPUT when the bytes are not UTF-8 (a file of 16-bit characters is named as one). */
MUST_USE bool csv_open(struct arena *a, const char *text, size_t n, struct csv *out, struct err *err);
/* The next row that holds anything; row->n 0 at the end.  ERR_INPUT names the line of a quote that is never closed, or of too many cells. */
MUST_USE bool csv_next(struct csv *c, struct csv_row *row, struct err *err);

/* One cell in quotes; by_person: the guard above. */
void csv_put(struct buf *b, const char *text, bool by_person);

#endif
