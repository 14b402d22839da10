/* app/record.c -- a client's record from the database, and what answers set in motion. */
#include "app/record.h"

#include "base/buf.h"
#include "base/form.h"
#include "base/str.h"
#include "net/os.h"

#include <string.h>

enum { FLAGS_MOST = 64 };

/* The newest of a finding comes last. */
static void load_answers(struct cx *cx, const struct answer_ever_rows *rows, struct record *r)
{
	for (size_t i = 0; i < rows->n; i++) {
		int f = kb_finding(cx->kb, rows->at[i].finding);

		if (f < 0)
			continue;               /* an older edition of the knowledge asked it */
		r->c->answer[f] = rows->at[i].known ? (int16_t)rows->at[i].value : DONT_KNOW;
		r->answered_at[f] = rows->at[i].at;
		r->answered_as[f] = rows->at[i].seq;
	}
}

static void load_marks(struct cx *cx, const struct mark_now_rows *rows, struct record *r)
{
	for (size_t i = 0; i < rows->n; i++) {
		int region = kb_region(cx->kb, rows->at[i].region);

		if (region >= 0)
			r->c->mark[region] = (int8_t)rows->at[i].value;
		r->marked_at = rows->at[i].at > r->marked_at ? rows->at[i].at : r->marked_at;
		r->c->map_given = true;
	}
}

/* "area_buttock" declines every region of that area, or whose base begins so. */
static void decline_place(struct cx *cx, struct record *r, const char *place)
{
	for (int i = 0; i < cx->kb->n_regions; i++)
		if (str_begins(cx->kb->region[i].base, place) || str_equal(cx->kb->area[cx->kb->region[i].area].id, place))
			r->c->limits.declined_region[i] = true;
}

/* Declined: an item, a lesson, a component or a place by its own id. */
static void load_declined(struct cx *cx, struct record *r)
{
	for (size_t i = 0; i < r->consent.n; i++) {
		const char *id = r->consent.at[i].component;

		if (r->consent.at[i].given)
			continue;
		int item = kb_item(cx->kb, id), lesson = kb_lesson(cx->kb, id);
		if (item >= 0)
			r->c->limits.declined_item[item] = true;
		if (lesson >= 0)
			r->c->limits.declined_lesson[lesson] = true;
		if (str_begins(id, "area_"))
			decline_place(cx, r, id + 5);
		for (int k = 0; k < COMPONENT_COUNT; k++)
			if (str_equal(id, component_name(k)))
				r->c->limits.declined_component[k] = true;
	}
}

/* A lifted stop and what its outcome speaks of: the case as it was known then.  */
struct outcome { const struct stop_all *stop; struct stop_rules rules; const struct person_case *then; };
struct outcomes { struct outcome *at; int n; };

/* An outcome speaks of what raised the stop, and of what was told up to the day on which the person was seen; never of what whoever entered it could
 * not know. */
static bool speaks_of(const struct stop_all *s, int64_t seq, int64_t at)
{
	day on;

	if (seq <= s->raised_after)
		return true;
	return seq <= s->lifted_after && (!day_read(s->seen_on ? s->seen_on : "", &on) || os_day(at) <= on);
}

/* The map has no order but its time. */
static bool speaks_of_map(const struct stop_all *s, int64_t marked_at)
{
	day on;

	return marked_at <= s->at || (marked_at <= s->lifted && (!day_read(s->seen_on ? s->seen_on : "", &on) || os_day(marked_at) <= on));
}

