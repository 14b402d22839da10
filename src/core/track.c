/* core/track.c -- Kalman filter (Kalman 1960) and Rauch-Tung-Striebel smoother (1965) over a local linear trend (Harvey 1989).
 *
 * The level at the start of the window rides along as a third state (fixed-point smoothing), so that the filter's last step
 * knows the joint distribution of then and now, and with it that of the change.
 */
#include "core/track.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Sources and confidence of each: docs/science/track.md. */
static const double usual_noise = 1.2;          /* SD of one end-of-day answer, 0..10 */
static const double noise_spread = 0.35;        /* of its logarithm between people */
static const double important = 2;              /* minimal important change, 0..10 (Ostelo 2008) */
static const double counts = 0.5;               /* share of it in four weeks that is a change at all */
static const double enough = 0.6;               /* of the planned practice */
static const double slope_start = 0.05, slope_noise = 0.008;    /* a day, SD */
static const double middle = 5, wide = 5, even = 0.5, ninety = 1.6448536269514722;
static const double unknown = (double)NAN;
enum { LEAST_SEEN = 8, STALE = 7, LITTLE_LEFT = 2 };

struct state { double x[3], p[3][3]; };
struct noise { double answer, level; };

static struct state start(void)
{
	struct state s = { .x = { middle, 0, middle } };

	s.p[0][0] = wide * wide;
	s.p[1][1] = slope_start * slope_start;
	return s;
}

static struct state predict(const struct state *s, const struct noise *q)
{
	struct state o = *s;

	o.x[0] = s->x[0] + s->x[1];
	for (int i = 0; i < 3; i++)             /* rows, then columns, of F P F' */
		o.p[0][i] = s->p[0][i] + s->p[1][i];
	for (int i = 0; i < 3; i++)
		o.p[i][0] = i == 0 ? o.p[0][0] + o.p[0][1] : o.p[0][i];
	o.p[0][0] += q->level * q->level;
	o.p[1][1] += slope_noise * slope_noise;
	return o;
}

/* One answer; returns its log density. */
static double update(struct state *s, double y, const struct noise *q)
{
	double v = s->p[0][0] + q->answer * q->answer, e = y - s->x[0], k[3];
	struct state was = *s;

	for (int i = 0; i < 3; i++)
		k[i] = was.p[i][0] / v;
	for (int i = 0; i < 3; i++) {
		s->x[i] += k[i] * e;
		for (int j = 0; j < 3; j++)
			s->p[i][j] -= k[i] * was.p[0][j];
	}
	return -0.5 * (log(2 * M_PI * v) + e * e / v);
}

/* From here on the third state is the level of this day. */
static void remember(struct state *s)
{
	s->x[2] = s->x[0];
	for (int i = 0; i < 2; i++)
		s->p[2][i] = s->p[i][2] = s->p[0][i];
	s->p[2][2] = s->p[0][0];
}

/* Filters all days; kept (n states, after the day's answer) may be NULL.  Returns the log likelihood. */
static double filter(const double *y, int n, int from, const struct noise *q, struct state *kept, struct state *last)
{
	struct state s = start();
	double sum = 0;

	for (int t = 0; t < n; t++) {
		if (t)
			s = predict(&s, q);
		if (!isnan(y[t]))
			sum += update(&s, y[t], q);
		if (t == from)
			remember(&s);
		if (kept)
			kept[t] = s;
	}
	*last = s;
	return sum;
}

/* The noise that explains this person's days best: likelihood times what is known of people (MAP on a grid). */
static struct noise judge_noise(const double *y, int n)
{
	static const double answer[] = { 0.5, 0.7, 0.9, 1.2, 1.6, 2.1 }, level[] = { 0.03, 0.1, 0.25 };
	struct noise best = { usual_noise, level[1] };
	double most = -HUGE_VAL;

	for (int i = 0; i < 6; i++)
		for (int j = 0; j < 3; j++) {
			struct noise q = { answer[i], level[j] };
			struct state last;
			double far = log(q.answer / usual_noise) / noise_spread;
			double l = filter(y, n, -1, &q, NULL, &last) - far * far / 2 - (j == 2 ? 1 : 0);

			if (l > most + 1e-12) {
				most = l;
				best = q;
			}
		}
	return best;
}

