/* The frozen knowledge: what was thawed equals what was loaded, no field is forgotten, and no damage is taken for knowledge. */
#include "support.h"

#include "base/rng.h"
#include "core/belief.h"
#include "core/chain.h"
#include "core/kb_check.h"
#include "core/kb_frozen.h"
#include "core/kb_layout.h"
#include "core/screen.h"
#include "core/track.h"
#include "core/trial.h"
#include "core/worked.h"

#include "one_arena.h"

static const struct kb *thawed(void)
{
	struct frozen f = kb_freeze(a, test_kb());
	struct err err = { 0 };
	const struct kb *kb = kb_thaw(a, f.at, f.n, &err);

	if (!kb)
		fail_msg("%s", err_line(a, &err));
	return kb;
}

static void thaw_equals_load(void **state)
{
	const struct kb *kb = thawed();
	const char *where = kb_difference(a, test_kb(), kb);

	(void)state;
	if (where)
		fail_msg("%s differs", where);
	assert_string_equal(kb->hash, "of the tests");
	assert_true(kb->n_findings > 100 && kb->n_links > 100 && kb->n_muscles > 30 && kb->chain);
}

/* kb_difference is no yes-man: one change anywhere is found and named. */
static void a_change_is_named(void **state)
{
	struct kb *kb = (struct kb *)(uintptr_t)thawed();
	const struct finding *f = &kb->finding[5];
	struct link *l = &kb->link[7];
	int32_t *code;

	(void)state;
	l->sens += 1e-15;
	assert_string_equal(kb_difference(a, test_kb(), kb), "link[7].sens");
	kb = (struct kb *)(uintptr_t)thawed();
	kb->week[3].text = "";
	assert_string_equal(kb_difference(a, test_kb(), kb), "week[3].text");
	kb = (struct kb *)(uintptr_t)thawed();
	kb->n_letters--;
	assert_string_equal(kb_difference(a, test_kb(), kb), "letter");
	kb = (struct kb *)(uintptr_t)thawed();
	code = (int32_t *)(uintptr_t)kb->flag[0].when.code;
	code[kb->flag[0].when.n - 1]++;
	assert_string_equal(kb_difference(a, test_kb(), kb), "flag[0].when");
	kb = (struct kb *)(uintptr_t)thawed();
	((struct help *)(uintptr_t)kb->item[0].helps)->cite.confidence = CONFIDENCE_NONE;
	assert_string_equal(kb_difference(a, test_kb(), kb), "item[0].helps[0].cite[0].confidence");
	assert_non_null(f->id);
}

static void what_follows_is_made_anew(void **state)
{
	const struct kb *kb = thawed();
	const struct chain *x = test_kb()->chain, *y = kb->chain;
	size_t n = (size_t)x->n;

	(void)state;
	assert_int_equal(x->n, y->n);
	assert_memory_equal(x->first, y->first, sizeof(*x->first) * (n + 1));
	assert_memory_equal(x->reach, y->reach, sizeof(*x->reach) * n * n);
	assert_memory_equal(x->pain, y->pain, sizeof(*x->pain) * n * (size_t)test_kb()->n_regions);
	assert_memory_equal(test_kb()->track, kb->track, sizeof(*kb->track));
	assert_memory_equal(test_kb()->worked, kb->worked, sizeof(*kb->worked));
	assert_memory_equal(test_kb()->trial, kb->trial, sizeof(*kb->trial));
}

static void the_same_knowledge_gives_the_same_bytes(void **state)
{
	struct frozen x = kb_freeze(a, test_kb()), y = kb_freeze(a, thawed());

	(void)state;
	assert_int_equal(x.n, y.n);
	assert_memory_equal(x.at, y.at, x.n);
	print_message("frozen: %zu bytes\n", x.n);
}

/* ---- the tables name every field ---- */

