/* web/page_staff_receipts.c -- receipts of one client, for staff and for the client; who writes them and the month's list for the owner. */
#include "app/receipts.h"
#include "base/str.h"
#include "web/booking.h"
#include "web/staff.h"

#include <ctype.h>

bool page_receipts(struct web *w);
bool do_receipts(struct web *w);
bool page_receipt_pdf(struct web *w);
bool page_own_receipts(struct web *w);
bool page_own_receipt_pdf(struct web *w);
bool page_money(struct web *w);
bool do_money(struct web *w);
bool page_receipts_csv(struct web *w);

static bool fill_packs(struct web *w, const struct practice_book *b, int64_t person, struct receipts_view *v)
{
	struct pack_left_rows rows;

	if (!q_pack_left(w->cx.db, person, &rows))
		return false;
	v->packs.at = NEWS(w->cx.a, const char *, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct service_all *s = bookings_service(b, rows.at[i].service);

		v->packs.at[v->packs.n++] = arena_fmt(w->cx.a, "%s: %lld of %lld left", s ? s->name : "Sessions", (long long)(rows.at[i].paid - rows.at[i].used),
			(long long)rows.at[i].paid);
	}
	return true;
}

bool booking_receipts(struct web *w, const struct practice_book *b, int64_t person, struct receipts_view *v)
{
	struct receipt_person_rows rows;

	if (!q_receipt_person(w->cx.db, person, &rows))
		return false;
	v->rows.at = NEWS(w->cx.a, struct receipt_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct receipt_person *p = &rows.at[i];
		char date[16];
		day on = 0;

		if (!day_read(p->day, &on))
			return fail(&w->err, ERR_STORE, "receipt", "its day cannot be read");
		day_short(on, date, sizeof(date));
		v->rows.at[v->rows.n++] = (struct receipt_row){ booking_text(w, p->number), arena_fmt(w->cx.a, "%s %d", date, date_of(on).year), p->what, arena_fmt(w->cx.a, "%s %s", p->currency,
			receipts_amount(w->cx.a, p->cents)), p->corrects ? arena_fmt(w->cx.a, "Credit note for %lld", (long long)p->corrects) : p->taken_back ?
			"Taken back" : "", !p->corrects && !p->taken_back };
	}
	return fill_packs(w, b, person, v);
}

