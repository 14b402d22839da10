/* web/page_staff_desk.c -- the day, the list of clients, a new client, the invitation, settings. */
#include "app/account.h"
#include "app/mail.h"
#include "base/fmt.h"
#include "base/str.h"
#include "render/qr.h"
#include "web/people.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { BORNE_DAYS = 30 };

bool page_desk(struct web *w);
bool page_clients(struct web *w);
bool page_new_client(struct web *w);
bool do_new_client(struct web *w);
bool page_invitation(struct web *w);
bool do_invitation(struct web *w);
bool page_settings(struct web *w);
bool do_settings(struct web *w);

bool staff_record(struct web *w, struct record *r)
{
	return record_load(&w->cx, w->id, r);
}

const char *staff_name(struct web *w, const struct record *r)
{
	return arena_fmt(w->cx.a, "%s %s", r->person.given, r->person.family);
}

const char *staff_path(struct web *w, const char *sub)
{
	return arena_fmt(w->cx.a, "/client/%lld%s", (long long)w->id, sub);
}

const char *staff_when(struct web *w, int64_t ms)
{
	time_t s = ms / 1000;
	struct tm tm;
	char date[16];

	localtime_r(&s, &tm);
	day_short((day)((s + tm.tm_gmtoff) / 86400), date, sizeof(date));
	return arena_fmt(w->cx.a, "%s, %02d:%02d", date, tm.tm_hour, tm.tm_min);
}

static void stage_of(struct web *w, const struct person_list *p, struct person_row *row)
{
	day starts, last;
	char on[8];

	row->next = "";
	if (p->stop_tier) {
		row->stage = "Stopped: danger to clear up";
		row->alert = true;
	} else if (!p->account) {
		row->stage = "Invited, not yet here";
	} else if (!p->interview_done) {
		row->stage = p->last_at ? "In the interview" : "Signed in, not begun";
	} else if (!p->plan_state) {
		row->stage = "Interview done";
		row->next = "Look at the causes, test, propose a plan";
		row->waits = true;
	} else if (str_equal(p->plan_state, "proposed")) {
		row->stage = "Plan proposed";
		row->next = "Adjust and approve the plan";
		row->waits = true;
	} else if (p->plan_starts && day_read(p->plan_starts, &starts)) {
		int week = (w->cx.today - starts) / 7 + 1;

		row->stage = w->cx.today < starts ? "Plan approved, not begun" : week > WEEKS ? "Ten weeks done" : arena_fmt(w->cx.a, "Week %d of 10", week);
	} else {
		row->stage = "Plan approved";
	}
	row->last = "";
	if (p->last_day && day_read(p->last_day, &last)) {
		day_short(last, on, sizeof(on));
		row->last = arena_fmt(w->cx.a, "%s: pain %lld", on, (long long)p->last_pain);
	}
}

static bool people(struct web *w, const char *search, struct person_rows *out, size_t *all)
{
	struct person_list_rows rows;

	*all = 0;
	if (!(search && search[0] ? people_search(w, search, &rows, all) : people_list(w, &rows)))
		return false;
	out->at = NEWS(w->cx.a, struct person_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		if (!cx_sees(&w->cx, rows.at[i].therapist))
			continue;
		++*all;
		const char *name = arena_fmt(w->cx.a, "%s %s", rows.at[i].given, rows.at[i].family);
		struct person_row *row = &out->at[out->n++];
		*row = (struct person_row){ .id = rows.at[i].id, .name = name, .path = arena_fmt(w->cx.a, "/client/%lld", (long long)rows.at[i].id) };
		stage_of(w, &rows.at[i], row);
	}
	return true;
}

static void fill_alert(struct web *w, const struct stop_practice *s, struct alert_row *row)
{
	struct stop_rules flags = record_stop_rules(&w->cx, s->flags);
	const char *names[8];
	int n = 0;

	for (int i = 0; i < flags.n; i++) {
		const struct flag *f = &w->cx.kb->flag[flags.at[i]];

		row->self_harm = row->self_harm || f->route == ROUTE_SELF_HARM;
		if (f->route != ROUTE_ABUSE && n < 8)
			names[n++] = flags.unclear[i] ? arena_fmt(w->cx.a, "%s (not clear)", f->suspects) : f->suspects;
	}
	row->name = arena_fmt(w->cx.a, "%s %s", s->given, s->family);
	row->what = words_join(w->cx.a, names, n);
	row->since = staff_when(w, s->at);
	row->now = str_equal(s->tier, "emergency");
	row->path = arena_fmt(w->cx.a, "/client/%lld/stop/%lld", (long long)s->person, (long long)s->id);
}

