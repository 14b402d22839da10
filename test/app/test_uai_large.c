/* Networks from files that are too large for all states: samples, depth, and the marginals of the UAI 2014 evaluation. */
#include "uai_net.h"

#include "base/buf.h"
#include "base/rng.h"

#include <stdio.h>

/* Findings with `parents` of the causes each, leaks of 0.01, priors of 0.02. */
static const char *two_levels(int causes, int findings, int parents)
{
	struct rng r = rng_new(causes + findings);
	struct buf b = buf_new(a, 16 << 20);

	buf_fmt(&b, "BAYES %d", causes + findings);
	for (int v = 0; v < causes + findings; v++)
		buf_str(&b, " 2");
	buf_fmt(&b, " %d", causes + findings);
	for (int c = 0; c < causes; c++)
		buf_fmt(&b, " 1 %d", c);
	for (int f = 0; f < findings; f++) {
		int first = rng_below(&r, causes), step = 1 + rng_below(&r, 4);

		buf_fmt(&b, " %d", parents + 1);
		for (int k = 0; k < parents; k++)
			buf_fmt(&b, " %d", (first + k * step) % causes);
		buf_fmt(&b, " %d", causes + f);
	}
	for (int c = 0; c < causes; c++)
		buf_str(&b, " 2 .98 .02");
	for (int f = 0; f < findings; f++) {
		double q[8];

		buf_fmt(&b, " %d", 2 << parents);
		for (int k = 0; k < parents; k++)
			q[k] = 0.1 + 0.85 * rng_unit(&r);
		for (unsigned u = 0; u < 1u << parents; u++) {
			double off = 0.99;

			for (int k = 0; k < parents; k++)
				off *= u >> (parents - 1 - k) & 1 ? q[k] : 1;
			buf_fmt(&b, " %.15g %.15g", off, 1 - off);
		}
	}
	return b.at;
}

static void assert_holds(const struct uai_answer *rough, const struct uai_answer *exact, int n)
{
	for (int v = 0; v < n; v++) {
		assert_true(rough->low[v] <= rough->on[v] && rough->on[v] <= rough->high[v]);
		assert_true(rough->low[v] <= exact->on[v] + 1e-9 && exact->on[v] <= rough->high[v] + 1e-9);
	}
	assert_true(rough->log10_low <= exact->log10_evidence && exact->log10_evidence <= rough->log10_high + 1e-9);
}

/* What nothing seen stands below is drawn along with the rest, not asked in runs of its own. */
static void one_run_with_samples_tells_every_variable(void **state)
{
	enum { CAUSES = 20, FINDINGS = 70, SEEN = 14 };
	const struct effort little = { .exact = 2000, .sampled = 2000 }, less = { .exact = 2000, .sampled = 2000, .drawing = 1e5 };
	struct uai uai;
	struct uai_net net = read_net(two_levels(CAUSES, FINDINGS, 5), &uai);
	struct uai_answer exact, rough;
	struct err err = { 0 };
	int8_t seen[CAUSES + FINDINGS] = { 0 };
	double wide = 0;

	(void)state;
	for (int f = 0; f < SEEN; f++)
		seen[CAUSES + 3 * f] = SEEN_PRESENT;
	assert_true(uai_infer(a, &net, seen, &uai_effort, &exact, &err) && exact.exact);
	assert_true(uai_infer(a, &net, seen, &little, &rough, &err));
	assert_true(!rough.exact && rough.runs == 1 && rough.samples == 16384);
	assert_holds(&rough, &exact, CAUSES + FINDINGS);
	for (int v = 0; v < CAUSES + FINDINGS; v++)
		wide = fmax(wide, rough.high[v] - rough.low[v]);
	if (wide > 0.5)
		fail_msg("the widest is %g", wide);
	assert_true(uai_infer(a, &net, seen, &less, &rough, &err));
	assert_true(!rough.exact && rough.samples >= 256 && rough.samples < 1000);
	assert_holds(&rough, &exact, CAUSES + FINDINGS);
}

