/* test/core/test_worked.c -- what worked, on people whose truth was drawn: how often the claims are true, how wide the intervals are. */
#include "support.h"

#include "base/rng.h"
#include "core/track_model.h"
#include "core/worked.h"

#include <math.h>

enum { DAYS = 112, USES_MOST = 200, TECHNIQUES = 4, AREAS = 3 };

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(64u << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_end(arena);
	return 0;
}

struct drawn {
	double pain[DAYS];
	struct worked_use use[USES_MOST];
	int n;
	double visit, effect[TECHNIQUES][AREAS];
};

/* A session every `every` days with one or two techniques in one or two areas.  effects: drawn as the knowledge says, or none. */
static void draw(struct rng *r, double times, int every, struct drawn *d)
{
	const struct worked_numbers *k = test_kb()->worked;
	double technique[TECHNIQUES], area[AREAS], level = 4 + 2 * rng_unit(r), away = 0, fallen[DAYS] = { 0 };

	d->n = 0;
	d->visit = times * k->visit * rng_normal(r);
	for (int i = 0; i < TECHNIQUES; i++)
		technique[i] = times * k->technique * rng_normal(r);
	for (int i = 0; i < AREAS; i++)
		area[i] = times * k->area * rng_normal(r);
	for (int i = 0; i < TECHNIQUES; i++)
		for (int j = 0; j < AREAS; j++)
			d->effect[i][j] = technique[i] + area[j] + times * k->pair * rng_normal(r);
	for (int t = 5; t < DAYS; t += every) {
		double sum = d->visit;
		int n = 1 + rng_below(r, 2), first = rng_below(r, TECHNIQUES), where = rng_below(r, AREAS);

		for (int i = 0; i < n; i++) {
			int tech = (first + i) % TECHNIQUES, place = (where + i * rng_below(r, 2)) % AREAS;

			sum += d->effect[tech][place];
			d->use[d->n++] = (struct worked_use){ t, 10 + tech, 20 + place };
		}
		for (int s = t + 1; s <= t + 3 && s < DAYS; s++)
			fallen[s] += sum;
	}
	for (int t = 0; t < DAYS; t++) {
		level += 0.06 * rng_normal(r);
		away = 0.4 * away + 1.2 * sqrt(1 - 0.4 * 0.4) * rng_normal(r);
		d->pain[t] = rng_unit(r) < 0.25 ? (double)NAN : level + away - fallen[t];
	}
}

static const struct worked *judge(const struct drawn *d)
{
	return worked(arena, test_kb()->track, test_kb()->worked, d->pain, DAYS, d->use, d->n);
}

struct tally { int pairs, inside, helped, helped_wrong, did_not, did_not_wrong, visits; };

static void tally(struct tally *s, double times, int every, int people)
{
	struct rng r = rng_new(5);
	const double least = test_kb()->worked->least;

	for (int i = 0; i < people; i++) {
		struct drawn d;

		draw(&r, times, every, &d);
		const struct worked *w = judge(&d);
		s->visits += fabs(w->visit - d.visit) < 1.6449 * w->visit_sd;
		for (int p = 0; p < w->n_pairs; p++) {
			const struct worked_pair *of = &w->pair[p];
			double truth = d.effect[of->technique - 10][of->area - 20];

			s->pairs++;
			s->inside += fabs(of->effect - truth) < 1.6449 * of->sd;
			s->helped += of->answer == WORKED_HELPED;
			s->helped_wrong += of->answer == WORKED_HELPED && truth < least;
			s->did_not += of->answer == WORKED_DID_NOT;
			s->did_not_wrong += of->answer == WORKED_DID_NOT && truth >= least;
		}
		arena_reset(arena);
	}
}

static void intervals_hold_the_truth_nine_times_in_ten(void **state)
{
	struct tally s = { 0 };

	(void)state;
	tally(&s, 1, 4, 300);
	assert_true(s.inside > 0.86 * s.pairs && s.inside < 0.94 * s.pairs);
	assert_true(s.visits > 0.84 * 300 && s.visits < 0.96 * 300);
}

/* That something helped is wrong at most ten times in a hundred, that it did not at most five times. */
static void claims_are_false_no_more_often_than_promised(void **state)
{
	struct tally s = { 0 };

	(void)state;
	tally(&s, 1, 4, 600);
	assert_true(s.helped > 50 && s.did_not > 100);
	assert_true(s.helped_wrong <= 0.1 * s.helped);
	assert_true(s.did_not_wrong <= 0.05 * s.did_not);
}

static void where_nothing_works_little_is_said_to_help(void **state)
{
	struct tally s = { 0 };

	(void)state;
	tally(&s, 0, 4, 300);
	assert_true(s.helped <= 0.02 * s.pairs);
}

