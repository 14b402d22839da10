/* Poses: bones keep their length, joints fold the way they do, hands and feet come to their places; and figures that are refused. */
#include "support.h"

#include "base/buf.h"
#include "core/kb_check.h"

#include <math.h>
#include <string.h>

#include "one_arena.h"

static void near(double got, double want, const char *what)
{
	if (!(fabs(got - want) < 1e-6))
		fail_msg("%s: %.9f, wanted %.9f", what, got, want);
}

static double apart(struct point u, struct point v)
{
	return sqrt((u.x - v.x) * (u.x - v.x) + (u.y - v.y) * (u.y - v.y) + (u.z - v.z) * (u.z - v.z));
}

static void lengths_hold(const struct body *b)
{
	for (int l = 0; l < LIMBS; l++)
		for (int k = 0; k < 3; k++)
			near(apart(b->joint[l][k], b->joint[l][k + 1]), pose_bone((enum limb_of)l, k), limb_name((enum limb_of)l));
	for (int i = 0; i + 1 < SPINE_NODES; i++)
		near(apart(b->spine[i], b->spine[i + 1]), pose_spine(i), "a piece of the spine");
	near(apart(b->spine[NODE_HEAD], b->head), pose_neck_to_head(), "neck to head");
}

static void bones_keep_their_length_in_every_pose_and_between(void **state)
{
	const struct kb *kb = test_kb();
	int seen = 0;

	(void)state;
	for (int i = 0; i < kb->n_figures; i++)
		for (int k = 0; k + 1 < kb->figure[i].n_poses; k++)
			for (int t = 0; t <= 8; t++, seen++) {
				const struct figure *f = &kb->figure[i];
				const struct pose p = pose_between(f->view, &f->pose[k], &f->pose[k + 1], t / 8.0);
				struct body b;

				pose_solve(f->view, &p, &b);
				lengths_hold(&b);
				for (int l = 0; l < LIMBS; l++)
					if (!b.reached[l])
						fail_msg("%s: between pose %d and the next the %s is out of reach", kb->item[f->item].id, k + 1, limb_name((enum limb_of)l));
			}
	assert_true(seen > 150);
}

static void standing_is_what_it_is(void **state)
{
	const struct pose p = { .x = 10, .y = 90 };
	struct body b;

	(void)state;
	pose_solve(VIEW_SIDE, &p, &b);
	for (int l = LEG_RIGHT; l <= LEG_LEFT; l++) {
		near(b.joint[l][2].x, 10, "the ankle is under the hip");
		near(b.joint[l][2].y, 90 - pose_bone(LEG_RIGHT, 0) - pose_bone(LEG_RIGHT, 1), "by the length of the leg");
		near(b.joint[l][3].x - b.joint[l][2].x, pose_bone(LEG_RIGHT, 2), "toes ahead");
	}
	assert_true(b.joint[LEG_RIGHT][0].z > 0 && b.joint[LEG_LEFT][0].z < 0);
	near(b.head.x, 10, "the head is above");
	pose_solve(VIEW_FRONT, &p, &b);
	assert_true(b.joint[LEG_RIGHT][0].x < 10 && b.joint[ARM_RIGHT][0].x < b.joint[LEG_RIGHT][0].x);
	near(b.joint[ARM_RIGHT][2].x + b.joint[ARM_LEFT][2].x, 20, "the arms hang alike");
}

