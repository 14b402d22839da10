/* test/app/test_beats.c -- recordings from files: what is taken, what is refused, gaps kept as gaps. */
#include "../core/beats.h"

#include "app/beats.h"
#include "base/buf.h"

#include "one_arena.h"

static struct err err;
static struct recording got;

static bool take_as(const char *text, const struct beats_asked *asked)
{
	err = (struct err){ 0 };
	return beats_any(a, arena_text(a, text), strlen(text), asked, &got, &err);
}

static bool take(const char *text)
{
	return take_as(text, &(struct beats_asked){ 0 });
}

static void holds(const char *text, const char *format, const char *unit, int n, const double *want)
{
	if (!take(text))
		fail_msg("refused: %s", err_line(a, &err));
	assert_int_equal(got.what, RECORDED_BEATS);
	assert_string_equal(got.format, format);
	assert_string_equal(got.unit, unit);
	assert_int_equal(got.n, n);
	for (int i = 0; i < n; i++)
		if (fabs(got.value[i] - want[i]) > 1e-9)
			fail_msg("value %d is %g, not %g", i, got.value[i], want[i]);
}

static void refused(const char *text, const char *says)
{
	assert_false(take(text));
	if (!strstr(err_line(a, &err), says))
		fail_msg("expected \"%s\" in: %s", says, err_line(a, &err));
}

static void common_texts_are_understood(void **state)
{
	(void)state;
	static const double ms[] = { 812, 790, 801.5 };

	holds("812\n790\n801.5\n", "text", "ms", 3, ms);
	holds("0.812\r\n0.790\r\n0.8015", "text", "s", 3, ms);
	holds("\xef\xbb\xbf# remark\n\n812\n790\n801.5\n", "text", "ms", 3, ms);
	holds("rr\n812\n790\n801.5\n", "CSV", "ms", 3, ms);
	holds("\"RR-interval [ms]\"\n812\n790\n801.5\n", "CSV", "ms", 3, ms);
	holds("Time [s];RR [ms]\n0,812;812\n1,602;790\n2,4035;801,5\n", "CSV", "ms", 3, ms);
	holds("phone: x\ndate 2026\n\nt\tIBI\n0.812\t812\n1.602\t790\n2.4035\t801.5\n", "CSV", "ms", 3, ms);
	holds("0.812 0.812\n1.602 0.790\n2.4035 0.8015\n", "text", "s", 3, ms);
	holds("HR,RR,x\n74,812,9\n75,790,9\n76,801.5,9\n", "CSV", "ms", 3, ms);
	holds("event,value,timestamp\nInterBeatInterval,812,2026-01-01T10:00:00\nPacerRate,6,2026-01-01T10:00:01\n"
		"InterBeatInterval,790,2026-01-01T10:00:02\nInterBeatInterval,801.5,2026-01-01T10:00:03\n", "OpenHRV", "ms", 3, ms);
	holds("rr (1/1024 s)\n1024\n512\n", "CSV", "1/1024 s", 2, (const double[]){ 1000, 500 });
	assert_true(take_as("1024\n512\n", &(struct beats_asked){ .unit = "1/1024" }));
	assert_true(fabs(got.value[0] - 1000) < 1e-9);
	assert_true(take_as("a,b\n700,812\n700,790\n", &(struct beats_asked){ .signal = "B" }));
	assert_true(fabs(got.value[0] - 812) < 1e-9);
}

static void gaps_stay_gaps(void **state)
{
	(void)state;
	assert_true(take("812\n0\n790\n\n800\n65535\n810\n"));
	assert_int_equal(got.n, 4);
	assert_true(!got.mark[0] && got.mark[1] == BEAT_CUT && !got.mark[2] && got.mark[3] == BEAT_CUT);
	assert_true(take("time_s,rr\n0.8,800\n1.6,800\n2.4,800\n9.2,800\n10.0,800\n"));
	assert_int_equal(got.n, 5);
	assert_true(!got.mark[1] && !got.mark[2] && got.mark[3] == BEAT_CUT && !got.mark[4]);
	assert_true(take("time_ms,rr\n800,800\n1600,800\n2400,800\n9200,nan\n10000,800\n"));
	assert_true(got.n == 4 && got.mark[3] == BEAT_CUT);
}

