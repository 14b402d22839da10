/* web/page_import.c -- clients from a table of another program: looked at first, then taken. */
#include "app/import.h"
#include "base/fmt.h"
#include "base/str.h"
#include "web/people.h"

#include <string.h>

bool page_import(struct web *w);
bool do_import(struct web *w);

/* Whoever sees only own clients would learn here who else comes to the practice. */
static bool may(struct web *w)
{
	return !w->cx.who.own_only || fail(&w->err, ERR_FORBIDDEN, "clients", "Only someone who sees every client can take over a list.");
}

static const char *link_of(struct web *w, const char *token)
{
	const char *host = http_header(w->q, "Host");

	return arena_fmt(w->cx.a, "%s://%s/welcome/%s", w->q->secure ? "https" : "http", host ? host : "localhost", token);
}

static void fill_rows(struct web *w, const struct import *in, struct import_view *v)
{
	v->rows.at = NEWS(w->cx.a, struct import_row_view, in->n);
	for (int i = 0; i < in->n; i++) {
		const struct import_row *r = &in->at[i];

		v->rows.at[v->rows.n++] = (struct import_row_view){ r->line, arena_fmt(w->cx.a, "%s %s", r->client.given, r->client.family),
			r->is == IMPORT_FRESH ? v->done ? "taken over" : "can be taken over" : r->is == IMPORT_THERE ? "already there" : "refused", r->why, r->token ? link_of(w, r->token) : NULL };
	}
	v->counts = arena_fmt(w->cx.a, "%s %s, %d already there, %d refused.", fmt_count(in->fresh, "client", "clients"), v->done ? "taken over" : "can be taken over",
		in->there, in->refused);
	v->left_out = in->left_out;
}

static bool show(struct web *w, const struct import *in, bool done)
{
	struct import_view v = { .page = view_page(w, "Clients from a file", "staff", "clients"), .body = done ? "" : typed(w, "body", ""), .done = done };

	if (!people_therapists(w, 0, w->cx.who.account, &v.therapist) || !page_keep_error(w, &v.page))
		return false;
	for (size_t i = 0; i < v.therapist.n; i++)
		v.therapist.at[i].on = str_equal(v.therapist.at[i].value, typed(w, "therapist", arena_fmt(w->cx.a, "%lld", (long long)w->cx.who.account)));
	if (in)
		fill_rows(w, in, &v);
	v.fresh = in && !done ? in->fresh : 0;
	v.page.error_label = "The table";
	if (v.page.error && !str_equal(v.page.error_field, "therapist"))
		v.page.error_field = "body";
	tmpl_staff_import(&w->r->body, &v);
	return true;
}

bool page_import(struct web *w)
{
	return may(w) && show(w, NULL, false);
}

bool do_import(struct web *w)
{
	static const char *const acts[] = { "try", "take" };
	int64_t therapist = w->cx.who.account;
	struct import in;
	const char *text;
	int act;

	if (!may(w))
		return false;
	if (!form_text(w->cx.a, &w->form, "body", 1, IMPORT_BYTES_MOST, &text, &w->err) || !form_choice(w->cx.a, &w->form, "act", acts, 2, &act, &w->err) ||
		(form_has(&w->form, "therapist") && !form_int(w->cx.a, &w->form, "therapist", 1, (int64_t)1 << 53, &therapist, &w->err)) ||
		!form_end(&w->form, &w->err))
		return show(w, NULL, false);
	if (w->cx.who.role != ROLE_OWNER && therapist != w->cx.who.account)
		return fail(&w->err, ERR_FORBIDDEN, "therapist", "Only an owner takes over clients for someone else.");
	if (act == 0 ? import_read(&w->cx, text, strlen(text), therapist, &in) :
		cx_save(&w->cx) && import_take(&w->cx, text, strlen(text), therapist, &in))
		return show(w, &in, act == 1);
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && show(w, NULL, false);
}