/* Ten weeks of weekly sessions seldom tell one technique from another. */
static void the_usual_answer_is_cannot_tell(void **state)
{
	struct tally s = { 0 };

	(void)state;
	tally(&s, 1, 7, 300);
	assert_true(s.helped + s.did_not < 0.15 * s.pairs);
}

enum { SEEDS = 40, VISITS = 20 };
struct mean { double effect, sd; int helped, did_not; };

/* 20 visits, `sessions` of them with technique 1 (and with 2 as well), the others with one that does nothing; over 40 people. */
static struct mean alone(double effect, int sessions, bool with_other)
{
	struct mean m = { 0 };
	struct rng r = rng_new(6);

	for (int p = 0; p < SEEDS; p++) {
		struct drawn d = { .n = 0 };

		for (int t = 0; t < DAYS; t++)
			d.pain[t] = 6 + 0.7 * rng_normal(&r);
		for (int i = 0; i < VISITS; i++) {
			int t = 4 + i * 5;
			bool with = i * sessions / VISITS != (i + 1) * sessions / VISITS;

			d.use[d.n++] = (struct worked_use){ t, with ? 1 : 3, with ? 1 : 3 };
			if (with && with_other)
				d.use[d.n++] = (struct worked_use){ t, 2, 2 };
			for (int s = t + 1; with && s <= t + 3; s++)
				d.pain[s] -= effect;
		}
		const struct worked_pair *got = &judge(&d)->pair[0];
		assert_int_equal(got->sessions, sessions);
		m.effect += got->effect / SEEDS;
		m.sd += got->sd / SEEDS;
		m.helped += got->answer == WORKED_HELPED;
		m.did_not += got->answer == WORKED_DID_NOT;
		arena_reset(arena);
	}
	return m;
}

static void a_large_effect_is_found_and_none_is_not_made_up(void **state)
{
	struct mean none = alone(0, 10, false), two = alone(3, 2, false);

	(void)state;
	assert_true(alone(3, 10, false).helped >= 36);
	assert_true(alone(-2, 10, false).did_not >= 36);
	assert_true(none.helped == 0);
	assert_true(two.helped == 0 && two.did_not == 0);               /* two sessions are two accidents */
}

/* Effects shrink toward none, the more the fewer the sessions, and two that always go together share what they did. */
static void effects_shrink_and_are_shared(void **state)
{
	struct mean ten = alone(2, 10, false), three = alone(2, 3, false), shared = alone(2, 10, true);

	(void)state;
	assert_true(ten.effect > 0.5 && ten.effect < 1.9);
	assert_true(three.effect > 0 && three.effect < ten.effect && three.sd > ten.sd);
	assert_true(shared.effect < 0.75 * ten.effect && shared.sd > ten.sd);
}

static void nothing_tells_nothing(void **state)
{
	double pain[DAYS];
	const struct worked_use use[] = { { 3, 1, 1 }, { 3, 1, 1 }, { 9, 1, 1 }, { 20, 1, 1 }, { DAYS, 1, 1 }, { -1, 2, 2 } };
	const struct worked_numbers *k = test_kb()->worked;

	(void)state;
	for (int t = 0; t < DAYS; t++)
		pain[t] = (double)NAN;
	const struct worked *none = worked(arena, test_kb()->track, k, pain, 0, NULL, 0);
	assert_int_equal(none->n_pairs, 0);
	const struct worked *w = worked(arena, test_kb()->track, k, pain, DAYS, use, 6);
	assert_int_equal(w->n_pairs, 1);
	assert_int_equal(w->sessions, 3);
	assert_int_equal(w->left_out, 2);
	assert_int_equal(w->pair[0].sessions, 3);
	assert_int_equal(w->pair[0].days, 0);
	assert_int_equal(w->pair[0].answer, WORKED_CANNOT_TELL);
	assert_true(fabs(w->pair[0].effect) < 1e-12);
	double sd = sqrt(k->technique * k->technique + k->area * k->area + k->pair * k->pair);
	assert_true(fabs(w->pair[0].sd - sd) < 1e-9);                   /* the prior, untouched */
}

static void the_order_of_uses_does_not_matter(void **state)
{
	struct rng r = rng_new(8);
	struct drawn d, e;

	(void)state;
	draw(&r, 1, 6, &d);
	e = d;
	for (int i = 0; i < d.n; i++)
		e.use[i] = d.use[d.n - 1 - i];
	const struct worked *a = judge(&d), *b = judge(&e);
	assert_int_equal(a->n_pairs, b->n_pairs);
	for (int p = 0; p < a->n_pairs; p++) {
		assert_int_equal(a->pair[p].technique, b->pair[p].technique);
		assert_true(fabs(a->pair[p].effect - b->pair[p].effect) < 1e-12 && fabs(a->pair[p].sd - b->pair[p].sd) < 1e-12);
	}
}

