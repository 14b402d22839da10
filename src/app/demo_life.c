/* app/demo_life.c -- what the demonstration's people told, were measured and were charged since they came. */
#include "app/demo.h"

#include "app/change.h"
#include "app/receipts.h"
#include "app/scores.h"
#include "app/trials.h"

#include <string.h>

static const int64_t day_ms = 86400000;
static const char issuer[] = "Demonstration practice\nAnna Keller\n1 Made-up Lane\nTax number 00/000/00000";

/* What was told of the treated place, days ago, on the day after a session; sore: more than usual. */
static const struct felt { const char *mail; int days_ago, warmth, heavy, swollen, tingling; bool sore; } felt[] = {
	{ "maren@demo.invalid", 15, 3, 6, 0, 1, false }, { "maren@demo.invalid", 8, 3, 5, 0, 0, false }, { "maren@demo.invalid", 1, 3, 3, 0, 0, false },
	{ "piet@demo.invalid", 43, 3, 7, 1, 1, true }, { "piet@demo.invalid", 36, 3, 7, 0, 1, false }, { "piet@demo.invalid", 22, 2, 6, 0, 0, false },
	{ "piet@demo.invalid", 8, 3, 6, 0, 0, false },
	{ "noor@demo.invalid", 64, 1, 7, 0, 1, false }, { "noor@demo.invalid", 43, 3, 4, 0, 0, false }, { "noor@demo.invalid", 15, 3, 2, 0, 0, false },
};

/* The body map drawn anew. */
static const struct drawn { const char *mail; int days_ago; const char *region; int value; } drawn[] = {
	{ "maren@demo.invalid", 3, "low_back_left", 5 }, { "maren@demo.invalid", 3, "buttock_upper_left", 2 }, { "maren@demo.invalid", 3, "neck_lower_right", 3 },
	{ "piet@demo.invalid", 5, "low_back_right", 6 }, { "piet@demo.invalid", 5, "mid_back_right", 2 },
	{ "noor@demo.invalid", 12, "low_back_left", 2 }, { "noor@demo.invalid", 12, "low_back_right", 0 },
};

/* The answers to a questionnaire, so many as it has. */
static const struct scored { const char *mail, *instrument; int days_ago, n; double answer[4]; } scored[] = {
	{ "maren@demo.invalid", "main_activity_limit", 17, 1, { 3 } }, { "maren@demo.invalid", "main_activity_limit", 2, 1, { 5 } },
	{ "piet@demo.invalid", "main_activity_limit", 44, 1, { 4 } }, { "piet@demo.invalid", "main_activity_limit", 9, 1, { 4 } },
	{ "piet@demo.invalid", "phq4", 44, 4, { 2, 2, 1, 1 } }, { "piet@demo.invalid", "phq4", 9, 4, { 2, 1, 1, 1 } },
	{ "noor@demo.invalid", "main_activity_limit", 79, 1, { 2 } }, { "noor@demo.invalid", "main_activity_limit", 9, 1, { 7 } },
	{ "noor@demo.invalid", "phq4", 79, 4, { 2, 2, 1, 2 } }, { "noor@demo.invalid", "phq4", 9, 4, { 1, 0, 0, 1 } },
};

/* What the therapist measured. */
static const struct measured { const char *mail, *finding; int days_ago, value; } measured[] = {
	{ "piet@demo.invalid", "side_bend_left_cm", 44, 12 }, { "piet@demo.invalid", "side_bend_right_cm", 44, 11 },
	{ "piet@demo.invalid", "side_bend_left_cm", 9, 14 }, { "piet@demo.invalid", "side_bend_right_cm", 9, 16 },
	{ "noor@demo.invalid", "finger_floor_cm", 79, 24 }, { "noor@demo.invalid", "finger_floor_cm", 9, 11 },
};

/* In the order of their numbers.  takes_back: number of the receipt that a credit note corrects, 0: none. */
static const struct charged { const char *mail, *service; int days_ago, many, takes_back; } charged[] = {
	{ "noor@demo.invalid", "First visit", 80, 1, 0 }, { "noor@demo.invalid", "Session", 72, 10, 0 },
	{ "piet@demo.invalid", "First visit", 46, 1, 0 }, { "piet@demo.invalid", "Session", 45, 5, 0 },
	{ "maren@demo.invalid", "First visit", 19, 1, 0 }, { "maren@demo.invalid", "Session", 17, 1, 0 }, { "maren@demo.invalid", "Session", 17, 1, 6 },
	{ "maren@demo.invalid", "Session", 17, 5, 0 }, { "piet@demo.invalid", "Session", 9, 5, 0 },
};

