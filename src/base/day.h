/* base/day.h -- calendar days as whole numbers: days since 1970-01-01 in the proleptic Gregorian calendar.
 * Conversion by Hinnant's civil-from-days algorithm (2013, public domain); no locale, no time zone.
 */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include <stdbool.h>
#include <stddef.h>

typedef int day;

struct date { int year, month, day; };   /* month 1-12, day 1-31 */

day day_of(struct date d);
struct date date_of(day d);
bool date_exists(struct date d);
/* "2026-11-21" -> day; false when the text is not a date that exists. */
bool day_read(const char *iso, day *out);
/* Writes "2026-11-21" and a 0 (11 bytes). */
void day_iso(day d, char out[11]);
/* 0 Monday ... 6 Sunday. */
int day_weekday(day d);
/* Whole years from birth to today. */
int day_age(day birth, day today);

/* "Saturday 21 November 2026" into out (at least 40 bytes). */
void day_long(day d, char *out, size_t n);
/* "21 Nov" into out (at least 8 bytes). */
void day_short(day d, char *out, size_t n);

#endif
