/* wasm/reason_api.c -- one case in, one document out. */
#include "wasm/reason_api.h"

#include "app/casefile.h"
#include "app/next_question.h"
#include "app/question_json.h"
#include "app/report_json.h"
#include "app/selfcheck.h"
#include "base/json.h"
#include "core/kb_frozen.h"
#include "core/qr.h"
#include "wasm/said.h"

#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name)))

enum { KNOWLEDGE_MOST = 64 << 20, QUESTION_MOST = 512 << 20, SAID_MOST = 1 << 20 };

struct reason { struct arena *knowledge, *question; const struct kb *kb; const char *said; };

static const struct numbers none = { NULL, NULL };      /* the page fills in the practice's own */

EXPORT(reason_room) void *reason_room(size_t n)
{
	return malloc(n ? n : 1);
}

EXPORT(reason_free) void reason_free(void *p)
{
	free(p);
}

EXPORT(reason_open) struct reason *reason_open(const void *bytes, size_t n)
{
	struct arena *a = arena_new(KNOWLEDGE_MOST);
	struct reason *r = NEW(a, struct reason);
	struct err err = { 0 };

	*r = (struct reason){ .knowledge = a, .question = arena_new(QUESTION_MOST), .said = "" };
	r->kb = kb_thaw(a, bytes, n, &err);
	if (!r->kb)
		said_error(r->question, &err, &r->said);
	return r;
}

EXPORT(reason_ready) int reason_ready(const struct reason *r)
{
	return r->kb != NULL;
}

EXPORT(reason_close) void reason_close(struct reason *r)
{
	arena_end(r->question);
	arena_end(r->knowledge);
}

EXPORT(reason_said) const char *reason_said(const struct reason *r)
{
	return r->said;
}

EXPORT(reason_length) size_t reason_length(const struct reason *r)
{
	return strlen(r->said);
}

/* The case, screened; NULL and the reason in *code. */
static struct person_case *begin(struct reason *r, const char *json, size_t n, struct assess *as, int *code)
{
	struct err err = { 0 };
	struct person_case *c = NULL;

	arena_reset(r->question);
	if (!r->kb)
		fail(&err, ERR_INPUT, "", "there is no knowledge");
	else
		c = casefile_read(r->question, r->kb, json, n, &err);
	if (c)
		assess_screen(r->question, r->kb, c, as);
	else
		*code = said_error(r->question, &err, &r->said);
	return c;
}

/* What stops everything else: people under 18 are refused, an emergency is told.  True when one of them did. */
static bool stopped(struct reason *r, const struct assess *as, int *code)
{
	struct err err = { 0 };
	bool emergency = as->s->tier == TIER_EMERGENCY;

	*code = 0;
	if (!screen_gate(r->kb, as->s, &err) && err.code == ERR_MINOR) {
		r->said = report_refusal(r->question, r->kb, as, &err, none);
		*code = err_exit(err.code);
		return true;
	}
	if (emergency)
		r->said = report_triage(r->question, as, none);
	return emergency;
}

EXPORT(reason_screen) int reason_screen(struct reason *r, const char *json, size_t n)
{
	struct assess as;
	int code = 0;

	if (begin(r, json, n, &as, &code))
		r->said = report_triage(r->question, &as, none);
	return code;
}

EXPORT(reason_assess) int reason_assess(struct reason *r, const char *json, size_t n)
{
	struct assess as;
	struct err err = { 0 };
	int code = 0;
	const struct person_case *c = begin(r, json, n, &as, &code);

	if (!c || stopped(r, &as, &code))
		return code;
	if (!assess_make(r->question, r->kb, c, NULL, &as, &err))
		return said_error(r->question, &err, &r->said);
	r->said = report_assess(r->question, &as, none);
	return 0;
}

EXPORT(reason_next) int reason_next(struct reason *r, const char *json, size_t n, int last, int gained)
{
	static const char *const names[] = { [-ASK_NOTHING] = "nothing", [-ASK_AGE] = "age", [-ASK_SEX] = "sex", [-ASK_MAP] = "map" };
	struct assess as;
	struct next next;
	struct err err = { 0 };
	int code = 0;
	struct person_case *c = begin(r, json, n, &as, &code);

	if (!c || stopped(r, &as, &code))
		return code;
	if (last < -1 || last >= r->kb->n_findings)
		last = -1;
	if (!next_question(r->question, r->kb, c, last, gained, &next, &err))
		return said_error(r->question, &err, &r->said);
	struct buf b = buf_new(r->question, SAID_MOST);
	struct json_out j = json_writer(&b, true);
	json_open(&j, NULL, '{');
	json_put_text(&j, "next", next.what < 0 ? names[-next.what] : "finding");
	json_put_text(&j, "level", tier_name(as.s->tier));
	if (next.what >= 0)
		question_put(&j, r->kb, next.what);
	json_put_bool(&j, "by_gain", next.what >= 0 && next.why == ASK_PLAN);
	json_close(&j, '}');
	r->said = b.at;
	return 0;
}

EXPORT(reason_check) int reason_check(struct reason *r, const char *json, size_t n, int last, int gained, int enough)
{
	struct assess as;
	struct err err = { 0 };
	int code = 0;
	struct person_case *c = begin(r, json, n, &as, &code);

	if (!c)
		return code;
	const struct selfcheck at = { .last = last, .gained = gained, .enough = enough != 0 };
	const char *said = selfcheck_step(r->question, r->kb, c, at, &err);
	if (!said)
		return said_error(r->question, &err, &r->said);
	r->said = said;
	return 0;
}

EXPORT(reason_qr) int reason_qr(struct reason *r, const char *text, size_t n)
{
	arena_reset(r->question);
	r->said = "";
	size_t first = n ? strnlen(text, n) : 0;
	struct qr *q = NEW(r->question, struct qr);
	if (n < first + 2 || text[n - 1] || strlen(text + first + 1) != n - first - 2 || !qr_make(QR_L, text, text + first + 1, q))
		return 0;
	struct buf b = buf_new(r->question, SAID_MOST);
	for (int y = 0; y < q->side; y++) {
		for (int x = 0; x < q->side; x++)
			buf_char(&b, q->dark[y * q->side + x] ? '1' : '0');
		buf_char(&b, '\n');
	}
	r->said = b.at;
	return q->side;
}
