/* core/session.c -- from steps and taps to what was done; who may begin where; pressure over sessions. */
#include "core/session.h"

#include <assert.h>
#include <string.h>

static const int64_t minute_ms = 60000;

int session_from_week(const struct plan_week *w, struct session_step out[SESSION_STEPS])
{
	int n = 0;

	for (; n < w->n_session && n < SESSION_STEPS; n++) {
		const struct plan_item *it = &w->session[n];

		out[n] = (struct session_step){ it->item, it->region, it->side, it->minutes, it->pressure };
	}
	return n;
}

/* ---- from taps to what was done ---- */

struct folding { const struct kb *kb; const struct session_step *step; struct session_now *now; int64_t from; };

/* The time since `from` goes to the running step. */
static void count(struct folding *f, int64_t at)
{
	struct session_now *now = f->now;

	if (now->current >= 0 && !now->paused && at > f->from) {
		struct session_done *d = &now->step[now->current];

		d->ms += at - f->from;
		d->ms_at[d->pressure] += at - f->from;
	}
	if (at > f->from)
		f->from = at;
}

static void finish(struct folding *f, int64_t at, enum session_state state)
{
	if (f->now->current < 0)
		return;
	count(f, at);
	f->now->step[f->now->current].state = state;
	f->now->step[f->now->current].since = 0;
	f->now->current = -1;
}

static void begin(struct folding *f, int step, int64_t at)
{
	struct session_done *d = &f->now->step[step];

	if (d->state == STEP_RUNS || f->now->ended)
		return;
	finish(f, at, STEP_DONE);
	f->now->current = step;
	f->now->paused = false;
	f->from = at;
	d->state = STEP_RUNS;
	d->since = at;
	d->asked = d->changed = 0;
}

/* The step is over; the next begins only from here, so that a second "next" out of another window begins nothing. */
static void pass(struct folding *f, const struct session_event *e)
{
	struct session_done *d = &f->now->step[e->step];
	enum session_state to = e->act == SESSION_SKIP ? STEP_SKIPPED : STEP_DONE;

	if (d->state != STEP_RUNS && d->state != STEP_WAITS)
		return;
	if (d->state == STEP_RUNS)
		finish(f, e->at, to);
	else
		d->state = to;
	if (e->value >= 0 && f->now->current < 0 && f->now->step[e->value].state == STEP_WAITS)
		begin(f, e->value, e->at);
}

static void press(struct folding *f, int step, int pressure, int64_t at)
{
	if (step == f->now->current)
		count(f, at);
	f->now->step[step].pressure = pressure;
	f->now->step[step].changed = at;
}

static void consent(struct folding *f, const struct session_event *e)
{
	struct session_now *now = f->now;

	now->consent[e->ref] = e->value ? AREA_YES : AREA_NO;
	if (!e->value && now->current >= 0 && session_area(f->kb, f->step[now->current].region) == e->ref) {
		now->step[now->current].withdrawn = true;
		finish(f, e->at, STEP_STOPPED);
	}
}

static void felt(struct folding *f, const struct session_event *e)
{
	struct session_done *d = &f->now->step[e->step];

	d->felt[e->value]++;
	if (e->value == FELT_MUCH && d->pressure > 1)
		press(f, e->step, d->pressure - 1, e->at);
	d->asked = e->at;
}

static void start(struct folding *f, const struct session_event *e)
{
	begin(f, e->step, e->at);
}

static void stop(struct folding *f, const struct session_event *e)
{
	if (f->now->current == e->step)
		finish(f, e->at, STEP_STOPPED);
}

static void pause_hands(struct folding *f, const struct session_event *e)
{
	count(f, e->at);
	f->now->paused = e->act == SESSION_PAUSE && f->now->current >= 0;
}

static void end(struct folding *f, const struct session_event *e)
{
	finish(f, e->at, STEP_DONE);
	f->now->ended = true;
}

static void extend(struct folding *f, const struct session_event *e)
{
	int *minutes = &f->now->step[e->step].minutes;

	*minutes = *minutes + e->value < 1 ? 1 : *minutes + e->value;
}

static void pressed(struct folding *f, const struct session_event *e)
{
	press(f, e->step, e->value, e->at);
}

/* What was measured and said. */
static void tell(struct folding *f, const struct session_event *e)
{
	struct session_now *now = f->now;

	if (e->act == SESSION_FOUND)
		now->found[e->ref] = (int8_t)e->value;
	else if (e->act == SESSION_PAIN)
		now->pain[e->step] = e->value;
	else if (e->act == SESSION_MARK)
		now->mark[e->step][e->ref] = (int8_t)e->value;
	else if (e->act == SESSION_MOTION)
		now->motion[e->step][e->ref] = (int16_t)e->value;
	else if (e->act == SESSION_SAID)
		now->said[now->n_said++] = e->text;
}

