/* cli/kb_effect_tell.c -- the effect of a change as sentences, and as JSON. */
#include "cli/kb_effect.h"

#include <math.h>

enum { SWAPS_TOLD = 5 };

static const double moved_least = 5e-5;         /* on average; below it the four digits shown are 0 */

static const struct moved *most_moved(const struct effect *f)
{
	const struct moved *best = NULL;

	for (int i = 0; i < f->n_causes; i++)
		if (f->cause[i].who && (!best || fabs(f->cause[i].most) > fabs(best->most)))
			best = &f->cause[i];
	return best;
}

static double mean_change(const struct effect *f)
{
	double sum = 0;

	for (int i = 0; i < f->n_causes; i++)
		sum += f->cause[i].sum_abs;
	return f->weighed && f->n_causes ? sum / f->weighed / f->n_causes : 0;
}

static void put_told(struct buf *b, const struct told *list, int n)
{
	for (int i = 0; i < n && i < EFFECT_LISTED; i++)
		buf_fmt(b, "    %s: %s\n", list[i].who, list[i].what);
	if (n > EFFECT_LISTED)
		buf_fmt(b, "    and %d more\n", n - EFFECT_LISTED);
}

static void text_causes(struct buf *b, const struct effect *f)
{
	const struct moved *most = most_moved(f);
	int n = 0;

	buf_fmt(b, "  In %d another cause comes first.\n", f->lead);
	if (!most) {
		buf_str(b, "  No probability changes.\n");
		return;
	}
	buf_fmt(b, "  The largest change of a probability is %.4f (%s of %s, %.4f -> %.4f); the mean over all causes is %.5f.\n",
		fabs(most->most), most->id, most->who, most->from, most->to, mean_change(f));
	for (; n < f->n_causes && n < EFFECT_LISTED && f->cause[n].sum_abs / f->weighed >= moved_least; n++)
		buf_fmt(b, "%s%s %+.4f", n ? ", " : "  What moves most, on average: ", f->cause[n].id, f->cause[n].sum / f->weighed);
	if (n)
		buf_str(b, ".\n");
}

static void text_muscles(struct buf *b, const struct effect *f)
{
	if (!f->first_three && !f->first_muscle)
		return;
	buf_fmt(b, "  In %d another muscle is the first to press, in %d others are among the first three.\n", f->first_muscle, f->first_three);
	for (int i = 0; i < f->n_swaps && i < SWAPS_TOLD; i++)
		buf_fmt(b, "    %s -> %s: %d\n", f->swap[i].from, f->swap[i].to, f->swap[i].n);
}

static void text_changed(struct buf *b, const struct effect *f)
{
	if (!f->changed)
		return;
	buf_fmt(b, "  %d of %d change%s\n", f->n_changed, f->people, f->n_changed ? ":" : " in triage, first cause, first muscles or plan.");
	for (int i = 0; i < f->n_changed; i++)
		buf_fmt(b, "    %s: %s\n", f->changed[i].who, f->changed[i].what);
}

static void text_plans(struct buf *b, const struct effect *f)
{
	if (f->any)
		buf_fmt(b, "  Of %d who have a plan under both, %d get another one: %d other techniques or exercises, %d another lesson, "
			"%d another referral.\n", f->planned, f->any, f->technique, f->lesson, f->referral);
	else
		buf_fmt(b, "  All %d who have a plan under both keep its techniques, exercises, lessons and referrals.\n", f->planned);
	if (f->refused || f->allowed)
		buf_fmt(b, "  %d who had a plan %s refused one now; %d who had none %s one.\n", f->refused, f->refused == 1 ? "is" : "are",
			f->allowed, f->allowed == 1 ? "has" : "have");
	put_told(b, f->plan_told, f->refused + f->allowed);
}

