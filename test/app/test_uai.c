/* Files of the UAI formats: what is taken, what is refused and where, and which tables are noisy-ORs. */
#include "support.h"

#include "app/uai.h"
#include "base/buf.h"

#include <math.h>

#include "one_arena.h"

/* 0 -> 1 <- 2, 1 -> 3; children first, last and in the middle; blanks of every kind. */
static const char good[] = "MARKOV\r\n4\n2 2 2 2\n4\n1 0\n3 1 0 2\n1 2\n 2 1\t3\n"
	"2 .9 1e-1\n\n8 0.9 0.45 0.18 0.09\n 0.1 0.55 0.82 0.91\n2 0.75 0.25\n4 1 0 0.5 0.5\n\n";

static struct uai read_good(const char *text)
{
	struct uai uai;
	struct err err = { 0 };

	if (!uai_read(a, text, strlen(text), &uai, &err))
		fail_msg("%s", err_line(a, &err));
	return uai;
}

static struct uai_net net_of(const char *text)
{
	struct uai uai = read_good(text);
	struct uai_net net;
	struct err err = { 0 };

	if (!uai_to_net(a, &uai, &net, &err))
		fail_msg("%s", err_line(a, &err));
	return net;
}

static void assert_link(const struct net_link *link, int from, enum link_kind kind, double q)
{
	assert_int_equal(link->from, from);
	assert_int_equal(link->kind, kind);
	assert_true(fabs(link->q - q) < 1e-12);
}

static void a_network_is_read_as_it_is_written(void **state)
{
	(void)state;
	struct uai uai = read_good(good);

	assert_int_equal(uai.n, 4);
	assert_int_equal(uai.n_factors, 4);
	assert_int_equal(uai.factor[1].n, 3);
	assert_int_equal(uai.factor[1].var[2], 2);
	assert_int_equal(uai.factor[1].line, 6);
	assert_true(uai.factor[0].p[1] == 0.1 && uai.factor[1].p[7] == 0.91);
}

static void every_factor_finds_its_child(void **state)
{
	(void)state;
	struct uai_net net = net_of(good);
	int place[4];

	for (int i = 0; i < 4; i++)
		place[net.order[i]] = i;
	assert_true(place[0] < place[1] && place[2] < place[1] && place[1] < place[3]);
	assert_int_equal(net.node[0].n_links, 0);
	assert_true(net.node[0].own.yes == 0.1);
	assert_int_equal(net.node[1].n_links, 2);
	assert_link(&net.node[1].link[0], 2, LINK_ACTS, 0.5);
	assert_link(&net.node[1].link[1], 0, LINK_ACTS, 0.2);
	assert_true(net.node[1].own.no == 0.9);
	assert_link(&net.node[3].link[0], 1, LINK_ACTS, 0.5);
	/* a table that adds up either way belongs to the variable that stands nowhere else */
	net = net_of("BAYES 3 2 2 2 3  1 1  2 1 0  2 1 2   2 .5 .5  4 1 0 0 1  4 1 0 .5 .5");
	assert_link(&net.node[0].link[0], 1, LINK_ACTS, 0);
	assert_int_equal(net.node[1].n_links, 0);
}

static void a_parent_may_act_when_off_or_inhibit(void **state)
{
	(void)state;
	struct uai_net net = net_of("BAYES 2 2 2 2  1 0  2 0 1  2 .5 .5  4 .2 .8 .6 .4");

	assert_link(&net.node[1].link[0], 0, LINK_ACTS_OFF, 1.0 / 3);
	assert_true(net.node[1].own.no == 0.6);
	/* (1 - 0.8 * 0.5^u) * 0.25^v of a variable without children: on 0.2 0.6, held 0.05 0.15 */
	net = net_of("BAYES 3 2 2 2 3  1 0  1 1  3 0 1 2  2 .5 .5  2 .5 .5  8 .8 .2 .95 .05 .4 .6 .85 .15");
	assert_int_equal(net.node[2].n_links, 2);
	assert_link(&net.node[2].link[0], 1, LINK_INHIBITS, 0.25);
	assert_link(&net.node[2].link[1], 0, LINK_ACTS, 0.5);
	/* what does nothing is no link; one that is on whatever happens has none */
	net = net_of("BAYES 2 2 2 2  1 0  2 0 1  2 .5 .5  4 .3 .7 .3 .7");
	assert_int_equal(net.node[1].n_links, 0);
	net = net_of("BAYES 2 2 2 2  1 0  2 0 1  2 .5 .5  4 0 1 0 1");
	assert_true(net.node[1].own.yes == 1 && net.node[1].n_links == 0);
}