/* The answers it speaks of; without the map where that was drawn anew since. */
static const struct person_case *case_then(struct cx *cx, const struct record *r, const struct answer_ever_rows *told, const struct stop_all *s)
{
	struct person_case *c = case_copy(cx->a, cx->kb, r->c);

	for (int f = 0; f < cx->kb->n_findings; f++)
		c->answer[f] = NOT_ASKED;
	for (size_t i = 0; i < told->n; i++) {
		int f = kb_finding(cx->kb, told->at[i].finding);

		if (f >= 0 && speaks_of(s, told->at[i].seq, told->at[i].at))
			c->answer[f] = told->at[i].known ? (int16_t)told->at[i].value : DONT_KNOW;
	}
	if (!speaks_of_map(s, r->marked_at)) {
		memset(c->mark, 0, sizeof(*c->mark) * (size_t)cx->kb->n_regions);
		c->map_given = false;
	}
	return c;
}

static struct outcomes outcomes_of(struct cx *cx, const struct record *r, const struct answer_ever_rows *told, const struct stop_all_rows *stops)
{
	struct outcomes all = { NEWS(cx->a, struct outcome, stops->n + 1), 0 };

	for (size_t i = 0; i < stops->n; i++) {
		const struct stop_all *s = &stops->at[i];

		if (!s->lifted)
			continue;
		all.at[all.n++] = (struct outcome){ s, record_stop_rules(cx, s->flags), case_then(cx, r, told, s) };
	}
	return all;
}

struct telling { const struct record *r; const struct outcome *o; bool anew; };

/* Told since, and no plain "no": a yes, a number or a "do not know" said again counts like one said first. */
static void look_for_new(int finding, void *arg)
{
	struct telling *t = arg;
	int value = t->r->c->answer[finding];

	if (value != NOT_ASKED && value != 0 && !speaks_of(t->o->stop, t->r->answered_as[finding], t->r->answered_at[finding]))
		t->anew = true;
}

static bool rests_on(const struct rule_why *why, int finding)
{
	for (int i = 0; i < why->n; i++)
		if (why->at[i] == finding)
			return true;
	return false;
}

/* A rule that is true is cleared when all it rests on was so then, and was not told since. */
static bool clears_true(struct cx *cx, const struct record *r, const struct rule *when, const struct outcome *o)
{
	struct rule_why now = rule_why(cx->a, cx->kb, when, r->c), then = rule_why(cx->a, cx->kb, when, o->then);

	for (int i = 0; i < now.n; i++)
		if (!rests_on(&then, now.at[i]) || !speaks_of(o->stop, r->answered_as[now.at[i]], r->answered_at[now.at[i]]))
			return false;
	return (!now.map || then.map) && rule_eval(cx->kb, when, o->then) == TRUTH_YES;
}

/* One that is not clear, when it was so then (or true) without what was told since, and that was but a "no" to what it reads. */
static bool clears_unclear(struct cx *cx, const struct record *r, const struct rule *when, const struct outcome *o)
{
	struct telling t = { r, o, false };

	rule_findings(when, look_for_new, &t);
	return !t.anew && rule_eval(cx->kb, when, o->then) >= TRUTH_DONT_KNOW;
}

static bool cleared(struct cx *cx, const struct record *r, int flag, const struct outcomes *all)
{
	const struct rule *when = &cx->kb->flag[flag].when;

	for (int i = 0; i < all->n; i++) {
		const struct outcome *o = &all->at[i];
		bool named = false;

		for (int k = 0; k < o->rules.n; k++)
			named = named || o->rules.at[k] == flag;
		if (named && (rule_eval(cx->kb, when, r->c) == TRUTH_YES ? clears_true(cx, r, when, o) : clears_unclear(cx, r, when, o)))
			return true;
	}
	return false;
}

