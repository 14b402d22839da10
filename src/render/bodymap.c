/* render/bodymap.c -- see bodymap.h.  The table is build/gen/bodymap_art.h: real, or bodymap_none.h. */
#include "render/bodymap.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* The width in pixels for which numbers and names are sized: a phone of 360 less page and card. */
#define SCREEN 296.0
/* In such pixels: how near the middles of two numbers may come, and where an arrow begins and ends. */
static const double apart = 24, leaves = 13, arrives = 15;

struct art_place {
	short region;           /* index into art_regions */
	short square;           /* side of the largest square in the tile */
	short at[2];            /* where a number stands */
	short box[4], zoom[4];  /* x, y, width, height: of the tile; of what to enlarge */
	const char *tile, *shape;
};

struct art_view {
	short w, h, mid;
	short upper[4], legs[4];
	short n;
	const struct art_place *places;
	const char *body[3];    /* one path in up to three pieces */
	const char *head;
};

#include "bodymap_art.h"

/* What stands on one place of one view. */
struct state {
	int intensity;
	bool target, deep, blocked;
	const char *letter;
};

bool bodymap_available(void)
{
	return ART_FIGURES > 0;
}

int bodymap_figures(void)
{
	return ART_FIGURES;
}

int bodymap_regions(void)
{
	return ART_REGIONS;
}

const char *bodymap_region(int i)
{
	assert(i >= 0 && i < ART_REGIONS);
	return art_regions[i];
}

int bodymap_find(const char *id)
{
	for (int i = 0; id && i < ART_REGIONS; i++)
		if (!strcmp(art_regions[i], id))
			return i;
	return -1;
}

const char *bodymap_credit(void)
{
	return ART_FIGURES ? "react-native-body-highlighter, MIT licence, copyright (c) 2022 ELABBASSI Hicham" : "";
}

static const struct art_view *view_of(int figure, enum bodymap_side side)
{
	return &art_views[figure > 0 && figure < ART_FIGURES ? figure : 0][side == BODYMAP_BACK];
}

static const struct art_place *place_of(const struct art_view *art, int region)
{
	for (int i = 0; i < art->n; i++)
		if (art->places[i].region == region)
			return &art->places[i];
	return NULL;
}

bool bodymap_shows(int figure, enum bodymap_side side, int region)
{
	return place_of(view_of(figure, side), region) != NULL;
}

static struct state state_of(const struct bodymap_view *v, int region)
{
	struct state s = { 0 };

	for (int i = 0; i < v->n_marks; i++) {
		const struct bodymap_mark *m = &v->marks[i];

		if (!m->region || strcmp(m->region, art_regions[region]) != 0)
			continue;
		if (m->kind == BODYMAP_PAIN)
			s.intensity = m->intensity < 0 ? 0 : m->intensity > 10 ? 10 : m->intensity;
		else if (m->kind == BODYMAP_BLOCKED)
			s.blocked = true;
		else if (m->kind == BODYMAP_DEEP)
			s.deep = true;
		else
			s.target = true;
		if (m->letter && m->kind != BODYMAP_PAIN)
			s.letter = m->letter;
	}
	return s;
}

static const char *name_of(const struct bodymap_view *v, int region)
{
	const char *const *names = v->words ? v->words->regions : NULL;

	return names && names[region] ? names[region] : art_regions[region];
}

/* "{place}, {n} of 10" with both filled in and escaped; words may stand in any order. */
static void put_marked(struct buf *out, const char *pattern, const char *place, int n)
{
	for (const char *p = pattern ? pattern : "{place}, {n}"; *p; p++) {
		if (!strncmp(p, "{place}", 7)) {
			buf_html(out, place);
			p += 6;
		} else if (!strncmp(p, "{n}", 3)) {
			buf_fmt(out, "%d", n);
			p += 2;
		} else {
			const char one[2] = { *p, 0 };

			buf_html(out, one);
		}
	}
}

