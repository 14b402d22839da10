/* core/courses.c -- counting. */
#include "core/courses.h"

void changes_add(struct changes *to, enum outcome_sentence change)
{
	bool reliable = change == OUTCOME_BETTER_SURE || change == OUTCOME_BETTER_ONLY_SURE;
	bool important = change == OUTCOME_BETTER_SURE || change == OUTCOME_BETTER;

	to->of++;
	to->important += important;
	to->reliable += reliable;
	to->both += important && reliable;
	to->same += change == OUTCOME_SAME;
	to->worse += change == OUTCOME_WORSE || change == OUTCOME_WORSE_SURE;
	to->unknown += change > OUTCOME_WORSE_SURE;
}

static int week_of(int day)
{
	return day < 0 ? 0 : day / 7 + 1 > WEEKS ? WEEKS : day / 7 + 1;
}

static void count_stay(struct courses *out, const struct course *c)
{
	bool over = c->since >= COURSE_DAYS;

	if (c->stopped)
		out->stopped++;
	else if (over ? week_of(c->last) >= COURSE_END_WEEK : c->since - c->last < COURSE_SILENT)
		*(over ? &out->finished : &out->running) += 1;
	else {
		out->left++;
		out->left_week[week_of(c->last)]++;
	}
}

struct courses courses_count(const struct course *c, int n)
{
	struct courses out = { 0 };

	for (int i = 0; i < n; i++) {
		if (c[i].since < 0) {
			out.later++;
			continue;
		}
		out.began++;
		count_stay(&out, &c[i]);
		for (int w = 0; w < WEEKS && 7 * (w + 1) <= c[i].since; w++) {
			out.could[w]++;
			out.stayed[w] += c[i].last >= 7 * w;
		}
		if (c[i].since < COURSE_DAYS)
			continue;
		out.over++;
		out.measured += c[i].measured;
		if (c[i].measured)
			changes_add(&out.change, c[i].change);
	}
	return out;
}
