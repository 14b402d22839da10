/* core/kb_body.c -- the muscles: what a hand can tell apart, where they attach and refer, what joins and loads them, and what tests them. */
#include "core/kb_raw.h"

#include "base/str.h"
#include "core/kb_sound.h"

static bool share(struct loading *l, const struct where *w, const char *field, const char *text, double least, double *out)
{
	if (!kb_number(l, w, field, text, out))
		return false;
	return (*out >= least && *out <= 1) || kb_bad(l, w, field, "%g is not between %g and 1", *out, least);
}

/* Palpation is a finding like any other: one for each unit and side, made here so that no list can forget one. */
static struct raw_finding palpation(struct loading *l, const struct raw_unit *u, const char *side)
{
	static const char *const words[] = { "Not tender", "Tender", "Tender, and it is the pain they know" };
	static const char *const values[] = { "0", "1", "2" };
	struct raw_finding f = { .where = u->where, .module = MODULE_EXAM, .by = BY_THERAPIST, .asked = ASKED_INTAKE | ASKED_SESSION,
		.min = "0", .max = "2", .seconds = "15", .n_options = 3 };

	f.is.id = arena_fmt(l->a, "palpate_%s_%s", u->is.id, side);
	f.is.name = arena_fmt(l->a, "%s, %s", u->is.name, side);
	f.is.ask = u->is.palpate;
	f.is.why = "Tenderness alone is common. That the pressure brings the pain they know is what counts; examiners agree on that only fairly.";
	f.option = NEWS(l->scratch, struct raw_option, 3);
	for (int i = 0; i < 3; i++)
		f.option[i] = (struct raw_option){ values[i], words[i] };
	return f;
}

bool kb_take_units(struct loading *l)
{
	static const char *const sides[] = { "left", "right" };
	struct kb *kb = l->kb;
	unsigned n = l->raw.n_findings + 2 * l->raw.n_units;
	struct raw_finding *all = NEWS(l->scratch, struct raw_finding, n + 1);

	kb->unit = NEWS(l->a, struct unit, l->raw.n_units + 1);
	for (unsigned i = 0; i < l->raw.n_findings; i++)
		all[i] = l->raw.finding[i];
	for (unsigned i = 0; i < l->raw.n_units; i++) {
		kb->unit[i] = l->raw.unit[i].is;
		kb->unit[i].where = l->raw.unit[i].where;
		const char *at = l->raw.unit[i].at;
		kb->unit[i].region = at ? kb_region(kb, arena_fmt(l->scratch, "%s_left", at)) : -1;
		if (at && kb->unit[i].region < 0)
			return kb_bad(l, &kb->unit[i].where, "at", "there is no region \"%.64s\"", at);
		for (int s = 0; s < 2; s++)
			all[l->raw.n_findings + 2 * i + (unsigned)s] = palpation(l, &l->raw.unit[i], sides[s]);
	}
	kb->n_units = (int)l->raw.n_units;
	l->raw.finding = all;
	l->raw.n_findings = n;
	return true;
}

static bool take_referrals(struct loading *l, const struct raw_muscle *r, struct muscle *m)
{
	struct referral *out = NEWS(l->a, struct referral, r->n_refers + 1);

	for (unsigned i = 0; i < r->n_refers; i++) {
		const char *left = arena_fmt(l->scratch, "%s_left", r->refers[i].region);

		out[i].region = kb_region(l->kb, left);
		out[i].opposite = r->refers[i].opposite;
		if (out[i].region < 0)
			return kb_bad(l, &r->where, "refers: region", "there is no region \"%.64s\"", r->refers[i].region);
		if (!share(l, &r->where, "refers: strength", r->refers[i].strength, 0, &out[i].strength))
			return false;
	}
	m->refers = out;
	m->n_refers = (int)r->n_refers;
	return true;
}

static bool take_arms(struct loading *l, const struct raw_muscle *r, struct arms *a)
{
	const struct where *w = &r->where;

	return kb_number(l, w, "hip_flexion", r->hip_flexion, &a->hip_flexion) && kb_number(l, w, "hip_adduction", r->hip_adduction, &a->hip_adduction) &&
		kb_number(l, w, "lumbar_extension", r->lumbar_extension, &a->lumbar_extension) &&
		kb_number(l, w, "lumbar_side", r->lumbar_side, &a->lumbar_side) && kb_number(l, w, "force", r->force, &a->force) &&
		kb_number(l, w, "length", r->length, &a->length);
}

