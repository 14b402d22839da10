/* web/page_consents.c -- what a client agreed to before and takes back, the intake signed, and the therapist's look at it. */
#include "app/consent.h"
#include "base/str.h"
#include "net/os.h"
#include "web/client.h"
#include "web/staff.h"

#include <string.h>
#include <strings.h>

bool page_consents(struct web *w);
bool do_consents(struct web *w);
bool page_signature(struct web *w);
bool do_signature(struct web *w);
bool page_client_signature(struct web *w);

static const char *on_day(struct web *w, int64_t ms)
{
	char on[40];

	day_long(os_day(ms), on, sizeof(on));
	return arena_text(w->cx.a, on);
}

bool signature_shown(struct web *w, int64_t person, struct signature_shown *out)
{
	struct signature_last_rows rows;

	*out = (struct signature_shown){ 0 };
	if (!q_signature_last(w->cx.db, person, &rows))
		return false;
	if (rows.n) {
		const struct signature_last *s = &rows.at[0];

		*out = (struct signature_shown){ s->name, on_day(w, s->at), s->digest, s->body, consent_holds(w->cx.a, s), s->changed };
	}
	return true;
}

static struct consent_part part_of(struct web *w, const struct record *r, int part, const struct consent_all_rows *all)
{
	const struct consent *c = &w->cx.kb->consent[part];
	struct consent_part p = { c->id, c->name, record_consent(r, c->id), { NEWS(w->cx.a, struct consent_past, (int)all->n + 1), 0 } };

	for (size_t i = 0; i < all->n; i++) {
		const struct consent_all *l = &all->at[i];

		if (str_equal(l->component, c->id))
			p.past.at[p.past.n++] = (struct consent_past){ staff_when(w, l->at), arena_copy(w->cx.a, l->version, CONSENT_VERSION), l->name, l->body, l->given };
	}
	return p;
}

bool page_consents(struct web *w)
{
	struct consents_view v = { .page = view_page(w, "What I agreed to", "client read", "record") };
	struct consent_all_rows all;
	struct record r;
	bool led;

	if (!client_record(w, &r, false, &led) || !q_consent_all(w->cx.db, r.person.id, &all) || !signature_shown(w, r.person.id, &v.signature))
		return false;
	v.parts.at = NEWS(w->cx.a, struct consent_part, w->cx.kb->n_consents);
	for (int i = 0; i < w->cx.kb->n_consents; i++)
		v.parts.at[v.parts.n++] = part_of(w, &r, i, &all);
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_consents(&w->r->body, &v);
	return true;
}

/* One part, one tap; a no counts at once. */
bool do_consents(struct web *w)
{
	static const char *const no_yes[] = { "no", "yes" };
	const struct kb *kb = w->cx.kb;
	const char **ids = NEWS(w->cx.a, const char *, kb->n_consents);
	int part, given;

	for (int i = 0; i < kb->n_consents; i++)
		ids[i] = kb->consent[i].id;
	if (!form_choice(w->cx.a, &w->form, "part", ids, kb->n_consents, &part, &w->err) ||
		!form_choice(w->cx.a, &w->form, "given", no_yes, 2, &given, &w->err) || !form_end(&w->form, &w->err))
		return page_consents(w);
	if (!w->cx.who.person)
		return fail(&w->err, ERR_MISSING, "client", "This account has no record.");
	return cx_save(&w->cx) && consent_give(&w->cx, w->cx.who.person, part, given) && cx_event(&w->cx, w->cx.who.person, "consent") &&
		web_go_with(w, "/consents", given ? "agreed" : "withdrawn");
}

static enum signed_kind line_kind(const char *line)
{
	return str_begins(line, "WHAT I ") ? SIGNED_HEAD : str_begins(line, "    ") ? SIGNED_ANSWER :
		str_ends(line, ": YES") || str_ends(line, ": NO") || str_ends(line, ": NOT ANSWERED") ? SIGNED_PART : SIGNED_TEXT;
}

