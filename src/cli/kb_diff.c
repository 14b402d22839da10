/* cli/kb_diff.c -- two editions of the knowledge compared: added, removed and changed ids with the changed fields. */
#include "cli/kb_effect.h"
#include "cli/kb_people.h"
#include "cli/kb_view.h"

#include "base/str.h"

enum { OUT_MOST = 64 << 20, FIELDS_MOST = 2048, SHORT = 40 };

struct fields { const char *name[FIELDS_MOST], *value[FIELDS_MOST]; int n; };

struct changes {
	struct cli *cli;
	const struct kb *old, *new;
	struct fields *before, *after;  /* of the thing in hand */
	struct buf out;
	struct json_out *j;             /* NULL: lines for people */
	int added, removed, changed;
};

static void collect(void *arg, const char *name, const char *value, bool number)
{
	struct fields *f = arg;

	(void)number;
	if (f->n < FIELDS_MOST) {
		f->name[f->n] = name;
		f->value[f->n++] = value;
	}
}

static const char *value_of(const struct fields *f, const char *name)
{
	for (int i = 0; i < f->n; i++)
		if (str_equal(f->name[i], name))
			return f->value[i];
	return NULL;
}

/* "prior 0.5 -> 0.4", "tell", "+why", "-when" */
static void put_change(struct buf *b, const char *name, const char *old, const char *new)
{
	buf_str(b, b->n ? "; " : "");
	if (!old || !new)
		buf_fmt(b, "%c%s", old ? '-' : '+', name);
	else if (strlen(old) <= SHORT && strlen(new) <= SHORT)
		buf_fmt(b, "%s %s -> %s", name, old, new);
	else
		buf_str(b, name);
}

static const char *differences(struct arena *a, const struct fields *old, const struct fields *new)
{
	struct buf b = buf_new(a, OUT_MOST);

	for (int i = 0; i < old->n; i++) {
		const char *now = value_of(new, old->name[i]);

		if (!now || !str_equal(now, old->value[i]))
			put_change(&b, old->name[i], old->value[i], now);
	}
	for (int i = 0; i < new->n; i++)
		if (!value_of(old, new->name[i]))
			put_change(&b, new->name[i], NULL, new->value[i]);
	return b.at;
}

static void put_row(struct changes *c, int *count, const char *how, const char *kind, const char *id, const char *what)
{
	++*count;
	if (!c->j) {
		buf_fmt(&c->out, "%-8s  %-10s  %s%s%s\n", how, kind, id, *what ? ": " : "", what);
		return;
	}
	json_open(c->j, NULL, '{');
	json_put_text(c->j, "how", how);
	json_put_text(c->j, "is", kind);
	json_put_text(c->j, "id", id);
	json_put_text(c->j, "what", what);
	json_close(c->j, '}');
}

static void compare_kind(struct changes *c, enum kind kind)
{
	struct arena *a = c->cli->arena;

	for (int i = 0; i < kb_count(c->old, kind); i++) {
		const char *id = kb_id(c->old, kind, i);
		int now = kb_find(c->new, kind, id);

		if (now < 0) {
			put_row(c, &c->removed, "removed", kb_kind_name(kind), id, "");
			continue;
		}
		c->before->n = c->after->n = 0;
		kb_view(&(struct kb_view){ a, c->old, collect, c->before, false }, kind, i);
		kb_view(&(struct kb_view){ a, c->new, collect, c->after, false }, kind, now);
		const char *what = differences(a, c->before, c->after);
		if (*what)
			put_row(c, &c->changed, "changed", kb_kind_name(kind), id, what);
	}
	for (int i = 0; i < kb_count(c->new, kind); i++)
		if (kb_find(c->old, kind, kb_id(c->new, kind, i)) < 0)
			put_row(c, &c->added, "added", kb_kind_name(kind), kb_id(c->new, kind, i), "");
}

static void compare_letters(struct changes *c)
{
	for (int i = 0; i < c->old->n_letters; i++) {
		const struct letter *now = kb_letter(c->new, c->old->letter[i].id);

		if (!now)
			put_row(c, &c->removed, "removed", "letter", c->old->letter[i].id, "");
		else if (!str_equal(now->text, c->old->letter[i].text))
			put_row(c, &c->changed, "changed", "letter", now->id, "text");
	}
	for (int i = 0; i < c->new->n_letters; i++)
		if (!kb_letter(c->old, c->new->letter[i].id))
			put_row(c, &c->added, "added", "letter", c->new->letter[i].id, "");
}

