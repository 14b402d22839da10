/* app/report_read.c -- a kept plan back from its JSON.  Triage, knowledge and version stand there to be read, not to be used. */
#include "app/jsonread.h"
#include "app/report_json.h"
#include "app/wishes.h"
#include "base/str.h"

enum { MINUTES_MOST = 240, PRESSURE_MOST = 5, DAYS_MOST = 7 };

struct reading { struct json_in in; const struct kb *kb; struct plan *plan; struct plan_week *week; int seen; struct plan_wish *wish; };

static bool read_piece_part(struct reading *r, struct plan_item *p, const struct place *at, const json_t *v, const char **region)
{
	static const char *const keys[] = { "technique", "area", "region", "side", "minutes", "pressure", "why", NULL };
	const char *text;

	if (str_equal(at->key, "technique"))
		return json_in_id(&r->in, at, v, r->kb, KIND_ITEM, &p->item);
	if (str_equal(at->key, "area"))
		return json_in_text(&r->in, at, v, &text);
	if (str_equal(at->key, "region"))
		return json_in_text(&r->in, at, v, region);
	if (str_equal(at->key, "minutes"))
		return json_in_int(&r->in, at, v, 0, MINUTES_MOST, &p->minutes);
	if (str_equal(at->key, "pressure"))
		return json_in_int(&r->in, at, v, 0, PRESSURE_MOST, &p->pressure);
	if (str_equal(at->key, "why"))
		return json_in_text(&r->in, at, v, &p->why);
	if (!str_equal(at->key, "side"))
		return json_in_unknown(&r->in, at, keys);
	if (!json_in_text(&r->in, at, v, &text))
		return false;
	p->side = str_equal(text, "left") ? SIDE_LEFT : str_equal(text, "right") ? SIDE_RIGHT : SIDE_NONE;
	return p->side || str_equal(text, "both") || json_in_fault(&r->in, at, "left, right or both is expected");
}

struct piece { struct reading *r; struct plan_item *p; const char *region; };

static bool read_piece_member(void *arg, const struct place *at, const json_t *v)
{
	struct piece *p = arg;

	return read_piece_part(p->r, p->p, at, v, &p->region);
}

static bool read_piece(void *arg, const struct place *at, const json_t *v)
{
	struct reading *r = arg;
	struct plan_week *w = r->week;

	if (w->n_session == SESSION_ITEMS)
		return json_in_fault(&r->in, at, "at most %d items", SESSION_ITEMS);
	struct plan_item *p = &w->session[w->n_session];
	struct piece piece = { r, p, "" };
	*p = (struct plan_item){ .item = -1, .why = "" };
	if (!json_in_members(&r->in, at, v, read_piece_member, &piece))
		return false;
	p->region = kb_region(r->kb, arena_fmt(r->in.a, "%s_%s", piece.region, p->side == SIDE_RIGHT ? "right" : "left"));
	if (p->item < 0 || p->region < 0)
		return json_in_fault(&r->in, at, "%s is missing or not known", p->item < 0 ? "technique" : "region");
	w->n_session++;
	return true;
}

static bool read_session(void *arg, const struct place *at, const json_t *v)
{
	static const char *const keys[] = { "minutes", "items", NULL };
	struct reading *r = arg;

	if (str_equal(at->key, "minutes"))
		return json_in_int(&r->in, at, v, 0, MINUTES_MOST, &r->week->minutes);
	return str_equal(at->key, "items") ? json_in_elements(&r->in, at, v, read_piece, r) : json_in_unknown(&r->in, at, keys);
}

static bool read_home_member(void *arg, const struct place *at, const json_t *v)
{
	static const char *const keys[] = { "practice", "minutes", "days", "why", NULL };
	struct reading *r = arg;
	struct plan_home *h = &r->week->home[r->week->n_home];

	if (str_equal(at->key, "practice"))
		return json_in_id(&r->in, at, v, r->kb, KIND_ITEM, &h->item);
	if (str_equal(at->key, "minutes"))
		return json_in_int(&r->in, at, v, 0, MINUTES_MOST, &h->minutes);
	if (str_equal(at->key, "days"))
		return json_in_int(&r->in, at, v, 0, DAYS_MOST, &h->days);
	return str_equal(at->key, "why") ? json_in_text(&r->in, at, v, &h->why) : json_in_unknown(&r->in, at, keys);
}

static bool read_home(void *arg, const struct place *at, const json_t *v)
{
	struct reading *r = arg;
	struct plan_week *w = r->week;

	if (w->n_home == HOME_ITEMS)
		return json_in_fault(&r->in, at, "at most %d items", HOME_ITEMS);
	w->home[w->n_home] = (struct plan_home){ .item = -1, .why = "" };
	if (!json_in_members(&r->in, at, v, read_home_member, r))
		return false;
	if (w->home[w->n_home].item < 0)
		return json_in_fault(&r->in, at, "practice is missing");
	w->n_home++;
	return true;
}

static bool read_measure(void *arg, const struct place *at, const json_t *v)
{
	struct reading *r = arg;

	return json_in_id(&r->in, at, v, r->kb, KIND_INSTRUMENT, (int *)(uintptr_t)&r->week->measures.at[r->week->measures.n++]);
}

static bool read_lesson(struct reading *r, const struct place *at, const json_t *v)
{
	const char *id;

	if (!json_in_text(&r->in, at, v, &id))
		return false;
	return !*id || json_in_id(&r->in, at, v, r->kb, KIND_LESSON, &r->week->lesson);
}

