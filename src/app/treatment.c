/* app/treatment.c -- treatments: when one may begin, its steps and taps as rows. */
#include "app/treatment.h"

#include "app/decided.h"
#include "base/buf.h"
#include "base/form.h"
#include "base/str.h"
#include "net/os.h"

#include <sodium.h>
#include <string.h>

static const int64_t hour_ms = 3600000, minute_ms = 60000;
static const char *const sides[] = { [SIDE_NONE] = "both", [SIDE_LEFT] = "left", [SIDE_RIGHT] = "right" };

const char *const treatment_acts[SESSION_ACTS] = { [SESSION_START] = "start", [SESSION_NEXT] = "next", [SESSION_SKIP] = "skip",
	[SESSION_STOP] = "stop", [SESSION_PAUSE] = "pause", [SESSION_RESUME] = "resume", [SESSION_EXTEND] = "extend",
	[SESSION_PRESSURE] = "pressure", [SESSION_COMFORT] = "comfort", [SESSION_CONSENT] = "consent", [SESSION_FOUND] = "found",
	[SESSION_PAIN] = "pain", [SESSION_MARK] = "mark", [SESSION_MOTION] = "motion", [SESSION_MINUTES] = "minutes",
	[SESSION_SAID] = "said", [SESSION_END] = "end" };

/* ---- when one may begin ---- */

/* One that was entered afterwards did not use up what was asked today; nor does one that a clock which was ahead dated later. */
static int64_t last_begun(const struct treatment_list_rows *all, int64_t until)
{
	int64_t at = 0;
	char iso[11];

	for (size_t i = 0; i < all->n; i++) {
		day_iso(os_day(all->at[i].started), iso);
		if (all->at[i].started > at && all->at[i].started <= until && strcmp(all->at[i].day, iso) >= 0)
			at = all->at[i].started;
	}
	return at;
}

bool treatment_unasked(struct cx *cx, const struct record *r, struct ids *out)
{
	int64_t since = cx->now - (int64_t)(kb_number_of(cx->kb, "session_before_hours") * (double)hour_ms), until = cx->now + CLOCK_AHEAD;
	struct treatment_list_rows all;
	struct answer_between_rows said;

	if (!q_treatment_list(cx->db, r->person.id, &all))
		return false;
	since = last_begun(&all, until) >= since ? last_begun(&all, until) + 1 : since;
	if (!q_answer_between(cx->db, r->person.id, "session", since, until, &said))
		return false;
	struct ids ask = screen_questions(cx->a, cx->kb, r->c, ASKED_SESSION);
	int *left = NEWS(cx->a, int, ask.n + 1), n = 0;
	for (int i = 0; i < ask.n; i++) {
		const struct finding *f = &cx->kb->finding[ask.at[i]];
		bool asked = f->private;

		for (size_t k = 0; k < said.n && !asked; k++)
			asked = str_equal(said.at[k].finding, f->id);
		if (!asked)
			left[n++] = ask.at[i];
	}
	*out = (struct ids){ left, n };
	return true;
}

bool treatment_may(struct cx *cx, const struct record *r, struct err *why)
{
	struct ids unasked;

	if (r->stops.n || r->s->tier >= TIER_URGENT)
		return fail(why, ERR_DANGER, "stop", "A danger has to be cleared up first. No hands-on work until its outcome is recorded.");
	if (record_consent(r, "massage") != 1)
		return fail(why, ERR_DANGER, "massage", "Hands-on work is %s.", record_consent(r, "massage") == 0 ? "declined" : "not agreed to yet");
	if (!treatment_unasked(cx, r, &unasked)) {
		*why = *cx->err;
		return false;
	}
	return !unasked.n || fail(why, ERR_DANGER, "before", "The questions before a session have not been asked for this one.");
}

/* ---- steps as text ---- */

static const char *write_steps(struct cx *cx, const struct session_step *step, int n)
{
	struct buf b = buf_new(cx->a, 1 << 16);

	for (int i = 0; i < n; i++)
		buf_fmt(&b, "%s %s %s %d %d\n", cx->kb->item[step[i].item].id, cx->kb->region[step[i].region].id, sides[step[i].side],
			step[i].minutes, step[i].pressure);
	return b.at;
}

static bool read_step(const struct kb *kb, const char *line, struct session_step *out)
{
	char item[65], region[65], side[9];

	if (sscanf(line, "%64s %64s %8s %d %d", item, region, side, &out->minutes, &out->pressure) != 5)
		return false;
	out->item = kb_item(kb, item);
	out->region = kb_region(kb, region);
	out->side = str_equal(side, "left") ? SIDE_LEFT : str_equal(side, "right") ? SIDE_RIGHT : SIDE_NONE;
	return out->item >= 0 && out->region >= 0 && out->pressure >= 0 && out->pressure <= PRESSURE_MOST;
}