static void leave_out_cleared(struct cx *cx, struct record *r, const struct answer_ever_rows *told, const struct stop_all_rows *stops)
{
	struct outcomes all = outcomes_of(cx, r, told, stops);
	bool any_open = false;
	int n = 0;

	r->open = NEWS(cx->a, bool, cx->kb->n_flags + 1);
	for (int f = 0; f < cx->kb->n_flags; f++) {
		const struct flag *of = &cx->kb->flag[f];

		r->open[f] = of->tier >= TIER_URGENT && rule_eval(cx->kb, &of->when, r->c) == TRUTH_DONT_KNOW && !cleared(cx, r, f, &all);
		any_open = any_open || r->open[f];
	}
	r->s->tier = TIER_NONE;
	for (int i = 0; i < r->s->n_reasons; i++) {
		struct reason_given *g = &r->s->reason[i];

		if (g->flag < 0 ? !any_open : g->tier >= TIER_URGENT && cleared(cx, r, g->flag, &all))
			continue;
		if (g->tier > r->s->tier)
			r->s->tier = g->tier;
		r->s->reason[n++] = *g;
	}
	r->s->n_reasons = n;
}

bool record_load(struct cx *cx, int64_t person, struct record *out)
{
	struct person_get_rows p;
	struct answer_ever_rows answers;
	struct mark_now_rows marks;
	struct stop_all_rows stops;
	struct practice_get_rows practice;
	day born;

	*out = (struct record){ 0 };
	if (!q_person_get(cx->db, person, cx->who.practice, &p) || !q_answer_ever(cx->db, person, &answers) ||
		!q_mark_now(cx->db, person, &marks) || !q_consent_now(cx->db, person, &out->consent) ||
		!q_stop_open(cx->db, person, &out->stops) || !q_stop_all(cx->db, person, &stops) ||
		!q_practice_get(cx->db, cx->who.practice, &practice))
		return false;
	if (!p.n || !practice.n)
		return fail(cx->err, ERR_MISSING, "client", "There is no such client in your practice.");
	out->person = p.at[0];
	/* what is asked of someone alone is not asked of who enters for them */
	out->abuse_asked = practice.at[0].abuse_route && practice.at[0].abuse_route[0] && cx->who.role != ROLE_PROXY;
	out->c = case_new(cx->a, cx->kb);
	out->answered_at = NEWS(cx->a, int64_t, cx->kb->n_findings);
	out->answered_as = NEWS(cx->a, int64_t, cx->kb->n_findings);
	out->age = day_read(p.at[0].born, &born) ? day_age(born, cx->today) : -1;
	out->c->age = out->age;
	out->c->sex = str_equal(p.at[0].sex, "female") ? SEX_FEMALE : str_equal(p.at[0].sex, "male") ? SEX_MALE : SEX_OTHER;
	out->c->limits.session_minutes = p.at[0].session_minutes ? (int)p.at[0].session_minutes : (int)practice.at[0].minutes;
	out->c->limits.home_minutes = (int)p.at[0].home_minutes;
	out->c->limits.pressure_max = (int)p.at[0].pressure_max;
	load_answers(cx, &answers, out);
	load_marks(cx, &marks, out);
	load_declined(cx, out);
	out->s = screen(cx->a, cx->kb, out->c);
	leave_out_cleared(cx, out, &answers, &stops);
	return true;
}

static void answers_of(struct cx *cx, const struct answer_then_rows *then, struct record *r)
{
	struct answer_ever_rows rows = { NEWS(cx->a, struct answer_ever, then->n + 1), then->n };

	for (size_t i = 0; i < then->n; i++)
		rows.at[i] = (struct answer_ever){ .finding = then->at[i].finding, .value = then->at[i].value, .known = then->at[i].known, .at = then->at[i].at,
			.seq = then->at[i].seq };
	for (int f = 0; f < cx->kb->n_findings; f++)
		r->c->answer[f] = NOT_ASKED;
	load_answers(cx, &rows, r);
}

/* Of all that was ever told what was told by then, and of each question the first. */
static struct answer_ever_rows told_by(struct cx *cx, const struct answer_ever_rows *ever, int64_t to)
{
	struct answer_ever_rows told = { NEWS(cx->a, struct answer_ever, ever->n + 1), 0 };

	for (size_t i = 0; i < ever->n; i++)
		if (ever->at[i].at <= to || !i || !str_equal(ever->at[i].finding, ever->at[i - 1].finding))
			told.at[told.n++] = ever->at[i];
	return told;
}

