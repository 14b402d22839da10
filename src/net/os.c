/* net/os.c -- time. */
#include "net/os.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

bool os_now_moved(const char *path, int64_t *now)
{
	enum { DAYS_MOST = 3650, LONG = 16, DAY_MS = 86400000 };
	char text[LONG] = "";

	*now = os_now();
	if (!path)
		return true;
	FILE *f = fopen(path, "r");
	if (!f)
		return false;
	size_t n = fread(text, 1, LONG - 1, f), digits = strspn(text, "0123456789");
	fclose(f);
	int64_t days = strtol(text, NULL, 10);
	if (!digits || digits > 4 || digits + strspn(text + digits, "\r\n") != n || days > DAYS_MOST)
		return false;
	*now += days * DAY_MS;
	return true;
}

int os_day(int64_t ms)
{
	time_t s = ms / 1000;
	struct tm tm;

	localtime_r(&s, &tm);
	return (int)((s + tm.tm_gmtoff) / 86400);
}

int64_t os_nanos(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t os_ticks(void)
{
	return os_nanos() / 1000;
}
