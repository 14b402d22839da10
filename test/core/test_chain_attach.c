/* Where our muscles attach, beside the published incidence of tissues and muscles (Murphy 2018; muscles.md, check 3). */
#include "tables.h"

#include "core/case.h"

#include "one_arena.h"

/* Names of theirs by how they begin, ours by id; the finer names of theirs fall together. */
static const struct { const char *theirs, *ours; } same[] = {
	{ "Occipital", "base_of_the_skull" }, { "External Occipital", "base_of_the_skull" }, { "Temporal", "temporal_bone" },
	{ "Mandible", "lower_jaw" }, { "Zygomatic", "cheekbone" }, { "Hyoid", "hyoid_bone" }, { "Sternum", "breastbone" },
	{ "Sacrum", "sacrum" }, { "Coccyx", "tail_bone" }, { "Clavicle", "collarbone" }, { "Scapula", "shoulder_blade" },
	{ "Acromion", "shoulder_blade" }, { "Humerus", "upper_arm_bone" }, { "Radius", "radius" }, { "Ulna", "ulna" },
	{ "Iliac Crest", "hip_bone" }, { "Ilium", "hip_bone" }, { "Pubis", "hip_bone" }, { "Ischium", "hip_bone" },
	{ "Femur", "thigh_bone" }, { "Patella", "knee_cap" }, { "Tibia", "shin_bone" }, { "Pes Anserinus", "shin_bone" },
	{ "Fibula", "outer_lower_leg_bone" }, { "Calcaneus", "heel_bone" }, { "Navicular", "navicular_bone" }, { "Cuboid", "cuboid_bone" },
	{ "Medial Cuneiform 1", "inner_wedge_bone_of_the_foot" }, { "Medial Cuneiform 2", "middle_wedge_bone_of_the_foot" },
	{ "Medial Cuneiform 3", "outer_wedge_bone_of_the_foot" }, { "Ligamentum Nuchae", "neck_ligament" },
	{ "Thoracolumbar", "thoracolumbar_fascia" }, { "Iliotibial", "iliotibial_band" }, { "Linea Alba", "midline_of_the_belly_wall" },
	{ "Rectus Sheath", "midline_of_the_belly_wall" }, { "Aponeurosis of External", "midline_of_the_belly_wall" },
	{ "Sacrotuberous", "sacrotuberous_ligament" }, { "Central Tendon", "central_tendon_of_the_diaphragm" } };

/* Our anchor for a tissue of theirs; -1: a sheet or tendon that has no name in ours. */
static int anchor_of(const struct kb *kb, const char *tissue)
{
	const char *id = NULL;
	int number;

	if (!tissue)
		return -1;
	if ((*tissue == 'C' || *tissue == 'T' || *tissue == 'L') && tissue[1] >= '0' && tissue[1] <= '9')
		id = arena_fmt(a, "vertebra_%c%d", tissue[0] + 'a' - 'A', (int)strtol(tissue + 1, NULL, 10));
	else if (sscanf(tissue, "Ribs %d", &number) == 1)
		id = arena_fmt(a, "rib_%d", number);
	else if (sscanf(tissue, "Metatarsal %d", &number) == 1)
		id = arena_fmt(a, "metatarsal_%d", number);
	else if (str_begins(tissue, "Foot ") && strstr(tissue, "Phalanx"))
		id = strstr(tissue, "Phalanx 1") ? "bone_big_toe" : "bone_toes_two_to_five";
	for (size_t i = 0; !id && i < sizeof(same) / sizeof(*same); i++)
		if (str_begins(tissue, same[i].theirs))
			id = arena_fmt(a, "bone_%s", same[i].ours);
	return id ? kb_find(kb, KIND_ANCHOR, id) : -1;
}

/* The number of theirs for a muscle of ours by its Latin name, when it is one for one. */
static const char *counterpart(const struct table *own, const struct table *edges, const char *latin)
{
	const char *id = NULL, *found = NULL;

	for (int i = 1; i < own->rows; i++)
		if (str_equal(cell(own, i, "ta2_name"), latin))
			id = cell(own, i, "id");
	for (int i = 1; id && i < edges->rows; i++)
		if (str_equal(cell(edges, i, "hyperedge"), id) && !str_equal(cell(edges, i, "murphy_index"), ""))
			found = cell(edges, i, "murphy_index");
	return found;
}

struct shared { int both, either, unnamed; };

static struct shared compare(const struct kb *kb, const struct muscle *m, const struct table *on, const char *theirs)
{
	bool *ours = NEWS(a, bool, kb->n_anchors), *other = NEWS(a, bool, kb->n_anchors);
	struct shared s = { 0, 0, 0 };

	for (int i = 0; i < m->anchors.n; i++)
		ours[m->anchors.at[i]] = true;
	for (int i = 1; i < on->rows; i++) {
		if (!str_equal(cell(on, i, "murphy_index"), theirs))
			continue;
		int at = anchor_of(kb, cell(on, i, "bone_or_tissue"));

		if (at >= 0)
			other[at] = true;
		else
			s.unnamed++;
	}
	for (int i = 0; i < kb->n_anchors; i++) {
		s.both += ours[i] && other[i];
		s.either += ours[i] || other[i];
	}
	return s;
}

static void attachments_agree_with_the_published_ones(void **state)
{
	const struct kb *kb = test_kb();
	struct table own = table_read(a, "muscles_own"), edges = table_read(a, "attach_full_halfbody"), on = table_read(a, "murphy_incidence");
	double named = 0, strict = 0;
	int n = 0, whole = 0;

	(void)state;
	if (!own.cell || !edges.cell || !on.cell) {
		print_message("the tables of the evidence are not beside this tree: skipped\n");
		skip();
	}
	for (int i = 0; i < kb->n_muscles; i++) {
		const char *theirs = counterpart(&own, &edges, kb->muscle[i].latin);

		if (!theirs)
			continue;
		struct shared s = compare(kb, &kb->muscle[i], &on, theirs);
		named += (double)s.both / s.either;
		strict += (double)s.both / (s.either + s.unnamed);
		whole += s.both == s.either;
		n++;
	}
	print_message("%d muscles with one counterpart: mean Jaccard %.3f, with their sheets and tendons that have no name in ours %.3f; %d the same\n", n,
		named / n, strict / n, whole);
	assert_true(n >= 90 && whole >= 50);
	assert_true(strict / n >= 0.80 && named / n >= 0.85);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attachments_agree_with_the_published_ones),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