static void (*const does[SESSION_ACTS])(struct folding *f, const struct session_event *e) = {
	[SESSION_START] = start, [SESSION_NEXT] = pass, [SESSION_SKIP] = pass, [SESSION_STOP] = stop, [SESSION_PAUSE] = pause_hands,
	[SESSION_RESUME] = pause_hands, [SESSION_EXTEND] = extend, [SESSION_PRESSURE] = pressed, [SESSION_COMFORT] = felt,
	[SESSION_CONSENT] = consent, [SESSION_FOUND] = tell, [SESSION_PAIN] = tell, [SESSION_MARK] = tell, [SESSION_MOTION] = tell,
	[SESSION_MINUTES] = tell, [SESSION_SAID] = tell, [SESSION_END] = end };

/* Minutes that were corrected by hand count instead of the clock. */
static void correct(struct session_now *now, const struct session_event *e)
{
	struct session_done *d = &now->step[e->step];

	if (d->state == STEP_WAITS)
		d->state = STEP_DONE;
	d->ms = e->value * minute_ms;
	memset(d->ms_at, 0, sizeof(d->ms_at));
	d->ms_at[d->pressure] = d->ms;
}

static struct session_now blank(struct arena *a, const struct kb *kb, const struct session_step *step, int n, int n_events)
{
	struct session_now now = { .step = NEWS(a, struct session_done, n + 1), .n = n, .current = -1,
		.consent = NEWS(a, int8_t, kb->n_regions + 1), .found = NEWS(a, int8_t, kb->n_findings + 1),
		.said = NEWS(a, const char *, n_events + 1) };

	for (int i = 0; i < n; i++) {
		now.step[i].minutes = step[i].minutes;
		now.step[i].pressure = step[i].pressure;
	}
	memset(now.found, -1, (size_t)kb->n_findings);
	for (int when = 0; when < WHEN_COUNT; when++) {
		now.pain[when] = -1;
		now.mark[when] = NEWS(a, int8_t, kb->n_regions + 1);
		now.motion[when] = NEWS(a, int16_t, kb->n_findings + 1);
		memset(now.mark[when], -1, (size_t)kb->n_regions);
		for (int f = 0; f < kb->n_findings; f++)
			now.motion[when][f] = NOT_ASKED;
	}
	return now;
}

struct session_now session_fold(struct arena *a, const struct kb *kb, const struct session_step *step, int n_steps,
	const struct session_event *event, int n_events, int64_t upto)
{
	struct session_now now = blank(a, kb, step, n_steps, n_events);
	struct folding f = { kb, step, &now, 0 };

	for (int i = 0; i < n_events; i++) {
		if (session_unsound(kb, n_steps, &event[i]))
			continue;
		does[event[i].act](&f, &event[i]);
	}
	if (upto)
		count(&f, upto);
	for (int i = 0; i < n_events; i++)
		if (event[i].act == SESSION_MINUTES && !session_unsound(kb, n_steps, &event[i]) && now.step[event[i].step].state != STEP_RUNS)
			correct(&now, &event[i]);
	for (int i = 0; i < n_steps; i++)
		now.ms += now.step[i].ms;
	return now;
}

/* ---- sound or not ---- */

enum { MINUTES_MOST = 120, MOTION_MOST = 999 };

struct fit { bool step; int low, high; enum kind ref; };       /* ref KIND_COUNT: none */

const char *session_unsound(const struct kb *kb, int n_steps, const struct session_event *e)
{
	const struct fit fit[SESSION_ACTS] = {
		[SESSION_START] = { true, 0, 0, KIND_COUNT }, [SESSION_NEXT] = { true, -1, n_steps - 1, KIND_COUNT },
		[SESSION_SKIP] = { true, -1, n_steps - 1, KIND_COUNT }, [SESSION_STOP] = { true, 0, 0, KIND_COUNT },
		[SESSION_PAUSE] = { false, 0, 0, KIND_COUNT }, [SESSION_RESUME] = { false, 0, 0, KIND_COUNT },
		[SESSION_EXTEND] = { true, -MINUTES_MOST, MINUTES_MOST, KIND_COUNT }, [SESSION_PRESSURE] = { true, 1, PRESSURE_MOST, KIND_COUNT },
		[SESSION_COMFORT] = { true, 0, FELT_COUNT - 1, KIND_COUNT }, [SESSION_CONSENT] = { false, 0, 1, KIND_REGION },
		[SESSION_FOUND] = { false, PALPATED_NOTHING, PALPATED_KNOWN, KIND_FINDING }, [SESSION_PAIN] = { false, 0, 10, KIND_COUNT },
		[SESSION_MARK] = { false, 0, 10, KIND_REGION }, [SESSION_MOTION] = { false, -MOTION_MOST, MOTION_MOST, KIND_FINDING },
		[SESSION_MINUTES] = { true, 0, MINUTES_MOST, KIND_COUNT }, [SESSION_SAID] = { false, 0, 0, KIND_COUNT },
		[SESSION_END] = { false, 0, 0, KIND_COUNT } };
	const struct fit *of = &fit[e->act];
	bool timed = e->act == SESSION_PAIN || e->act == SESSION_MARK || e->act == SESSION_MOTION;

	if (of->step ? e->step < 0 || e->step >= n_steps : timed && (e->step < 0 || e->step >= WHEN_COUNT))
		return "there is no such step";
	if (e->value < of->low || e->value > of->high)
		return "the value is out of range";
	if (of->ref != KIND_COUNT && (e->ref < 0 || e->ref >= kb_count(kb, of->ref)))
		return "the place or test is not known";
	if (e->act == SESSION_CONSENT && e->ref != session_area(kb, e->ref))
		return "a place is named by its left side";
	return e->act == SESSION_SAID && !e->text ? "there are no words" : NULL;
}

