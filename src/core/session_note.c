/* core/session_note.c -- the note of a session in words, from what was tapped. */
#include "core/session.h"

#include "base/buf.h"

#include <string.h>

enum { NOTE_MOST = 8 << 20 };

static const int64_t minute_ms = 60000;

const char *session_place(struct arena *a, const struct kb *kb, int region, enum side side)
{
	const char *name = kb->region[region].name, *comma = strrchr(name, ',');

	if (side != SIDE_NONE || kb->region[region].side == SIDE_NONE)
		return name;
	return arena_fmt(a, "%.*s, both sides", comma ? (int)(comma - name) : (int)strlen(name), name);
}

static const char *step_name(struct arena *a, const struct kb *kb, const struct session_step *s)
{
	return arena_fmt(a, "%s, %s", kb->item[s->item].name, session_place(a, kb, s->region, s->side));
}

static int minutes(int64_t ms)
{
	return (int)((ms + minute_ms / 2) / minute_ms);
}

static void tell_felt(struct buf *b, struct arena *a, const struct kb *kb, const struct session_step *step, const struct session_now *now)
{
	static const char *const words[] = { "too light", "right", "too much" };

	for (int i = 0; i < now->n; i++) {
		const char *join = ": ";
		bool any = false;

		for (int f = 0; f < FELT_COUNT; f++) {
			if (!now->step[i].felt[f])
				continue;
			if (!any)
				buf_fmt(b, "Pressure, %s", step_name(a, kb, &step[i]));
			buf_fmt(b, "%s%s", join, words[f]);
			if (now->step[i].felt[f] > 1)
				buf_fmt(b, " (%d times)", now->step[i].felt[f]);
			join = ", ";
			any = true;
		}
		if (any)
			buf_str(b, ".\n");
	}
}

static const char *subjective(struct arena *a, const struct kb *kb, const struct session_step *step, const struct session_now *now)
{
	struct buf b = buf_new(a, NOTE_MOST);

	if (now->pain[WHEN_BEFORE] >= 0)
		buf_fmt(&b, "Pain before: %d of 10.\n", now->pain[WHEN_BEFORE]);
	if (now->pain[WHEN_AFTER] >= 0)
		buf_fmt(&b, "Pain after: %d of 10.\n", now->pain[WHEN_AFTER]);
	for (int i = 0; i < now->n_said; i++)
		buf_fmt(&b, "Said: \"%s\"\n", now->said[i]);
	tell_felt(&b, a, kb, step, now);
	for (int i = 0; i < now->n; i++)
		if (now->step[i].state == STEP_STOPPED)
			buf_fmt(&b, "%s: %s.\n", now->step[i].withdrawn ? "Took consent back" : "Said stop", step_name(a, kb, &step[i]));
	return b.at;
}

/* "10 min at pressure 3, 2 min at 2" */
static void tell_step(struct buf *b, const struct session_done *d)
{
	bool any = false;

	for (int p = PRESSURE_MOST; p >= 0; p--) {
		if (!minutes(d->ms_at[p]))
			continue;
		buf_fmt(b, "%s%d min", any ? ", " : "", minutes(d->ms_at[p]));
		if (p)
			buf_fmt(b, " at pressure %d", p);
		any = true;
	}
	if (!any)
		buf_str(b, d->state == STEP_DONE ? "under a minute" : "not given");
}

static void tell_steps(struct buf *b, struct arena *a, const struct kb *kb, const struct session_step *step, const struct session_now *now)
{
	for (int i = 0; i < now->n; i++) {
		const struct session_done *d = &now->step[i];

		if (d->state == STEP_WAITS)
			continue;
		buf_fmt(b, "%s: ", step_name(a, kb, &step[i]));
		tell_step(b, d);
		buf_str(b, d->state == STEP_STOPPED ? "; stopped.\n" : d->state == STEP_SKIPPED ? "; left out.\n" : ".\n");
	}
	for (int r = 0; r < kb->n_regions; r++)
		if (now->consent[r])
			buf_fmt(b, "Consent asked today, %s: %s.\n", session_place(a, kb, r, SIDE_NONE), now->consent[r] == AREA_YES ? "yes" : "no");
}

static void tell_pressed(struct buf *b, const struct kb *kb, const struct session_now *now)
{
	static const char *const words[] = { "nothing", "tender", "that is my pain" };

	for (int u = 0; u < kb->n_units; u++)
		for (int s = 0; s < 2; s++) {
			int f = kb->unit[u].found[s];

			if (f >= 0 && now->found[f] >= 0)
				buf_fmt(b, "Pressed %s, %s: %s.\n", kb->unit[u].name, s ? "right" : "left", words[now->found[f]]);
		}
}

