/* core/kb_home.c -- home.yaml: massage at home, area by area, and where it is left out; teaching.yaml: what is told of a cause. */
#include "core/kb_raw.h"

static bool take_protocol(struct loading *l, const struct raw_protocol *r, struct protocol *to)
{
	const struct where *w = &r->where;

	*to = r->is;
	to->where = *w;
	to->both = r->both;
	return kb_name(l, w, "of", KIND_ITEM, r->item, &to->item) && kb_name(l, w, "like", KIND_ITEM, r->like, &to->like) && kb_name(l, w, "area", KIND_AREA, r->area, &to->area) &&
		kb_int(l, w, "seconds", r->seconds, 0, 5, 900, &to->seconds) && kb_int(l, w, "firm", r->firm, 0, 1, 5, &to->firm) &&
		kb_int(l, w, "days", r->days, 0, 1, 7, &to->days) && kb_regions(l, w, &r->regions, NULL, &to->regions) &&
		kb_cited(l, w, &r->cite, &to->cite);
}

static bool take_spared(struct loading *l, const struct raw_spared *r, struct spared *to)
{
	*to = r->is;
	to->where = r->where;
	return kb_names(l, &r->where, "of", KIND_ITEM, &r->items, &to->items) &&
		kb_regions(l, &r->where, &r->regions, NULL, &to->regions) && kb_cited(l, &r->where, &r->cite, &to->cite);
}

bool kb_take_home(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->protocol = NEWS(l->a, struct protocol, l->raw.n_protocols + 1);
	kb->spared = NEWS(l->a, struct spared, l->raw.n_spared + 1);
	for (; kb->n_protocols < (int)l->raw.n_protocols; kb->n_protocols++)
		if (!take_protocol(l, &l->raw.protocol[kb->n_protocols], &kb->protocol[kb->n_protocols]))
			return false;
	for (; kb->n_spared < (int)l->raw.n_spared; kb->n_spared++)
		if (!take_spared(l, &l->raw.spared[kb->n_spared], &kb->spared[kb->n_spared]))
			return false;
	return true;
}

bool kb_take_teaching(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->teaching = NEWS(l->a, struct teaching, l->raw.n_teachings + 1);
	for (; kb->n_teachings < (int)l->raw.n_teachings; kb->n_teachings++) {
		const struct raw_teaching *r = &l->raw.teaching[kb->n_teachings];
		struct teaching *to = &kb->teaching[kb->n_teachings];

		*to = r->is;
		to->where = r->where;
		if (!kb_name(l, &r->where, "cause", KIND_CAUSE, r->cause, &to->cause) ||
		    !kb_names(l, &r->where, "claims", KIND_CLAIM, &r->claims, &to->claims) || !kb_cited(l, &r->where, &r->cite, &to->cite))
			return false;
	}
	return true;
}
