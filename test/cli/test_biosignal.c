/* test/cli/test_biosignal.c -- unknot biosignal: the page, the JSON, the picture, and what it refuses. */
#include "run.h"

#include "base/json.h"
#include "base/rng.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "one_arena.h"

#define PI 3.14159265358979323846

static const char *path_of(const char *name)
{
	return arena_fmt(a, "build/%ld_%s", (long)getpid(), name);
}

static FILE *opened(const char *name)
{
	FILE *f = fopen(path_of(name), "wb");

	assert_non_null(f);
	return f;
}

/* Breathing at each of five rates for two minutes; the heart swings most at 5.5. */
static const char *paced(const char *name)
{
	struct rng r = rng_new(4);
	FILE *f = opened(name);
	double t = 0;

	fputs("rr_ms\n", f);
	while (t < 610) {
		int step = t < 600 ? (int)(t / 120) : 4;
		double rate = 6.5 - 0.5 * step, swing = 80 / (1 + 2 * (rate - 5.5) * (rate - 5.5));
		double rr = 900 + swing / 2 * cos(2 * PI * (t - 120 * step) * rate / 60) + 6 * rng_normal(&r);

		t += rr / 1000;
		fprintf(f, "%.0f\n", rr);
	}
	fclose(f);
	return path_of(name);
}

static json_t *part(const char *text, const char *name)
{
	struct err err = { 0 };
	json_t *of = json_read(a, text, strlen(text), &err);

	assert_non_null(of);
	assert_non_null(json_object_get(of, name));
	return json_object_get(of, name);
}

static double number(const char *text, const char *name, const char *key)
{
	return json_number_value(json_object_get(part(text, name), key));
}

static void a_page_a_person_understands(void **state)
{
	(void)state;
	const char *path = paced("page.csv");
	struct ran r = run(a, "biosignal", path);

	assert_int_equal(r.code, 0);
	assert_non_null(strstr(r.out, "Heart rate          66."));
	assert_non_null(strstr(r.out, "suits in 3 of 3"));
	assert_non_null(strstr(r.out, "(high)"));
	assert_non_null(strstr(r.out, "no diagnosis"));
	unlink(path);
}

static void the_json_has_its_parts(void **state)
{
	(void)state;
	const char *path = paced("json.csv");
	struct ran r = run(a, "biosignal", path, "--json", "--steps", "0:6.5,120:6,240:5.5,360:5,480:4.5");

	assert_int_equal(r.code, 0);
	assert_true(fabs(number(r.out, "time", "mean_rr_ms") - 900) < 5);
	assert_true(number(r.out, "spectrum", "lf_ms2") > 10 * number(r.out, "spectrum", "hf_ms2"));
	assert_true(number(r.out, "coherence", "best") > 2.5);
	assert_string_equal(json_string_value(part(r.out, "withheld")), "");
	json_t *resonance = part(r.out, "resonance");
	assert_true(json_is_true(json_object_get(resonance, "clear")));
	assert_true(fabs(json_number_value(json_object_get(resonance, "rate")) - 5.5) < 0.15);
	assert_int_equal(json_array_size(json_object_get(resonance, "steps")), 5);
	struct ran page = run(a, "biosignal", path, "--steps", "0:6.5,120:6,240:5.5,360:5,480:4.5");
	assert_non_null(strstr(page.out, "swings most at about 5."));
	unlink(path);
}

static void the_picture_is_whole(void **state)
{
	(void)state;
	const char *path = paced("svg.csv");
	struct ran r = run(a, "biosignal", path, "--svg");

	assert_int_equal(r.code, 0);
	assert_true(strncmp(r.out, "<svg xmlns", 10) == 0 && strstr(r.out, "</svg>") && strstr(r.out, ">LF</text>"));
	assert_null(strstr(r.out, "nan"));
	unlink(path);
}

static void an_unsuitable_rhythm_is_told_without_numbers(void **state)
{
	(void)state;
	struct rng r = rng_new(4);
	FILE *f = opened("wild.txt");
	const char *path = path_of("wild.txt");

	for (int i = 0; i < 500; i++)
		fprintf(f, "%.0f\n", 500 + 700 * rng_unit(&r));
	fclose(f);
	struct ran page = run(a, "biosignal", path), json = run(a, "biosignal", path, "--json"), svg = run(a, "biosignal", path, "--svg");
	assert_true(page.code == 0 && strstr(page.out, "not suitable") && !strstr(page.out, "RMSSD"));
	assert_true(json_is_null(json_object_get(part(json.out, "time"), "rmssd_ms")));
	assert_string_equal(json_string_value(part(json.out, "withheld")), "rhythm");
	assert_non_null(strstr(svg.out, "does not suit"));
	unlink(path);
}

