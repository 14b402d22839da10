/* app/demo.c -- made-up people for the demonstration, one in every stage. */
#include "app/demo.h"

#include "app/account.h"
#include "app/care.h"
#include "app/consent.h"
#include "base/rng.h"
#include "base/str.h"

#include <sodium.h>
#include <string.h>

static const int64_t day_ms = 86400000;

struct said { const char *finding; int value; };
struct story {
	const char *given, *family, *mail, *born, *sex;
	int days_ago;                   /* when the interview was done; -1: not yet */
	int week;                       /* of the plan; 0: no plan yet, -1: proposed */
	double pain_first, pain_slope, pain_floor;      /* a day */
	int gone;                       /* no sign in the last so many days */
	bool leaves_mind_out;           /* moves, but does little of the calm practices */
	struct said said[18];
	struct said mark[6];
};

static const struct story stories[] = {
	{ .given = "Maren", .family = "Lindqvist", .mail = "maren@demo.invalid", .born = "1979-04-18", .sex = "female", .days_ago = 20, .week = 3,
		.pain_first = 6.4, .pain_slope = -0.07, .pain_floor = 3.5,
		.said = { { "pain_over_3_months", 1 }, { "pain_weeks", 60 }, { "pressure_wish", 3 }, { "style_wish", 1 }, { "stress_now", 7 }, { "phq2_interest", 1 }, { "phq2_mood", 1 }, { "gad2_nervous", 2 }, { "gad2_worry", 2 },
			{ "sleep_quality", 4 }, { "fear_of_movement", 6 }, { "wallet_back_pocket", 0 }, { "shoulder_bag", 1 }, { "area_temperature", 1 }, { "area_heaviness", 7 } },
		.mark = { { "low_back_left", 7 }, { "buttock_upper_left", 4 }, { "neck_lower_right", 3 } } },
	{ .given = "Tomas", .family = "Okafor", .mail = "tomas@demo.invalid", .born = "1968-09-02", .sex = "male", .days_ago = 2, .week = 0,
		.said = { { "pain_over_3_months", 1 }, { "pain_weeks", 40 }, { "pressure_wish", 4 }, { "style_wish", 2 }, { "stress_now", 4 }, { "sleep_quality", 6 }, { "wallet_back_pocket", 1 } },
		.mark = { { "low_back_left", 5 }, { "low_back_right", 6 } } },
	{ .given = "Ines", .family = "Varga", .mail = "ines@demo.invalid", .born = "1990-12-11", .sex = "female", .days_ago = -1 },
	{ .given = "Piet", .family = "Brandt", .mail = "piet@demo.invalid", .born = "1961-03-27", .sex = "male", .days_ago = 47, .week = 7,
		.pain_first = 6.0, .pain_slope = -0.08, .pain_floor = 5.2, .leaves_mind_out = true,
		.said = { { "pain_over_3_months", 1 }, { "pain_weeks", 150 }, { "pressure_wish", 3 }, { "style_wish", 1 }, { "stress_now", 8 }, { "sleep_quality", 3 }, { "fear_of_movement", 7 }, { "phq2_interest", 1 }, { "phq2_mood", 1 } },
		.mark = { { "low_back_right", 6 }, { "mid_back_right", 4 } } },
	{ .given = "Ruth", .family = "Almeida", .mail = "ruth@demo.invalid", .born = "1955-07-08", .sex = "female", .days_ago = 1, .week = 0,
		.said = { { "pain_over_3_months", 1 }, { "pain_weeks", 26 }, { "fever", 1 } }, .mark = { { "mid_back_left", 8 } } },
	{ .given = "Noor", .family = "Hallberg", .mail = "noor@demo.invalid", .born = "1984-02-14", .sex = "female", .days_ago = 82, .week = 11,
		.pain_first = 6.2, .pain_slope = -0.06, .pain_floor = 2.2,
		.said = { { "pain_over_3_months", 1 }, { "pain_weeks", 90 }, { "pressure_wish", 3 }, { "style_wish", 1 }, { "stress_now", 7 }, { "sleep_quality", 4 }, { "area_temperature", 1 }, { "area_heaviness", 8 } },
		.mark = { { "low_back_left", 6 }, { "low_back_right", 4 } } },
	{ .given = "Jonas", .family = "Weiler", .mail = "jonas@demo.invalid", .born = "1973-10-30", .sex = "male", .days_ago = 61, .week = 9,
		.pain_first = 5.4, .pain_slope = -0.02, .pain_floor = 4, .gone = 36,
		.said = { { "pain_over_3_months", 1 }, { "pain_weeks", 30 }, { "pressure_wish", 4 }, { "style_wish", 2 }, { "stress_now", 5 }, { "sleep_quality", 6 } },
		.mark = { { "neck_lower_right", 6 }, { "shoulder_top_right", 4 } } },
};
enum { STORIES = sizeof(stories) / sizeof(*stories), STORIES_NOW = 5 };   /* those after are over */

