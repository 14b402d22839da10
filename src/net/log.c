/* net/log.c -- a line of JSON. */
#include "net/log.h"

#include "net/os.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 2048, ESCAPE = 6, END = 2 };

struct line { char at[LINE]; size_t n; bool full; };

static void put(struct line *l, const char *text)
{
	size_t n = strlen(text);

	l->full = l->full || l->n + n + END >= sizeof(l->at);
	if (l->full)
		return;
	memcpy(l->at + l->n, text, n);
	l->n += n;
}

static void put_quoted(struct line *l, const char *text)
{
	put(l, "\"");
	for (const unsigned char *s = (const unsigned char *)text; *s; s++) {
		char one[ESCAPE + 1];

		snprintf(one, sizeof(one), *s == '"' || *s == '\\' ? "\\%c" : *s < 0x20 || *s >= 0x7f ? "\\u%04x" : "%c", *s);
		put(l, one);
	}
	put(l, "\"");
}

static void put_field(struct line *l, const struct log_field *f)
{
	struct line before = *l;
	char number[32];

	put(l, ",");
	put_quoted(l, f->name);
	put(l, ":");
	if (f->text) {
		put_quoted(l, f->text);
	} else {
		snprintf(number, sizeof(number), "%.12g", f->number);
		put(l, number);
	}
	if (l->full) {
		*l = before;
		l->full = true;
	}
}

void log_line(const char *level, const char *event, const struct log_field *field, int n)
{
	int64_t now = os_now();
	time_t s = now / 1000;
	struct line l = { .n = 0 };
	char when[40], at[80];
	struct tm tm;

	gmtime_r(&s, &tm);
	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(at, sizeof(at), "{\"at\":\"%s.%03dZ\"", when, (int)(now % 1000));
	put(&l, at);
	put_field(&l, &(struct log_field){ "level", level, 0 });
	put_field(&l, &(struct log_field){ "event", event, 0 });
	for (int i = 0; i < n && !l.full; i++)
		put_field(&l, &field[i]);
	l.at[l.n++] = '}';
	l.at[l.n++] = '\n';
	if (write(STDERR_FILENO, l.at, l.n) < 0)
		return;         /* nobody reads: there is nowhere left to say it */
}