static bool take_muscle(struct loading *l, const struct raw_muscle *r, struct muscle *m)
{
	const struct where *w = &r->where;

	m->tends = (enum tendency)r->tends;
	return kb_name(l, w, "unit", KIND_UNIT, r->unit, &m->unit) && kb_name(l, w, "area", KIND_AREA, r->area, &m->area) &&
		share(l, w, "active", r->active, 1e-6, &m->active) && kb_names(l, w, "anchors", KIND_ANCHOR, &r->anchors, &m->anchors) &&
		kb_names(l, w, "synergists", KIND_MUSCLE, &r->synergists, &m->synergists) &&
		kb_names(l, w, "antagonists", KIND_MUSCLE, &r->antagonists, &m->antagonists) && take_referrals(l, r, m) &&
		take_arms(l, r, &m->arms) && kb_cited(l, w, &r->cite, &m->cite);
}

static bool take_fascia(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->fascia = NEWS(l->a, struct fascia, l->raw.n_fascia + 1);
	for (; kb->n_fascia < (int)l->raw.n_fascia; kb->n_fascia++) {
		const struct raw_fascia *r = &l->raw.fascia[kb->n_fascia];
		struct fascia *f = &kb->fascia[kb->n_fascia];

		*f = r->is;
		f->where = r->where;
		f->opposite = r->opposite;
		if (!kb_name(l, &r->where, "a", KIND_MUSCLE, r->a, &f->a) || !kb_name(l, &r->where, "b", KIND_MUSCLE, r->b, &f->b) ||
		    !share(l, &r->where, "weight", r->weight, 0, &f->weight) || !kb_cited(l, &r->where, &r->cite, &f->cite))
			return false;
	}
	return true;
}

static bool take_habits(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->habit = NEWS(l->a, struct habit, l->raw.n_habits + 1);
	for (; kb->n_habits < (int)l->raw.n_habits; kb->n_habits++) {
		const struct raw_habit *r = &l->raw.habit[kb->n_habits];
		struct habit *h = &kb->habit[kb->n_habits];
		struct load *loads = NEWS(l->a, struct load, r->n_loads + 1);

		*h = r->is;
		h->where = r->where;
		h->loads = loads;
		h->n_loads = (int)r->n_loads;
		for (unsigned i = 0; i < r->n_loads; i++) {
			loads[i].side = (enum load_side)r->loads[i].side;
			if (!kb_name(l, &r->where, "loads: muscle", KIND_MUSCLE, r->loads[i].muscle, &loads[i].muscle) ||
			    !share(l, &r->where, "loads: by", r->loads[i].by, -1, &loads[i].by))
				return false;
		}
		if (!kb_rule(l, &r->where, "when", r->when, &h->when) || (r->left && !kb_rule(l, &r->where, "left", r->left, &h->left)) ||
		    (r->right && !kb_rule(l, &r->where, "right", r->right, &h->right)) || !kb_cited(l, &r->where, &r->cite, &h->cite))
			return false;
	}
	return true;
}

static bool take_tells(struct loading *l, const struct raw_test *r, struct muscle_test *t)
{
	struct tested *out = NEWS(l->a, struct tested, r->tight.n + r->weak.n + 1);
	struct ids tight, weak;

	if (!kb_names(l, &r->where, "tight", KIND_MUSCLE, &r->tight, &tight) || !kb_names(l, &r->where, "weak", KIND_MUSCLE, &r->weak, &weak))
		return false;
	for (int i = 0; i < tight.n; i++)
		out[t->n_tells++] = (struct tested){ tight.at[i], false };
	for (int i = 0; i < weak.n; i++)
		out[t->n_tells++] = (struct tested){ weak.at[i], true };
	t->tells = out;
	return true;
}

static bool take_tests(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->muscle_test = NEWS(l->a, struct muscle_test, l->raw.n_tests + 1);
	for (; kb->n_muscle_tests < (int)l->raw.n_tests; kb->n_muscle_tests++) {
		const struct raw_test *r = &l->raw.test[kb->n_muscle_tests];
		struct muscle_test *t = &kb->muscle_test[kb->n_muscle_tests];
		const struct where *w = &r->where;

		*t = r->is;
		t->where = *w;
		t->low = r->low;
		if (!kb_name(l, w, "left", KIND_FINDING, r->left, &t->finding[0]) || !kb_name(l, w, "right", KIND_FINDING, r->right, &t->finding[1]) ||
		    !kb_number(l, w, "mean", r->mean, &t->mean) || !kb_number(l, w, "sd", r->sd, &t->sd) || !kb_number(l, w, "sem", r->sem, &t->sem) ||
		    !share(l, w, "sens", r->sens, 0, &t->sens) || !share(l, w, "spec", r->spec, 0, &t->spec) ||
		    !share(l, w, "kappa", r->kappa, 0, &t->kappa) || !take_tells(l, r, t) || !kb_cited(l, w, &r->cite, &t->cite))
			return false;
	}
	return true;
}

