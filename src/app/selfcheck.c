/* app/selfcheck.c -- danger, then questions, then the result in words. */
#include "app/selfcheck.h"

#include "app/next_question.h"
#include "app/question_json.h"
#include "app/selfcheck_result.h"
#include "base/str.h"
#include "core/danger.h"

enum { STEP_MOST = 1 << 20, TOGETHER = 6, TOLD_MOST = 64, TELLING_USUAL = 8 /* questions chosen by what they would change */ };

struct checking { struct arena *a; const struct kb *kb; struct person_case *c; struct assess as; struct selfcheck at; struct buf b; struct json_out j; };

static const char *sentence(const struct kb *kb, const char *id)
{
	const struct sentence *s = kb_sentence(kb, id);

	return s ? s->text : "";
}

/* ---- an answer that needs a person ---- */

static void tell(struct checking *s, const char **told, int *n, const char *text)
{
	for (int i = 0; i < *n; i++)
		if (str_equal(told[i], text))
			return;
	if (*n == TOLD_MOST)
		return;
	told[(*n)++] = text;
	json_put_text(&s->j, NULL, text);
}

static void put_told(struct checking *s)
{
	const char *told[TOLD_MOST];
	int n = 0;

	json_open(&s->j, "told", '[');
	for (int i = 0; i < s->as.s->n_reasons; i++) {
		const struct reason_given *g = &s->as.s->reason[i];

		if (g->tier < TIER_URGENT || (g->flag >= 0 && s->kb->flag[g->flag].route == ROUTE_ABUSE))
			continue;
		if (g->flag >= 0 && g->truth == TRUTH_YES)
			tell(s, told, &n, s->kb->flag[g->flag].text);
		else
			for (int k = 0; k < g->findings.n; k++)
				tell(s, told, &n, arena_fmt(s->a, "You could not say: %s", s->kb->finding[g->findings.at[k]].ask));
	}
	if (!n)
		tell(s, told, &n, "Some answers about your safety do not fit together, or are still open.");
	json_close(&s->j, ']');
}

/* The worst rule that an answer made true; NULL when unclear answers alone keep it open. */
static const struct flag *worst(const struct checking *s)
{
	for (int i = 0; i < s->as.s->n_reasons; i++) {
		const struct reason_given *g = &s->as.s->reason[i];

		if (g->flag >= 0 && g->truth == TRUTH_YES && g->tier >= TIER_URGENT)
			return &s->kb->flag[g->flag];
	}
	return NULL;
}

/* A "no" to a danger question is not asked about again; a number or a "no" that a rule rests on is. */
static void look_for_again(struct checking *s, int finding)
{
	int v = case_answer(s->kb, s->c, finding);

	if (s->at.last < 0 && s->kb->finding[finding].again && (v == DONT_KNOW || v >= 1 || !s->kb->finding[finding].gate))
		s->at.last = finding;
}

/* The answer to ask about once more, in other words. */
static void put_again(struct checking *s)
{
	s->at.last = -1;
	for (int i = 0; i < s->as.s->n_reasons; i++) {
		const struct reason_given *g = &s->as.s->reason[i];

		if (g->tier < TIER_URGENT)
			continue;
		for (int k = 0; k < g->findings.n; k++)
			look_for_again(s, g->findings.at[k]);
	}
	if (s->at.last < 0) {
		json_put_null(&s->j, "again");
		return;
	}
	json_open(&s->j, "again", '{');
	question_put(&s->j, s->kb, s->at.last);
	json_close(&s->j, '}');
}

static void put_stop(struct checking *s)
{
	const struct flag *f = worst(s);
	bool self_harm = f && f->route == ROUTE_SELF_HARM;

	json_put_text(&s->j, "step", "stop");
	json_put_text(&s->j, "kind", self_harm ? "self_harm" : !f ? "unclear" : f->tier == TIER_EMERGENCY ? "now" : "doctor");
	put_told(s);
	json_put_text(&s->j, "action", f ? f->action : sentence(s->kb, "unclear_action"));
	json_put_text(&s->j, "say", f ? f->write : sentence(s->kb, "unclear_say"));
	put_again(s);
}

