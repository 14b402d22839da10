/* unknot infer: what it prints, what it says of intervals, and how it refuses. */
#include "run.h"

#include "base/json.h"
#include "base/str.h"

#include <unistd.h>

static struct arena *a;
static char net[64], evid[64];

static int start(void **state)
{
	(void)state;
	a = arena_new((size_t)256 << 20);
	snprintf(net, sizeof(net), "/tmp/unknot-infer-%d.uai", (int)getpid());
	snprintf(evid, sizeof(evid), "/tmp/unknot-infer-%d.evid", (int)getpid());
	return 0;
}

static int stop(void **state)
{
	(void)state;
	unlink(net);
	unlink(evid);
	arena_end(a);
	return 0;
}

static void put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
}

/* Two causes 0.2 and 0.1 of finding 2, which is seen: q 0.5 and 0.2, no leak.  P(2) = 0.2 * 0.1 * 0.9 + 0.18 * 0.5 + 0.08 * 0.8 = 0.172 */
static void put_small(void)
{
	put_file(net, "MARKOV\n3\n2 2 2\n3\n1 0\n1 1\n3 2 0 1\n\n2 0.8 0.2\n2 0.9 0.1\n8 1 0.2 0.5 0.1 0 0.8 0.5 0.9\n");
	put_file(evid, "1 2 1\n");
}

static void marginals_are_printed_as_the_official_files_are(void **state)
{
	(void)state;
	put_small();
	struct ran r = run(a, "infer", net, evid);
	assert_string_equal(r.err, "");
	assert_string_equal(r.out, "MAR\n3 2 0.372093 0.627907 2 0.523256 0.476744 2 0 1\n");
	assert_int_equal(r.code, 0);
	put_file(evid, "1\n2 2 0 0 1\n");
	assert_string_equal(run(a, "infer", net, evid).out, "MAR\n3 2 0 1 2 0.978261 0.0217391 2 1 0\n");
	put_file(evid, "0");
	assert_string_equal(run(a, "infer", net, evid).out, "MAR\n3 2 0.8 0.2 2 0.9 0.1 2 0.828 0.172\n");
}

static void json_tells_how_good_the_answer_is(void **state)
{
	struct err err = { 0 };

	(void)state;
	put_small();
	struct ran r = run(a, "infer", "--json", net, evid);
	json_t *j = json_read(a, r.out, strlen(r.out), &err);

	assert_non_null(j);
	assert_true(json_is_true(json_object_get(j, "exact")));
	double lg = json_real_value(json_object_get(j, "log10_evidence")), bound = json_real_value(json_object_get(j, "relative_bound"));
	assert_true(lg > -0.76447156 && lg < -0.76447154);
	assert_true(bound > 0 && bound < 1e-12);
	assert_true(json_is_number(json_object_get(j, "width")) && json_is_number(json_object_get(j, "operations")));
	json_t *v = json_object_get(j, "variables");
	assert_int_equal(json_array_size(v), 3);
	double on = json_real_value(json_object_get(json_array_get(v, 0), "on"));
	assert_true(on > 0.627906976744 - 1e-12 && on < 0.627906976744 + 1e-12);
	assert_null(json_object_get(json_array_get(v, 0), "on_low"));
	assert_null(json_object_get(j, "samples"));
}

/* Eight causes that all switch all of eight seen findings on: as wide as it can be. */
static void put_wide(void)
{
	struct buf b = buf_new(a, 1 << 20);

	buf_str(&b, "BAYES 16");
	for (int v = 0; v < 16; v++)
		buf_str(&b, " 2");
	buf_str(&b, " 16");
	for (int v = 0; v < 8; v++)
		buf_fmt(&b, " 1 %d", v);
	for (int v = 8; v < 16; v++)
		buf_fmt(&b, " 9 0 1 2 3 4 5 6 7 %d", v);
	for (int v = 0; v < 8; v++)
		buf_str(&b, " 2 .7 .3");
	for (int v = 8; v < 16; v++) {
		buf_str(&b, " 512");
		for (int u = 0; u < 256; u++) {
			double off = 0.9;

			for (int k = 0; k < 8; k++)
				off *= u >> k & 1 ? 0.4 + 0.05 * ((k + v) % 8) : 1;
			buf_fmt(&b, " %.17g %.17g", off, 1 - off);
		}
	}
	put_file(net, b.at);
	put_file(evid, "8  8 1 9 1 10 1 11 1 12 1 13 1 14 1 15 1");
}

static void intervals_are_said_in_one_line(void **state)
{
	struct err err = { 0 };

	(void)state;
	put_wide();
	struct ran full = run(a, "infer", net, evid), r = run(a, "infer", net, evid, "--json", "--effort", "2000");
	assert_string_equal(full.err, "");
	assert_int_equal(r.code, 0);
	assert_true(str_begins(r.err, "not exact: 131072 samples; all intervals hold together with probability 0.95; 0 of 16 variables have one wider than 0.1, "
		"the widest is 0.") && strchr(r.err, '\n') == r.err + strlen(r.err) - 1);
	json_t *j = json_read(a, r.out, strlen(r.out), &err);
	assert_non_null(j);
	assert_true(json_is_false(json_object_get(j, "exact")));
	assert_int_equal(json_integer_value(json_object_get(j, "samples")), 131072);
	double low = json_real_value(json_object_get(j, "log10_evidence_low")), high = json_real_value(json_object_get(j, "log10_evidence_high"));
	assert_true(low < high && high - low < 0.1);
	char *at = full.out + strlen("MAR\n16");
	for (int v = 0; v < 16; v++) {
		json_t *it = json_array_get(json_object_get(j, "variables"), v);
		double off, on;

		assert_true(strtod(at, &at) == 2);
		off = strtod(at, &at);
		on = strtod(at, &at);
		assert_true(off + on > 0.999998 && off + on < 1.000002);
		assert_true(json_number_value(json_object_get(it, "on_low")) <= on + 1e-6);
		assert_true(json_number_value(json_object_get(it, "on_high")) >= on - 1e-6);
	}
}

