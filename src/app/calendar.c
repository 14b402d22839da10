/* app/calendar.c -- entries for each day at home and each lesson. */
#include "app/calendar.h"

#include "app/daily.h"

#include <assert.h>
#include <libical/ical.h>
#include <sodium.h>
#include <stdlib.h>

struct entries { struct arena *a; icalcomponent *all; const char *person; day starts; };

int calendar_minutes(const struct plan_week *w, int weekday)
{
	int sum = 0, n = 0;

	for (int i = 0; i < w->n_home && n < TASKS_MOST; i++) {
		if (!daily_turn(w->home[i].days, (weekday + i) % 7) || (sum && sum + w->home[i].minutes > TODAY_MINUTES))
			continue;
		sum += w->home[i].minutes;
		n++;
	}
	return sum;
}

/* Sixteen hexadecimal digits of a hash: the key itself is in no calendar. */
static const char *person_of(struct arena *a, const char *key)
{
	unsigned char hash[crypto_generichash_BYTES_MIN];
	char text[sizeof(hash) * 2 + 1];

	crypto_generichash(hash, sizeof(hash), (const unsigned char *)key, strlen(key), NULL, 0);
	sodium_bin2hex(text, sizeof(text), hash, sizeof(hash));
	return arena_copy(a, text, 16);
}

static const char *minutes_words(struct arena *a, int n)
{
	static const char *const of_five[] = { NULL, "Five", "Ten", "Fifteen", "Twenty", "Twenty-five", "Thirty" };

	if (n % 5 == 0 && n / 5 >= 1 && n / 5 <= 6)
		return arena_fmt(a, "%s minutes for you", of_five[n / 5]);
	return arena_fmt(a, n == 1 ? "One minute for you" : "%d minutes for you", n);
}

static struct icaltimetype date_at(day d, bool only)
{
	const struct date of = date_of(d);
	struct icaltimetype t = icaltime_null_time();

	t.year = of.year;
	t.month = of.month;
	t.day = of.day;
	t.is_date = only;
	return t;
}

static void add_entry(const struct entries *e, day on, const char *kind, int number, const char *title)
{
	icalcomponent *it = icalcomponent_new_vevent();
	struct icaltimetype stamp = date_at(e->starts, false);

	stamp.zone = icaltimezone_get_utc_timezone();
	icalcomponent_add_property(it, icalproperty_new_uid(arena_fmt(e->a, "%s-%d-%s@unknot.invalid", kind, number, e->person)));
	icalcomponent_add_property(it, icalproperty_new_dtstamp(stamp));
	icalcomponent_add_property(it, icalproperty_new_dtstart(date_at(on, true)));
	icalcomponent_add_property(it, icalproperty_new_dtend(date_at(on + 1, true)));
	icalcomponent_add_property(it, icalproperty_new_summary(title));
	icalcomponent_add_property(it, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
	icalcomponent_add_property(it, icalproperty_new_class(ICAL_CLASS_PRIVATE));
	icalcomponent_add_component(e->all, it);
}

const char *calendar_plan(struct arena *a, const struct kb *kb, const struct plan *plan, day starts, const char *key)
{
	const struct entries e = { a, icalcomponent_new_vcalendar(), person_of(a, key), starts };

	icalcomponent_add_property(e.all, icalproperty_new_version("2.0"));
	icalcomponent_add_property(e.all, icalproperty_new_prodid("-//unknot//ten weeks//EN"));
	for (int i = 0; i < WEEKS; i++) {
		const struct plan_week *w = &plan->week[i];

		if (w->lesson >= 0)
			add_entry(&e, starts + 7 * i, "read", w->week, arena_fmt(a, "%d minutes to read", kb->lesson[w->lesson].minutes));
		for (int k = 0; k < 7; k++) {
			int minutes = calendar_minutes(w, k);

			if (minutes)
				add_entry(&e, starts + 7 * i + k, "day", 7 * i + k + 1, minutes_words(a, minutes));
		}
	}
	char *text = icalcomponent_as_ical_string_r(e.all);
	assert(text);
	const char *out = arena_text(a, text);
	free(text);
	icalcomponent_free(e.all);
	return out;
}
