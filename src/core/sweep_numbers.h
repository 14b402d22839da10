/* core/sweep_numbers.h -- the numbers of one run, and leaves folded into their neighbour and taken out again.  Text of sweep_body.h. */

/* ---- numbers of this run ---- */

/* Of one case, or of all (l < 0). */
static inline void NAME(scale)(NUM *x, int l, REAL by)
{
	if (CASES == 1 || l < 0)
		*x *= by;
	else
		LANE(*x, l) *= by;
}

/* Where a cause cannot be off, what is said of "on" has nothing to be compared with and is kept from vanishing. */
static void NAME(keep_on)(struct NAME(state) *st, struct NAME(pair) *w)
{
	for (int l = 0; l < CASES; l++)
		if (LANE(w->no, l) <= 0 && LANE(w->yes, l) < NAME(tiny) && LANE(w->yes, l) > 0) {
			LANE(w->yes, l) *= (REAL)0x1p400;
			st->total[l].e -= 400;
		}
}

static void NAME(absorb_links)(struct NAME(state) *st, int l, int node, bool inhibitors)
{
	const struct net *net = st->run[l < 0 ? 0 : l]->net;
	struct NAME(room) *r = st->room;

	for (int i = net->first[node]; i < net->first[node + 1]; i++) {
		const struct net_link *link = &net->link[i];
		struct NAME(pair) *w = &r->w[st->s->slot[link->from]];

		assert(st->s->slot[link->from] >= 0);
		if ((link->kind == LINK_INHIBITS) != inhibitors) {
			assert(inhibitors);
			continue;
		}
		r->touched[st->s->slot[link->from]] = true;
		if (link->kind == LINK_ACTS_OFF) {
			NAME(scale)(&w->no, l, (REAL)link->q);
			continue;
		}
		NAME(scale)(&w->yes, l, (REAL)link->q);
		if (NAME(both_below)(&w->no, &w->yes, NAME(tiny)))
			NAME(keep_on)(st, w);
	}
}

/* All cases as when the order was made, then one more finding absent in each. */
static void NAME(absorb_asked)(struct NAME(state) *st)
{
	const struct sweep *s = st->s;
	const struct chance *own = st->run[0]->net->own;

	for (int i = 0; i < s->n_absorbed; i++) {
		const struct absorbed *a = &s->absorbed[i];

		for (int l = 0; !a->present && l < CASES; l++)
			NAME(wide_times)(&st->total[l], (REAL)own[a->node].no);
		NAME(absorb_links)(st, -1, a->node, a->present);
	}
	for (int l = 0; l < st->n_asked; l++) {
		NAME(wide_times)(&st->total[l], (REAL)own[st->asked[l]].no);
		NAME(absorb_links)(st, l, st->asked[l], false);
	}
}

static void NAME(absorb)(struct NAME(state) *st, int l)
{
	const struct sweep *s = st->s;
	const struct again *run = st->run[l];

	for (int i = 0; i < s->n_absorbed; i++) {
		const struct absorbed *a = &s->absorbed[i];

		if (run->seen[a->node] != (a->present ? SEEN_PRESENT : SEEN_ABSENT))
			continue;
		if (!a->present)
			NAME(wide_times)(&st->total[l], (REAL)run->net->own[a->node].no);
		NAME(absorb_links)(st, l, a->node, a->present);
	}
	if (memcmp(run->seen + s->n_causes, s->base + s->n_causes, (size_t)(s->net->n_nodes - s->n_causes)) == 0)
		return;
	for (int x = s->n_causes, next; x < s->net->n_nodes; x = next) {        /* absent since the order was made */
		next = x + 8 < s->net->n_nodes ? x + 8 : s->net->n_nodes;
		if (next == x + 8 && memcmp(run->seen + x, s->base + x, 8) == 0)
			continue;
		for (int f = x; f < next; f++)
			if (run->seen[f] == SEEN_ABSENT && s->base[f] == SEEN_NOTHING) {
				NAME(wide_times)(&st->total[l], (REAL)run->net->own[f].no);
				NAME(absorb_links)(st, l, f, false);
			}
	}
}