static void read_steps(struct cx *cx, const char *text, struct treatment *t)
{
	while (*text && !t->lost && t->n_steps < SESSION_STEPS) {
		size_t n = strcspn(text, "\n");

		t->lost = !read_step(cx->kb, arena_copy(cx->a, text, n), &t->step[t->n_steps++]);
		text += n + (text[n] == '\n');
	}
	if (t->lost)
		t->n_steps = 0;
}

/* ---- starting ---- */

static bool steps_allowed(struct cx *cx, const struct record *r, const struct treatment_new *new)
{
	const struct session_now nothing = session_fold(cx->a, cx->kb, new->step, new->n_steps, NULL, 0, 0);

	for (int i = 0; i < new->n_steps; i++) {
		const struct session_step *s = &new->step[i];
		enum session_may may = decided_may(cx, r, s, &nothing);
		int most = decided_most(cx, r, s);

		if (may == MAY_BLOCKED || may == MAY_DECLINED)
			return fail(cx->err, ERR_INPUT, arena_fmt(cx->a, "step%d", i), "is %s: %s, %s", may == MAY_BLOCKED ? "blocked" : "declined",
				cx->kb->item[s->item].name, session_place(cx->a, cx->kb, s->region, s->side));
		if (s->pressure > most)
			return fail(cx->err, ERR_INPUT, arena_fmt(cx->a, "step%d", i), "is too firm: pressure %d at most there", most);
	}
	return true;
}

/* The rules of an earlier day. */
static bool allowed_then(struct cx *cx, const struct record *r, const struct treatment_new *new, bool *against)
{
	struct sentences all;

	if (!treatment_against(cx, r->person.id, new->on, new->step, new->n_steps, &all))
		return false;
	*against = all.n > 0;
	return !all.n || new->all_the_same || fail(cx->err, ERR_INPUT, arena_fmt(cx->a, "step%d", all.step[0]),
		"%s If it was done all the same, say so below", all.at[0]);
}

static const char *new_key(struct arena *a)
{
	unsigned char raw[32];
	char *hex = NEWS(a, char, 65);

	randombytes_buf(raw, sizeof(raw));
	return sodium_bin2hex(hex, 65, raw, sizeof(raw));
}

bool treatment_start(struct cx *cx, const struct record *r, const struct treatment_new *new, int64_t *id)
{
	struct treatment_list_rows all;
	bool back = new->on < cx->today, against = false;
	struct err why = { 0 };
	char iso[11];

	if (!q_treatment_list(cx->db, r->person.id, &all))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (!all.at[i].ended) {
			*id = all.at[i].id;
			return true;
		}
	if (new->on > cx->today || new->on < cx->today - BACK_DAYS)
		return fail(cx->err, ERR_INPUT, "day", "is a day up to today, as 2026-01-31");
	if (back && (!new->back_reason || strlen(new->back_reason) < 3))
		return fail(cx->err, ERR_INPUT, "back_reason", "is wanted for a session that is entered afterwards");
	if (!back && !treatment_may(cx, r, &why))
		return fail(cx->err, why.code, why.field, "%s", why.detail);
	if (!new->n_steps)
		return fail(cx->err, ERR_INPUT, "steps", "needs one step at least");
	if (back ? !allowed_then(cx, r, new, &against) : !steps_allowed(cx, r, new))
		return false;
	*id = db_id();
	day_iso(new->on, iso);
	return q_treatment_add(cx->db, *id, r->person.id, cx->who.account, iso, new->week, write_steps(cx, new->step, new->n_steps), cx->now,
		back ? new->back_reason : NULL, new_key(cx->a)) &&
		cx_event(cx, r->person.id, against ? "session_against" : back ? "session_entered" : "session_begun");
}

/* ---- loading ---- */

static int ref_of(const struct kb *kb, enum session_act act, const char *ref)
{
	if (act == SESSION_CONSENT || act == SESSION_MARK)
		return kb_region(kb, ref);
	return act == SESSION_FOUND || act == SESSION_MOTION ? kb_finding(kb, ref) : -1;
}

static bool read_event(const struct kb *kb, const struct treatment_events *row, struct session_event *out)
{
	for (int i = 0; i < SESSION_ACTS; i++)
		if (str_equal(treatment_acts[i], row->act)) {
			enum session_act act = (enum session_act)i;

			*out = (struct session_event){ act, (int)row->step, (int)row->value, ref_of(kb, act, row->ref), row->text, row->at };
			return true;
		}
	return false;
}

