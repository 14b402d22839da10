/* no_served.c -- the program as it is while it makes what it will serve: nothing of that is inside yet. */
#include "base/embed.h"

const struct embedded served_files[] = { { NULL, NULL, NULL } };
const size_t served_files_n = 0;
