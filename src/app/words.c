/* app/words.c -- texts for people. */
#include "app/words.h"

#include "base/buf.h"
#include "base/str.h"

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
