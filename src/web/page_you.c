/* web/page_you.c -- one's own account: the second step, devices, the passphrase, the way back in. */
#include "app/account.h"
#include "app/factor.h"
#include "base/str.h"
#include "render/qr.h"
#include "web/staff.h"

#include <stdlib.h>

bool page_code(struct web *w);
bool do_code(struct web *w);
bool page_second(struct web *w);
bool do_second(struct web *w);
bool page_forgot(struct web *w);
bool do_forgot(struct web *w);
bool page_you(struct web *w);
bool do_you(struct web *w);
bool page_still(struct web *w);

enum { CODE_MOST = 40 };

/* After something that failed and wrote (a counted try) or did not: the page is read anew and shown with what is in w->err. */
static bool again(struct web *w, bool (*page)(struct web *w))
{
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && page(w);
}

static const char *kind_of(struct web *w)
{
	return w->cx.who.role & ROLE_FRONT ? "staff" : w->cx.who.role & ROLE_ENTERS ? "client read" : "entry";
}

static const char *tab_of(struct web *w)
{
	return w->cx.who.role & ROLE_FRONT ? "you" : w->cx.who.role & ROLE_ENTERS ? "record" : "";
}

bool page_code(struct web *w)
{
	if (!w->cx.who.has_factor)
		return web_go(w, "/second");
	struct code_view v = { .page = view_page(w, "One more step", "entry", ""), .half = true };
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_code(&w->r->body, &v);
	return true;
}

/* The half session becomes a whole one; its cookie is worth nothing any more. */
static bool prove(struct web *w)
{
	const char *token;
	int64_t seconds;

	if (!signin_prove(&w->cx, &token, &seconds))
		return false;
	w->r->cookie = web_cookie(w, token, seconds);
	return true;
}

bool do_code(struct web *w)
{
	const char *code;

	if (!w->cx.who.has_factor)
		return web_go(w, "/second");
	if (!form_text(w->cx.a, &w->form, "code", 1, CODE_MOST, &code, &w->err) || !form_end(&w->form, &w->err) || !factor_check(&w->cx, code))
		return again(w, page_code);
	return prove(w) && web_go(w, "/");
}

static bool codes_left(struct web *w, const char **out)
{
	struct recovery_code_left_rows left;

	if (!q_recovery_code_left(w->cx.db, w->cx.who.account, &left))
		return false;
	*out = arena_fmt(w->cx.a, "%lld of %d", (long long)left.at[0].n, FACTOR_CODES);
	return true;
}

static bool show_second(struct web *w, const struct factor_codes *codes)
{
	bool half = w->cx.who.role == ROLE_HALF;
	struct buf qr = buf_new(w->cx.a, 1 << 20);
	struct account_get_rows a;
	struct practice_get_rows p;
	struct second_view v = { .page = view_page(w, "The second step", kind_of(w), tab_of(w)), .half = half, .set = w->cx.who.has_factor || codes,
		.may_end = (w->cx.who.role & ROLE_ENTERS) != 0 };

	if (!factor_waiting(&w->cx, &v.secret) || !codes_left(w, &v.left) || !q_account_get(w->cx.db, w->cx.who.account, &a) ||
		!q_practice_get(w->cx.db, w->cx.who.practice, &p))
		return false;
	if (v.secret) {
		v.address = factor_address(&w->cx, v.secret, p.at[0].name, a.at[0].mail);
		qr_svg(&qr, v.address, "The key of your authenticator app as a QR code");
		v.qr = buf_as_html(&qr);
	}
	for (int i = 0; codes && i < FACTOR_CODES; i++) {
		v.codes.at = v.codes.at ? v.codes.at : NEWS(w->cx.a, const char *, FACTOR_CODES);
		v.codes.at[v.codes.n++] = codes->at[i];
	}
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_second(&w->r->body, &v);
	return true;
}

bool page_second(struct web *w)
{
	if (w->cx.who.role == ROLE_HALF && w->cx.who.has_factor)
		return web_go(w, "/sign-in/code");
	return show_second(w, NULL);
}

