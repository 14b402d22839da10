/* web/page_session_start.c -- the form of the hour read, and the session begun. */
#include "base/str.h"
#include "web/session.h"

#include <string.h>

bool do_session_start(struct web *w);
bool page_session_brief(struct web *w);

const char *session_field(struct web *w, const char *name, int i)
{
	return arena_fmt(w->cx.a, "%s%d", name, i);
}

bool session_item(const struct item *it)
{
	return it->component != COMPONENT_MIND && !it->practice && it->who != WHO_SELF && it->who != WHO_PROFESSIONAL && it->areas.n > 0;
}

bool session_read_place(const struct kb *kb, const char *text, struct session_step *out)
{
	const char *blank = text ? strchr(text, ' ') : NULL;
	char id[64];

	if (!blank || (size_t)(blank - text) >= sizeof(id))
		return false;
	memcpy(id, text, (size_t)(blank - text));
	id[blank - text] = 0;
	out->region = kb_region(kb, id);
	out->side = str_equal(blank + 1, "left") ? SIDE_LEFT : str_equal(blank + 1, "right") ? SIDE_RIGHT : SIDE_NONE;
	if (out->region < 0)
		return false;
	return out->side == SIDE_NONE ? kb->region[out->region].side != SIDE_RIGHT : kb->region[out->region].side == out->side;
}

bool session_in_area(const struct kb *kb, const struct session_step *s)
{
	const struct item *it = &kb->item[s->item];

	for (int i = 0; i < it->areas.n; i++)
		if (it->areas.at[i] == kb->region[s->region].area)
			return true;
	return false;
}

/* Row i of the form; left out when it is not kept or names no technique. */
static bool read_row(struct web *w, int i, struct treatment_new *new)
{
	const char *item = form_get(w->cx.a, &w->form, session_field(w, "item", i)), *place = form_get(w->cx.a, &w->form, session_field(w, "place", i));
	const char *minutes = form_get(w->cx.a, &w->form, session_field(w, "minutes", i)), *pressure = form_get(w->cx.a, &w->form, session_field(w, "pressure", i));
	bool keep = form_has(&w->form, session_field(w, "keep", i)) || i >= SESSION_ROWS;
	struct session_step s = { 0 };
	int64_t m, p;

	form_get(w->cx.a, &w->form, session_field(w, "keep", i));
	if (!item || !item[0] || !keep)
		return true;
	s.item = kb_item(w->cx.kb, item);
	if (s.item < 0 || !session_item(&w->cx.kb->item[s.item]))
		return fail(&w->err, ERR_INPUT, session_field(w, "item", i), "is no technique for a session");
	if (!session_read_place(w->cx.kb, place, &s) || !session_in_area(w->cx.kb, &s))
		return fail(&w->err, ERR_INPUT, session_field(w, "place", i), "is no place for %s", w->cx.kb->item[s.item].name);
	if (!minutes || !int_read(minutes, 1, 90, &m))
		return fail(&w->err, ERR_INPUT, session_field(w, "minutes", i), "is a whole number from 1 to 90");
	if (!pressure || !int_read(pressure, 0, PRESSURE_MOST, &p))
		return fail(&w->err, ERR_INPUT, session_field(w, "pressure", i), "is a whole number from 0 to 5");
	s.minutes = (int)m;
	s.pressure = (int)p;
	new->step[new->n_steps++] = s;
	return true;
}

static bool read_start(struct web *w, struct treatment_new *new)
{
	const char *iso;
	int64_t week;

	form_get(w->cx.a, &w->form, "from");
	if (!form_text(w->cx.a, &w->form, "day", 10, 10, &iso, &w->err) || !form_text(w->cx.a, &w->form, "back_reason", 0, 500, &new->back_reason, &w->err) ||
	    !form_int(w->cx.a, &w->form, "week", 0, WEEKS, &week, &w->err))
		return false;
	if (!day_read(iso, &new->on))
		return fail(&w->err, ERR_INPUT, "day", "is a day up to today, as 2026-01-31");
	new->week = (int)week;
	new->all_the_same = form_has(&w->form, "all_the_same");
	form_get(w->cx.a, &w->form, "all_the_same");
	for (int i = 0; i < SESSION_ROWS_ALL; i++)
		if (!read_row(w, i, new))
			return false;
	return form_end(&w->form, &w->err);
}

bool do_session_start(struct web *w)
{
	struct treatment_new new = { 0 };
	struct record r;
	int64_t id;

	if (!staff_record(w, &r))
		return false;
	if (!read_start(w, &new))
		return page_session_brief(w);
	if (cx_save(&w->cx) && treatment_start(&w->cx, &r, &new, &id))
		return web_go(w, session_path(w, id, ""));
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && page_session_brief(w);
}
