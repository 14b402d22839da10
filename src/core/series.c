/* core/series.c -- recurrence rules. */
#include "core/series.h"

#include <libical/ical.h>
#include <stdlib.h>

enum { RULE_LONGEST = 200 };

static struct icaltimetype time_of(day d)
{
	const struct date of = date_of(d);
	struct icaltimetype t = icaltime_null_time();

	t.year = of.year;
	t.month = of.month;
	t.day = of.day;
	t.is_date = 1;
	return t;
}

/* Only what the header names: nothing finer than a day. */
static bool parts_known(const char *rule)
{
	static const char *const known[] = { "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS" };

	for (const char *at = rule; *at; at += strcspn(at, ";"), at += *at == ';') {
		size_t n = strcspn(at, "=;");
		bool found = false;

		for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
			found = found || (strlen(known[i]) == n && strncmp(known[i], at, n) == 0);
		if (!found || at[n] != '=' || strspn(at + n + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,+-") != strcspn(at + n + 1, ";"))
			return false;
	}
	return true;
}

static bool read_rule(const char *rule, struct icalrecurrencetype *out, struct err *err)
{
	icalerror_set_errors_are_fatal(0);
	if (strlen(rule) >= RULE_LONGEST || !parts_known(rule))
		return fail(err, ERR_INPUT, "rule", "cannot be read; one such as FREQ=WEEKLY;COUNT=10 is wanted");
	icalerror_clear_errno();
	*out = icalrecurrencetype_from_string(rule);
	if (icalerrno != ICAL_NO_ERROR || out->interval < 1 || (out->freq != ICAL_DAILY_RECURRENCE && out->freq != ICAL_WEEKLY_RECURRENCE &&
		out->freq != ICAL_MONTHLY_RECURRENCE && out->freq != ICAL_YEARLY_RECURRENCE))
		return fail(err, ERR_INPUT, "rule", "is not daily, weekly, monthly or yearly");
	if (out->count < 0 || (out->count == 0 && icaltime_is_null_time(out->until)))
		return fail(err, ERR_INPUT, "rule", "has no end; a number of sessions or a last day is wanted");
	return true;
}

/* Every day of the rule, without the exceptions taken out. */
static bool all_days(struct arena *a, const struct series *s, int most, struct series_days *out, struct err *err)
{
	struct icalrecurrencetype rule;

	if (!read_rule(s->rule, &rule, err))
		return false;
	if (rule.count > most)
		return fail(err, ERR_INPUT, "rule", "makes %d days; at most %d are booked at once", rule.count, most);
	icalrecur_iterator *it = icalrecur_iterator_new(rule, time_of(s->first));
	if (!it)
		return fail(err, ERR_INPUT, "rule", "cannot be followed");
	*out = (struct series_days){ NEWS(a, day, most + 1), 0 };
	while (out->n <= most) {
		struct icaltimetype t = icalrecur_iterator_next(it);

		if (icaltime_is_null_time(t))
			break;
		out->at[out->n++] = day_of((struct date){ t.year, t.month, t.day });
	}
	icalrecur_iterator_free(it);
	if (out->n > most)
		return fail(err, ERR_INPUT, "rule", "makes more than %d days; at most so many are booked at once", most);
	if (!out->n || out->at[0] != s->first)
		return fail(err, ERR_INPUT, "rule", "does not fall on the first day");
	return true;
}

static bool left_out(const struct series *s, day d)
{
	for (int i = 0; i < s->n_except; i++)
		if (s->except[i] == d)
			return true;
	return false;
}

bool series_days(struct arena *a, const struct series *s, int most, struct series_days *out, struct err *err)
{
	struct series_days all;

	if (!all_days(a, s, most, &all, err))
		return false;
	*out = (struct series_days){ all.at, 0 };
	for (int i = 0; i < all.n; i++)
		if (!left_out(s, all.at[i]))
			out->at[out->n++] = all.at[i];
	return true;
}

/* The rule with its end replaced; count 0: without one. */
static const char *ended(struct arena *a, const char *rule, int count)
{
	char *out = arena_fmt(a, "%*s", (int)strlen(rule) + 24, ""), *to = out;

	for (const char *at = rule; *at; at += strcspn(at, ";"), at += *at == ';') {
		size_t n = strcspn(at, ";");

		if (strncmp(at, "COUNT=", 6) == 0 || strncmp(at, "UNTIL=", 6) == 0)
			continue;
		memcpy(to, at, n);
		to += n;
		*to++ = ';';
	}
	snprintf(to, 20, "COUNT=%d", count);
	return out;
}

bool series_cut(struct arena *a, const struct series *s, day at, int most, struct series_cut *out, struct err *err)
{
	struct series_days all;
	int k = 0;

	if (!all_days(a, s, most, &all, err))
		return false;
	while (k < all.n && all.at[k] < at)
		k++;
	*out = (struct series_cut){ .first = k < all.n ? all.at[k] : at };
	if (k)
		out->before = ended(a, s->rule, k);
	if (k < all.n)
		out->later = ended(a, s->rule, all.n - k);
	return true;
}
