/* A folder of a fuzzer, taken away with all that is in it. */
#ifndef FUZZ_FOLDER_H
#define FUZZ_FOLDER_H

#include <ftw.h>
#include <stdio.h>

static int folder_remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

static void folder_remove(const char *dir)
{
	nftw(dir, folder_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

#endif