/* What clients told after their sessions: adverse events are counted, not only acted on. */
static bool fill_borne(struct web *w, struct desk_view *v)
{
	const int64_t day_ms = 24 * 3600 * 1000, since = w->cx.now - BORNE_DAYS * day_ms;
	struct adverse_count_rows told;
	struct adverse_asked_rows asked;
	int sum = 0;

	if (!q_adverse_count(w->cx.db, w->cx.who.practice, since, &told) || !q_adverse_asked(w->cx.db, w->cx.who.practice, since, &asked))
		return false;
	v->signs.at = NEWS(w->cx.a, struct pair_row, told.n + 1);
	for (size_t i = 0; i < told.n; i++) {
		int f = kb_finding(w->cx.kb, told.at[i].finding), n = (int)told.at[i].n, people = (int)told.at[i].people;

		sum += n;
		v->signs.at[v->signs.n++] = (struct pair_row){ f >= 0 ? w->cx.kb->finding[f].name : told.at[i].finding,
			arena_fmt(w->cx.a, "%s, %s", fmt_count(n, "time", "times"), fmt_count(people, "client", "clients")) };
	}
	const char *within = arena_fmt(w->cx.a, "in the last %d days", BORNE_DAYS);
	if (!asked.at[0].n)
		v->borne = arena_fmt(w->cx.a, "No client was asked %s how it felt after a session.", within);
	else
		v->borne = arena_fmt(w->cx.a, "%s of harm told %s; clients were asked %s.", sum ? fmt_count(sum, "sign", "signs") : "No sign",
			within, fmt_count((int)asked.at[0].n, "time", "times"));
	return true;
}

