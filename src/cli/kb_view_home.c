/* cli/kb_view_home.c -- massage at home, area by area, and what is told of a cause. */
#include "cli/kb_view_fields.h"

void kb_view_protocol(const struct kb_view *v, const struct protocol *p)
{
	kb_field_text(v, "of", v->kb->item[p->item].id);
	kb_field_text(v, "like", p->like >= 0 ? v->kb->item[p->like].id : NULL);
	kb_field_text(v, "area", v->kb->area[p->area].id);
	kb_field_names(v, "regions", KIND_REGION, p->regions);
	kb_field_text(v, "name", p->name);
	kb_field_text(v, "place", p->place);
	kb_field_text(v, "how", p->how);
	v->field(v->arg, "seconds", arena_fmt(v->arena, "%d", p->seconds), true);
	kb_field_text(v, "both", p->both ? "yes" : NULL);
	v->field(v->arg, "firm", arena_fmt(v->arena, "%d", p->firm), true);
	v->field(v->arg, "days", arena_fmt(v->arena, "%d", p->days), true);
	kb_field_cite(v, &p->cite);
}

void kb_view_spared(const struct kb_view *v, const struct spared *s)
{
	kb_field_names(v, "of", KIND_ITEM, s->items);
	kb_field_names(v, "regions", KIND_REGION, s->regions);
	kb_field_text(v, "text", s->text);
	kb_field_cite(v, &s->cite);
}

void kb_view_teaching(const struct kb_view *v, const struct teaching *t)
{
	kb_field_text(v, "cause", v->kb->cause[t->cause].id);
	kb_field_text(v, "is", t->is);
	kb_field_text(v, "helps", t->helps);
	kb_field_text(v, "unknown", t->unknown);
	kb_field_text(v, "doctor", t->doctor);
	kb_field_names(v, "claims", KIND_CLAIM, t->claims);
	kb_field_cite(v, &t->cite);
}