static void put_place(struct buf *out, const struct bodymap_view *v, const struct art_place *p)
{
	struct state s = state_of(v, p->region);
	const char *id = art_regions[p->region];

	buf_fmt(out, "<%s class=\"region", v->interactive ? "a" : "g");
	if (s.intensity)
		buf_fmt(out, " p%d", (s.intensity + 1) / 2);
	buf_str(out, s.target ? " target" : "");
	buf_str(out, s.deep ? " deep" : "");
	buf_str(out, s.blocked ? " blocked" : "");
	buf_fmt(out, "\" data-region=\"%s\"", id);
	if (v->interactive) {
		buf_fmt(out, " href=\"#map_%s\" tabindex=\"-1\" data-at=\"%d %d\" data-square=\"%d\" data-zoom=\"%d %d %d %d\""
			" aria-label=\"", id, p->at[0], p->at[1], p->square, p->zoom[0], p->zoom[1], p->zoom[2], p->zoom[3]);
		if (s.intensity)
			put_marked(out, v->words ? v->words->marked : NULL, name_of(v, p->region), s.intensity);
		else
			buf_html(out, name_of(v, p->region));
		buf_fmt(out, "\"><path class=\"tile\" d=\"%s\"/", p->tile);
	}
	buf_fmt(out, "><path class=\"shape\" d=\"%s\"/></%s>\n", p->shape, v->interactive ? "a" : "g");
}

/* Numbers and letters keep their size on the screen: they are drawn in pixels and scaled by `unit`. */
static void put_badge(struct buf *out, const struct bodymap_view *v, const struct art_place *p, double unit)
{
	struct state s = state_of(v, p->region);

	if (!s.intensity && !s.letter)
		return;
	buf_fmt(out, "<g class=\"badge%s\" data-for=\"%s\" transform=\"translate(%d %d) scale(%.2f)\"><circle r=\"11\"/>"
		"<text y=\"4.5\" font-size=\"13\" text-anchor=\"middle\">", s.intensity ? "" : " target",
		art_regions[p->region], p->at[0], p->at[1], unit);
	if (s.intensity)
		buf_fmt(out, "%d", s.intensity);
	else
		buf_html(out, s.letter);
	buf_str(out, "</text></g>\n");
}

/* The names of the two sides in the corners beside the head, or beside the feet when the head is out of the picture;
 * where the crop lies in one half, that half's name alone. */
static void put_sides(struct buf *out, const struct bodymap_view *v, const struct art_view *art, const short *crop,
	double unit)
{
	bool back = v->side == BODYMAP_BACK;
	const char *left = v->words ? v->words->left : NULL, *right = v->words ? v->words->right : NULL;
	double y = crop[1] > 0 ? crop[1] + crop[3] - 12 * unit : 20 * unit;

	for (int i = 0; i < 2; i++) {
		bool shown = i ? crop[0] + crop[2] > art->mid + 20 : crop[0] < art->mid - 20;
		double x = i ? crop[0] + crop[2] - 10 * unit : crop[0] + 10 * unit;

		buf_fmt(out, "<text class=\"side%s\" data-side=\"%s\" font-size=\"12\" text-anchor=\"%s\""
			" transform=\"translate(%.1f %.1f) scale(%.2f)\">", shown ? "" : " hidden",
			i ? "right" : "left", i ? "end" : "start", x, y, unit);
		buf_html(out, (i == 0) == back ? left : right);
		buf_str(out, "</text>\n");
	}
}

static bool inside(const short crop[4], const struct art_place *p)
{
	return p->at[0] >= crop[0] && p->at[0] < crop[0] + crop[2] && p->at[1] >= crop[1] && p->at[1] < crop[1] + crop[3];
}

/* Is all that is marked in this view to be seen in the upper half? */
static bool fits_upper(const struct bodymap_view *v, const struct art_view *art)
{
	for (int i = 0; i < art->n; i++) {
		struct state s = state_of(v, art->places[i].region);

		if ((s.intensity || s.target || s.deep) && !inside(art->upper, &art->places[i]))
			return false;
	}
	for (int i = 0; i < v->n_pulls && i < BODYMAP_PULLS; i++) {
		const struct art_place *p = place_of(art, bodymap_find(v->pulls[i].from));

		if (p && !inside(art->upper, p))
			return false;
	}
	return true;
}

