/* core/trial.h -- a personal trial: some days with a change (wallet out, bag changed), some without, in an order drawn by lot, and an honest answer.
 *
 * Pairs of blocks, one with and one without, their order drawn for each pair (Guyatt 1986; Kravitz and Duan 2014 for designs and their
 * analysis).  The answer is the effect of the change on the day's pain, under a straight trend and days that carry over to the next, with the
 * person's own noise integrated out.  What is tried is taken to act on its own days; blocks are short, so that good and bad weeks fall on both.  "Cannot tell" is the
 * answer unless the numbers say otherwise.  Numbers: knowledge/track.yaml.  Method: docs/science/trial.md.
 */
#ifndef CORE_TRIAL_H
#define CORE_TRIAL_H

#include <stdbool.h>
#include <stdint.h>

/* The numbers of knowledge/track.yaml (kb->trial). */
struct trial_numbers { double effect, trend, level, least, sure, days; };       /* SDs of the priors; smallest effect worth the name; probability; days of each kind */
struct track_numbers;

enum { TRIAL_DAYS_MOST = 28 };
struct trial { int pairs, block; uint64_t seed; };     /* pairs * 2 * block days, 14 to TRIAL_DAYS_MOST */

/* The designs offered: two, three and four weeks. */
extern const struct trial trial_designs[3];

int trial_days(const struct trial *t);
/* Day 0 .. trial_days - 1: with the change? */
bool trial_with(const struct trial *t, int day);

enum trial_answer { TRIAL_CANNOT_TELL, TRIAL_HELPS, TRIAL_NO_MATTER, TRIAL_WORSE };
struct trial_result {
	enum trial_answer answer;
	int with, without;              /* days told of each kind that counted */
	double effect, low, high;       /* points of pain, below 0: less pain with it; 5 and 95 % */
	double helps, worse;            /* P(effect <= -least), P(effect >= least) */
};

/* pain: trial_days entries, 0..10, NAN not told.  Pure; cannot fail. */
struct trial_result trial_answer(const struct trial_numbers *k, const struct track_numbers *days, const struct trial *t,
	const double *pain);

const char *trial_answer_name(enum trial_answer a);     /* "cannot_tell", "helps", "no_matter", "worse" */

#endif
