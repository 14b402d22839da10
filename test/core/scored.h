/* test/core/scored.h -- an instrument of the knowledge by its id, its score, what is refused. */
#ifndef TEST_CORE_SCORED_H
#define TEST_CORE_SCORED_H

#include "support.h"

#include "base/rng.h"
#include "base/str.h"
#include "core/outcome.h"

#include <string.h>

static const double close_enough = 1e-9;
#define NONE OUTCOME_MISSING

static struct err err;
static struct outcome got;

static inline const struct instrument *the(const char *id)
{
	int i = kb_instrument(test_kb(), id);

	if (i < 0)
		fail_msg("there is no instrument %s", id);
	return &test_kb()->instrument[i];
}

static inline double score_of(const char *id, const double *answer, int n)
{
	err = (struct err){ 0 };
	if (!outcome_score(the(id), answer, n, &got, &err))
		fail_msg("%s: %s", id, err.detail);
	return got.score;
}
#define score(id, ...) score_of(id, (const double[]){ __VA_ARGS__ }, (int)(sizeof((const double[]){ __VA_ARGS__ }) / sizeof(double)))

static inline void refused_of(const char *id, const double *answer, int n, const char *says)
{
	err = (struct err){ 0 };
	assert_false(outcome_score(the(id), answer, n, &got, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(err.field, "answers");
	assert_string_equal(err.detail, says);
	assert_true(isnan(got.score));
}
#define refused(id, says, ...) refused_of(id, (const double[]){ __VA_ARGS__ }, \
	(int)(sizeof((const double[]){ __VA_ARGS__ }) / sizeof(double)), says)

static inline void near(double is, double should)
{
	if (!(fabs(is - should) < close_enough))
		fail_msg("%.12g, not %.12g", is, should);
}

static inline void band(const char *name)
{
	if (!name) {
		assert_null(got.band);
		return;
	}
	assert_non_null(got.band);
	assert_string_equal(got.band->name, name);
}

#endif