void effect_text(struct buf *b, const struct effect *f, const char *whom)
{
	if (!effect_any(f)) {
		buf_fmt(b, "For the %s nothing changes: the same triage levels, probabilities, muscles to press, techniques, lessons and referrals.\n", whom);
		return;
	}
	buf_fmt(b, "For the %s:\n", whom);
	if (f->triage)
		buf_fmt(b, "  %d %s to another triage level, %d higher and %d lower.\n", f->triage, f->triage == 1 ? "comes" : "come",
			f->higher, f->lower);
	else
		buf_str(b, "  Nobody comes to another triage level.\n");
	put_told(b, f->triage_told, f->triage);
	if (f->not_weighed_old || f->not_weighed_new)
		buf_fmt(b, "  The causes of %d cannot be weighed under the old knowledge, of %d under the new; what follows leaves them out.\n",
			f->not_weighed_old, f->not_weighed_new);
	text_causes(b, f);
	text_muscles(b, f);
	text_plans(b, f);
	text_changed(b, f);
}

static void json_told(struct json_out *j, const char *key, const struct told *list, int n)
{
	json_open(j, key, '[');
	for (int i = 0; i < n; i++) {
		json_open(j, NULL, '{');
		json_put_text(j, "who", list[i].who);
		json_put_text(j, "what", list[i].what);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void json_causes(struct json_out *j, const struct effect *f)
{
	const struct moved *most = most_moved(f);

	json_put_int(j, "leading_cause", f->lead);
	json_put_number(j, "largest_change", most ? fabs(most->most) : 0);
	json_put_number(j, "mean_change", mean_change(f));
	json_open(j, "causes", '[');
	for (int i = 0; i < f->n_causes; i++) {
		if (!f->cause[i].who)
			continue;
		json_open(j, NULL, '{');
		json_put_text(j, "id", f->cause[i].id);
		json_put_number(j, "mean", f->cause[i].sum / f->weighed);
		json_put_number(j, "mean_size", f->cause[i].sum_abs / f->weighed);
		json_put_number(j, "largest", f->cause[i].most);
		json_put_number(j, "from", f->cause[i].from);
		json_put_number(j, "to", f->cause[i].to);
		json_put_text(j, "who", f->cause[i].who);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void json_muscles(struct json_out *j, const struct effect *f)
{
	json_open(j, "muscles", '{');
	json_put_int(j, "first", f->first_muscle);
	json_put_int(j, "first_three", f->first_three);
	json_open(j, "swaps", '[');
	for (int i = 0; i < f->n_swaps; i++) {
		json_open(j, NULL, '{');
		json_put_text(j, "from", f->swap[i].from);
		json_put_text(j, "to", f->swap[i].to);
		json_put_int(j, "people", f->swap[i].n);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
}

void effect_json(struct json_out *j, const struct effect *f, const char *key)
{
	json_open(j, key, '{');
	json_put_int(j, "people", f->people);
	json_put_bool(j, "any", effect_any(f));
	json_open(j, "triage", '{');
	json_put_int(j, "changed", f->triage);
	json_put_int(j, "higher", f->higher);
	json_put_int(j, "lower", f->lower);
	json_told(j, "first", f->triage_told, f->triage < EFFECT_LISTED ? f->triage : EFFECT_LISTED);
	json_close(j, '}');
	json_put_int(j, "not_weighed_old", f->not_weighed_old);
	json_put_int(j, "not_weighed_new", f->not_weighed_new);
	json_causes(j, f);
	json_muscles(j, f);
	if (f->changed)
		json_told(j, "changed", f->changed, f->n_changed);
	json_open(j, "plans", '{');
	json_put_int(j, "under_both", f->planned);
	json_put_int(j, "changed", f->any);
	json_put_int(j, "technique", f->technique);
	json_put_int(j, "lesson", f->lesson);
	json_put_int(j, "referral", f->referral);
	json_put_int(j, "refused", f->refused);
	json_put_int(j, "allowed", f->allowed);
	json_told(j, "first", f->plan_told, f->refused + f->allowed < EFFECT_LISTED ? f->refused + f->allowed : EFFECT_LISTED);
	json_close(j, '}');
	json_close(j, '}');
}