static void samples_need_their_rate(void **state)
{
	(void)state;
	assert_false(take("ECG\n1\n2\n3\n"));
	assert_non_null(strstr(err_line(a, &err), "how many samples a second"));
	assert_true(take_as("ECG,RSP\n1,9\n2,9\nnan,9\n3,9\n", &(struct beats_asked){ .rate = 100 }));
	assert_true(got.what == RECORDED_ECG && got.n == 3 && got.rate == 100 && got.mark[2] == BEAT_CUT && !got.mark[1]);
	assert_true(take("time,ppg\n0.00,1\n0.01,2\n0.02,3\n"));
	assert_true(got.what == RECORDED_PPG && fabs(got.rate - 100) < 1e-6);
	assert_true(take_as("512\n513\n", &(struct beats_asked){ .what_given = true, .what = RECORDED_PPG, .rate = 50 }));
	assert_true(got.what == RECORDED_PPG && got.n == 2 && got.rate == 50);
}

static void what_is_no_recording_is_refused(void **state)
{
	(void)state;
	refused("", "no line with a number");
	refused("hello\nworld\n", "no line with a number");
	refused("12\n13\n14\n", "no interval between beats");
	refused("rr\n812\nx12\n", "3:1: rr: a number is expected");
	refused("812\n-5\n", "below 0");
	refused("812\n790\xff\n", "UTF-8");
	refused("0       x", "no EDF file");
	refused("\xff" "BIOSEMI", "24 bits");
	refused("0\n0\n", "no interval");
	assert_false(take_as("rr\n812\n", &(struct beats_asked){ .signal = "nn" }));
	assert_false(take_as("rr\n812\n", &(struct beats_asked){ .unit = "min" }));
	assert_int_equal(err.code, ERR_USAGE);
}

/* ---- WFDB ---- */

static void put_word(struct buf *b, int code, int rest)
{
	int v = code << 10 | rest;

	buf_char(b, (char)(v & 255));
	buf_char(b, (char)(v >> 8));
}

static void annotations_become_intervals(void **state)
{
	(void)state;
	struct buf b = buf_new(a, 1000);

	put_word(&b, 28, 10);           /* a change of rhythm is no beat */
	put_word(&b, 63, 3);            /* its remark, padded */
	buf_put(&b, "(N\0\0", 4);
	put_word(&b, 1, 100);
	put_word(&b, 5, 128);
	put_word(&b, 62, 1);
	put_word(&b, 59, 0);            /* a long way: 0x00010000 ticks */
	put_word(&b, 0, 1);
	put_word(&b, 0, 0);
	put_word(&b, 1, 0);
	put_word(&b, 1, 64);
	put_word(&b, 0, 0);
	err = (struct err){ 0 };
	assert_true(beats_wfdb(a, b.at, b.n, 128, &got, &err));
	assert_int_equal(got.n, 2);
	assert_true(got.value[0] == 1000 && got.value[1] == 500 && got.mark[1] == BEAT_CUT);
	assert_int_equal(got.other_beats, 1);
	assert_false(beats_wfdb(a, b.at, b.n - 2, 128, &got, &err));
	assert_false(beats_wfdb(a, b.at, b.n, 0, &got, &err));
}

static void a_header_tells_its_rate(void **state)
{
	(void)state;
	static const char head[] = "# of a heart\n14134 2 128 6420480\n", bare[] = "14134 2\n";
	double rate = 0;

	err = (struct err){ 0 };
	assert_true(beats_wfdb_rate(head, strlen(head), &rate, &err) && rate == 128);
	assert_false(beats_wfdb_rate(bare, strlen(bare), &rate, &err));
}

