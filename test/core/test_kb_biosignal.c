/* test/core/test_kb_biosignal.c -- what the loader insists on in biosignal.yaml. */
#include "support.h"

#include "base/buf.h"
#include "core/bio_beats.h"

#include <string.h>

static const char sources[] = "sources:\n  - { id: Study2020, authors: Study, year: 2020, journal: Journal 1:1 }\n";

/* The numbers of the program, but `id` is `value`; left out when that is NULL. */
static const struct kb *load(struct arena *a, const char *id, const char *value, struct err *err)
{
	const struct kb *kb = test_kb();
	struct buf b = buf_new(a, 1 << 18);

	buf_str(&b, "numbers:\n");
	for (int i = 0; i < kb->n_numbers; i++) {
		const struct number *n = &kb->number[i];
		bool own = strcmp(n->id, id) == 0;

		if (strcmp(n->where.file, "biosignal.yaml") != 0 || (own && !value))
			continue;
		buf_fmt(&b, "  - { id: %s, what: What, source: [Study2020], confidence: low, value: ", n->id);
		if (own)
			buf_fmt(&b, "%s }\n", value);
		else
			buf_fmt(&b, "%g }\n", n->value);
	}
	return test_load(a, err, "sources.yaml", sources, "biosignal.yaml", b.at, NULL);
}

static void each_number_is_needed_and_in_range(void **state)
{
	static const char *const id[] = { "shortest", "longest", "floor", "odd", "block", "flagged", "off", "off_share", "blocks",
		"coherence_middle", "coherence_high", "sure", "rises", "fits", "pace_first", "pace_last", "pace_step", "pace_seconds", "pace_rest", "pace_usual", "pace_in" };
	struct arena *a = arena_new((size_t)64 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(id) / sizeof(*id); i++) {
		const char *name = arena_fmt(a, "biosignal_%s", id[i]);
		struct err missing = { 0 }, outside = { 0 };

		assert_null(load(a, name, NULL, &missing));
		assert_non_null(strstr(err_line(a, &missing), arena_fmt(a, "\"%s\" is missing", name)));
		assert_null(load(a, name, "-1", &outside));
		assert_non_null(strstr(err_line(a, &outside), "is outside"));
	}
	arena_end(a);
}

static void all_reach_the_engine(void **state)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct err err = { 0 }, turned = { 0 }, many = { 0 };
	const struct kb *kb = load(a, "biosignal_odd", "0.125", &err);

	(void)state;
	assert_non_null(kb);
	assert_true(kb->biosignal->odd == 0.125 && kb->biosignal->shortest == test_kb()->biosignal->shortest);
	assert_null(load(a, "biosignal_coherence_high", "0.5", &turned));
	assert_non_null(strstr(err_line(a, &turned), "is below"));
	assert_null(load(a, "biosignal_pace_step", "0.2", &many) ? NULL : err_line(a, &many));
	assert_null(load(a, "biosignal_pace_first", "4", &many));
	assert_non_null(strstr(err_line(a, &many), "is not below"));
	arena_end(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_number_is_needed_and_in_range),
		cmocka_unit_test(all_reach_the_engine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
