/* Any bytes as one file of the knowledge: the first byte chooses its kind.  The loader takes or refuses it, and never crashes;
 * what it takes is checked too. */
#include "core/kb_check.h"
#include "core/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void ignore(const struct remark *r, void *arg)
{
	*(size_t *)arg += strlen(r->text);
}

/* Something for the bytes to name. */
static const struct kb_file about[] = {
#define FILE(path, text) { path, text, sizeof(text) - 1 }
	FILE("sources/base.yaml", "sources:\n  - { id: S1, authors: S, year: 2020, journal: J }\n"),
	FILE("findings/base.yaml", "findings:\n  - { id: f1, name: F, by: client, module: pain, type: bool, ask: F?, base: 0.3 }\n"
		"  - { id: f2, name: F, by: client, module: pain, type: int, min: 0, max: 9, ask: F?, when: f1 }\n"),
	FILE("causes/base.yaml", "classes:\n  - { id: mechanical, name: M, plain: M }\n"
		"causes:\n  - { id: c1, class: mechanical, name: C, plain: C, tell: C, prior: 0.2, low: 0.1, high: 0.3 }\n"),
	FILE("regions/base.yaml", "regions:\n  - { id: low_back, name: L, area: low_back, view: back }\n"),
#undef FILE
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const paths[] = { "sources/x.yaml", "findings/x.yaml", "causes/x.yaml", "links.yaml", "flags.yaml",
		"blocks.yaml", "regions/x.yaml", "techniques.yaml", "exercises.yaml", "programme.yaml", "instruments.yaml", "claims.yaml",
		"consent.yaml", "safety_net.yaml", "aftercare.yaml", "practices/x.md", "course/x.md", "letters/x.md",
		"leads.yaml", "muscles/x.yaml", "track.yaml", "figures.yaml", "home.yaml", "teaching.yaml", "hands.yaml", "session.yaml", "biosignal.yaml" };
	struct kb_file file[5];
	struct err err = { 0 };
	size_t said = 0;

	if (!n)
		return 0;
	struct arena *a = arena_new((size_t)512 << 20);
	memcpy(file, about, sizeof(about));
	file[4] = (struct kb_file){ paths[data[0] % (sizeof(paths) / sizeof(*paths))], arena_copy(a, (const char *)data + 1, n - 1), n - 1 };
	const struct kb *kb = kb_load(a, file, 5, "", &err);
	if (!kb && err.code == ERR_OK)
		abort();
	if (kb) {
		struct person_case *c = case_new(a, kb);

		kb_check(a, kb, ignore, &said);
		for (int i = 0; i < kb->n_findings; i++)
			rule_applies(kb, i, c);
		for (int i = 0; i < kb->n_flags; i++)
			rule_missing(kb, &kb->flag[i].when, c, false, NULL, 0);
	}
	arena_end(a);
	return 0;
}
