/* core/sweep_place.c -- bits and tapes: where each open slot stands in the table, and where each table lies.
 *
 * A vector holds 2^low entries; positions below `low` are inside it.  They are given out first and never taken back: a slot that closes
 * there leaves its half of every vector empty for the next one.  Above, closing a position moves the higher ones down.  A table that only
 * changes in place, or is not needed again, gets no room of its own unless all are to be kept.
 */
#include "core/sweep.h"

#include <assert.h>

enum { LOW_MOST = 4 };

/* pos: of each slot; above: the slots above a block, by position */
struct placing { struct sweep *s; struct placed *out; bool keep; int low, blocks; int *pos, *above; int held[LOW_MOST]; size_t now; };

static void grow(struct placing *p)
{
	p->out->widest = p->blocks > p->out->widest ? p->blocks : p->out->widest;
	p->now = p->out->entries;
	p->out->entries += (size_t)1 << p->blocks;
}

static int open_at(struct placing *p, int slot)
{
	for (int b = 0; b < p->low; b++)
		if (p->held[b] < 0) {
			p->held[b] = slot;
			return b;
		}
	p->above[p->blocks] = slot;
	return p->low + p->blocks++;
}

static void close_at(struct placing *p, int pos)
{
	if (pos < p->low) {
		p->held[pos] = -1;
		return;
	}
	p->blocks--;
	for (int i = pos - p->low; i < p->blocks; i++) {
		p->above[i] = p->above[i + 1];
		p->pos[p->above[i]] = p->low + i;
	}
}

static void place_children(struct placing *p, int root)
{
	const struct sweep *s = p->s;

	for (int i = s->out_first[root]; i < s->out_first[root + 1]; i++)
		if (!s->tie[s->out[i]].folded)
			p->out->to[s->out[i]] = p->pos[s->tie[s->out[i]].to];
}

static void place_op(struct placing *p, const struct op *op, struct step *step)
{
	struct sweep *s = p->s;

	*step = (struct step){ .kind = op->kind, .at = op->at, .blocks = p->blocks, .in = p->now };
	switch (op->kind) {
	case OP_OPEN:
		step->pos = p->pos[op->at] = open_at(p, op->at);
		grow(p);
		break;
	case OP_CLOSE:
		step->pos = p->pos[op->at];
		close_at(p, step->pos);
		if (p->keep || sweep_told_late(s, op->at))
			grow(p);                /* else nothing of the table before is needed again */
		break;
	case OP_TIE:
		p->out->to[op->at] = p->pos[s->tie[op->at].to];
		p->out->from[op->at] = p->pos[s->tie[op->at].from];
		if (p->keep)
			grow(p);
		break;
	case OP_FUSE:
		place_children(p, op->at);
		grow(p);
		break;
	case OP_FUSE_SET:
		for (int i = 0; i < s->set[op->at]->n; i++)
			place_children(p, s->set[op->at]->first + i);
		grow(p);
		break;
	}
	step->out = p->now;
}

const struct placed *sweep_place(struct sweep *s, int low, bool keep)
{
	struct placed **made = &s->placed[keep][low > 0];

	assert(low < LOW_MOST);
	if (*made)
		return *made;
	struct placed *out = NEW(s->arena, struct placed);
	struct placing p = { .s = s, .out = out, .low = low, .keep = keep, .pos = NEWS(s->arena, int, s->n_slots),
		.above = NEWS(s->arena, int, s->width + 1) };

	out->step = NEWS(s->arena, struct step, s->n_ops);
	out->to = NEWS(s->arena, int, 2 * s->n_ties);
	out->from = out->to + s->n_ties;
	for (int b = 0; b < low; b++)
		p.held[b] = -1;
	for (int i = 0; i < s->n_ties; i++)
		out->from[i] = -1;
	grow(&p);
	for (int i = 0; i < s->n_ops; i++)
		place_op(&p, &s->op[i], &out->step[i]);
	*made = out;
	return out;
}
