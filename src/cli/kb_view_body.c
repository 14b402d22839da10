/* cli/kb_view_body.c -- muscles and what belongs to them, as fields. */
#include "cli/kb_view_fields.h"

#include "base/buf.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum { LIST_MOST = 4000 };

static void muscles_where(const struct kb_view *v, const char *name, bool (*has)(const struct kb *kb, int muscle, int i), int i)
{
	struct buf b = buf_new(v->arena, LIST_MOST);

	for (int m = 0; m < v->kb->n_muscles; m++)
		if (has(v->kb, m, i))
			buf_fmt(&b, "%s%s", b.n ? ", " : "", v->kb->muscle[m].id);
	kb_field_text(v, name, b.at);
}

static bool in_unit(const struct kb *kb, int muscle, int unit)
{
	return kb->muscle[muscle].unit == unit;
}

static bool at_anchor(const struct kb *kb, int muscle, int anchor)
{
	for (int i = 0; i < kb->muscle[muscle].anchors.n; i++)
		if (kb->muscle[muscle].anchors.at[i] == anchor)
			return true;
	return false;
}

void kb_view_anchor(const struct kb_view *v, int i)
{
	const struct anchor *a = &v->kb->anchor[i];

	kb_field_text(v, "name", a->name);
	kb_field_text(v, "kind", a->fascia ? "fascia" : "bone");
	kb_field_text(v, "sides", a->paired ? "left and right" : "one, in the middle");
	muscles_where(v, "muscles", at_anchor, i);
}

/* Its number, where it refers, and where both come from. */
static void muscle_of_unit(const struct kb_view *v, const struct muscle *m)
{
	struct buf b = buf_new(v->arena, LIST_MOST);

	buf_fmt(&b, "drives pain in a share of %g", m->active);
	for (int i = 0; i < m->n_refers; i++)
		buf_fmt(&b, "%s%s%s %g", i ? ", " : "; refers to ", v->kb->region[m->refers[i].region].base, m->refers[i].opposite ? " opposite" : "",
			m->refers[i].strength);
	kb_field_text(v, m->id, kb_field_and_cite(v, b.at, &m->cite));
}

struct reaching { const struct muscle *muscle; const struct referral *by; };

static int strongest_first(const void *x, const void *y)
{
	const struct reaching *a = x, *b = y;

	return a->by->strength < b->by->strength ? 1 : a->by->strength > b->by->strength ? -1 : strcmp(a->muscle->id, b->muscle->id);
}

void kb_view_refers_here(const struct kb_view *v, const struct region *r)
{
	const struct kb *kb = v->kb;
	int n = 0, most = 0;

	for (int m = 0; m < kb->n_muscles; m++)
		most += kb->muscle[m].n_refers;
	struct reaching *here = NEWS(v->arena, struct reaching, (size_t)most + 1);
	for (int m = 0; m < kb->n_muscles; m++)
		for (int i = 0; i < kb->muscle[m].n_refers; i++)
			if (str_equal(kb->region[kb->muscle[m].refers[i].region].base, r->base))
				here[n++] = (struct reaching){ &kb->muscle[m], &kb->muscle[m].refers[i] };
	qsort(here, (size_t)n, sizeof(*here), strongest_first);
	for (int i = 0; i < n; i++)
		kb_field_text(v, arena_fmt(v->arena, "from %s%s", here[i].muscle->id, here[i].by->opposite ? " of the other side" : ""),
			kb_field_and_cite(v, arena_fmt(v->arena, "%g%s", here[i].by->strength, here[i].by->strength >= 0.7 ? ", the usual pattern" : ""),
				&here[i].muscle->cite));
}

void kb_view_unit(const struct kb_view *v, int i)
{
	kb_field_text(v, "name", v->kb->unit[i].name);
	kb_field_text(v, "palpate", v->kb->unit[i].palpate);
	muscles_where(v, "muscles", in_unit, i);
	for (int m = 0; v->around && m < v->kb->n_muscles; m++)
		if (v->kb->muscle[m].unit == i)
			muscle_of_unit(v, &v->kb->muscle[m]);
}

