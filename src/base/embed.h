/* base/embed.h -- files that are part of the program: knowledge, assets, migrations.  Made by tools/embed.sh. */
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

#endif