static const char passphrase[] = "four quiet demo words";

static bool say(struct cx *cx, int64_t person, const char *id, int value)
{
	int f = kb_finding(cx->kb, id);

	return f < 0 || record_answer(cx, person, f, value, "intake");
}

/* Every danger question and every core one that applies is answered, with no where the story says nothing else. */
static bool answer_all(struct cx *cx, int64_t person, const struct story *s)
{
	for (int f = 0; f < cx->kb->n_findings; f++) {
		const struct finding *of = &cx->kb->finding[f];
		struct record r;

		if (of->by == BY_THERAPIST || of->sum_of.n || of->module == MODULE_EXAM || !(of->asked & ASKED_INTAKE))
			continue;
		if (of->module != MODULE_SAFETY && !of->core)
			continue;
		if (!record_load(cx, person, &r))
			return false;
		if (rule_applies(cx->kb, f, r.c) == TRUTH_YES && r.c->answer[f] == NOT_ASKED && !record_answer(cx, person, f, of->min, "intake"))
			return false;
	}
	for (size_t i = 0; i < sizeof(s->said) / sizeof(*s->said) && s->said[i].finding; i++)
		if (!say(cx, person, s->said[i].finding, s->said[i].value))
			return false;
	for (size_t i = 0; i < sizeof(s->mark) / sizeof(*s->mark) && s->mark[i].finding; i++)
		if (!q_mark_set(cx->db, person, s->mark[i].finding, s->mark[i].value, cx->now))
			return false;
	return true;
}

static bool consent_all(struct cx *cx, int64_t person)
{
	for (int i = 0; i < cx->kb->n_consents; i++)
		if (!consent_give(cx, person, i, true))
			return false;
	return true;
}

static double within(double v, double least, double most)
{
	return v < least ? least : v > most ? most : v;
}

/* Check-ins from the start to yesterday, a tenth of the days missing, and some of what was practised. */
static bool live(struct cx *cx, int64_t person, const struct story *s, day starts)
{
	struct rng rng = rng_new((uint64_t)starts + (uint64_t)s->week);
	struct kept_plan kept;
	char iso[11];

	if (!care_plan(cx, person, true, &kept))
		return false;
	for (day d = starts; d < cx->today - s->gone; d++) {
		double t = d - starts, level = s->pain_first + s->pain_slope * t;
		int week = (d - starts) / 7;

		level = level < s->pain_floor ? s->pain_floor : level;
		double pain = within((double)(int)(level + rng_normal(&rng) * 0.9 + 0.5), 0, 10);
		day_iso(d, iso);
		if (rng_below(&rng, 10) == 0 || week >= WEEKS)
			continue;
		if (!q_checkin_set(cx->db, db_id(), person, iso, pain, within(pain - 1, 0, 10), within(9 - pain, 0, 10),
			rng_below(&rng, 3) ? within(8 - pain / 2, 0, 10) : (double)__builtin_nan(""), cx->now))
			return false;
		const struct plan_week *w = &kept.plan.week[week];
		for (int i = 0; i < w->n_home; i++) {
			const struct item *it = &cx->kb->item[w->home[i].item];
			bool does = s->leaves_mind_out && it->component == COMPONENT_MIND ? rng_below(&rng, 5) == 0 : rng_below(&rng, 7) < w->home[i].days;

			if (does && !q_done_set(cx->db, person, iso, it->id, w->home[i].minutes, cx->now))
				return false;
		}
	}
	for (int week = 0; week + 1 < s->week - s->gone / 7; week++) {
		int lesson = kept.plan.week[week].lesson;

		if (lesson >= 0 && !q_lesson_set(cx->db, person, cx->kb->lesson[lesson].id, 6, (starts + 7 * week + 2) * day_ms))
			return false;
	}
	return demo_hours(cx, person, &kept.plan, starts, cx->today - s->gone, s->pain_first, s->pain_slope);
}

