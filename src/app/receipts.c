/* app/receipts.c -- receipts. */
#include "app/receipts.h"

#include "app/bookings.h"
#include "base/csv.h"
#include "render/paper.h"

#include <string.h>

int64_t receipts_tax(int64_t cents, int64_t tax)
{
	int64_t sign = cents < 0 ? -1 : 1, whole = 10000 + tax;

	return sign * ((sign * cents * tax * 2 + whole) / (2 * whole));
}

const char *receipts_amount(struct arena *a, int64_t cents)
{
	int64_t c = cents < 0 ? -cents : cents;

	return arena_fmt(a, "%s%lld.%02lld", cents < 0 ? "-" : "", (long long)c / 100, (long long)c % 100);
}

static bool next_number(struct cx *cx, int64_t *out)
{
	struct receipt_next_rows rows;

	if (!q_receipt_next(cx->db, cx->who.practice, &rows))
		return false;
	*out = rows.at[0].number;
	return true;
}

bool receipts_write(struct cx *cx, int64_t person, int64_t service, int many, int64_t *number)
{
	struct practice_book b;
	struct money_get_rows money;
	struct person_get_rows who;
	char iso[11];

	if (!bookings_load(cx, &b) || !q_money_get(cx->db, cx->who.practice, &money) || !q_person_get(cx->db, person, cx->who.practice, &who))
		return false;
	const struct service_all *s = bookings_service(&b, service);
	if (!s || !s->cents)
		return fail(cx->err, ERR_INPUT, "service", "has no price; the owner sets it with the kinds of session");
	if (many < 1 || many > PACK_MOST)
		return fail(cx->err, ERR_INPUT, "many", "is 1 to %d", PACK_MOST);
	if (!money.n)
		return fail(cx->err, ERR_INPUT, "issuer", "is not known yet; the owner says who writes receipts under Settings, Receipts");
	if (!who.n)
		return fail(cx->err, ERR_MISSING, "client", "there is no such client");
	const struct money_get *m = &money.at[0];
	int64_t cents = s->cents * many;
	const char *name = arena_fmt(cx->a, "%s %s", who.at[0].given, who.at[0].family);
	const char *what = arena_fmt(cx->a, "%d x %s, %lld minutes", many, s->name, (long long)s->minutes);
	day_iso(zone_wall(b.zone, cx->now).day, iso);
	return next_number(cx, number) && q_receipt_add(cx->db, db_id(), cx->who.practice, *number, person, 0, iso, cents, receipts_tax(cents, m->tax), m->tax,
		m->currency, name, what, m->issuer, cx->now, cx->who.account) &&
		(many == 1 || q_pack_add(cx->db, db_id(), cx->who.practice, person, service, many, *number, cx->now)) && cx_event(cx, person, "receipt");
}

static bool get(struct cx *cx, int64_t person, int64_t number, struct receipt_get *out)
{
	struct receipt_get_rows rows;

	if (!q_receipt_get(cx->db, cx->who.practice, number, &rows))
		return false;
	if (!rows.n || rows.at[0].person != person)
		return fail(cx->err, ERR_MISSING, "receipt", "There is no such receipt of this client.");
	*out = rows.at[0];
	return true;
}

bool receipts_credit(struct cx *cx, int64_t person, int64_t number, int64_t *credit)
{
	struct receipt_person_rows all;
	struct practice_book b;
	struct receipt_get r;
	char iso[11];

	if (!get(cx, person, number, &r) || !q_receipt_person(cx->db, person, &all) || !bookings_load(cx, &b))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (r.corrects || (all.at[i].number == number && all.at[i].taken_back))
			return fail(cx->err, ERR_CONFLICT, "receipt", "This one was taken back already, or takes back another.");
	day_iso(zone_wall(b.zone, cx->now).day, iso);
	return next_number(cx, credit) && q_receipt_add(cx->db, db_id(), cx->who.practice, *credit, person, number, iso, -r.cents, -r.tax_cents, r.tax, r.currency,
		r.name, r.what, r.issuer, cx->now, cx->who.account) && q_pack_drop(cx->db, cx->who.practice, number) && cx_event(cx, person, "credit_note");
}

