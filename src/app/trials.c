/* app/trials.c -- personal trials kept, followed and told. */
#include "app/trials.h"

#include "base/str.h"

#include <math.h>

static bool fill_pain(struct cx *cx, const struct record *r, struct kept_trial *t)
{
	struct checkin_since_rows rows;
	char iso[11];

	t->pain = NEWS(cx->a, double, t->days + 1);
	for (int i = 0; i < t->days; i++)
		t->pain[i] = (double)NAN;
	day_iso(t->starts, iso);
	if (!q_checkin_since(cx->db, r->person.id, iso, &rows))
		return false;
	for (size_t i = 0; i < rows.n; i++) {
		day d;

		if (day_read(rows.at[i].day, &d) && d >= t->starts && d < t->starts + t->days)
			t->pain[d - t->starts] = rows.at[i].pain;
	}
	return true;
}

/* How it stood at the end of each day that an answer or a consent was given; what it changed holds until the next.  Days on which the habit was
 * not to be tried count for nothing. */
static bool rest(struct cx *cx, const struct record *now, int64_t since, struct kept_trial *t)
{
	const int64_t day_ms = 86400000;
	struct said_since_rows said;
	struct record r;
	bool may = true;
	size_t next = 0;

	if (!q_said_since(cx->db, now->person.id, since, &said))
		return false;
	for (int i = 0; i <= t->day && i < t->days; i++) {
		day d = t->starts + i, changed = d + 1;

		for (; next < said.n && (day)(said.at[next].at / day_ms) <= d; next++)
			changed = (day)(said.at[next].at / day_ms);
		if (changed <= d) {
			if (d < cx->today && !record_load_on(cx, now->person.id, changed, &r))
				return false;
			may = trials_may(cx, d < cx->today ? &r : now, t->item);
		}
		if (may)
			continue;
		t->pain[i] = (double)NAN;
		t->rested++;
	}
	return true;
}

/* Danger ends it for good; an answer or a "no" only holds it back. */
static void state_of(struct cx *cx, const struct record *r, const struct stop_all_rows *stops, const struct trial_all *row, struct kept_trial *t)
{
	bool over = row->ended || t->day >= t->days;

	for (size_t k = 0; k < stops->n && !over; k++)
		if (stops->at[k].at > row->at) {
			over = true;
			t->why = "danger";
		}
	t->rests = !over && !trials_may(cx, r, t->item);
	t->running = !over && !t->rests;
}

bool trials_load(struct cx *cx, const struct record *r, struct kept_trials *out)
{
	struct trial_all_rows rows;
	struct stop_all_rows stops;

	if (!q_trial_all(cx->db, r->person.id, &rows) || !q_stop_all(cx->db, r->person.id, &stops))
		return false;
	*out = (struct kept_trials){ NEWS(cx->a, struct kept_trial, rows.n + 1), 0 };
	for (size_t i = 0; i < rows.n; i++) {
		const struct trial_all *row = &rows.at[i];
		struct kept_trial *t = &out->at[out->n];

		*t = (struct kept_trial){ .id = row->id, .item = kb_item(cx->kb, row->item), .why = row->why,
			.design = { (int)row->pairs, (int)row->block, (uint64_t)row->seed } };
		if (t->item < 0 || !day_read(row->starts, &t->starts))
			continue;
		out->n++;
		t->days = trial_days(&t->design);
		t->day = cx->today - t->starts;
		state_of(cx, r, &stops, row, t);
		if (!fill_pain(cx, r, t) || !rest(cx, r, row->at, t))
			return false;
		t->result = trial_answer(cx->kb->trial, cx->kb->track, &t->design, t->pain);
	}
	return true;
}

const struct kept_trial *trials_running(const struct kept_trials *all)
{
	for (int i = 0; i < all->n; i++)
		if (all->at[i].running)
			return &all->at[i];
	return NULL;
}

const struct kept_trial *trials_open(const struct kept_trials *all)
{
	for (int i = 0; i < all->n; i++)
		if (all->at[i].running || all->at[i].rests)
			return &all->at[i];
	return NULL;
}

bool trials_may(const struct cx *cx, const struct record *r, int item)
{
	const struct item *it = &cx->kb->item[item];

	return str_equal(it->kind, "habit") && it->who != WHO_PROFESSIONAL && it->who != WHO_THERAPIST && daily_may(cx, r, item);
}

bool trials_begin(struct cx *cx, const struct record *r, int item, int period)
{
	struct kept_trials all;
	char iso[11];

	if (!trials_load(cx, r, &all))
		return false;
	if (r->stops.n)
		return fail(cx->err, ERR_DANGER, "trial", "a danger sign waits for its outcome; nothing is tried until then");
	if (trials_running(&all))
		return fail(cx->err, ERR_CONFLICT, "trial", "One trial runs already. Two at a time would tell nothing.");
	if (!trials_may(cx, r, item))
		return fail(cx->err, ERR_INPUT, "item", "is no habit this client may try");
	const struct trial *d = &trial_designs[period];
	const struct kept_trial *rests = trials_open(&all);
	int64_t id = db_id();
	if (rests && !trials_stop(cx, r->person.id, rests->id, "another was begun"))
		return false;
	day_iso(cx->today + 1, iso);
	return q_trial_add(cx->db, id, r->person.id, cx->kb->item[item].id, cx->now, cx->who.account, iso, d->pairs, d->block, id % 1000003) &&
		cx_event(cx, r->person.id, "trial_begun");
}

bool trials_stop(struct cx *cx, int64_t person, int64_t trial, const char *why)
{
	if (!q_trial_end(cx->db, trial, person, cx->now, why))
		return false;
	return cx->db->changes != 1 || cx_event(cx, person, "trial_stopped");
}

bool trials_worsened(struct cx *cx, const struct record *r)
{
	struct kept_trials all;

	if (!trials_load(cx, r, &all))
		return false;
	const struct kept_trial *t = trials_open(&all);
	return !t || trials_stop(cx, r->person.id, t->id, "worsening");
}

const char *trials_words(struct arena *a, const struct trial_result *r)
{
	const char *told = arena_fmt(a, "From %d days with it and %d without", r->with, r->without);
	double less = -r->effect;

	switch (r->answer) {
	case TRIAL_HELPS:
		return arena_fmt(a, "%s: pain was about %.1f lower on the days with it (likely between %.1f and %.1f). It looks as if it helps you.", told, less,
			-r->high, -r->low);
	case TRIAL_WORSE:
		return arena_fmt(a, "%s: pain was about %.1f higher on the days with it (likely between %.1f and %.1f). Leave it out.", told, -less, r->low, r->high);
	case TRIAL_NO_MATTER:
		return arena_fmt(a, "%s: there was no difference worth the name. Keep it or leave it, as you like.", told);
	case TRIAL_CANNOT_TELL:
		break;
	}
	return arena_fmt(a, "%s: this cannot be told. The days differ too much, or too few were told. That is a fair answer too.", told);
}
