/* core/kb_check.c -- one pass over everything; what each part looks at stands in kb_check_*.c. */
#include "core/kb_checking.h"

#include <stdarg.h>

static void PRINTF(5, 0) remark(struct checking *c, bool refused, struct where w, const char *id, const char *fmt, va_list ap)
{
	char text[600];

	vsnprintf(text, sizeof(text), fmt, ap);
	c->refused += refused;
	struct remark r = { refused, w, id, text };
	c->report(&r, c->arg);
}

void kb_refuse(struct checking *c, struct where w, const char *id, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	remark(c, true, w, id, fmt, ap);
	va_end(ap);
}

void kb_note(struct checking *c, struct where w, const char *id, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	remark(c, false, w, id, fmt, ap);
	va_end(ap);
}

void kb_check_cite(struct checking *c, struct where w, const char *id, const char *what, const struct cite *cite)
{
	for (int i = 0; i < cite->source.n; i++)
		c->used[cite->source.at[i]] = true;
	if (!cite->source.n)
		kb_refuse(c, w, id, "%s has no source", what);
	if (cite->confidence == CONFIDENCE_NONE)
		kb_refuse(c, w, id, "%s has no confidence", what);
}

static void check_sources(struct checking *c)
{
	for (int i = 0; i < c->kb->n_sources; i++) {
		const struct source *s = &c->kb->source[i];

		if (!s->journal && !s->doi && !s->pmid && !s->url && !s->title)
			kb_refuse(c, s->where, s->id, "says neither journal nor title, DOI, PMID or address");
		if (!s->year)
			kb_note(c, s->where, s->id, "has no year");
		if (!c->used[i])
			kb_note(c, s->where, s->id, "nothing rests on this source");
	}
}

struct named { const char *id; struct where where; };

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->id, ((const struct named *)b)->id);
}

/* Ids are unique over all kinds; a measure shares that of the finding it scores, an area or a consent that of what it is for. */
static void check_ids(struct checking *c)
{
	int n = 0, most = 1;

	for (int k = 0; k < KIND_COUNT; k++)
		most += kb_count(c->kb, (enum kind)k);
	struct named *all = NEWS(c->a, struct named, most);
	for (int k = 0; k < KIND_COUNT; k++)
		for (int i = 0; k != KIND_AREA && k != KIND_INSTRUMENT && k != KIND_CONSENT && i < kb_count(c->kb, (enum kind)k); i++)
			all[n++] = (struct named){ kb_id(c->kb, (enum kind)k, i), kb_where(c->kb, (enum kind)k, i) };
	qsort(all, (size_t)n, sizeof(*all), by_id);
	for (int i = 1; i < n; i++)
		if (by_id(&all[i - 1], &all[i]) == 0)
			kb_refuse(c, all[i].where, all[i].id, "this id stands for two things; the other is at %s:%d", all[i - 1].where.file,
				all[i - 1].where.line);
}

int kb_check(struct arena *a, const struct kb *kb, void (*report)(const struct remark *r, void *arg), void *arg)
{
	struct checking c = { a, kb, report, arg, 0, NEWS(a, bool, (size_t)kb->n_sources + 1) };

	check_ids(&c);
	kb_check_causes(&c);
	kb_check_body(&c);
	kb_check_care(&c);
	kb_check_home(&c);
	kb_check_figures(&c);
	kb_check_hands(&c);
	kb_check_texts(&c);
	check_sources(&c);
	return c.refused;
}