static const struct muscle_test *norm_of(const struct kb *kb, int finding)
{
	for (int i = 0; i < kb->n_muscle_tests; i++)
		if ((kb->muscle_test[i].finding[0] == finding || kb->muscle_test[i].finding[1] == finding) && kb->muscle_test[i].sd > 0)
			return &kb->muscle_test[i];
	return NULL;
}

/* Before and after, what is usual, and whether the change is more than the error of measuring (95 %, two measurements). */
static void tell_motion(struct buf *b, const struct kb *kb, const struct session_now *now)
{
	for (int f = 0; f < kb->n_findings; f++) {
		int before = now->motion[WHEN_BEFORE][f], after = now->motion[WHEN_AFTER][f];
		const struct muscle_test *norm = norm_of(kb, f);
		const char *unit = kb->finding[f].unit ? kb->finding[f].unit : "";

		if (before == NOT_ASKED && after == NOT_ASKED)
			continue;
		buf_fmt(b, "%s:", kb->finding[f].name);
		if (before != NOT_ASKED)
			buf_fmt(b, " %d %s before", before, unit);
		if (after != NOT_ASKED)
			buf_fmt(b, "%s %d %s after", before != NOT_ASKED ? "," : "", after, unit);
		if (norm)
			buf_fmt(b, "; usual %g (SD %g)", norm->mean, norm->sd);
		if (norm && norm->sem > 0 && before != NOT_ASKED && after != NOT_ASKED)
			buf_str(b, fabs((double)(after - before)) > 1.96 * sqrt(2.0) * norm->sem ? "; more than measuring error" : "; within measuring error");
		buf_str(b, ".\n");
	}
}

static void tell_marks(struct buf *b, const struct kb *kb, const struct session_now *now)
{
	for (int r = 0; r < kb->n_regions; r++) {
		int before = now->mark[WHEN_BEFORE][r], after = now->mark[WHEN_AFTER][r];

		if (before < 0 && after < 0)
			continue;
		buf_fmt(b, "Body chart, %s:", kb->region[r].name);
		if (before >= 0)
			buf_fmt(b, " %d before", before);
		if (after >= 0)
			buf_fmt(b, "%s %d after", before >= 0 ? "," : "", after);
		buf_str(b, ".\n");
	}
}

static const char *assessment(struct arena *a, const struct session_now *now, const char *verdict)
{
	struct buf b = buf_new(a, NOTE_MOST);
	int before = now->pain[WHEN_BEFORE], after = now->pain[WHEN_AFTER], much = 0;

	for (int i = 0; i < now->n; i++)
		much += now->step[i].felt[FELT_MUCH];
	if (before >= 0 && after >= 0)
		buf_fmt(&b, "Pain %s directly after%s.\n", after < before ? "lower" : after > before ? "higher" : "unchanged",
			after < before ? "; whether it lasts is asked tomorrow" : "");
	if (much)
		buf_fmt(&b, "Pressure was too much %d time%s and was taken back.\n", much, much == 1 ? "" : "s");
	if (verdict && verdict[0])
		buf_fmt(&b, "%s\n", verdict);
	return b.at;
}

struct session_note session_note(struct arena *a, const struct kb *kb, const struct session_step *step, const struct session_now *now,
	const char *verdict, const char *next)
{
	struct buf o = buf_new(a, NOTE_MOST);

	buf_fmt(&o, "Hands-on time %d min.\n", minutes(now->ms));
	tell_steps(&o, a, kb, step, now);
	tell_pressed(&o, kb, now);
	tell_marks(&o, kb, now);
	tell_motion(&o, kb, now);
	return (struct session_note){ subjective(a, kb, step, now), o.at, assessment(a, now, verdict),
		next && next[0] ? arena_fmt(a, "%s\n", next) : "" };
}

const char *session_trend_words(struct arena *a, const struct kb *kb, enum session_trend t, double rise, double gain)
{
	int over = (int)kb_number_of(kb, "session_trend");

	if (t == TREND_RISING)
		return arena_fmt(a, "Over the last %d sessions the hands became firmer (by %.1f of 5), and pain before the session is %s. "
			"Firmer is not the default answer: look at what keeps the pain going, at daily load, and at the side that got less care so far.",
			over, rise, gain > 0 ? arena_fmt(a, "down by %.1f only", gain) : "not down");
	if (t == TREND_RISING_GAIN)
		return arena_fmt(a, "The hands became firmer over the last %d sessions (by %.1f of 5), and pain before the session went down by %.1f. "
			"That does not show that the pressure did it.", over, rise, gain);
	return NULL;
}
