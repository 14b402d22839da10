/* web/assets.h -- the files that pages ask for: in the program since the build. */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include "base/arena.h"
#include "base/embed.h"

#include <stdbool.h>

/* An asset, or what was made for browsers at the build, which lies there compressed (gzip; *packed); NULL when there is none. */
const struct embedded *asset_find(const char *name, bool *packed);

/* 16 hexadecimal digits of the bytes themselves, in quotes, so that what a browser keeps is never older than the program. */
const char *asset_etag(struct arena *a, const char *at, size_t n);

#endif