/* Backwards over level and slope: what all days together say of each. */
static void smooth(struct state *s, int n, const struct noise *q)
{
	for (int t = n - 2; t >= 0; t--) {
		struct state f = predict(&s[t], q);
		double det = f.p[0][0] * f.p[1][1] - f.p[0][1] * f.p[1][0], g[2][2], d[2][2];

		for (int i = 0; i < 2; i++) {           /* G = P F' / predicted P */
			double a = s[t].p[i][0] + s[t].p[i][1], b = s[t].p[i][1];

			g[i][0] = (a * f.p[1][1] - b * f.p[1][0]) / det;
			g[i][1] = (b * f.p[0][0] - a * f.p[0][1]) / det;
		}
		for (int i = 0; i < 2; i++)
			for (int j = 0; j < 2; j++)
				d[i][j] = s[t + 1].p[i][j] - f.p[i][j];
		double e0 = s[t + 1].x[0] - f.x[0], e1 = s[t + 1].x[1] - f.x[1];
		for (int i = 0; i < 2; i++)
			s[t].x[i] += g[i][0] * e0 + g[i][1] * e1;
		for (int i = 0; i < 2; i++)
			for (int j = 0; j < 2; j++)
				for (int k = 0; k < 2; k++)
					for (int l = 0; l < 2; l++)
						s[t].p[i][j] += g[i][k] * d[k][l] * g[j][l];
	}
}

static void follow(struct arena *a, const double *y, int n, int from, bool low_is_better, struct track_measure *out)
{
	struct state *s, last;

	for (int t = 0; t < n; t++)
		out->seen += !isnan(y[t]);
	if (!out->seen)
		return;
	struct noise q = judge_noise(y, n);
	s = NEWS(a, struct state, (size_t)n);
	filter(y, n, from, &q, s, &last);
	double fall = last.x[2] - last.x[0], var = last.p[0][0] + last.p[2][2] - 2 * last.p[0][2];
	out->noise = q.answer;
	out->gain = low_is_better ? fall : -fall;
	out->gain_sd = sqrt(fmax(var, 1e-12));
	smooth(s, n, &q);
	out->at = NEWS(a, struct track_point, (size_t)n);
	for (int t = 0; t < n; t++) {
		double sd = sqrt(fmax(s[t].p[0][0], 0));

		out->at[t] = (struct track_point){ s[t].x[0], s[t].x[0] - ninety * sd, s[t].x[0] + ninety * sd, s[t].x[1] };
	}
}

static double below(double x, double mean, double sd)
{
	return 0.5 * erfc((mean - x) / sd / M_SQRT2);
}

static int seen_since(const double *y, int from, int n)
{
	int seen = 0;

	for (int t = from; t < n; t++)
		seen += !isnan(y[t]);
	return seen;
}

/* The three probabilities.  Pain and function count alike; getting worse in either one is not outweighed by the other. */
static bool weigh(const struct track_days *in, struct tracked *out)
{
	double gain = 0, var = 0, sd_sum = 0, threshold = counts * important * out->window / TRACK_WINDOW, worse = 0;
	int used = 0;

	for (int k = TRACK_PAIN; k <= TRACK_FUNCTION; k++) {
		const struct track_measure *m = &out->measure[k];

		if (!in->value[k] || seen_since(in->value[k], in->n - 1 - out->window, in->n) < LEAST_SEEN)
			continue;
		worse = fmax(worse, below(-threshold, m->gain, m->gain_sd));
		gain += m->gain;
		var += m->gain_sd * m->gain_sd;
		sd_sum += m->gain_sd;
		used++;
	}
	if (!used)
		return false;
	/* the errors of the two go together by one half: pain and disability correlate 0.47 (docs/science/track.md) */
	double sd = sqrt(var + even * (sd_sum * sd_sum - var)) / used;
	gain /= used;
	out->worsening = fmax(worse, below(-threshold, gain, sd));
	out->improving = fmin(1 - below(threshold, gain, sd), 1 - out->worsening);
	out->plateau = fmax(0, 1 - out->worsening - out->improving);
	return true;
}

/* Done of planned over the window; NAN with fewer than a week of days known. */
static double adherence(const double *minutes, double planned, int from, int n)
{
	double sum = 0;
	int known = minutes ? seen_since(minutes, from, n) : 0;

	for (int t = from; known && t < n; t++)
		sum += isnan(minutes[t]) ? 0 : minutes[t];
	return known >= STALE && planned > 0 ? sum / known / planned : unknown;
}

static bool is_low(const struct track_measure *m, int n)
{
	return m->seen && (m->at[n - 1].level <= middle || m->gain <= -counts * important);
}