/* What is asked of a slot: any state, off, on; of all cases with l < 0. */
static void NAME(ask_of)(struct NAME(state) *st, int slot, int l, int seen)
{
	NAME(scale)(&st->room->w[slot].no, l, seen != SEEN_PRESENT);
	NAME(scale)(&st->room->w[slot].yes, l, seen != SEEN_ABSENT);
	st->room->touched[slot] = true;
}

static void NAME(ask_causes)(struct NAME(state) *st, int l)
{
	const struct sweep *s = st->s;
	const int8_t *seen = st->asked ? s->base : st->run[l]->seen, none[8] = { 0 };

	for (int x = 0, next; x < s->n_causes; x = next) {
		next = x + 8 < s->n_causes ? x + 8 : s->n_causes;
		if (next == x + 8 && memcmp(seen + x, none, 8) == 0)
			continue;
		for (int c = x; c < next; c++)
			if (seen[c] != SEEN_NOTHING && s->slot[c] >= 0)
				NAME(ask_of)(st, c, l, seen[c]);
	}
}

static void NAME(ask_findings)(struct NAME(state) *st, int l)
{
	const struct sweep *s = st->s;
	const int8_t *all = st->asked ? s->base : st->run[l]->seen;

	for (int x = s->n_causes; x < s->n_slots; x++) {
		int f = s->node[x], seen = all[f >= 0 ? f : s->node[x - 1]];

		if (f < 0)                              /* the helper of an inhibited finding says that it is off */
			NAME(ask_of)(st, x, l, seen == SEEN_ABSENT ? SEEN_PRESENT : SEEN_NOTHING);
		else if (s->base[f] == SEEN_PRESENT)
			NAME(ask_of)(st, x, l, seen);
	}
}

/* All cases have the same numbers and differ in what is seen. */
static bool NAME(one_net)(const struct NAME(state) *st)
{
	bool one = true;

	if (st->asked)
		return true;
	for (int l = 1; l < CASES; l++)
		one = one && st->run[l]->net == st->run[0]->net;
	return one;
}

/* The same numbers in all cases.  A cause is its own slot, so that most of it is a copy. */
static void NAME(load_one)(struct NAME(state) *st)
{
	const struct sweep *s = st->s;
	const struct chance helper = { 1, 0 }, *own = st->run[0]->net->own;
	struct NAME(room) *r = st->room;
	bool copied = sizeof(struct NAME(pair)) == sizeof(struct chance);
	NUM one = { 0 };

	one += 1;
	if (copied)
		memcpy((void *)r->a, own, (size_t)s->n_causes * sizeof(struct chance));
	for (int x = copied ? s->n_causes : 0; x < s->n_slots; x++) {
		const struct chance *from = x < s->n_causes ? &own[x] : s->node[x] >= 0 ? &own[s->node[x]] : &helper;

		r->a[x] = (struct NAME(pair)){ one * (REAL)from->no, one * (REAL)from->yes };
	}
	for (int x = 0; x < s->n_slots; x++)
		r->w[x] = (struct NAME(pair)){ one * (LANE(r->a[x].no, 0) > 0), one };
}

/* What a tilt leaves of a cause counts, though no other finding tells of it.  Many steep ones together would not fit a double: the larger of the two is
 * brought near one by a power of two, which is kept with the evidence. */
static void NAME(load_tilt)(struct NAME(state) *st, int l)
{
	struct NAME(room) *r = st->room;

	for (int c = 0; c < st->s->n_causes; c++) {
		int e = r->tilt[c] > 1 ? ilogb(r->tilt[c]) : 0;

		LANE(r->w[c].no, l) *= (REAL)ldexp(1, -e);
		LANE(r->w[c].yes, l) = (REAL)ldexp(r->tilt[c], -e);
		st->total[l].e += e;
		r->touched[c] = true;
	}
}

