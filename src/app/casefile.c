/* app/casefile.c -- four objects, one table each. */
#include "app/casefile.h"

#include "base/str.h"

#include <string.h>

enum { AGE_MOST = 120, MARK_MOST = 10, HOME_MOST = 60, PRESSURE_MOST = 5, CASE_MOST = 1 << 20 };

static const char *const sexes[] = { [SEX_UNKNOWN] = "", [SEX_FEMALE] = "female", [SEX_MALE] = "male", [SEX_OTHER] = "other" };
static const int sessions[] = { 30, 45, 60, 90 };
enum { SEXES = sizeof(sexes) / sizeof(*sexes), SESSIONS = sizeof(sessions) / sizeof(*sessions) };

struct reading { struct json_in in; const struct kb *kb; struct person_case *c; };

/* ---- person ---- */

static bool read_sex(struct reading *r, const struct place *p, const json_t *v)
{
	const char *text;
	struct nearest near;

	if (json_is_null(v))
		return true;
	if (!json_in_text(&r->in, p, v, &text))
		return false;
	near = nearest_to(text);
	for (int i = SEX_FEMALE; i < SEXES; i++) {
		nearest_offer(&near, sexes[i]);
		if (str_equal(text, sexes[i])) {
			r->c->sex = i;
			return true;
		}
	}
	return json_in_fault(&r->in, p, "female, male or other is expected, not \"%s\"%s%s", json_in_word(r->in.a, text),
		near.best ? "; the nearest is " : "", near.best ? near.best : "");
}

static bool read_person(void *arg, const struct place *p, const json_t *v)
{
	static const char *const keys[] = { "age", "sex", NULL };
	struct reading *r = arg;

	if (str_equal(p->key, "age") && !json_is_null(v) && (!json_is_integer(v) || json_integer_value(v) < 0 ||
		json_integer_value(v) > AGE_MOST))
		return json_in_fault(&r->in, p, "whole years are expected, from 18 to %d", AGE_MOST);
	if (str_equal(p->key, "age")) {
		r->c->age = json_is_null(v) ? -1 : (int)json_integer_value(v);
		return true;
	}
	return str_equal(p->key, "sex") ? read_sex(r, p, v) : json_in_unknown(&r->in, p, keys);
}

/* ---- findings ---- */

static bool read_value(struct reading *r, const struct place *p, const struct finding *f, const json_t *v, int16_t *out)
{
	int value = 0;

	if (json_is_null(v))
		value = DONT_KNOW;
	else if (f->is_bool && json_is_boolean(v))
		value = json_is_true(v);
	else if (f->is_bool)
		return json_in_fault(&r->in, p, "true, false, or null for \"does not know\" is expected");
	else if (!json_in_int(&r->in, p, v, f->min, f->max, &value))
		return false;
	*out = (int16_t)value;
	return true;
}

static bool read_finding(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg;
	int i = kb_finding(r->kb, p->key);

	if (i < 0) {
		const char *near = kb_nearest(r->kb, KIND_FINDING, p->key);

		return json_in_fault(&r->in, p, "is not a finding; %s%s", near ? "the nearest is " : "see unknot kb list findings",
			near ? near : "");
	}
	return read_value(r, p, &r->kb->finding[i], v, &r->c->answer[i]);
}

/* ---- what was said, in its order ---- */

static const char *const of_person[] = { "age", "sex", "map" };         /* SAID_AGE and on, downwards */
enum { OF_PERSON = sizeof(of_person) / sizeof(*of_person) };

struct saying { struct reading *r; struct spoken *at; int n; const char *question; const json_t *answer; bool again; };

static bool read_said_part(void *arg, const struct place *p, const json_t *v)
{
	static const char *const keys[] = { "question", "answer", "again", NULL };
	struct saying *s = arg;

	if (str_equal(p->key, "question"))
		return json_in_text(&s->r->in, p, v, &s->question);
	if (str_equal(p->key, "again")) {
		s->again = json_is_true(v);
		return json_is_boolean(v) || json_in_fault(&s->r->in, p, "true or false is expected");
	}
	s->answer = v;
	return str_equal(p->key, "answer") || json_in_unknown(&s->r->in, p, keys);
}

static bool read_said(void *arg, const struct place *p, const json_t *v)
{
	struct saying *s = arg;
	struct spoken one = { 0 };

	s->question = "";
	s->answer = NULL;
	s->again = false;
	if (!json_in_members(&s->r->in, p, v, read_said_part, s))
		return false;
	for (int i = 0; i < OF_PERSON; i++)
		if (str_equal(s->question, of_person[i]))
			one.what = SAID_AGE - i;
	if (!one.what) {
		one.what = kb_finding(s->r->kb, s->question);
		if (one.what < 0 || !s->answer)
			return json_in_fault(&s->r->in, p, "\"question\" is a finding with an \"answer\", or age, sex, map");
		if (!read_value(s->r, p, &s->r->kb->finding[one.what], s->answer, &one.value))
			return false;
	}
	one.again = s->again;
	s->at[s->n++] = one;
	return true;
}