/* Behind one another: kb->ids, kb->chain, kb->track, kb->worked, kb->trial, kb->biosignal. */
enum { MADE_ANEW = 6 * sizeof(void *) };
_Static_assert(offsetof(struct kb, biosignal) == offsetof(struct kb, ids) + MADE_ANEW - sizeof(void *), "what thawing makes anew");

static int by_place(const void *x, const void *y)
{
	const struct field *f = x, *g = y;

	return (f->at > g->at) - (f->at < g->at);
}

/* The bytes of a struct that its table names, and what follows from them: lists with their counts, the code of a rule. */
static void cover(const struct layout *l, char *named)
{
	for (int i = 0; i < l->n; i++) {
		const struct field *f = &l->field[i];

		for (size_t k = 0; k < f->size; k++) {
			if (named[f->at + k])
				fail_msg("%s.%s lies on another field", l->name, f->name);
			named[f->at + k] = 1;
		}
		if (f->kind == FIELD_LIST || f->kind == FIELD_TEXTS)
			memset(named + f->count, 1, sizeof(int));
	}
}

/* Bytes no table names are holes before a field with a larger alignment, shorter than that, or the end of the struct. */
static void complete(const struct layout *l)
{
	struct field *f = NEWS(a, struct field, (size_t)l->n);
	char *named = NEWS(a, char, l->size + 1);
	size_t hole = 0;

	cover(l, named);
	if (l == &kb_layout)
		memset(named + offsetof(struct kb, ids), 1, MADE_ANEW);
	memcpy(f, l->field, sizeof(*f) * (size_t)l->n);
	qsort(f, (size_t)l->n, sizeof(*f), by_place);
	for (size_t at = 0; at <= l->size; at++) {
		hole = at < l->size && !named[at] ? hole + 1 : 0;
		if (hole >= sizeof(void *) || (hole == sizeof(int) && at % sizeof(void *) == sizeof(int) - 1))
			fail_msg("%s: the table does not name what lies at byte %zu", l->name, at);
	}
	for (int i = 0; i < l->n; i++)
		if (l->field[i].of)
			complete(l->field[i].of);
}

static void no_field_is_forgotten(void **state)
{
	(void)state;
	complete(&kb_layout);
}

/* What a struct holds where its table names nothing stays 0 in all of the knowledge: so no small field hides in a hole. */
static void unnamed_is_empty(const struct layout *l, const char *first, int n)
{
	char *named = NEWS(a, char, l->size + 1);

	cover(l, named);
	for (int i = 0; i < n; i++) {
		const char *at = first + (size_t)i * l->size;

		for (size_t k = 0; k < l->size; k++)
			if (!named[k] && at[k] && !(l == &kb_layout && k >= offsetof(struct kb, ids) && k < offsetof(struct kb, ids) + MADE_ANEW))
				fail_msg("%s[%d]: byte %zu holds something that no table names", l->name, i, k);
		for (int k = 0; k < l->n; k++) {
			const struct field *f = &l->field[k];

			if (f->kind == FIELD_LIST)
				unnamed_is_empty(f->of, *(const char *const *)(const void *)(at + f->at), *(const int *)(const void *)(at + f->count));
		}
	}
}

static void nothing_hides(void **state)
{
	(void)state;
	unnamed_is_empty(&kb_layout, (const char *)test_kb(), 1);
}

/* ---- damage ---- */

static void refused(const char *at, size_t n, const char *what)
{
	struct err err = { 0 };

	if (kb_thaw(a, at, n, &err))
		fail_msg("%s was taken for knowledge", what);
	assert_int_equal(err.code, ERR_INPUT);
	assert_true(err.detail[0] != 0);
}