/* Knees go backward, elbows forward, a rounded back bends forward; a lift is towards where the person looks. */
static void joints_fold_the_way_they_do(void **state)
{
	struct pose p = { .y = 90 };
	struct body b, straight;

	(void)state;
	pose_solve(VIEW_SIDE, &p, &straight);
	p.limb[LEG_RIGHT].bend = 90;
	p.limb[ARM_RIGHT].bend = 90;
	p.limb[LEG_LEFT].lift = 90;
	p.low = p.upper = 20;
	pose_solve(VIEW_SIDE, &p, &b);
	near(b.joint[LEG_RIGHT][2].x, -pose_bone(LEG_RIGHT, 1), "the shin points back");
	assert_true(b.joint[ARM_RIGHT][2].x > b.joint[ARM_RIGHT][1].x);
	near(b.joint[LEG_LEFT][1].x, pose_bone(LEG_LEFT, 0), "the thigh points ahead");
	assert_true(b.head.x > straight.head.x + 10 && b.head.y < straight.head.y);
	pose_solve(VIEW_FRONT, &(struct pose){ .y = 90, .limb = { [ARM_RIGHT] = { .lift = 90, .bend = 90 }, [ARM_LEFT] = { .lift = 90 } } }, &b);
	near(b.joint[ARM_RIGHT][2].y - b.joint[ARM_RIGHT][1].y, pose_bone(ARM_RIGHT, 1), "the forearm points up");
	near(b.joint[ARM_LEFT][2].x - b.joint[ARM_LEFT][0].x, pose_bone(ARM_LEFT, 0) + pose_bone(ARM_LEFT, 1), "the arm points out");
}

static void a_placed_limb_comes_to_its_place(void **state)
{
	struct pose p = { .y = 60 };
	struct body b, again;

	(void)state;
	for (int x = -20; x <= 40; x += 4)
		for (int way = -1; way <= 1; way += 2) {
			p.limb[LEG_RIGHT] = (struct limb){ .placed = true, .x = x, .y = 8, .bend = way };
			pose_solve(VIEW_SIDE, &p, &b);
			assert_true(b.reached[LEG_RIGHT]);
			near(b.joint[LEG_RIGHT][2].x, x, "x");
			near(b.joint[LEG_RIGHT][2].y, 8, "y");
			assert_true(b.bend[LEG_RIGHT] * way > 0);
			/* the angles that came out lead there too */
			struct pose q = p;
			q.limb[LEG_RIGHT] = (struct limb){ .lift = b.lift[LEG_RIGHT], .bend = b.bend[LEG_RIGHT] };
			pose_solve(VIEW_SIDE, &q, &again);
			near(again.joint[LEG_RIGHT][2].x, x, "x by the angles");
			near(again.joint[LEG_RIGHT][2].y, 8, "y by the angles");
		}
	p.limb[LEG_RIGHT] = (struct limb){ .placed = true, .x = 120, .y = 8 };
	pose_solve(VIEW_SIDE, &p, &b);
	assert_false(b.reached[LEG_RIGHT]);
	lengths_hold(&b);
}

static void between_two_poses_planted_feet_stay(void **state)
{
	const struct limb foot = { .placed = true, .x = 30, .y = 7, .tipped = true };
	const struct pose from = { .y = 54, .limb = { foot, foot } }, to = { .x = 28, .y = 88, .lean = 4, .limb = { foot, foot } };
	struct body b;

	(void)state;
	for (int t = 0; t <= 10; t++) {
		const struct pose p = pose_between(VIEW_SIDE, &from, &to, t / 10.0);

		pose_solve(VIEW_SIDE, &p, &b);
		near(b.joint[LEG_RIGHT][2].x, 30, "ankle");
		near(b.joint[LEG_RIGHT][3].y, 7, "the foot stays flat");
		near(b.spine[0].x, 2.8 * t, "the hip moves evenly");
	}
}

#define EXERCISE "exercises:\n  - { id: lean, component: movement, kind: stretch, who: self, name: Lean, what: You lean., how: Lean., not: Pain.," \
	" minutes: 2, days: 5, small: Less., known: Little., evidence: weak }\n"
#define STAND "x: 0, y: 91, limbs: [ { of: legs, x: 0, y: 7, tip: 0 } ]"
#define FIGURE(more, one, two) "figures:\n  - { of: lean, view: side, start: You stand., end: You lean., " more " poses: [ { " one " }, { " two " } ] }\n"

struct seen { const char *says; bool found; struct buf all; };

static void look(const struct remark *r, void *arg)
{
	struct seen *s = arg;

	buf_fmt(&s->all, "%s: %s\n", r->id, r->text);
	s->found |= r->refused && strstr(r->text, s->says);
}