static void crop_of(const struct bodymap_view *v, const struct art_view *art, short crop[4])
{
	const short whole[4] = { 0, 0, art->w, art->h };
	const struct art_place *near = v->crop == BODYMAP_NEAR ? place_of(art, bodymap_find(v->near)) : NULL;
	bool upper = v->crop == BODYMAP_UPPER || (v->crop == BODYMAP_FIT && fits_upper(v, art));
	const short *from = upper ? art->upper : v->crop == BODYMAP_LEGS ? art->legs : near ? near->zoom : whole;

	memcpy(crop, from, sizeof whole);
}

/* ---- muscles that pull: a number, and an arrow to where it hurts ---- */

struct point { double x, y; };
/* Where numbers stand already. */
struct busy { struct point at[ART_REGIONS + BODYMAP_PULLS]; int n; };

static struct point point_of(const struct art_place *p)
{
	return (struct point){ p->at[0], p->at[1] };
}

static bool is_free(const struct busy *busy, struct point p, const short *crop, double unit)
{
	if (p.x < crop[0] + leaves * unit || p.x > crop[0] + crop[2] - leaves * unit || p.y < crop[1] + leaves * unit ||
		p.y > crop[1] + crop[3] - leaves * unit)
		return false;
	for (int i = 0; i < busy->n; i++)
		if (hypot(p.x - busy->at[i].x, p.y - busy->at[i].y) < apart * unit)
			return false;
	return true;
}

/* The free place nearest to the muscle, on its own side of the body first; its middle when all is taken. */
static struct point place_number(struct busy *busy, struct point at, double mid, const short *crop, double unit)
{
	static const struct point way[] = { { 1, 0 }, { .7, -.7 }, { .7, .7 }, { 0, -1 }, { 0, 1 }, { -.7, -.7 }, { -.7, .7 }, { -1, 0 } };
	enum { WAYS = sizeof(way) / sizeof(*way), RINGS = 4 };
	double outward = at.x < mid ? -1 : 1;
	struct point best = at;
	bool found = is_free(busy, at, crop, unit);

	for (int i = 0; !found && i < RINGS * WAYS; i++) {
		int ring = i / WAYS + 1;
		double far = ring * (apart + 2) * unit;

		best = (struct point){ at.x + outward * far * way[i % WAYS].x, at.y + far * way[i % WAYS].y };
		found = is_free(busy, best, crop, unit);
	}
	best = found ? best : at;
	busy->at[busy->n++] = best;
	return best;
}

/* A bow from one number to another, bent away from the middle of the body; nothing between neighbours. */
static void put_bow(struct buf *out, struct point a, struct point b, double mid, double unit)
{
	double far = hypot(b.x - a.x, b.y - a.y);

	if (far < (leaves + arrives + 2) * unit)
		return;
	struct point along = { (b.x - a.x) / far, (b.y - a.y) / far }, side = { -along.y, along.x };
	double bend = .16 * far * (side.x * ((a.x + b.x) / 2 < mid ? -1 : 1) < 0 ? -1 : 1);
	struct point c = { (a.x + b.x) / 2 + bend * side.x, (a.y + b.y) / 2 + bend * side.y };
	double in = hypot(b.x - c.x, b.y - c.y), from = hypot(c.x - a.x, c.y - a.y);
	struct point last = { (b.x - c.x) / in, (b.y - c.y) / in }, end = { b.x - arrives * unit * last.x, b.y - arrives * unit * last.y };
	struct point start = { a.x + leaves * unit * (c.x - a.x) / from, a.y + leaves * unit * (c.y - a.y) / from };

	for (int i = 0; i < 2; i++)
		buf_fmt(out, "<path class=\"%s\" d=\"M%.1f %.1fQ%.1f %.1f %.1f %.1f\"/>", i ? "line" : "under", start.x, start.y, c.x, c.y, end.x, end.y);
	buf_fmt(out, "<path class=\"tip\" transform=\"translate(%.1f %.1f) rotate(%.1f) scale(%.2f)\" d=\"M4 0L-5 -5V5Z\"/>", end.x, end.y,
		atan2(last.y, last.x) * 180 / acos(-1), unit);
}

