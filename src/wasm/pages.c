/* wasm/pages.c -- base/pages.h in the linear memory of a WebAssembly module: nothing can be protected there. */
#include "base/pages.h"

#include <stdlib.h>

void *pages_take(size_t size)
{
	return calloc(1, size);
}

void pages_give(void *at, size_t size)
{
	(void)size;
	free(at);
}

void pages_protect(void *at, size_t size)
{
	(void)at;
	(void)size;
}