/* Nearly all is left out, and every weight is next to nothing: still an answer, which says that it knows little. */
static void weights_that_are_next_to_nothing_give_wide_intervals(void **state)
{
	enum { CAUSES = 150, FINDINGS = 600 };
	const struct effort least = { .exact = 10, .sampled = 10, .drawing = 1e7 };
	struct uai uai;
	struct uai_net net = read_net(two_levels(CAUSES, FINDINGS, 6), &uai);
	struct uai_answer rough;
	struct err err = { 0 };
	int8_t seen[CAUSES + FINDINGS] = { 0 };

	(void)state;
	memset(seen + CAUSES, SEEN_PRESENT, FINDINGS);
	assert_true(uai_infer(a, &net, seen, &least, &rough, &err));
	assert_true(!rough.exact && isfinite(rough.log10_evidence) && rough.log10_evidence <= rough.log10_high && isinf(rough.log10_low));
	for (int c = 0; c < CAUSES; c++) {
		assert_true(rough.low[c] >= 0 && rough.low[c] < 0.01 && rough.high[c] > 0.99 && rough.high[c] <= 1);
		assert_true(rough.on[c] >= 0 && rough.on[c] <= 1 && fabs(rough.on[c] + rough.off[c] - 1) < 1e-12);
	}
}

/* Rows of variables, each with three of the row above for parents. */
static const char *layers(int rows, int wide)
{
	struct rng r = rng_new(11);
	struct buf b = buf_new(a, FILE_MOST);
	int n = rows * wide;

	buf_fmt(&b, "BAYES %d", n);
	for (int v = 0; v < n; v++)
		buf_str(&b, " 2");
	buf_fmt(&b, " %d", n);
	for (int v = 0; v < n; v++) {
		int above = v / wide * wide - wide, p = rng_below(&r, wide), step = 1 + rng_below(&r, wide / 3);

		if (above < 0)
			buf_fmt(&b, " 1 %d", v);
		else
			buf_fmt(&b, " 4 %d %d %d %d", above + p, above + (p + step) % wide, above + (p + 2 * step) % wide, v);
	}
	for (int v = 0; v < n; v++)
		buf_str(&b, v < wide ? " 2 .9 .1" : " 16 .98 .02 .49 .51 .294 .706 .147 .853 .196 .804 .098 .902 .0588 .9412 .0294 .9706");
	return b.at;
}

/* Causes that hang together with nothing seen: no order does for them, no finding less would help. */
static void rows_of_causes_get_intervals(void **state)
{
	enum { ROWS = 24, WIDE = 24, SEEN = 10 };
	const struct effort little = { .exact = 1e6, .sampled = 1e5, .drawing = 5e7 };
	struct uai uai;
	struct uai_net net = read_net(layers(ROWS, WIDE), &uai);
	struct uai_answer rough;
	struct err err = { 0 };
	int8_t seen[ROWS * WIDE] = { 0 };

	(void)state;
	memset(seen + (ROWS - 1) * WIDE, SEEN_PRESENT, SEEN);
	assert_true(uai_infer(a, &net, seen, &little, &rough, &err));
	assert_true(!rough.exact && rough.samples >= 256 && rough.confidence == 0.95 && rough.log10_low <= rough.log10_high);
	for (int v = 0; v < ROWS * WIDE; v++)
		assert_true(rough.low[v] >= 0 && rough.low[v] <= rough.on[v] && rough.on[v] <= rough.high[v] && rough.high[v] - rough.low[v] < 0.2);
}

/* The evidence is cheap, what is far below it is not. */
static void what_one_run_tells_exactly_of_the_evidence_no_samples_change(void **state)
{
	enum { ROWS = 24, WIDE = 24 };
	const struct effort little = { .exact = 1e5, .sampled = 1e5, .drawing = 1e7 };
	struct uai uai;
	struct uai_net net = read_net(layers(ROWS, WIDE), &uai), top = read_net(layers(2, WIDE), &uai);
	struct uai_answer rough, exact;
	struct err err = { 0 };
	int8_t seen[ROWS * WIDE] = { 0 };

	(void)state;
	seen[WIDE] = seen[WIDE + 1] = seen[WIDE + 2] = SEEN_PRESENT;
	assert_true(uai_infer(a, &net, seen, &little, &rough, &err));
	assert_true(uai_infer(a, &top, seen, &uai_effort, &exact, &err) && exact.exact);
	assert_true(!rough.exact && rough.runs > 1 && rough.samples > 0);
	assert_true(rough.log10_low == rough.log10_evidence && rough.log10_high == rough.log10_evidence);
	assert_true(fabs(rough.log10_evidence - exact.log10_evidence) < 1e-12);
}

