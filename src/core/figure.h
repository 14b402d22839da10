/* core/figure.h -- a drawn figure of an exercise as content: two to four poses, what is worked, what is needed, in words and numbers.
 *
 * knowledge/figures.yaml, docs/knowledge.md.  Lengths, angles and views are those of core/pose.h.
 */
#ifndef CORE_FIGURE_H
#define CORE_FIGURE_H

#include "core/pose.h"

enum { FIGURE_POSES = 4 };
enum thing { THING_MAT, THING_CHAIR, THING_STOOL, THING_TABLE, THING_POST, THING_CUSHION, THING_STRAP, THING_BOX, THING_WALLET, THING_BAG,
	THING_BACKPACK, THING_COUNT };
/* What a thing goes with; ON_FLOOR: it stands still at its place. */
enum hold { ON_FLOOR, ON_HANDS, ON_BACK, ON_RIGHT_SHOULDER };
enum flesh { PART_NECK, PART_UPPER_BACK, PART_LOW_BACK, PART_CHEST, PART_BELLY, PART_FLANK, PART_BUTTOCK, PART_HIP, PART_THIGH, PART_SHIN,
	PART_SHOULDER, PART_COUNT };
enum surface { SURFACE_WHOLE, SURFACE_FRONT, SURFACE_BACK };

/* x, y and to_x, to_y as the thing needs them (docs/knowledge.md); with a hold they are measured from there. pose: 1..4 seen in that
 * one alone, 0 in all. */
struct prop { enum thing thing; enum hold hold; double x, y, to_x, to_y; int pose; };
/* From x, y to to_x, to_y; bow: how far its middle leaves the straight line, to its left when positive. */
struct arrow { double x, y, to_x, to_y, bow; };
/* left: of the left limb or side.  SURFACE_WHOLE with a trunk part in the front view: the middle. */
struct glow { enum flesh part; enum surface surface; bool sided, left; };

struct figure {
	int item;
	enum view view;
	bool sided;                     /* one side works: drawn for the right, mirrored for the left */
	bool round;                     /* after the last pose comes the first again; else the way goes back */
	const char *start, *end;        /* one short sentence each; {side} and {other} stand for right and left */
	struct pose pose[FIGURE_POSES];
	int n_poses;
	const struct prop *prop;        int n_props;
	const struct arrow *arrow;      int n_arrows;
	const struct glow *glow;        int n_glows;
	const char *file;               /* where it stands, for messages */
	int line;
};

#endif
