/* web/page_figure.c -- the drawn figure of an exercise for a page: one picture, or right and left when one side works. */
#include "render/figure.h"
#include "web/page.h"

enum { FIGURE_MOST = 1 << 20 };

struct figure_parts page_figure(struct web *w, int item, bool moving)
{
	static const char *const sides[] = { "Right side", "Left side" };
	const struct item *it = &w->cx.kb->item[item];
	struct figure_parts out = { NULL, 0 };

	if (it->figure < 0)
		return out;
	const struct figure *f = &w->cx.kb->figure[it->figure];
	out.at = NEWS(w->cx.a, struct figure_part, 2);
	for (int s = 0; s <= f->sided; s++) {
		struct buf svg = buf_new(w->cx.a, FIGURE_MOST);

		figure_svg(w->cx.a, &svg, &(struct figure_view){ f, it->name, arena_fmt(w->cx.a, "drawn-%s-%d", it->id, s), s == 1, moving });
		out.at[out.n++] = (struct figure_part){ sides[s], buf_as_html(&svg), figure_words(w->cx.a, f->start, s == 1),
			figure_words(w->cx.a, f->end, s == 1), { NULL, 0 } };
	}
	return out;
}