static void NAME(load_slots)(struct NAME(state) *st)
{
	const struct sweep *s = st->s;
	struct NAME(room) *r = st->room;
	NUM one = { 0 };

	one += 1;
	memcpy(r->touched, s->tied, (size_t)s->n_slots * sizeof(bool));
	for (int x = 0; !NAME(one_net)(st) && x < s->n_slots; x++)
		r->w[x] = (struct NAME(pair)){ one, one };
	if (NAME(one_net)(st))
		NAME(load_one)(st);
	for (int l = 0; l < CASES; l++) {
		const struct chance *own = st->run[l]->net->own, helper = { 1, 0 };

		for (int x = 0; !NAME(one_net)(st) && x < s->n_slots; x++) {
			const struct chance *from = s->node[x] >= 0 ? &own[s->node[x]] : &helper;

			LANE(r->a[x].no, l) = (REAL)from->no;
			LANE(r->a[x].yes, l) = (REAL)from->yes;
			if (from->no <= 0)
				LANE(r->w[x].no, l) = 0;
		}
		if (r->tilt)
			NAME(load_tilt)(st, l);
		if (st->asked && l > 0)
			continue;
		NAME(ask_causes)(st, st->asked ? -1 : l);
		NAME(ask_findings)(st, st->asked ? -1 : l);
	}
	memcpy(r->alpha, r->a, (size_t)s->n_causes * sizeof(*r->a));
}

static void NAME(load_ties)(struct NAME(state) *st)
{
	const struct sweep *s = st->s;
	bool once = NAME(one_net)(st);
	NUM one = { 0 };

	one += 1;
	for (int i = 0; i < s->n_ties; i++)
		for (int l = 0; l < (once ? 1 : CASES); l++) {
			const struct net_link *link = st->run[l]->net->link;
			const struct tie *t = &s->tie[i];
			REAL q = t->link >= 0 ? (REAL)link[t->link].q : 0, go = 1 - q;

			if (t->over >= 0) {
				REAL over = (REAL)link[t->over].q;

				go = over > 0 ? (over - q) / over : 0;
				q = over > 0 ? q / over : 1;
			}
			if (once) {
				st->room->q[i] = one * q;
				st->room->go[i] = one * go;
				continue;
			}
			LANE(st->room->q[i], l) = q;
			LANE(st->room->go[i], l) = go;
		}
}

/* Of two levels the lower on and the upper off: all is relative to the upper. */
static void NAME(load_levels)(struct NAME(state) *st)
{
	const struct sweep *s = st->s;
	struct NAME(room) *r = st->room;

	for (int k = 0; k < s->net->n_sets; k++) {
		const struct net_set *set = &s->net->set[k];
		int top = -1, floor = -1;

		for (int x = set->first; set->kind == SET_LEVELS && x < set->first + set->n; x++) {
			top = s->slot[x] >= 0 ? x : top;
			floor = s->base[x] == SEEN_ABSENT && !s->implied[x] ? x : floor;
		}
		for (int l = 0; top >= 0 && floor >= 0 && l < CASES; l++) {
			const struct chance *own = st->run[l]->net->own;
			REAL no = (REAL)own[top].no, all = (REAL)own[floor].no;

			LANE(r->a[s->slot[top]].no, l) = all > 0 ? no / all : 1;
			LANE(r->a[s->slot[top]].yes, l) = all > 0 ? (all - no) / all : 0;
		}
	}
}

/* ---- leaves ---- */

