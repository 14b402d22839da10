/* core/plan_lesson.c -- which lesson stands in which week: the programme's order, bent by what was decided by hand. */
#include "core/plan_model.h"

static bool in_past(const struct plan_wishes *w, const struct plan_week *past, int lesson)
{
	for (int t = 0; past && t < WEEKS && t + 1 < w->from; t++)
		if (past[t].lesson == lesson)
			return true;
	return false;
}

static bool taken_out(const struct plan_wishes *w, int lesson)
{
	for (int i = w->n - 1; i >= 0; i--)
		if (w->at[i].place == WISH_LESSON && w->at[i].item == lesson)
			return w->at[i].kind == WISH_OUT;
	return false;
}

/* The week it is held in, 0: none; the last decision counts. */
static int held_week(const struct plan_wishes *w, int lesson)
{
	for (int i = w->n - 1; i >= 0; i--)
		if (w->at[i].place == WISH_LESSON && w->at[i].item == lesson)
			return w->at[i].kind == WISH_HOLD && w->at[i].week >= w->from ? w->at[i].week : 0;
	return 0;
}

static bool wanted(const struct kb *kb, const struct limits *l, const struct plan_wishes *w, const struct plan_week *past, int lesson)
{
	return lesson >= 0 && lesson < kb->n_lessons && !l->declined_lesson[lesson] && !l->declined_component[COMPONENT_MIND] &&
		!taken_out(w, lesson) && !in_past(w, past, lesson);
}

int plan_lessons(const struct kb *kb, const struct limits *l, const struct plan_wishes *w, const struct plan_week *past, int out[WEEKS])
{
	int next = past && w->from > 1 ? w->from : 1, wrong = -1;

	for (int t = 0; t < WEEKS; t++)
		out[t] = past && t + 1 < w->from ? past[t].lesson : -1;
	for (int t = 0; t < WEEKS; t++) {
		int lesson = kb->week[t].lesson;

		if (!wanted(kb, l, w, past, lesson))
			continue;
		int held = held_week(w, lesson), week = held ? held : t + 1;
		if (held && held < next && wrong < 0)
			wrong = lesson;
		week = week < next ? next : week;
		if (week > WEEKS)
			continue;
		out[week - 1] = lesson;
		next = week + 1;
	}
	return wrong;
}

const struct week *plan_week_of(const struct kb *kb, const struct plan_week *w)
{
	for (int t = 0; w->lesson >= 0 && t < WEEKS; t++)
		if (kb->week[t].lesson == w->lesson)
			return &kb->week[t];
	return &kb->week[w->week - 1];
}
