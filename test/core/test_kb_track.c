/* test/core/test_kb_track.c -- what the loader insists on in track.yaml. */
#include "support.h"

#include "base/buf.h"
#include "core/track.h"
#include "core/worked.h"

#include <string.h>

#include "one_arena.h"

static const char sources[] = "sources:\n  - { id: Study2020, authors: Study, year: 2020, journal: Journal 1:1 }\n";

/* The numbers of the program, but `id` is `value`; left out when that is NULL. */
static struct kb *load(const char *id, const char *value, const char *plateau, struct err *err)
{
	const struct kb *kb = test_kb();
	struct buf b = buf_new(a, 1 << 18);

	buf_str(&b, "numbers:\n");
	for (int i = 0; i < kb->n_numbers; i++) {
		const struct number *n = &kb->number[i];
		bool own = strcmp(n->id, id) == 0;

		if (strcmp(n->where.file, "track.yaml") != 0 || (own && !value))
			continue;
		buf_fmt(&b, "  - { id: %s, what: What, value: ", n->id);
		if (own)
			buf_str(&b, value);
		else
			buf_fmt(&b, "%g", n->value);
		buf_str(&b, ", source: [Study2020], confidence: low }\n");
	}
	buf_fmt(&b, "plateau:%s\n", plateau);
	return test_load(a, err, "sources.yaml", sources, "track.yaml", b.at, NULL);
}

static void refuses(const char *id, const char *value, const char *plateau, const char *says)
{
	struct err err = { 0 };

	assert_null(load(id, value, plateau, &err));
	if (!strstr(err_line(a, &err), says))
		fail_msg("expected \"%s\" in: %s", says, err_line(a, &err));
}

static void all_numbers_reach_the_engine(void **state)
{
	struct err err = { 0 };
	const struct kb *kb = load("track_noise", "1.5", " []", &err);

	(void)state;
	if (!kb)
		fail_msg("%s", err_line(a, &err));
	assert_true(kb->track->noise == 1.5);
	assert_true(kb->track->change[TRACK_PAIN][TRACK_FUNCTION] == test_kb()->track->change[TRACK_FUNCTION][TRACK_PAIN]);
	assert_true(kb->track->day[TRACK_SLEEP][TRACK_SLEEP] == 1);
	assert_true(kb->worked->least == test_kb()->worked->least);
}

static void a_missing_or_impossible_number_is_refused(void **state)
{
	(void)state;
	refuses("track_fade", NULL, " []", "\"track_fade\" is missing");
	refuses("worked_sure", NULL, " []", "\"worked_sure\" is missing");
	refuses("track_day_mood_sleep", NULL, " []", "\"track_day_mood_sleep\" is missing");
	refuses("track_noise", "-1", " []", "outside");
	refuses("worked_sure", "1", " []", "outside");
	refuses("track_memory", "1", " []", "outside");
	refuses("track_plateau_days", "7", " []", "outside");
	refuses("track_noise", "loud", " []", "is no number");
	refuses("track_change_pain_function", "-0.9", " []", "cannot all be true together");
}

static void a_measure_nobody_knows_is_refused(void **state)
{
	(void)state;
	refuses("", NULL, "\n  - { measure: joy, lesson: joy_lesson, source: [Study2020], confidence: low }", "joy");
}

static void knowledge_without_it_loads(void **state)
{
	struct err err = { 0 };
	const struct kb *kb = test_load(a, &err, "sources.yaml", sources, NULL);

	(void)state;
	assert_non_null(kb);
	assert_null(kb->track);
	assert_null(kb->worked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_numbers_reach_the_engine),
		cmocka_unit_test(a_missing_or_impossible_number_is_refused),
		cmocka_unit_test(a_measure_nobody_knows_is_refused),
		cmocka_unit_test(knowledge_without_it_loads),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