static void NAME(fold)(struct NAME(state) *st)
{
	const struct sweep *s = st->s;
	struct NAME(room) *r = st->room;

	for (int i = 0; i < s->n_folds; i++) {
		const struct tie *t = &s->tie[s->fold[i].tie];
		struct NAME(pair) *up = &r->a[t->from], *wup = &r->w[t->from], *a = &r->a[t->to], *w = &r->w[t->to];
		const NUM *q = &r->q[s->fold[i].tie], *go = &r->go[s->fold[i].tie];

		if (s->fold[i].up) {            /* the child tells its parent */
			NUM still = a->no * w->no + a->yes * w->yes, acted = *q * (a->no * w->no) + (a->yes + a->no * *go) * w->yes;

			NUM no = wup->no, yes = wup->yes;

			r->saved[i].no = no;
			r->saved[i].yes = yes;
			wup->no = no * (t->off ? acted : still);
			wup->yes = yes * (t->off ? still : acted);
			NAME(level)(st, wup);
			continue;
		}
		NUM still = (t->off ? up->yes * wup->yes : up->no * wup->no), acts = (t->off ? up->no * wup->no : up->yes * wup->yes);
		r->saved[i] = *a;
		a->yes = a->yes * (still + acts) + a->no * (acts * *go);
		a->no *= still + acts * *q;
		NAME(level)(st, a);
	}
}

/* A folded child: what its parent's other ties say becomes what is said of the child's own states. */
static void NAME(unfold_child)(struct NAME(state) *st, int i)
{
	struct NAME(room) *r = st->room;
	const struct tie *t = &st->s->tie[st->s->fold[i].tie];
	struct NAME(pair) *al = &r->alpha[t->from], *a = &r->a[t->to], *w = &r->w[t->to];
	const NUM *q = &r->q[st->s->fold[i].tie], *go = &r->go[st->s->fold[i].tie];
	NUM still = a->no * w->no + a->yes * w->yes, acted = *q * (a->no * w->no) + (a->yes + a->no * *go) * w->yes;

	r->w[t->from] = r->saved[i];
	NUM off = al->no * r->saved[i].no, on = al->yes * r->saved[i].yes;
	if (t->off) {
		NUM other = off;

		off = on;
		on = other;
	}
	r->alpha[t->to].no = a->no * (off + on * *q);
	r->alpha[t->to].yes = a->yes * (off + on) + a->no * (on * *go);
	r->beta[t->to].no = off * w->no + on * (*q * w->no + *go * w->yes);
	r->beta[t->to].yes = (off + on) * w->yes;
	al->no *= t->off ? acted : still;
	al->yes *= t->off ? still : acted;
	NAME(level)(NULL, al);
	NAME(level)(NULL, &r->alpha[t->to]);
	NAME(level)(NULL, &r->beta[t->to]);
}

/* A folded parent. */
static void NAME(unfold_parent)(struct NAME(state) *st, int i)
{
	struct NAME(room) *r = st->room;
	const struct tie *t = &st->s->tie[st->s->fold[i].tie];
	const struct NAME(pair) *up = &r->a[t->from], *wup = &r->w[t->from], *a = &r->saved[i];
	struct NAME(pair) *b = &r->beta[t->to];
	const NUM *q = &r->q[st->s->fold[i].tie], *go = &r->go[st->s->fold[i].tie];
	NUM still = (t->off ? up->yes * wup->yes : up->no * wup->no), acts = (t->off ? up->no * wup->no : up->yes * wup->yes);
	NUM off = a->no * b->no + a->yes * b->yes, on = (*q * b->no + *go * b->yes) * a->no + a->yes * b->yes;
	NUM z_no = t->off ? on : off, z_yes = t->off ? off : on;

	r->alpha[t->from] = (struct NAME(pair)){ up->no * z_no, up->yes * z_yes };
	r->beta[t->from] = (struct NAME(pair)){ wup->no * z_no, wup->yes * z_yes };
	b->no = (still + acts * *q) * b->no + acts * *go * b->yes;
	b->yes = (still + acts) * b->yes;
	r->a[t->to] = *a;
	NAME(level)(NULL, b);
	NAME(level)(NULL, &r->alpha[t->from]);
	NAME(level)(NULL, &r->beta[t->from]);
}
