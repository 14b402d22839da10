/* web/page_staff_data.c -- the owner's page about the data: the recovery phrase, how long records are kept, what is done on the command line. */
#include "app/account.h"
#include "web/staff.h"

bool page_data(struct web *w);
bool do_data(struct web *w);

enum { KEEP_MOST = 100 };

bool staff_no_phrase(struct web *w, bool *out)
{
	struct recovery_get_rows have;

	*out = false;
	if (w->cx.who.role != ROLE_OWNER || w->config->demo)
		return true;
	if (!q_recovery_get(w->cx.db, w->cx.who.practice, &have))
		return false;
	*out = !have.n;
	return true;
}

static bool show(struct web *w, const char *phrase)
{
	struct recovery_get_rows have;
	struct practice_keep_rows keep;
	struct data_view v = { .page = view_page(w, "Your data", "staff", "settings"), .phrase = phrase };

	if (!q_recovery_get(w->cx.db, w->cx.who.practice, &have) || !q_practice_keep(w->cx.db, w->cx.who.practice, &keep))
		return false;
	v.since = have.n ? staff_when(w, have.at[0].at) : NULL;
	v.keep_years = typed(w, "keep_years", arena_fmt(w->cx.a, "%lld", (long long)keep.at[0].keep_years));
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_staff_data(&w->r->body, &v);
	return true;
}

bool page_data(struct web *w)
{
	return show(w, NULL);
}

static bool save_years(struct web *w)
{
	int64_t years;

	return form_int(w->cx.a, &w->form, "keep_years", 0, KEEP_MOST, &years, &w->err) && form_end(&w->form, &w->err) && cx_save(&w->cx) &&
		q_practice_keep_set(w->cx.db, w->cx.who.practice, years) && cx_event(&w->cx, 0, "settings") && web_go_with(w, "/settings/data", "saved");
}

/* The phrase stands in the answer itself: it is kept nowhere and cannot be shown again. */
bool do_data(struct web *w)
{
	const char *phrase;
	int64_t yes;

	if (!form_has(&w->form, "phrase"))
		return save_years(w) || show(w, NULL);
	return form_int(w->cx.a, &w->form, "phrase", 1, 1, &yes, &w->err) && form_end(&w->form, &w->err) && account_phrase(&w->cx, &phrase) && show(w, phrase);
}
