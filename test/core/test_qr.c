/* The codes are those of libqrencode, module by module. */
#include "support.h"

#include "base/rng.h"
#include "core/qr.h"

#include <qrencode.h>

static struct qr mine;

static void fill(struct rng *r, char *to, int n, const char *from)
{
	for (int i = 0; i < n; i++)
		to[i] = from[(size_t)(rng_unit(r) * (double)strlen(from))];
	to[n] = '\0';
}

/* By another program, with the same segments; the mask is its own choice. */
static QRcode *theirs(enum qr_level level, const char *text, const char *digits)
{
	QRinput *in = QRinput_new2(0, level == QR_L ? QR_ECLEVEL_L : QR_ECLEVEL_M);

	if (*text)
		assert_int_equal(QRinput_append(in, QR_MODE_8, (int)strlen(text), (const unsigned char *)text), 0);
	if (*digits)
		assert_int_equal(QRinput_append(in, QR_MODE_NUM, (int)strlen(digits), (const unsigned char *)digits), 0);
	QRcode *code = QRcode_encodeInput(in);
	QRinput_free(in);
	return code;
}

/* Which mask a picture says it has: bits 10 to 12 of the format, beside the upper left finder. */
static int mask_of(const QRcode *c)
{
	int data = 0;

	for (int i = 10; i < 13; i++)
		data |= (c->data[8 * c->width + 14 - i] & 1) << (i - 10);
	return data ^ 5;
}

static bool by_mask(int mask, int x, int y)
{
	switch (mask) {
	case 0: return (x + y) % 2 == 0;
	case 1: return y % 2 == 0;
	case 2: return x % 3 == 0;
	case 3: return (x + y) % 3 == 0;
	case 4: return (x / 3 + y / 2) % 2 == 0;
	case 5: return x * y % 2 + x * y % 3 == 0;
	case 6: return (x * y % 2 + x * y % 3) % 2 == 0;
	default: return ((x + y) % 2 + x * y % 3) % 2 == 0;
	}
}

/* 0x80 in libqrencode's bytes: a module that carries no data.  Those of the format differ with the mask and are compared where it is the same. */
static bool compare(enum qr_level level, const char *text, const char *digits, bool *same_mask)
{
	QRcode *code = theirs(level, text, digits);
	int wrong = 0;

	assert_non_null(code);
	assert_true(qr_make(level, text, digits, &mine));
	assert_int_equal(mine.version, code->version);
	assert_int_equal(mine.side, code->width);
	int mask = mask_of(code);
	*same_mask = mask == mine.mask;
	for (int y = 0; y < mine.side; y++)
		for (int x = 0; x < mine.side; x++) {
			int at = y * mine.side + x, format = (x == 8 && (y < 9 || y >= mine.side - 8)) || (y == 8 && (x < 9 || x >= mine.side - 8));
			int turned = !(code->data[at] & 0x80) && by_mask(mask, x, y) != by_mask(mine.mask, x, y);

			wrong += !(format && !*same_mask) && ((code->data[at] & 1) ^ turned) != mine.dark[at];
		}
	QRcode_free(code);
	return wrong == 0;
}

static void every_version_at(enum qr_level level)
{
	struct rng r = rng_new(3);
	static char text[1600], digits[7200];
	int seen[QR_VERSIONS + 1] = { 0 }, masks[8] = { 0 }, same = 0, all = 0;

	for (int i = 0; i < 400; i += i < 120 || getenv("UNKNOT_LONG") ? 1 : 3) {
		int n = i % 2 ? (int)(rng_unit(&r) * (i % 8 == 1 ? 1400 : 60)) : 0, d = i % 8 == 3 ? 0 : 17 * i;
		bool mask;

		fill(&r, text, n, "https://practice.example/take#abc\xc3\xa9 ");
		fill(&r, digits, d, "0123456789");
		if (!n && !d)
			continue;
		if (!qr_make(level, text, digits, &mine)) {
			assert_null(theirs(level, text, digits));
			continue;
		}
		assert_true(compare(level, text, digits, &mask));
		seen[mine.version]++;
		masks[mine.mask]++;
		same += mask;
		all++;
	}
	for (int v = 1; v <= QR_VERSIONS; v++)
		assert_true(seen[v] > 0);
	for (int m = 0; m < 8; m++)
		assert_true(masks[m] > 0);
	assert_true(same > all / 2);    /* both weigh the masks by the same rules; libqrencode counts the finder-like runs a little otherwise */
}

static void every_version_is_as_another_program_draws_it(void **state)
{
	(void)state;
	every_version_at(QR_L);
	every_version_at(QR_M);
}

static void what_does_not_fit_is_refused(void **state)
{
	static char digits[8000];

	(void)state;
	memset(digits, '7', 7089);
	assert_true(qr_make(QR_L, "", digits, &mine) && mine.version == 40);
	digits[7089] = '7';
	assert_false(qr_make(QR_L, "", digits, &mine));
	digits[5596] = '\0';
	assert_true(qr_make(QR_M, "", digits, &mine) && mine.version == 40);
	digits[5596] = '7';
	digits[5597] = '\0';
	assert_false(qr_make(QR_M, "", digits, &mine));
	assert_false(qr_make(QR_L, "x", "12a", &mine));
}

static void a_small_one_has_the_size_of_its_data(void **state)
{
	(void)state;
	assert_true(qr_make(QR_L, "", "12345678", &mine) && mine.version == 1 && mine.side == 21);
	assert_true(qr_make(QR_L, "https://unknot.example/take#", "0123456789", &mine) && mine.version == 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_version_is_as_another_program_draws_it),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(a_small_one_has_the_size_of_its_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