/* Whose mails came back. */
static bool fill_came_back(struct web *w, struct desk_view *v)
{
	struct mail_bad_all_rows rows;

	if (!q_mail_bad_all(w->cx.db, w->cx.who.practice, &rows))
		return false;
	v->came_back.at = NEWS(w->cx.a, struct person_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		if (cx_sees(&w->cx, rows.at[i].therapist))
			v->came_back.at[v->came_back.n++] = (struct person_row){ .path = arena_fmt(w->cx.a, "/client/%lld/address", (long long)rows.at[i].person),
				.name = arena_fmt(w->cx.a, "%s %s", rows.at[i].given, rows.at[i].family), .stage = arena_fmt(w->cx.a, "A mail came back on %s",
				staff_when(w, rows.at[i].at)), .next = "", .last = "" };
	return true;
}

bool page_desk(struct web *w)
{
	struct stop_practice_rows stops;
	struct desk_view v = { .page = view_page(w, "Day", "staff", "desk") };
	size_t all;
	char date[40];

	if (!people(w, NULL, &v.clients, &all) || !q_stop_practice(w->cx.db, w->cx.who.practice, &stops))
		return false;
	if (!fill_came_back(w, &v) || !fill_borne(w, &v) || !staff_no_phrase(w, &v.no_phrase) || !staff_today(w, &v.sessions))
		return false;
	day_long(w->cx.today, date, sizeof(date));
	v.date = date;
	v.alerts.at = NEWS(w->cx.a, struct alert_row, stops.n + 1);
	for (int pass = 0; pass < 2; pass++)            /* self-harm first: it stays until someone has recorded what was done */
		for (size_t i = 0; i < stops.n; i++) {
			struct alert_row row = { 0 };

			fill_alert(w, &stops.at[i], &row);
			if (cx_sees(&w->cx, stops.at[i].therapist) && row.self_harm == (pass == 0))
				v.alerts.at[v.alerts.n++] = row;
		}
	v.waiting.at = NEWS(w->cx.a, struct person_row, v.clients.n + 1);
	for (size_t i = 0; i < v.clients.n; i++)
		if (v.clients.at[i].waits)
			v.waiting.at[v.waiting.n++] = v.clients.at[i];
	tmpl_staff_desk(&w->r->body, &v);
	return true;
}

bool page_clients(struct web *w)
{
	struct clients_view v = { .page = view_page(w, "Clients", "staff", "clients"), .search = form_get(w->cx.a, &w->form, "q") };
	size_t all;

	v.search = v.search ? v.search : "";
	if (!people(w, v.search, &v.clients, &all))
		return false;
	v.any = all > 0;
	tmpl_staff_clients(&w->r->body, &v);
	return true;
}

static const char *const sexes[] = { "female", "male", "other" };

bool page_new_client(struct web *w)
{
	const char *sex = typed(w, "sex", "");
	struct new_client_view v = { .page = view_page(w, "New client", "staff", "clients"), .given = typed(w, "given", ""), .family = typed(w, "family", ""),
		.mail = typed(w, "mail", ""), .phone = typed(w, "phone", ""), .born = typed(w, "born", "") };

	v.sex = (struct option_views){ NEWS(w->cx.a, struct option_view, 3), 3 };
	for (int i = 0; i < 3; i++)
		v.sex.at[i] = (struct option_view){ sexes[i], i == 0 ? "Female" : i == 1 ? "Male" : "Other", NULL, str_equal(sexes[i], sex) };
	if (!people_therapists(w, 0, w->cx.who.account, &v.therapist) || !page_keep_error(w, &v.page))
		return false;
	tmpl_staff_new_client(&w->r->body, &v);
	return true;
}

static bool read_new_client(struct web *w, struct new_client *in)
{
	struct arena *a = w->cx.a;
	const char *born;
	int sex;

	in->therapist = w->cx.who.account;
	if (form_has(&w->form, "therapist") && !form_int(a, &w->form, "therapist", 1, (int64_t)1 << 53, &in->therapist, &w->err))
		return false;
	if (!form_text(a, &w->form, "given", 1, 80, &in->given, &w->err) || !form_text(a, &w->form, "family", 1, 80, &in->family, &w->err) ||
		!form_text(a, &w->form, "mail", 0, 200, &in->mail, &w->err) || !form_text(a, &w->form, "phone", 0, 40, &in->phone, &w->err) ||
		!form_text(a, &w->form, "born", 1, 10, &born, &w->err) || !form_choice(a, &w->form, "sex", sexes, 3, &sex, &w->err) || !form_end(&w->form, &w->err))
		return false;
	in->sex = sexes[sex];
	return day_read(born, &in->born) || fail(&w->err, ERR_INPUT, "born", "a date that exists is wanted, as 1980-12-31");
}

bool do_new_client(struct web *w)
{
	struct new_client in;
	int64_t person;

	if (!read_new_client(w, &in) || !account_new_client(&w->cx, &in, &person)) {
		db_rollback(w->cx.db);
		return db_begin_read(w->cx.db) && page_new_client(w);
	}
	if (w->cx.who.role == ROLE_ASSISTANT)           /* who treats invites; here an appointment comes next */
		return web_go_with(w, arena_fmt(w->cx.a, "/client/%lld/appointments", (long long)person), "saved");
	return web_go(w, arena_fmt(w->cx.a, "/client/%lld/invitation", (long long)person));
}

static const char *base_url(struct web *w)
{
	const char *host = http_header(w->q, "Host");

	return arena_fmt(w->cx.a, "%s://%s", w->q->secure ? "https" : "http", host ? host : "localhost");
}

static bool show_invitation(struct web *w, const char *token, const char *mailed)
{
	struct record r;
	struct invitation_open_rows open;
	struct mail_setting_get_rows set;
	struct buf qr = buf_new(w->cx.a, 1 << 20);
	char date[40];

	if (!staff_record(w, &r) || !q_invitation_open(w->cx.db, w->id, w->cx.now, &open) ||
		!q_mail_setting_get(w->cx.db, w->cx.who.practice, &set))
		return false;
	day_long(w->cx.today + INVITATION_DAYS, date, sizeof(date));
	struct invitation_view v = { .page = view_page(w, "Invitation", "staff", "clients"), .id = w->id, .name = staff_name(w, &r),
		.has_account = r.person.account != 0, .open = open.n > 0, .lasts = date, .mailed = mailed != NULL,
		.mail = set.n && set.at[0].active && r.person.mail && r.person.mail[0] ? r.person.mail : NULL };
	if (!page_keep_error(w, &v.page))
		return false;
	if (token) {
		v.link = arena_fmt(w->cx.a, "%s/welcome/%s", base_url(w), token);
		qr_svg(&qr, v.link, "The invitation link as a QR code");
		v.qr = buf_as_html(&qr);
	}
	tmpl_staff_invitation(&w->r->body, &v);
	return true;
}

bool page_invitation(struct web *w)
{
	return show_invitation(w, NULL, NULL);
}

/* The link is shown once, in the answer itself: it is not kept anywhere in the clear. */
bool do_invitation(struct web *w)
{
	const char *token;
	const char *mail = form_get(w->cx.a, &w->form, "mail");         /* the address that stood on the button */

	if (!form_end(&w->form, &w->err) || !account_invite(&w->cx, w->id, &token))
		return false;
	if (!mail || mail_invite(&w->cx, w->id, mail, token))
		return show_invitation(w, token, mail);
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && show_invitation(w, NULL, NULL);
}

static const char *own_prior(struct web *w, const char *own, const char *id)
{
	size_t n = strlen(id);

	for (const char *at = own; at && *at; at += strcspn(at, " "), at += *at == ' ')
		if (strncmp(at, id, n) == 0 && at[n] == '=')
			return arena_copy(w->cx.a, at + n + 1, strcspn(at + n + 1, " "));
	return "";
}

bool page_settings(struct web *w)
{
	static const char *const minutes[] = { "60", "45", "30", "90" };
	struct practice_get_rows p;

	if (!q_practice_get(w->cx.db, w->cx.who.practice, &p))
		return false;
	const struct practice_get *now = &p.at[0];
	const char *chosen = typed(w, "minutes", arena_fmt(w->cx.a, "%lld", (long long)now->minutes));
	struct settings_view v = { .page = view_page(w, "Settings", "staff", "settings"), .name = typed(w, "name", now->name), .emergency = typed(w, "emergency", now->emergency),
		.crisis = typed(w, "crisis", now->crisis), .abuse_route = typed(w, "abuse_route", now->abuse_route) };
	v.minutes = (struct option_views){ NEWS(w->cx.a, struct option_view, 4), 4 };
	for (int i = 0; i < 4; i++)
		v.minutes.at[i] = (struct option_view){ minutes[i], arena_fmt(w->cx.a, "%s minutes", minutes[i]), NULL, str_equal(minutes[i], chosen) };
	v.priors.at = NEWS(w->cx.a, struct prior_row, w->cx.kb->n_causes);
	for (int i = 0; i < w->cx.kb->n_causes; i++) {
		const struct cause *c = &w->cx.kb->cause[i];

		if (!c->by_rule)
			v.priors.at[v.priors.n++] = (struct prior_row){ c->id, c->name, typed(w, arena_fmt(w->cx.a, "prior_%s", c->id), own_prior(w, now->own_priors, c->id)), c->prior };
	}
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_staff_settings(&w->r->body, &v);
	return true;
}

static bool read_priors(struct web *w, struct buf *out)
{
	for (int i = 0; i < w->cx.kb->n_causes; i++) {
		const struct cause *c = &w->cx.kb->cause[i];
		const char *field = arena_fmt(w->cx.a, "prior_%s", c->id), *text = form_get(w->cx.a, &w->form, field);
		char *end;

		if (!text || !text[0] || c->by_rule)
			continue;
		double p = strtod(text, &end);
		if (*end || !(p >= 0.001 && p <= 0.95))
			return fail(&w->err, ERR_INPUT, field, "a share from 0.001 to 0.95 is wanted, as 0.2; empty for the knowledge's own");
		buf_fmt(out, "%s%s=%.4g", out->n ? " " : "", c->id, p);
	}
	return true;
}

static bool save_practice(struct web *w)
{
	static const char *const minutes[] = { "30", "45", "60", "90" };
	struct buf priors = buf_new(w->cx.a, 1 << 16);
	const char *name, *emergency, *crisis, *abuse;
	int k;

	return form_text(w->cx.a, &w->form, "name", 1, 100, &name, &w->err) && form_text(w->cx.a, &w->form, "emergency", 1, 40, &emergency, &w->err) &&
		form_text(w->cx.a, &w->form, "crisis", 1, 80, &crisis, &w->err) && form_text(w->cx.a, &w->form, "abuse_route", 0, 300, &abuse, &w->err) &&
		form_choice(w->cx.a, &w->form, "minutes", minutes, 4, &k, &w->err) && read_priors(w, &priors) && form_end(&w->form, &w->err) && cx_save(&w->cx) &&
		q_practice_set(w->cx.db, w->cx.who.practice, name, emergency, crisis, abuse, strtol(minutes[k], NULL, 10), priors.at) &&
		cx_event(&w->cx, 0, "settings");
}

bool do_settings(struct web *w)
{
	if (save_practice(w))
		return web_go_with(w, "/settings", "saved");
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && page_settings(w);
}

const char *staff_gain(struct web *w, double share)
{
	if (share > -0.0005 && share < 0.0005)
		return "about the same";
	return arena_fmt(w->cx.a, "%s%.1f %%", share < 0 ? "-" : "+", 100 * (share < 0 ? -share : share));
}
