/* web/page_felt.c -- how the treated place felt, over time and after each session, for who treats. */
#include "app/circulation.h"
#include "render/measure_chart.h"
#include "web/staff.h"

enum { CHART_MOST = 1 << 16 };

static html chart(struct web *w, const struct felt_line *l)
{
	struct measure_point *at = NEWS(w->cx.a, struct measure_point, l->n);
	struct buf b = buf_new(w->cx.a, CHART_MOST);

	for (int i = 0; i < l->n; i++)
		at[i] = (struct measure_point){ l->at[i].when, l->at[i].value };
	measure_chart_svg(&b, &(struct measure_chart){ circulation_says(w->cx.a, l), at, l->n, l->finding->min, l->finding->max });
	return buf_as_html(&b);
}

bool staff_felt(struct web *w, struct measured_rows *over, struct pair_rows *after)
{
	struct circulation all;

	if (!circulation_load(&w->cx, w->id, &all))
		return false;
	*over = (struct measured_rows){ NEWS(w->cx.a, struct measured_row, all.n_lines + 1), 0 };
	for (int i = 0; i < all.n_lines; i++)
		over->at[over->n++] = (struct measured_row){ all.line[i].finding->name, circulation_says(w->cx.a, &all.line[i]), chart(w, &all.line[i]) };
	*after = (struct pair_rows){ NEWS(w->cx.a, struct pair_row, all.n_sessions + 1), 0 };
	for (int i = 0; i < all.n_sessions; i++) {
		char on[40];

		day_long(all.session[i].on, on, sizeof(on));
		after->at[after->n++] = (struct pair_row){ arena_text(w->cx.a, on), all.session[i].words };
	}
	return true;
}
