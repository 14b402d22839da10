/* base/embed.h -- files that are part of the program: knowledge, assets, migrations, and what is made for browsers (gzip; none where the
 * tools for WebAssembly were missing at the build).  Made by tools/embed.sh. */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include <stddef.h>

struct embedded { const char *path, *at, *end; };   /* a 0 stands behind the last byte */

extern const struct embedded knowledge_files[];
extern const size_t knowledge_files_n;
extern const struct embedded asset_files[];
extern const size_t asset_files_n;
extern const char asset_files_tag[];          /* 16 hexadecimal digits that change with any of the files */
extern const struct embedded migration_files[];
extern const size_t migration_files_n;
extern const struct embedded served_files[];
extern const size_t served_files_n;

#endif
