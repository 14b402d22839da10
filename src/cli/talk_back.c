/* cli/talk_back.c -- the way back through an interview: see talk.h. */
#include "cli/talk.h"

#include "app/next_question.h"
#include "core/danger.h"

#include <string.h>

_Static_assert(ASK_AGE == (int)SAID_AGE && ASK_SEX == (int)SAID_SEX && ASK_MAP == (int)SAID_MAP, "asked and said are the same");

static bool has_answer(const struct talk *t, int what)
{
	return what == ASK_AGE ? t->c->age >= 0 : what == ASK_SEX ? t->c->sex != SEX_UNKNOWN : what == ASK_MAP ? t->c->map_given :
		t->c->answer[what] != NOT_ASKED;
}

static void add_asked(struct talk *t, int what)
{
	for (int i = 0; i < t->n_asked; i++)
		if (t->asked[i] == what)
			return;
	t->asked[t->n_asked++] = what;
}

static bool was_said(const struct talk *t, int what)
{
	for (int i = 0; i < t->n_said; i++)
		if (t->said[i].what == what)
			return true;
	return false;
}

/* What nobody kept the order of comes first, in the order of the knowledge. */
void talk_resume(struct talk *t)
{
	static const int person[] = { ASK_AGE, ASK_SEX, ASK_MAP };

	t->n_said = t->c->n_said;
	t->said_most = t->n_said + 256;
	t->said = NEWS(t->cli->arena, struct spoken, (size_t)t->said_most);
	for (int i = 0; i < t->n_said; i++)
		t->said[i] = t->c->said[i];
	t->asked = NEWS(t->cli->arena, int, (size_t)t->kb->n_findings + 4);
	for (size_t i = 0; i < sizeof(person) / sizeof(*person); i++)
		if (has_answer(t, person[i]) && !was_said(t, person[i]))
			add_asked(t, person[i]);
	for (int f = 0; f < t->kb->n_findings; f++) {
		const struct finding *of = &t->kb->finding[f];

		if (of->by != BY_THERAPIST && !of->sum_of.n && (of->asked & ASKED_INTAKE) && has_answer(t, f) && !was_said(t, f))
			add_asked(t, f);
	}
	for (int i = 0; i < t->n_said; i++)
		if (has_answer(t, t->said[i].what))
			add_asked(t, t->said[i].what);
}

void talk_remember(struct talk *t, int what, int value, bool again)
{
	if (t->n_said == t->said_most) {
		struct spoken *more = NEWS(t->cli->arena, struct spoken, (size_t)t->said_most * 2);

		memcpy(more, t->said, sizeof(*more) * (size_t)t->n_said);
		t->said = more;
		t->said_most *= 2;
	}
	t->said[t->n_said++] = (struct spoken){ what, (int16_t)value, again };
	t->c->said = t->said;
	t->c->n_said = t->n_said;
}

int talk_gained(struct talk *t)
{
	const uint8_t *danger = danger_part(t->scratch, t->kb, t->c);
	int n = 0;

	for (int i = 0; i < t->n_asked; i++)
		n += t->asked[i] >= 0 && !danger[t->asked[i]] && !t->kb->finding[t->asked[i]].core && !interview_settles(t->kb, t->asked[i]);
	return n;
}

static bool applies(const struct talk *t, int f)
{
	const struct ids *by = &t->kb->finding[f].opened_by;

	for (int i = 0; i < by->n; i++)
		if (t->c->answer[by->at[i]] == 0)
			return false;
	return rule_applies(t->kb, f, t->c) != TRUTH_NO;
}

void talk_settle(struct talk *t, int what)
{
	bool again = true;

	t->back = 0;
	add_asked(t, what);
	while (again) {
		int n = 0;

		again = false;
		for (int i = 0; i < t->n_asked; i++) {
			int f = t->asked[i];

			if (f < 0 || applies(t, f)) {
				t->asked[n++] = f;
				continue;
			}
			t->c->answer[f] = NOT_ASKED;
			again = true;
		}
		t->n_asked = n;
	}
}
