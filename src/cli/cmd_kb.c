/* cli/cmd_kb.c -- unknot kb: check, list, show, fit and compare the knowledge. */
#include "cli/kb_effect.h"
#include "cli/kb_fit.h"
#include "cli/kb_freeze_file.h"
#include "cli/kb_network.h"
#include "cli/kb_view.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "core/kb_check.h"

enum { OUT_MOST = 64 << 20, NAME_WIDTH = 18, LINE_WIDTH = 100, PEOPLE = 1000, PEOPLE_MOST = 100000 };

static const char usage[] = "kb check [DIR] | kb list KIND [DIR] [--json] [--all] | kb show ID [DIR] [--json] | "
	"kb fit [DIR] [--json] | "
	"kb diff OLD NEW [--cases DIR] [--people N] [--json] | kb freeze FILE [DIR]";

/* Words of `kb list`, and the kinds they mean. */
static const struct { const char *word; enum kind kind; } lists[] = {
	{ "findings", KIND_FINDING }, { "causes", KIND_CAUSE }, { "regions", KIND_REGION }, { "techniques", KIND_ITEM },
	{ "lessons", KIND_LESSON }, { "flags", KIND_FLAG }, { "instruments", KIND_INSTRUMENT }, { "sources", KIND_SOURCE },
	{ "assumed", KIND_COUNT }, { "classes", KIND_CLASS }, { "groups", KIND_GROUP }, { "blocks", KIND_BLOCK },
	{ "areas", KIND_AREA }, { "claims", KIND_CLAIM }, { "consent", KIND_CONSENT }, { "safety_net", KIND_NET },
	{ "aftercare", KIND_CARE }, { "verdicts", KIND_VERDICT }, { "muscles", KIND_MUSCLE }, { "units", KIND_UNIT },
	{ "anchors", KIND_ANCHOR }, { "habits", KIND_HABIT },
	{ "tests", KIND_MUSCLE_TEST }, { "protocols", KIND_PROTOCOL }, { "never", KIND_SPARED }, { "teaching", KIND_TEACHING }, { "topics", KIND_TOPIC },
};
enum { LISTS = sizeof(lists) / sizeof(*lists) };

static int misused(struct cli *cli, const char *field, const char *what)
{
	struct err err = { 0 };

	fail(&err, ERR_USAGE, field, "%s", what);
	return cli_fail(cli, &err);
}

static void print(struct cli *cli, const struct buf *b)
{
	fwrite(b->at, 1, b->n, cli->out);
}

/* ---- check ---- */

struct counted { struct cli *cli; const char *dir; int notes; };

static void tell_remark(const struct remark *r, void *arg)
{
	struct counted *c = arg;
	FILE *to = r->refused ? c->cli->err : c->cli->out;

	c->notes += !r->refused;
	fprintf(to, "%s%s%s:", c->dir ? c->dir : "", c->dir && !str_ends(c->dir, "/") ? "/" : "",
		r->where.file ? r->where.file : "");
	if (r->where.line)
		fprintf(to, "%d:1:", r->where.line);
	fprintf(to, " %s: %s%s\n", r->id, r->refused ? "" : "note: ", r->text);
}

static int check(struct cli *cli, const char *dir)
{
	struct err err = { 0 };
	const struct kb *kb = cli_kb(cli, dir, &err);
	struct counted c = { cli, dir, 0 };

	if (!kb)
		return cli_fail(cli, &err);
	int refused = kb_check(cli->arena, kb, tell_remark, &c);
	fprintf(cli->out, "%d findings, %d causes, %d links, %d flags, %d blocks, %d techniques, %d lessons, %d sources\n",
		kb->n_findings, kb->n_causes, kb->n_links, kb->n_flags, kb->n_blocks, kb->n_items, kb->n_lessons, kb->n_sources);
	fprintf(cli->out, "%s%d refused, %d notes; SHA-256 %s\n", refused ? "" : "fine: ", refused, c.notes, kb->hash);
	return refused ? 2 : 0;
}

/* ---- list and show ---- */

static void put_field(void *arg, const char *name, const char *value, bool number)
{
	if (number)
		json_put_number(arg, name, strtod(value, NULL));
	else
		json_put_text(arg, name, value);
}

/* m: NULL leaves the network out. */
static void put_thing(struct cli *cli, const struct kb *kb, const struct model *m, struct json_out *j, enum kind kind, int i)
{
	const struct kb_view v = { cli->arena, kb, put_field, j, m != NULL };

	json_open(j, NULL, '{');
	json_put_text(j, "id", kb_id(kb, kind, i));
	json_put_text(j, "is", kb_kind_name(kind));
	kb_view(&v, kind, i);
	if (m && kb_network_has(kb, kind, i))
		kb_network_json(j, m, kind, i);
	json_close(j, '}');
}

