/* cli/kb_network.c -- links as used, leaks, and what is alike, of one cause or finding. */
#include "cli/kb_network.h"

#include "base/str.h"

#include <math.h>
#include <stdlib.h>

enum { ALIKE_MOST = 6 };
static const double alike_least = 0.05;          /* below it they have next to nothing in common */

struct alike { int other; double how; };
struct alikes { struct alike at[ALIKE_MOST]; int n; };

bool kb_network_has(const struct kb *kb, enum kind kind, int i)
{
	return (kind == KIND_CAUSE && !kb->cause[i].by_rule) || (kind == KIND_FINDING && kb->finding[i].base > 0);
}

static int most_alike_first(const void *x, const void *y)
{
	const struct alike *v = x, *w = y;

	return v->how < w->how ? 1 : v->how > w->how ? -1 : v->other - w->other;
}

static struct alikes alikes(struct arena *a, const struct model *m, enum kind kind, int i)
{
	int n = 0, of = kb_count(m->kb, kind);
	struct alike *all = NEWS(a, struct alike, (size_t)of + 1);
	struct alikes out = { .n = 0 };

	for (int k = 0; k < of; k++) {
		if (k == i || !kb_network_has(m->kb, kind, k))
			continue;
		double how = kind == KIND_CAUSE ? model_causes_alike(m, i, k) : model_findings_alike(m, i, k);
		if (how >= alike_least)
			all[n++] = (struct alike){ k, how };
	}
	qsort(all, (size_t)n, sizeof(*all), most_alike_first);
	for (; out.n < n && out.n < ALIKE_MOST; out.n++)
		out.at[out.n] = all[out.n];
	return out;
}

/* The same row seen from either end. */
struct row { int finding; const char *other; const struct model_link *l; const struct link *from; };

/* The next link of this cause or finding from *at on. */
static bool next_row(const struct model *m, enum kind kind, int i, int *at, struct row *out)
{
	for (; *at < m->first[m->kb->n_findings]; ++*at) {
		const struct model_link *l = &m->link[*at];
		const struct link *from = &m->kb->link[l->row];

		if ((kind == KIND_CAUSE ? from->cause : from->finding) != i)
			continue;
		*out = (struct row){ from->finding, kind == KIND_CAUSE ? m->kb->finding[from->finding].id : m->kb->cause[from->cause].id,
			l, from };
		++*at;
		return true;
	}
	return false;
}

static void put_source(struct buf *b, const struct kb *kb, const struct cite *c)
{
	for (int i = 0; i < c->source.n; i++)
		buf_fmt(b, "%s, ", kb->source[c->source.at[i]].id);
	buf_str(b, confidence_name(c->confidence));
}

/* ---- for people ---- */

static void text_links(struct buf *b, const struct model *m, enum kind kind, int i)
{
	struct row r;
	int wide = 7, n = 0;

	for (int at = 0; next_row(m, kind, i, &at, &r); n++)
		wide = (int)strlen(r.other) > wide ? (int)strlen(r.other) : wide;
	if (!n) {
		buf_fmt(b, "  no link: nothing that is answered moves it%s\n", kind == KIND_CAUSE ? " but its odds" : "");
		return;
	}
	buf_fmt(b, "  %-*s  %5s  %5s  %5s  %8s  %8s  %s\n", wide, kind == KIND_CAUSE ? "finding" : "cause", "sens", "spec", "q",
		"present", "absent", "source, confidence");
	for (int at = 0; next_row(m, kind, i, &at, &r);) {
		buf_fmt(b, "  %-*s  %5.3g  %5.3g  %5.3f  x %6.2f  x %6.2f  ", wide, r.other, r.from->sens, r.from->spec, r.l->q,
			model_present(m, r.finding, r.l), r.l->q);
		put_source(b, m->kb, &r.from->cite);
		buf_char(b, '\n');
	}
	buf_str(b, "  q is (1 - sens) / spec damped by confidence; present and absent are what the answer multiplies the odds of the\n"
		"  cause by when nothing else acts\n");
}

static void text_odds(struct buf *b, const struct kb *kb, const struct cause *c)
{
	buf_fmt(b, "  prior %g, %g to %g (", c->prior, c->low, c->high);
	put_source(b, kb, &c->cite);
	buf_str(b, ")\n");
	for (int i = 0; i < c->n_odds; i++) {
		buf_fmt(b, "  odds x %g when %s (", c->odds[i].times, c->odds[i].when.text);
		put_source(b, kb, &c->odds[i].cite);
		buf_str(b, ")\n");
	}
}

