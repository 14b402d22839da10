/* fuzz/embedded_kb.h -- the knowledge inside the program, loaded once for all runs of a fuzz target. */
#ifndef FUZZ_EMBEDDED_KB_H
#define FUZZ_EMBEDDED_KB_H

#include "base/embed.h"
#include "core/kb.h"

#include <stdlib.h>

enum { KB_MOST = 64 << 20 };

static inline const struct kb *knowledge(void)
{
	static struct arena *a;
	static const struct kb *kb;
	struct err err = { 0 };

	if (kb)
		return kb;
	a = arena_new(KB_MOST);
	struct kb_file *f = NEWS(a, struct kb_file, knowledge_files_n + 1);
	for (size_t i = 0; i < knowledge_files_n; i++)
		f[i] = (struct kb_file){ knowledge_files[i].path, knowledge_files[i].at,
			(size_t)(knowledge_files[i].end - knowledge_files[i].at) };
	kb = kb_load(a, f, (int)knowledge_files_n, "", &err);
	if (!kb)
		abort();
	return kb;
}

#endif