static void damage_is_refused(void **state)
{
	struct frozen f = kb_freeze(a, test_kb());
	char *copy = arena_copy(a, f.at, f.n + 1);
	struct arena *keep = a;
	struct rng r = rng_new(7);

	(void)state;
	a = arena_new((size_t)256 << 20);
	for (size_t n = 0; n < f.n; n += n < 64 ? 1 : f.n / 97) {
		refused(copy, n, "a part");
		arena_reset(a);
	}
	refused(copy, f.n + 1, "more");
	for (int i = 0; i < 300; i++) {
		size_t at = (size_t)(rng_unit(&r) * (double)f.n);
		char was = copy[at];

		copy[at] = (char)(was ^ (1 << i % 8));
		refused(copy, f.n, "a changed bit");
		copy[at] = was;
		arena_reset(a);
	}
	arena_end(a);
	a = keep;
}

/* Sets the sum right, as somebody would who changes the bytes on purpose. */
static void seal_again(char *at, size_t n)
{
	uint64_t sum = kb_fnv(FNV_START, at + FROZEN_HEAD, n - FROZEN_HEAD);

	for (int i = 0; i < 8; i++)
		at[16 + i] = (char)(sum >> 8 * i & 255);
}

static void ignore(const struct remark *r, void *arg)
{
	(void)r;
	(void)arg;
}

/* Changed on purpose, it is refused or it is sound: everything can be walked, checked, screened, frozen and thawed again. */
static void a_forged_sum_does_no_harm(void **state)
{
	struct frozen f = kb_freeze(a, test_kb());
	char *copy = arena_copy(a, f.at, f.n);
	struct arena *keep = a;
	struct rng r = rng_new(11);
	int taken = 0, turned_down = 0;
	size_t texts = FROZEN_HEAD + 4 + (size_t)(unsigned char)copy[24] + ((size_t)(unsigned char)copy[25] << 8) + ((size_t)(unsigned char)copy[26] << 16);

	(void)state;
	a = arena_new((size_t)512 << 20);
	for (int i = 0, n = test_many(400); i < n; i++) {
		size_t at = texts + (size_t)(rng_unit(&r) * (double)(f.n - texts));
		struct err err = { 0 };
		char was = copy[at];

		copy[at] = (char)(was + 1 + (int)(rng_unit(&r) * 250));
		seal_again(copy, f.n);
		const struct kb *kb = kb_thaw(a, copy, f.n, &err);
		if (kb && i % 20 == 0)
			kb_check(a, kb, ignore, NULL);
		if (kb) {
			struct frozen again = kb_freeze(a, kb);
			struct err none = { 0 };
			const struct kb *twice = kb_thaw(a, again.at, again.n, &none);

			screen(a, kb, case_new(a, kb));
			assert_non_null(twice);
			assert_null(kb_difference(a, kb, twice));
		}
		taken += kb != NULL;
		turned_down += kb == NULL;
		copy[at] = was;
		arena_reset(a);
	}
	arena_end(a);
	a = keep;
	print_message("forged: %d refused, %d sound\n", turned_down, taken);
	assert_true(taken > test_many(20) && turned_down > test_many(100));
}

static void an_empty_knowledge_freezes_too(void **state)
{
	struct err err = { 0 };
	const struct kb *kb = test_load(a, &err, "sources/x.yaml", "sources:\n  - { id: S1, authors: S, year: 2020, journal: J }\n", NULL), *again;

	(void)state;
	assert_non_null(kb);
	struct frozen f = kb_freeze(a, kb);
	again = kb_thaw(a, f.at, f.n, &err);
	assert_non_null(again);
	assert_null(kb_difference(a, kb, again));
	assert_string_equal(again->source[0].authors, "S");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thaw_equals_load),
		cmocka_unit_test(a_change_is_named),
		cmocka_unit_test(what_follows_is_made_anew),
		cmocka_unit_test(the_same_knowledge_gives_the_same_bytes),
		cmocka_unit_test(no_field_is_forgotten),
		cmocka_unit_test(nothing_hides),
		cmocka_unit_test(damage_is_refused),
		cmocka_unit_test(a_forged_sum_does_no_harm),
		cmocka_unit_test(an_empty_knowledge_freezes_too),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
