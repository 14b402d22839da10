/* Is a posterior of 0.3 right three times in ten?  Patients are drawn from the network itself, some of what they would say is seen, and
 * what was true is counted against what was believed (simulation-based calibration: Cook, Gelman and Rubin 2006).  And, where JAGS
 * (Plummer 2003) is installed, an independent program samples two small networks. */
#include "core/small_net.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static struct arena *a, *keep;

static int setup(void **state)
{
	(void)state;
	a = arena_new((size_t)1 << 31);
	keep = arena_new((size_t)1 << 24);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_end(a);
	arena_end(keep);
	return 0;
}

/* ---- patients drawn from a network ---- */

static unsigned draw_causes(struct rng *r, const struct net *net)
{
	unsigned state = 0;

	for (int c = 0; c < net->n_causes; c++) {
		const struct net_set *set = set_of(net, c);

		if (!set) {
			state |= rng_unit(r) < (double)on_in(net, c, state) ? 1u << c : 0;
		} else if (c == set->first) {
			double u = rng_unit(r);

			for (int x = c; x < c + set->n; u -= net->own[x++].yes)
				if (u >= 0 && u < net->own[x].yes)
					state |= 1u << x;
		}
	}
	return state;
}

/* What the patient would say of each finding; the levels of one finding by one number. */
static void draw_findings(struct rng *r, const struct net *net, unsigned state, int8_t *truth)
{
	double u = 0;

	for (int f = net->n_causes; f < net->n_nodes; f++) {
		const struct net_set *set = set_of(net, f);
		double free = 1;

		for (int i = net->first[f]; i < net->first[f + 1]; i++)
			if (net->link[i].kind == LINK_INHIBITS && state >> net->link[i].from & 1)
				free *= net->link[i].q;
		u = !set || f == set->first ? rng_unit(r) : u;
		truth[f] = u < (double)off_in(net, f, state) ? SEEN_ABSENT : SEEN_PRESENT;
		if (!set && rng_unit(r) >= free)
			truth[f] = SEEN_ABSENT;
	}
}

enum { BINS = 12, ANSWERED = 30 };

static const double edge[BINS + 1] = { 0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1 };

struct bin { int n; double believed, variance; int was; };

/* One cause of each bin, chosen without looking at the truth: so that what is counted is independent. */
static void count_patient(struct rng *r, const struct posterior *p, int n_causes, unsigned truth, struct bin *bin)
{
	int start = rng_below(r, n_causes);

	for (int b = 0; b < BINS; b++)
		for (int i = 0; i < n_causes; i++) {
			int c = (start + i) % n_causes;

			if (p->p[c] < edge[b] || p->p[c] >= edge[b + 1])
				continue;
			bin[b].n++;
			bin[b].believed += p->p[c];
			bin[b].variance += p->p[c] * (1 - p->p[c]);
			bin[b].was += truth >> c & 1;
			break;
		}
}

static void calibrate(const struct net *net, uint64_t seed, int patients)
{
	struct rng r = rng_new(seed);
	struct bin bin[BINS] = { 0 };
	int8_t *truth = NEWS(keep, int8_t, net->n_nodes);

	for (int i = 0; i < patients; i++) {
		unsigned state = draw_causes(&r, net);
		int8_t *seen = NEWS(a, int8_t, net->n_nodes);
		struct posterior p;

		draw_findings(&r, net, state, truth);
		for (int k = 0; k < ANSWERED; k++) {
			int f = net->n_causes + rng_below(&r, net->n_nodes - net->n_causes);

			seen[f] = truth[f];
		}
		must(a, net, seen, &p);
		count_patient(&r, &p, net->n_causes, state, bin);
		arena_reset(a);
	}
	for (int b = 0; b < BINS; b++) {
		double z = (bin[b].was - bin[b].believed) / sqrt(bin[b].variance);

		if (bin[b].variance < 2)
			fail_msg("bin %d tells nothing: %d patients", b, bin[b].n);
		if (!(fabs(z) < 4))
			fail_msg("believed %g to %g: %d of %d were true, %.1f expected: z = %.2f", edge[b], edge[b + 1], bin[b].was, bin[b].n,
				bin[b].believed, z);
	}
}

static void two_levels_are_calibrated(void **state)
{
	struct rng r = rng_new(21);
	struct net *net = random_net(keep, &r, (struct shape){ 30, 0, 80, 5, false, false, 0.1 });

	(void)state;
	for (int c = 0; c < net->n_causes; c++)
		net->own[c] = chance_of(net->own[c].yes * 0.4);
	calibrate(net, 22, 3000);
}

/* With everything a network may have. */
static void three_levels_are_calibrated(void **state)
{
	struct rng r = rng_new(0);
	struct net *net;

	(void)state;
	for (uint64_t seed = 31;; seed++) {
		r = rng_new(seed);
		net = random_net(keep, &r, (struct shape){ 12, 10, 60, 4, false, true, 0.1 });
		if (net->n_sets == 2)
			break;
	}
	calibrate(net, 32, 800);
}

/* ---- another program ---- */

enum { SWEEPS = 150000, THIN = 5, BATCHES = 50, MEAN_OF = SWEEPS / THIN / BATCHES };

static FILE *file_in(const char *folder, const char *name, const char *mode)
{
	FILE *f = fopen(arena_fmt(a, "%s/%s", folder, name), mode);

	assert_non_null(f);
	return f;
}

