/* base/pages.h -- memory from the system, in large pieces; only base/arena.c asks for it.  base/pages.c is for a system with virtual memory,
 * wasm/pages.c for a browser. */
#ifndef BASE_PAGES_H
#define BASE_PAGES_H

#include <stddef.h>

/* Zeroed, aligned for any type; NULL when there is none. */
void *pages_take(size_t size);
void pages_give(void *at, size_t size);
/* From now on a write faults, where the system can do that. */
void pages_protect(void *at, size_t size);

#endif
