/* base/day.c -- days. */
#include "base/day.h"

#include <stdio.h>

static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December" };
static const char *const weekdays[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday", "Sunday" };

day day_of(struct date d)
{
	int y = d.year - (d.month <= 2), era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
	int of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_of(day z)
{
	z += 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int month = mp < 10 ? mp + 3 : mp - 9;

	return (struct date){ yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1 };
}

bool date_exists(struct date d)
{
	if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1)
		return false;
	struct date back = date_of(day_of(d));
	return back.year == d.year && back.month == d.month && back.day == d.day;
}

bool day_read(const char *iso, day *out)
{
	int v[3] = { 0, 0, 0 };
	static const char shape[] = "dddd-dd-dd";

	for (int i = 0, part = 0; shape[i]; i++) {
		if (shape[i] == '-') {
			if (iso[i] != '-')
				return false;
			part++;
		} else if (iso[i] >= '0' && iso[i] <= '9') {
			v[part] = v[part] * 10 + (iso[i] - '0');
		} else {
			return false;
		}
	}
	struct date d = { v[0], v[1], v[2] };
	if (iso[10] || !date_exists(d))
		return false;
	*out = day_of(d);
	return true;
}

void day_iso(day d, char out[11])
{
	struct date t = date_of(d);
	char wide[40];

	snprintf(wide, sizeof(wide), "%04d-%02d-%02d", t.year, t.month, t.day);
	snprintf(out, 11, "%.10s", wide);
}

int day_weekday(day d)
{
	return (d % 7 + 7 + 3) % 7;
}

int day_age(day birth, day today)
{
	struct date b = date_of(birth), t = date_of(today);

	return t.year - b.year - (t.month < b.month || (t.month == b.month && t.day < b.day));
}

void day_long(day d, char *out, size_t n)
{
	struct date t = date_of(d);

	snprintf(out, n, "%s %d %s %d", weekdays[day_weekday(d)], t.day, months[t.month - 1], t.year);
}

void day_short(day d, char *out, size_t n)
{
	struct date t = date_of(d);

	snprintf(out, n, "%d %.3s", t.day, months[t.month - 1]);
}