/* The network in the BUGS language; node i is x[i + 1]. */
static void write_model(const char *folder, const struct net *net, const int8_t *seen)
{
	FILE *f = file_in(folder, "model.bug", "w");

	fprintf(f, "model {\n");
	for (int x = 0; x < net->n_nodes; x++) {
		fprintf(f, "x[%d] ~ dbern((1 - %.17g", x + 1, net->own[x].no);
		for (int i = net->first[x]; i < net->first[x + 1]; i++)
			if (net->link[i].kind != LINK_INHIBITS)
				fprintf(f, " * pow(%.17g, %sx[%d])", net->link[i].q, net->link[i].kind == LINK_ACTS_OFF ? "1 - " : "",
					net->link[i].from + 1);
		fprintf(f, ")");
		for (int i = net->first[x]; i < net->first[x + 1]; i++)
			if (net->link[i].kind == LINK_INHIBITS)
				fprintf(f, " * pow(%.17g, x[%d])", net->link[i].q, net->link[i].from + 1);
		fprintf(f, ")\n");
	}
	fprintf(f, "}\n");
	fclose(f);
	f = file_in(folder, "data.txt", "w");
	fprintf(f, "\"x\" <- c(");
	for (int x = 0; x < net->n_nodes; x++)
		fprintf(f, "%s%s", x ? ", " : "", seen[x] == SEEN_PRESENT ? "1" : seen[x] == SEEN_ABSENT ? "0" : "NA");
	fprintf(f, ")\n");
	fclose(f);
	f = file_in(folder, "start.txt", "w");
	fprintf(f, "\".RNG.name\" <- \"base::Mersenne-Twister\"\n\".RNG.seed\" <- 7\n");
	fclose(f);
	f = file_in(folder, "run.txt", "w");
	fprintf(f, "model in \"model.bug\"\ndata in \"data.txt\"\ncompile, nchains(1)\nparameters in \"start.txt\"\ninitialize\nupdate 2000\n"
		"monitor x, thin(%d)\nupdate %d\ncoda *, stem(\"out\")\nexit\n", THIN, SWEEPS);
	fclose(f);
}

static bool shell(const char *command)
{
	char *argv[] = { arena_text(a, "sh"), arena_text(a, "-c"), arena_text(a, command), NULL };
	pid_t child;
	int how;

	assert_int_equal(posix_spawnp(&child, "sh", NULL, NULL, argv, environ), 0);
	assert_int_equal(waitpid(child, &how, 0), child);
	return WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

/* Mean of a column of samples, and its standard error from the means of batches, which neighbouring samples do not fool. */
static double read_mean(FILE *f, double *error)
{
	double mean = 0, square = 0;

	for (int b = 0; b < BATCHES; b++) {
		double sum = 0, x, at;

		for (int i = 0; i < MEAN_OF; i++) {
			assert_int_equal(fscanf(f, "%lf %lf", &at, &x), 2);
			sum += x;
		}
		sum /= MEAN_OF;
		mean += sum / BATCHES;
		square += sum * sum / BATCHES;
	}
	*error = sqrt(fmax(square - mean * mean, 0) / (BATCHES - 1));
	return mean;
}

static void remove_all(const char *folder)
{
	static const char *const name[] = { "model.bug", "data.txt", "start.txt", "run.txt", "said.txt", "outindex.txt", "outchain1.txt" };

	for (size_t i = 0; i < sizeof(name) / sizeof(*name); i++)
		unlink(arena_fmt(a, "%s/%s", folder, name[i]));
	rmdir(folder);
}

static void jags_agrees_on(const struct net *net, const int8_t *seen)
{
	char *folder = mkdtemp(arena_text(a, "/tmp/unknot-test-XXXXXX"));
	struct posterior p;

	assert_non_null(folder);
	must(a, net, seen, &p);
	write_model(folder, net, seen);
	if (!shell(arena_fmt(a, "cd '%s' && jags run.txt >said.txt 2>&1", folder)))
		fail_msg("jags failed; what it said is in %s/said.txt", folder);
	FILE *chain = file_in(folder, "outchain1.txt", "r");
	for (int c = 0; c < net->n_causes; c++) {
		double error, mean = read_mean(chain, &error);

		if (!(fabs(mean - p.p[c]) <= 4 * error + 1e-9))
			fail_msg("cause %d: %g, jags says %g +- %g", c, p.p[c], mean, error);
		assert_true(error < 0.02 && (seen[c] || error > 0));
	}
	fclose(chain);
	remove_all(folder);
}

static void another_program_agrees(void **state)
{
	struct rng r = rng_new(41);

	(void)state;
	if (!shell("command -v jags >/dev/null")) {
		print_message("jags is not installed: its two networks are left out\n");
		skip();
	}
	for (int round = 0; round < 2; round++) {
		const struct shape s = { round ? 5 : 7, round ? 3 : 0, 9, 4, false, round == 1, 0.2 };
		struct net *net = random_net(a, &r, s);
		int8_t *seen = NEWS(a, int8_t, net->n_nodes);

		for (int f = net->n_causes; f < net->n_nodes; f++) {
			net->own[f] = chance_of(0.05 + net->own[f].yes);        /* without a leak its first state may be impossible */
			seen[f] = (int8_t)(f % 4 == 3 ? 0 : f % 4 == 1 ? -1 : 1);
		}
		net->n_sets = 0;
		jags_agrees_on(net, seen);
	}
	arena_reset(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_levels_are_calibrated),
		cmocka_unit_test(three_levels_are_calibrated),
		cmocka_unit_test(another_program_agrees),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
