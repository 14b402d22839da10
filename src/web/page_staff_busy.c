/* web/page_staff_busy.c -- times somebody is not there: told by hand, or from a calendar of their own; which host may be read. */
#include "app/outside.h"
#include "base/str.h"
#include "core/busy.h"
#include "web/booking.h"
#include "web/staff.h"

bool page_busy(struct web *w);
bool do_busy(struct web *w);

static const int64_t year_ms = 366LL * 24 * 3600 * 1000;

static const char *span_words(struct web *w, const struct practice_book *b, int64_t starts, int64_t ends)
{
	struct wall from = zone_wall(b->zone, starts), to = zone_wall(b->zone, ends);

	return arena_fmt(w->cx.a, "%s to %s", bookings_when(&w->cx, b, starts), from.day == to.day ? bookings_clock(&w->cx, b, ends) :
		bookings_when(&w->cx, b, ends));
}

static bool fill_rows(struct web *w, const struct practice_book *b, int64_t who, struct busy_view *v)
{
	struct busy_between_rows rows;
	int outside = 0;

	if (!q_busy_between(w->cx.db, w->cx.who.practice, w->cx.now, w->cx.now + 2 * year_ms, &rows))
		return false;
	v->rows.at = NEWS(w->cx.a, struct kept_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct busy_between *r = &rows.at[i];

		if (r->therapist != who)
			continue;
		outside += r->outside != 0;
		if (!r->outside)
			v->rows.at[v->rows.n++] = (struct kept_row){ r->id, r->name ? r->name : "", span_words(w, b, r->starts, r->ends) };
	}
	v->outside = outside;
	return true;
}

static bool fill_outside(struct web *w, struct busy_view *v)
{
	struct outside_get_rows own;
	struct outside_host_get_rows host;

	if (!q_outside_get(w->cx.db, w->cx.who.account, w->cx.who.practice, &own) || !q_outside_host_get(w->cx.db, w->cx.who.practice, &host))
		return false;
	const struct outside_get *o = own.n ? &own.at[0] : NULL;
	v->url = typed(w, "url", o && o->url ? o->url : "");
	v->host = host.n ? arena_fmt(w->cx.a, "On %s. Whoever has it can read your calendar: keep it to yourself.", host.at[0].host) : NULL;
	if (o && o->at)
		v->kept = arena_fmt(w->cx.a, "%s on %s: %d busy %s to come.", o->url ? "Last read" : "Brought", staff_when(w, o->at), v->outside,
			v->outside == 1 ? "time" : "times");
	else if (o && o->url && !o->said)
		v->kept = "It is read within a few minutes.";
	if (o && o->said) {
		v->said = o->said;
		v->tried = staff_when(w, o->tried);
	}
	return true;
}

/* Whose time: one's own, or what ?who= says; a therapist keeps to the own. */
static bool whose(struct web *w, const struct practice_book *b, int64_t *who)
{
	bool others = w->cx.who.role == ROLE_OWNER || w->cx.who.role == ROLE_ASSISTANT;
	int64_t first = w->cx.who.role == ROLE_ASSISTANT && b->staff.n ? b->staff.at[0].id : w->cx.who.account;

	if (!booking_number(w, "who", first, who))
		return false;
	if ((!others && *who != w->cx.who.account) || !bookings_therapist(&w->cx, b, *who))
		return fail(&w->err, ERR_MISSING, "who", "There is nobody like that in this practice.");
	return true;
}

bool page_busy(struct web *w)
{
	struct practice_book b;
	int64_t who;

	if (!bookings_load(&w->cx, &b) || !whose(w, &b, &who))
		return false;
	struct busy_view v = { .page = view_page(w, "Time off", "staff", "calendar"), .who_id = booking_text(w, who), .on = typed(w, "on", ""),
		.from = typed(w, "from", ""), .to = typed(w, "to", ""), .name = typed(w, "name", ""), .mine = who == w->cx.who.account, .url = "" };
	v.title = v.mine ? "Your time off" : arena_fmt(w->cx.a, "Time off of %s", bookings_therapist(&w->cx, &b, who));
	if (w->cx.who.role != ROLE_THERAPIST)
		v.who = booking_therapists(w, &b, who);
	for (size_t i = 0; i < v.who.n; i++)
		v.who.at[i].value = arena_fmt(w->cx.a, "/busy?who=%s", v.who.at[i].value);
	if (!fill_rows(w, &b, who, &v) || (v.mine && !fill_outside(w, &v)) || !booking_keep_error(w, &v.page))
		return false;
	tmpl_busy(&w->r->body, &v);
	return true;
}

static bool read_minute(struct web *w, const char *name, int *out)
{
	const char *text = form_get(w->cx.a, &w->form, name);

	return (text && booking_minute(text, DAY_MINUTES, out)) || fail(&w->err, ERR_INPUT, name, "should be an hour of the day, such as 17:00");
}

static bool add_away(struct web *w, const struct practice_book *b, int64_t who)
{
	struct absence in = { .therapist = who };

	if (!booking_day(w, "on", 0, &in.on) || !read_minute(w, "from", &in.from) || !read_minute(w, "to", &in.to) ||
		!form_text(w->cx.a, &w->form, "name", 0, 60, &in.name, &w->err) || !form_end(&w->form, &w->err))
		return false;
	return cx_save(&w->cx) && outside_away(&w->cx, b, &in);
}

static bool take_file(struct web *w, const struct practice_book *b)
{
	const char *text;

	return form_text(w->cx.a, &w->form, "body", 1, BUSY_TEXT_MOST, &text, &w->err) && form_end(&w->form, &w->err) && cx_save(&w->cx) &&
		outside_bring(&w->cx, b, w->cx.who.account, text);
}

static bool follow(struct web *w)
{
	const char *url;

	return form_text(w->cx.a, &w->form, "url", 1, 1000, &url, &w->err) && form_end(&w->form, &w->err) && cx_save(&w->cx) &&
		outside_follow(&w->cx, w->cx.who.account, url);
}

static bool drop(struct web *w, int64_t who)
{
	int64_t id;

	if (!booking_number(w, "drop", 0, &id) || !form_end(&w->form, &w->err) || !cx_save(&w->cx) || !q_busy_drop(w->cx.db, id, w->cx.who.practice, who))
		return false;
	return w->cx.db->changes ? cx_event(&w->cx, 0, "time_freed") : fail(&w->err, ERR_MISSING, "drop", "There is no such time off here.");
}

bool do_busy(struct web *w)
{
	static const char *const acts[] = { "away", "bring", "follow", "end" };
	struct practice_book b;
	int64_t who;
	int act = -1;
	bool done;

	if (!bookings_load(&w->cx, &b) || !whose(w, &b, &who) ||
		(!form_has(&w->form, "drop") && !form_choice(w->cx.a, &w->form, "act", acts, 4, &act, &w->err)))
		return false;
	if (act >= 1 && !(w->cx.who.role & ROLE_STAFF))
		return fail(&w->err, ERR_FORBIDDEN, "act", "A calendar is brought by whose it is.");
	if (act == 3)
		done = form_end(&w->form, &w->err) && cx_save(&w->cx) && outside_end(&w->cx, w->cx.who.account);
	else
		done = act < 0 ? drop(w, who) : act == 0 ? add_away(w, &b, who) : act == 1 ? take_file(w, &b) : follow(w);
	if (done)
		return web_go_with(w, who == w->cx.who.account ? "/busy" : arena_fmt(w->cx.a, "/busy?who=%lld", (long long)who), "saved");
	return booking_again(w) && page_busy(w);
}
