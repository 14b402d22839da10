/* app/name.c -- Unicode for names: see name.h. */
#include "app/name.h"

#include <glib.h>
#include <string.h>
#include <strings.h>

static bool plain(const char *text)
{
	unsigned char any = 0;

	for (; *text; text++)
		any |= (unsigned char)*text;
	return any < 0x80;
}

/* Small letters without what stands over or under them.  For g_free. */
static char *folded(const char *text)
{
	char *apart = g_utf8_normalize(text, -1, G_NORMALIZE_ALL), *small, *to;

	if (!apart)
		return g_ascii_strdown(text, -1);
	to = apart;
	for (const char *at = apart, *next; *at; at = next) {
		next = g_utf8_find_next_char(at, NULL);
		if (g_unichar_type(g_utf8_get_char(at)) == G_UNICODE_NON_SPACING_MARK)
			continue;
		memmove(to, at, (size_t)(next - at));
		to += next - at;
	}
	*to = 0;
	small = g_utf8_casefold(apart, -1);
	g_free(apart);
	return small;
}

bool name_holds(const char *name, const char *part)
{
	if (plain(name) && plain(part))
		return strcasestr(name, part);
	char *in = folded(name), *what = folded(part);
	bool held = strstr(in, what);
	g_free(in);
	g_free(what);
	return held;
}

static int order(const char *a, const char *b)
{
	if (plain(a) && plain(b))
		return strcasecmp(a, b);
	char *x = folded(a), *y = folded(b);
	int c = strcmp(x, y);
	g_free(x);
	g_free(y);
	return c;
}

int name_order(const char *a, const char *b)
{
	int c = order(a, b);

	return c ? c : strcmp(a, b);
}

bool name_same(const char *a, const char *b)
{
	return order(a, b) == 0;
}
