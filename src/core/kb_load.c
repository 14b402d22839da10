/* core/kb_load.c -- the knowledge from its files, in order. */
#include "core/kb_raw.h"

#include "base/str.h"
#include "core/chain.h"

enum { FILE_MOST = 1 << 20, FILES_MOST = 2000, PATH_MOST = 200 };

static bool read_file(struct loading *l, const struct kb_file *f)
{
	struct where w = { f->path, 0 };
	const cyaml_schema_field_t *lists = kb_schema(f->path);

	if (strlen(f->path) > PATH_MOST || f->n > FILE_MOST)
		return kb_bad(l, &w, "", "a file of the knowledge holds at most 1 MB and has a short name");
	if (!utf8_valid(f->text, f->n))
		return kb_bad(l, &w, "", "this is not UTF-8 text");
	if (str_equal(f->path, "README.md"))
		return true;
	if (str_ends(f->path, ".md"))
		return kb_read_md(l, f);
	if (!lists || !str_ends(f->path, ".yaml"))
		return kb_bad(l, &w, "", "this is no file of the knowledge (docs/knowledge.md names them)");
	return kb_read_yaml(l, f, lists);
}

static bool read_all(struct loading *l, const struct kb_file *file, int n)
{
	struct where none = { NULL, 0 };

	if (n > FILES_MOST)
		return kb_bad(l, &none, "", "more than %d files", FILES_MOST);
	for (int i = 0; i < n; i++)
		if (!read_file(l, &file[i]))
			return false;
	return kb_take_sources(l) && kb_take_regions(l) && kb_take_units(l) && kb_take_findings(l) && kb_take_causes(l) && kb_take_links(l) && kb_take_leads(l) &&
		kb_take_items(l) && kb_take_figures(l) && kb_take_hands(l) && kb_take_rules(l) && kb_take_home(l) && kb_take_course(l) && kb_take_body(l) && kb_take_track(l) && kb_take_biosignal(l) &&
		kb_take_rest(l) && kb_take_teaching(l) && kb_unique(l);
}

struct kb *kb_load(struct arena *a, const struct kb_file *file, int n, const char *hash, struct err *err)
{
	struct loading l = { .a = a, .scratch = arena_new((size_t)256 << 20), .kb = NEW(a, struct kb), .err = err };
	bool ok = read_all(&l, file, n);

	if (ok)
		kb_index(a, l.kb);
	if (ok && l.kb->n_muscles)
		l.kb->chain = chain_make(a, l.kb);

	snprintf(l.kb->hash, sizeof(l.kb->hash), "%s", hash);
	arena_end(l.scratch);
	return ok ? l.kb : NULL;
}
