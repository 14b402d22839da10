/* base/buf.h -- text that grows in an arena, with a ceiling stated when it is made.
 *
 * Values become HTML here and only here: buf_html escapes, PUT picks the printer by type.  A value of type
 * `html` is text that has been escaped already (by a template or by bodymap_svg) and is copied as it is.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct buf {
	struct arena *arena;
	char *at;               /* n bytes, always with a 0 behind them */
	size_t n, room, most;
};

typedef struct { const char *at; size_t n; } html;

/* most: the ceiling in bytes; writing past it ends the process. */
struct buf buf_new(struct arena *a, size_t most);
void buf_put(struct buf *b, const char *bytes, size_t n);
void buf_str(struct buf *b, const char *text);
void buf_char(struct buf *b, char c);
void buf_fmt(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
/* With one decimal where it is not 0, and without a minus before a zero; for drawings, which are made of thousands of numbers.  |v| < 1e15. */
void buf_tenths(struct buf *b, double v);
/* Text with & < > " ' escaped: fit for element content and quoted attributes. */
void buf_html(struct buf *b, const char *text);
void buf_clear(struct buf *b);
/* What stands in b, as escaped text that can be put into another page. */
html buf_as_html(const struct buf *b);

void put_text(struct buf *b, const char *text);
void put_html(struct buf *b, html h);
void put_int(struct buf *b, int64_t v);
void put_double(struct buf *b, double v);
void put_bool(struct buf *b, bool v);

/* Templates call this for each {{value}}. A NULL text prints nothing. */
#define PUT(b, x) _Generic((x), \
	char *: put_text, const char *: put_text, html: put_html, \
	bool: put_bool, int: put_int, long: put_int, long long: put_int, \
	unsigned: put_int, unsigned long: put_int, double: put_double)((b), (x))

#endif
