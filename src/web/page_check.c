/* web/page_check.c -- the private self-check of the practice: public, the same for everybody, asks nothing of the server but its files. */
#include "base/str.h"
#include "web/assets.h"
#include "web/page.h"
#include "web/selfcheck.h"

bool page_check(struct web *w);
bool page_check_start(struct web *w);
bool page_check_file(struct web *w);

bool page_check(struct web *w)
{
	return web_go(w, "/check/");
}

static bool send_file(struct web *w, const char *name)
{
	struct practice_any_rows any;
	struct practice_get_rows own = { 0 };
	struct selfcheck_file f;
	const char *seen = http_header(w->q, "If-None-Match");

	if (!q_practice_any(w->cx.db, &any) || (any.n && !q_practice_get(w->cx.db, any.at[0].id, &own)))
		return false;
	struct selfcheck_practice p = { .take = "/clients" };
	if (own.n)
		p = (struct selfcheck_practice){ own.at[0].name, own.at[0].emergency, own.at[0].crisis, p.take };
	if (!selfcheck_file(w->cx.a, w->cx.kb, p, name, &f))
		return fail(&w->err, ERR_MISSING, "", "There is no such file.");
	w->r->type = f.type;
	w->r->cache = "private, max-age=0, must-revalidate";
	w->r->etag = asset_etag(w->cx.a, f.at, f.n);
	if (seen && str_equal(seen, w->r->etag))
		w->r->status = 304;
	else
		buf_put(&w->r->body, f.at, f.n);
	return true;
}

bool page_check_start(struct web *w)
{
	return send_file(w, "index.html");
}

bool page_check_file(struct web *w)
{
	return send_file(w, w->arg);
}
