/* base/banned.h -- functions that do not compile here, with what to use instead; included by the compiler's command line.
 * strcpy strcat sprintf vsprintf -> buf_fmt, arena_fmt, snprintf; strtok -> str; gmtime localtime ctime asctime -> day;
 * atoi atof -> a checked reader; rand srand random -> rng; system popen -> none; strncpy strncat -> snprintf. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gmtime localtime ctime asctime
#pragma GCC poison atoi atol atof rand srand system popen strncpy strncat gets
#endif