static void a_signal_becomes_beats(void **state)
{
	(void)state;
	FILE *f = opened("ecg.csv");
	const char *path = path_of("ecg.csv");

	fputs("time;ECG\n", f);
	for (int i = 0; i < 90 * 250; i++) {
		double since = fmod(i / 250.0, 0.8) - 0.4;

		fprintf(f, "%.3f;%.5f\n", i / 250.0, exp(-since * since / 0.0003));
	}
	fclose(f);
	struct ran r = run(a, "biosignal", path, "--json");
	assert_int_equal(r.code, 0);
	assert_true(fabs(number(r.out, "time", "mean_hr") - 75) < 0.05 && number(r.out, "time", "rmssd_ms") < 0.5);
	assert_true(fabs(number(r.out, "quality", "samples_a_second") - 250) < 0.01);
	unlink(path);
}

static void a_muscle_is_told(void **state)
{
	(void)state;
	struct rng r = rng_new(4);
	FILE *f = opened("emg.csv");
	const char *path = path_of("emg.csv");

	fputs("emg_left\n", f);
	for (int i = 0; i < 20000; i++)
		fprintf(f, "%.4f\n", (i >= 5000 && i < 10000 ? 50 : i >= 15000 ? 60 : 10) * rng_normal(&r));
	fclose(f);
	struct ran json = run(a, "biosignal", path, "--rate", "1000", "--phases", "0.5,5,10.3,15,20", "--rest", "1-5", "--json");
	assert_int_equal(json.code, 0);
	assert_true(fabs(number(json.out, "flexion", "bend_ratio") - 5.5) < 0.7);
	struct ran page = run(a, "biosignal", path, "--rate", "1000", "--target", "20");
	assert_true(page.code == 0 && strstr(page.out, "At or below target  4"));
	assert_null(strstr(page.out, "  on average"));
	struct ran target = run(a, "biosignal", path, "--rate", "1000", "--target", "20", "--json");
	assert_true(fabs(number(target.out, "tension", "below_target") - 0.485) < 0.015);
	assert_int_equal(run(a, "biosignal", path, "--rate", "1000", "--svg").code, 2);
	assert_int_equal(run(a, "biosignal", path).code, 2);
	assert_int_equal(run(a, "biosignal", path, "--rate", "50").code, 2);
	assert_int_equal(run(a, "biosignal", path, "--rate", "1000", "--rest", "1-50").code, 2);
	unlink(path);
}

static void annotations_need_a_rate(void **state)
{
	(void)state;
	static const char bytes[] = "\x64\x04\x80\x04\x80\x04\x00";
	const char *path = path_of("x.atr"), *head = path_of("x.hea");
	FILE *f = opened("x.atr");

	fwrite(bytes, 1, 8, f);
	fclose(f);
	struct ran r = run(a, "biosignal", path);
	assert_true(r.code == 2 && strstr(r.err, "x.hea"));
	assert_int_equal(run(a, "biosignal", path, "--rate", "128").code, 0);
	f = opened("x.hea");
	fputs("x 2 128 1000\n", f);
	fclose(f);
	r = run(a, "biosignal", path, "--json");
	assert_true(r.code == 0 && number(r.out, "quality", "beats") == 2 && number(r.out, "quality", "seconds") == 2);
	unlink(path);
	unlink(head);
}

static void what_is_asked_wrongly_is_refused(void **state)
{
	(void)state;
	static const char *const wrong[][4] = { { "biosignal" }, { "biosignal", "x", "--json", "--svg" }, { "biosignal", "x", "--as", "heart" },
		{ "biosignal", "x", "--steps", "0:6" }, { "biosignal", "x", "--steps", "0:6,0:5" }, { "biosignal", "x", "--steps", "0:6,60:99" },
		{ "biosignal", "x", "--rest", "5" }, { "biosignal", "x", "--phases", "1,2,3" }, { "biosignal", "x", "--rate", "fast" },
		{ "biosignal", "x", "--mains", "70" }, { "biosignal", "x", "--sgv" }, { "biosignal", "no/such/file" } };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		const char *word[5] = { wrong[i][0], wrong[i][1], wrong[i][2], wrong[i][3], NULL };
		struct ran r = run_words(a, word);

		assert_int_equal(r.code, 2);
		assert_true(*r.err && !*r.out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_a_person_understands),
		cmocka_unit_test(the_json_has_its_parts),
		cmocka_unit_test(the_picture_is_whole),
		cmocka_unit_test(an_unsuitable_rhythm_is_told_without_numbers),
		cmocka_unit_test(a_signal_becomes_beats),
		cmocka_unit_test(a_muscle_is_told),
		cmocka_unit_test(annotations_need_a_rate),
		cmocka_unit_test(what_is_asked_wrongly_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
