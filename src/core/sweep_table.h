/* core/sweep_table.h -- the inner loops over a table of blocks.  Text of sweep_body.h: BLOCK, NUM, LOW and NAME are defined there.
 * Positions below LOW are inside a block, the others are strides over blocks. */

struct NAME(coef) { BLOCK stay, go; };          /* for positions inside a block: factor of the entry itself, and of its partner */

#if LOW
static inline void NAME(swap)(const BLOCK *x, int pos, BLOCK *out)
{
	if (pos == 0)
		*out = __builtin_shufflevector(*x, *x, 1, 0, 3, 2, 5, 4, 7, 6);
	else if (pos == 1)
		*out = __builtin_shufflevector(*x, *x, 2, 3, 0, 1, 6, 7, 4, 5);
	else
		*out = __builtin_shufflevector(*x, *x, 4, 5, 6, 7, 0, 1, 2, 3);
}

static void NAME(act_inside)(BLOCK *t, size_t n, int pos, size_t from, bool on, const struct NAME(coef) *c)
{
	const BLOCK stay = c->stay, go = c->go;
	size_t run = from ? from : n;

	for (size_t at = on ? from : 0; at < n; at += 2 * run)
		for (size_t i = at; i < at + run; i++) {
			BLOCK other;

			NAME(swap)(&t[i], pos, &other);
			t[i] = stay * t[i] + go * other;
		}
}
#endif

/* n: blocks; half, from: strides, from 0: acts everywhere; on: where that bit is set, else where it is not. */
static void NAME(act_across)(BLOCK *t, size_t n, size_t half, size_t from, bool on, bool back, const struct NAME(coef) *c)
{
	const BLOCK stay = c->stay, go = c->go;
	size_t low = from && from < half ? from : half, high = from > half ? from : half, at = on ? from : 0;
	size_t step = from ? 2 * high : n, span = from ? high : n;

	for (; at < n; at += step)
		for (size_t inner = at; inner < at + span; inner += 2 * low)
			for (size_t i = inner; i < inner + low; i++) {
				BLOCK zero = t[i], one = t[i + half];

				t[i] = back ? stay * zero + go * one : stay * zero;
				t[i + half] = back ? one : one + go * zero;
			}
}

/* out = by * in, or out += by * in */
static void NAME(times)(BLOCK *out, const BLOCK *in, size_t n, const BLOCK *by, bool add)
{
	const BLOCK f = *by;

	for (size_t i = 0; i < n; i++)
		out[i] = add ? out[i] + f * in[i] : f * in[i];
}

/* Two halves into one of n entries, and what that adds up to (to see when to scale). */
static void NAME(halve)(BLOCK *out, const BLOCK *in, size_t n, size_t half, const BLOCK *no, const BLOCK *yes, BLOCK *sum)
{
	const BLOCK x = *no, y = *yes;
	BLOCK all = { 0 };

	for (size_t at = 0; at < n; at += half)
		for (size_t i = at; i < at + half; i++) {
			out[i] = x * in[at + i] + y * in[at + i + half];
			all += out[i];
		}
	*sum = all;
}

/* n entries become twice as many. */
static void NAME(twice)(BLOCK *out, const BLOCK *in, size_t n, size_t half, const BLOCK *no, const BLOCK *yes)
{
	const BLOCK x = *no, y = *yes;

	for (size_t at = 0; at < n; at += half)
		for (size_t i = at; i < at + half; i++) {
			out[at + i] = x * in[i];
			out[at + i + half] = y * in[i];
		}
}

static void NAME(dot_short)(const BLOCK *x, const BLOCK *y, size_t n, BLOCK *out)
{
	BLOCK a = { 0 }, b = { 0 };

	for (size_t i = 0; i + 1 < n; i += 2) {
		a += x[i] * y[i];
		b += x[i + 1] * y[i + 1];
	}
	if (n & 1)
		a += x[n - 1] * y[n - 1];
	*out = a + b;
}

/* Sum of products, in pairs so that the roundings are 32 + log2(n) deep at most. */
static void NAME(dot_blocks)(const BLOCK *x, const BLOCK *y, size_t n, BLOCK *out)
{
	BLOCK other;

	if (n <= 64) {
		NAME(dot_short)(x, y, n, out);
		return;
	}
	NAME(dot_blocks)(x, y, n / 2, out);
	NAME(dot_blocks)(x + n / 2, y + n / 2, n / 2, &other);
	*out += other;
}