/* A chain of 4000 variables and a factor over 16. */
static void big_networks_take_as_long_as_they_are(void **state)
{
	enum { N = 4000, WIDE = 15 };
	struct buf b = buf_new(a, 4 << 20);

	(void)state;
	buf_fmt(&b, "BAYES %d", N);
	for (int v = 0; v < N; v++)
		buf_str(&b, " 2");
	buf_fmt(&b, " %d 1 0", N);
	for (int v = 1; v < N - 1; v++)
		buf_fmt(&b, " 2 %d %d", v - 1, v);
	buf_fmt(&b, " %d", WIDE + 1);
	for (int v = 0; v < WIDE; v++)
		buf_fmt(&b, " %d", v * 7);
	buf_fmt(&b, " %d 2 .5 .5", N - 1);
	for (int v = 1; v < N - 1; v++)
		buf_str(&b, " 4 .75 .25 .375 .625");
	buf_fmt(&b, " %d", 2 << WIDE);
	for (int u = 0; u < 1 << WIDE; u++)
		buf_fmt(&b, " %.17g %.17g", ldexp(1, -__builtin_popcount(u)), 1 - ldexp(1, -__builtin_popcount(u)));
	struct uai_net net = net_of(b.at);
	assert_int_equal(net.node[N - 1].n_links, WIDE);
	assert_link(&net.node[N - 1].link[0], (WIDE - 1) * 7, LINK_ACTS, 0.5);
}

