/* core/kb_md.c -- practices and lessons: YAML between two lines of dashes, then a script or Markdown; letters as they are. */
#include "core/kb_raw.h"

#include "base/str.h"

/* The next line of [*at, end) without its end; *at moves behind it. */
static str next_line(const char **at, const char *end)
{
	const char *eol = memchr(*at, '\n', (size_t)(end - *at));
	str line = { *at, (size_t)((eol ? eol : end) - *at) };

	*at = eol ? eol + 1 : end;
	if (line.n && line.at[line.n - 1] == '\r')
		line.n--;
	return line;
}

static const char *trimmed(struct arena *a, const char *at, const char *end)
{
	while (at < end && strchr(" \t\r\n", *at))
		at++;
	while (end > at && strchr(" \t\r\n", end[-1]))
		end--;
	return arena_copy(a, at, (size_t)(end - at));
}

/* Splits the file at its two lines of dashes. */
static bool split(struct loading *l, const struct kb_file *f, str *front, const char **body, int *body_line)
{
	const char *at = f->text, *end = f->text + f->n;
	struct where top = { f->path, 1 };

	if (!str_is(next_line(&at, end), "---"))
		return kb_bad(l, &top, "", "the file begins with a line of three dashes, then its fields");
	front->at = at;
	for (*body_line = 2; at < end; ++*body_line) {
		const char *start = at;

		if (str_is(next_line(&at, end), "---")) {
			front->n = (size_t)(start - front->at);
			*body = at;
			++*body_line;
			return true;
		}
	}
	return kb_bad(l, &top, "", "the fields at the top end with a second line of three dashes");
}

/* "- 12s: text" -> seconds and where the text begins; 0 when the line is none. */
static int step_seconds(str line, size_t *text)
{
	size_t i = 2;
	int seconds = 0;

	if (line.n < 5 || memcmp(line.at, "- ", 2) != 0)
		return 0;
	for (; i < line.n && line.at[i] >= '0' && line.at[i] <= '9' && seconds < 10000; i++)
		seconds = seconds * 10 + (line.at[i] - '0');
	if (i + 1 >= line.n || line.at[i] != 's' || line.at[i + 1] != ':')
		return 0;
	*text = i + 2;
	return seconds;
}

/* One line of a script: a step, or more of the one before when it is indented. */
static bool take_line(struct loading *l, const struct where *w, struct step *steps, int *n, str line)
{
	size_t from = 0;
	int seconds = step_seconds(line, &from);

	if (seconds) {
		steps[(*n)++] = (struct step){ seconds, trimmed(l->a, line.at + from, line.at + line.n) };
		return steps[*n - 1].text[0] || kb_bad(l, w, "step", "a step says something");
	}
	if (!line.n || strspn(line.at, " \t") >= line.n)
		return true;
	if (!*n || (line.at[0] != ' ' && line.at[0] != '\t'))
		return kb_bad(l, w, "step", "expected \"- Ns: text\", N seconds, 1 to 9999");
	steps[*n - 1].text = arena_fmt(l->a, "%s %s", steps[*n - 1].text, trimmed(l->a, line.at, line.at + line.n));
	return true;
}

static bool read_steps(struct loading *l, const struct kb_file *f, struct item *item, const char *at, int line)
{
	const char *end = f->text + f->n, *first = at;
	size_t most = 0, ignore;
	bool begun = false;
	struct where w = { arena_text(l->a, f->path), line };

	for (const char *p = at; p < end; most++)
		next_line(&p, end);
	struct step *steps = NEWS(l->a, struct step, most + 1);
	for (; at < end; w.line++) {
		const char *start = at;
		str text = next_line(&at, end);

		if (!begun && !step_seconds(text, &ignore) && !(text.n > 1 && memcmp(text.at, "- ", 2) == 0))
			continue;
		if (!begun)
			item->intro = trimmed(l->a, first, start);
		begun = true;
		if (!take_line(l, &w, steps, &item->n_steps, text))
			return false;
	}
	item->steps = steps;
	return begun || kb_bad(l, &w, "step", "a practice has steps: \"- 12s: text\"");
}

static bool read_practice(struct loading *l, const struct kb_file *f)
{
	struct raw_item *it = kb_append(l->scratch, (void **)&l->raw.item, &l->raw.n_items, 1, sizeof(*it));
	const char *body;
	str front;
	int line;

	if (!split(l, f, &front, &body, &line) || !kb_read_front(l, f, front.at, front.n, 1, &kb_schema_practice, it))
		return false;
	it->is.practice = true;
	it->who = WHO_SELF;
	return read_steps(l, f, &it->is, body, line);
}

static bool read_lesson(struct loading *l, const struct kb_file *f)
{
	struct raw_lesson *it = kb_append(l->scratch, (void **)&l->raw.lesson, &l->raw.n_lessons, 1, sizeof(*it));
	const char *body;
	str front;
	int line;

	if (!split(l, f, &front, &body, &line) || !kb_read_front(l, f, front.at, front.n, 1, &kb_schema_lesson, it))
		return false;
	it->is.body = trimmed(l->a, body, f->text + f->n);
	return true;
}

static bool read_letter(struct loading *l, const struct kb_file *f)
{
	struct letter *it = kb_append(l->scratch, (void **)&l->raw.letter, &l->raw.n_letters, 1, sizeof(*it));
	const char *name = strchr(f->path, '/') + 1;

	it->id = arena_copy(l->a, name, strlen(name) - 3);
	it->text = arena_copy(l->a, f->text, f->n);
	return true;
}

bool kb_read_md(struct loading *l, const struct kb_file *f)
{
	struct where w = { f->path, 0 };

	if (str_begins(f->path, "practices/"))
		return read_practice(l, f);
	if (str_begins(f->path, "course/"))
		return read_lesson(l, f);
	if (str_begins(f->path, "letters/"))
		return read_letter(l, f);
	return kb_bad(l, &w, "", "Markdown belongs in practices/, course/ or letters/");
}
