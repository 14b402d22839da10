/* web/map_parts.h -- the body map of a page: the picture, and the list that is the same inputs. */
#ifndef WEB_MAP_PARTS_H
#define WEB_MAP_PARTS_H

#include "core/kb.h"
#include "render/bodymap.h"
#include "web/view.h"

/* mark: n_regions numbers from 0 to 10, as in struct person_case.  figure: 0 or 1. */
html map_picture(struct arena *a, const struct kb *kb, const int8_t *mark, enum bodymap_side side, int figure);
struct area_rows map_areas(struct arena *a, const struct kb *kb, const int8_t *mark);

#endif
