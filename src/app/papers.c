/* app/papers.c -- papers of one client. */
#include "app/papers.h"

#include "app/care.h"
#include "app/daily.h"
#include "app/letter_pdf.h"
#include "app/receipts.h"
#include "app/report_pdf.h"
#include "net/os.h"

enum { PAPER_MOST = 32 << 20 };

static bool put(struct cx *cx, struct export_to *to, int64_t person, const char *name, const struct buf *b)
{
	return export_put(to, arena_fmt(cx->a, "papers/%lld/%s.pdf", (long long)person, name), b->at, b->n, cx->err);
}

static bool put_plan(struct cx *cx, const struct record *r, const struct kept_plan *kept, struct export_to *to)
{
	const struct plan_paper how = { .starts = kept->starts, .made = cx->today, .n = { cx->who.emergency, cx->who.crisis } };
	struct buf b = buf_new(cx->a, PAPER_MOST);
	struct err gate = { 0 };

	if (!record_gate(cx, r, &gate))
		return true;
	const struct plan shown = daily_shown(cx, r, &kept->plan);
	return report_plan_pdf(cx->a, cx->kb, &shown, &how, &b, NULL, cx->err) && put(cx, to, r->person.id, "ten-weeks", &b);
}

static bool put_letter(struct cx *cx, const struct record *r, const char *practice, struct export_to *to)
{
	const struct letter *letter = kb_letter(cx->kb, "progress");
	struct buf b = buf_new(cx->a, PAPER_MOST);

	return letter ? letter_pdf(cx, r, letter, practice, &b) && put(cx, to, r->person.id, "progress-letter", &b) :
		fail(cx->err, ERR_INTERNAL, "progress", "the knowledge has no such letter");
}

static bool put_receipts(struct cx *cx, int64_t person, struct export_to *to)
{
	struct receipt_person_rows rows;

	if (!q_receipt_person(cx->db, person, &rows))
		return false;
	for (size_t i = rows.n; i-- > 0;) {
		struct buf b = buf_new(cx->a, PAPER_MOST);

		if (!receipts_pdf(cx, person, rows.at[i].number, &b) || !put(cx, to, person, arena_fmt(cx->a, "receipt-%lld", (long long)rows.at[i].number), &b))
			return false;
	}
	return true;
}

static bool put_all(struct cx *cx, int64_t person, struct export_to *to)
{
	struct person_changed_rows last;
	struct practice_get_rows practice;
	struct kept_plan kept;
	struct record r;

	if (!q_person_changed(cx->db, person, &last) || !q_practice_get(cx->db, cx->who.practice, &practice))
		return false;
	cx->now = last.at[0].at;
	cx->today = os_day(cx->now);
	cx->who.emergency = practice.n ? practice.at[0].emergency : "";
	cx->who.crisis = practice.n ? practice.at[0].crisis : "";
	if (!record_load(cx, person, &r) || !care_plan(cx, person, true, &kept))
		return false;
	return (!kept.id || (put_plan(cx, &r, &kept, to) && put_letter(cx, &r, practice.n ? practice.at[0].name : "", to))) && put_receipts(cx, person, to);
}

bool papers_write(void *arg, int64_t person, struct export_to *to, struct err *err)
{
	struct cx cx = ((struct papers *)arg)->cx;
	struct arena *of_db = cx.db->arena;
	struct err *said = cx.db->err;

	cx.err = err;
	cx.db->arena = cx.a;
	cx.db->err = err;
	bool done = put_all(&cx, person, to);
	cx.db->arena = of_db;
	cx.db->err = said;
	arena_reset(cx.a);
	return done;
}
