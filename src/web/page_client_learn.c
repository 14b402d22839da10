/* web/page_client_learn.c -- what may be behind the pain, what helps, what nobody knows, and what is claimed too much. */
#include "app/care.h"
#include "app/daily.h"
#include "app/learn.h"
#include "base/str.h"
#include "web/client.h"

bool page_learn(struct web *w);
bool page_learn_cause(struct web *w);

enum { CAN_MOST = 4 };

struct text_views client_sources(struct web *w, struct ids sources)
{
	struct text_views out = { NEWS(w->cx.a, const char *, sources.n + 1), 0 };

	for (int i = 0; i < sources.n; i++) {
		const struct source *s = &w->cx.kb->source[sources.at[i]];
		const char *where = s->title ? s->title : s->journal ? s->journal : "";

		out.at[out.n++] = s->year ? arena_fmt(w->cx.a, "%s, %d. %s", s->authors, s->year, where) : arena_fmt(w->cx.a, "%s. %s", s->authors, where);
	}
	return out;
}

static bool is_mind(const struct kb *kb, int cause)
{
	return str_equal(kb->class[kb->cause[cause].class].id, "emotional");
}

static void add_teach(struct web *w, struct teach_rows *to, int teaching)
{
	const struct kb *kb = w->cx.kb;
	const struct cause *c = &kb->cause[kb->teaching[teaching].cause];

	to->at[to->n++] = (struct teach_row){ c->id, c->plain, c->tell, is_mind(kb, kb->teaching[teaching].cause) };
}

static struct claim_row claim_row(struct web *w, const struct claim *c)
{
	return (struct claim_row){ c->claim, client_words(w, c->says) };
}

/* Before the questions are answered there is no picture: all causes stand under "others". */
static bool yours(struct web *w, const struct record *r, struct ids *out)
{
	struct assess as;

	*out = (struct ids){ 0 };
	if (!r->person.interview_done)
		return true;
	if (!care_assess(&w->cx, r, &as))
		return false;
	*out = learn_picture(w->cx.a, &as);
	return true;
}

bool page_learn(struct web *w)
{
	const struct kb *kb = w->cx.kb;
	struct record r;
	struct ids mine;
	bool led, *shown = NEWS(w->cx.a, bool, kb->n_teachings + 1);

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!yours(w, &r, &mine))
		return false;
	struct learn_view v = { .page = view_page(w, "Good to know", "client read", ""),
		.yours = { NEWS(w->cx.a, struct teach_row, mine.n + 1), 0 }, .others = { NEWS(w->cx.a, struct teach_row, kb->n_teachings + 1), 0 },
		.claims = { NEWS(w->cx.a, struct claim_row, kb->n_claims + 1), 0 } };
	for (int i = 0; i < mine.n; i++) {
		shown[mine.at[i]] = true;
		add_teach(w, &v.yours, mine.at[i]);
	}
	for (int i = 0; i < kb->n_teachings; i++)
		if (!shown[i])
			add_teach(w, &v.others, i);
	for (int i = 0; i < kb->n_claims; i++)
		v.claims.at[v.claims.n++] = claim_row(w, &kb->claim[i]);
	tmpl_learn(&w->r->body, &v);
	return true;
}

/* Nothing to do is proposed before there is a plan: the screening comes first. */
static bool fill_can(struct web *w, const struct record *r, int cause, struct teach_view *v)
{
	struct kept_plan kept;

	if (!care_plan(&w->cx, r->person.id, true, &kept))
		return false;
	struct ids can = kept.id ? learn_helps(&w->cx, r, cause, CAN_MOST) : (struct ids){ 0 };
	v->can.at = NEWS(w->cx.a, struct task_row, can.n + 1);
	for (int i = 0; i < can.n; i++) {
		const struct item *it = &w->cx.kb->item[can.at[i]];

		v->can.at[v->can.n++] = (struct task_row){ it->id, it->name, NULL, it->small, arena_fmt(w->cx.a, "/practice/%s", it->id), "", it->minutes,
			it->component == COMPONENT_MIND, false };
	}
	return true;
}

bool page_learn_cause(struct web *w)
{
	const struct kb *kb = w->cx.kb;
	struct record r;
	bool led;
	int cause = kb_cause(kb, w->arg), at = cause >= 0 ? learn_of(kb, cause) : -1;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (at < 0)
		return fail(&w->err, ERR_MISSING, "learn", "There is no such page.");
	const struct teaching *t = &kb->teaching[at];
	struct teach_view v = { .page = view_page(w, kb->cause[cause].plain, "client read", ""), .name = kb->cause[cause].plain, .tell = kb->cause[cause].tell,
		.is = client_words(w, t->is), .helps = client_words(w, t->helps), .unknown = client_words(w, t->unknown), .doctor = client_words(w, t->doctor),
		.mind = is_mind(kb, cause), .sources = client_sources(w, t->cite.source), .claims = { NEWS(w->cx.a, struct claim_row, t->claims.n + 1), 0 },
		.net = { NEWS(w->cx.a, const char *, kb->n_net + 1), 0 } };
	for (int i = 0; i < t->claims.n; i++)
		v.claims.at[v.claims.n++] = claim_row(w, &kb->claim[t->claims.at[i]]);
	for (int i = 0; i < kb->n_net; i++)
		if (str_begins(kb->net[i].id, "net_"))
			v.net.at[v.net.n++] = client_words(w, kb->net[i].text);
	if (!fill_can(w, &r, cause, &v))
		return false;
	tmpl_teach(&w->r->body, &v);
	return true;
}
