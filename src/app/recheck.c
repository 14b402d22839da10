/* app/recheck.c -- which danger questions a page asks again. */
#include "app/recheck.h"

#include "app/next_question.h"
#include "core/danger.h"
#include "net/os.h"

int *recheck_blank(const struct cx *cx)
{
	int *said = NEWS(cx->a, int, cx->kb->n_findings + 1);

	for (int f = 0; f < cx->kb->n_findings; f++)
		said[f] = NOT_ASKED;
	return said;
}

/* How the body felt since a session is asked beside the dangers.  What is private has a page of its own (recheck_alone). */
static bool told_here(const struct finding *f, enum occasion when)
{
	return (f->module == MODULE_SAFETY || (when == ASKED_AFTER && f->module == MODULE_BODY)) && f->by != BY_THERAPIST && !f->private;
}

static bool asks(const struct cx *cx, const struct record *r, enum occasion when, bool reopened, int finding)
{
	const struct finding *f = &cx->kb->finding[finding];
	unsigned asked = (unsigned)when | (reopened ? ASKED_INTAKE : 0u);

	return told_here(f, when) && (f->asked & asked) && !danger_stands(cx->a, cx->kb, r->c, when, finding);
}

bool recheck_asks(const struct cx *cx, const struct record *r, enum occasion when, int finding)
{
	bool may_reopen = false;

	for (int f = 0; f < cx->kb->n_findings && !may_reopen; f++)
		may_reopen = cx->kb->finding[f].reopens && (cx->kb->finding[f].asked & (unsigned)when);
	return asks(cx, r, when, may_reopen, finding);
}

bool recheck_optional(const struct cx *cx, int finding)
{
	return cx->kb->finding[finding].module != MODULE_SAFETY;
}

struct ids recheck_alone(const struct cx *cx, const struct record *r, enum occasion when)
{
	int *at = NEWS(cx->a, int, cx->kb->n_findings + 1), n = 0;

	for (int f = 0; r->abuse_asked && f < cx->kb->n_findings; f++) {
		const struct finding *of = &cx->kb->finding[f];

		if (of->private && of->by != BY_THERAPIST && (of->asked & (unsigned)when) && rule_applies(cx->kb, f, r->c) == TRUTH_YES)
			at[n++] = f;
	}
	return (struct ids){ at, n };
}

struct look { const struct cx *cx; const struct record *r; enum occasion when; bool reopened; const int *said; bool follows; };

/* A question on this page, or one behind such a question; kb_circle has made sure that this ends. */
static void look_for_parent(int f, void *arg)
{
	struct look *k = arg;

	if (!asks(k->cx, k->r, k->when, k->reopened, f))
		rule_findings(&k->cx->kb->finding[f].when, look_for_parent, k);
	else
		k->follows = k->follows || !k->said || k->said[f] == NOT_ASKED;
}

bool recheck_follows(const struct cx *cx, const struct record *r, enum occasion when, int finding)
{
	struct look k = { cx, r, when, false, NULL, !(cx->kb->finding[finding].asked & (unsigned)when) };

	rule_findings(&cx->kb->finding[finding].when, look_for_parent, &k);
	return k.follows;
}

static bool waits(const struct cx *cx, const struct record *r, enum occasion when, bool reopened, const int *said, int finding)
{
	struct look k = { cx, r, when, reopened, said, false };

	rule_findings(&cx->kb->finding[finding].when, look_for_parent, &k);
	return k.follows;
}

static void take_said(const struct cx *cx, const struct record *r, enum occasion when, bool reopened, const int *said, struct person_case *c)
{
	for (int f = 0; f < cx->kb->n_findings; f++)
		if (asks(cx, r, when, reopened, f))
			c->answer[f] = (int16_t)said[f];
}

