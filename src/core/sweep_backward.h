/* core/sweep_backward.h -- the same steps transposed: what is said of every slot.  Text of sweep_body.h. */

/* ---- backward: g is what comes after, for each entry of the table ---- */

/* g: after the bit was added; on return: before. */
static void NAME(back_open)(struct NAME(state) *st, const struct step *p)
{
	struct NAME(room) *r = st->room;
	const BLOCK *in = r->tape + p->in;
	BLOCK *g = r->g, no, yes;
	size_t n = (size_t)1 << p->blocks, half = p->pos >= LOW ? (size_t)1 << (p->pos - LOW) : 0;
	struct NAME(pair) by, z;

	NAME(open_pair)(st, p->at, &by);
	NAME(split)(&by, p->pos, &no, &yes);
#if LOW
	if (p->pos < LOW) {
		BLOCK zero = { 0 }, one = { 0 }, from;

		NAME(swap)(&yes, p->pos, &from);
		for (size_t i = 0; i < n; i++) {
			BLOCK other;

			NAME(swap)(&g[i], p->pos, &other);
			zero += in[i] * g[i];
			one += in[i] * other;
			g[i] = no * g[i] + from * other;
		}
		NAME(sum_block)(&zero, &z.no);
		NAME(sum_block)(&one, &z.yes);
	} else
#endif
	{
		BLOCK sum;
		NUM x;

		z.no = z.yes = (NUM){ 0 };
		for (size_t at = 0; at < n; at += half) {
			NAME(dot)(in + at, g + 2 * at, half, &x);
			z.no += x;
			NAME(dot)(in + at, g + 2 * at + half, half, &x);
			z.yes += x;
		}
		NAME(halve)(r->v, g, n, half, &no, &yes, &sum);
		BLOCK *swap = r->g;
		r->g = r->v;
		r->v = swap;
	}
	if (NAME(is_root)(st->s, p->at))
		NAME(says)(st, p->at, &z.no, &z.yes);
	else
		r->beta[p->at] = z;
}

static void NAME(back_close)(struct NAME(state) *st, const struct step *p)
{
	struct NAME(room) *r = st->room;
	const BLOCK *in = r->tape + p->in;
	BLOCK *g = r->g, no, yes, sum = { 0 };
	struct NAME(pair) w = r->w[p->at], z;
	size_t n = (size_t)1 << p->blocks, half = p->pos >= LOW ? (size_t)1 << (p->pos - LOW) : 0;
	bool root = NAME(is_root)(st->s, p->at), late = sweep_told_late(st->s, p->at);
	NUM one = { 0 }, x;

	one += 1;
	if (root)
		w = (struct NAME(pair)){ one, one };
	NAME(split)(&w, p->pos, &no, &yes);
#if LOW
	if (p->pos < LOW) {
		BLOCK zero = { 0 }, ones = { 0 };

		for (size_t i = 0; i < n; i++) {        /* g has its entries where the bit is 0 */
			BLOCK other;

			NAME(swap)(&g[i], p->pos, &other);
			zero += in[i] * g[i];
			ones += in[i] * other;
			g[i] = no * g[i] + yes * other;
			sum += g[i];
		}
		zero *= 1 - NAME(set)[p->pos];
		ones *= NAME(set)[p->pos];
		NAME(sum_block)(&zero, &z.no);
		NAME(sum_block)(&ones, &z.yes);
		NAME(rescale)(st, g, n, &sum, false);
	} else
#endif
	{
		z.no = z.yes = (NUM){ 0 };
		for (size_t at = 0; late && at < n / 2; at += half) {
			NAME(dot)(in + 2 * at, g + at, half, &x);
			z.no += x;
			NAME(dot)(in + 2 * at + half, g + at, half, &x);
			z.yes += x;
		}
		NAME(twice)(r->v, g, n / 2, half, &no, &yes);
		for (size_t i = 0; i < n; i++)
			sum += r->v[i];
		NAME(rescale)(st, r->v, n, &sum, false);
		BLOCK *swap = r->g;
		r->g = r->v;
		r->v = swap;
	}
	if (late) {
		r->alpha[p->at] = z;
		NAME(level)(NULL, &r->alpha[p->at]);
	}
}

/* z[0]: what the rest says of "none", z[1 + i] of "only i". */
static void NAME(says_set)(const struct NAME(state) *st, int set, const NUM *z)
{
	const struct net_set *k = st->s->set[set];
	struct NAME(room) *r = st->room;

	for (int i = 0; i < k->n; i++) {
		struct NAME(pair) *al = &r->alpha[k->first + i];
		NUM x;

		NAME(alone)(st, set, i, i, &x);
		al->yes = x * z[1 + i];
		NAME(alone)(st, set, -1, i, &x);
		al->no = x * z[0];
		for (int j = 0; j < k->n; j++)
			if (j != i) {
				NAME(alone)(st, set, j, i, &x);
				al->no += x * z[1 + j];
			}
	}
}

static void NAME(back_fuse_set)(struct NAME(state) *st, const struct step *p)
{
	struct NAME(room) *r = st->room;
	const struct net_set *set = st->s->set[p->at];
	size_t n = (size_t)1 << p->blocks;
	NUM *z = (NUM *)arena_take(st->s->arena, (size_t)set->n + 1, sizeof(NUM)), x;
	BLOCK *kept = r->kept, by;

	memcpy(kept, r->g, n * sizeof(BLOCK));
	NAME(dot)(r->tape + p->in, r->g, n, &z[0]);
	NAME(alone)(st, p->at, -1, -1, &x);
	NAME(splat)(&x, &by);
	NAME(times)(r->g, kept, n, &by, false);
	for (int i = 0; i < set->n; i++) {
		memcpy(r->v, kept, n * sizeof(BLOCK));
		NAME(fuse_act)(st, set->first + i, r->v, p->blocks, true);
		NAME(dot)(r->tape + p->in, r->v, n, &z[1 + i]);
		NAME(alone)(st, p->at, i, -1, &x);
		NAME(splat)(&x, &by);
		NAME(times)(r->g, r->v, n, &by, true);
	}
	NAME(says_set)(st, p->at, z);
}

static void NAME(backward)(struct NAME(state) *st)
{
	NUM one = { 0 };

	one += 1;
	NAME(first_entry)(&one, st->room->g);
	for (int i = st->s->n_ops - 1; i >= 0; i--) {
		const struct step *step = &st->placed->step[i];

		switch (step->kind) {
		case OP_OPEN:
			NAME(back_open)(st, step);
			break;
		case OP_CLOSE:
			NAME(back_close)(st, step);
			break;
		case OP_TIE:
			NAME(act)(st, step->at, st->room->g, step->blocks, true);
			break;
		case OP_FUSE:
			NAME(back_fuse)(st, step);
			break;
		case OP_FUSE_SET:
			NAME(back_fuse_set)(st, step);
			break;
		}
	}
}
