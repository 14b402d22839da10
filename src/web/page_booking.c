/* web/page_booking.c -- the small parts of pages about appointments. */
#include "web/booking.h"

#include "base/str.h"

bool booking_keep_error(struct web *w, struct page_view *page)
{
	if (w->err.code != ERR_CONFLICT && !(w->err.code == ERR_FORBIDDEN && str_equal(w->err.field, "cancel")))
		return page_keep_error(w, page);
	page->error_field = "";
	page->error = arena_text(w->cx.a, w->err.detail);
	w->r->status = err_http(w->err.code);
	w->err = (struct err){ 0 };
	return true;
}

bool booking_again(struct web *w)
{
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db);
}

bool booking_number(struct web *w, const char *name, int64_t otherwise, int64_t *out)
{
	const char *text = form_get(w->cx.a, &w->form, name);

	*out = otherwise;
	if (!text || !text[0])
		return true;
	return int_read(text, 0, (int64_t)1 << 53, out) || fail(&w->err, ERR_INPUT, name, "is not what this page offers");
}

bool booking_day(struct web *w, const char *name, day otherwise, day *out)
{
	const char *text = form_get(w->cx.a, &w->form, name);

	*out = otherwise;
	if (!text || !text[0])
		return true;
	if (!day_read(text, out) || *out < 10957 || *out > 47482)       /* the years 2000 to 2099 */
		return fail(&w->err, ERR_INPUT, name, "is not a date that exists; one such as 2026-12-31 is wanted");
	return true;
}

bool booking_minute(const char *text, int most, int *out)
{
	int h = 0, m = 0, n = 0;

	if (sscanf(text, "%2d:%2d%n", &h, &m, &n) != 2 || text[n] || h < 0 || m < 0 || m > 59 || h * 60 + m > most)
		return false;
	*out = h * 60 + m;
	return true;
}

const char *booking_text(struct web *w, int64_t v)
{
	return arena_fmt(w->cx.a, "%lld", (long long)v);
}

const char *booking_what(struct web *w, const struct practice_book *b, int64_t service, int64_t minutes)
{
	const struct service_all *s = bookings_service(b, service);

	return arena_fmt(w->cx.a, "%s, %lld minutes", s ? s->name : "Session", (long long)minutes);
}

const char *booking_state(const char *state)
{
	static const char *const words[][2] = { { "came", "Was here" }, { "late", "Came late" }, { "missed", "Did not come" }, { "cancelled", "Cancelled" } };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_equal(words[i][0], state))
			return words[i][1];
	return "";
}

struct option_views booking_options(struct web *w, const struct practice_book *b, const struct slots *s)
{
	struct option_views out = { NEWS(w->cx.a, struct option_view, s->n + 1), 0 };

	for (int i = 0; i < s->n; i++)
		out.at[out.n++] = (struct option_view){ booking_text(w, s->at[i]), bookings_when(&w->cx, b, s->at[i]), NULL, i == 0 };
	return out;
}

struct option_views booking_services(struct web *w, const struct practice_book *b, int64_t chosen, bool online)
{
	struct option_views out = { NEWS(w->cx.a, struct option_view, b->services.n + 1), 0 };

	for (size_t i = 0; i < b->services.n; i++) {
		const struct service_all *s = &b->services.at[i];

		if (!s->closed && (s->online || !online))
			out.at[out.n++] = (struct option_view){ booking_text(w, s->id), booking_what(w, b, s->id, s->minutes), NULL, s->id == chosen };
	}
	return out;
}

struct option_views booking_therapists(struct web *w, const struct practice_book *b, int64_t chosen)
{
	struct option_views out = { NEWS(w->cx.a, struct option_view, b->staff.n + 1), 0 };

	for (size_t i = 0; i < b->staff.n; i++)
		out.at[out.n++] = (struct option_view){ booking_text(w, b->staff.at[i].id), bookings_therapist(&w->cx, b, b->staff.at[i].id), NULL,
			b->staff.at[i].id == chosen };
	return out;
}