/* Each variable has two of the eight before it for parents: many ways lead down. */
static const char *band(int n)
{
	enum { NEAR = 8 };
	struct rng r = rng_new(9);
	struct buf b = buf_new(a, FILE_MOST);

	buf_fmt(&b, "BAYES %d", n);
	for (int v = 0; v < n; v++)
		buf_str(&b, " 2");
	buf_fmt(&b, " %d 1 0 2 0 1", n);
	for (int v = 2; v < n; v++) {
		int most = v < NEAR ? v : NEAR, p = rng_below(&r, most), q = rng_below(&r, most - 1);

		buf_fmt(&b, " 3 %d %d %d", v - 1 - p, v - 1 - q - (q >= p), v);
	}
	buf_str(&b, " 2 .5 .5 4 .9 .1 .45 .55");
	for (int v = 2; v < n; v++)
		buf_str(&b, " 8 .9 .1 .45 .55 .225 .775 .1125 .8875");
	return b.at;
}

/* What stands below all that was seen and asked makes no difference. */
static void deep_networks_are_answered_in_no_time(void **state)
{
	enum { DEEP = 400, SHORT = 150 };
	struct uai uai;
	struct uai_answer deep, half;
	struct err err = { 0 };
	int8_t seen[DEEP] = { 0 };

	(void)state;
	seen[100] = seen[15] = SEEN_PRESENT;
	seen[7] = SEEN_ABSENT;
	struct uai_net net = read_net(band(DEEP), &uai);
	assert_true(uai_infer(a, &net, seen, &reason_effort, &deep, &err));
	net = read_net(band(SHORT), &uai);
	assert_true(uai_infer(a, &net, seen, &reason_effort, &half, &err));
	assert_true(deep.exact && half.exact && deep.log10_evidence == half.log10_evidence);
	for (int v = 0; v < SHORT; v++) {
		assert_as(deep.on[v], half.on[v], "the deep one");
		assert_as(deep.off[v], half.off[v], "the deep one");
	}
}

/* ---- the official ones ---- */

static char *file_text(const char *name, const char *more)
{
	FILE *f = fopen(arena_fmt(a, "test/app/promedus/Promedus_%s.uai%s", name, more), "rb");
	char *text = NEWS(a, char, FILE_MOST);

	if (!f)
		return NULL;
	size_t n = fread(text, 1, FILE_MOST - 1, f);
	fclose(f);
	assert_true(n > 0 && n < FILE_MOST - 1);
	return text;
}

static double next_number(char **at)
{
	char *from = *at;
	double v = strtod(from, at);

	assert_true(*at > from);
	return v;
}

static void as_official(const char *name)
{
	char *text = file_text(name, ""), *evidence = file_text(name, ".evid"), *mar = file_text(name, ".MAR"), *pr = file_text(name, ".PR");
	struct uai uai;
	struct uai_answer answer;
	struct err err = { 0 };

	assert_true(text && evidence && mar && pr);
	struct uai_net net = read_net(text, &uai);
	int8_t *seen = NEWS(a, int8_t, uai.n);
	assert_true(uai_read_evidence(a, evidence, strlen(evidence), uai.n, seen, &err));
	if (!uai_infer(a, &net, seen, &reason_effort, &answer, &err))
		fail_msg("%s", err_line(a, &err));
	assert_true(answer.exact && answer.bound < 1e-11);
	pr += strlen("PR");
	mar += strlen("MAR");
	double log10_evidence = next_number(&pr);
	assert_true(fabs(answer.log10_evidence - log10_evidence) < 5.1e-6 * fabs(log10_evidence));
	assert_true(next_number(&mar) == uai.n);
	for (int v = 0; v < uai.n; v++) {
		assert_true(next_number(&mar) == 2);
		assert_true(fabs(next_number(&mar) - answer.off[v]) < 6e-7);
		assert_true(fabs(next_number(&mar) - answer.on[v]) < 6e-7);
	}
}

static void the_official_marginals_are_met(void **state)
{
	(void)state;
	as_official("24");
	as_official("30");
	as_official("33");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_run_with_samples_tells_every_variable),
		cmocka_unit_test(weights_that_are_next_to_nothing_give_wide_intervals),
		cmocka_unit_test(rows_of_causes_get_intervals),
		cmocka_unit_test(what_one_run_tells_exactly_of_the_evidence_no_samples_change),
		cmocka_unit_test(deep_networks_are_answered_in_no_time),
		cmocka_unit_test(the_official_marginals_are_met),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
