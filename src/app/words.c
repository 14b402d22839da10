/* app/words.c -- texts for people. */
#include "app/words.h"

#include "base/buf.h"
#include "base/str.h"

#include <ctype.h>

const char *words_join(struct arena *a, const char *const *at, int n)
{
	struct buf b = buf_new(a, 1 << 16);

	for (int i = 0; i < n; i++) {
		buf_str(&b, i == 0 ? "" : i == n - 1 ? " and " : ", ");
		buf_str(&b, at[i]);
	}
	return b.at;
}

const char *words_fill(struct arena *a, const char *text, const char *emergency, const char *crisis)
{
	struct buf b = buf_new(a, 1 << 20);
	static const char e[] = "{emergency}", c[] = "{crisis}";

	while (text && *text) {
		if (str_begins(text, e)) {
			buf_str(&b, emergency && *emergency ? emergency : "your local emergency number");
			text += sizeof(e) - 1;
		} else if (str_begins(text, c)) {
			buf_str(&b, crisis && *crisis ? crisis : "your local crisis line");
			text += sizeof(c) - 1;
		} else {
			buf_char(&b, *text++);
		}
	}
	return b.at;
}

static bool same_place(const struct session_step *a, const struct session_step *b)
{
	return a->item == b->item && a->region == b->region && a->side == b->side;
}

/* All places of the technique of the step `first`, small letters at the front. */
static const char *places_of(struct arena *a, const struct kb *kb, const struct session_step *at, int n, int first)
{
	struct buf b = buf_new(a, 1 << 16);

	for (int i = first; i < n; i++) {
		bool said = at[i].item != at[first].item;

		for (int j = first; j < i && !said; j++)
			said = same_place(&at[j], &at[i]);
		if (said)
			continue;
		const char *place = session_place(a, kb, at[i].region, at[i].side);
		buf_fmt(&b, "%s%c%s", i > first ? "; " : "", tolower((unsigned char)place[0]), place[0] ? place + 1 : "");
	}
	return b.at;
}

const char *words_work(struct arena *a, const struct kb *kb, const struct session_step *at, int n)
{
	const char **names = NEWS(a, const char *, n + 1);
	int all = 0;

	for (int i = 0; i < n; i++) {
		bool said = false;

		for (int j = 0; j < i && !said; j++)
			said = at[j].item == at[i].item;
		if (!said)
			names[all++] = arena_fmt(a, "%s (%s)", kb->item[at[i].item].name, places_of(a, kb, at, n, i));
	}
	return words_join(a, names, all);
}
