/* app/outside.c -- calendars read, and their times kept. */
#include "app/outside.h"

#include "base/str.h"
#include "core/busy.h"
#include "net/fetch.h"

static const int64_t day_ms = 24 * 3600 * 1000, minute_ms = 60000;

/* The times of a calendar in place of those before. */
static bool keep(struct cx *cx, const struct practice_book *b, int64_t therapist, const char *text)
{
	struct busy busy;

	if (!busy_read(cx->a, text, b->zone, cx->now - day_ms, cx->now + OUTSIDE_DAYS * day_ms, &busy, cx->err))
		return false;
	if (!q_busy_clear(cx->db, therapist, cx->who.practice) || !q_busy_over(cx->db, cx->who.practice, cx->now - 2 * day_ms))
		return false;
	for (int i = 0; i < busy.n; i++)
		if (!q_busy_add(cx->db, db_id(), cx->who.practice, therapist, 1, busy.at[i].from, busy.at[i].to, NULL))
			return false;
	return q_outside_read(cx->db, therapist, cx->now);
}

bool outside_bring(struct cx *cx, const struct practice_book *b, int64_t therapist, const char *text)
{
	return q_outside_set(cx->db, therapist, cx->who.practice, NULL) && keep(cx, b, therapist, text) && cx_event(cx, 0, "calendar_brought");
}

static bool allowed(struct cx *cx, const char *url, struct outside_host_get *out)
{
	struct outside_host_get_rows rows;
	char host[FETCH_HOST];

	if (!fetch_host(url, host))
		return fail(cx->err, ERR_INPUT, "url", "should be the address of a calendar that begins with https://");
	if (!q_outside_host_get(cx->db, cx->who.practice, &rows))
		return false;
	if (!rows.n || !str_equal(rows.at[0].host, host))
		return fail(cx->err, ERR_INPUT, "url", "is not on the host that this practice allows (Settings, Booking)");
	*out = rows.at[0];
	return true;
}

bool outside_follow(struct cx *cx, int64_t therapist, const char *url)
{
	const char *address = str_begins(url, "webcal://") ? arena_fmt(cx->a, "https://%s", url + 9) : url;
	struct outside_host_get host;

	return allowed(cx, address, &host) && q_outside_set(cx->db, therapist, cx->who.practice, address) && cx_event(cx, 0, "calendar_followed");
}

bool outside_end(struct cx *cx, int64_t therapist)
{
	return q_busy_clear(cx->db, therapist, cx->who.practice) && q_outside_drop(cx->db, therapist, cx->who.practice) && cx_event(cx, 0, "calendar_ended");
}

bool outside_away(struct cx *cx, const struct practice_book *b, const struct absence *in)
{
	int64_t from = zone_instant(b->zone, in->on, in->from), to = zone_instant(b->zone, in->on, in->to);

	if (!bookings_therapist(cx, b, in->therapist))
		return fail(cx->err, ERR_INPUT, "who", "is nobody of this practice");
	if (from >= to)
		return fail(cx->err, ERR_INPUT, "to", "should be later than its beginning");
	if (to <= cx->now || from > cx->now + 2 * 366 * day_ms)
		return fail(cx->err, ERR_INPUT, "on", "should be a day to come within two years");
	return q_busy_add(cx->db, db_id(), cx->who.practice, in->therapist, 0, from, to, in->name) && cx_event(cx, 0, "time_blocked");
}

/* The address may have been changed while it was read: then nothing is kept. */
static bool still(struct cx *cx, const struct outside_due *it, bool *out)
{
	struct outside_get_rows rows;

	*out = false;
	if (!q_outside_get(cx->db, it->id, cx->who.practice, &rows))
		return false;
	*out = rows.n && rows.at[0].url && str_equal(rows.at[0].url, it->url);
	return true;
}

static bool read_one(struct cx *cx, const struct practice_book *b, const struct outside_due *it, const char *ca, struct outside_ran *ran)
{
	struct fetch_how how = { .ca = ca, .seconds = OUTSIDE_SECONDS, .most = BUSY_TEXT_MOST };
	struct outside_host_get host = { 0 };
	const char *text = NULL;
	char said[FETCH_SAID] = "";
	bool same;

	if (!cx_save(cx))
		return false;
	bool may = allowed(cx, it->url, &host);
	if (!may && cx->err->code != ERR_INPUT)
		return false;
	db_rollback(cx->db);
	how.near = host.near;
	if (may)
		text = fetch(cx->a, &how, it->url, said);
	if (!cx_save(cx) || !still(cx, it, &same))
		return false;
	if (!same)
		return db_commit(cx->db);
	if (text && keep(cx, b, it->id, text)) {
		ran->read++;
		return db_commit(cx->db);
	}
	if (text && cx->err->code != ERR_INPUT)
		return false;
	const char *why = text || !may ? arena_fmt(cx->a, "It %s.", cx->err->detail) : arena_text(cx->a, said);
	*cx->err = (struct err){ 0 };
	ran->failed++;
	return q_outside_tried(cx->db, it->id, cx->now, why) && db_commit(cx->db);
}

bool outside_run(struct cx *cx, const char *ca, struct outside_ran *out)
{
	struct practice_book book;
	struct outside_due_rows rows;

	*out = (struct outside_ran){ 0 };
	if (!cx_save(cx) || !bookings_load(cx, &book) || !q_outside_due(cx->db, cx->who.practice, cx->now - OUTSIDE_MINUTES * minute_ms, &rows) ||
		!db_commit(cx->db))
		return false;
	for (size_t i = 0; i < rows.n; i++)
		if (!read_one(cx, &book, &rows.at[i], ca, out))
			return false;
	return true;
}