static bool read_week_member(void *arg, const struct place *at, const json_t *v)
{
	static const char *const keys[] = { "week", "session", "lesson", "lesson_why", "home", "measures", NULL };
	struct reading *r = arg;

	if (str_equal(at->key, "week"))
		return json_in_int(&r->in, at, v, r->seen + 1, r->seen + 1, &r->week->week);
	if (str_equal(at->key, "session"))
		return json_in_members(&r->in, at, v, read_session, r);
	if (str_equal(at->key, "lesson"))
		return read_lesson(r, at, v);
	if (str_equal(at->key, "lesson_why"))
		return json_in_text(&r->in, at, v, &r->week->lesson_why);
	if (str_equal(at->key, "home"))
		return json_in_elements(&r->in, at, v, read_home, r);
	if (!str_equal(at->key, "measures"))
		return json_in_unknown(&r->in, at, keys);
	r->week->measures = (struct ids){ NEWS(r->in.a, int, json_array_size(v) + 1), 0 };
	return json_in_elements(&r->in, at, v, read_measure, r);
}

static bool read_week(void *arg, const struct place *at, const json_t *v)
{
	struct reading *r = arg;

	if (r->seen == WEEKS)
		return json_in_fault(&r->in, at, "there are ten weeks");
	r->week = &r->plan->week[r->seen];
	r->week->week = r->seen + 1;
	if (!json_in_members(&r->in, at, v, read_week_member, r))
		return false;
	r->seen++;
	return true;
}

struct others { struct reading *r; struct plan_other *at; int n; };

static bool read_other_member(void *arg, const struct place *at, const json_t *v)
{
	static const char *const keys[] = { "id", "because", NULL };
	struct others *o = arg;

	if (str_equal(at->key, "id"))
		return json_in_text(&o->r->in, at, v, &o->at[o->n].id);
	return str_equal(at->key, "because") ? json_in_text(&o->r->in, at, v, &o->at[o->n].because) :
		json_in_unknown(&o->r->in, at, keys);
}

static bool read_other(void *arg, const struct place *at, const json_t *v)
{
	struct others *o = arg;

	o->at[o->n] = (struct plan_other){ "", "" };
	if (!json_in_members(&o->r->in, at, v, read_other_member, o))
		return false;
	o->n++;
	return true;
}

static bool read_others(struct reading *r, const struct place *at, const json_t *v, struct plan_other **list, int *n)
{
	struct others o = { r, NEWS(r->in.a, struct plan_other, json_array_size(v) + 1), 0 };

	if (!json_in_elements(&r->in, at, v, read_other, &o))
		return false;
	*list = o.at;
	*n = o.n;
	return true;
}

/* What the plan was made around. */
static bool read_wish(void *arg, const struct place *at, const json_t *v)
{
	struct reading *r = arg;
	const char *line;

	if (!json_in_text(&r->in, at, v, &line))
		return false;
	if (!wish_read(r->in.a, r->kb, line, &r->wish[r->plan->wishes.n]))
		return json_in_fault(&r->in, at, "this decision cannot be read");
	r->plan->wishes.at = r->wish;
	r->plan->wishes.n++;
	return true;
}

static bool read_part(void *arg, const struct place *at, const json_t *v)
{
	static const char *const keys[] = { "weeks", "referrals", "experiments", "not_included", "around", "around_from", "value", "bound", "triage",
		"knowledge", "version", NULL };
	struct reading *r = arg;
	struct plan *p = r->plan;

	if (str_equal(at->key, "weeks"))
		return json_in_elements(&r->in, at, v, read_week, r);
	if (str_equal(at->key, "referrals"))
		return read_others(r, at, v, &p->referral, &p->n_referrals);
	if (str_equal(at->key, "experiments"))
		return read_others(r, at, v, &p->experiment, &p->n_experiments);
	if (str_equal(at->key, "not_included"))
		return read_others(r, at, v, &p->left_out, &p->n_left_out);
	if (str_equal(at->key, "around_from"))
		return json_in_int(&r->in, at, v, 0, WEEKS + 1, &p->wishes.from);
	if (str_equal(at->key, "around")) {
		r->wish = NEWS(r->in.a, struct plan_wish, json_array_size(v) + 1);
		return json_in_elements(&r->in, at, v, read_wish, r);
	}
	if (str_equal(at->key, "value"))
		return json_in_number(&r->in, at, v, &p->value);
	if (str_equal(at->key, "bound"))
		return json_in_number(&r->in, at, v, &p->bound);
	for (int i = 0; keys[i]; i++)
		if (str_equal(at->key, keys[i]))
			return true;
	return json_in_unknown(&r->in, at, keys);
}

bool report_plan_read(struct arena *a, const struct kb *kb, const char *text, size_t n, struct plan *out, struct err *err)
{
	struct reading r = { { a, text, n, err }, kb, out, NULL, 0, NULL };

	*out = (struct plan){ .value = 0 };
	for (int i = 0; i < WEEKS; i++)
		out->week[i].lesson = -1;
	json_t *root = json_in_object(&r.in);
	if (!root || !json_in_members(&r.in, NULL, root, read_part, &r))
		return false;
	return r.seen == WEEKS || json_in_fault(&r.in, NULL, "ten weeks are expected, not %d", r.seen);
}
