/* render/bodymap_none.h -- the table of the body artwork when there is none; tools/bodymap makes the real one. */
#define ART_REGIONS 0
#define ART_FIGURES 0

static const char *const art_regions[] = { "" };
static const struct art_view art_views[1][2];