static enum proposed left_out(const struct proposal *p)
{
	double mind = p->mind_used, body = p->body_used;

	if (!isnan(mind) && !isnan(body) && fabs(mind - body) > 0.15)
		return mind < body ? PROPOSE_MIND : PROPOSE_BODY;
	if (!isnan(mind) && isnan(body) && mind < enough)
		return PROPOSE_MIND;
	if (isnan(mind) && !isnan(body) && body < enough)
		return PROPOSE_BODY;
	if (p->mood_low || p->sleep_low || isnan(mind))
		return PROPOSE_MIND;            /* usually the emotional one */
	return PROPOSE_BODY;
}

static void propose(const struct track_days *in, struct tracked *out, int from)
{
	struct proposal *p = &out->proposal;
	double mind = adherence(in->mind, in->planned / 2, from, in->n);
	double lessons = in->lessons_due > 0 ? fmin(1, (double)in->lessons_done / in->lessons_due) : unknown;
	const struct track_measure *pain = &out->measure[TRACK_PAIN], *function = &out->measure[TRACK_FUNCTION];
	bool little = (!pain->seen || pain->at[in->n - 1].level <= LITTLE_LEFT) &&
		(!function->seen || function->at[in->n - 1].level <= LITTLE_LEFT);

	if (mind > 1)
		mind = 1;
	p->mind_used = isnan(mind) ? lessons : isnan(lessons) ? mind : (mind + lessons) / 2;
	p->body_used = adherence(in->body, in->planned / 2, from, in->n);
	if (p->body_used > 1)
		p->body_used = 1;
	p->mood_low = is_low(&out->measure[TRACK_MOOD], in->n);
	p->sleep_low = is_low(&out->measure[TRACK_SLEEP], in->n);
	switch (out->verdict) {
	case VERDICT_CANNOT_TELL: p->what = PROPOSE_NOTHING; break;
	case VERDICT_IMPROVING:   p->what = PROPOSE_GO_ON; break;
	case VERDICT_WORSENING:   p->what = PROPOSE_SCREEN; break;
	case VERDICT_UNDER_DOSED: p->what = PROPOSE_SMALLER_STEPS; break;
	case VERDICT_PLATEAU:     p->what = little ? PROPOSE_GO_ON : left_out(p); break;
	}
}

static void decide(struct tracked *out, bool judged, bool fresh)
{
	enum verdict v = VERDICT_PLATEAU;

	out->probability = out->plateau;
	if (out->improving > out->probability) {
		v = VERDICT_IMPROVING;
		out->probability = out->improving;
	}
	if (out->worsening > out->probability) {
		v = VERDICT_WORSENING;
		out->probability = out->worsening;
	}
	if (v == VERDICT_PLATEAU && out->adherence < enough)    /* false for NAN */
		v = VERDICT_UNDER_DOSED;
	if (judged && fresh && out->days >= TRACK_LEAST_DAYS && out->probability > even)
		out->verdict = v;
}

struct tracked *track(struct arena *a, const struct track_days *in)
{
	struct tracked *out = NEW(a, struct tracked);
	int first = in->n, last = -1;

	assert(in->n >= 0);
	for (int k = TRACK_PAIN; k <= TRACK_FUNCTION; k++)
		for (int t = 0; in->value[k] && t < in->n; t++)
			if (!isnan(in->value[k][t])) {
				first = t < first ? t : first;
				last = t > last ? t : last;
			}
	out->days = last < 0 ? 0 : last - first + 1;
	out->window = last < 0 ? 0 : in->n - 1 - first < TRACK_WINDOW ? in->n - 1 - first : TRACK_WINDOW;
	int from = in->n - 1 - out->window;
	for (int k = 0; k < TRACK_MEASURES; k++)
		if (in->value[k] && in->n)
			follow(a, in->value[k], in->n, from, k <= TRACK_FUNCTION, &out->measure[k]);
	out->adherence = adherence(in->practice, in->planned, from, in->n);
	bool judged = out->window > 0 && weigh(in, out);
	decide(out, judged, in->n - 1 - last <= STALE);
	propose(in, out, from);
	return out;
}

const char *verdict_name(enum verdict v)
{
	static const char *const name[] = { "cannot_tell", "improving", "plateau", "worsening", "under_dosed" };

	return name[v];
}

const char *proposed_name(enum proposed p)
{
	static const char *const name[] = { "nothing", "go_on", "smaller_steps", "mind", "body", "screen" };

	return name[p];
}
