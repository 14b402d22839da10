/* web/page_staff_mail.c -- the owner's settings of mail, and what was mailed to a client. */
#include "app/mail.h"
#include "base/str.h"
#include "web/booking.h"
#include "web/staff.h"

bool page_mail_settings(struct web *w);
bool do_mail_settings(struct web *w);
bool page_address(struct web *w);
bool do_address(struct web *w);

static const int64_t late_ms = 15 * 60000;
static const struct mail_setting_get usual = { .host = "", .port = 587, .sender = "", .name = "", .url = "", .remind = 17 * 60, .quiet_from = 21 * 60, .quiet_to = 7 * 60 };

static bool load(struct web *w, struct mail_setting_get *out, bool *set)
{
	struct mail_setting_get_rows rows;

	if (!q_mail_setting_get(w->cx.db, w->cx.who.practice, &rows))
		return false;
	*set = rows.n > 0;
	*out = rows.n ? rows.at[0] : usual;
	return true;
}

static const char *clock_text(struct web *w, int64_t minute)
{
	return arena_fmt(w->cx.a, "%02d:%02d", (int)minute / 60, (int)minute % 60);
}

static bool fill_state(struct web *w, const struct mail_setting_get *s, struct mail_settings_view *v)
{
	struct mail_last_test_rows test;
	struct mail_count_rows count;

	if (!q_mail_last_test(w->cx.db, w->cx.who.practice, &test) || !q_mail_count(w->cx.db, w->cx.who.practice, &count))
		return false;
	v->waiting = (int)count.at[0].waiting;
	v->refused = (int)count.at[0].refused;
	v->late = s->ran < w->cx.now - late_ms;
	v->ran = staff_when(w, s->ran);
	if (test.n) {
		const struct mail_last_test *t = &test.at[0];

		v->tried = arena_fmt(w->cx.a, "%s, %s", staff_when(w, t->changed), str_equal(t->state, "sent") ? "the server took it" :
			str_equal(t->state, "refused") ? "refused" : t->tries ? "not yet; it is tried again" : "it waits");
		v->said = t->said;
	}
	return true;
}

bool page_mail_settings(struct web *w)
{
	struct mail_setting_get s;
	bool set;

	if (!load(w, &s, &set))
		return false;
	struct mail_settings_view v = { .page = view_page(w, "Mail", "staff", "settings"), .set = set, .active = set ? s.active : true,
		.host = typed(w, "host", s.host), .port = typed(w, "port", booking_text(w, s.port)), .user = typed(w, "user", s.user ? s.user : ""),
		.sender = typed(w, "sender", s.sender), .name = typed(w, "name", s.name), .url = typed(w, "url", s.url), .remind = typed(w, "remind", clock_text(w, s.remind)),
		.quiet_from = typed(w, "quiet_from", clock_text(w, s.quiet_from)), .quiet_to = typed(w, "quiet_to", clock_text(w, s.quiet_to)), .has_password = s.password != NULL };
	if (!fill_state(w, &s, &v) || !page_keep_error(w, &v.page))
		return false;
	tmpl_mail_settings(&w->r->body, &v);
	return true;
}

static bool one_line(struct web *w, const char *name, int least, int most, const char **out)
{
	if (!form_text(w->cx.a, &w->form, name, least, most, out, &w->err))
		return false;
	return !strpbrk(*out, "\r\n\t") || fail(&w->err, ERR_INPUT, name, "should be one line");
}

static bool read_time(struct web *w, const char *name, int64_t *out)
{
	const char *text;
	int minute;

	if (!form_text(w->cx.a, &w->form, name, 1, 5, &text, &w->err))
		return false;
	if (!booking_minute(text, DAY_MINUTES - 1, &minute))
		return fail(&w->err, ERR_INPUT, name, "should be an hour of the day, such as 17:00");
	*out = minute;
	return true;
}

