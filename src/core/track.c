/* core/track.c -- from the levels of the four measures to one verdict and one proposal. */
#include "core/track_model.h"

#include <assert.h>
#include <math.h>

static const double ninety = 1.6448536269514722, full = 10, half = 0.5;
static const double unknown = (double)NAN;
enum { LEAST_SEEN = 8, STALE = 7, WEEK = 7 };

static int seen_since(const double *y, int from, int n)
{
	int seen = 0;

	for (int t = from < 0 ? 0 : from; t < n; t++)
		seen += !isnan(y[t]);
	return seen;
}

static bool is_turned(int measure)
{
	return measure > TRACK_FUNCTION;
}

/* All four with 10 as worst; NULL where nobody answered. */
static void turn(struct arena *a, const struct track_days *in, struct tracked *out, const double *y[TRACK_MEASURES])
{
	for (int k = 0; k < TRACK_MEASURES; k++) {
		out->measure[k].seen = in->value[k] ? seen_since(in->value[k], 0, in->n) : 0;
		y[k] = out->measure[k].seen ? in->value[k] : NULL;
		if (!y[k] || !is_turned(k))
			continue;
		double *worst_up = NEWS(a, double, (size_t)in->n);
		for (int t = 0; t < in->n; t++)
			worst_up[t] = full - in->value[k][t];
		y[k] = worst_up;
	}
}

static double as_asked(int measure, double worst_up)
{
	return is_turned(measure) ? full - worst_up : worst_up;
}

static struct track_point *curve(struct arena *a, const struct track_smoothed *s, int m, int n)
{
	const int level = TRACK_PARTS * m;
	struct track_point *at = NEWS(a, struct track_point, (size_t)n);

	for (int t = 0; t < n; t++) {
		double x = as_asked(m, s[t].mean[level]), sd = sqrt(fmax(s[t].cov[level][level], 0));

		at[t] = (struct track_point){ x, x - ninety * sd, x + ninety * sd,
			is_turned(m) ? -s[t].mean[level + 1] : s[t].mean[level + 1] };
	}
	return at;
}

static void follow(struct arena *a, const struct track_numbers *k, const struct track_days *in, int from, bool curves, struct tracked *out,
	struct track_change *change)
{
	const double *y[TRACK_MEASURES];
	struct track_noise noise;

	turn(a, in, out, y);
	for (int m = 0; m < TRACK_MEASURES; m++) {
		noise.answer[m] = k->noise;
		noise.drift[m] = k->drift;
		if (y[m])
			track_judge(k, y[m], in->n, &noise.answer[m], &noise.drift[m]);
	}
	const struct track_smoothed *s = curves ? track_smooth(a, k, &noise, y, in->n, from, change) : NULL;
	if (!curves)
		track_filter(k, &noise, y, in->n, from, change);
	for (int m = 0; m < TRACK_MEASURES; m++) {
		struct track_measure *to = &out->measure[m];

		if (!y[m])
			continue;
		to->noise = noise.answer[m];
		to->level = as_asked(m, change->now[m]);
		to->gain = change->fall[m];
		to->gain_sd = sqrt(fmax(change->cov[m][m], 0));
		to->at = curves ? curve(a, s, m, in->n) : NULL;
	}
}

/* P(normal > x). */
static double above(double x, double mean, double sd)
{
	return 0.5 * erfc((x - mean) / sd / M_SQRT2);
}

/* Of a change of at least c: probability of worse, then of better. */
struct chance { double worse, better; };

/* Pain and function at once.  Worse: either has lost c.  Better: not worse, and their mean has gained c.  Simpson's rule over pain
 * from -c up, function given pain. */
static struct chance weigh_both(const struct track_change *g, double c)
{
	enum { STEPS = 120, FAR = 8 };
	double pain = g->fall[TRACK_PAIN], function = g->fall[TRACK_FUNCTION];
	double pain_sd = sqrt(g->cov[TRACK_PAIN][TRACK_PAIN]), slope = g->cov[TRACK_PAIN][TRACK_FUNCTION] / pain_sd;
	double sd = sqrt(fmax(g->cov[TRACK_FUNCTION][TRACK_FUNCTION] - slope * slope, 1e-12));
	double from = fmax(-FAR, (-c - pain) / pain_sd), step = (FAR - from) / STEPS, kept = 0, better = 0;

