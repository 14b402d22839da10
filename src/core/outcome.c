/* core/outcome.c -- docs/science/outcome.md in code. */
#include "core/outcome.h"

#include "base/fmt.h"

#include <assert.h>

/* Rounding of sums and of 0.3 times something decides nothing. */
static const double tolerance = 1e-9;
static const double normal_975 = 1.959963984540054;     /* 97.5 % quantile of the normal distribution */

/* ---- one score ---- */

static void begin(struct outcome *out)
{
	*out = (struct outcome){ .score = OUTCOME_MISSING, .ratings = 1, .alarm = -1 };
	for (int i = 0; i < OUTCOME_PARTS; i++)
		out->part[i] = OUTCOME_MISSING;
}

/* First of all, so that nothing that is wrong with the rest can hide it. */
static void raise_alarm(const struct instrument *it, const double *answer, int n, struct outcome *out)
{
	if (it->alarm < 0)
		return;
	double v = it->alarm_item <= n ? answer[it->alarm_item - 1] : OUTCOME_MISSING;
	out->alarm_open = isnan(v);
	if (v > 0) {
		out->alarm = it->alarm;
		out->alarm_value = (int)fmin(fmax(v, 1), it->highest);
	}
}

static bool fits(const struct instrument *it, int i, double v, struct err *err)
{
	bool decimal = it->rule == SCORE_VALUE;

	if (v >= it->lowest && v <= it->highest && (decimal || v == floor(v)))
		return true;
	if (it->rule == SCORE_COUNT)
		return fail(err, ERR_INPUT, "answers", "answer %d: a statement is ticked or not, true or false is expected", i + 1);
	return fail(err, ERR_INPUT, "answers", "answer %d: a %s from %d to %d is expected", i + 1, decimal ? "number" : "whole number",
		it->lowest, it->highest);
}

static bool count_answers(const struct instrument *it, const double *answer, int n, struct outcome *out, struct err *err)
{
	if (it->rule == SCORE_TOTAL)
		return fail(err, ERR_INPUT, "answers", "%s takes the finished score only: total", it->id);
	if ((n < it->count || n > it->most) && it->count == it->most)
		return fail(err, ERR_INPUT, "answers", "%s has %s, not %d", it->id, fmt_count(it->count, "answer", "answers"), n);
	if (n < it->count || n > it->most)
		return fail(err, ERR_INPUT, "answers", "%s has %d to %d answers, not %d", it->id, it->count, it->most, n);
	for (int i = 0; i < n; i++) {
		out->given += !isnan(answer[i]);
		out->missing += isnan(answer[i]);
		if (!isnan(answer[i]) && !fits(it, i, answer[i], err))
			return false;
	}
	return true;
}

/* Ratings that were left out count as not made; an item that was left out counts as missing. */
static bool enough(const struct instrument *it, const struct outcome *out, struct err *err)
{
	bool varies = it->most > it->count;

	if (varies && out->given >= it->count)
		return true;
	if (!varies && out->missing <= it->missing && out->given)
		return true;
	if (!out->given)
		return fail(err, ERR_INPUT, "answers", "no answer is given");
	if (varies)
		return fail(err, ERR_INPUT, "answers", "%d given; %s needs at least %d", out->given, it->id, it->count);
	return fail(err, ERR_INPUT, "answers", "%d of %d are missing; %s can be scored with at most %d missing", out->missing,
		out->given + out->missing, it->id, it->missing);
}

static double counted(const struct instrument *it, int i, double v)
{
	for (int k = 0; k < it->reversed.n; k++)
		if (it->reversed.at[k] == i + 1)
			return it->lowest + it->highest - v;
	return v;
}

/* Sum of the items first to last, from 0; NAN when one is missing and has to be there. */
static double sum_of(const struct instrument *it, const double *answer, int first, int last, bool all)
{
	double sum = 0;

	for (int i = first; i <= last; i++)
		if (!isnan(answer[i]) || all)
			sum += counted(it, i, answer[i]);
	return sum;
}

static const struct band *band_of(const struct instrument *it, const struct outcome *out)
{
	const struct band *found = NULL;

	for (int i = 0; i < it->n_bands; i++) {
		const struct band *b = &it->band[i];

		if (out->score >= b->from - tolerance && (b->part_from <= 0 || out->part[0] >= b->part_from - tolerance))
			found = b;
	}
	return found;
}

static void place_score(const struct instrument *it, struct outcome *out)
{
	assert(out->score >= it->min - tolerance && out->score <= it->max + tolerance);
	out->band = band_of(it, out);
	out->recovered = it->recovered >= 0 && out->score <= it->recovered + tolerance;
}

bool outcome_score(const struct instrument *it, const double *answer, int n, struct outcome *out, struct err *err)
{
	begin(out);
	raise_alarm(it, answer, n, out);
	if (!count_answers(it, answer, n, out, err) || !enough(it, out, err))
		return false;
	double sum = sum_of(it, answer, 0, n - 1, false);
	if (it->rule == SCORE_SUM || it->rule == SCORE_COUNT)
		out->score = out->missing ? sum * n / out->given : sum;
	else
		out->score = it->times * sum / out->given;
	if (it->rule == SCORE_VALUE)
		out->ratings = out->given;
	for (int i = 0; i < it->n_parts; i++)
		out->part[i] = sum_of(it, answer, it->part[i].first - 1, it->part[i].last - 1, true);
	place_score(it, out);
	return true;
}