/* Refused by the reading or by the check, in these words; NULL: nothing is said about the figure. */
static void expect(const char *figures, const char *says)
{
	struct err err = { 0 };
	struct seen s = { says ? says : "pose", false, buf_new(a, 1 << 20) };
	const struct kb *kb = test_load(a, &err, "exercises.yaml", EXERCISE, "figures.yaml", figures, NULL);

	if (!kb) {
		if (!says || !strstr(err_line(a, &err), says))
			fail_msg("%s", err_line(a, &err));
		return;
	}
	kb_check(a, kb, look, &s);
	if (s.found != (says != NULL))
		fail_msg("%s \"%s\" in:\n%s", says ? "expected" : "did not expect", s.says, s.all.at);
}

static void what_a_body_cannot_do_is_refused(void **state)
{
	(void)state;
	expect(FIGURE("", STAND, "lean: 30"), NULL);
	expect(FIGURE("", STAND, "low: 75"), "pose 2: back low of 75 is not between -45 and 60");
	expect(FIGURE("", STAND, "limbs: [ { of: right_arm, lift: 220 } ]"), "right arm lift of 220");
	expect(FIGURE("", STAND, "limbs: [ { of: left_leg, lift: 0, bend: -40 } ]"), "left leg bend of -40");
	expect(FIGURE("", STAND, "limbs: [ { of: arms, x: 90, y: 100 } ]"), "the right arm does not reach its place, x 90, y 100");
	expect(FIGURE("", STAND, "limbs: [ { of: arms, x: 10, y: 100, out: 90 } ]"), "turned out by 90 degrees or more");
	expect(FIGURE("", STAND, "y: 60, limbs: [ { of: legs, lift: 0 } ]"), "below the floor");
	expect(FIGURE("", STAND, "y: 130, limbs: [ { of: legs, lift: 0 } ]"), "nothing touches the floor");
	expect(FIGURE("", STAND, "nod: 0"), "its first and its last pose are the same");
	expect(FIGURE("sided: true,", STAND, "lean: 30"), "with {side}");
	expect("figures:\n  - { of: lean, view: side, start: You stand., end: \"The {side} hip moves.\", poses: [ { " STAND " }, { lean: 30 } ] }\n",
		"it is not \"sided\"");
	expect("figures: []\n", "has no drawing");
}

static void what_does_not_fit_the_format_is_refused(void **state)
{
	(void)state;
	expect("figures:\n  - { of: leen, view: side, start: A., end: B., poses: [ { " STAND " }, { lean: 30 } ] }\n", "the nearest is lean");
	expect("figures:\n  - { of: lean, view: side, start: A., end: B., poses: [ { " STAND " } ] }\n", "2 to 4 poses");
	expect(FIGURE("", STAND, "lean: wide"), "is no number");
	expect(FIGURE("", STAND, "lean: 400"), "400 is not between -360 and 360");
	expect(FIGURE("", STAND, "limbs: [ { of: arms, x: 10, lift: 20 } ]"), "one of the two");
	expect(FIGURE("needs: [ { thing: bag, pose: 3 } ],", STAND, "lean: 30"), "pose");
	expect(FIGURE("needs: [ { thing: sofa } ],", STAND, "lean: 30"), "mat, chair");
	expect(FIGURE("", STAND, "lean: 30") "  - { of: lean, view: side, start: A., end: B., poses: [ { " STAND " }, { lean: 30 } ] }\n", "drawn twice");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bones_keep_their_length_in_every_pose_and_between),
		cmocka_unit_test(standing_is_what_it_is),
		cmocka_unit_test(joints_fold_the_way_they_do),
		cmocka_unit_test(a_placed_limb_comes_to_its_place),
		cmocka_unit_test(between_two_poses_planted_feet_stay),
		cmocka_unit_test(what_a_body_cannot_do_is_refused),
		cmocka_unit_test(what_does_not_fit_the_format_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