static void collect_week(struct arena *a, const struct kb *kb, int i, struct fields *f)
{
	const struct week *w = &kb->week[i];
	struct buf measures = buf_new(a, OUT_MOST);

	for (int k = 0; k < w->measures.n; k++)
		buf_fmt(&measures, "%s%s", k ? ", " : "", kb->instrument[w->measures.at[k]].id);
	if (!w->theme)
		return;
	collect(f, "theme", w->theme, false);
	collect(f, "text", w->text, false);
	collect(f, "lesson", w->lesson >= 0 ? kb->lesson[w->lesson].id : "", false);
	collect(f, "measures", measures.at, false);
}

static void compare_weeks(struct changes *c)
{
	for (int i = 0; i < WEEKS; i++) {
		c->before->n = c->after->n = 0;
		collect_week(c->cli->arena, c->old, i, c->before);
		collect_week(c->cli->arena, c->new, i, c->after);
		const char *what = differences(c->cli->arena, c->before, c->after);
		if (*what)
			put_row(c, &c->changed, "changed", "programme", arena_fmt(c->cli->arena, "week %d", i + 1), what);
	}
}

static void compare(struct changes *c)
{
	if (c->j)
		json_open(c->j, "entries", '[');
	for (int k = 0; k < KIND_COUNT; k++)
		compare_kind(c, (enum kind)k);
	compare_letters(c);
	compare_weeks(c);
	if (!c->j) {
		buf_fmt(&c->out, "%d added, %d removed, %d changed\n", c->added, c->removed, c->changed);
		return;
	}
	json_close(c->j, ']');
	json_put_int(c->j, "added", c->added);
	json_put_int(c->j, "removed", c->removed);
	json_put_int(c->j, "changed", c->changed);
}

static void flush(struct changes *c)
{
	fwrite(c->out.at, 1, c->out.n, c->cli->out);
	fflush(c->cli->out);
	buf_clear(&c->out);
}

static void tell_effects(struct changes *c, const struct tried *t, const char *folder)
{
	struct arena *a = c->cli->arena;

	if (!c->j) {
		if (t->cases)
			effect_text(&c->out, t->cases, arena_fmt(a, "%d cases of %s", t->cases->people, folder));
		else if (!t->not_tried)
			buf_str(&c->out, "No cases were compared; --cases DIR compares those of a folder, such as test/cases.\n");
		if (t->drawn)
			effect_text(&c->out, t->drawn, arena_fmt(a, "%d people drawn from the old network", t->drawn->people));
		if (t->not_tried)
			buf_fmt(&c->out, "%s\n", t->not_tried);
		return;
	}
	if (t->cases)
		effect_json(c->j, t->cases, "cases");
	else if (!t->not_tried)
		json_put_text(c->j, "cases_not_compared", "--cases DIR compares those of a folder");
	if (t->drawn)
		effect_json(c->j, t->drawn, "drawn");
	if (t->not_tried)
		json_put_text(c->j, "not_tried", t->not_tried);
}

int kb_diff(struct cli *cli, const struct diff_how *how)
{
	struct changes c = { .cli = cli, .before = NEW(cli->arena, struct fields), .after = NEW(cli->arena, struct fields) };
	struct tried tried = { NULL, NULL, NULL };
	struct err err = { 0 };
	struct case_files *files = NULL;

	c.out = buf_new(cli->arena, OUT_MOST);
	struct json_out j = json_writer(&c.out, true);
	if (!(c.old = cli_kb(cli, how->old, &err)) || !(c.new = cli_kb(cli, how->new, &err)))
		return cli_fail(cli, &err);
	if (how->cases && !(files = case_files_read(cli, c.old, c.new, how->cases, &err)))
		return cli_fail(cli, &err);
	if (how->json) {
		c.j = &j;
		json_open(&j, NULL, '{');
		json_put_text(&j, "old", c.old->hash);
		json_put_text(&j, "new", c.new->hash);
	}
	compare(&c);
	if (!c.j)
		flush(&c);
	if (!people_try(cli, c.old, c.new, files, how->people, &tried, &err))
		return cli_fail(cli, &err);
	tell_effects(&c, &tried, how->cases);
	if (c.j) {
		json_close(&j, '}');
		buf_char(&c.out, '\n');
	}
	flush(&c);
	return 0;
}