static void put_pulls(struct buf *out, const struct bodymap_view *v, const struct art_view *art, const short *crop, double unit)
{
	struct busy busy = { .n = 0 };
	struct point at[BODYMAP_PULLS];
	const struct art_place *from[BODYMAP_PULLS];
	int n = v->n_pulls < BODYMAP_PULLS ? v->n_pulls : BODYMAP_PULLS;

	for (int i = 0; i < art->n; i++) {
		struct state s = state_of(v, art->places[i].region);

		if (s.intensity || s.letter)
			busy.at[busy.n++] = point_of(&art->places[i]);
	}
	for (int i = 0; i < n; i++) {
		from[i] = place_of(art, bodymap_find(v->pulls[i].from));
		if (from[i] && inside(crop, from[i]))
			at[i] = place_number(&busy, point_of(from[i]), art->mid, crop, unit);
		else
			from[i] = NULL;
	}
	for (int i = 0; i < n; i++) {
		const struct art_place *to = from[i] ? place_of(art, bodymap_find(v->pulls[i].to)) : NULL;

		if (to && to != from[i] && inside(crop, to)) {
			buf_fmt(out, "<g class=\"pull\" data-number=\"%d\" data-to=\"%s\">", v->pulls[i].number, art_regions[to->region]);
			put_bow(out, at[i], point_of(to), art->mid, unit);
			buf_str(out, "</g>\n");
		}
	}
	for (int i = 0; i < n; i++)
		if (from[i])
			buf_fmt(out, "<g class=\"pull mark\" data-for=\"%s\" transform=\"translate(%.1f %.1f) scale(%.2f)\">"
				"<rect x=\"-10.5\" y=\"-10.5\" width=\"21\" height=\"21\" rx=\"5\"/><text y=\"4.5\" font-size=\"13\" text-anchor=\"middle\">%d</text></g>\n",
				art_regions[from[i]->region], at[i].x, at[i].y, unit, v->pulls[i].number);
}

void bodymap_svg(struct buf *out, const struct bodymap_view *v)
{
	if (!bodymap_available())
		return;

	const struct art_view *art = view_of(v->figure, v->side);
	short c[4];

	crop_of(v, art, c);
	double unit = c[2] / SCREEN;
	buf_fmt(out, "<svg class=\"bodymap\" viewBox=\"%d %d %d %d\" role=\"%s\" aria-label=\"", c[0], c[1], c[2], c[3],
		v->interactive ? "group" : "img");
	buf_html(out, v->words ? v->words->title : NULL);
	buf_fmt(out, "\" data-side=\"%s\"", v->side == BODYMAP_BACK ? "back" : "front");
	if (v->interactive)
		buf_fmt(out, " data-mid=\"%d\" data-whole=\"0 0 %d %d\" data-upper=\"%d %d %d %d\" data-legs=\"%d %d %d %d\"",
			art->mid, art->w, art->h, art->upper[0], art->upper[1], art->upper[2], art->upper[3],
			art->legs[0], art->legs[1], art->legs[2], art->legs[3]);
	buf_str(out, ">\n<path class=\"body\" d=\"");
	for (int i = 0; i < 3; i++)
		buf_str(out, art->body[i] ? art->body[i] : "");
	buf_fmt(out, "\"/>\n<path class=\"head\" d=\"%s\"/>\n", art->head);
	buf_str(out, "<g class=\"regions\" fill=\"none\" pointer-events=\"all\">\n");
	for (int i = 0; i < art->n; i++)
		put_place(out, v, &art->places[i]);
	buf_str(out, "</g>\n<g class=\"over\" pointer-events=\"none\" aria-hidden=\"true\">\n");
	for (int i = 0; i < art->n; i++)
		put_badge(out, v, &art->places[i], unit);
	put_pulls(out, v, art, c, unit);
	put_sides(out, v, art, c, unit);
	buf_str(out, "</g>\n</svg>\n");
}
