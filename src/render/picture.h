/* render/picture.h -- a drawing as paths with names, for a page (SVG) and for paper.  d is an SVG path of M L H V C Q a z. */
#ifndef RENDER_PICTURE_H
#define RENDER_PICTURE_H

struct shape { const char *class, *d; int pose; };      /* pose: of a figure, seen in that one alone; 0 in all */
/* What is seen: left, top, wide, high; the paths lie one on another in order. */
struct picture { double left, top, wide, high; const struct shape *at; int n; };

#endif
