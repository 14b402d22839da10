/* net/os.c -- time. */
#include "net/os.h"

#include <stdlib.h>
#include <time.h>

int64_t os_now(void)
{
	struct timespec t;
	const char *set = getenv("UNKNOT_CLOCK");

	if (set && *set)
		return strtoll(set, NULL, 10);
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int os_day(int64_t ms)
{
	time_t s = ms / 1000;
	struct tm tm;

	localtime_r(&s, &tm);
	return (int)((s + tm.tm_gmtoff) / 86400);
}

int64_t os_ticks(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
