/* app/care.c -- causes and a plan from a record, kept as JSON. */
#include "app/care.h"

#include "app/report_json.h"
#include "base/str.h"
#include "base/version.h"

#include <stdlib.h>
#include <string.h>

/* "cause=0.40 cause=0.10" over the priors of the knowledge. */
static const double *own_priors(struct cx *cx, const char *text)
{
	double *p = NEWS(cx->a, double, cx->kb->n_causes);

	for (int i = 0; i < cx->kb->n_causes; i++)
		p[i] = cx->kb->cause[i].prior;
	while (text && *text) {
		size_t n = strcspn(text, " "), eq = strcspn(text, "=");
		int cause = eq < n ? kb_cause(cx->kb, arena_copy(cx->a, text, eq)) : -1;
		double v = eq < n ? strtod(text + eq + 1, NULL) : 0;

		if (cause >= 0 && v > 0 && v < 1 && !cx->kb->cause[cause].by_rule)
			p[cause] = v;
		text += n + (text[n] == ' ');
	}
	return p;
}

static bool assess(struct cx *cx, const struct record *r, bool shown, struct assess *out)
{
	struct practice_get_rows practice;

	if (!q_practice_get(cx->db, cx->who.practice, &practice))
		return false;
	const double *priors = own_priors(cx, practice.n ? practice.at[0].own_priors : "");
	if (!(shown ? assess_shown : assess_make)(cx->a, cx->kb, r->c, priors, out, cx->err))
		return false;
	out->s = r->s;          /* rules that were cleared by a recorded outcome are left out of the record's screening */
	return true;
}

bool care_assess(struct cx *cx, const struct record *r, struct assess *out)
{
	return assess(cx, r, true, out);
}

struct muscles_shown care_muscles(struct arena *a, const struct record *r, const struct assess *as)
{
	struct muscles_shown shown = muscles_shown(a, as);

	if (r->stops.n && shown.n)
		shown = (struct muscles_shown){ .at = shown.at, .held = true };
	return shown;
}

bool care_propose(struct cx *cx, int64_t person, int64_t *plan)
{
	const struct numbers numbers = { cx->who.emergency, cx->who.crisis };
	struct record r;
	struct assess as;
	struct plan p;

	if (!record_load(cx, person, &r) || !assess(cx, &r, false, &as))
		return false;
	if (r.stops.n && !record_gate(cx, &r, cx->err))
		return false;
	if (!q_assessment_add(cx->db, db_id(), person, cx->now, cx->kb->hash, UNKNOT_VERSION, report_assess(cx->a, &as, numbers)) ||
		!assess_plan(cx->a, &as, &p, cx->err))
		return false;
	struct plan_now_rows had;       /* what was decided about the plan before waits to be planned around again */
	*plan = db_id();
	return q_plan_now(cx->db, person, &had) &&
		q_plan_add(cx->db, *plan, person, cx->now, "proposed", cx->kb->hash, report_plan(cx->a, cx->kb, r.s, &p, numbers, false), had.n ? had.at[0].wishes : "") &&
		q_plan_replace_proposed(cx->db, person, *plan) && cx_event(cx, person, "plan_proposed");
}

/* A plan that was proposed before something was answered, declined or stopped is not approved as if nothing had been. */
static bool may_approve(struct cx *cx, int64_t person, int64_t plan, int64_t version)
{
	struct record r;
	struct kept_plan kept;

	if (!record_load(cx, person, &r) || !record_gate(cx, &r, cx->err) || !care_plan(cx, person, false, &kept))
		return false;
	if (kept.id != plan || kept.version != version)
		return true;            /* told as a conflict */
	const char *broken = plan_broken(cx->a, cx->kb, r.c, r.s, &kept.plan);
	return !broken || fail(cx->err, ERR_DANGER, "plan", "the plan does not fit what was answered since it was made: %s. Propose a new one", broken);
}

bool care_approve(struct cx *cx, int64_t person, int64_t plan, int64_t version, day starts)
{
	char iso[11];

	if (!may_approve(cx, person, plan, version))
		return false;
	day_iso(starts, iso);
	if (!q_plan_approve(cx->db, plan, person, version, cx->now, cx->who.account, iso))
		return false;
	if (cx->db->changes != 1)
		return fail(cx->err, ERR_CONFLICT, "plan", "The plan was changed in another window. Please look at it again.");
	return q_plan_replace_others(cx->db, person, plan) && cx_event(cx, person, "plan_approved");
}

