/* app/mail_text.c -- the words of a mail, its calendar part, and both as a message (RFC 5322, MIME). */
#include "app/feed.h"
#include "app/mail.h"

#include "base/buf.h"
#include "base/str.h"

#include <assert.h>
#include <libical/ical.h>
#include <sodium.h>
#include <stdlib.h>

enum { LINE_BYTES = 57, WORD_BYTES = 42, MESSAGE_MOST = 1 << 18 };

static void put_base64(struct buf *b, const char *at, size_t n)
{
	char text[sodium_base64_ENCODED_LEN(LINE_BYTES, sodium_base64_VARIANT_ORIGINAL)];

	assert(n <= LINE_BYTES);
	sodium_bin2base64(text, sizeof(text), (const unsigned char *)at, n, sodium_base64_VARIANT_ORIGINAL);
	buf_str(b, text);
}

/* In encoded words (RFC 2047), each ending with a whole character, unless it is plain letters, digits and blanks. */
static void put_words(struct buf *b, const char *text)
{
	size_t n = strlen(text), k;
	bool plain = n < 60;

	for (const char *p = text; *p; p++)
		plain = plain && *p >= ' ' && *p < 127 && !strchr("()<>[];@\\\".=?_", *p);
	if (plain) {
		buf_str(b, text);
		return;
	}
	for (size_t i = 0; i < n; i += k) {
		k = n - i < WORD_BYTES ? n - i : WORD_BYTES;
		while (i + k < n && k > 1 && (text[i + k] & 0xC0) == 0x80)
			k--;
		buf_str(b, i ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
		put_base64(b, text + i, k);
		buf_str(b, "?=");
	}
}

static void put_part(struct buf *b, const char *type, const char *text)
{
	size_t n = strlen(text);

	buf_fmt(b, "Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\n\r\n", type);
	for (size_t i = 0; i < n; i += LINE_BYTES) {
		put_base64(b, text + i, n - i < LINE_BYTES ? n - i : LINE_BYTES);
		buf_str(b, "\r\n");
	}
}

static const char *subject(struct cx *cx, const struct mail_words *m)
{
	static const struct { const char *kind, *begins; } say[] = { { "booked", "" }, { "moved", "New time: " }, { "cancelled", "Cancelled: " }, { "reminder", "Reminder: " } };

	if (str_equal(m->job->kind, "test"))
		return "Mail from the practice works";
	if (str_equal(m->job->kind, "invitation"))
		return "Your invitation";
	if (str_equal(m->job->kind, "words"))
		return "Words to take home";
	for (size_t i = 0; i < sizeof(say) / sizeof(*say); i++)
		if (str_equal(m->job->kind, say[i].kind))
			return arena_fmt(cx->a, "%s%s, %s", say[i].begins, m->book->title, bookings_when(cx, m->book, m->job->starts));
	assert(false);          /* no such kind */
	return "";
}

static const char *sentence(struct cx *cx, const struct mail_words *m)
{
	const char *when = m->at ? bookings_when(cx, m->book, m->job->starts) : "", *title = m->book->title, *url = m->set->url;

	if (str_equal(m->job->kind, "test"))
		return "this mail was sent to try the settings. It arrived, so they work.";
	if (str_equal(m->job->kind, "invitation"))
		return arena_fmt(cx->a, "here you choose a passphrase and begin:\n%s/welcome/%s\n\nThe link works once, for 14 days.", url, m->job->link ? m->job->link : "");
	if (str_equal(m->job->kind, "words"))
		return arena_fmt(cx->a, "words to take home are ready for you. Sign in to read them:\n%s/words", url);
	assert(m->at);
	if (str_equal(m->job->kind, "cancelled"))
		return arena_fmt(cx->a, "this is cancelled: %s, %s.\n\nYou need not do anything.", title, when);
	return arena_fmt(cx->a, "%s\n%s, %s, %lld minutes.", str_equal(m->job->kind, "moved") ? "there is a new time:" : str_equal(m->job->kind, "reminder") ?
		"a short reminder:" : "this is booked for you:", title, when, (long long)m->at->minutes);
}

static const char *plain_text(struct cx *cx, const struct mail_words *m)
{
	struct buf b = buf_new(cx->a, 1 << 16);
	bool asks = m->at && !str_equal(m->job->kind, "cancelled");

	buf_fmt(&b, "Hello%s%s,\n\n%s\n", *m->given ? " " : "", m->given, sentence(cx, m));
	const char *key = m->job->person ? mail_key(cx, m->job->id, m->job->starts) : NULL;
	if (asks)
		buf_fmt(&b, "\nConfirm or cancel, by one tap:\n%s/mail/%s\n", m->set->url, key);
	buf_fmt(&b, "\n%s\n", m->set->name);
	if (key)
		buf_fmt(&b, "\nNo more mails like this:\n%s/mail/%s#stop\n", m->set->url, key);
	return b.at;
}

static struct icaltimetype utc(int64_t ms)
{
	return icaltime_from_timet_with_zone((time_t)(ms / 1000), 0, icaltimezone_get_utc_timezone());
}

static const char *calendar_text(struct cx *cx, const struct mail_words *m)
{
	bool cancelled = str_equal(m->job->kind, "cancelled");
	icalcomponent *all = icalcomponent_new_vcalendar(), *it = icalcomponent_new_vevent();
	icalproperty *who = icalproperty_new_attendee(arena_fmt(cx->a, "mailto:%s", m->to));
	icalproperty *by = icalproperty_new_organizer(arena_fmt(cx->a, "mailto:%s", m->set->sender));

	icalcomponent_add_property(all, icalproperty_new_version("2.0"));
	icalcomponent_add_property(all, icalproperty_new_prodid("-//unknot//appointments//EN"));
	icalcomponent_add_property(all, icalproperty_new_method(cancelled ? ICAL_METHOD_CANCEL : ICAL_METHOD_REQUEST));
	icalproperty_add_parameter(who, icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION));
	icalproperty_add_parameter(who, icalparameter_new_rsvp(ICAL_RSVP_FALSE));
	icalcomponent_add_property(it, icalproperty_new_uid(feed_uid(cx->a, m->at->id)));
	icalcomponent_add_property(it, icalproperty_new_dtstamp(utc(m->at->changed)));
	icalcomponent_add_property(it, icalproperty_new_sequence((int)m->at->moves));
	icalcomponent_add_property(it, icalproperty_new_dtstart(utc(m->at->starts)));
	icalcomponent_add_property(it, icalproperty_new_dtend(utc(m->at->starts + m->at->minutes * ZONE_MINUTE)));
	icalcomponent_add_property(it, icalproperty_new_summary(m->book->title));
	icalcomponent_add_property(it, icalproperty_new_status(cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
	icalcomponent_add_property(it, icalproperty_new_class(ICAL_CLASS_PRIVATE));
	icalcomponent_add_property(it, by);
	icalcomponent_add_property(it, who);
	icalcomponent_add_component(all, it);
	char *text = icalcomponent_as_ical_string_r(all);
	assert(text);
	const char *out = arena_text(cx->a, text);
	free(text);
	icalcomponent_free(all);
	return out;
}

static void put_date(struct buf *b, int64_t ms)
{
	static const char *const weekday[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const month[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int64_t s = ms / 1000;
	struct date d = date_of((day)(s / 86400));

	buf_fmt(b, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", weekday[day_weekday((day)(s / 86400))], d.day, month[d.month - 1], d.year,
		(int)(s % 86400 / 3600), (int)(s % 3600 / 60), (int)(s % 60));
}

/* Date and Message-ID are those of the line: a mail that is sent again is the same mail. */
static void put_head(struct cx *cx, struct buf *b, const struct mail_words *m)
{
	put_date(b, m->job->made);
	buf_str(b, "From: ");
	put_words(b, m->set->name);
	buf_fmt(b, " <%s>\r\nTo: <%s>\r\nSubject: ", m->set->sender, m->to);
	put_words(b, subject(cx, m));
	buf_fmt(b, "\r\nMessage-ID: <%lld.unknot@%s>\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n", (long long)m->job->id,
		strchr(m->set->sender, '@') + 1);
	if (m->job->person)
		buf_fmt(b, "List-Unsubscribe: <%s/mail/%s>\r\n", m->set->url, mail_key(cx, m->job->id, m->job->starts));
}

const char *mail_text(struct cx *cx, const struct mail_words *m)
{
	struct buf b = buf_new(cx->a, MESSAGE_MOST);
	const char *mark = arena_fmt(cx->a, "part-%lld", (long long)m->job->id);

	put_head(cx, &b, m);
	if (!m->at) {
		put_part(&b, "text/plain; charset=utf-8", plain_text(cx, m));
		return b.at;
	}
	buf_fmt(&b, "Content-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n--%s\r\n", mark, mark);
	put_part(&b, "text/plain; charset=utf-8", plain_text(cx, m));
	buf_fmt(&b, "--%s\r\n", mark);
	put_part(&b, arena_fmt(cx->a, "text/calendar; charset=utf-8; method=%s", str_equal(m->job->kind, "cancelled") ? "CANCEL" : "REQUEST"), calendar_text(cx, m));
	buf_fmt(&b, "--%s--\r\n", mark);
	return b.at;
}