/* A half session may set up what is missing and nothing more: with a factor set up, it has to be shown first. */
bool do_second(struct web *w)
{
	static const char *const acts[] = { "begin", "confirm", "anew", "end" };
	struct factor_codes codes;
	const char *code = "";
	int act;

	if (w->cx.who.role == ROLE_HALF && w->cx.who.has_factor)
		return web_go(w, "/sign-in/code");
	if (!form_choice(w->cx.a, &w->form, "act", acts, 4, &act, &w->err) ||
		(act && !form_text(w->cx.a, &w->form, "code", 1, CODE_MOST, &code, &w->err)) || !form_end(&w->form, &w->err))
		return again(w, page_second);
	if (act == 0)
		return factor_begin(&w->cx) && web_go(w, "/second");
	bool done = act == 1 ? factor_confirm(&w->cx, code, &codes) : act == 2 ? factor_codes_anew(&w->cx, code, &codes) : factor_end(&w->cx, code);
	if (!done)
		return again(w, page_second);
	if (act == 3)
		return web_go_with(w, "/you", "second_ended");
	return (w->cx.who.role != ROLE_HALF || prove(w)) && show_second(w, &codes);
}

bool page_forgot(struct web *w)
{
	struct forgot_view v = { .page = view_page(w, "The way back in", "entry", ""), .mail = typed(w, "mail", "") };

	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_forgot(&w->r->body, &v);
	return true;
}

bool do_forgot(struct web *w)
{
	struct way_back in = { .peer = w->q->peer };

	if (!form_text(w->cx.a, &w->form, "mail", 1, 200, &in.mail, &w->err) ||
		!form_text(w->cx.a, &w->form, "recovery", 1, CODE_MOST, &in.recovery, &w->err) ||
		!form_text(w->cx.a, &w->form, "code", 1, CODE_MOST, &in.code, &w->err) || !page_new_passphrase(w, &in.passphrase) || !form_end(&w->form, &w->err) ||
		!account_come_back(&w->cx, &in))
		return again(w, page_forgot);
	return web_go_with(w, "/sign-in", "way_back");
}

static bool fill_devices(struct web *w, struct device_rows *out)
{
	struct session_list_rows rows;

	if (!q_session_list(w->cx.db, w->cx.who.account, w->cx.now, &rows))
		return false;
	out->at = NEWS(w->cx.a, struct device_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct session_list *s = &rows.at[i];

		out->at[out->n++] = (struct device_row){ s->label[0] ? s->label : "A browser", staff_when(w, s->created), staff_when(w, s->seen),
			arena_fmt(w->cx.a, "%lld", (long long)s->id), s->id == w->cx.who.session, s->shared != 0 };
	}
	return true;
}

bool page_you(struct web *w)
{
	struct you_view v = { .page = view_page(w, "Signing in", kind_of(w), tab_of(w)), .set = w->cx.who.has_factor };
	struct account_get_rows a;

	if (!q_account_get(w->cx.db, w->cx.who.account, &a) || !codes_left(w, &v.left) || !fill_devices(w, &v.devices))
		return false;
	v.name = arena_fmt(w->cx.a, "%s %s", a.at[0].given, a.at[0].family);
	v.mail = a.at[0].mail;
	v.role = a.at[0].role;
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_you(&w->r->body, &v);
	return true;
}

static bool change_passphrase(struct web *w)
{
	const char *old, *code = "", *passphrase;

	if (!form_text(w->cx.a, &w->form, "old", 1, PASSPHRASE_MOST, &old, &w->err) ||
		(w->cx.who.has_factor && !form_text(w->cx.a, &w->form, "code", 1, CODE_MOST, &code, &w->err)) || !page_new_passphrase(w, &passphrase) ||
		!form_end(&w->form, &w->err) || !account_change_passphrase(&w->cx, w->q->peer, old, code, passphrase))
		return again(w, page_you);
	return web_go_with(w, "/you", "new_words");
}

bool do_you(struct web *w)
{
	int64_t id;

	if (form_has(&w->form, "old"))
		return change_passphrase(w);
	if (form_has(&w->form, "others"))
		return form_int(w->cx.a, &w->form, "others", 1, 1, &id, &w->err) && form_end(&w->form, &w->err) && signin_end_others(&w->cx) &&
			web_go_with(w, "/you", "devices_out");
	return form_int(w->cx.a, &w->form, "end", 1, (int64_t)1 << 53, &id, &w->err) && form_end(&w->form, &w->err) && signin_end(&w->cx, id) &&
		web_go_with(w, "/you", "device_out");
}

/* Someone still types or reads here: the session stays open (its sign of life is written down before). */
bool page_still(struct web *w)
{
	w->r->type = "text/plain; charset=utf-8";
	buf_str(&w->r->body, "ok\n");
	return true;
}
