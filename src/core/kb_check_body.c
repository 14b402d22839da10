/* core/kb_check_body.c -- what a schema cannot say of the muscles. */
#include "core/kb_checking.h"

enum { REFERS_MOST = 16 };              /* muscles whose usual pattern (0.7 and more) reaches one region, on one side */

static void check_muscle(struct checking *c, const struct muscle *m)
{
	kb_check_cite(c, m->where, m->id, "muscle", &m->cite);
	if (m->n_refers == 0)
		kb_refuse(c, m->where, m->id, "refers nowhere");
	if (m->anchors.n < 2)
		kb_refuse(c, m->where, m->id, "attaches to %d places; a muscle has two at least", m->anchors.n);
	if (m->arms.force > 0 && !(m->arms.length > 0))
		kb_refuse(c, m->where, m->id, "has a force and no length");
}

static void check_referrals(struct checking *c)
{
	const struct kb *kb = c->kb;

	for (int r = 0; r < kb->n_regions; r += 2) {
		int n = 0;

		for (int m = 0; m < kb->n_muscles; m++)
			for (int i = 0; i < kb->muscle[m].n_refers; i++)
				n += kb->muscle[m].refers[i].region == r && kb->muscle[m].refers[i].strength >= 0.7;
		if (n > REFERS_MOST)
			kb_refuse(c, kb->region[r].where, kb->region[r].base, "%d muscles refer there usually; with more than %d no exact answer is quick",
				n, REFERS_MOST);
		else if (kb->n_muscles && n == 0)
			kb_note(c, kb->region[r].where, kb->region[r].base, "no muscle refers there usually");
	}
}

static void check_test(struct checking *c, const struct muscle_test *t)
{
	const struct finding *left = &c->kb->finding[t->finding[0]], *right = &c->kb->finding[t->finding[1]];

	kb_check_cite(c, t->where, t->id, "test", &t->cite);
	if (t->n_tells == 0)
		kb_refuse(c, t->where, t->id, "tells of no muscle");
	if (left->is_bool != right->is_bool || left->is_bool == (t->sd > 0))
		kb_refuse(c, t->where, t->id, "a measure has mean and sd, a yes or no has none");
	if (t->sd > 0 && !t->plain)
		kb_refuse(c, t->where, t->id, "a measure has words for the client: \"plain\" is missing");
	if (t->sens > 0 && t->sens <= 1 - t->spec)
		kb_refuse(c, t->where, t->id, "sens %g is not above 1 - spec (%g)", t->sens, 1 - t->spec);
}

void kb_check_body(struct checking *c)
{
	const struct kb *kb = c->kb;

	for (int i = 0; i < kb->n_muscles; i++)
		check_muscle(c, &kb->muscle[i]);
	check_referrals(c);
	for (int i = 0; i < kb->n_fascia; i++)
		kb_check_cite(c, kb->fascia[i].where, kb->fascia[i].line, "fascia", &kb->fascia[i].cite);
	for (int i = 0; i < kb->n_habits; i++) {
		kb_check_cite(c, kb->habit[i].where, kb->habit[i].id, "habit", &kb->habit[i].cite);
		if ((kb->habit[i].left.n == 0) != (kb->habit[i].right.n == 0))
			kb_refuse(c, kb->habit[i].where, kb->habit[i].id, "has one side only: left and right go together");
	}
	for (int i = 0; i < kb->n_joins; i++) {
		const struct cause *cause = &kb->cause[kb->join[i].cause];

		kb_check_cite(c, kb->join[i].where, cause->id, "join", &kb->join[i].cite);
		if (cause->serious || cause->by_rule)
			kb_refuse(c, kb->join[i].where, cause->id, "is a danger or set by a rule: marks and hands must not speak for it or against it");
	}
	for (int i = 0; i < kb->n_spreads; i++)
		kb_check_cite(c, kb->spread[i].where, kb->spread[i].id, "spread", &kb->spread[i].cite);
	for (int i = 0; i < kb->n_numbers; i++)
		kb_check_cite(c, kb->number[i].where, kb->number[i].id, "number", &kb->number[i].cite);
	for (int i = 0; i < kb->n_stalls; i++)
		kb_check_cite(c, kb->stall[i].where, kb->instrument[kb->stall[i].instrument].id, "measure at a plateau", &kb->stall[i].cite);
	for (int i = 0; i < kb->n_muscle_tests; i++)
		check_test(c, &kb->muscle_test[i]);
}
