/* cli/bench_reason.c -- the inference engine on a frozen set of networks: 150 causes, 300 findings, findings near each other on a line with
 * ten global causes (clustered), or parents at random (uniform).  15 absent findings and 10 to 25 present ones of a person drawn from the
 * network.  The posterior, its plan included, is run ten times and the question three times, apart from each other; the best of each instance, then
 * the median over the instances. */
#include "cli/bench.h"

#include "base/rng.h"
#include "core/reason.h"
#include "net/os.h"

#include <math.h>
#include <string.h>

enum { CAUSES = 150, FINDINGS = 300, NETS = 60, POSTERIORS = 11, POSTERIORS_MOST = 1001, QUESTIONS = 3, ABSENT = 15, GLOBAL = 10, PARENTS_MOST = 12, BATCH = 2000 };

static const double global_share = 0.15, spread = 6;

static double between(struct rng *r, double low, double high)
{
	return exp(log(low) + rng_unit(r) * (log(high) - log(low)));
}

static int parent_near(struct rng *r, double place)
{
	if (rng_unit(r) < global_share)
		return rng_below(r, GLOBAL);
	int c = (int)(place + spread * rng_normal(r));
	return c >= GLOBAL && c < CAUSES ? c : GLOBAL + rng_below(r, CAUSES - GLOBAL);
}

static struct net *frozen_net(struct arena *a, struct rng *r, bool clustered)
{
	struct net *net = NEW(a, struct net);
	int at = 0;

	net->n_causes = CAUSES;
	net->n_nodes = CAUSES + FINDINGS;
	net->own = NEWS(a, struct chance, net->n_nodes);
	net->first = NEWS(a, int, net->n_nodes + 1);
	net->link = NEWS(a, struct net_link, FINDINGS * PARENTS_MOST);
	for (int x = 0; x < net->n_nodes; x++) {
		double p = x < CAUSES ? between(r, 1e-4, 0.4) : between(r, 1e-3, 0.1), place = GLOBAL + rng_unit(r) * (CAUSES - GLOBAL);
		int n = x < CAUSES ? 0 : 3 + rng_below(r, PARENTS_MOST - 2);
		bool used[CAUSES] = { false };

		net->own[x] = (struct chance){ 1 - p, p };
		for (int i = 0; i < n; i++) {
			int c = clustered ? parent_near(r, place) : rng_below(r, CAUSES);

			while (used[c])
				c = clustered ? parent_near(r, place) : rng_below(r, CAUSES);
			used[c] = true;
			net->link[at++] = (struct net_link){ c, LINK_ACTS, 1 - (0.05 + 0.85 * rng_unit(r)) };
		}
		net->first[x + 1] = at;
	}
	return net;
}

static void pick(struct rng *r, int *from, int n, int k, int8_t *seen, int8_t what)
{
	for (int i = 0; i < k; i++) {
		int j = i + rng_below(r, n - i), swap = from[i];

		from[i] = from[j];
		from[j] = swap;
		seen[from[i]] = what;
	}
}

/* Somebody in whom that many findings are present; people are drawn until there is one. */
static int8_t *frozen_person(struct arena *a, struct rng *r, const struct net *net, int present)
{
	int8_t *seen = NEWS(a, int8_t, net->n_nodes);
	int yes[FINDINGS], no[FINDINGS], n_yes, n_no;

	do {
		bool on[CAUSES];

		n_yes = n_no = 0;
		for (int c = 0; c < CAUSES; c++)
			on[c] = rng_unit(r) < net->own[c].yes;
		for (int f = CAUSES; f < net->n_nodes; f++) {
			double off = net->own[f].no;

			for (int i = net->first[f]; i < net->first[f + 1]; i++)
				off *= on[net->link[i].from] ? net->link[i].q : 1;
			if (rng_unit(r) >= off)
				yes[n_yes++] = f;
			else
				no[n_no++] = f;
		}
	} while (n_yes < present);
	pick(r, yes, n_yes, present, seen, SEEN_PRESENT);
	pick(r, no, n_no, ABSENT, seen, SEEN_ABSENT);
	return seen;
}

struct timed { double posterior[NETS], question[NETS]; };

/* The median of at least so many answers, and for at least so long: a short one would be judged by one moment of a shared machine. */
static bool time_posterior(struct arena *work, const struct net *net, const int8_t *seen, double *median, struct err *err)
{
	static double took[POSTERIORS_MOST];
	const int64_t until = os_nanos() + 2000000;
	int n = 0;

	while (n < POSTERIORS || (n < POSTERIORS_MOST && os_nanos() < until)) {
		struct posterior p;

		arena_reset(work);
		int64_t t0 = os_nanos();
		if (!reason_posterior(work, net, seen, &reason_effort, &p, err))
			return false;
		took[n++] = (double)(os_nanos() - t0) / 1000;
	}
	*median = bench_at(took, n, 0.5);
	return true;
}