static void loads_of(const struct kb_view *v, const struct habit *h, int muscle)
{
	static const char *const side[] = { "same side", "opposite side", "both sides" };

	for (int i = 0; i < h->n_loads; i++)
		if (muscle < 0 || h->loads[i].muscle == muscle)
			kb_field_text(v, arena_fmt(v->arena, "%s %s", muscle < 0 ? "loads" : "habit", muscle < 0 ? v->kb->muscle[h->loads[i].muscle].id : h->id),
				arena_fmt(v->arena, "%+g, %s", h->loads[i].by, side[h->loads[i].side]));
}

static void tests_of(const struct kb_view *v, int muscle)
{
	for (int i = 0; i < v->kb->n_muscle_tests; i++) {
		const struct muscle_test *t = &v->kb->muscle_test[i];

		for (int k = 0; k < t->n_tells; k++)
			if (t->tells[k].muscle == muscle)
				kb_field_text(v, arena_fmt(v->arena, "test %s", t->id), t->tells[k].weak ? "a sign that it is weak" : "a sign that it is short");
	}
}

void kb_view_muscle(const struct kb_view *v, const struct muscle *m)
{
	static const char *const tends[] = { "neither", "to be tight", "to be weak" };

	kb_field_text(v, "name", m->name);
	kb_field_text(v, "latin", m->latin);
	kb_field_text(v, "acts", m->acts);
	kb_field_text(v, "nerve", m->nerve);
	kb_field_text(v, "unit", v->kb->unit[m->unit].id);
	kb_field_text(v, "area", v->kb->area[m->area].id);
	kb_field_text(v, "tends", tends[m->tends]);
	kb_field_text(v, "share in whom it drives pain", arena_fmt(v->arena, "%g", m->active));
	kb_field_names(v, "attaches", KIND_ANCHOR, m->anchors);
	for (int i = 0; i < m->n_refers; i++)
		kb_field_text(v, arena_fmt(v->arena, "refers to %s%s", v->kb->region[m->refers[i].region].base,
			m->refers[i].opposite ? " opposite" : ""),
			arena_fmt(v->arena, "%g%s", m->refers[i].strength, m->refers[i].strength >= 0.7 ? ", the usual pattern" : ""));
	kb_field_names(v, "works with", KIND_MUSCLE, m->synergists);
	kb_field_names(v, "works against", KIND_MUSCLE, m->antagonists);
	tests_of(v, (int)(m - v->kb->muscle));
	for (int i = 0; i < v->kb->n_habits; i++)
		loads_of(v, &v->kb->habit[i], (int)(m - v->kb->muscle));
	kb_field_cite(v, &m->cite);
}

void kb_view_habit(const struct kb_view *v, const struct habit *h)
{
	kb_field_text(v, "name", h->name);
	kb_field_text(v, "when", h->when.text);
	kb_field_text(v, "left", h->left.text);
	kb_field_text(v, "right", h->right.text);
	kb_field_text(v, "tell", h->tell);
	kb_field_text(v, "evidence", h->grade);
	loads_of(v, h, -1);
	kb_field_cite(v, &h->cite);
}

void kb_view_test(const struct kb_view *v, const struct muscle_test *t)
{
	const struct finding *f = &v->kb->finding[t->finding[0]];

	kb_field_text(v, "name", f->name);
	kb_field_text(v, "plain", t->plain);
	kb_field_text(v, "how", f->ask);
	kb_field_text(v, "worth", f->why);
	if (t->sd > 0)
		kb_field_text(v, "usual", arena_fmt(v->arena, "%g (sd %g, error of measuring %g) %s; %s is the sign", t->mean, t->sd, t->sem,
			f->unit ? f->unit : "", t->low ? "less" : "more"));
	if (t->sens > 0)
		kb_field_text(v, "accuracy", arena_fmt(v->arena, "sens %g, spec %g", t->sens, t->spec));
	if (t->kappa > 0)
		kb_field_text(v, "agreement", arena_fmt(v->arena, "kappa %g", t->kappa));
	for (int i = 0; i < t->n_tells; i++)
		kb_field_text(v, arena_fmt(v->arena, "tells of %s", v->kb->muscle[t->tells[i].muscle].id), t->tells[i].weak ? "weak" : "short");
	kb_field_cite(v, &t->cite);
}

void kb_view_number(const struct kb_view *v, const struct number *n)
{
	kb_field_text(v, "what", n->what);
	kb_field_text(v, "value", arena_fmt(v->arena, "%g", n->value));
	kb_field_cite(v, &n->cite);
}