bool receipts_pdf(struct cx *cx, int64_t person, int64_t number, struct buf *out)
{
	static const double share[] = { 4, -1.4 };
	struct receipt_get r;
	char date[40];
	day on;

	if (!get(cx, person, number, &r))
		return false;
	if (!day_read(r.day, &on))
		return fail(cx->err, ERR_STORE, "receipt", "its day cannot be read");
	const char *title = arena_fmt(cx->a, r.corrects ? "Credit note %lld" : "Receipt %lld", (long long)r.number);
	const struct paper_about about = { title, title, on };
	struct paper *p = paper_new(cx->a, &about);
	day_long(on, date, sizeof(date));
	for (const char *line = r.issuer; *line; line += strcspn(line, "\n"), line += *line == '\n')
		paper_say(p, PAPER_QUIET, arena_copy(cx->a, line, strcspn(line, "\r\n")));
	paper_space(p, 24);
	paper_say(p, PAPER_TEXT, r.name);
	paper_space(p, 24);
	paper_say(p, PAPER_TITLE, title);
	paper_say(p, PAPER_TEXT, r.corrects ? arena_fmt(cx->a, "%s. It takes back receipt %lld.", date, (long long)r.corrects) : arena_fmt(cx->a, "%s.", date));
	paper_table(p, share, 2);
	paper_row(p, (const char *const[]){ "What", r.currency }, true);
	paper_row(p, (const char *const[]){ r.what, receipts_amount(cx->a, r.cents) }, false);
	paper_row(p, (const char *const[]){ "Before tax", receipts_amount(cx->a, r.cents - r.tax_cents) }, false);
	paper_row(p, (const char *const[]){ arena_fmt(cx->a, "Tax, %lld.%02lld %%", (long long)r.tax / 100, (long long)r.tax % 100),
		receipts_amount(cx->a, r.tax_cents) }, false);
	paper_row(p, (const char *const[]){ "Total", receipts_amount(cx->a, r.cents) }, false);
	return paper_end(p, out, NULL, cx->err);
}

bool receipts_csv(struct cx *cx, day month, struct buf *out)
{
	struct date d = date_of(month), next = { d.year + d.month / 12, d.month % 12 + 1, 1 };
	int64_t cents = 0, tax = 0;
	struct receipt_month_rows rows;
	char first[11], last[11];

	day_iso(day_of((struct date){ d.year, d.month, 1 }), first);
	day_iso(day_of(next) - 1, last);
	if (!q_receipt_month(cx->db, cx->who.practice, first, last, &rows))
		return false;
	buf_str(out, "number,takes back,day,client,what,currency,before tax,tax percent,tax,total\r\n");
	for (size_t i = 0; i < rows.n; i++) {
		const struct receipt_month *r = &rows.at[i];

		buf_fmt(out, "%lld,%s,%s,", (long long)r->number, r->corrects ? arena_fmt(cx->a, "%lld", (long long)r->corrects) : "", r->day);
		csv_put(out, r->name, true);
		buf_char(out, ',');
		csv_put(out, r->what, true);
		buf_fmt(out, ",%s,%s,%lld.%02lld,%s,%s\r\n", r->currency, receipts_amount(cx->a, r->cents - r->tax_cents), (long long)r->tax / 100,
			(long long)r->tax % 100, receipts_amount(cx->a, r->tax_cents), receipts_amount(cx->a, r->cents));
		cents += r->cents;
		tax += r->tax_cents;
	}
	buf_fmt(out, "sum,,,,,,%s,,%s,%s\r\n", receipts_amount(cx->a, cents - tax), receipts_amount(cx->a, tax), receipts_amount(cx->a, cents));
	return true;
}
