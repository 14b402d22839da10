/* app/demo_hours.c -- the weekly sessions that somebody in the demonstration had, entered as a therapist enters them afterwards. */
#include "app/demo.h"

#include "app/care.h"
#include "app/treatment.h"

static const int64_t day_ms = 86400000, morning_ms = 9 * 3600000;

/* What fits in the hour; a place that screening closes, or that was declined, is left out. */
static int steps_of(struct cx *cx, const struct record *r, const struct plan_week *w, struct session_step out[SESSION_STEPS])
{
	int planned = session_from_week(w, out), n = 0;
	const struct session_now nothing = session_fold(cx->a, cx->kb, out, planned, NULL, 0, 0);

	for (int i = 0; i < planned; i++) {
		enum session_may may = session_may(cx->kb, r->c, r->s, &out[i], &nothing);

		if ((may == MAY_BEGIN || may == MAY_ASK) && out[i].pressure <= session_most(cx->kb, r->c, r->s, &out[i]))
			out[n++] = out[i];
	}
	return n;
}

static bool tap(struct cx *cx, const struct record *r, int64_t id, enum session_act act, int step, int value, const char *ref)
{
	struct tap in = { .id = db_id(), .act = act, .step = step, .value = value, .ref = ref };
	struct treatment t;
	bool fresh;

	return treatment_load(cx, r->person.id, id, true, &t) && treatment_tap(cx, r, &t, &in, &fresh);
}

static bool give(struct cx *cx, const struct record *r, int64_t id, const struct session_step *s, int k)
{
	const char *area = cx->kb->region[session_area(cx->kb, s->region)].id;

	return (!session_asks(cx->kb, r->s, s) || tap(cx, r, id, SESSION_CONSENT, 0, AREA_YES, area)) &&
		tap(cx, r, id, SESSION_START, k, 0, NULL) && tap(cx, r, id, SESSION_COMFORT, k, FELT_RIGHT, NULL) &&
		tap(cx, r, id, SESSION_NEXT, k, -1, NULL) && tap(cx, r, id, SESSION_MINUTES, k, s->minutes, NULL);
}

/* What a therapist writes after it; the newest waits for its note. */
static bool note(struct cx *cx, const struct record *r, int64_t id, int pain)
{
	const struct note_new in = { .sign = true, .told = arena_fmt(cx->a, "Pain %d of 10 before. Slept as usual, no new signs.", pain),
		.seen = "Tender where the map says, softer after the second technique. Breath slower at the end.",
		.judged = "Pressure was right. Nothing speaks against going on.", .next = "The same again, and ask about the practice at home." };
	struct treatment t;

	return treatment_load(cx, r->person.id, id, true, &t) && treatment_note(cx, &t, &in);
}

/* Kept as of that morning. */
static bool hour(struct cx *now, const struct record *r, const struct plan_week *w, int week, day on, int pain)
{
	struct treatment_new new = { .on = on, .week = week, .back_reason = "Made up for the demonstration" };
	struct cx then = *now, *cx = &then;
	int64_t id;

	then.now = on * day_ms + morning_ms;
	new.n_steps = steps_of(cx, r, w, new.step);
	if (!new.n_steps)
		return true;
	bool done = treatment_start(cx, r, &new, &id) && tap(cx, r, id, SESSION_PAIN, WHEN_BEFORE, pain, NULL);
	for (int k = 0; done && k < new.n_steps; k++)
		done = give(cx, r, id, &new.step[k], k);
	return done && tap(cx, r, id, SESSION_PAIN, WHEN_AFTER, pain > 0 ? pain - 1 : 0, NULL) && tap(cx, r, id, SESSION_END, 0, 0, NULL) &&
		(on + 7 >= now->today || note(cx, r, id, pain));
}

bool demo_hours(struct cx *cx, int64_t person, const struct plan *p, day starts, day until, double pain_first, double pain_slope)
{
	struct record r;

	if (!record_load(cx, person, &r))
		return false;
	for (int week = 0; week < WEEKS; week++) {
		day on = starts + 7 * week + 1;

		if (on < until && !hour(cx, &r, &p->week[week], week + 1, on, (int)(pain_first + pain_slope * (on - starts) + 0.5)))
			return false;
	}
	return true;
}