bool page_receipts(struct web *w)
{
	struct practice_book b;
	struct record r;

	if (!staff_record(w, &r) || !bookings_load(&w->cx, &b))
		return false;
	struct receipts_view v = { .page = view_page(w, "Receipts", "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .many = typed(w, "many", "1"),
		.services = booking_services(w, &b, 0, false) };
	if (!booking_receipts(w, &b, w->id, &v) || !booking_keep_error(w, &v.page))
		return false;
	tmpl_receipts(&w->r->body, &v);
	return true;
}

static bool write_one(struct web *w)
{
	int64_t service, many, number;

	return booking_number(w, "service", 0, &service) && form_int(w->cx.a, &w->form, "many", 1, PACK_MOST, &many, &w->err) && form_end(&w->form, &w->err) &&
		cx_save(&w->cx) && receipts_write(&w->cx, w->id, service, (int)many, &number);
}

static bool take_back(struct web *w)
{
	int64_t number, credit;

	return booking_number(w, "credit", 0, &number) && form_end(&w->form, &w->err) && cx_save(&w->cx) && receipts_credit(&w->cx, w->id, number, &credit);
}

bool do_receipts(struct web *w)
{
	if (form_has(&w->form, "credit") ? take_back(w) : write_one(w))
		return web_go_with(w, staff_path(w, "/receipts"), "saved");
	return booking_again(w) && page_receipts(w);
}

static bool pdf_of(struct web *w, int64_t person)
{
	size_t n = strlen(w->arg);
	int64_t number;

	if (!str_ends(w->arg, ".pdf") || !int_read(arena_copy(w->cx.a, w->arg, n - 4), 1, (int64_t)1 << 53, &number))
		return fail(&w->err, ERR_MISSING, "receipt", "There is no such receipt.");
	w->r->type = "application/pdf";
	w->r->disposition = arena_fmt(w->cx.a, "attachment; filename=\"receipt-%lld.pdf\"", (long long)number);
	return receipts_pdf(&w->cx, person, number, &w->r->body);
}

bool page_receipt_pdf(struct web *w)
{
	return pdf_of(w, w->id);
}

/* What was written for the client, whatever else is open. */
bool page_own_receipts(struct web *w)
{
	struct practice_book b;
	struct receipts_view v = { .page = view_page(w, "Your receipts", "client read", "") };

	if (!w->cx.who.person)
		return fail(&w->err, ERR_MISSING, "client", "This account has no record.");
	if (!bookings_load(&w->cx, &b) || !booking_receipts(w, &b, w->cx.who.person, &v))
		return false;
	tmpl_own_receipts(&w->r->body, &v);
	return true;
}

bool page_own_receipt_pdf(struct web *w)
{
	return w->cx.who.person ? pdf_of(w, w->cx.who.person) : fail(&w->err, ERR_MISSING, "client", "This account has no record.");
}

bool page_money(struct web *w)
{
	struct money_get_rows rows;
	char iso[11];

	if (!q_money_get(w->cx.db, w->cx.who.practice, &rows))
		return false;
	const struct money_get *m = rows.n ? &rows.at[0] : NULL;
	struct money_view v = { .page = view_page(w, "Receipts", "staff", "settings"), .issuer = typed(w, "issuer", m ? m->issuer : ""),
		.currency = typed(w, "currency", m ? m->currency : "EUR"), .tax = typed(w, "tax", receipts_amount(w->cx.a, m ? m->tax : 0)) };
	day_iso(w->cx.today, iso);
	v.month = arena_copy(w->cx.a, iso, 7);
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_money(&w->r->body, &v);
	return true;
}

static bool save_money(struct web *w)
{
	const char *issuer, *currency, *tax;
	double percent;
	char *end;

	if (!form_text(w->cx.a, &w->form, "issuer", 1, 400, &issuer, &w->err) || !form_text(w->cx.a, &w->form, "currency", 3, 3, &currency, &w->err) ||
		!form_text(w->cx.a, &w->form, "tax", 1, 6, &tax, &w->err) || !form_end(&w->form, &w->err))
		return false;
	for (int i = 0; i < 3; i++)
		if (!isupper((unsigned char)currency[i]))
			return fail(&w->err, ERR_INPUT, "currency", "is not three capital letters, as in EUR");
	percent = strtod(tax, &end);
	if (*end || !(percent >= 0 && percent <= TAX_MOST / 100.0))
		return fail(&w->err, ERR_INPUT, "tax", "is not 0 to %d percent", TAX_MOST / 100);
	return cx_save(&w->cx) && q_money_set(w->cx.db, w->cx.who.practice, currency, (int64_t)(percent * 100 + 0.5), issuer) && cx_event(&w->cx, 0, "settings");
}

bool do_money(struct web *w)
{
	if (save_money(w))
		return web_go_with(w, "/settings/receipts", "saved");
	return booking_again(w) && page_money(w);
}

/* Names and sums leave the program: a line in the log each time, before anything is given out. */
bool page_receipts_csv(struct web *w)
{
	const char *month = form_get(w->cx.a, &w->form, "month");
	day first = w->cx.today;

	if (month && month[0] && !day_read(arena_fmt(w->cx.a, "%s-01", month), &first))
		return fail(&w->err, ERR_INPUT, "month", "is not a month; one such as 2026-11 is wanted");
	if (!cx_save(&w->cx) || !cx_event(&w->cx, 0, "receipts_exported") || !db_commit(w->cx.db) || !db_begin_read(w->cx.db))
		return false;
	struct date d = date_of(first);
	w->r->type = "text/csv; charset=utf-8";
	w->r->disposition = arena_fmt(w->cx.a, "attachment; filename=\"receipts-%04d-%02d.csv\"", d.year, d.month);
	return receipts_csv(&w->cx, first, &w->r->body);
}
