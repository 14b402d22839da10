/* base/pages.c -- mmap. */
#include "base/pages.h"

#include <stdlib.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 * 1024 * 1024 };

void *pages_take(size_t size)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		return NULL;
	if (size > HUGE_PAGE)
		(void)madvise(at, size, MADV_HUGEPAGE);         /* fewer faults for large tables; a wish, not a need */
	return at;
}

void pages_give(void *at, size_t size)
{
	munmap(at, size);
}

void pages_protect(void *at, size_t size)
{
	if (mprotect(at, size, PROT_READ) != 0)
		abort();
}