/* All findings that were not seen; endless where the answer is not exact. */
static bool time_question(struct arena *work, const struct net *net, const int8_t *seen, double *median, struct err *err)
{
	double took[QUESTIONS];

	*median = HUGE_VAL;
	for (int k = 0; k < QUESTIONS; k++) {
		struct posterior p;
		int exact;

		arena_reset(work);
		if (!reason_posterior(work, net, seen, &reason_effort, &p, err))
			return false;
		if (!p.exact)
			return true;
		double *weight = NEWS(work, double, CAUSES), *gain = NEWS(work, double, net->n_nodes);
		bool *want = NEWS(work, bool, net->n_nodes);
		for (int c = 0; c < CAUSES; c++)
			weight[c] = 1;
		memset(want, true, (size_t)net->n_nodes * sizeof(bool));
		int64_t t0 = os_nanos();
		if (!reason_gain(work, net, seen, &p, weight, want, reason_effort.questions, gain, &exact, NULL, err))
			return false;
		took[k] = (double)(os_nanos() - t0) / 1000;
	}
	*median = bench_at(took, QUESTIONS, 0.5);
	return true;
}

static bool time_half(struct cli *cli, bool clustered, struct err *err)
{
	static const int present[] = { 10, 15, 20, 25 };
	static const double target[2][4] = { { 10, 30, 240, 2500 }, { 5, 15, 120, 1000 } };
	const char *prefix = clustered ? "" : "uniform_";
	struct arena *a = arena_new((size_t)1 << 30), *work = arena_new((size_t)2 << 30);
	double worst = 0;
	bool done = true;

	for (int i = 0; i < 4 && done; i++) {
		struct rng r = rng_new(20261100U + (unsigned)present[i] + (clustered ? 50U : 0U));
		static struct timed t;

		for (int k = 0; k < NETS && done; k++) {
			arena_reset(a);
			struct net *net = frozen_net(a, &r, clustered);
			const int8_t *seen = frozen_person(a, &r, net, present[i]);

			done = time_posterior(work, net, seen, &t.posterior[k], err) && time_question(work, net, seen, &t.question[k], err);
			worst = isinf(t.question[k]) ? worst : fmax(worst, t.question[k]);
		}
		if (!done)
			break;
		bench_line(cli, arena_fmt(cli->arena, "%sposterior_%d", prefix, present[i]), bench_at(t.posterior, NETS, 0.5), "us", target[clustered][i], false);
		if (present[i] == 25)
			bench_line(cli, arena_fmt(cli->arena, "%sposterior_25_p99", prefix), bench_at(t.posterior, NETS, 0.99), "us", 10000, false);
		if (present[i] == 15)
			bench_line(cli, arena_fmt(cli->arena, "%squestion_15", prefix), bench_at(t.question, NETS, 0.5), "us", 1000, false);
	}
	if (done)
		bench_line(cli, arena_fmt(cli->arena, "%squestion_worst", prefix), worst, "us", 50000, false);
	arena_end(a);
	arena_end(work);
	return done;
}

/* Cases a second, a fresh plan for each, 9 to 12 present findings. */
static bool time_batch(struct cli *cli, struct err *err)
{
	struct rng r = rng_new(20261199);
	struct arena *a = arena_new((size_t)1 << 30), *work = arena_new((size_t)1 << 30);
	const struct net *net = frozen_net(a, &r, true);
	const int8_t **person = NEWS(a, const int8_t *, BATCH);
	bool done = true;

	for (int i = 0; i < BATCH; i++)
		person[i] = frozen_person(a, &r, net, 9 + i % 4);
	int64_t t0 = os_ticks();
	for (int i = 0; i < BATCH && done; i++) {
		struct posterior p;

		arena_reset(work);
		done = reason_posterior(work, net, person[i], &reason_effort, &p, err);
	}
	if (done)
		bench_line(cli, "batch", BATCH * 1e6 / (double)(os_ticks() - t0), "cases/s", 50000, true);
	arena_end(a);
	arena_end(work);
	return done;
}

/* A loop that another machine can be compared by: a multiply and an add on each of 512 doubles; the median of rounds that take about a second
 * together, in which a processor that slept wakes up. */
static void time_reference(struct cli *cli)
{
	enum { N = 512, TIMES = 20000, ROUNDS = 601 };
	static double x[N], round[ROUNDS];
	volatile double by = 0.999999;

	for (int r = 0; r < ROUNDS; r++) {
		int64_t t0 = os_nanos();

		for (int k = 0; k < TIMES; k++) {
			double f = by;

			for (int i = 0; i < N; i++)
				x[i] = x[i] * f + 1e-3;
		}
		round[r] = (double)(os_nanos() - t0) / ((double)N * TIMES);
	}
	bench_line(cli, "reference_loop", bench_at(round, ROUNDS, 0.5), "ns/entry", 10, false);
}

bool bench_reason(struct cli *cli, struct err *err)
{
	time_reference(cli);
	return time_half(cli, true, err) && time_half(cli, false, err) && time_batch(cli, err);
}
