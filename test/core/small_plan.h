/* test/core/small_plan.h -- people, beliefs and plans on the small knowledge: for test_plan.c and test_plan_value.c. */
#ifndef TEST_SMALL_PLAN_H
#define TEST_SMALL_PLAN_H

#include "small.h"

static struct arena *arena;
static struct kb *kb;

static inline int set_up(void **state)
{
	(void)state;
	arena = arena_new(256u << 20);
	kb = small_kb(arena);
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	arena_end(arena);
	return 0;
}

static inline void fresh(void)
{
	arena_reset(arena);
	kb = small_kb(arena);
}

static inline struct belief *beliefs(double muscle, double disc, double stress, double duress)
{
	struct belief *b = NEW(arena, struct belief);
	const double p[SMALL_CAUSES] = { muscle, disc, stress, duress, 0.01 };
	static struct weighed signs[] = { { F_UNSAFE, 2 }, { F_SLR, 1 } };

	b->by_cause = NEWS(arena, double, SMALL_CAUSES);
	b->cause = NEWS(arena, struct cause_belief, SMALL_CAUSES);
	b->n_causes = SMALL_CAUSES;
	for (int i = 0; i < SMALL_CAUSES; i++) {
		b->by_cause[i] = p[i];
		b->cause[i] = (struct cause_belief){ .cause = i, .before = 0.2, .p = p[i], .for_ = signs, .n_for = 2 };
	}
	return b;
}

static inline struct belief *usual(void)
{
	return beliefs(0.6, 0.25, 0.5, 0.05);
}

static inline struct plan *made(struct person_case *c, struct belief *b)
{
	struct plan *p = NEW(arena, struct plan);
	struct err err = { .code = ERR_OK };

	if (!plan_make(arena, kb, c, screen(arena, kb, c), b, NULL, p, &err))
		fail_msg("%s", err_line(arena, &err));
	return p;
}

static inline struct person_case *any_case(struct rng *r)
{
	static const int minutes[] = { 0, 30, 45, 60, 90 };
	struct person_case *c = small_case(arena, kb);

	c->map_given = rng_below(r, 4) > 0;
	for (int i = 0; c->map_given && i < kb->n_regions; i++)
		c->mark[i] = (int8_t)(rng_below(r, 3) ? 0 : rng_below(r, 11));
	c->answer[F_ANTICOAGULANT] = (int16_t)(rng_below(r, 4) == 0);
	c->answer[F_NUMB] = (int16_t)(rng_below(r, 4) == 0);
	c->answer[F_LOSS] = (int16_t)(rng_below(r, 4) == 0);
	c->answer[F_WALLET] = (int16_t)(rng_below(r, 2));
	c->answer[F_UNSAFE] = (int16_t)(rng_below(r, 4) ? 0 : rng_below(r, 2) ? 1 : NOT_ASKED);
	c->answer[F_SLR] = (int16_t)(rng_below(r, 2) ? 0 : 1);
	c->answer[F_STYLE] = (int16_t)(rng_below(r, 4) ? NOT_ASKED : rng_below(r, 3));
	c->answer[F_PRESSURE] = (int16_t)(rng_below(r, 2) ? NOT_ASKED : 1 + rng_below(r, 5));
	c->limits.session_minutes = minutes[rng_below(r, 5)];
	c->limits.home_minutes = rng_below(r, 3) ? -1 : rng_below(r, 40);
	c->limits.pressure_max = rng_below(r, 2) ? 0 : 1 + rng_below(r, 5);
	for (int i = 0; i < kb->n_items; i++)
		c->limits.declined_item[i] = rng_below(r, 6) == 0;
	for (int i = 0; i < kb->n_lessons; i++)
		c->limits.declined_lesson[i] = rng_below(r, 6) == 0;
	for (int i = 0; i < COMPONENT_COUNT; i++)
		c->limits.declined_component[i] = rng_below(r, 8) == 0;
	return c;
}

static inline struct belief *any_belief(struct rng *r)
{
	double muscle = rng_unit(r), disc = rng_unit(r), stress = rng_unit(r);

	return beliefs(muscle, disc, stress, rng_unit(r));
}

static inline bool at_home(const struct plan_week *w, int item)
{
	for (int i = 0; i < w->n_home; i++)
		if (w->home[i].item == item)
			return true;
	return false;
}

/* Why an item was left out; NULL: it was not. */
static inline const char *left_out(const struct plan *p, const char *id)
{
	for (int i = 0; i < p->n_left_out; i++)
		if (!strcmp(p->left_out[i].id, id))
			return p->left_out[i].because;
	return NULL;
}

static inline bool has(const struct plan_other *list, int n, const char *id)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(list[i].id, id))
			return true;
	return false;
}

#endif
