/* web/page_staff_weigh.c -- what each part of a plan is worth, what could stand there instead, and what limits cost. */
#include "app/care.h"
#include "web/staff.h"

bool page_plan_why(struct web *w);

static struct weight_row row_of(struct web *w, const struct item_weight *x)
{
	const struct kb *kb = w->cx.kb;
	struct weight_row r = { .name = kb->item[x->item].name, .value = (int)(1000 * x->value + 0.5), .mind = kb->item[x->item].component == COMPONENT_MIND,
		.toss = plan_toss_up(x) };

	if (x->other >= 0) {
		r.other = kb->item[x->other].name;
		r.words = arena_fmt(w->cx.a, "%s; better in %d of %d draws of the uncertain numbers", staff_gain(w, x->instead), (int)(WEIGH_DRAWS * x->wins + 0.5), WEIGH_DRAWS);
	}
	return r;
}

bool page_plan_why(struct web *w)
{
	struct record r;
	struct kept_plan kept;
	struct assess as;

	if (!staff_record(w, &r) || !care_plan(&w->cx, w->id, false, &kept) || !care_assess(&w->cx, &r, &as))
		return false;
	struct weigh_view v = { .page = view_page(w, "What each part is worth", "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .any = kept.id != 0 };
	if (v.any) {
		const struct plan_weight *all = assess_weigh(w->cx.a, &as, &kept.plan);

		v.rows.at = NEWS(w->cx.a, struct weight_row, all->n_items + 1);
		for (int i = 0; i < all->n_items; i++)
			v.rows.at[v.rows.n++] = row_of(w, &all->item[i]);
		v.limits.at = NEWS(w->cx.a, struct pair_row, all->n_limits + 1);
		for (int i = 0; i < all->n_limits; i++)
			v.limits.at[v.limits.n++] = (struct pair_row){ all->limit[i].what, staff_gain(w, all->limit[i].more) };
		v.spread = arena_fmt(w->cx.a, "Effects are uncertain: when they are drawn again %d times, the whole plan is worth between %.2f and %.2f times what is expected (5 to 95 %%).",
			WEIGH_DRAWS, all->low, all->high);
	}
	tmpl_staff_weigh(&w->r->body, &v);
	return true;
}
