/* app/import.h -- clients from a table of another program.
 *
 * Columns, in any order and under their names in English, German, French, Spanish, Italian, Dutch, Polish or a Scandinavian language: given,
 * family, born, sex; mail and phone may be missing.  Other columns are not read, and named.  A date is written 1980-12-31 or 31.12.1980;
 * 3/4/1980 can be read in two ways and is refused.  Each row comes out as fresh, there or refused; the fresh ones are kept in
 * one transaction, each with an invitation.
 */
#ifndef APP_IMPORT_H
#define APP_IMPORT_H

#include "app/account.h"

enum { IMPORT_ROWS_MOST = 2000, IMPORT_BYTES_MOST = 900000 };
enum import_is { IMPORT_FRESH, IMPORT_THERE, IMPORT_REFUSED };
/* why: what is wrong, or where it is already; token: the last part of the invitation's link, NULL on a dry run */
struct import_row { int line; enum import_is is; struct new_client client; const char *why, *token; };
/* left_out: the names of the columns that are not read, with commas between; NULL: there is none */
struct import { struct import_row *at; int n, fresh, there, refused; const char *left_out; };

/* Reads and judges; writes nothing.  therapist: of whom they become clients.  ERR_INPUT: no table, or a column is missing. */
MUST_USE bool import_read(struct cx *cx, const char *text, size_t n, int64_t therapist, struct import *out);
/* The same inside the writing transaction, and keeps what is fresh. */
MUST_USE bool import_take(struct cx *cx, const char *text, size_t n, int64_t therapist, struct import *out);

#endif
