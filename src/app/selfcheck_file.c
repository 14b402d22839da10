/* app/selfcheck_file.c -- one object around two cases. */
#include "app/selfcheck_file.h"

#include "app/casefile.h"
#include "app/jsonread.h"
#include "base/str.h"

struct reading { struct json_in in; const struct kb *kb; struct selfcheck_saved *out; bool made; };

static bool read_made(struct reading *r, const struct place *p, const json_t *v)
{
	const char *text;

	if (!json_in_text(&r->in, p, v, &text))
		return false;
	r->made = day_read(text, &r->out->made);
	return r->made || json_in_fault(&r->in, p, "a date like 2026-11-21 is expected");
}

static bool read_member(void *arg, const struct place *p, const json_t *v)
{
	static const char *const keys[] = { "selfcheck", "made", "knowledge", "first", "case", NULL };
	struct reading *r = arg;
	const char *text;
	int version;

	if (str_equal(p->key, "selfcheck"))
		return json_in_int(&r->in, p, v, 1, 1, &version);
	if (str_equal(p->key, "made"))
		return read_made(r, p, v);
	if (str_equal(p->key, "knowledge"))
		return json_in_text(&r->in, p, v, &text);
	if (str_equal(p->key, "first"))
		return (r->out->first = casefile_read_findings(&r->in, p, v, r->kb)) != NULL;
	if (str_equal(p->key, "case"))
		return (r->out->c = casefile_read_at(&r->in, p, v, r->kb)) != NULL;
	return json_in_unknown(&r->in, p, keys);
}

bool selfcheck_read(struct arena *a, const struct kb *kb, const char *text, size_t n, struct selfcheck_saved *out, struct err *err)
{
	struct reading r = { .in = { a, text, n, err }, .kb = kb, .out = out };
	json_t *root;

	*out = (struct selfcheck_saved){ 0 };
	root = json_in_object(&r.in);
	if (!root || !json_in_members(&r.in, NULL, root, read_member, &r))
		return false;
	if (!out->c || !r.made)
		return json_in_fault(&r.in, NULL, "this is no file of the self-check: \"%s\" is missing", out->c ? "made" : "case");
	if (!out->first)
		out->first = case_new(a, kb);
	return true;
}

static bool same_person(struct cx *cx, const struct record *r, const struct person_case *c)
{
	static const char *const sexes[] = { [SEX_UNKNOWN] = "not said", [SEX_FEMALE] = "female", [SEX_MALE] = "male", [SEX_OTHER] = "other" };

	if (c->age >= 0 && r->age >= 0 && (c->age > r->age || c->age < r->age - 1))
		return fail(cx->err, ERR_INPUT, "body", "is of somebody of %d years; the record says %d", c->age, r->age);
	if (c->sex != SEX_UNKNOWN && r->c->sex != SEX_UNKNOWN && c->sex != r->c->sex)
		return fail(cx->err, ERR_INPUT, "body", "is of somebody who is %s; the record says %s", sexes[c->sex], sexes[r->c->sex]);
	return true;
}

/* Is it the person's own to answer, asked itself? */
static bool own(const struct finding *f)
{
	return f->by != BY_THERAPIST && !f->private && !f->sum_of.n;
}

static bool take_one(struct cx *cx, const struct record *r, const struct selfcheck_saved *f, int i, struct selfcheck_taken *out)
{
	int now = r->c->answer[i], value = f->c->answer[i], first = f->first->answer[i];
	const int64_t began = (int64_t)f->made * 86400000;

	if (r->answered_at[i] >= began) {
		out->older++;
		return true;
	}
	if (cx->kb->finding[i].gate && value == 0 && (now >= 1 || now == DONT_KNOW)) {
		out->careful++;
		return true;
	}
	out->taken++;
	return (first == NOT_ASKED || record_answer(cx, r->person.id, i, first, "self_check")) && record_answer(cx, r->person.id, i, value, "self_check");
}

static bool take_map(struct cx *cx, const struct record *r, const struct person_case *c, struct selfcheck_taken *out)
{
	if (r->c->map_given || !c->map_given)
		return true;
	for (int i = 0; i < cx->kb->n_regions; i++) {
		if (!c->mark[i])
			continue;
		out->map = true;
		if (!q_mark_set(cx->db, r->person.id, cx->kb->region[i].id, c->mark[i], cx->now))
			return false;
	}
	return true;
}

bool selfcheck_take(struct cx *cx, const struct record *r, const struct selfcheck_saved *f, struct selfcheck_taken *out)
{
	*out = (struct selfcheck_taken){ 0 };
	if (f->made > cx->today + 1)
		return fail(cx->err, ERR_INPUT, "body", "was made on a day that has not come yet");
	if (!same_person(cx, r, f->c))
		return false;
	for (int i = 0; i < cx->kb->n_findings; i++)
		if (f->c->answer[i] != NOT_ASKED && own(&cx->kb->finding[i]) && !take_one(cx, r, f, i, out))
			return false;
	return take_map(cx, r, f->c, out) && record_rescreen(cx, r->person.id, "self_check", &out->raised) &&
		cx_event(cx, r->person.id, "self_check");
}