static void consent_of(struct cx *cx, const struct consent_then_rows *then, struct record *r)
{
	const struct limits *l = &r->c->limits;

	r->consent = (struct consent_now_rows){ NEWS(cx->a, struct consent_now, then->n + 1), then->n };
	for (size_t i = 0; i < then->n; i++)
		r->consent.at[i] = (struct consent_now){ .component = then->at[i].component, .given = then->at[i].given, .at = then->at[i].at };
	memset(l->declined_item, 0, sizeof(bool) * (size_t)cx->kb->n_items);
	memset(l->declined_lesson, 0, sizeof(bool) * (size_t)cx->kb->n_lessons);
	memset(l->declined_region, 0, sizeof(bool) * (size_t)cx->kb->n_regions);
	memset(r->c->limits.declined_component, 0, sizeof(l->declined_component));
	load_declined(cx, r);
}

static void stops_of(struct cx *cx, const struct stop_all_rows *all, int64_t from, int64_t to, struct record *r)
{
	r->stops = (struct stop_open_rows){ NEWS(cx->a, struct stop_open, all->n + 1), 0 };
	for (size_t i = 0; i < all->n; i++) {
		const struct stop_all *s = &all->at[i];

		if (s->at < from && (!s->lifted || s->lifted > to))
			r->stops.at[r->stops.n++] = (struct stop_open){ .id = s->id, .tier = s->tier, .flags = s->flags, .occasion = s->occasion, .at = s->at,
				.raised_after = s->raised_after };
	}
}

bool record_load_on(struct cx *cx, int64_t person, day on, struct record *out)
{
	const int64_t day_ms = 86400000, from = on * day_ms, to = from + day_ms - 1;
	struct answer_then_rows answers;
	struct answer_ever_rows ever;
	struct consent_then_rows consent;
	struct stop_all_rows stops;
	day born;

	if (!record_load(cx, person, out) || !q_answer_then(cx->db, person, to, &answers) || !q_answer_ever(cx->db, person, &ever) ||
		!q_consent_then(cx->db, person, to, &consent) ||
		!q_stop_all(cx->db, person, &stops))
		return false;
	out->age = out->c->age = day_read(out->person.born, &born) ? day_age(born, on) : -1;
	out->marked_at = 0;             /* those of now stand for that day's */
	answers_of(cx, &answers, out);
	consent_of(cx, &consent, out);
	stops_of(cx, &stops, from, to, out);
	out->s = screen(cx->a, cx->kb, out->c);
	ever = told_by(cx, &ever, to);
	leave_out_cleared(cx, out, &ever, &stops);
	return true;
}

bool record_gate(const struct cx *cx, const struct record *r, struct err *err)
{
	if (!screen_gate(cx->kb, r->s, err))
		return false;
	return !r->stops.n || fail(err, ERR_DANGER, "stop", "a danger sign waits for its outcome; an answer given again does not take it away");
}

int record_consent(const struct record *r, const char *component)
{
	for (size_t i = 0; i < r->consent.n; i++)
		if (str_equal(r->consent.at[i].component, component))
			return r->consent.at[i].given ? 1 : 0;
	return -1;
}

bool record_consent_whole(const struct cx *cx, const struct record *r)
{
	for (int i = 0; i < cx->kb->n_consents; i++)
		if (record_consent(r, cx->kb->consent[i].id) < 0)
			return false;
	return true;
}

bool record_answer(struct cx *cx, int64_t person, int finding, int value, const char *occasion)
{
	const struct finding *f = &cx->kb->finding[finding];

	if (value == DONT_KNOW)
		return q_answer_unknown(cx->db, person, f->id, occasion, cx->who.account, cx->now);
	if (value < f->min || value > f->max)
		return fail(cx->err, ERR_INPUT, f->id, "a whole number from %d to %d is wanted", f->min, f->max);
	return q_answer_add(cx->db, person, f->id, value, occasion, cx->who.account, cx->now);
}

