/* web/page_client_declined.c -- what a client said no to: the page that stands in its place, and the one tap that changes it. */
#include "app/daily.h"
#include "base/str.h"
#include "web/client.h"

bool do_practice_wish(struct web *w);

/* The part of the care a "no" stands for, as its consent is called; NULL: only this one thing was declined. */
static const char *part_declined(const struct record *r, int component)
{
	return r->c->limits.declined_component[component] ? component_name(component) : NULL;
}

static bool show(struct web *w, const char *id, const char *name, const char *part, bool lesson)
{
	int consent = part ? kb_find(w->cx.kb, KIND_CONSENT, part) : -1;
	struct declined_view v = { .page = view_page(w, name, "client", ""), .id = id, .name = name, .own = w->cx.who.role == ROLE_CLIENT, .lesson = lesson,
		.part = part, .part_name = consent >= 0 ? w->cx.kb->consent[consent].name : part };

	tmpl_declined(&w->r->body, &v);
	return true;
}

bool client_declined(struct web *w, const struct record *r, int item, bool *said_no)
{
	const struct item *it = &w->cx.kb->item[item];
	const char *part = part_declined(r, it->component);

	*said_no = part || r->c->limits.declined_item[item];
	return !*said_no || show(w, it->id, it->name, part, false);
}

bool client_declined_lesson(struct web *w, const struct record *r, int lesson, bool *said_no)
{
	const struct lesson *l = &w->cx.kb->lesson[lesson];

	*said_no = !daily_may_read(r, lesson);
	return !*said_no || show(w, l->id, l->name, part_declined(r, COMPONENT_MIND), true);
}

/* Yes or no to one practice or one lesson; what was agreed to in general stays as it is. */
bool do_practice_wish(struct web *w)
{
	static const char *const yes_no[] = { "no", "yes" };
	int given, item = kb_item(w->cx.kb, w->arg), lesson = kb_lesson(w->cx.kb, w->arg);
	struct record r;
	bool led;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (lesson < 0 && (item < 0 || (w->cx.kb->item[item].who != WHO_SELF && w->cx.kb->item[item].who != WHO_BOTH)))
		return fail(&w->err, ERR_MISSING, "practice", "There is no such practice.");
	if (!form_choice(w->cx.a, &w->form, "wish", yes_no, 2, &given, &w->err) || !form_end(&w->form, &w->err))
		return false;
	return cx_save(&w->cx) && q_consent_add(w->cx.db, w->cx.who.person, w->arg, given, w->cx.kb->hash, w->cx.now) &&
		cx_event(&w->cx, w->cx.who.person, "consent") &&
		web_go_with(w, arena_fmt(w->cx.a, "/%s/%s", lesson >= 0 ? "lesson" : "practice", w->arg), "wish_kept");
}