static bool read_all_said(struct reading *r, const struct place *p, const json_t *v)
{
	struct saying s = { .r = r, .at = NEWS(r->in.a, struct spoken, json_array_size(v) + 1) };

	if (!json_in_elements(&r->in, p, v, read_said, &s))
		return false;
	r->c->said = s.at;
	r->c->n_said = s.n;
	return true;
}

/* A sum that is given beside all of its parts has to be their sum. */
static bool sums_agree(struct reading *r, const struct place *p, const json_t *findings)
{
	struct place here = { p, NULL, 0 };
	struct person_case parts = *r->c;
	const char *key;
	json_t *v, *object = (json_t *)(uintptr_t)findings;

	parts.answer = NEWS(r->in.a, int16_t, (size_t)r->kb->n_findings + 1);
	memcpy(parts.answer, r->c->answer, (size_t)r->kb->n_findings * sizeof(*parts.answer));
	json_object_foreach(object, key, v) {
		int i = kb_finding(r->kb, key), given = r->c->answer[i];

		here.key = key;
		if (r->kb->finding[i].sum_of.n && given >= 0) {
			parts.answer[i] = NOT_ASKED;
			int sum = case_answer(r->kb, &parts, i);

			parts.answer[i] = (int16_t)given;
			if (sum >= 0 && sum != given)
				return json_in_fault(&r->in, &here, "is %d, but its parts add up to %d", given, sum);
		}
		here.index++;
	}
	return true;
}

/* ---- map and limits ---- */

static bool read_mark(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg;
	int i = kb_region(r->kb, p->key), mark;

	if (i < 0) {
		if (kb_region(r->kb, arena_fmt(r->in.a, "%s_left", p->key)) >= 0)
			return json_in_fault(&r->in, p, "a side is missing; the nearest are %s_left and %s_right", p->key, p->key);
		const char *near = kb_nearest(r->kb, KIND_REGION, p->key);

		return json_in_fault(&r->in, p, "is not a region; %s%s", near ? "the nearest is " : "see unknot kb list regions",
			near ? near : "");
	}
	if (!json_in_int(&r->in, p, v, 0, MARK_MOST, &mark))
		return false;
	r->c->mark[i] = (int8_t)mark;
	return true;
}

static bool read_declined(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg;
	const char *id;

	if (!json_in_text(&r->in, p, v, &id))
		return false;
	struct nearest near = nearest_to(id);
	int item = kb_item(r->kb, id), lesson = kb_lesson(r->kb, id), component = -1;
	for (int i = 0; i < COMPONENT_COUNT; i++) {
		nearest_offer(&near, component_name((enum component)i));
		if (str_equal(id, component_name((enum component)i)))
			component = i;
	}
	if (item >= 0)
		r->c->limits.declined_item[item] = true;
	else if (lesson >= 0)
		r->c->limits.declined_lesson[lesson] = true;
	else if (component >= 0)
		r->c->limits.declined_component[component] = true;
	else {
		for (int i = 0; i < r->kb->n_items; i++)
			nearest_offer(&near, r->kb->item[i].id);
		for (int i = 0; i < r->kb->n_lessons; i++)
			nearest_offer(&near, r->kb->lesson[i].id);
		return json_in_fault(&r->in, p, "\"%s\" is no technique, practice, lesson or component%s%s", json_in_word(r->in.a, id),
			near.best ? "; the nearest is " : "", near.best ? near.best : "");
	}
	return true;
}

static bool read_session(struct reading *r, const struct place *p, const json_t *v)
{
	int minutes;

	if (!json_in_int(&r->in, p, v, sessions[0], sessions[SESSIONS - 1], &minutes))
		return false;
	for (int i = 0; i < SESSIONS; i++)
		if (sessions[i] == minutes) {
			r->c->limits.session_minutes = minutes;
			return true;
		}
	return json_in_fault(&r->in, p, "30, 45, 60 or 90 minutes are expected, not %d", minutes);
}

static bool read_limit(void *arg, const struct place *p, const json_t *v)
{
	static const char *const keys[] = { "session_minutes", "home_minutes", "pressure_max", "declined", NULL };
	struct reading *r = arg;

	if (str_equal(p->key, "session_minutes"))
		return read_session(r, p, v);
	if (str_equal(p->key, "home_minutes"))
		return json_in_int(&r->in, p, v, 0, HOME_MOST, &r->c->limits.home_minutes);
	if (str_equal(p->key, "pressure_max"))
		return json_in_int(&r->in, p, v, 1, PRESSURE_MOST, &r->c->limits.pressure_max);
	if (str_equal(p->key, "declined"))
		return json_in_elements(&r->in, p, v, read_declined, r);
	return json_in_unknown(&r->in, p, keys);
}

