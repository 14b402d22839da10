/* web/map_parts.h -- the body map of a page: the picture, and the list that is the same inputs. */
#ifndef WEB_MAP_PARTS_H
#define WEB_MAP_PARTS_H

#include "app/muscles.h"
#include "core/kb.h"
#include "render/bodymap.h"
#include "web/view.h"

/* mark: n_regions numbers from 0 to 10, as in struct person_case.  figure: 0 or 1. */
html map_picture(struct arena *a, const struct kb *kb, const int8_t *mark, enum bodymap_side side, int figure);
/* The same to look at: nothing can be pressed; title is read out. */
html map_shown(struct arena *a, const struct kb *kb, const int8_t *mark, enum bodymap_side side, int figure, const char *title);
struct area_rows map_areas(struct arena *a, const struct kb *kb, const int8_t *mark);

/* The first muscles as numbers and arrows of the map, *n of them: those that lie somewhere on it. */
const struct bodymap_pull *map_pulls(struct arena *a, const struct muscles_shown *m, int *n);
/* What a view shows, read out: `marks` ("Marks on the back"), and those muscles that are drawn in it, each with where it lies and to where. */
const char *map_title(struct arena *a, const char *marks, const struct muscles_shown *m, int figure, enum bodymap_side side);

#endif
