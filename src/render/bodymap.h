/* render/bodymap.h -- the body map as an inline picture (SVG): 100 regions, two figures, front and back.
 *
 * The artwork is data made at build from an npm package (tools/bodymap).  Where it could not be fetched the table
 * is empty: bodymap_available() is false, there are no regions here, bodymap_svg prints nothing, and the list of
 * regions in the knowledge is the body map.
 *
 * The picture has classes and attributes only, no style.  What a stylesheet meets:
 *   svg.bodymap            the picture; .body and .head the silhouette
 *   .region                one region: .shape is what is seen, .tile (interactive only) what a finger hits;
 *                          states p1..p5 (pain 1-2, 3-4, 5-6, 7-8, 9-10), target, deep, blocked
 *   .badge                 the number or letter on a marked region; .target on it for a letter
 *   .pull                  a numbered muscle and its dotted arrow: .under and .line the way, .tip its head, .mark the number
 *   .side                  the two texts that name the sides
 * Ids of regions are the person's own sides: seen from behind their left is on the left of the picture, seen from
 * the front it is on the right.  Lengths are units of the artwork (a figure is 650 to 661 wide, 1276 to 1402 high).
 */
#ifndef RENDER_BODYMAP_H
#define RENDER_BODYMAP_H

#include "base/buf.h"

#include <stdbool.h>

enum bodymap_side { BODYMAP_FRONT, BODYMAP_BACK };
enum bodymap_crop { BODYMAP_WHOLE, BODYMAP_UPPER, BODYMAP_LEGS, BODYMAP_NEAR, BODYMAP_FIT };
enum bodymap_kind { BODYMAP_PAIN, BODYMAP_TARGET, BODYMAP_DEEP, BODYMAP_BLOCKED };

/* One region may carry several marks.  A mark of an unknown region, or of one not seen in this view, prints nothing. */
struct bodymap_mark {
	const char *region;             /* "low_back_left" */
	enum bodymap_kind kind;
	int intensity;                  /* BODYMAP_PAIN: 0 to 10, 0 is no mark */
	const char *letter;             /* BODYMAP_TARGET, BODYMAP_DEEP: short text on the badge, or NULL */
};

/* A muscle that may drive the pain: a number where it lies and an arrow to where it hurts.  Where it lies in the other view it is not drawn in
 * this one; without `to`, or with one that is not in this view, or is the same place, it is the number alone.  Numbers stand beside each other and
 * beside those of the pain, never on them. */
enum { BODYMAP_PULLS = 5 };
struct bodymap_pull {
	const char *from, *to;          /* regions; to: NULL when nothing marked is explained */
	int number;                     /* 1 to 99, as in the list beside the picture */
};

/* Every text is the caller's, in the reader's language; all are escaped here. */
struct bodymap_words {
	const char *title;              /* says what the picture shows; a plain picture is read out as this alone */
	const char *left, *right;       /* "Your left", "Your right" */
	const char *marked;             /* name of a marked region: "{place}, {n} of 10" */
	const char *const *regions;     /* bodymap_regions() names in the order of bodymap_region(); NULL: the ids */
};

struct bodymap_view {
	int figure;                     /* 0 or 1; anything else is figure 0 */
	enum bodymap_side side;
	enum bodymap_crop crop;
	const char *near;               /* BODYMAP_NEAR: the region to enlarge; unknown or not in this view: whole */
	/* BODYMAP_FIT: from the head to the hips, or all of it when a mark or a muscle lies further down */
	bool interactive;               /* each region is a link to the element #map_REGION of the same page */
	const struct bodymap_mark *marks;
	int n_marks;
	const struct bodymap_pull *pulls;       /* the first BODYMAP_PULLS are drawn */
	int n_pulls;
	const struct bodymap_words *words;
};

bool bodymap_available(void);
/* How many figures a person can choose from: 2, or 0 without artwork. */
int bodymap_figures(void);
/* How many regions: 100, or 0 without artwork. */
int bodymap_regions(void);
/* The id of region i, 0 to bodymap_regions() - 1. */
const char *bodymap_region(int i);
/* The index of a region, or -1. */
int bodymap_find(const char *id);
/* Is the region drawn in this view?  Each region is in at least one; a few are in both. */
bool bodymap_shows(int figure, enum bodymap_side side, int region);
void bodymap_svg(struct buf *out, const struct bodymap_view *v);
/* Whose artwork it is, for the page that names sources; "" without artwork. */
const char *bodymap_credit(void);

#endif
