/* app/change.c -- before and now. */
#include "app/change.h"

#include "base/fmt.h"

static const int64_t day_ms = 86400000;

/* ---- practice ---- */

int change_dose(const struct cx *cx, const struct followed *f, const struct kept_plan *kept, struct dose out[WEEKS])
{
	int n = 0;

	for (int w = 0; kept->id && w < WEEKS && kept->starts + 7 * w <= cx->today; w++) {
		const struct plan_week *k = &kept->plan.week[w];
		double done = 0, planned = 0;

		for (int i = 0; i < 7; i++) {
			int at = kept->starts + 7 * w + i - f->first;

			done += f->days.practice && at >= 0 && at < f->days.n ? f->days.practice[at] : 0;
		}
		for (int i = 0; i < k->n_home; i++)
			planned += k->home[i].minutes * k->home[i].days;
		out[n++] = (struct dose){ w + 1, (int)done, (int)planned };
	}
	return n;
}

const char *change_dose_says(struct arena *a, const struct dose *at, int n)
{
	int done = 0, weeks = 0;

	for (int i = 0; i < n; i++) {
		done += at[i].done;
		weeks += at[i].done > 0;
	}
	if (!done)
		return "No minutes yet. One minute is a fine start.";
	return arena_fmt(a, "You gave your practice %s in %s. Each of them counts, and a week without is fine.", fmt_count(done, "minute", "minutes"),
		fmt_count(weeks, "week", "weeks"));
}

const char *change_dose_letter(struct arena *a, const struct dose *at, int n)
{
	const char *out = "";

	for (int i = 0; i < n; i++)
		out = arena_fmt(a, "%s%s%d of %d", out, i ? ", " : "", at[i].done, at[i].planned);
	return out;
}

/* ---- the body map ---- */

static void put(const struct cx *cx, const char *region, int64_t value, int64_t at, int8_t *to, int64_t *newest)
{
	int i = kb_region(cx->kb, region);

	if (i >= 0)
		to[i] = (int8_t)value;
	*newest = at > *newest ? at : *newest;
}

bool change_map(struct cx *cx, const struct record *r, struct map_change *out)
{
	struct mark_first_all_rows first;
	struct mark_now_rows now;
	int8_t *was = NEWS(cx->a, int8_t, cx->kb->n_regions + 1), *is = NEWS(cx->a, int8_t, cx->kb->n_regions + 1);
	int64_t was_at = 0, is_at = 0;

	if (!q_mark_first_all(cx->db, r->person.id, &first) || !q_mark_now(cx->db, r->person.id, &now))
		return false;
	for (size_t i = 0; i < first.n; i++)
		put(cx, first.at[i].region, first.at[i].value, first.at[i].at, was, &was_at);
	for (size_t i = 0; i < now.n; i++)
		put(cx, now.at[i].region, now.at[i].value, now.at[i].at, is, &is_at);
	*out = (struct map_change){ first.n ? was : is, is, (day)((first.n ? was_at : is_at) / day_ms), (day)(is_at / day_ms), now.n > 0, first.n > 0 };
	return true;
}

static const char *told(struct cx *cx, const int8_t *mark)
{
	int n = 0, most = 0;

	for (int i = 0; i < cx->kb->n_regions; i++) {
		n += mark[i] > 0;
		most = mark[i] > most ? mark[i] : most;
	}
	return n ? arena_fmt(cx->a, "%s, the strongest %d of 10", fmt_count(n, "place", "places"), most) : "no place";
}

const char *change_map_says(struct cx *cx, const struct map_change *m)
{
	if (!m->again)
		return arena_fmt(cx->a, "Marked once: %s.", told(cx, m->now));
	return arena_fmt(cx->a, "At first %s. Now %s.", told(cx, m->first), told(cx, m->now));
}

bool change_map_keep(struct cx *cx, int64_t person)
{
	return q_mark_first_keep(cx->db, person, cx->now / day_ms * day_ms);
}
