/* core/belief_band.c -- how far a belief moves when the numbers of the knowledge are drawn again.
 *
 * Each parameter has a fixed seed of its own, so that a band does not jump because another question was answered; draws
 * come in mirrored pairs (antithetic variates, Hammersley and Morton 1956).
 */
#include "core/belief_net.h"

#include "base/rng.h"

#include <math.h>
#include <string.h>

enum { BATCH = 8, PAIRS = BAND_DRAWS / 2, TAIL = BAND_DRAWS / 20 + 1 };
enum about { ABOUT_PRIOR = 1, ABOUT_ODDS, ABOUT_LINK, ABOUT_LEAK };

static const double outer = 1.6449;              /* the 95 % point of the standard normal */

/* One uncertain number: PAIRS standard normal draws, used with both signs. */
struct parameter { enum about about; int at; double down, up, log_q; double *z; };      /* down, up: standard deviations */

static void add_parameter(struct arena *a, struct parameter *p, enum about about, int at, uint64_t seed, double down, double up)
{
	struct rng r = rng_new((uint64_t)about << 32 | seed);

	*p = (struct parameter){ about, at, down, up, 0, NEWS(a, double, PAIRS) };
	for (int i = 0; i < PAIRS; i++)
		p->z[i] = rng_normal(&r);
}

static void add_prior(struct arena *a, struct parameter *p, const struct cause *cause, int c)
{
	double down = belief_spread(cause->cite.confidence), up = down;

	if (cause->low > 0 && cause->low < cause->prior && cause->prior < cause->high && cause->high < 1) {
		down = (belief_logit(cause->prior) - belief_logit(cause->low)) / outer;
		up = (belief_logit(cause->high) - belief_logit(cause->prior)) / outer;
	}
	add_parameter(a, p, ABOUT_PRIOR, c, (uint64_t)c, down, up);
}

static void add_link(struct arena *a, struct parameter *p, const struct belief_net *b, int i)
{
	double by = belief_spread(belief_link_confidence(b, i));

	add_parameter(a, p, ABOUT_LINK, i, (uint64_t)(uint32_t)b->from[i], by, by);
	p->log_q = log(b->net.link[i].q);
}

/* All that the posterior of this person depends on; returns how many.  An absent finding's leak cancels. */
static int list_parameters(struct arena *a, const struct belief_net *b, struct parameter *p)
{
	int n = 0;

	for (int c = 0; c < b->net.n_causes; c++)
		if (!b->kb->cause[c].by_rule)
			add_prior(a, &p[n++], &b->kb->cause[c], c);
	for (int i = 0; i < b->n_fired; i++) {
		const struct odds *odds = b->fired[i].odds;
		const struct cause *cause = &b->kb->cause[b->fired[i].cause];
		double by = belief_spread(odds->cite.confidence) * fmin(1, fabs(log(odds->times)));

		if (b->fired[i].finding < 0)
			add_parameter(a, &p[n++], ABOUT_ODDS, i, (uint64_t)b->fired[i].cause << 8 | (uint64_t)(odds - cause->odds), by, by);
	}
	for (int i = 0; i < b->net.first[b->net.n_causes]; i++)
		add_link(a, &p[n++], b, i);
	for (int f = 0; f < b->kb->n_findings; f++) {
		int x = belief_node(b, f);

		if (b->seen[x] == SEEN_NOTHING)
			continue;
		for (int i = b->net.first[x]; i < b->net.first[x + 1]; i++)
			add_link(a, &p[n++], b, i);
		double by = belief_spread(b->kb->finding[f].base_cite.confidence);
		if (b->seen[x] == SEEN_PRESENT)
			add_parameter(a, &p[n++], ABOUT_LEAK, x, (uint64_t)f, by, by);
	}
	return n;
}

static void draw(const struct belief_net *b, const struct parameter *p, int n, int number, struct room *room)
{
	struct chance *own = room->net.own;
	int c = 0;

	memcpy(own, b->net.own, (size_t)b->net.n_causes * sizeof(struct chance));
	for (int i = 0; i < n; i++) {
		double stay, z = number & 1 ? -p[i].z[number / 2] : p[i].z[number / 2], by = exp(z * (z < 0 ? p[i].down : p[i].up));

		switch (p[i].about) {
		case ABOUT_PRIOR:
		case ABOUT_ODDS:
			c = p[i].about == ABOUT_PRIOR ? p[i].at : b->fired[p[i].at].cause;
			own[c] = own[c].no <= 0 ? own[c] : belief_prior(belief_chance(own[c].yes / own[c].no * by));
			break;
		case ABOUT_LINK:        /* q ^ by: a weak link stays weak, a strong one strong */
			room->net.link[p[i].at].q = exp(p[i].log_q * by);
			break;
		case ABOUT_LEAK:
			stay = b->net.own[p[i].at].no / (b->net.own[p[i].at].no + b->net.own[p[i].at].yes * by);
			own[p[i].at] = (struct chance){ stay, 1 - stay };
			break;
		}
	}
}

/* The draw below which a twentieth of them lies, between the two nearest; sign -1: above which. */
static double twentieth(const double *draw, double sign)
{
	double least[TAIL], at = 0.05 * (BAND_DRAWS - 1);
	int n = 0;

	for (int d = 0; d < BAND_DRAWS; d++) {
		double x = sign * draw[d];
		int i = n < TAIL ? n++ : TAIL - 1;

		if (i == TAIL - 1 && d >= TAIL && x >= least[i])
			continue;
		for (; i > 0 && least[i - 1] > x; i--)
			least[i] = least[i - 1];
		least[i] = x;
	}
	return sign * (least[TAIL - 2] + (at - (int)at) * (least[TAIL - 1] - least[TAIL - 2]));
}

bool belief_band(struct arena *a, const struct belief_net *b, const struct posterior *have, struct belief *out,
	struct err *err)
{
	int most = b->net.n_causes + b->n_fired + b->net.first[b->net.n_nodes] + b->kb->n_findings;
	struct parameter *p = NEWS(a, struct parameter, most);
	int n = list_parameters(a, b, p);
	double *draws = NEWS(a, double, (size_t)b->net.n_causes * BAND_DRAWS);
	struct room room[BATCH];
	struct again run[BATCH];

	for (int l = 0; l < BATCH; l++) {
		room[l] = belief_room(a, b);
		run[l] = (struct again){ .net = &room[l].net, .seen = room[l].seen, .odds = room[l].odds };
	}
	for (int d = 0; d < BAND_DRAWS; d += BATCH) {
		for (int l = 0; l < BATCH; l++)
			draw(b, p, n, d + l, &room[l]);
		reason_again(have, run, BATCH);
		for (int l = 0; l < BATCH; l++) {
			if (!run[l].possible)
				return fail(err, ERR_INPUT, "priors", "these answers are impossible under the priors given");
			for (int c = 0; c < b->net.n_causes; c++)
				draws[c * BAND_DRAWS + d + l] = belief_chance(room[l].odds[c]);
		}
	}
	for (int k = 0; k < out->n_causes; k++) {
		struct cause_belief *cause = &out->cause[k];
		const double *of = draws + cause->cause * BAND_DRAWS;

		cause->low = fmin(cause->p, twentieth(of, 1));
		cause->high = fmax(cause->p, twentieth(of, -1));
	}
	return true;
}