static bool read_part(void *arg, const struct place *p, const json_t *v)
{
	static const char *const keys[] = { "person", "findings", "map", "limits", "said", NULL };
	struct reading *r = arg;

	if (str_equal(p->key, "person"))
		return json_in_members(&r->in, p, v, read_person, r);
	if (str_equal(p->key, "findings"))
		return json_in_members(&r->in, p, v, read_finding, r) && sums_agree(r, p, v);
	if (str_equal(p->key, "map")) {
		r->c->map_given = true;
		return json_in_members(&r->in, p, v, read_mark, r);
	}
	if (str_equal(p->key, "limits"))
		return json_in_members(&r->in, p, v, read_limit, r);
	if (str_equal(p->key, "said"))
		return read_all_said(r, p, v);
	return json_in_unknown(&r->in, p, keys);
}

struct person_case *casefile_read(struct arena *a, const struct kb *kb, const char *text, size_t n, struct err *err)
{
	static const char mark[] = "\xef\xbb\xbf";             /* some editors begin a text in UTF-8 with it */
	size_t skip = n >= 3 && !memcmp(text, mark, 3) ? 3 : 0;
	struct reading r = { { a, text + skip, n - skip, err }, kb, case_new(a, kb) };
	json_t *root = json_in_object(&r.in);

	return root && json_in_members(&r.in, NULL, root, read_part, &r) ? r.c : NULL;
}

struct person_case *casefile_read_at(const struct json_in *in, const struct place *p, const json_t *v, const struct kb *kb)
{
	struct reading r = { *in, kb, case_new(in->a, kb) };

	return json_in_members(&r.in, p, v, read_part, &r) ? r.c : NULL;
}

struct person_case *casefile_read_findings(const struct json_in *in, const struct place *p, const json_t *v, const struct kb *kb)
{
	struct reading r = { *in, kb, case_new(in->a, kb) };

	return json_in_members(&r.in, p, v, read_finding, &r) ? r.c : NULL;
}

/* ---- writing ---- */

static void write_value(struct json_out *j, const char *key, const struct finding *f, int value)
{
	if (value == DONT_KNOW)
		json_put_null(j, key);
	else if (f->is_bool)
		json_put_bool(j, key, value > 0);
	else
		json_put_int(j, key, value);
}

static void write_findings(struct json_out *j, const struct kb *kb, const struct person_case *c)
{
	json_open(j, "findings", '{');
	for (int i = 0; i < kb->n_findings; i++) {
		const struct finding *f = &kb->finding[i];

		if (c->answer[i] != NOT_ASKED)
			write_value(j, f->id, f, c->answer[i]);
	}
	json_close(j, '}');
}

static void write_said(struct json_out *j, const struct kb *kb, const struct person_case *c)
{
	json_open(j, "said", '[');
	for (int i = 0; i < c->n_said; i++) {
		const struct spoken *s = &c->said[i];

		json_open(j, NULL, '{');
		json_put_text(j, "question", s->what < 0 ? of_person[SAID_AGE - s->what] : kb->finding[s->what].id);
		if (s->what >= 0)
			write_value(j, "answer", &kb->finding[s->what], s->value);
		if (s->again)
			json_put_bool(j, "again", true);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void write_limits(struct json_out *j, const struct kb *kb, const struct limits *l)
{
	json_open(j, "limits", '{');
	if (l->session_minutes)
		json_put_int(j, "session_minutes", l->session_minutes);
	if (l->home_minutes >= 0)
		json_put_int(j, "home_minutes", l->home_minutes);
	if (l->pressure_max)
		json_put_int(j, "pressure_max", l->pressure_max);
	json_open(j, "declined", '[');
	for (int i = 0; i < COMPONENT_COUNT; i++)
		if (l->declined_component[i])
			json_put_text(j, NULL, component_name((enum component)i));
	for (int i = 0; i < kb->n_items; i++)
		if (l->declined_item[i])
			json_put_text(j, NULL, kb->item[i].id);
	for (int i = 0; i < kb->n_lessons; i++)
		if (l->declined_lesson[i])
			json_put_text(j, NULL, kb->lesson[i].id);
	json_close(j, ']');
	json_close(j, '}');
}

const char *casefile_write(struct arena *a, const struct kb *kb, const struct person_case *c)
{
	struct buf b = buf_new(a, CASE_MOST);
	struct json_out j = json_writer(&b, true);

	json_open(&j, NULL, '{');
	json_open(&j, "person", '{');
	if (c->age >= 0)
		json_put_int(&j, "age", c->age);
	if (c->sex != SEX_UNKNOWN)
		json_put_text(&j, "sex", sexes[c->sex]);
	json_close(&j, '}');
	write_findings(&j, kb, c);
	if (c->map_given) {
		json_open(&j, "map", '{');
		for (int i = 0; i < kb->n_regions; i++)
			if (c->mark[i])
				json_put_int(&j, kb->region[i].id, c->mark[i]);
		json_close(&j, '}');
	}
	write_limits(&j, kb, &c->limits);
	if (c->n_said)
		write_said(&j, kb, c);
	json_close(&j, '}');
	buf_char(&b, '\n');
	return b.at;
}