/* The one thing worth knowing beside the name. */
static const char *beside(struct cli *cli, const struct kb *kb, enum kind kind, int i)
{
	if (kind == KIND_CAUSE)
		return kb->cause[i].by_rule ? "by rule" : arena_fmt(cli->arena, "%.2f", kb->cause[i].prior);
	if (kind == KIND_FLAG)
		return tier_name(kb->flag[i].tier);
	if (kind == KIND_ITEM)
		return component_name(kb->item[i].component);
	if (kind == KIND_LESSON)
		return arena_fmt(cli->arena, "week %d", kb->lesson[i].week);
	if (kind == KIND_MUSCLE)
		return kb->unit[kb->muscle[i].unit].id;
	if (kind == KIND_HABIT)
		return kb->habit[i].grade;
	if (kind == KIND_SOURCE)
		return arena_fmt(cli->arena, "%d", kb->source[i].year);
	if (kind == KIND_FINDING)
		return kb->finding[i].gate ? "danger" : kb->finding[i].base > 0 ? arena_fmt(cli->arena, "%.2f", kb->finding[i].base) : "";
	return "";
}

/* At most most characters, cut between two of them. */
static int shown(const char *text, int most)
{
	int n = (int)strlen(text);

	if (n <= most)
		return n;
	while (most > 0 && ((unsigned char)text[most] & 0xc0) == 0x80)
		most--;
	return most;
}

static void list_kind(struct cli *cli, const struct kb *kb, enum kind kind, bool json)
{
	struct buf b = buf_new(cli->arena, OUT_MOST);
	struct json_out j = json_writer(&b, true);
	int wide = 0, wide_beside = 0;

	for (int i = 0; i < kb_count(kb, kind); i++) {
		int n = (int)strlen(kb_id(kb, kind, i)), m = (int)strlen(beside(cli, kb, kind, i));

		wide = n > wide ? n : wide;
		wide_beside = m > wide_beside ? m : wide_beside;
	}
	if (json)
		json_open(&j, NULL, '[');
	for (int i = 0; i < kb_count(kb, kind); i++) {
		const char *title = kb_title(kb, kind, i);

		if (json)
			put_thing(cli, kb, NULL, &j, kind, i);
		else
			buf_fmt(&b, "%-*s  %-*s%s%.*s\n", wide, kb_id(kb, kind, i), wide_beside, beside(cli, kb, kind, i),
				wide_beside ? "  " : "", shown(title, LINE_WIDTH), title);
	}
	if (json) {
		json_close(&j, ']');
		buf_char(&b, '\n');
	}
	print(cli, &b);
}

static int list(struct cli *cli, const char *word, const char *dir, bool json, bool all)
{
	struct nearest near = nearest_to(word);
	struct err err = { 0 };

	for (int i = 0; i < LISTS; i++) {
		nearest_offer(&near, lists[i].word);
		if (!str_equal(lists[i].word, word))
			continue;
		const struct kb *kb = cli_kb(cli, dir, &err);
		if (!kb)
			return cli_fail(cli, &err);
		if (lists[i].kind == KIND_COUNT)
			kb_list_assumed(cli, kb, json, all);
		else
			list_kind(cli, kb, lists[i].kind, json);
		return 0;
	}
	return misused(cli, word, near.best ? arena_fmt(cli->arena, "there is no such list; the nearest is \"%s\"", near.best) :
		"there is no such list; there are findings, causes, muscles, regions, techniques, lessons, flags, instruments, sources, assumed");
}

static void put_break(struct buf *b, int *column)
{
	buf_fmt(b, "\n%*s", NAME_WIDTH, "");
	*column = NAME_WIDTH;
}

/* Text wrapped at LINE_WIDTH, later lines below the first. */
static void put_wrapped(struct buf *b, const char *text)
{
	int column = NAME_WIDTH;

	while (*text) {
		int n = (int)strcspn(text, " \n");

		if (n && column > NAME_WIDTH) {
			if (column + 1 + n > LINE_WIDTH)
				put_break(b, &column);
			else {
				buf_char(b, ' ');
				column++;
			}
		}
		buf_put(b, text, (size_t)n);
		column += n;
		text += n;
		if (*text == '\n')
			put_break(b, &column);
		text += *text != 0;
	}
	buf_char(b, '\n');
}

static void put_line(void *arg, const char *name, const char *value, bool number)
{
	struct buf *b = arg;

	(void)number;
	buf_fmt(b, "%-*s", NAME_WIDTH - 1, name);
	if (strlen(name) >= NAME_WIDTH)
		buf_fmt(b, "\n%*s", NAME_WIDTH - 1, "");
	buf_char(b, ' ');
	put_wrapped(b, value);
}

/* The network tells these with the numbers as used. */
static void put_line_beside_network(void *arg, const char *name, const char *value, bool number)
{
	static const char *const told[] = { "prior", "low", "high", "source", "confidence", "base", "base_source", "base_confidence" };

	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++)
		if (str_equal(name, told[i]))
			return;
	if (!str_begins(name, "link ") && !str_begins(name, "odds when "))
		put_line(arg, name, value, number);
}