/* How many questions from line `i` on are answered no, one after the other. */
static int noes(struct signed_lines rows, size_t i)
{
	int n = 0;

	for (; i + 1 < rows.n && rows.at[i].kind == SIGNED_TEXT && rows.at[i + 1].kind == SIGNED_ANSWER && strcasecmp(rows.at[i + 1].text, "no") == 0; i += 2)
		n++;
	return n;
}

/* A long run of noes hides the few answers that say something; it is folded where it stands. */
static void fold_noes(struct signed_lines rows)
{
	enum { FOLD_FROM = 4 };

	for (size_t i = 0; i < rows.n; i++) {
		int n = noes(rows, i);

		if (n < FOLD_FROM)
			continue;
		rows.at[i].fold = n;
		i += 2 * (size_t)n - 1;
		rows.at[i].ends = true;
	}
}

/* The lines of the text of consent_paper; empty ones only part others. */
static struct signed_lines lines(struct web *w, const char *text)
{
	struct signed_lines rows = { NULL, 0 };
	size_t most = 1;

	for (const char *p = text; *p; p++)
		most += *p == '\n';
	rows.at = NEWS(w->cx.a, struct signed_line, most);
	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "\n");
		const char *line = arena_copy(w->cx.a, p, n);
		enum signed_kind kind = line_kind(line);

		if (n)
			rows.at[rows.n++] = (struct signed_line){ .kind = kind, .text = line + (kind == SIGNED_ANSWER ? strspn(line, " ") : 0) };
		p += n + (p[n] != '\0');
	}
	fold_noes(rows);
	return rows;
}

bool page_signature(struct web *w)
{
	struct signature_view v = { .page = view_page(w, "Your signature", "client read", "record"), .typed = typed(w, "name", "") };
	struct record r;
	bool led;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	v.ready = record_consent_whole(&w->cx, &r) && r.person.interview_done;
	const char *text = consent_paper(&w->cx, &r);
	v.body = lines(w, text);
	v.shown = consent_digest(w->cx.a, text);
	v.name = arena_fmt(w->cx.a, "%s %s", r.person.given, r.person.family);
	if (!signature_shown(w, r.person.id, &v.last) || !page_keep_error(w, &v.page))
		return false;
	tmpl_signature(&w->r->body, &v);
	return true;
}

bool do_signature(struct web *w)
{
	const char *name, *shown;
	struct record r;
	bool led;

	if (!form_text(w->cx.a, &w->form, "name", 2, CONSENT_NAME_MOST, &name, &w->err) ||
		!form_text(w->cx.a, &w->form, "shown", CONSENT_DIGEST, CONSENT_DIGEST, &shown, &w->err) || !form_end(&w->form, &w->err))
		return page_signature(w);
	if (!cx_save(&w->cx) || !client_record(w, &r, true, &led))
		return false;
	if (led)
		return true;
	return consent_sign(&w->cx, &r, name, shown) && web_go_with(w, "/consents", "signed_intake");
}

struct block_rows staff_declined(struct web *w, const struct record *r, struct block_rows to)
{
	for (int i = 0; i < w->cx.kb->n_consents; i++)
		if (record_consent(r, w->cx.kb->consent[i].id) == 0)
			to.at[to.n++] = (struct block_row){ w->cx.kb->consent[i].name, "", "The client said no.", "Not", false };
	return to;
}

bool page_client_signature(struct web *w)
{
	struct signature_view v = { .page = view_page(w, "Signed intake", "staff", "clients") };
	struct record r;

	if (!staff_record(w, &r) || !signature_shown(w, w->id, &v.last))
		return false;
	v.name = staff_name(w, &r);
	v.shown = staff_path(w, "");
	if (v.last.name)
		v.body = lines(w, v.last.body);
	tmpl_staff_signature(&w->r->body, &v);
	return true;
}
