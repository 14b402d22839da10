/* cli/bench_muscles.c -- the network of the muscles on a frozen set: 60 people for each number of marks, anywhere on the body map, strengths 1 to
 * 9, nothing else known.  Times are the best of three runs of each person. */
#include "cli/bench.h"

#include "base/rng.h"
#include "core/belief.h"
#include "net/os.h"

#include <math.h>

enum { PEOPLE = 60, RUNS = 3 };

static struct person_case *marked_at_random(struct arena *a, const struct kb *kb, struct rng *r, int marks)
{
	struct person_case *c = case_new(a, kb);

	c->map_given = true;
	for (int n = 0; n < marks;) {
		int at = rng_below(r, kb->n_regions);

		if (c->mark[at])
			continue;
		c->mark[at] = (int8_t)(1 + rng_below(r, 9));
		n++;
	}
	return c;
}

struct figures { double alone[PEOPLE], whole[PEOPLE], bounded[PEOPLE], dropped[PEOPLE], width, exact, known; };

static bool run(struct arena *a, const struct kb *kb, const double *usual, struct rng *r, int marks, struct figures *out, struct err *err)
{
	for (int i = 0; i < PEOPLE; i++) {
		struct drivers d;
		struct belief b;

		arena_reset(a);
		struct person_case *c = marked_at_random(a, kb, r, marks);
		out->alone[i] = out->whole[i] = out->bounded[i] = HUGE_VAL;
		for (int k = 0; k < RUNS; k++) {
			int64_t start = os_ticks();

			if (!chain_drivers(a, kb, c, usual, CHAIN_SHOWN, &d, err))
				return false;
			int64_t alone = os_ticks();
			if (!belief_of(a, kb, c, NULL, BELIEF_SHOWN, &b, err))
				return false;
			int64_t whole = os_ticks();
			if (!chain_drivers(a, kb, c, usual, CHAIN_WHOLE, &d, err))
				return false;
			out->alone[i] = fmin(out->alone[i], (double)(alone - start) / 1000);
			out->whole[i] = fmin(out->whole[i], (double)(whole - alone) / 1000);
			out->bounded[i] = fmin(out->bounded[i], (double)(os_ticks() - whole) / 1000);
		}
		out->dropped[i] = d.dropped;
		out->width = fmax(out->width, d.width);
		out->exact += !d.sampled / (double)PEOPLE;
		out->known += (d.dropped < 0.999) / (double)PEOPLE;
	}
	return true;
}

bool bench_muscles(struct cli *cli, const struct kb *kb, struct err *err)
{
	static const int marks[] = { 5, 10, 20, 40 };
	struct arena *a = arena_new((size_t)512 << 20), *keep = arena_new((size_t)1 << 20);
	double *usual = NEWS(keep, double, kb->n_causes);
	struct rng r = rng_new(20261121);
	bool done = true;

	for (int i = 0; i < kb->n_causes; i++)
		usual[i] = kb->cause[i].prior;
	for (size_t m = 0; done && m < sizeof(marks) / sizeof(*marks); m++) {
		struct figures s = { .width = 0 };

		done = run(a, kb, usual, &r, marks[m], &s, err);
		if (!done)
			break;
		bench_line(cli, arena_fmt(keep, "muscles_%d_marks_median", marks[m]), bench_at(s.alone, PEOPLE, 0.5), "ms", 20, false);
		bench_line(cli, arena_fmt(keep, "muscles_%d_marks_worst", marks[m]), bench_at(s.alone, PEOPLE, 1), "ms", 100, false);
		bench_line(cli, arena_fmt(keep, "muscles_%d_marks_with_causes_median", marks[m]), bench_at(s.whole, PEOPLE, 0.5), "ms", 50, false);
		bench_line(cli, arena_fmt(keep, "muscles_%d_marks_bounded_median", marks[m]), bench_at(s.bounded, PEOPLE, 0.5), "ms", 50, false);
		bench_line(cli, arena_fmt(keep, "muscles_%d_marks_bounded_worst", marks[m]), bench_at(s.bounded, PEOPLE, 1), "ms", 200, false);
		bench_line(cli, arena_fmt(keep, "muscles_%d_marks_exact", marks[m]), 100 * s.exact, "%", 100, true);
		bench_line(cli, arena_fmt(keep, "muscles_%d_marks_width", marks[m]), s.width, "bits", 20, false);
		bench_line(cli, arena_fmt(keep, "muscles_%d_marks_left_out_known", marks[m]), 100 * s.known, "%", marks[m] > 14 ? 0 : 95, true);
		bench_line(cli, arena_fmt(keep, "muscles_%d_marks_left_out_median", marks[m]), bench_at(s.dropped, PEOPLE, 0.5), "of 1", marks[m] > 14 ? 1 : 0.3, false);
	}
	arena_end(keep);
	arena_end(a);
	return done;
}
