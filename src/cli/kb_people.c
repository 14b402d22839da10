/* cli/kb_people.c -- the people of kb diff. */
#include "cli/kb_people.h"

#include "app/casefile.h"
#include "base/str.h"
#include "core/kb_check.h"
#include "core/sample.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CASES_MOST = 2000, STEP = 20 };
static const uint64_t seed = 20261121;

/* Every danger question is answered, and two in five of the others (with this edition's knowledge about 80); four people in
 * ten have a danger, so that common rules are met by some and most people still get a plan. */
static const struct sampling met = { ASKED_INTAKE | ASKED_SESSION, 0.4, 0.01 };

/* ---- cases of a folder ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool list_folder(struct cli *cli, const char *dir, struct case_files *f, struct err *err)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	bool ok = true;

	if (!d)
		return fail(err, ERR_MISSING, "--cases", "%s: %s", dir, strerror(errno));
	while (ok && (e = readdir(d))) {
		if (e->d_name[0] == '.' || !str_ends(e->d_name, ".json"))
			continue;
		ok = f->n < CASES_MOST || fail(err, ERR_INPUT, "--cases", "%s: more than %d cases", dir, CASES_MOST);
		if (ok)
			f->name[f->n++] = arena_copy(cli->arena, e->d_name, strlen(e->d_name) - strlen(".json"));
	}
	closedir(d);
	if (ok && !f->n)
		ok = fail(err, ERR_MISSING, "--cases", "%s: no case (*.json) is in this folder", dir);
	qsort(f->name, (size_t)f->n, sizeof(*f->name), by_name);
	return ok;
}

static bool read_case(struct cli *cli, const struct editions *e, const struct kb *old, const struct kb *new, const char *path,
	struct person_case **under_old, struct person_case **under_new, struct err *err)
{
	struct err second = { 0 };
	char *text;
	size_t n;

	if (!cli_read_file(cli, path, &text, &n, err))
		return false;
	if ((*under_old = casefile_read(cli->arena, old, text, n, err))) {
		*under_new = editions_carry(cli->arena, e, *under_old, false);
		return true;
	}
	if (!(*under_new = casefile_read(cli->arena, new, text, n, &second))) {
		err->file = path;
		return false;
	}
	*err = (struct err){ 0 };
	*under_old = editions_carry(cli->arena, e, *under_new, true);
	return true;
}

struct case_files *case_files_read(struct cli *cli, const struct kb *old, const struct kb *new, const char *dir, struct err *err)
{
	struct case_files *f = NEW(cli->arena, struct case_files);
	const struct editions *e = editions_new(cli->arena, old, new);

	f->name = NEWS(cli->arena, const char *, CASES_MOST);
	if (!list_folder(cli, dir, f, err))
		return NULL;
	f->old = NEWS(cli->arena, struct person_case *, f->n);
	f->new = NEWS(cli->arena, struct person_case *, f->n);
	for (int i = 0; i < f->n; i++)
		if (!read_case(cli, e, old, new, arena_fmt(cli->arena, "%s%s%s.json", dir, str_ends(dir, "/") ? "" : "/", f->name[i]),
			&f->old[i], &f->new[i], err))
			return NULL;
	return f;
}

/* ---- trying them ---- */

struct refusal { struct arena *arena; const char *first; };

static void keep_first(const struct remark *r, void *arg)
{
	struct refusal *f = arg;

	if (r->refused && !f->first)
		f->first = arena_fmt(f->arena, "%s:%d: %s: %s", r->where.file ? r->where.file : "", r->where.line, r->id, r->text);
}

static const char *why_not(struct cli *cli, const struct kb *old, const struct kb *new)
{
	const struct kb *const both[] = { old, new };

	if (str_equal(old->hash, new->hash))
		return "The files are the same: nothing changes for anybody.";
	for (int i = 0; i < 2; i++) {
		const char *which = i ? "new" : "old";
		struct refusal refusal = { cli->arena, NULL };

		if (kb_check(cli->arena, both[i], keep_first, &refusal))
			return arena_fmt(cli->arena, "What this does to people was not tried: kb check refuses the %s knowledge.  %s", which,
				refusal.first);
		if (!both[i]->n_causes || !both[i]->n_findings)
			return arena_fmt(cli->arena, "What this does to people was not tried: the %s knowledge has no network.", which);
	}
	return NULL;
}

static void progress(struct cli *cli, int done, int of)
{
	int fd = fileno(cli->err);

	if (fd < 0 || !isatty(fd) || (done % STEP && done < of))
		return;
	fprintf(cli->err, done < of ? "\rtrying people: %d of %d" : "\r\033[K", done, of);
	fflush(cli->err);
}

/* Each person has a number to draw again from. */
static bool try_drawn(struct cli *cli, const struct editions *e, const struct kb *old, int people, struct effect *f, struct err *err)
{
	struct arena *a = arena_new((size_t)1 << 30);
	bool ok = true;

	for (int i = 0; ok && i < people; i++) {
		struct rng rng = rng_new(seed + (uint64_t)i);
		struct sampled s;

		arena_reset(a);
		progress(cli, i, people);
		if (!(ok = sample_person(a, old, &met, &rng, &s, err)))
			break;
		const char *who = arena_fmt(cli->arena, "person %d, a %s of %d", i + 1, s.c->sex == SEX_FEMALE ? "woman" : "man", s.c->age);
		effect_add(f, e, a, who, s.c, editions_carry(a, e, s.c, false));
	}
	progress(cli, people, people);
	arena_end(a);
	effect_finish(f);
	return ok;
}

bool people_try(struct cli *cli, const struct kb *old, const struct kb *new, const struct case_files *files, int people,
	struct tried *out, struct err *err)
{
	const struct editions *e = editions_new(cli->arena, old, new);

	*out = (struct tried){ .not_tried = why_not(cli, old, new) };
	if (out->not_tried)
		return true;
	if (files) {
		struct arena *a = arena_new((size_t)1 << 30);

		out->cases = effect_new(cli->arena, e, files->n);
		for (int i = 0; i < files->n; i++) {
			arena_reset(a);
			effect_add(out->cases, e, a, files->name[i], files->old[i], files->new[i]);
		}
		arena_end(a);
		effect_finish(out->cases);
	}
	if (!people)
		return true;
	out->drawn = effect_new(cli->arena, e, 0);
	return try_drawn(cli, e, old, people, out->drawn, err);
}