static char *bytes_of(const char *name, size_t *n)
{
	FILE *f = fopen(arena_fmt(a, HRV "%s", name), "rb");
	char *text = arena_take(a, 1, 1 << 20);

	if (!f) {
		print_message("%s is not beside this tree: left out\n", name);
		skip();
		return NULL;
	}
	*n = fread(text, 1, 1 << 20, f);
	fclose(f);
	return text;
}

/* A long-term record with many abnormal beats, whole. */
static void an_annotated_record_is_withheld(void **state)
{
	(void)state;
	size_t n = 0;
	char *bytes = bytes_of("14134.atr", &n);

	err = (struct err){ 0 };
	assert_true(beats_wfdb(a, bytes, n, 128, &got, &err));
	struct biosignal *all = biosignal(a, bio_k(), got.value, got.mark, got.n);
	print_message("14134: %d beats, %d not normal, %d of %d blocks withheld\n", got.n, got.other_beats, all->blocks_withheld, all->blocks);
	int half_hour = 0;
	for (double t = 0; half_hour < got.n && t < 1800; half_hour++)
		t += got.value[half_hour] / 1000;
	struct biosignal *first = biosignal(a, bio_k(), got.value, got.mark, half_hour);
	print_message("first 30 min: %d of %d blocks withheld\n", first->blocks_withheld, first->blocks);
	assert_true(first->blocks_withheld >= 0.85 * first->blocks);
	assert_int_equal(first->withheld, WITHHELD_RHYTHM);
	assert_int_equal(all->withheld, WITHHELD_RHYTHM);
}

/* ---- EDF ---- */

static void field(char *to, int width, const char *text)
{
	size_t n = strlen(text);

	assert_true((int)n <= width);
	memset(to, ' ', (size_t)width);
	memcpy(to, text, n);
}

enum { EDF_RECORDS = 3, EDF_RATE = 4, EDF_TOLD = 16, EDF_SIZE = 256 * 3 + EDF_RECORDS * 2 * (EDF_RATE + EDF_TOLD) };

/* Three records of a second, four samples each; the third begins two seconds late when it is not continuous. */
static char *edf(const char *reserved, bool gap)
{
	char *f = arena_take(a, 1, EDF_SIZE), *at = f + 768;

	memset(f, ' ', 768);
	field(f, 8, "0");
	field(f + 184, 8, "768");
	field(f + 192, 44, reserved);
	field(f + 236, 8, "3");
	field(f + 244, 8, "1");
	field(f + 252, 4, "2");
	field(f + 256, 16, "EMG back");
	field(f + 272, 16, "EDF Annotations");
	field(f + 256 + 192, 8, "uV");
	field(f + 256 + 208, 8, "-100");
	field(f + 256 + 224, 8, "100");
	field(f + 256 + 240, 8, "-1000");
	field(f + 256 + 256, 8, "1000");
	field(f + 256 + 248, 8, "-32768");
	field(f + 256 + 264, 8, "32767");
	field(f + 256 + 216 * 2, 8, "4");
	field(f + 256 + 216 * 2 + 8, 8, "16");
	for (int r = 0; r < EDF_RECORDS; r++) {
		for (int i = 0; i < EDF_RATE; i++) {
			int v = r * 100 + i - 50;

			*at++ = (char)(v & 255);
			*at++ = (char)(v >> 8);
		}
		int when = gap && r == 2 ? 4 : r;
		int used = snprintf(at, 32, "+%d\x14\x14", when) + 1;
		if (r == 1)
			snprintf(at + used, (size_t)(32 - used), "+1.5\x15" "2\x14" "flexion\x14");
		at += 32;
	}
	return f;
}