/* ---- questions ---- */

static void put_place(struct checking *s, int next)
{
	bool danger = next >= 0 && danger_part(s->a, s->kb, s->c)[next];
	struct questions q = questions_of(s->a, s->kb, s->c, danger);
	int more = q.telling < TELLING_USUAL ? TELLING_USUAL - q.telling : 1;
	int done = q.answered + (danger ? 0 : s->c->map_given + q.telling), left = q.open + (danger ? 0 : !s->c->map_given + more);

	json_open(&s->j, "place", '{');
	json_put_int(&s->j, "part", danger ? 1 : 2);
	json_put_int(&s->j, "number", done + 1);
	json_put_int(&s->j, "of", done + left);
	json_close(&s->j, '}');
}

static void put_ask(struct checking *s, int next, enum interview_why why)
{
	static const char *const names[] = { [-ASK_NOTHING] = "nothing", [-ASK_AGE] = "age", [-ASK_SEX] = "sex", [-ASK_MAP] = "map" };
	struct ids ask = { &next, next >= 0 };

	if (next >= 0 && s->kb->finding[next].module == MODULE_SAFETY) {
		struct ids together = next_together(s->a, s->kb, s->c, next, TOGETHER);

		ask = together.n ? together : ask;
	}
	json_put_text(&s->j, "step", "ask");
	json_put_text(&s->j, "what", next < 0 ? names[-next] : "findings");
	json_open(&s->j, "questions", '[');
	for (int i = 0; i < ask.n; i++) {
		json_open(&s->j, NULL, '{');
		question_put(&s->j, s->kb, ask.at[i]);
		json_close(&s->j, '}');
	}
	json_close(&s->j, ']');
	put_place(s, next);
	json_put_bool(&s->j, "by_gain", why == ASK_PLAN);
	json_put_bool(&s->j, "enough", why != ASK_CORE && s->c->map_given);
}

/* Wishes are for a plan, and none is made here: they are not asked. */
static void leave_out_wishes(struct checking *s)
{
	for (int i = 0; i < s->kb->n_findings; i++)
		if (s->kb->finding[i].module == MODULE_WISHES && s->c->answer[i] == NOT_ASKED)
			s->c->answer[i] = DONT_KNOW;
}

static bool put_step(struct checking *s, struct err *err)
{
	struct err shut = { 0 };
	bool open = assess_gate(&s->as, &shut);
	struct next next;

	if (!open && shut.code == ERR_MINOR) {
		json_put_text(&s->j, "step", "minor");
		json_put_text(&s->j, "text", sentence(s->kb, "minor_text"));
		return true;
	}
	if (s->as.s->tier >= TIER_URGENT) {
		put_stop(s);
		return true;
	}
	leave_out_wishes(s);
	if (!next_question(s->a, s->kb, s->c, s->at.last, s->at.gained, &next, err))
		return false;
	if (next.what != ASK_NOTHING && !(s->at.enough && next.why != ASK_CORE && open)) {
		put_ask(s, next.what, next.why);
		return true;
	}
	if (!open) {            /* nothing is left to ask, and still something about danger is not settled */
		put_stop(s);
		return true;
	}
	return selfcheck_result(s->a, &s->as, &s->j, err);
}

const char *selfcheck_step(struct arena *a, const struct kb *kb, struct person_case *c, struct selfcheck at, struct err *err)
{
	struct checking s = { .a = a, .kb = kb, .c = c, .at = at, .b = buf_new(a, STEP_MOST) };

	s.j = json_writer(&s.b, true);
	if (s.at.last < -1 || s.at.last >= kb->n_findings)
		s.at.last = -1;
	assess_screen(a, kb, c, &s.as);
	json_open(&s.j, NULL, '{');
	if (!put_step(&s, err))
		return NULL;
	json_close(&s.j, '}');
	return s.b.at;
}