static bool read_server(struct web *w, struct mail_setting_get *s)
{
	const char *password;

	if (!one_line(w, "host", 1, 200, &s->host) || !form_int(w->cx.a, &w->form, "port", 1, 65535, &s->port, &w->err) ||
		!one_line(w, "user", 0, 200, &s->user) || !one_line(w, "password", 0, 200, &password))
		return false;
	if (s->host[strspn(s->host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:")])
		return fail(&w->err, ERR_INPUT, "host", "should be a name such as mail.practice.example, or an address in numbers");
	s->password = password[0] ? password : s->password;
	if (!s->user[0])
		s->user = s->password = NULL;
	return true;
}

static bool read_who(struct web *w, struct mail_setting_get *s)
{
	if (!one_line(w, "name", 1, 60, &s->name) || !one_line(w, "sender", 3, 200, &s->sender) || !one_line(w, "url", 8, 200, &s->url))
		return false;
	if (!smtp_address(s->sender))
		return fail(&w->err, ERR_INPUT, "sender", "should be an address such as desk@practice.example");
	if (!(str_begins(s->url, "https://") || str_begins(s->url, "http://")) || strpbrk(s->url, " <>\"?#") || str_ends(s->url, "/"))
		return fail(&w->err, ERR_INPUT, "url", "should begin with https:// and end without a slash");
	return read_time(w, "remind", &s->remind) && read_time(w, "quiet_from", &s->quiet_from) && read_time(w, "quiet_to", &s->quiet_to);
}

/* What was booked before mails were switched on is not told. */
static bool save(struct web *w)
{
	struct mail_setting_get s;
	bool set, active = form_get(w->cx.a, &w->form, "active") != NULL;

	if (!load(w, &s, &set) || !read_who(w, &s) || !read_server(w, &s) || !form_end(&w->form, &w->err) || !cx_save(&w->cx))
		return false;
	if (!set || (active && !s.active))
		s.since = w->cx.now;
	return q_mail_setting_set(w->cx.db, w->cx.who.practice, active, s.host, s.port, s.user, s.password, s.sender, s.name, s.url, s.remind, s.quiet_from,
		s.quiet_to, s.since) && cx_event(&w->cx, 0, "settings") && web_go_with(w, "/settings/mail", "saved");
}

bool do_mail_settings(struct web *w)
{
	static const char *const acts[] = { "save", "try" };
	int act;

	if (!form_choice(w->cx.a, &w->form, "act", acts, 2, &act, &w->err))
		return false;
	if (act == 1)
		return form_end(&w->form, &w->err) && cx_save(&w->cx) && mail_try(&w->cx) && web_go_with(w, "/settings/mail", "mail_tried");
	return save(w) || page_mail_settings(w);
}

bool staff_came_back(struct web *w, int64_t person, const char **out)
{
	struct mail_bad_get_rows rows;

	*out = NULL;
	if (!q_mail_bad_get(w->cx.db, person, &rows))
		return false;
	if (rows.n)
		*out = arena_fmt(w->cx.a, "A mail came back on %s: %s", staff_when(w, rows.at[0].at), rows.at[0].said);
	return true;
}

/* The address mails go to; names and booking only, so for assistants too. */
bool page_address(struct web *w)
{
	struct person_get_rows who;

	if (!q_person_get(w->cx.db, w->id, w->cx.who.practice, &who))
		return false;
	if (!who.n)
		return fail(&w->err, ERR_MISSING, "client", "There is nobody like that here.");
	struct address_view v = { .page = view_page(w, "Address for mails", "staff", w->cx.who.role == ROLE_ASSISTANT ? "front" : "clients"), .id = w->id,
		.name = arena_fmt(w->cx.a, "%s %s", who.at[0].given, who.at[0].family), .mail = typed(w, "mail", who.at[0].mail ? who.at[0].mail : "") };
	if (!staff_came_back(w, w->id, &v.came_back) || !page_keep_error(w, &v.page))
		return false;
	tmpl_address(&w->r->body, &v);
	return true;
}

bool do_address(struct web *w)
{
	const char *mail;

	if (one_line(w, "mail", 0, 200, &mail) && form_end(&w->form, &w->err) && cx_save(&w->cx) && mail_correct(&w->cx, w->id, mail))
		return web_go_with(w, staff_path(w, "/appointments"), "saved");
	return booking_again(w) && page_address(w);
}

bool staff_mails(struct web *w, struct mail_rows *out)
{
	static const struct { const char *kind, *word; } say[] = { { "booked", "Booked" }, { "moved", "Moved" }, { "cancelled", "Cancelled" }, { "reminder", "Reminder" },
		{ "invitation", "Invitation" }, { "words", "Words to take home" } };
	struct mail_person_rows rows;
	struct mail_stopped_rows stopped;
	struct practice_book b;

	if (!q_mail_person(w->cx.db, w->id, &rows) || !q_mail_stopped(w->cx.db, w->id, &stopped) || !bookings_load(&w->cx, &b))
		return false;
	*out = (struct mail_rows){ .at = NEWS(w->cx.a, struct mail_row, rows.n + 1), .stopped = stopped.n > 0 };
	if (!staff_came_back(w, w->id, &out->came_back))
		return false;
	for (size_t i = 0; i < rows.n; i++) {
		const struct mail_person *r = &rows.at[i];
		struct mail_row row = { .what = "", .bad = str_equal(r->state, "refused"), .said = r->said };

		for (size_t k = 0; k < sizeof(say) / sizeof(*say); k++)
			if (str_equal(r->kind, say[k].kind))
				row.what = r->starts ? arena_fmt(w->cx.a, "%s: %s", say[k].word, bookings_when(&w->cx, &b, r->starts)) : say[k].word;
		row.state = row.bad ? "Not delivered" : !str_equal(r->state, "sent") ? (r->tries ? "Not yet, tried again" : "Waits") :
			str_equal(r->answer, "confirmed") ? "Sent, confirmed by the client" : r->answer[0] ? "Sent, cancelled by the client" : arena_fmt(w->cx.a, "Sent %s", staff_when(w, r->changed));
		out->at[out->n++] = row;
	}
	return true;
}
