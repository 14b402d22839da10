/* render/figure_pen.h -- paths of a figure: rounded shapes that join without a seam.  Private to render/figure*.c.
 *
 * All pieces run clockwise on the screen, so that the pieces of one path add up and never cut holes into each other.
 */
#ifndef RENDER_FIGURE_PEN_H
#define RENDER_FIGURE_PEN_H

#include "base/buf.h"
#include "core/figure.h"
#include "render/picture.h"

enum { SHAPES_MOST = 96 };

struct scene { struct shape at[SHAPES_MOST]; int n; };

struct pen {
	struct arena *a;
	enum view view;
	bool mirrored;
	double scale;                           /* units of the picture in a centimetre: 1 */
	struct buf d;
	double left, top, right, bottom;        /* what has been drawn so far, on the screen */
	struct scene *to;
};

struct pen pen_new(struct arena *a, enum view view, bool mirrored);
void pen_begin(struct pen *p);
/* What was drawn since pen_begin becomes a shape of the scene. */
void pen_end(struct pen *p, const char *class, int pose);

/* Centimetres to the screen; x and y grow to the right and down there. */
struct point pen_screen(const struct pen *p, struct point at);
struct point pen_add(struct point at, double turn, double by);          /* by centimetres in that direction */
struct point pen_between(struct point a, struct point b, double t);

void pen_disc(struct pen *p, struct point at, double r);
void pen_link(struct pen *p, struct point a, double ra, struct point b, double rb);     /* without the discs at its ends */
void pen_smooth(struct pen *p, const struct point *at, int n);                          /* closed, through all points (Catmull and Rom 1974) */
void pen_box(struct pen *p, double x, double y, double to_x, double to_y, double r);    /* upright, with round corners */
void pen_lines(struct pen *p, const struct point *at, int n);                           /* open */
void pen_arrow(struct pen *p, const struct arrow *a);

#endif