bool record_read_answer(struct cx *cx, int f, const char *field, const char *text, int *value)
{
	const struct finding *of = &cx->kb->finding[f];
	int64_t v;

	if (str_equal(text, "unknown"))
		*value = DONT_KNOW;
	else if (of->is_bool && (str_equal(text, "yes") || str_equal(text, "no")))
		*value = text[0] == 'y';
	else if (of->is_bool)
		return fail(cx->err, ERR_INPUT, field, "yes, no or unknown is wanted");
	else if (!int_read(text, of->min, of->max, &v))
		return fail(cx->err, ERR_INPUT, field, "a whole number from %d to %d is wanted", of->min, of->max);
	else
		*value = (int)v;
	return true;
}

int64_t record_newest(const struct cx *cx, const struct record *r)
{
	int64_t newest = 0;

	for (int f = 0; f < cx->kb->n_findings; f++)
		newest = r->answered_as[f] > newest ? r->answered_as[f] : newest;
	return newest;
}

struct stop_rules record_stop_rules(struct cx *cx, const char *flags)
{
	int *at = NEWS(cx->a, int, FLAGS_MOST), n = 0;
	bool *unclear = NEWS(cx->a, bool, FLAGS_MOST);

	while (flags && *flags && n < FLAGS_MOST) {
		size_t len = strcspn(flags, " "), name = strcspn(flags, " ?");

		for (int i = 0; i < cx->kb->n_flags; i++)
			if (strlen(cx->kb->flag[i].id) == name && strncmp(cx->kb->flag[i].id, flags, name) == 0) {
				unclear[n] = name < len;
				at[n++] = i;
			}
		flags += len + (flags[len] == ' ');
	}
	return (struct stop_rules){ at, unclear, n };
}

struct ids record_unclear(struct cx *cx, const struct record *r, int flag)
{
	int *at = NEWS(cx->a, int, FLAGS_MOST);
	int n = rule_missing(cx->kb, &cx->kb->flag[flag].when, r->c, true, at, FLAGS_MOST);

	return (struct ids){ at, n < FLAGS_MOST ? n : FLAGS_MOST };
}

/* A rule that is true is covered by a stop that says so; one that is only open by either. */
static bool covered(struct cx *cx, const struct record *r, int flag, bool unclear)
{
	for (size_t i = 0; i < r->stops.n; i++) {
		struct stop_rules rules = record_stop_rules(cx, r->stops.at[i].flags);

		for (int k = 0; k < rules.n; k++)
			if (rules.at[k] == flag && (unclear || !rules.unclear[k]))
				return true;
	}
	return false;
}

struct raising { struct cx *cx; const struct record *r; struct buf flags; enum tier tier; };

static void raise_rule(struct raising *to, int flag, enum tier tier, bool unclear)
{
	if (covered(to->cx, to->r, flag, unclear))
		return;
	buf_fmt(&to->flags, "%s%s%s", to->flags.n ? " " : "", to->cx->kb->flag[flag].id, unclear ? "?" : "");
	to->tier = tier > to->tier ? tier : to->tier;
}

bool record_rescreen(struct cx *cx, int64_t person, const char *occasion, int64_t *raised)
{
	enum tier least_unclear = str_equal(occasion, "intake") ? TIER_EMERGENCY : TIER_URGENT;
	struct record r;
	struct raising to = { cx, &r, buf_new(cx->a, 1 << 14), TIER_NONE };

	*raised = 0;
	if (!record_load(cx, person, &r))
		return false;
	for (int i = 0; i < r.s->n_reasons; i++) {
		const struct reason_given *g = &r.s->reason[i];

		for (int f = 0; g->flag < 0 && f < cx->kb->n_flags; f++)
			if (r.open[f] && cx->kb->flag[f].tier >= least_unclear)
				raise_rule(&to, f, TIER_URGENT, true);
		if (g->flag >= 0 && g->tier >= TIER_URGENT)
			raise_rule(&to, g->flag, g->tier, false);
	}
	if (to.tier == TIER_NONE)
		return true;
	*raised = db_id();
	return q_stop_add(cx->db, *raised, person, tier_name(to.tier), to.flags.at, occasion, cx->now) &&
		cx_event(cx, person, to.tier == TIER_EMERGENCY ? "stop_emergency" : "stop_urgent");
}

