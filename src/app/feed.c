/* app/feed.c -- entries of a calendar. */
#include "app/feed.h"

#include "app/bookings.h"
#include "base/str.h"

#include <assert.h>
#include <libical/ical.h>
#include <stdlib.h>

static const int64_t day_ms = 24 * 3600 * 1000;

bool feed_make(struct cx *cx, const char **token)
{
	*token = db_token(cx->a);
	return q_feed_set(cx->db, cx->who.account, token_hash(cx->a, *token), cx->now) && cx_event(cx, cx->who.person, "feed_made");
}

bool feed_revoke(struct cx *cx)
{
	return q_feed_drop(cx->db, cx->who.account) && cx_event(cx, cx->who.person, "feed_revoked");
}

static struct icaltimetype utc(int64_t ms)
{
	return icaltime_from_timet_with_zone((time_t)(ms / 1000), 0, icaltimezone_get_utc_timezone());
}

const char *feed_uid(struct arena *a, int64_t appointment)
{
	return arena_fmt(a, "%lld@unknot.invalid", (long long)appointment);
}

static void add(struct arena *a, icalcomponent *all, const struct appointment_feed *r, const char *title)
{
	icalcomponent *it = icalcomponent_new_vevent();
	bool cancelled = str_equal(r->state, "cancelled");

	icalcomponent_add_property(it, icalproperty_new_uid(feed_uid(a, r->id)));
	icalcomponent_add_property(it, icalproperty_new_dtstamp(utc(r->changed)));
	icalcomponent_add_property(it, icalproperty_new_lastmodified(utc(r->changed)));
	icalcomponent_add_property(it, icalproperty_new_sequence((int)r->moves));
	icalcomponent_add_property(it, icalproperty_new_dtstart(utc(r->starts)));
	icalcomponent_add_property(it, icalproperty_new_dtend(utc(r->starts + r->minutes * ZONE_MINUTE)));
	icalcomponent_add_property(it, icalproperty_new_summary(title));
	icalcomponent_add_property(it, icalproperty_new_status(cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
	icalcomponent_add_property(it, icalproperty_new_transp(cancelled ? ICAL_TRANSP_TRANSPARENT : ICAL_TRANSP_OPAQUE));
	icalcomponent_add_property(it, icalproperty_new_class(ICAL_CLASS_PRIVATE));
	icalcomponent_add_component(all, it);
}

bool feed_text(struct cx *cx, const char *token, const char **out)
{
	struct appointment_feed_rows rows;
	struct booking_get_rows booking;
	struct feed_get_rows who;

	if (!q_feed_get(cx->db, token_hash(cx->a, token), &who))
		return false;
	if (!who.n)
		return fail(cx->err, ERR_MISSING, "feed", "There is no calendar at this address.");
	bool client = str_equal(who.at[0].role, "client");
	if (!q_booking_get(cx->db, who.at[0].practice, &booking) || !q_appointment_feed(cx->db, client ? 0 : who.at[0].account,
		client ? who.at[0].person : 0, cx->now - FEED_DAYS * day_ms, &rows))
		return false;
	icalcomponent *all = icalcomponent_new_vcalendar();
	icalcomponent_add_property(all, icalproperty_new_version("2.0"));
	icalcomponent_add_property(all, icalproperty_new_prodid("-//unknot//appointments//EN"));
	icalcomponent_add_property(all, icalproperty_new_method(ICAL_METHOD_PUBLISH));
	for (size_t i = 0; i < rows.n; i++)
		add(cx->a, all, &rows.at[i], booking.n ? booking.at[0].title : "Appointment");
	char *text = icalcomponent_as_ical_string_r(all);
	assert(text);
	*out = arena_text(cx->a, text);
	free(text);
	icalcomponent_free(all);
	return true;
}