enum { REMEMBERED = 128, MEMORY_MOST = 24 << 20 };

/* Plans read by this worker; a changed plan has a new version, so an entry is right for as long as it is kept. */
static struct { int64_t id, version; struct plan plan; } remembered[REMEMBERED];
static int n_remembered;
static struct arena *memory;

void care_make_room(void)
{
	if (n_remembered < REMEMBERED && (!memory || arena_used(memory) < MEMORY_MOST / 2))
		return;
	n_remembered = 0;
	arena_reset(memory);
}

static struct plan_other *copy_others(const struct plan_other *from, int n)
{
	struct plan_other *to = NEWS(memory, struct plan_other, n + 1);

	for (int i = 0; i < n; i++)
		to[i] = (struct plan_other){ arena_text(memory, from[i].id), arena_text(memory, from[i].because) };
	return to;
}

/* A copy of the plan with every text in the worker's own memory. */
static void remember(int64_t id, int64_t version, const struct plan *from)
{
	if (!memory)
		memory = arena_new(MEMORY_MOST);
	if (n_remembered == REMEMBERED || arena_used(memory) > MEMORY_MOST / 2)
		return;
	struct plan *p = &remembered[n_remembered].plan;
	*p = *from;
	for (int w = 0; w < WEEKS; w++) {
		struct plan_week *k = &p->week[w];
		int *measures = NEWS(memory, int, k->measures.n + 1);

		for (int i = 0; i < k->n_session; i++)
			k->session[i].why = arena_text(memory, k->session[i].why ? k->session[i].why : "");
		for (int i = 0; i < k->n_home; i++)
			k->home[i].why = arena_text(memory, k->home[i].why ? k->home[i].why : "");
		k->lesson_why = arena_text(memory, k->lesson_why ? k->lesson_why : "");
		for (int i = 0; i < k->measures.n; i++)
			measures[i] = k->measures.at[i];
		k->measures.at = measures;
	}
	p->referral = copy_others(from->referral, from->n_referrals);
	p->experiment = copy_others(from->experiment, from->n_experiments);
	p->left_out = copy_others(from->left_out, from->n_left_out);
	struct plan_wish *wish = NEWS(memory, struct plan_wish, from->wishes.n + 1);
	for (int i = 0; i < from->wishes.n; i++) {
		wish[i] = from->wishes.at[i];
		wish[i].decided = wish[i].decided ? arena_text(memory, wish[i].decided) : NULL;
	}
	p->wishes.at = wish;
	remembered[n_remembered].id = id;
	remembered[n_remembered++].version = version;
}

static bool read_kept(struct cx *cx, int64_t person, int64_t id, int64_t version, bool approved, const char *starts, struct kept_plan *out)
{
	struct plan_body_rows body;

	*out = (struct kept_plan){ .id = id, .version = version, .approved = approved };
	if (starts && starts[0] && !day_read(starts, &out->starts))
		return fail(cx->err, ERR_STORE, "plan", "its first day cannot be read");
	for (int i = 0; i < n_remembered; i++)
		if (remembered[i].id == id && remembered[i].version == version) {
			out->plan = remembered[i].plan;
			return true;
		}
	if (!q_plan_body(cx->db, id, person, &body))
		return false;
	if (!body.n)
		return fail(cx->err, ERR_MISSING, "plan", "The plan is gone.");
	if (!report_plan_read(cx->a, cx->kb, body.at[0].body, strlen(body.at[0].body), &out->plan, cx->err))
		return false;
	remember(id, version, &out->plan);
	return true;
}

bool care_plan(struct cx *cx, int64_t person, bool approved_only, struct kept_plan *out)
{
	struct plan_now_rows now;
	struct plan_approved_rows approved;

	*out = (struct kept_plan){ 0 };
	if (approved_only) {
		if (!q_plan_approved(cx->db, person, &approved))
			return false;
		return !approved.n || read_kept(cx, person, approved.at[0].id, approved.at[0].version, true, approved.at[0].starts, out);
	}
	if (!q_plan_now(cx->db, person, &now))
		return false;
	if (now.n && !read_kept(cx, person, now.at[0].id, now.at[0].version, str_equal(now.at[0].state, "approved"), now.at[0].starts, out))
		return false;
	out->wishes = now.n ? now.at[0].wishes : "";
	return true;
}
