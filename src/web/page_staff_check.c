/* web/page_staff_check.c -- a self-check that a client handed over becomes answers of the record, with their origin. */
#include "app/selfcheck_file.h"
#include "web/staff.h"

#include <string.h>

bool page_take_check(struct web *w);
bool do_take_check(struct web *w);

enum { FILE_MOST = 200000 };

bool page_take_check(struct web *w)
{
	struct record r;

	if (!staff_record(w, &r))
		return false;
	struct take_check_view v = { .page = view_page(w, "Take over a self-check", "staff", "clients"), .id = w->id, .name = staff_name(w, &r),
		.body = typed(w, "body", "") };
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_staff_check(&w->r->body, &v);
	return true;
}

static bool show_taken(struct web *w, const struct selfcheck_taken *t)
{
	const char *stop = t->raised ? "_stop" : "", *careful = t->careful ? "_careful" : "";

	return web_go_with(w, staff_path(w, ""), t->taken || t->map ? arena_fmt(w->cx.a, "check_taken%s", t->raised ? stop : careful) :
		t->careful ? "check_none_careful" : "check_none");
}

bool do_take_check(struct web *w)
{
	struct selfcheck_saved file;
	struct selfcheck_taken taken;
	struct record r;
	const char *body;

	if (!staff_record(w, &r))
		return false;
	if (!form_text(w->cx.a, &w->form, "body", 1, FILE_MOST, &body, &w->err) || !form_end(&w->form, &w->err))
		return page_take_check(w);
	if (!selfcheck_read(w->cx.a, w->cx.kb, body, strlen(body), &file, &w->err)) {
		const struct err at = w->err;

		w->err = (struct err){ 0 };
		fail(&w->err, ERR_INPUT, "body", "does not fit in line %d: %s%s%s", at.line, at.field, at.field[0] ? ": " : "", at.detail);
		return page_take_check(w);
	}
	if (cx_save(&w->cx) && selfcheck_take(&w->cx, &r, &file, &taken))
		return show_taken(w, &taken);
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && page_take_check(w);
}