bool outcome_total(const struct instrument *it, double total, struct outcome *out, struct err *err)
{
	begin(out);
	if (it->alarm >= 0) {
		out->alarm_open = true;
		return fail(err, ERR_INPUT, "total", "%s is entered answer by answer: its item %d must not be lost in a sum", it->id,
			it->alarm_item);
	}
	if (!(total >= it->min && total <= it->max))
		return fail(err, ERR_INPUT, "total", "a score from %d to %d is expected", it->min, it->max);
	if (it->rule == SCORE_CHANGE && total != floor(total))
		return fail(err, ERR_INPUT, "total", "a whole number is expected");
	out->score = total;
	place_score(it, out);
	return true;
}

/* ---- two scores ---- */

static bool comparable(const struct instrument *it, const struct outcome *first, const struct outcome *now, struct err *err)
{
	if (it->rule == SCORE_CHANGE)
		return fail(err, ERR_INPUT, "baseline", "%s says itself how much has changed; it is not compared", it->id);
	if (isnan(first->score) || isnan(now->score))
		return fail(err, ERR_INPUT, "baseline", "two scores are needed");
	if (it->rule == SCORE_MEAN && it->most > it->count && first->given && now->given && first->given != now->given)
		return fail(err, ERR_INPUT, "baseline", "the same activities are compared: there were %d, now there are %d", first->given,
			now->given);
	return true;
}

/* Error of the difference; that of a mean of k ratings is smaller by sqrt(k). */
static double error_of(const struct instrument *it, const struct outcome *first, const struct outcome *now)
{
	return it->sem > 0 ? it->sem * sqrt(1.0 / first->ratings + 1.0 / now->ratings) : OUTCOME_MISSING;
}

/* Improvement is shown badly from near the best end, worsening from near the worst. */
static bool at_edge(const struct instrument *it, double first, double better)
{
	bool low = it->detects_from >= 0 && first < it->detects_from, high = it->detects_to >= 0 && first > it->detects_to;

	return ((it->low_is_better ? low : high) && better >= 0) || ((it->low_is_better ? high : low) && better <= 0);
}

static enum outcome_sentence judge(const struct instrument *it, const struct outcome_change *c)
{
	bool sure = !isnan(c->reliable) && fabs(c->better) >= c->reliable - tolerance;
	bool published = it->important > 0;

	if (!published && isnan(c->reliable))
		return OUTCOME_UNKNOWN;
	if (!published && !sure)
		return OUTCOME_SAME;
	if (c->better < 0 && published && -c->better < it->important - tolerance)
		return OUTCOME_SAME;
	if (c->better < 0)
		return sure ? OUTCOME_WORSE_SURE : OUTCOME_WORSE;
	if (!published)
		return OUTCOME_BETTER_ONLY_SURE;
	if (c->better < c->important - tolerance)
		return OUTCOME_SAME;
	return sure ? OUTCOME_BETTER_SURE : OUTCOME_BETTER;
}

bool outcome_compare(const struct instrument *it, const struct outcome *first, const struct outcome *now,
	struct outcome_change *out, struct err *err)
{
	if (!comparable(it, first, now, err))
		return false;
	double error = error_of(it, first, now);

	out->better = it->low_is_better ? first->score - now->score : now->score - first->score;
	out->share = it->share > 0 && first->score > 0 ? out->better / first->score : OUTCOME_MISSING;
	out->important = fmax(it->important, it->share * first->score);
	out->reliable = normal_975 * error;
	out->index = out->better / error;
	out->edge = at_edge(it, first->score, out->better);
	out->verdict = judge(it, out);
	return true;
}

bool outcome_may_give(const struct instrument *it, const char *crisis, struct err *err)
{
	if (it->alarm < 0 || (crisis && *crisis))
		return true;
	return fail(err, ERR_FORBIDDEN, it->id, "asks about thoughts of self-harm; it is given once the practice has set its crisis number");
}

/* ---- words ---- */

const char *outcome_sentence_id(enum outcome_sentence s)
{
	static const char *const id[OUTCOME_SENTENCES] = { [OUTCOME_BETTER_SURE] = "outcome_better_sure",
		[OUTCOME_BETTER_ONLY_SURE] = "outcome_better_only_sure", [OUTCOME_BETTER] = "outcome_better", [OUTCOME_SAME] = "outcome_same",
		[OUTCOME_WORSE] = "outcome_worse", [OUTCOME_WORSE_SURE] = "outcome_worse_sure", [OUTCOME_UNKNOWN] = "outcome_unknown",
		[OUTCOME_NO_ERROR] = "outcome_no_error", [OUTCOME_EDGE] = "outcome_edge", [OUTCOME_RECOVERED] = "outcome_recovered",
		[OUTCOME_FILLED] = "outcome_filled", [OUTCOME_ALARM_OPEN] = "outcome_alarm_open", [OUTCOME_ALARM_NO] = "outcome_alarm_no" };

	return id[s];
}

const char *outcome_says(const struct kb *kb, enum outcome_sentence s)
{
	int i = kb_find(kb, KIND_VERDICT, outcome_sentence_id(s));

	return i < 0 ? "" : kb->verdict[i].text;
}