enum { FELT = sizeof(felt) / sizeof(*felt), DRAWN = sizeof(drawn) / sizeof(*drawn), SCORED = sizeof(scored) / sizeof(*scored),
	MEASURED = sizeof(measured) / sizeof(*measured), CHARGED = sizeof(charged) / sizeof(*charged) };

/* As it was so many days ago. */
static struct cx ago(const struct cx *cx, int days)
{
	struct cx then = *cx;

	then.now -= days * day_ms;
	then.today -= days;
	return then;
}

static bool answer(struct cx *cx, int64_t person, const char *finding, int value, const char *occasion)
{
	int f = kb_finding(cx->kb, finding);

	return f < 0 || record_answer(cx, person, f, value, occasion);
}

static bool keep_felt(struct cx *cx, const struct felt *k)
{
	static const char *const calm[] = { "after_bruise", "after_numbness", "after_weakness", "after_headache", "after_swelling", "after_dark_urine" };
	struct cx then = ago(cx, k->days_ago);
	int64_t person, raised;

	if (!demo_person(&then, k->mail, &person) || !answer(&then, person, "after_soreness", k->sore, "after") ||
		(k->sore && !answer(&then, person, "after_worse_72h", 0, "after")))
		return false;
	for (size_t i = 0; i < sizeof(calm) / sizeof(*calm); i++)
		if (!answer(&then, person, calm[i], 0, "after"))
			return false;
	return answer(&then, person, "area_temperature", k->warmth, "after") && answer(&then, person, "area_heaviness", k->heavy, "after") &&
		answer(&then, person, "area_swelling", k->swollen, "after") && answer(&then, person, "area_tingling", k->tingling, "after") &&
		record_rescreen(&then, person, "after", &raised);
}

static bool keep_drawn(struct cx *cx, const struct drawn *k)
{
	struct cx then = ago(cx, k->days_ago);
	int64_t person;

	return demo_person(&then, k->mail, &person) && change_map_keep(&then, person) && q_mark_set(then.db, person, k->region, k->value, then.now);
}

static bool keep_score(struct cx *cx, const struct scored *k)
{
	struct cx then = ago(cx, k->days_ago);
	struct answers in = { .n = k->n };
	int64_t person, raised;
	bool alarm;
	int it = kb_find(cx->kb, KIND_INSTRUMENT, k->instrument);

	memcpy(in.at, k->answer, sizeof(k->answer));
	return it < 0 || (demo_person(&then, k->mail, &person) && score_save(&then, person, it, then.today, &in, &alarm, &raised));
}

static bool keep_measure(struct cx *cx, const struct measured *k)
{
	struct cx then = ago(cx, k->days_ago);
	int64_t person;

	return demo_person(&then, k->mail, &person) && answer(&then, person, k->finding, k->value, "exam");
}

static bool charge(struct cx *cx, const struct charged *k)
{
	struct cx then = ago(cx, k->days_ago);
	struct practice_book b;
	int64_t person, number;

	if (!demo_person(&then, k->mail, &person) || !bookings_load(&then, &b))
		return false;
	return k->takes_back ? receipts_credit(&then, person, k->takes_back, &number) :
		receipts_write(&then, person, demo_service(&b, k->service), k->many, &number);
}

/* Piet tries for four weeks whether a habit helps; his check-ins answer. */
static bool try_habit(struct cx *cx)
{
	struct cx then = ago(cx, 34);
	struct record r;
	int64_t person;

	if (!demo_person(&then, "piet@demo.invalid", &person) || !record_load(&then, person, &r))
		return false;
	for (int i = 0; i < cx->kb->n_items; i++)
		if (trials_may(&then, &r, i))
			return trials_begin(&then, &r, i, TRIAL_PERIODS - 1);
	return true;
}

static bool live(struct cx *cx)
{
	bool done = cx_save(cx) && demo_over(cx) && cx_save(cx) && q_money_set(cx->db, cx->who.practice, "EUR", 1900, issuer);

	for (int i = 0; done && i < FELT; i++)
		done = keep_felt(cx, &felt[i]);
	for (int i = 0; done && i < DRAWN; i++)
		done = keep_drawn(cx, &drawn[i]);
	for (int i = 0; done && i < SCORED; i++)
		done = keep_score(cx, &scored[i]);
	for (int i = 0; done && i < MEASURED; i++)
		done = keep_measure(cx, &measured[i]);
	for (int i = 0; done && i < CHARGED; i++)
		done = charge(cx, &charged[i]);
	return done && try_habit(cx) && db_commit(cx->db);
}

bool demo_life(struct cx *cx)
{
	struct money_get_rows money;
	struct who was = cx->who;
	bool done = demo_owner(cx) && q_money_get(cx->db, cx->who.practice, &money) && (money.n || live(cx));

	cx->who = was;
	return done;
}