/* The same by generalised least squares: all answers at once, their covariance from closed forms. */
static void the_effects_equal_those_of_the_dense_computation(void **state)
{
	enum { N = 30 };
	const struct track_numbers *t = test_kb()->track;
	const struct worked_numbers *k = test_kb()->worked;
	const struct worked_use use[] = { { 3, 1, 1 }, { 3, 2, 1 }, { 10, 1, 1 }, { 12, 1, 2 }, { 20, 2, 1 }, { 24, 2, 1 } };
	const double var[3] = { k->technique * k->technique, k->area * k->area, k->pair * k->pair };
	double y[N], v[N][N], z[N], e[N], answer, drift, kept = exp(-1 / t->fade), pain[N] = { 0 };
	struct rng r = rng_new(9);

	(void)state;
	for (int i = 0; i < N; i++)
		pain[i] = y[i] = rng_below(&r, 11);
	track_judge(t, pain, N, &answer, &drift);
	for (int i = 0; i < N; i++) {
		e[i] = y[i] - 5;
		z[i] = 0;                               /* covariance of the answer with the effect of technique 2 in area 1 */
		for (int j = 0; j < N; j++) {
			v[i][j] = 25 + drift * drift * (i < j ? i : j) + answer * answer * pow(t->memory, abs(i - j)) + (i == j ? 1.0 / 12 : 0);
			for (int a = 0; a < i; a++)
				for (int b = 0; b < j; b++)
					v[i][j] += t->slope * t->slope * pow(kept, abs(a - b));
			for (int u = 0; u < 6; u++)
				for (int w = 0; w < 6; w++) {
					bool near_i = i - use[u].day >= 1 && i - use[u].day <= 3, near_j = j - use[w].day >= 1 && j - use[w].day <= 3;

					if (!near_i || !near_j)
						continue;
					v[i][j] += (use[u].technique == use[w].technique) * var[0] + (use[u].area == use[w].area) * var[1] +
						(use[u].technique == use[w].technique && use[u].area == use[w].area) * var[2];
				}
			int visits_i = 0, visits_j = 0;
			for (int u = 0; u < 6; u++) {
				bool first = u == 0 || use[u].day != use[u - 1].day;

				visits_i += first && i - use[u].day >= 1 && i - use[u].day <= 3;
				visits_j += first && j - use[u].day >= 1 && j - use[u].day <= 3;
			}
			v[i][j] += visits_i * visits_j * k->visit * k->visit;
		}
		for (int u = 0; u < 6; u++)
			if (i - use[u].day >= 1 && i - use[u].day <= 3)
				z[i] -= (use[u].technique == 2) * var[0] + (use[u].area == 1) * var[1] + (use[u].technique == 2 && use[u].area == 1) * var[2];
	}
	double effect = 0, left = var[0] + var[1] + var[2];
	for (int a = 0; a < N; a++) {
		for (int b = 0; b <= a; b++) {
			for (int c = 0; c < b; c++)
				v[a][b] -= v[a][c] * v[b][c];
			v[a][b] = a == b ? sqrt(v[a][b]) : v[a][b] / v[b][b];
		}
		for (int b = 0; b < a; b++) {
			e[a] -= v[a][b] * e[b];
			z[a] -= v[a][b] * z[b];
		}
		e[a] /= v[a][a];
		z[a] /= v[a][a];
		effect += z[a] * e[a];
		left -= z[a] * z[a];
	}
	const struct worked *w = worked(arena, t, k, pain, N, use, 6);
	assert_int_equal(w->n_pairs, 3);
	assert_int_equal(w->pair[2].technique, 2);
	assert_true(fabs(w->pair[2].effect - effect) < 1e-9);
	assert_true(fabs(w->pair[2].sd - sqrt(left)) < 1e-9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(intervals_hold_the_truth_nine_times_in_ten),
		cmocka_unit_test(claims_are_false_no_more_often_than_promised),
		cmocka_unit_test(where_nothing_works_little_is_said_to_help),
		cmocka_unit_test(the_usual_answer_is_cannot_tell),
		cmocka_unit_test(a_large_effect_is_found_and_none_is_not_made_up),
		cmocka_unit_test(effects_shrink_and_are_shared),
		cmocka_unit_test(nothing_tells_nothing),
		cmocka_unit_test(the_order_of_uses_does_not_matter),
		cmocka_unit_test(the_effects_equal_those_of_the_dense_computation),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