struct ids recheck_questions(const struct cx *cx, const struct record *r, enum occasion when, const int *said)
{
	const struct kb *kb = cx->kb;
	struct person_case *c = case_copy(cx->a, kb, r->c);
	int *at = NEWS(cx->a, int, kb->n_findings + 1), n = 0;

	take_said(cx, r, when, false, said, c);
	bool reopened = danger_reopens(kb, c, when);
	take_said(cx, r, when, reopened, said, c);
	for (int f = 0; f < kb->n_findings; f++) {
		if (!asks(cx, r, when, reopened, f))
			continue;
		enum truth applies = rule_applies(kb, f, c);
		if (applies == TRUTH_NO || (applies == TRUTH_NOT_ASKED && waits(cx, r, when, reopened, said, f)))
			continue;
		at[n++] = f;
	}
	return (struct ids){ at, n };
}

/* What no intake asks counts from its first answer; what was told under a clock that was days ahead, as not told yet. */
static int64_t older(const struct cx *cx, const struct record *r, int finding, int64_t oldest)
{
	int64_t at = r->answered_at[finding];

	if (at > cx->now + CLOCK_AHEAD)
		return 0;
	return (at || (cx->kb->finding[finding].asked & ASKED_INTAKE)) && at < oldest ? at : oldest;
}

int64_t recheck_last(const struct cx *cx, const struct record *r, enum occasion when)
{
	struct ids ask = recheck_questions(cx, r, when, recheck_blank(cx));
	int64_t oldest = ask.n ? INT64_MAX : 0;

	for (int i = 0; i < ask.n; i++)
		oldest = older(cx, r, ask.at[i], oldest);
	return oldest == INT64_MAX ? 0 : oldest;
}

static bool over(const struct cx *cx, const struct record *r, const struct session_borne *s)
{
	const int64_t minute_ms = 60000;

	return s->begun > s->told && cx->now >= s->begun + r->c->limits.session_minutes * minute_ms;
}

bool recheck_after_due(const struct cx *cx, const struct record *r, bool *due)
{
	struct session_borne_rows rows;

	*due = false;
	if (!q_session_borne(cx->db, r->person.id, cx->now + CLOCK_AHEAD, &rows))
		return false;
	*due = over(cx, r, &rows.at[0]);
	return true;
}

bool recheck_after_lead(const struct cx *cx, const struct record *r, bool *lead)
{
	struct session_borne_rows rows;

	*lead = false;
	if (!q_session_borne(cx->db, r->person.id, cx->now + CLOCK_AHEAD, &rows))
		return false;
	*lead = over(cx, r, &rows.at[0]) && rows.at[0].led < rows.at[0].begun;
	return !*lead || q_asked_once_set(cx->db, r->person.id, "after", cx->now);
}

/* A plain "no" of today to a question that does not stand alone. */
static bool told_today(const struct cx *cx, const struct record *r, int finding)
{
	return r->c->answer[finding] == 0 && !question_alone(cx->kb, finding) && os_day(r->answered_at[finding]) == cx->today;
}

struct ids recheck_told_today(const struct cx *cx, const struct record *r, struct ids ask)
{
	int *at = NEWS(cx->a, int, ask.n + 1), n = 0;

	for (int i = 0; i < ask.n; i++)
		if (told_today(cx, r, ask.at[i]))
			at[n++] = ask.at[i];
	return (struct ids){ at, n < TOLD_LEAST ? 0 : n };
}

struct ids recheck_by_topic(const struct cx *cx, struct ids ask)
{
	const struct kb *kb = cx->kb;
	int *at = NEWS(cx->a, int, ask.n + 1), n = 0;

	for (int t = 0; t <= kb->n_topics; t++)
		for (int i = 0; i < ask.n; i++)
			if (kb->finding[ask.at[i]].topic == (t < kb->n_topics ? t : -1))
				at[n++] = ask.at[i];
	return (struct ids){ at, n };
}

const char *recheck_words(const struct finding *f)
{
	return f->brief ? f->brief : f->ask;
}