static bool person_of(struct cx *cx, const struct story *s, int64_t *out)
{
	const char *token;
	int64_t account;
	day born;

	if (!day_read(s->born, &born))
		return fail(cx->err, ERR_INTERNAL, "demo", "a date of birth");
	struct new_client in = { s->given, s->family, s->mail, "", born, s->sex, 0 };
	struct who staff = cx->who;
	if (!account_new_client(cx, &in, out) || !db_commit(cx->db) || !account_invite(cx, *out, &token) || !db_commit(cx->db) ||
		!account_welcome(cx, token, s->mail, passphrase, &account) || !db_commit(cx->db))
		return false;
	cx->who = staff;
	return cx_save(cx);
}

static bool tell(struct cx *cx, const struct story *s)
{
	int64_t person, plan, raised, now = cx->now;
	day today = cx->today;
	bool done;

	if (!person_of(cx, s, &person))
		return false;
	if (s->days_ago < 0)
		return db_commit(cx->db);
	cx->now = now - s->days_ago * day_ms;
	cx->today = today - s->days_ago;
	done = consent_all(cx, person) && answer_all(cx, person, s) && q_person_limits(cx->db, person, 60, 15, 3) &&
		q_person_interview_done(cx->db, person, cx->now) && record_rescreen(cx, person, "intake", &raised);
	if (done && s->week) {
		day starts = today - (s->week - 1) * 7 - 3;

		done = care_propose(cx, person, &plan) && (s->week < 0 || care_approve(cx, person, plan, 1, starts));
		cx->now = now;
		cx->today = today;
		done = done && (s->week < 0 || live(cx, person, s, starts));
	}
	cx->now = now;
	cx->today = today;
	return done && db_commit(cx->db);
}

bool demo_make(struct cx *cx)
{
	struct practice_any_rows have;
	struct new_practice in = { .name = "Demonstration practice", .emergency = "112", .crisis = "116 123", .abuse_route = "",
		.given = "Anna", .family = "Keller", .mail = "therapist@demo.invalid", .passphrase = passphrase, .minutes = 60 };
	struct account_by_mail_rows owner;

	if (!q_practice_any(cx->db, &have) || !q_account_by_mail(cx->db, in.mail, &owner))
		return false;
	if (have.n)
		return owner.n || fail(cx->err, ERR_CONFLICT, "--demo", "this folder holds a practice; the demonstration needs its own");
	/* nobody is signed out by themselves here */
	if (!account_setup(cx, &in, &cx->who.practice, &cx->who.account) || !q_practice_rules_set(cx->db, cx->who.practice, 1, 0) || !db_commit(cx->db))
		return false;
	cx->who.role = ROLE_OWNER;
	for (int i = 0; i < STORIES_NOW; i++)
		if (!tell(cx, &stories[i]))
			return false;
	return true;
}

bool demo_over(struct cx *cx)
{
	for (int i = STORIES_NOW; i < STORIES; i++)
		if (!tell(cx, &stories[i]))
			return false;
	return true;
}

static const struct { const char *role, *mail; } doors[] = {
	{ "therapist", "therapist@demo.invalid" }, { "client", "maren@demo.invalid" }, { "client", "ines@demo.invalid" } };
enum { DOORS = sizeof(doors) / sizeof(*doors) };

static const char *door_key(struct cx *cx, int i)
{
	struct bytes h = seal_hash(cx->a, cx->db->key, "demo", doors[i].mail);
	char *hex = arena_take(cx->a, 2 * h.n + 1, 1);

	return arena_copy(cx->a, sodium_bin2hex(hex, 2 * h.n + 1, h.at, h.n), 32);
}

int demo_doors(struct cx *cx, struct demo_door *out, int most)
{
	int n = 0;

	for (int i = 0; i < DOORS && n < most; i++)
		out[n++] = (struct demo_door){ doors[i].role, doors[i].mail, door_key(cx, i) };
	return n;
}

bool demo_account(struct cx *cx, const char *key, int64_t *account, bool *client)
{
	struct account_by_mail_rows found;

	for (int i = 0; i < DOORS; i++) {
		if (!str_equal(door_key(cx, i), key))
			continue;
		if (!q_account_by_mail(cx->db, doors[i].mail, &found) || !found.n)
			return false;
		*account = found.at[0].id;
		*client = str_equal(found.at[0].role, "client");
		return true;
	}
	return false;
}
