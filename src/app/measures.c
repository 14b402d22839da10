/* app/measures.c -- measured values over time. */
#include "app/measures.h"

#include "base/str.h"

#include <math.h>

static const int64_t day_ms = 86400000;
static const double two_sided = 1.96;   /* 95 of 100 repeated measurements lie nearer */

double measure_low(const struct measure *m)
{
	double low = m->test->mean - m->test->sd;

	return low < m->finding->min ? m->finding->min : low;
}

double measure_high(const struct measure *m)
{
	double high = m->test->mean + m->test->sd;

	return high > m->finding->max ? m->finding->max : high;
}

static enum moved moved(const struct measure *m)
{
	double by = m->at[m->n - 1].value - m->at[0].value;

	if (m->n < 2)
		return MOVED_ONCE;
	if (fabs(by) <= m->detectable)
		return MOVED_SAME;
	return (by > 0) == m->test->low ? MOVED_BETTER : MOVED_WORSE;
}

/* The answers come newest first. */
static int collect(const struct answer_all_rows *all, const char *finding, struct measured *to)
{
	int n = 0;

	for (size_t i = all->n; i-- > 0;) {
		const struct answer_all *a = &all->at[i];

		if (!a->known || !str_equal(a->finding, finding))
			continue;
		const struct measured m = { (day)(a->at / day_ms), (double)a->value };
		if (n && to[n - 1].when == m.when)
			to[n - 1] = m;
		else
			to[n++] = m;
	}
	return n;
}

static void add(struct cx *cx, const struct answer_all_rows *all, const struct muscle_test *t, int side, struct measures *out)
{
	struct measured *at = NEWS(cx->a, struct measured, all->n + 1);
	struct measure m = { .test = t, .finding = &cx->kb->finding[t->finding[side]], .at = at,
		.side = t->finding[0] == t->finding[1] ? SIDE_NONE : side ? SIDE_RIGHT : SIDE_LEFT, .detectable = two_sided * sqrt(2) * t->sem };

	m.n = collect(all, m.finding->id, at);
	if (!m.n)
		return;
	double last = at[m.n - 1].value;
	m.moved = moved(&m);
	m.usual = t->low ? last >= measure_low(&m) : last <= measure_high(&m);
	out->at[out->n++] = m;
}

bool measures_load(struct cx *cx, int64_t person, struct measures *out)
{
	struct answer_all_rows all;

	*out = (struct measures){ NEWS(cx->a, struct measure, 2 * cx->kb->n_muscle_tests + 1), 0 };
	if (!q_answer_all(cx->db, person, &all))
		return false;
	for (int i = 0; i < cx->kb->n_muscle_tests; i++) {
		const struct muscle_test *t = &cx->kb->muscle_test[i];

		for (int s = 0; t->sd > 0 && s < (t->finding[0] == t->finding[1] ? 1 : 2); s++)
			add(cx, &all, t, s, out);
	}
	return true;
}

const char *measure_says(struct arena *a, const struct measure *m)
{
	static const char *const words[] = { [MOVED_ONCE] = "measured on one day", [MOVED_SAME] = "within the error of measuring",
		[MOVED_BETTER] = "better, more than the error of measuring", [MOVED_WORSE] = "worse, more than the error of measuring" };
	const char *unit = m->finding->unit ? m->finding->unit : "";
	const char *usual = arena_fmt(a, "usual %.3g to %.3g", measure_low(m), measure_high(m));

	if (m->n < 2)
		return arena_fmt(a, "%g %s, %s: %s.", m->at[0].value, unit, usual, words[m->moved]);
	return arena_fmt(a, "From %g to %g %s, %s: %s (%.2g).", m->at[0].value, m->at[m->n - 1].value, unit, usual, words[m->moved], m->detectable);
}

const char *measure_tells(struct arena *a, const struct measure *m)
{
	static const char *const words[] = { [MOVED_SAME] = "about the same as at the first test", [MOVED_BETTER] = "better than at the first test",
		[MOVED_WORSE] = "less than at the first test. Bodies have days like that; we look again" };
	const char *side = m->side == SIDE_LEFT ? ", on the left" : m->side == SIDE_RIGHT ? ", on the right" : "";
	const char *name = m->test->plain ? m->test->plain : m->finding->name;

	if (m->moved == MOVED_ONCE)
		return arena_fmt(a, "%s%s: %s.", name, side, m->usual ? "much as in most people" : "a place where more is possible");
	return arena_fmt(a, "%s%s: %s.", name, side, words[m->moved]);
}