static void bad_networks_are_refused_where_they_are_wrong(void **state)
{
	static const struct { const char *text, *message; } bad[] = {
		{ "", "1:1: network: MARKOV or BAYES is expected, not the end of the file" },
		{ "BAYSE 1", "1:1: network: the word BAYES is expected, not \"BAYSE\"" },
		{ "\x7f" "ELF\x01", "1:1: network: MARKOV or BAYES is expected, not \"?ELF?\"" },
		{ "BAYES\nx", "2:1: variables: a number of variables, 1 or more, is expected, not \"x\"" },
		{ "BAYES 0", "1:7: variables: a number of variables, 1 or more, is expected, not \"0\"" },
		{ "BAYES -3", "1:7: variables: a number of variables, 1 or more, is expected, not \"-3\"" },
		{ "BAYES 99999999999999999999 2", "1:7: variables: a number of variables, 1 or more, is expected, not \"99999999999999999999\"" },
		{ "BAYES 2000000000 2 2", "1:7: variables: 2000000000 are announced, and the 4 bytes that follow cannot hold them; the file may be cut off" },
		{ "BAYES 2 2", "1:7: variables: 2 are announced, and the 2 bytes that follow cannot hold them; the file may be cut off" },
		{ "BAYES 2\n2 3 1 ", "2:3: states: variable 1 has 3 states; a noisy-OR is made of variables of 2 states" },
		{ "BAYES 2 2 2 1 2 1 1 4 1", "1:19: factor 0: variable 1 stands in it twice" },
		{ "BAYES 1 2 1\n0 1", "2:1: factor 0: a number of variables, 1 or more, is expected, not \"0\"" },
		{ "BAYES 1 2 1 1 1 2 .5 .5", "1:15: factor 0: a variable from 0 to 0 is expected, not \"1\"" },
		{ "BAYES 1 2 1 1 0 4 .5 .5 1 1", "1:17: factor 0: 2, the size of a table over 1 variable, is expected, not \"4\"" },
		{ "BAYES 1 2 1 1 0 2 5", "1:17: factor 0: 2 are announced, and the 2 bytes that follow cannot hold them; the file may be cut off" },
		{ "BAYES 1 2 1 1 0 2 .5   ", "1:24: factor 0: a number from 0 on, like 0.25, is expected, not the end of the file" },
		{ "BAYES 1 2 1 1 0 2 .5 -.5", "1:22: factor 0: a number from 0 on, like 0.25, is expected, not \"-.5\"" },
		{ "BAYES 1 2 1 1 0 2 .5 nan", "1:22: factor 0: a number from 0 on, like 0.25, is expected, not \"nan\"" },
		{ "BAYES 1 2 1 1 0 2 .5 0x1", "1:22: factor 0: a number from 0 on, like 0.25, is expected, not \"0x1\"" },
		{ "BAYES 1 2 1 1 0 2 .5 1e999", "1:22: factor 0: a number from 0 on, like 0.25, is expected, not \"1e999\"" },
		{ "BAYES 1 2 1 1 0 2 .5 .5.", "1:22: factor 0: a number from 0 on, like 0.25, is expected, not \".5.\"" },
		{ "BAYES 1 2 1 1 0 2 .5 .5 7", "1:25: factors: the end of the file is expected, not \"7\"" },
		{ "BAYES 1 2 9 1 0", "1:11: factors: 9 are announced, and the 4 bytes that follow cannot hold them; the file may be cut off" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct uai uai;
		struct err err = { 0 };

		assert_false(uai_read(a, bad[i].text, strlen(bad[i].text), &uai, &err));
		assert_string_equal(err_line(a, &err), bad[i].message);
		assert_int_equal(err_exit(err.code), 2);
	}
}

static void factors_of_more_than_2_to_the_24_are_too_large(void **state)
{
	struct buf b = buf_new(a, 4096);
	struct uai uai;
	struct err err = { 0 };

	(void)state;
	buf_str(&b, "BAYES 25\n");
	for (int v = 0; v < 25; v++)
		buf_str(&b, "2 ");
	buf_str(&b, "\n1\n25");
	for (int v = 0; v < 25; v++)
		buf_fmt(&b, " %d", v);
	assert_false(uai_read(a, b.at, b.n, &uai, &err));
	assert_int_equal(err.code, ERR_TOO_LARGE);
	assert_string_equal(err_line(a, &err), "4:1: factor 0: is over 25 variables, a table of 2^25 numbers; 2^24 are the most");
}

static void a_file_cut_off_anywhere_or_with_a_zero_byte_is_refused(void **state)
{
	size_t last = strlen(good);

	(void)state;
	while (good[last - 1] <= ' ')
		last--;
	for (size_t n = 0; n < last; n++) {
		struct uai uai;
		struct err err = { 0 };

		if (n >= last - 2)      /* 0. and 0 are numbers, too */
			continue;
		assert_false(uai_read(a, arena_copy(a, good, n), n, &uai, &err));
		assert_true(err.code == ERR_INPUT && err.line >= 1 && err.column >= 1);
	}
	char *text = arena_copy(a, good, last);
	struct uai uai;
	struct err err = { 0 };
	text[last - 1] = 0;
	assert_false(uai_read(a, text, last, &uai, &err));
	assert_int_equal(err.line, 14);
}

static void what_is_no_noisy_or_network_is_refused_by_factor(void **state)
{
	static const struct { const char *text, *message; } bad[] = {
		{ "BAYES 1 2 0", "factors: variable 0 stands in none of them; it needs one, its probability" },
		{ "BAYES 2 2 2 1 2 0 1 4 .5 .5 .5 .5", "factors: there are 1 for 2 variables; each variable needs one, its probability given its parents" },
		{ "BAYES 2 2 2 3 1 0 1 1 1 1 2 .5 .5 2 .5 .5 2 .5 .5",
			"factors: there are 3 for 2 variables; each variable needs one, its probability given its parents" },
		{ "MARKOV 1 2 1\n1 0\n2 0.5 0.6", "2:1: factor 0: over variables 0 must be the probability of variable 0, and P(0 off) and that of on "
			"add up to 1.1 instead of 1" },
		{ "MARKOV 2 2 2 2\n1 0\n2 1 0\n2 .5 .5\n4 1 0 0.5 0.75", "3:1: factor 1: over variables 1 0 must be the probability of variable 1, and "
			"P(1 off | 0 off) and that of on add up to 1.5 instead of 1" },
		{ "MARKOV 3 2 2 2 3\n3 0 1 2\n1 2\n1 2\n8 0 0 0 0 1 1 1 1 2 .5 .5 2 .5 .5", "2:1: factor 0: over variables 0 1 2 must be the probability "
			"of variable 1, and P(1 off | 0 off, 2 off) and that of on add up to 0 instead of 1" },
		{ "MARKOV 3 2 2 2 3\n3 0 1 2\n1 2\n1 2\n8 .5 .5 .5 .5 .5 .5 .5 .5 2 .5 .5 2 .5 .5", "2:1: factor 0: over variables 0 1 2 is the only one "
			"left that could be the probability of variable 1, and of variable 0; each needs one of its own" },
		{ "MARKOV 3 2 2 2 3\n2 0 1\n2 1 2\n2 2 0\n4 .5 .5 .5 .5 4 .5 .5 .5 .5 4 .5 .5 .5 .5", "2:1: factor 0: over variables 0 1 stands in a "
			"circle: each of the variables still without a factor of its own is in two or more of those left, so that no order puts parents "
			"before children" },
		{ "BAYES 3 2 2 2 3 1 0 1 1\n3 0 1 2\n2 .5 .5 2 .5 .5 8 .9 .1 .45 .55 .18 .82 .3 .7",
			"2:1: factor 2: over variables 0 1 2 is not a noisy-OR: P(2 off | 0 on, 1 on) = 0.3 instead of 0.09" },
		/* inhibited, and somebody's parent */
		{ "BAYES 4 2 2 2 2 4 1 0 1 1\n3 0 1 2\n2 2 3\n2 .5 .5 2 .5 .5 8 .8 .2 .95 .05 .4 .6 .85 .15 4 1 0 .5 .5",
			"2:1: factor 2: over variables 0 1 2 is not a noisy-OR: P(2 off | 0 on, 1 off) = 0.4 instead of 0.715789474" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct uai uai = read_good(bad[i].text);
		struct uai_net net;
		struct err err = { 0 };

		assert_false(uai_to_net(a, &uai, &net, &err));
		assert_string_equal(err_line(a, &err), bad[i].message);
	}
}

/* A change of one number of the table by more than the tolerance is seen, by less is not. */
static void a_table_is_checked_to_the_last_number(void **state)
{
	(void)state;
	for (int i = 0; i < 8; i++)
		for (int small = 0; small < 2; small++) {
			struct uai uai = read_good(good);
			double p[8], by = small ? 2e-10 : 4e-9;
			struct uai_net net;
			struct err err = { 0 };

			memcpy(p, uai.factor[1].p, sizeof(p));
			by *= p[i & 3];         /* of P(off) */
			p[i] += by;
			p[i ^ 4] -= by;
			uai.factor[1].p = p;
			assert_true(uai_to_net(a, &uai, &net, &err) == small);
		}
}

/* ---- evidence ---- */

static void evidence_is_read_in_both_forms(void **state)
{
	static const struct { const char *text, *seen; } good_ones[] = {
		{ "0", "...." }, { "0\n", "...." }, { "1 0", "...." }, { "2 0 1 3 0", "1..0" }, { "1\n2 0 1 3 0\n", "1..0" }, { "1 2 1", "..1." },
		{ "2  1 0\r\n1 0", ".0.." }, { "4 3 1 2 1 1 1 0 1", "1111" }, { "1 4 3 1 2 1 1 1 0 0", "0111" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good_ones) / sizeof(*good_ones); i++) {
		int8_t seen[4] = { 7, 7, 7, 7 };
		struct err err = { 0 };

		if (!uai_read_evidence(a, good_ones[i].text, strlen(good_ones[i].text), 4, seen, &err))
			fail_msg("%s: %s", good_ones[i].text, err_line(a, &err));
		for (int v = 0; v < 4; v++)
			assert_int_equal(seen[v], good_ones[i].seen[v] == '.' ? SEEN_NOTHING : good_ones[i].seen[v] == '1' ? SEEN_PRESENT : SEEN_ABSENT);
	}
}

static void bad_evidence_is_refused_where_it_is_wrong(void **state)
{
	static const struct { const char *text, *message; } bad[] = {
		{ " \n", "2:1: evidence: a number of variables that were seen (0 for none) is expected, not the end of the file" },
		{ "1 4 1", "1:3: evidence: a variable from 0 to 3 is expected, not \"4\"" },
		{ "1 3 2", "1:5: evidence: a state, 0 or 1, is expected, not \"2\"" },
		{ "1 3 -1", "1:5: evidence: a state, 0 or 1, is expected, not \"-1\"" },
		{ "2 3 1\n3 0", "2:3: evidence: variable 3 was seen in state 1 before" },
		{ "2 3 1 2", "1:1: evidence: 4 words are neither a number of variables with a state for each nor one sample of those; one sample is "
			"answered at a time" },
		{ "1 3 1 1", "1:3: evidence: 3 are announced, and the 4 bytes that follow cannot hold them; the file may be cut off" },
		{ "1 3 1 1 0", "1:7: evidence: the end of the file is expected, not \"1\"" },
		{ "3 3 1 1 0", "1:1: evidence: 3 are announced, and the 8 bytes that follow cannot hold them; the file may be cut off" },
		{ "x 3 1 1", "1:1: evidence: a number of samples is expected, not \"x\"" },
		{ "\xff\xfe", "1:1: evidence: a number of variables that were seen is expected, not \"??\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		int8_t seen[4];
		struct err err = { 0 };

		assert_false(uai_read_evidence(a, bad[i].text, strlen(bad[i].text), 4, seen, &err));
		assert_string_equal(err_line(a, &err), bad[i].message);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_network_is_read_as_it_is_written),
		cmocka_unit_test(every_factor_finds_its_child),
		cmocka_unit_test(a_parent_may_act_when_off_or_inhibit),
		cmocka_unit_test(big_networks_take_as_long_as_they_are),
		cmocka_unit_test(bad_networks_are_refused_where_they_are_wrong),
		cmocka_unit_test(factors_of_more_than_2_to_the_24_are_too_large),
		cmocka_unit_test(a_file_cut_off_anywhere_or_with_a_zero_byte_is_refused),
		cmocka_unit_test(what_is_no_noisy_or_network_is_refused_by_factor),
		cmocka_unit_test(a_table_is_checked_to_the_last_number),
		cmocka_unit_test(evidence_is_read_in_both_forms),
		cmocka_unit_test(bad_evidence_is_refused_where_it_is_wrong),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