struct ask_back { struct cx *cx; const struct record *r; int64_t since; const struct rule_why *why; int found; };

/* A "no" to a danger question is not asked about again; a number or a "no" that a rule rests on is. */
static void look_for_ask_back(int f, void *arg)
{
	struct ask_back *k = arg;
	const struct finding *of = &k->cx->kb->finding[f];
	int value = case_answer(k->cx->kb, k->r->c, f);
	bool hidden = of->private && k->cx->who.role == ROLE_PROXY;
	bool asked = value == DONT_KNOW || (rests_on(k->why, f) && (value >= 1 || !of->gate));

	if (k->found < 0 && of->again && !hidden && asked && k->r->answered_as[f] <= k->since)
		k->found = f;
}

/* A danger that staff entered is no slip of the client's finger; what was not known then, the client may tell. */
static bool told_by_staff(const struct stop_open *stop, const struct stop_rules *flags)
{
	bool staff = str_equal(stop->occasion, "session") || str_equal(stop->occasion, "exam"), danger = false;

	for (int i = 0; i < flags->n; i++)
		danger = danger || !flags->unclear[i];
	return staff && danger;
}

int record_ask_back(struct cx *cx, const struct record *r, const struct stop_open *stop)
{
	struct ask_back k = { cx, r, stop->raised_after, NULL, -1 };
	struct stop_rules flags = record_stop_rules(cx, stop->flags);
	struct asked_back_after_rows asked;

	if (told_by_staff(stop, &flags))
		return -1;
	if (!q_asked_back_after(cx->db, r->person.id, stop->raised_after, &asked) || asked.at[0].n)
		return -1;
	for (int i = 0; i < flags.n; i++) {
		const struct rule *when = &cx->kb->flag[flags.at[i]].when;
		struct rule_why why = rule_why(cx->a, cx->kb, when, r->c);

		k.why = &why;
		rule_findings(when, look_for_ask_back, &k);
	}
	return k.found;
}

bool record_mistap(struct cx *cx, int64_t person, int64_t stop, bool *lifted)
{
	struct record r;

	*lifted = false;
	if (!record_load(cx, person, &r))
		return false;
	for (size_t i = 0; i < r.stops.n; i++) {
		if (r.stops.at[i].id != stop)
			continue;
		struct stop_rules flags = record_stop_rules(cx, r.stops.at[i].flags);
		for (int k = 0; k < flags.n; k++)
			if (rule_eval(cx->kb, &cx->kb->flag[flags.at[k]].when, r.c) >= TRUTH_DONT_KNOW)
				return true;    /* another rule, or an unclear answer, keeps it */
		char today[11];
		day_iso(cx->today, today);
		*lifted = true;
		return q_stop_lift(cx->db, stop, person, cx->now, record_newest(cx, &r), cx->who.account, today, "the client, asked back in other words",
			"a mis-tap: the second wording was answered otherwise; both answers are kept") && cx_event(cx, person, "mistap");
	}
	return fail(cx->err, ERR_MISSING, "stop", "There is no such stop.");
}

const char *record_said(struct arena *a, const struct finding *f, bool known, int64_t value)
{
	if (!known)
		return "does not know";
	if (f->is_bool)
		return value ? "yes" : "no";
	for (int i = 0; i < f->n_options; i++)
		if (f->option[i].value == value)
			return f->option[i].label;
	return arena_fmt(a, "%lld%s%s", (long long)value, f->unit ? " " : "", f->unit ? f->unit : "");
}
