/* cli/cmd_bench.c -- unknot bench [PART]: the project's own figures against the targets of the design. */
#include "cli/bench.h"

#include "base/rng.h"
#include "base/str.h"
#include "core/belief.h"
#include "core/plan.h"
#include "core/screen.h"
#include "net/os.h"

#include <stdlib.h>
#include <sys/stat.h>

enum { PEOPLE = 1000, ANSWERS = 40 };

void bench_line(struct cli *cli, const char *name, double value, const char *unit, double target, bool more_is_better)
{
	bool ok = more_is_better ? value >= target : value <= target;

	fprintf(cli->out, "%s\t%.4g\t%s\t%s%.6g\t%s\n", name, value, unit, more_is_better ? ">=" : "<=", target, ok ? "ok" : "short");
	fflush(cli->out);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double bench_at(double *values, int n, double share)
{
	qsort(values, (size_t)n, sizeof(*values), by_value);
	return values[(int)(share * (n - 1) + 0.5)];
}

/* An adult without danger, some answers drawn at random, two marks. */
static struct person_case *someone(struct arena *a, const struct kb *kb, struct rng *rng)
{
	struct person_case *c = case_new(a, kb);

	c->age = 25 + rng_below(rng, 50);
	c->sex = rng_below(rng, 2) ? SEX_FEMALE : SEX_MALE;
	for (int f = 0; f < kb->n_findings; f++)
		if (kb->finding[f].module == MODULE_SAFETY && !kb->finding[f].sum_of.n)
			c->answer[f] = (int16_t)kb->finding[f].min;
	for (int i = 0; i < ANSWERS; i++) {
		int f = rng_below(rng, kb->n_findings);
		const struct finding *of = &kb->finding[f];

		if (of->module != MODULE_SAFETY && !of->sum_of.n)
			c->answer[f] = (int16_t)(of->min + rng_below(rng, of->max - of->min + 1));
	}
	c->map_given = true;
	for (int i = 0; i < 2; i++)
		c->mark[rng_below(rng, kb->n_regions)] = (int8_t)(3 + rng_below(rng, 6));
	c->limits.session_minutes = 60;
	c->limits.home_minutes = 15;
	c->limits.pressure_max = 3;
	return c;
}

bool bench_engines(struct cli *cli, const struct kb *kb, struct err *err)
{
	static double assess[PEOPLE], plan[PEOPLE];
	struct rng rng = rng_new(20261121);
	struct arena *a = arena_new(256u << 20);
	int planned = 0;
	double gap = 0;
	bool done = true;

	for (int i = 0; done && i < PEOPLE; i++) {
		struct belief b;
		struct plan p;
		struct err refused = { 0 };

		arena_reset(a);
		struct person_case *c = someone(a, kb, &rng);
		int64_t t0 = os_ticks();
		struct screened *s = screen(a, kb, c);
		done = belief(a, kb, c, NULL, &b, err);
		int64_t t1 = os_ticks();
		assess[i] = (double)(t1 - t0) / 1000;
		if (done && plan_make(a, kb, c, s, &b, NULL, &p, &refused)) {
			plan[planned++] = (double)(os_ticks() - t1) / 1000;
			gap = p.value > 0 && (p.bound - p.value) / p.value > gap ? (p.bound - p.value) / p.value : gap;
		}
	}
	arena_end(a);
	if (!done)
		return false;
	bench_line(cli, "assess_median", bench_at(assess, PEOPLE, 0.5), "ms", 10, false);
	bench_line(cli, "assess_p99", bench_at(assess, PEOPLE, 0.99), "ms", 50, false);
	if (!planned)
		return fail(err, ERR_INTERNAL, "plan", "no random person could be planned for");
	bench_line(cli, "plan_median", bench_at(plan, planned, 0.5), "ms", 20, false);
	bench_line(cli, "plan_p99", bench_at(plan, planned, 0.99), "ms", 20, false);
	bench_line(cli, "plan_gap_worst", gap * 100, "%", 1, false);
	return true;
}

int cmd_bench(struct cli *cli)
{
	static const char *const parts[] = { "all", "start", "assess", "reason", "muscles", "plan", "interview", "track", "biosignal", "booking", "web" };
	const char *part = cli->argc ? cli->argv[0] : "all";
	struct err err = { 0 };
	struct nearest near = nearest_to(part);
	bool known = false, done = true;

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		nearest_offer(&near, parts[i]);
		known = known || str_equal(parts[i], part);
	}
	if (!known || cli->argc > 1)
		done = fail(&err, ERR_USAGE, part, "is not a part of bench; there are start, assess, reason, muscles, plan, interview, track, biosignal, booking, web%s%s",
			near.best ? "; the nearest is " : "", near.best ? near.best : "");
	bool all = str_equal(part, "all");
	if (done && (all || str_equal(part, "assess") || str_equal(part, "plan"))) {
		const struct kb *kb = cli_kb(cli, NULL, &err);

		done = kb && bench_engines(cli, kb, &err);
	}
	if (done && (all || str_equal(part, "reason")))
		done = bench_reason(cli, &err);
	if (done && (all || str_equal(part, "muscles"))) {
		const struct kb *kb = cli_kb(cli, NULL, &err);

		done = kb && bench_muscles(cli, kb, &err);
	}
	if (done && (all || str_equal(part, "interview"))) {
		const struct kb *kb = cli_kb(cli, NULL, &err);

		done = kb && bench_interview(cli, kb, &err);
	}
	if (done && (all || str_equal(part, "track"))) {
		const struct kb *kb = cli_kb(cli, NULL, &err);

		done = kb && bench_track(cli, kb);
	}
	if (done && (all || str_equal(part, "biosignal"))) {
		const struct kb *kb = cli_kb(cli, NULL, &err);

		done = kb && bench_biosignal(cli, kb);
	}
	if (done && (all || str_equal(part, "booking"))) {
		const struct kb *kb = cli_kb(cli, NULL, &err);

		done = kb && bench_booking(cli, kb, &err);
	}
	if (done && (all || str_equal(part, "start") || str_equal(part, "web")))
		done = bench_serving(cli, &err);
	if (!done)
		fprintf(cli->err, "unknot: %s\n", err_line(cli->arena, &err));
	return done ? 0 : err_exit(err.code);
}