static void text_leak(struct buf *b, const struct model *m, int f)
{
	const struct finding *of = &m->kb->finding[f];

	buf_fmt(b, "  base %g (", of->base);
	put_source(b, m->kb, &of->base_cite);
	buf_fmt(b, "); leak %.4f: it is present in that share when no cause here acts\n", m->leak[f]);
	if (fabs(model_share(m, f) - of->base) > 1e-6)
		buf_fmt(b, "  the network has it in %.4f, not in %g: the leak is held within its limits\n", model_share(m, f), of->base);
}

static void text_groups(struct buf *b, const struct kb *kb, int cause)
{
	for (int g = 0; g < kb->n_groups; g++) {
		bool in = false;

		for (int i = 0; i < kb->group[g].causes.n; i++)
			in |= kb->group[g].causes.at[i] == cause;
		if (!in)
			continue;
		buf_fmt(b, "  told together with");
		for (int i = 0; i < kb->group[g].causes.n; i++)
			if (kb->group[g].causes.at[i] != cause)
				buf_fmt(b, " %s", kb->cause[kb->group[g].causes.at[i]].id);
		buf_fmt(b, " (group %s)\n", kb->group[g].id);
	}
}

void kb_network_text(struct buf *b, const struct model *m, enum kind kind, int i)
{
	struct alikes like = alikes(b->arena, m, kind, i);

	buf_str(b, "in the network\n");
	if (kind == KIND_CAUSE)
		text_odds(b, m->kb, &m->kb->cause[i]);
	else
		text_leak(b, m, i);
	text_links(b, m, kind, i);
	for (int k = 0; k < like.n; k++)
		buf_fmt(b, "%s%s %.2f", k ? ", " : "  confused with ", kb_id(m->kb, kind, like.at[k].other), like.at[k].how);
	if (like.n)
		buf_str(b, "\n  (share of the weights -ln q they have in common: 1 all their links as strong, 0 no link)\n");
	if (kind == KIND_CAUSE)
		text_groups(b, m->kb, i);
}

/* ---- for programs ---- */

static void json_cite(struct json_out *j, const struct kb *kb, const struct cite *c)
{
	json_open(j, "source", '[');
	for (int i = 0; i < c->source.n; i++)
		json_put_text(j, NULL, kb->source[c->source.at[i]].id);
	json_close(j, ']');
	json_put_text(j, "confidence", confidence_name(c->confidence));
}

static void json_links(struct json_out *j, const struct model *m, enum kind kind, int i)
{
	struct row r;

	json_open(j, "links", '[');
	for (int at = 0; next_row(m, kind, i, &at, &r);) {
		json_open(j, NULL, '{');
		json_put_text(j, kind == KIND_CAUSE ? "finding" : "cause", r.other);
		json_put_number(j, "sens", r.from->sens);
		json_put_number(j, "spec", r.from->spec);
		json_put_number(j, "q", r.l->q);
		json_put_number(j, "present_times", model_present(m, r.finding, r.l));
		json_put_number(j, "absent_times", r.l->q);
		json_cite(j, m->kb, &r.from->cite);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void json_cause(struct json_out *j, const struct kb *kb, int i)
{
	const struct cause *c = &kb->cause[i];

	json_put_number(j, "prior", c->prior);
	json_put_number(j, "low", c->low);
	json_put_number(j, "high", c->high);
	json_cite(j, kb, &c->cite);
	json_open(j, "odds", '[');
	for (int k = 0; k < c->n_odds; k++) {
		json_open(j, NULL, '{');
		json_put_text(j, "when", c->odds[k].when.text);
		json_put_number(j, "times", c->odds[k].times);
		json_cite(j, kb, &c->odds[k].cite);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_open(j, "groups", '[');
	for (int g = 0; g < kb->n_groups; g++)
		for (int k = 0; k < kb->group[g].causes.n; k++)
			if (kb->group[g].causes.at[k] == i)
				json_put_text(j, NULL, kb->group[g].id);
	json_close(j, ']');
}

void kb_network_json(struct json_out *j, const struct model *m, enum kind kind, int i)
{
	struct alikes like = alikes(j->out->arena, m, kind, i);

	json_open(j, "network", '{');
	if (kind == KIND_CAUSE)
		json_cause(j, m->kb, i);
	else {
		json_put_number(j, "base", m->kb->finding[i].base);
		json_put_number(j, "leak", m->leak[i]);
		json_put_number(j, "share", model_share(m, i));
		json_cite(j, m->kb, &m->kb->finding[i].base_cite);
	}
	json_links(j, m, kind, i);
	json_open(j, "confused_with", '[');
	for (int k = 0; k < like.n; k++) {
		json_open(j, NULL, '{');
		json_put_text(j, "id", kb_id(m->kb, kind, like.at[k].other));
		json_put_number(j, "alike", like.at[k].how);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
}