static void show_thing(struct cli *cli, const struct model *m, enum kind kind, int i)
{
	const struct kb *kb = m->kb;
	bool network = kb_network_has(kb, kind, i);
	struct buf b = buf_new(cli->arena, OUT_MOST);
	const struct kb_view v = { cli->arena, kb, network ? put_line_beside_network : put_line, &b, true };
	struct where w = kb_where(kb, kind, i);

	buf_fmt(&b, "%s %s  (%s:%d)\n", kb_kind_name(kind), kb_id(kb, kind, i), w.file ? w.file : "?", w.line);
	kb_view(&v, kind, i);
	if (network)
		kb_network_text(&b, m, kind, i);
	const char *said = arena_text(cli->arena, b.at);
	for (int s = 0; kind != KIND_SOURCE && s < kb->n_sources; s++) {
		const struct source *it = &kb->source[s];
		const char *at = strstr(said, it->id);
		size_t n = strlen(it->id);

		while (at && (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", at[n]) && at[n]))
			at = strstr(at + 1, it->id);
		if (at)
			put_line(&b, it->id, arena_fmt(cli->arena, "%s (%d). %s%s%s%s%s", it->authors, it->year, kb_title(kb, KIND_SOURCE, s),
				it->doi ? ". doi:" : "", it->doi ? it->doi : "", it->note ? ". " : "", it->note ? it->note : ""), false);
	}
	print(cli, &b);
}

static int show(struct cli *cli, const char *id, const char *dir, bool json)
{
	struct err err = { 0 };
	const struct kb *kb = cli_kb(cli, dir, &err);
	struct nearest near = nearest_to(id);
	struct buf b = buf_new(cli->arena, OUT_MOST);
	struct json_out j = json_writer(&b, true);
	struct model m;
	int found = 0;

	if (!kb || !belief_model(cli->arena, kb, case_new(cli->arena, kb), &m, &err))
		return cli_fail(cli, &err);
	for (int k = 0; k < KIND_COUNT; k++)
		for (int i = 0; i < kb_count(kb, (enum kind)k); i++) {
			nearest_offer(&near, kb_id(kb, (enum kind)k, i));
			if (!str_equal(kb_id(kb, (enum kind)k, i), id) || (json && found))
				continue;
			if (json)
				put_thing(cli, kb, &m, &j, (enum kind)k, i);
			else
				show_thing(cli, &m, (enum kind)k, i);
			found++;
		}
	if (found && json) {
		buf_char(&b, '\n');
		print(cli, &b);
	}
	if (found)
		return 0;
	return misused(cli, id, near.best ? arena_fmt(cli->arena, "there is nothing with this id; the nearest is \"%s\"", near.best) :
		"there is nothing with this id");
}

static bool read_people(const char *text, int *people)
{
	char *end;
	long n = strtol(text, &end, 10);

	*people = (int)n;
	return end != text && !*end && n >= 0 && n <= PEOPLE_MOST;
}

int cmd_kb(struct cli *cli)
{
	const char *word[4] = { NULL }, *people = NULL;
	struct diff_how how = { .people = PEOPLE };
	int n = 0;
	bool all = false;

	for (int i = 0; i < cli->argc; i++) {
		if (str_equal(cli->argv[i], "--json"))
			how.json = true;
		else if (str_equal(cli->argv[i], "--all"))
			all = true;
		else if (str_equal(cli->argv[i], "--cases") && i + 1 < cli->argc)
			how.cases = cli->argv[++i];
		else if (str_equal(cli->argv[i], "--people") && i + 1 < cli->argc)
			people = cli->argv[++i];
		else if (n == 4 || (cli->argv[i][0] == '-' && cli->argv[i][1]))
			return misused(cli, cli->argv[i], usage);
		else
			word[n++] = cli->argv[i];
	}
	if (n == 3 && str_equal(word[0], "diff")) {
		how.old = word[1];
		how.new = word[2];
		if (people && !read_people(people, &how.people))
			return misused(cli, "--people", "a whole number from 0 to 100000 is expected");
		return kb_diff(cli, &how);
	}
	if (how.cases || people)
		return misused(cli, how.cases ? "--cases" : "--people", usage);
	if (all && (n < 2 || !str_equal(word[0], "list") || !str_equal(word[1], "assumed")))
		return misused(cli, "--all", usage);
	if (n && str_equal(word[0], "check") && n <= 2 && !how.json)
		return check(cli, word[1]);
	if (n >= 2 && n <= 3 && str_equal(word[0], "freeze") && !how.json)
		return kb_freeze_file(cli, word[1], word[2]);
	if (n && str_equal(word[0], "fit") && n <= 2)
		return kb_fit(cli, word[1], how.json);
	if (n >= 2 && str_equal(word[0], "list") && n <= 3)
		return list(cli, word[1], word[2], how.json, all);
	if (n >= 2 && str_equal(word[0], "show") && n <= 3)
		return show(cli, word[1], word[2], how.json);
	return misused(cli, "kb", usage);
}