/* Sixty causes, sixty findings seen, three causes each. */
static void put_tangled(void)
{
	enum { N = 60 };
	struct buf b = buf_new(a, 1 << 20);

	buf_fmt(&b, "BAYES %d", 2 * N);
	for (int v = 0; v < 2 * N; v++)
		buf_str(&b, " 2");
	buf_fmt(&b, " %d", 2 * N);
	for (int v = 0; v < N; v++)
		buf_fmt(&b, " 1 %d", v);
	for (int v = 0; v < N; v++)
		buf_fmt(&b, " 4 %d %d %d %d", v, (7 * v + 1) % N, (v + 29) % N, N + v);
	for (int v = 0; v < N; v++)
		buf_str(&b, " 2 .98 .02");
	for (int v = 0; v < N; v++)
		buf_str(&b, " 16 .99 .01 .297 .703 .495 .505 .1485 .8515 .693 .307 .2079 .7921 .3465 .6535 .10395 .89605");
	put_file(net, b.at);
	buf_clear(&b);
	buf_fmt(&b, "%d", N);
	for (int v = N; v < 2 * N; v++)
		buf_fmt(&b, " %d 1", v);
	put_file(evid, b.at);
}

/* One digit, one line that says so, and exit code 4. */
static void what_is_not_known_is_not_printed_as_if_it_were(void **state)
{
	(void)state;
	put_tangled();
	struct ran r = run(a, "infer", net, evid, "--effort", "200");
	assert_true(str_begins(r.err, "not exact: ") && strstr(r.err, " of 120 variables have one wider than 0.1, the widest is ") &&
		strchr(r.err, '\n') == r.err + strlen(r.err) - 1);
	assert_int_equal(r.code, 4);
	const char *at = r.out + strlen("MAR\n120 2 ");
	assert_true(strspn(at, "01.23456789") == 3 && at[1] == '.' && strspn(at + 4, "0123456789.") == 3 && at[5] == '.');
	assert_int_equal(run(a, "infer", net, evid, "--json", "--effort", "200").code, 4);
}

static void what_cannot_be_answered_is_refused(void **state)
{
	(void)state;
	put_small();
	assert_string_equal(run(a, "infer").err, "NET.uai: a network is expected, or - for standard input\n");
	assert_string_equal(run(a, "infer", net).err,
		"EVIDENCE.evid: a file of evidence is expected (\"0\" in it: nothing was seen), or - for standard input\n");
	assert_string_equal(run(a, "infer", net, evid, "x").err, "x: infer works on 2 things, which are given already\n");
	assert_string_equal(run(a, "infer", "-", "-").err, "-: only one of the two can be standard input\n");
	assert_string_equal(run(a, "infer", net, evid, "--effort", "0").err,
		"--effort: table operations from 1 to 1e12 are expected (usual: 2e+09, some seconds)\n");
	assert_string_equal(run(a, "infer", net, evid, "--jsno").err, "--jsno: is not an option of infer; the nearest is --json\n");
	assert_int_equal(run(a, "infer", "/nowhere/at/all.uai", evid).code, 2);
	struct ran r = run(a, "infer", evid, evid);
	assert_int_equal(r.code, 2);
	assert_string_equal(r.err, arena_fmt(a, "%s:1:1: network: MARKOV or BAYES is expected, not \"1\"\n", evid));
	put_file(evid, "1 3 1");
	r = run(a, "infer", net, evid);
	assert_string_equal(r.err, arena_fmt(a, "%s:1:3: evidence: a variable from 0 to 2 is expected, not \"3\"\n", evid));
	assert_string_equal(r.out, "");
	put_file(evid, "3 0 0 1 0 2 1");
	r = run(a, "infer", net, evid);
	assert_int_equal(r.code, 2);
	assert_true(str_begins(r.err, arena_fmt(a, "%s: findings: these findings cannot occur together", evid)));
	put_file(net, "MARKOV\n2\n2 2\n2\n1 0\n2 0 1\n2 .5 .5\n4 1 0 0 0.5\n");
	r = run(a, "infer", net, evid);
	assert_string_equal(r.err, arena_fmt(a, "%s:6:1: factor 1: over variables 0 1 must be the probability of variable 1, and P(1 off | 0 on) and "
		"that of on add up to 0.5 instead of 1\n", net));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marginals_are_printed_as_the_official_files_are),
		cmocka_unit_test(json_tells_how_good_the_answer_is),
		cmocka_unit_test(intervals_are_said_in_one_line),
		cmocka_unit_test(what_is_not_known_is_not_printed_as_if_it_were),
		cmocka_unit_test(what_cannot_be_answered_is_refused),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