static void edf_is_read_with_its_gaps_and_remarks(void **state)
{
	(void)state;
	err = (struct err){ 0 };
	assert_true(beats_any(a, edf("EDF+C", false), EDF_SIZE, &(struct beats_asked){ 0 }, &got, &err));
	assert_true(got.what == RECORDED_EMG && got.n == 12 && got.rate == 4);
	assert_string_equal(got.format, "EDF+");
	assert_string_equal(got.name, "EMG back");
	assert_string_equal(got.unit, "uV");
	assert_true(fabs(got.value[0] + 5) < 1e-12 && fabs(got.value[11] - 15.3) < 1e-12 && !got.mark[8]);
	assert_int_equal(got.n_told, 1);
	assert_string_equal(got.told[0].text, "flexion");
	assert_true(got.told[0].at == 1.5 && got.told[0].lasts == 2);
	assert_true(beats_any(a, edf("EDF+D", true), EDF_SIZE, &(struct beats_asked){ 0 }, &got, &err));
	assert_true(got.mark[8] == BEAT_CUT && !got.mark[4] && got.n == 12);
	assert_true(beats_any(a, edf("", false), EDF_SIZE, &(struct beats_asked){ .signal = "emg BACK" }, &got, &err));
	assert_string_equal(got.format, "EDF");
	assert_true(beats_any(a, edf("", false), EDF_SIZE - 10, &(struct beats_asked){ 0 }, &got, &err));
	assert_int_equal(got.n, 8);                     /* broken off: what is whole */
}

static void an_edf_that_lies_is_refused(void **state)
{
	(void)state;
	static const struct { int at, width; const char *text, *says; } lies[] = { { 184, 8, "512", "header bytes" },
		{ 252, 4, "0", "signals" }, { 252, 4, "2000", "signals" }, { 236, 8, "many", "data records" }, { 244, 8, "0", "more than 0" },
		{ 256 + 240, 8, "1000", "no range" }, { 256 + 432, 8, "-4", "samples in a record" }, { 256, 16, "Temp", "name has to be given" },
		{ 256 + 224, 8, "-100", "no range" } };

	for (size_t i = 0; i < sizeof(lies) / sizeof(*lies); i++) {
		char *f = edf("EDF+C", false);

		field(f + lies[i].at, lies[i].width, lies[i].text);
		err = (struct err){ 0 };
		assert_false(beats_any(a, f, EDF_SIZE, &(struct beats_asked){ 0 }, &got, &err));
		if (!strstr(err_line(a, &err), lies[i].says))
			fail_msg("expected \"%s\" in: %s", lies[i].says, err_line(a, &err));
	}
	for (size_t n = 0; n < 768 + 40; n++) {
		err = (struct err){ 0 };
		assert_false(beats_edf(a, edf("EDF+C", false), n, &(struct beats_asked){ 0 }, &got, &err));
	}
}

/* A file another program wrote: 60 s at 100 a second, three signals. */
static void an_edf_by_another_writer_is_read(void **state)
{
	(void)state;
	size_t n = 0;
	char *bytes = bytes_of("nk_rest60s.edf", &n);

	err = (struct err){ 0 };
	assert_true(beats_edf(a, bytes, n, &(struct beats_asked){ 0 }, &got, &err));
	assert_true(got.what == RECORDED_ECG && got.n == 6000 && got.rate == 100);
	assert_string_equal(got.unit, "mV");
	double low = 1e9, high = -1e9;
	for (int i = 0; i < got.n; i++) {
		low = fmin(low, got.value[i]);
		high = fmax(high, got.value[i]);
	}
	assert_true(fabs(low + 0.15211) < 1.2e-5 && fabs(high - 0.187679) < 1.2e-5);    /* the writer used its extremes as the range */
	assert_true(beats_edf(a, bytes, n, &(struct beats_asked){ .signal = "RSP" }, &got, &err));
	assert_int_equal(got.n, 6000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(common_texts_are_understood),
		cmocka_unit_test(gaps_stay_gaps),
		cmocka_unit_test(samples_need_their_rate),
		cmocka_unit_test(what_is_no_recording_is_refused),
		cmocka_unit_test(annotations_become_intervals),
		cmocka_unit_test(a_header_tells_its_rate),
		cmocka_unit_test(an_annotated_record_is_withheld),
		cmocka_unit_test(edf_is_read_with_its_gaps_and_remarks),
		cmocka_unit_test(an_edf_that_lies_is_refused),
		cmocka_unit_test(an_edf_by_another_writer_is_read),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
