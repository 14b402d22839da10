/* web/page_access.c -- a link handed over in person: a way back in, or entering for someone; and the client's page about that. */
#include "app/access.h"
#include "app/account.h"
#include "base/str.h"
#include "web/people.h"

bool page_access(struct web *w);
bool do_access(struct web *w);
bool page_helpers(struct web *w);
bool do_helpers(struct web *w);

static bool again(struct web *w, bool (*page)(struct web *w))
{
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && page(w);
}

static bool name_of(struct web *w, const struct access_link_get *link, const char **out)
{
	struct account_get_rows a;
	struct proxy_for_rows p;

	if (link->account) {
		if (!q_account_get(w->cx.db, link->account, &a))
			return false;
		*out = a.n ? a.at[0].given : "";
		return true;
	}
	if (!q_proxy_for(w->cx.db, link->person, &p))
		return false;
	*out = p.n ? p.at[0].given : "";
	return true;
}

bool page_access(struct web *w)
{
	struct access_link_get link;
	struct access_view v = { .page = view_page(w, "Welcome", "entry", ""), .token = w->arg, .given = typed(w, "given", ""),
		.family = typed(w, "family", ""), .mail = typed(w, "mail", "") };

	if (!access_look(&w->cx, w->arg, &link) || !name_of(w, &link, &v.name))
		return false;
	v.proxy = str_equal(link.kind, "proxy");
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_access(&w->r->body, &v);
	return true;
}

static bool come_back(struct web *w)
{
	const char *passphrase;

	return page_new_passphrase(w, &passphrase) && form_end(&w->form, &w->err) && access_come_back(&w->cx, w->arg, passphrase) &&
		web_go_with(w, "/sign-in", "way_back");
}

static bool join(struct web *w)
{
	struct joining in;
	int64_t account, adult;

	return form_text(w->cx.a, &w->form, "given", 1, 80, &in.given, &w->err) && form_text(w->cx.a, &w->form, "family", 1, 80, &in.family, &w->err) &&
		form_text(w->cx.a, &w->form, "mail", 3, 200, &in.mail, &w->err) && page_new_passphrase(w, &in.passphrase) &&
		form_int(w->cx.a, &w->form, "adult", 1, 1, &adult, &w->err) && form_end(&w->form, &w->err) &&
		access_join(&w->cx, w->arg, &in, &account) && web_go_with(w, "/sign-in", "joined");
}

bool do_access(struct web *w)
{
	struct access_link_get link;

	if (!access_look(&w->cx, w->arg, &link))
		return false;
	return (str_equal(link.kind, "proxy") ? join(w) : come_back(w)) || again(w, page_access);
}

static bool show_helpers(struct web *w, const char *token)
{
	struct helpers_view v = { .page = view_page(w, "Who may enter for me", "client read", "record") };

	if (!people_proxies(w, w->cx.who.person, &v.rows))
		return false;
	if (token)
		v.handed = people_handed(w, token, PROXY_DAYS * 24);
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_helpers(&w->r->body, &v);
	return true;
}

bool page_helpers(struct web *w)
{
	return show_helpers(w, NULL);
}

bool do_helpers(struct web *w)
{
	const char *token;
	int64_t id;

	if (form_has(&w->form, "end"))
		return (form_int(w->cx.a, &w->form, "end", 1, (int64_t)1 << 53, &id, &w->err) && form_end(&w->form, &w->err) &&
			access_proxy_end(&w->cx, w->cx.who.person, id) && web_go_with(w, "/helpers", "proxy_ended")) || again(w, page_helpers);
	return (form_int(w->cx.a, &w->form, "make", 1, 1, &id, &w->err) && form_end(&w->form, &w->err) &&
		access_proxy(&w->cx, w->cx.who.person, &token) && show_helpers(w, token)) || again(w, page_helpers);
}
