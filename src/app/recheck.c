/* app/recheck.c -- which danger questions a page asks again. */
#include "app/recheck.h"

int *recheck_blank(const struct cx *cx)
{
	int *said = NEWS(cx->a, int, cx->kb->n_findings + 1);

	for (int f = 0; f < cx->kb->n_findings; f++)
		said[f] = NOT_ASKED;
	return said;
}

/* What is asked after a session keeps no plan back, so it is no gate. */
bool recheck_asks(const struct cx *cx, enum occasion when, int finding)
{
	const struct finding *f = &cx->kb->finding[finding];

	return (f->gate || when == ASKED_AFTER) && f->module == MODULE_SAFETY && f->by != BY_THERAPIST && (f->asked & (unsigned)when) &&
		!f->private;
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

struct look { const struct cx *cx; enum occasion when; const int *said; bool follows; };

static void look_for_parent(int f, void *arg)
{
	struct look *k = arg;

	k->follows = k->follows || (recheck_asks(k->cx, k->when, f) && (!k->said || k->said[f] == NOT_ASKED));
}

bool recheck_follows(const struct cx *cx, enum occasion when, int finding)
{
	struct look k = { cx, when, NULL, false };

	rule_findings(&cx->kb->finding[finding].when, look_for_parent, &k);
	return k.follows;
}

static bool waits(const struct cx *cx, enum occasion when, const int *said, int finding)
{
	struct look k = { cx, when, said, false };

	rule_findings(&cx->kb->finding[finding].when, look_for_parent, &k);
	return k.follows;
}

struct ids recheck_questions(const struct cx *cx, const struct record *r, enum occasion when, const int *said)
{
	const struct kb *kb = cx->kb;
	struct person_case *c = case_copy(cx->a, kb, r->c);
	int *at = NEWS(cx->a, int, kb->n_findings + 1), n = 0;

	for (int f = 0; f < kb->n_findings; f++)
		if (recheck_asks(cx, when, f))
			c->answer[f] = (int16_t)said[f];
	for (int f = 0; f < kb->n_findings; f++) {
		if (!recheck_asks(cx, when, f))
			continue;
		enum truth applies = rule_applies(kb, f, c);
		if (applies == TRUTH_NO || (applies == TRUTH_NOT_ASKED && waits(cx, when, said, f)))
			continue;
		at[n++] = f;
	}
	return (struct ids){ at, n };
}

int64_t recheck_last(const struct cx *cx, const struct record *r, enum occasion when)
{
	struct ids ask = recheck_questions(cx, r, when, recheck_blank(cx));
	int64_t oldest = ask.n ? r->answered_at[ask.at[0]] : 0;

	for (int i = 1; i < ask.n; i++)
		oldest = r->answered_at[ask.at[i]] < oldest ? r->answered_at[ask.at[i]] : oldest;
	return oldest;
}

bool recheck_after_due(const struct cx *cx, const struct record *r, bool *due)
{
	const int64_t minute_ms = 60000;
	struct session_borne_rows rows;

	*due = false;
	if (!q_session_borne(cx->db, r->person.id, &rows))
		return false;
	const struct session_borne *s = &rows.at[0];
	*due = s->begun > s->told && cx->now >= s->begun + r->c->limits.session_minutes * minute_ms;
	return true;
}
