/* app/circulation.c -- see app/circulation.h. */
#include "app/circulation.h"

#include "base/str.h"

static const int64_t day_ms = 86400000;

static bool followed(const struct finding *f)
{
	return f->module == MODULE_BODY && (f->asked & ASKED_AFTER) && f->by != BY_THERAPIST && !f->private;
}

const char *circulation_value(struct arena *a, const struct finding *f, double value)
{
	for (int i = 0; i < f->n_options; i++)
		if (f->option[i].value == (int)value)
			return f->option[i].label;
	return arena_fmt(a, "%g of %d", value, f->max);
}

const char *circulation_says(struct arena *a, const struct felt_line *l)
{
	const char *first = circulation_value(a, l->finding, l->at[0].value), *last = circulation_value(a, l->finding, l->at[l->n - 1].value);

	return l->n > 1 ? arena_fmt(a, "%s: from %s to %s.", l->finding->name, first, last) : arena_fmt(a, "%s: %s.", l->finding->name, first);
}

/* The answers come newest first. */
static void add_line(struct cx *cx, const struct answer_all_rows *all, const struct finding *f, struct circulation *out)
{
	struct felt *at = NEWS(cx->a, struct felt, all->n + 1);
	int n = 0;

	for (size_t i = all->n; i-- > 0;) {
		const struct answer_all *a = &all->at[i];

		if (!a->known || !str_equal(a->finding, f->id))
			continue;
		const struct felt one = { (day)(a->at / day_ms), (double)a->value };
		n -= n && at[n - 1].when == one.when;
		at[n++] = one;
	}
	if (n)
		out->line[out->n_lines++] = (struct felt_line){ f, at, n };
}

/* What was told after it and before the next one. */
static const char *told_after(struct cx *cx, const struct answer_all_rows *all, int64_t from, int64_t to)
{
	const char *words = "";

	for (int f = 0; f < cx->kb->n_findings; f++) {
		const struct finding *of = &cx->kb->finding[f];

		for (size_t i = 0; followed(of) && i < all->n; i++) {
			const struct answer_all *a = &all->at[i];

			if (a->at < from || a->at >= to || !a->known || !str_equal(a->occasion, "after") || !str_equal(a->finding, of->id))
				continue;
			words = arena_fmt(cx->a, "%s%s%s: %s.", words, *words ? " " : "", of->name, circulation_value(cx->a, of, (double)a->value));
			break;
		}
	}
	return words;
}

bool circulation_load(struct cx *cx, int64_t person, struct circulation *out)
{
	struct answer_all_rows all;
	struct treatment_list_rows past;
	int64_t to = INT64_MAX;

	if (!q_answer_all(cx->db, person, &all) || !q_treatment_list(cx->db, person, &past))
		return false;
	*out = (struct circulation){ .line = NEWS(cx->a, struct felt_line, cx->kb->n_findings + 1), .session = NEWS(cx->a, struct felt_session, past.n + 1) };
	for (int f = 0; f < cx->kb->n_findings; f++)
		if (followed(&cx->kb->finding[f]))
			add_line(cx, &all, &cx->kb->finding[f], out);
	for (size_t i = 0; i < past.n; i++) {
		const char *words = told_after(cx, &all, past.at[i].started, to);
		day on = (day)(past.at[i].started / day_ms);

		to = past.at[i].started;
		if (*words)
			out->session[out->n_sessions++] = (struct felt_session){ past.at[i].id, on, words };
	}
	return true;
}