/* ---- where hands may go ---- */

int session_area(const struct kb *kb, int region)
{
	const struct region *r = &kb->region[region];

	return r->side == SIDE_RIGHT ? r->mirror : region;
}

bool session_asks(const struct kb *kb, const struct screened *s, const struct session_step *step)
{
	const uint8_t *ask = s->ask + (size_t)step->item * (size_t)kb->n_regions;

	return ask[step->region] || (step->side == SIDE_NONE && ask[kb->region[step->region].mirror]);
}

int session_most(const struct kb *kb, const struct person_case *c, const struct screened *s, const struct session_step *step)
{
	int most = screen_pressure(kb, s, step->item, step->region), other = most;

	if (step->side == SIDE_NONE)
		other = screen_pressure(kb, s, step->item, kb->region[step->region].mirror);
	most = other < most ? other : most;
	return c->limits.pressure_max && c->limits.pressure_max < most ? c->limits.pressure_max : most;
}

enum session_may session_may(const struct kb *kb, const struct person_case *c, const struct screened *s, const struct session_step *step,
	const struct session_now *now)
{
	int area = session_area(kb, step->region), mirror = kb->region[step->region].mirror;
	const struct limits *l = &c->limits;

	if (screen_never(kb, s, step->item, step->region) || (step->side == SIDE_NONE && screen_never(kb, s, step->item, mirror)) ||
	    !session_most(kb, c, s, step))
		return MAY_BLOCKED;
	if (l->declined_item[step->item] || l->declined_component[kb->item[step->item].component] || l->declined_region[step->region] ||
	    (step->side == SIDE_NONE && l->declined_region[mirror]) || now->consent[area] == AREA_NO)
		return MAY_DECLINED;
	return session_asks(kb, s, step) && now->consent[area] != AREA_YES ? MAY_ASK : MAY_BEGIN;
}

/* ---- moments ---- */

int64_t session_ask_at(const struct kb *kb, const struct session_now *now)
{
	if (now->current < 0)
		return 0;
	const struct session_done *d = &now->step[now->current];
	if (d->changed > d->asked && d->changed >= d->since)
		return d->changed + (int64_t)(kb_number_of(kb, "session_ask_change") * (double)minute_ms);
	if (d->asked)
		return d->asked + (int64_t)(kb_number_of(kb, "session_ask_every") * (double)minute_ms);
	return d->since + (int64_t)(kb_number_of(kb, "session_ask_first") * (double)minute_ms);
}

/* ---- pressure over sessions ---- */

double session_pressure(const struct session_now *now)
{
	double sum = 0, ms = 0;

	for (int i = 0; i < now->n; i++)
		for (int p = 1; p <= PRESSURE_MOST; p++) {
			sum += p * (double)now->step[i].ms_at[p];
			ms += (double)now->step[i].ms_at[p];
		}
	return ms > 0 ? sum / ms : 0;
}

/* By how much a straight line through y[0..n-1] goes up from its first to its last point; NAN when fewer than two are known. */
static double climb(const double *y, int n)
{
	double sx = 0, sy = 0, sxx = 0, sxy = 0, k = 0;

	for (int i = 0; i < n; i++)
		if (!isnan(y[i])) {
			sx += i;
			sy += y[i];
			sxx += (double)i * i;
			sxy += i * y[i];
			k++;
		}
	double wide = k * sxx - sx * sx;
	return k < 2 ? (double)NAN : (k * sxy - sx * sy) / wide * (n - 1);
}

enum session_trend session_trend(const struct kb *kb, const struct session_past *past, int n, double *rise, double *gain)
{
	int want = (int)kb_number_of(kb, "session_trend"), k = 0;
	double pressure[SESSION_STEPS], pain[SESSION_STEPS];

	assert(want >= 2 && want <= SESSION_STEPS);
	for (int i = n - 1; i >= 0 && k < want; i--)
		if (past[i].pressure > 0) {
			k++;
			pressure[want - k] = past[i].pressure;
			pain[want - k] = past[i].pain;
		}
	*rise = *gain = 0;
	if (k < want)
		return TREND_CANNOT_TELL;
	*rise = climb(pressure, want);
	if (*rise < kb_number_of(kb, "session_rise"))
		return TREND_NOT_RISING;
	*gain = -climb(pain, want);
	if (isnan(*gain))
		return TREND_CANNOT_TELL;
	return *gain < kb_number_of(kb, "session_gain") ? TREND_RISING : TREND_RISING_GAIN;
}
