/* web/page_staff_turn.c -- a plateau on the client's page: which side had less, what was asked again, and the answer to the proposal. */
#include "app/turn.h"
#include "base/str.h"
#include "web/staff.h"

#include <math.h>

bool do_turn(struct web *w);

static const char *share(struct web *w, double used)
{
	return isnan(used) ? "not known" : arena_fmt(w->cx.a, "%d %% of what was due", (int)(100 * used + 0.5));
}

static const char *told(struct web *w, int value)
{
	return value < 0 ? "not told" : arena_fmt(w->cx.a, "%d", value);
}

static bool fill_answered(struct web *w, const struct record *r, struct turn_view *v)
{
	struct turn_all_rows rows;

	if (!q_turn_all(w->cx.db, r->person.id, &rows))
		return false;
	v->answered.at = NEWS(w->cx.a, const char *, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v->answered.at[v->answered.n++] = arena_fmt(w->cx.a, "%s: %s, turn to %s.%s%s", staff_when(w, rows.at[i].at),
			str_equal(rows.at[i].answer, "accepted") ? "accepted" : "declined", str_equal(rows.at[i].proposed, "mind") ? "the emotional side" : "movement",
			rows.at[i].reason ? " " : "", rows.at[i].reason ? rows.at[i].reason : "");
	return true;
}

bool staff_turn(struct web *w, const struct record *r, const struct followed *f, struct turn_view *v)
{
	struct asked_agains m;
	enum component side;
	const struct proposal *p = &f->tracked->proposal;

	*v = (struct turn_view){ .page = view_page(w, "", "staff", ""), .path = staff_path(w, "/turn"), .reason = typed(w, "reason", "") };
	if (!turn_proposed(&w->cx, r, f, &side) || !turn_measures(&w->cx, r, &m) || !fill_answered(w, r, v) || !page_keep_error(w, &v->page))
		return false;
	v->open = side != COMPONENT_COUNT;
	v->side = side == COMPONENT_MIND ? "the emotional side" : "movement";
	v->plateau = f->tracked->verdict == VERDICT_PLATEAU && p->ask_again;
	v->mind = share(w, p->mind_used);
	v->body = share(w, p->body_used);
	v->rows.at = NEWS(w->cx.a, struct turn_row, m.n + 1);
	for (int i = 0; v->plateau && i < m.n; i++)
		v->rows.at[v->rows.n++] = (struct turn_row){ w->cx.kb->finding[m.at[i].finding].name, told(w, m.at[i].first),
			m.at[i].fresh ? told(w, m.at[i].now) : "not yet", m.at[i].worse && m.at[i].fresh ? w->cx.kb->lesson[m.at[i].lesson].name : "" };
	return true;
}

bool do_turn(struct web *w)
{
	static const char *const answers[] = { "decline", "accept" };
	const char *reason;
	int accepted;

	if (!form_choice(w->cx.a, &w->form, "answer", answers, 2, &accepted, &w->err) ||
		!form_text(w->cx.a, &w->form, "reason", 0, 500, &reason, &w->err) || !form_end(&w->form, &w->err))
		return page_client(w);
	if (!cx_save(&w->cx) || !turn_answer(&w->cx, w->id, accepted, reason)) {
		db_rollback(w->cx.db);
		return w->err.code == ERR_INPUT && db_begin_read(w->cx.db) && page_client(w);
	}
	return web_go_with(w, staff_path(w, accepted ? "/plan" : ""), accepted ? "turned" : "saved");
}