bool treatment_load(struct cx *cx, int64_t person, int64_t id, bool upto, struct treatment *out)
{
	struct treatment_get_rows rows;
	struct treatment_events_rows events;

	*out = (struct treatment){ 0 };
	if (!q_treatment_get(cx->db, id, person, &rows))
		return false;
	if (!rows.n)
		return fail(cx->err, ERR_MISSING, "session", "There is no such session.");
	const struct treatment_get *t = &rows.at[0];
	*out = (struct treatment){ .id = t->id, .person = person, .started = t->started, .ended = t->ended, .week = (int)t->week,
		.back_reason = t->back_reason, .draft_key = t->draft_key };
	if (!day_read(t->day, &out->on))
		return fail(cx->err, ERR_STORE, "treatment", "its day cannot be read");
	read_steps(cx, t->steps, out);
	if (!q_treatment_events(cx->db, id, &events))
		return false;
	out->event = NEWS(cx->a, struct session_event, (int)events.n + 1);
	for (size_t i = 0; i < events.n; i++)
		out->n_events += read_event(cx->kb, &events.at[i], &out->event[out->n_events]);
	out->now = session_fold(cx->a, cx->kb, out->step, out->n_steps, out->event, out->n_events, upto && !out->ended ? cx->now : 0);
	return true;
}

/* ---- over sessions ---- */

static bool pain_of_week(struct cx *cx, int64_t person, day on, double *pain)
{
	struct checkin_since_rows rows;
	char from[11], to[11];
	double sum = 0;
	int n = 0;

	day_iso(on - 7, from);
	day_iso(on, to);
	if (!q_checkin_since(cx->db, person, from, &rows))
		return false;
	for (size_t i = 0; i < rows.n; i++)
		if (strcmp(rows.at[i].day, to) <= 0 && !isnan(rows.at[i].pain)) {
			sum += rows.at[i].pain;
			n++;
		}
	*pain = n ? sum / n : (double)NAN;
	return true;
}

bool treatment_past(struct cx *cx, const struct record *r, struct session_past **out, int *n)
{
	struct treatment_list_rows all;
	struct treatment t;

	*n = 0;
	*out = NEWS(cx->a, struct session_past, TREATMENT_PAST);
	if (!q_treatment_list(cx->db, r->person.id, &all))
		return false;
	size_t newest = all.n < TREATMENT_PAST ? all.n : TREATMENT_PAST;
	for (size_t i = newest; i-- > 0;) {
		if (!all.at[i].ended)
			continue;
		if (!treatment_load(cx, r->person.id, all.at[i].id, false, &t))
			return false;
		struct session_past *p = &(*out)[(*n)++];
		*p = (struct session_past){ session_pressure(&t.now), t.now.pain[WHEN_BEFORE] };
		if (t.now.pain[WHEN_BEFORE] < 0 && !pain_of_week(cx, r->person.id, t.on, &p->pain))
			return false;
	}
	return true;
}

bool treatment_worked(struct cx *cx, const struct record *r, day first, const double *pain, int n, struct worked **out)
{
	struct worked_use *use = NEWS(cx->a, struct worked_use, TREATMENT_PAST * SESSION_STEPS);
	struct treatment_list_rows all;
	struct treatment t;
	int uses = 0;

	if (!q_treatment_list(cx->db, r->person.id, &all))
		return false;
	for (size_t i = 0; i < all.n && i < TREATMENT_PAST; i++) {
		if (!all.at[i].ended)
			continue;
		if (!treatment_load(cx, r->person.id, all.at[i].id, false, &t))
			return false;
		for (int k = 0; k < t.n_steps; k++)
			if (t.now.step[k].ms >= minute_ms)
				use[uses++] = (struct worked_use){ t.on - first, t.step[k].item, cx->kb->region[t.step[k].region].area };
	}
	*out = worked(cx->a, cx->kb->track, cx->kb->worked, pain, n, use, uses);
	return true;
}

/* ---- the note ---- */

bool treatment_note(struct cx *cx, const struct treatment *t, const struct note_new *note)
{
	struct note_all_rows all;
	bool signed_before = false;

	if (!q_note_all(cx->db, t->id, &all))
		return false;
	for (size_t i = 0; i < all.n; i++)
		signed_before = signed_before || all.at[i].is_signed;
	if ((all.n ? all.at[0].version : 0) != note->version)
		return fail(cx->err, ERR_CONFLICT, "note", "The note was changed in another window. Please look at it again; what you wrote is still in the form before.");
	if (note->sign && !t->ended)
		return fail(cx->err, ERR_INPUT, "sign", "needs the session to be ended first");
	if (signed_before && (!note->reason || strlen(note->reason) < 3))
		return fail(cx->err, ERR_INPUT, "reason", "is wanted: the note was signed, so say why it changes");
	if (!q_note_add(cx->db, db_id(), t->id, note->version + 1, note->sign || signed_before, note->told, note->seen, note->judged, note->next,
		signed_before ? note->reason : NULL, cx->who.account, cx->now))
		return false;
	if (cx->db->changes != 1)
		return fail(cx->err, ERR_CONFLICT, "note", "The note was changed in another window. Please look at it again.");
	return cx_event(cx, t->person, signed_before ? "note_amended" : note->sign ? "note_signed" : "note_written");
}