static bool take_joins(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->join = NEWS(l->a, struct join, l->raw.n_joins + 1);
	for (; kb->n_joins < (int)l->raw.n_joins; kb->n_joins++) {
		const struct raw_join *r = &l->raw.join[kb->n_joins];
		struct join *to = &kb->join[kb->n_joins];

		to->where = r->where;
		to->kind = r->kind;
		if (!kb_name(l, &r->where, "cause", KIND_CAUSE, r->cause, &to->cause) ||
		    !kb_names(l, &r->where, "areas", KIND_AREA, &r->areas, &to->areas) ||
		    !share(l, &r->where, "share", r->share, 0, &to->share) || !kb_cited(l, &r->where, &r->cite, &to->cite))
			return false;
	}
	return true;
}

static bool take_spreads(struct loading *l)
{
	static const char *const known[] = { "base", "relapse", "places" };
	struct kb *kb = l->kb;

	kb->spread = NEWS(l->a, struct spread_sign, l->raw.n_spreads + 1);
	for (; kb->n_spreads < (int)l->raw.n_spreads; kb->n_spreads++) {
		const struct raw_spread *r = &l->raw.spread[kb->n_spreads];
		struct spread_sign *to = &kb->spread[kb->n_spreads];
		bool by_id = false;

		*to = r->is;
		to->where = r->where;
		for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
			by_id |= str_equal(to->id, known[i]);
		if (by_id == (r->when != NULL))
			return kb_bad(l, &r->where, "when", "base, relapse and places have no condition, all others have one");
		if ((r->when && !kb_rule(l, &r->where, "when", r->when, &to->when)) || !kb_number(l, &r->where, "value", r->value, &to->value) ||
		    !kb_number(l, &r->where, "low", r->low, &to->low) || !kb_number(l, &r->where, "high", r->high, &to->high) ||
		    !kb_cited(l, &r->where, &r->cite, &to->cite))
			return false;
		if (!(to->low > 0 && to->low <= to->value && to->value <= to->high))
			return kb_bad(l, &r->where, "low", "a range runs from above 0 through its value");
	}
	return true;
}

static bool take_numbers(struct loading *l)
{
	struct kb *kb = l->kb;
	const struct where none = { "muscles/model.yaml", 0 };

	kb->number = NEWS(l->a, struct number, l->raw.n_numbers + 1);
	for (; kb->n_numbers < (int)l->raw.n_numbers; kb->n_numbers++) {
		const struct raw_number *r = &l->raw.number[kb->n_numbers];
		struct number *to = &kb->number[kb->n_numbers];

		*to = r->is;
		to->where = r->where;
		if (!kb_number(l, &r->where, "value", r->value, &to->value) || !kb_cited(l, &r->where, &r->cite, &to->cite))
			return false;
	}
	const char *missing = kb_number_missing(kb);
	if (missing)
		return kb_bad(l, &none, "numbers", "\"%s\" is missing: the chain of muscles or session mode needs it", missing);
	return true;
}

bool kb_take_body(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->anchor = NEWS(l->a, struct anchor, l->raw.n_anchors + 1);
	for (; kb->n_anchors < (int)l->raw.n_anchors; kb->n_anchors++) {
		const struct raw_anchor *r = &l->raw.anchor[kb->n_anchors];

		kb->anchor[kb->n_anchors] = (struct anchor){ r->is.id, r->is.name, r->paired, r->fascia, r->axial, r->where };
	}
	for (int i = 0; i < kb->n_units; i++)
		for (int s = 0; s < 2; s++)
			kb->unit[i].found[s] = kb_finding(kb, arena_fmt(l->scratch, "palpate_%s_%s", kb->unit[i].id, s ? "right" : "left"));
	kb->muscle = NEWS(l->a, struct muscle, l->raw.n_muscles + 1);
	for (unsigned i = 0; i < l->raw.n_muscles; i++) {       /* all names first: synergists name each other */
		kb->muscle[i] = l->raw.muscle[i].is;
		kb->muscle[i].where = l->raw.muscle[i].where;
	}
	kb->n_muscles = (int)l->raw.n_muscles;
	for (int i = 0; i < kb->n_muscles; i++)
		if (!take_muscle(l, &l->raw.muscle[i], &kb->muscle[i]))
			return false;
	return take_fascia(l) && take_habits(l) && take_tests(l) && take_joins(l) && take_spreads(l) && take_numbers(l);
}