	for (int i = 0; step > 0 && i <= STEPS; i++) {
		double z = from + i * step, mean = function + slope * z;
		double w = (i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2) * step / 3 * exp(-z * z / 2) / sqrt(2 * M_PI);

		kept += w * above(-c, mean, sd);
		better += w * above(fmax(-c, 2 * c - pain - pain_sd * z), mean, sd);
	}
	double worse = fmin(1, fmax(0, 1 - kept));
	return (struct chance){ worse, fmin(better, 1 - worse) };
}

static struct chance weigh_one(const struct track_change *g, int m, double c)
{
	double sd = sqrt(g->cov[m][m]);

	return (struct chance){ 1 - above(-c, g->fall[m], sd), above(c, g->fall[m], sd) };
}

/* The three probabilities. */
static bool weigh(const struct track_numbers *k, const struct track_days *in, const struct track_change *g, struct tracked *out)
{
	double c = k->counts * k->important * out->window / TRACK_WINDOW;
	bool used[2];

	for (int m = TRACK_PAIN; m <= TRACK_FUNCTION; m++)
		used[m] = in->value[m] && seen_since(in->value[m], in->n - 1 - out->window, in->n) >= LEAST_SEEN;
	if (!used[TRACK_PAIN] && !used[TRACK_FUNCTION])
		return false;
	const struct chance p = used[TRACK_PAIN] && used[TRACK_FUNCTION] ? weigh_both(g, c) :
		weigh_one(g, used[TRACK_PAIN] ? TRACK_PAIN : TRACK_FUNCTION, c);
	out->worsening = p.worse;
	out->improving = p.better;
	out->plateau = fmax(0, 1 - p.worse - p.better);
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

static double sum_since(const double *minutes, int from, int n)
{
	double sum = 0;

	for (int t = from < 0 ? 0 : from; minutes && t < n; t++)
		sum += minutes[t];
	return sum;
}

/* Practice at home and the hours with the therapist together: what was done of what was planned.  Without a week of known practice
 * nothing is said of it. */
static void dose(const struct track_days *in, int from, struct tracked *out)
{
	double home = adherence(in->practice, in->planned, from, in->n), due = sum_since(in->due, from, in->n);
	double planned = home >= 0 ? in->planned * seen_since(in->practice, from, in->n) : 0, held = sum_since(in->held, from, in->n);

	out->sessions = due > 0 ? held / due : unknown;
	out->adherence = planned > 0 ? (home * planned + held) / (planned + due) : unknown;
}

static bool is_low(const struct track_numbers *k, const struct track_measure *m)
{
	return m->seen && (m->level <= k->low || m->gain <= -k->counts * k->important);
}

static enum proposed left_out(const struct track_numbers *k, const struct proposal *p)
{
	double mind = p->mind_used, body = p->body_used;

	if (!isnan(mind) && !isnan(body) && fabs(mind - body) > 0.15)
		return mind < body ? PROPOSE_MIND : PROPOSE_BODY;
	if (!isnan(mind) && isnan(body) && mind < k->enough)
		return PROPOSE_MIND;
	if (isnan(mind) && !isnan(body) && body < k->enough)
		return PROPOSE_BODY;
	if (p->mood_low || p->sleep_low || isnan(mind))
		return PROPOSE_MIND;            /* usually the emotional one */
	return PROPOSE_BODY;
}

static bool little_left(const struct track_numbers *k, const struct tracked *t)
{
	for (int m = TRACK_PAIN; m <= TRACK_FUNCTION; m++)
		if (t->measure[m].seen && t->measure[m].level > k->little)
			return false;
	return true;
}

static void propose(const struct track_numbers *k, const struct track_days *in, struct tracked *out, int from)
{
	struct proposal *p = &out->proposal;
	double mind = adherence(in->mind, in->planned / 2, from, in->n), body = adherence(in->body, in->planned / 2, from, in->n);
	double lessons = in->lessons_due > 0 ? fmin(1, (double)in->lessons_done / in->lessons_due) : unknown;

	mind = mind > 1 ? 1 : mind;
	p->mind_used = isnan(mind) ? lessons : isnan(lessons) ? mind : (mind + lessons) / 2;
	p->body_used = body > 1 ? 1 : body;
	p->mood_low = is_low(k, &out->measure[TRACK_MOOD]);
	p->sleep_low = is_low(k, &out->measure[TRACK_SLEEP]);
	switch (out->verdict) {
	case VERDICT_CANNOT_TELL: p->what = PROPOSE_NOTHING; break;
	case VERDICT_IMPROVING:   p->what = PROPOSE_GO_ON; break;
	case VERDICT_WORSENING:   p->what = PROPOSE_SCREEN; break;
	case VERDICT_UNDER_DOSED: p->what = PROPOSE_SMALLER_STEPS; break;
	case VERDICT_PLATEAU:
		p->ask_again = !little_left(k, out);
		p->what = p->ask_again ? left_out(k, p) : PROPOSE_GO_ON;
		break;
	}
}

/* The weights set against how often they proved right: log-linear, two of the three shifted against level. */
static struct track_said calibrated(const struct track_numbers *k, const struct tracked *t)
{
	static const double least = 1e-4;
	double better = pow(fmax(t->improving, least), k->said_power) * exp(k->said_improving);
	double worse = pow(fmax(t->worsening, least), k->said_power) * exp(k->said_worsening);
	double level = pow(fmax(t->plateau, least), k->said_power), sum = better + worse + level;

	return (struct track_said){ better / sum, level / sum, worse / sum };
}

/* A plateau is told from week five on; that little of the plan was used may be said before. */
static void decide(const struct track_numbers *k, struct tracked *out, bool judged, bool fresh)
{
	enum verdict v = VERDICT_PLATEAU;
	double weight = out->plateau;

	out->probability = out->said.plateau;
	if (out->improving > weight) {
		v = VERDICT_IMPROVING;
		weight = out->improving;
		out->probability = out->said.improving;
	}
	if (out->worsening > weight) {
		v = VERDICT_WORSENING;
		weight = out->worsening;
		out->probability = out->said.worsening;
	}
	if (v == VERDICT_PLATEAU && out->adherence < k->enough)         /* false for NAN */
		v = VERDICT_UNDER_DOSED;
	if (v == VERDICT_PLATEAU && out->days < k->plateau_days)
		v = VERDICT_CANNOT_TELL;
	if (judged && fresh && out->days >= TRACK_LEAST_DAYS && weight > half)
		out->verdict = v;
}

/* First and last day with an answer about pain or function; first is n when there is none. */
static void span(const struct track_days *in, int *first, int *last)
{
	*first = in->n;
	*last = -1;
	for (int k = TRACK_PAIN; k <= TRACK_FUNCTION; k++)
		for (int t = 0; in->value[k] && t < in->n; t++)
			if (!isnan(in->value[k][t])) {
				*first = t < *first ? t : *first;
				*last = t > *last ? t : *last;
			}
}

static int checkins_of_week(const struct track_days *in)
{
	int seen = 0;

	for (int t = in->n > WEEK ? in->n - WEEK : 0; t < in->n; t++) {
		bool any = false;

		for (int k = 0; k < TRACK_MEASURES; k++)
			any |= in->value[k] && !isnan(in->value[k][t]);
		seen += any;
	}
	return seen;
}

static struct tracked *judge(struct arena *a, const struct track_numbers *k, const struct track_days *in, bool curves)
{
	struct tracked *out = NEW(a, struct tracked);
	struct track_change change;
	int first, last;

	assert(k && in->n >= 0);
	span(in, &first, &last);
	out->days = last < 0 ? 0 : last - first + 1;
	out->window = last < 0 ? 0 : in->n - 1 - first < TRACK_WINDOW ? in->n - 1 - first : TRACK_WINDOW;
	out->week_checkins = checkins_of_week(in);
	out->week_wanted = (int)k->checkins_week;
	int from = in->n - 1 - out->window;
	bool fresh = in->n - 1 - last <= STALE;
	if (!curves && (!fresh || out->days < TRACK_LEAST_DAYS))
		return out;
	if (in->n)
		follow(a, k, in, from, curves, out, &change);
	dose(in, from, out);
	bool judged = out->window > 0 && weigh(k, in, &change, out);
	if (judged)
		out->said = calibrated(k, out);
	decide(k, out, judged, fresh);
	propose(k, in, out, from);
	return out;
}

struct tracked *track(struct arena *a, const struct track_numbers *k, const struct track_days *in)
{
	return judge(a, k, in, true);
}

struct tracked *track_verdict(struct arena *a, const struct track_numbers *k, const struct track_days *in)
{
	return judge(a, k, in, false);
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
