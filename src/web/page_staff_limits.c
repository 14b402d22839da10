/* web/page_staff_limits.c -- what is limited for a person and why, and what keeps a plan back, as pages of staff say it. */
#include "app/assess.h"
#include "base/fmt.h"
#include "base/str.h"
#include "web/staff.h"

static const char *item_names(struct web *w, struct ids items)
{
	const char *names[6];
	int n = 0;

	for (int i = 0; i < items.n && n < 5; i++)
		names[n++] = w->cx.kb->item[items.at[i]].name;
	if (items.n > 5)
		names[n++] = arena_fmt(w->cx.a, "%d more", items.n - 5);
	return words_join(w->cx.a, names, n);
}

struct block_rows staff_blocks(struct web *w, const struct record *r)
{
	struct told_blocks told = assess_blocks(w->cx.a, w->cx.kb, r->s, false);
	struct block_rows rows = { NEWS(w->cx.a, struct block_row, told.n + w->cx.kb->n_consents + 1), 0 };

	for (int i = 0; i < told.n; i++) {
		const struct told_block *t = &told.at[i];
		const struct blocked one = { .item = -1, .region = -1, .block = t->block, .limit = t->limit, .truth = t->truth, .findings = t->findings };

		rows.at[rows.n++] = (struct block_row){ item_names(w, t->items),
			t->everywhere ? "everywhere" : t->regions.n ? arena_fmt(w->cx.a, "%s", fmt_count(t->regions.n, "place", "places")) : "",
			assess_because(w->cx.a, w->cx.kb, &one, true), t->limit == LIMIT_NEVER ? "Not" : t->limit == LIMIT_LIGHT ? "Light only" : "Ask each time",
			t->truth == TRUTH_NOT_ASKED };
	}
	return staff_declined(w, r, rows);
}

/* Answered with more than "no", although it does not apply? (assess_gate) */
static bool contradicts(struct web *w, const struct record *r, const char *finding)
{
	int f = kb_finding(w->cx.kb, finding);

	return f >= 0 && r->c->answer[f] > 0 && rule_applies(w->cx.kb, f, r->c) == TRUTH_NO;
}

/* The gate names findings by their ids, for the command line. */
const char *staff_gate(struct web *w, const struct record *r, const struct err *gate)
{
	static const char unasked[] = "not asked: ";

	if (gate->code == ERR_DANGER && contradicts(w, r, gate->field))
		return arena_fmt(w->cx.a, "\"%s\" was answered with more than \"no\", although other answers say that it does not apply. One of them must be wrong: ask again.",
			w->cx.kb->finding[kb_finding(w->cx.kb, gate->field)].name);
	if (gate->code == ERR_DANGER && kb_find(w->cx.kb, KIND_FLAG, gate->field) >= 0)
		return "a physician has to look first, and the outcome is recorded here.";
	if (gate->code != ERR_DANGER || kb_finding(w->cx.kb, gate->field) < 0 || !str_begins(gate->detail, unasked))
		return arena_text(w->cx.a, gate->detail);
	return arena_fmt(w->cx.a, "%s not answered yet.", fmt_count(r->s->not_asked.n, "danger question is", "danger questions are"));
}
