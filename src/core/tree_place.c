/* core/tree_place.c -- which bit of its table each vertex is, of which type, and where each table lies on the tape. */
#include "core/tree_run.h"

#include <assert.h>
#include <string.h>

struct table { int n; struct bit bit[BITS]; size_t at; bool begun; };

struct placing { const struct sweep *s; const struct tree *t; struct room *room; struct table *table; bool *ended; };

static int find(const struct table *t, int vertex)
{
	for (int i = 0; i < t->n; i++)
		if (t->bit[i].vertex == vertex)
			return i;
	return -1;
}

static void grow(struct placing *p, struct table *t)
{
	assert(t->n < BITS);
	t->at = p->room->entries;
	p->room->entries += t->n < 3 ? BROAD : (size_t)1 << t->n;
	p->room->widest = t->n > p->room->widest ? t->n : p->room->widest;
}

static void add_pull(struct placing *p, const struct table *t, struct tree_step *step, int tie, bool fused)
{
	const struct tie *k = &p->s->tie[tie];
	int to = find(t, p->t->explained[k->to]), from = fused ? -1 : find(t, p->t->state[k->from]);

	assert(to >= 0 && (fused || from >= 0));
	step->pull[step->n_pulls++] = (struct pull){ tie, to, from, t->bit[to].type == DOWN };
}

static void place_pulls(struct placing *p, struct table *t, struct tree_step *step)
{
	const struct sweep *s = p->s;
	int root = step->at;

	step->pull = NEWS(s->arena, struct pull, step->kind == TREE_TIE ? 1 : s->n_out[root]);
	if (step->kind == TREE_TIE) {
		add_pull(p, t, step, step->at, false);
		return;
	}
	for (int i = s->out_first[root]; i < s->out_first[root + 1]; i++)
		if (!s->tie[s->out[i]].folded)
			add_pull(p, t, step, s->out[i], true);
	grow(p, t);
}

static void add_side(struct side *side, const struct table *t, int pos)
{
	side->at[side->bits] = pos;
	side->type[side->bits++] = t->bit[pos].type;
}

static void place_join(struct placing *p, struct table *t, const struct table *other, struct tree_step *step)
{
	bool swap = other->n > t->n;            /* x has more of its own */
	struct table x = swap ? *other : *t, y = swap ? *t : *other;
	struct join *j = step->join = NEW(p->s->arena, struct join);

	j->x.in = x.at;
	j->y.in = y.at;
	t->n = 0;
	for (int i = 0; i < x.n; i++)
		if (find(&y, x.bit[i].vertex) < 0) {
			add_side(&j->x, &x, i);
			t->bit[t->n++] = x.bit[i];
		}
	for (int i = 0; i < y.n; i++)
		if (find(&x, y.bit[i].vertex) < 0) {
			add_side(&j->y, &y, i);
			t->bit[t->n++] = y.bit[i];
		}
	j->x.n = j->x.bits;
	j->y.n = j->y.bits;
	for (int i = 0; i < x.n; i++) {
		int k = find(&y, x.bit[i].vertex);

		if (k < 0)
			continue;
		add_side(&j->x, &x, i);
		add_side(&j->y, &y, k);
		t->bit[t->n++] = x.bit[i].type == DOWN ? x.bit[i] : y.bit[k];
		j->n_shared++;
	}
	grow(p, t);
}

/* Of a gate the other vertex takes the place of this one, unless it ended before. */
static void place_end(struct placing *p, struct table *t, struct tree_step *step)
{
	int x = p->t->slot[step->at];
	bool state = p->t->state[x] == step->at;
	int other = state ? p->t->explained[x] : p->t->state[x];

	step->slot = x;
	step->pos = find(t, step->at);
	assert(step->pos >= 0);
	step->beside = other >= 0 && !p->ended[other] ? find(t, other) : -1;
	p->ended[step->at] = true;
	if (other < 0)
		step->how = state ? ROOT : FINDING;
	else if (p->ended[other])
		step->how = state ? STATE_LAST : EXPLAINED_LAST;
	else if (step->beside < 0)
		step->how = state ? STATE_FIRST : EXPLAINED_FIRST;
	else
		step->how = state ? STATE_BESIDE : EXPLAINED_BESIDE;
	if (other >= 0 && !p->ended[other])
		t->bit[step->beside < 0 ? step->pos : step->beside] = (struct bit){ other, state ? DOWN : EQ };
	if (step->how != STATE_FIRST && step->how != EXPLAINED_FIRST) {
		memmove(t->bit + step->pos, t->bit + step->pos + 1, (size_t)(t->n - 1 - step->pos) * sizeof(struct bit));
		t->n--;
	}
	step->last = t->n == 0;
	grow(p, t);
}

static void place_open(struct placing *p, struct table *t, struct tree_step *step)
{
	step->opens = p->t->state[p->t->slot[step->at]] == step->at ? EQ : UP;
	assert(t->n < BITS);
	t->bit[t->n++] = (struct bit){ step->at, step->opens };
	grow(p, t);
}

void tree_place(struct sweep *s, struct room *room)
{
	const struct tree *t = s->tree;
	struct placing p = { s, t, room, NEWS(s->arena, struct table, t->n_tables), NEWS(s->arena, bool, t->n_vertices) };

	room->step = NEWS(s->arena, struct tree_step, t->n_ops);
	for (int i = 0; i < t->n_ops; i++) {
		const struct tree_op *op = &t->op[i];
		struct table *table = &p.table[op->table];
		struct tree_step *step = &room->step[i];

		if (!table->begun)
			grow(&p, table);
		*step = (struct tree_step){ .kind = op->kind, .at = op->at, .bits = table->n, .first = !table->begun, .in = table->at };
		table->begun = true;
		if (op->kind == TREE_OPEN)
			place_open(&p, table, step);
		else if (op->kind == TREE_JOIN)
			place_join(&p, table, &p.table[op->at], step);
		else if (op->kind == TREE_END)
			place_end(&p, table, step);
		else
			place_pulls(&p, table, step);
		step->out = table->at;
	}
}
