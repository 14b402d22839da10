/* web/assets.c -- files by name, and their tags. */
#include "web/assets.h"

#include "base/str.h"

#include <stdint.h>
#include <string.h>

const struct embedded *asset_find(const char *name, bool *packed)
{
	*packed = false;
	for (size_t i = 0; i < asset_files_n; i++)
		if (str_equal(asset_files[i].path, name))
			return &asset_files[i];
	*packed = true;
	for (size_t i = 0; i < served_files_n; i++)
		if (str_begins(served_files[i].path, name) && str_equal(served_files[i].path + strlen(name), ".gz"))
			return &served_files[i];
	return NULL;
}

/* FNV-1a */
const char *asset_etag(struct arena *a, const char *at, size_t n)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)at[i]) * UINT64_C(0x100000001b3);
	return arena_fmt(a, "\"%016llx\"", (unsigned long long)h);
}
