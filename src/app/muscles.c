/* app/muscles.c -- which drivers are shown, and the path of each in words. */
#include "app/muscles.h"

#include <math.h>

static const double worth_saying = 0.1;          /* natural-log odds: times 1.1 */
static const double hardly_ever = 0.001;              /* so unlikely (endometriosis in a man) that an empty place says nothing more */

static const char *side_name(int side)
{
	return side ? "right" : "left";
}

static const char *why_words(struct arena *a, const struct kb *kb, const struct chain_edge *e)
{
	switch (e->why) {
	case CHAIN_BONE:
		return arena_fmt(a, "both attach to: %s", kb->anchor[e->which].name);
	case CHAIN_SYNERGIST:
		return "they work together";
	case CHAIN_ANTAGONIST:
		return "they work against each other";
	case CHAIN_FASCIA:
		return arena_fmt(a, "fascia: %s (continuity %s)", kb->fascia[e->which].line, kb->fascia[e->which].shown);
	}
	return "";
}

static enum confidence why_confidence(const struct kb *kb, const struct chain_edge *e)
{
	return e->why == CHAIN_FASCIA ? kb->fascia[e->which].cite.confidence : e->why == CHAIN_BONE ? CONFIDENCE_HIGH : CONFIDENCE_LOW;
}

static void add_steps(struct arena *a, const struct kb *kb, const struct driver *d, struct muscle_shown *out)
{
	out->step = NEWS(a, struct muscle_step, d->n_path + 1);
	for (int i = 0; i < d->n_path; i++) {
		const struct chain_edge *e = d->path[i].edge;
		const struct muscle *m = &kb->muscle[e->to / 2];

		out->step[out->n_steps++] = (struct muscle_step){ m->id, arena_fmt(a, "%s, %s", m->name, side_name(e->to % 2)), why_words(a, kb, e),
			confidence_name(why_confidence(kb, e)) };
	}
	if (d->region >= 0) {
		const struct region *r = &kb->region[d->region];

		out->step[out->n_steps++] = (struct muscle_step){ r->id, r->name, d->n_path ? "that muscle refers pain there" : "it refers pain there",
			confidence_name(kb->muscle[d->muscle / 2].cite.confidence) };
	}
}

static const char *sentence(struct arena *a, const struct kb *kb, const struct muscle_shown *m)
{
	const struct driver *d = m->driver;
	const char *text = arena_fmt(a, "%s, %s", kb->muscle[d->muscle / 2].name, side_name(d->muscle % 2));

	if (!m->n_steps)
		return arena_fmt(a, "%s: tests or hands speak for it; it does not refer to what is marked.", text);
	for (int i = 0; i < m->n_steps; i++)
		text = arena_fmt(a, "%s → %s (%s; %s)", text, m->step[i].name, m->step[i].because, m->step[i].confidence);
	return arena_fmt(a, "%s.", text);
}

static const struct region *lies_at(const struct kb *kb, const struct driver *d)
{
	int left = kb->unit[d->unit].region;

	return left < 0 ? NULL : &kb->region[d->side == SIDE_RIGHT ? kb->region[left].mirror : left];
}

/* May hands press there at all? */
static bool may_press(const struct assess *as, const struct region *at)
{
	for (int i = 0; at && i < as->kb->n_items; i++)
		if (as->kb->item[i].who == WHO_THERAPIST && as->kb->item[i].pressure_min &&
		    screen_pressure(as->kb, as->s, i, (int)(at - as->kb->region)) > 0)
			return true;
	return !at;
}

struct muscles_shown muscles_shown(struct arena *a, const struct assess *as)
{
	struct muscles_shown out = { NEWS(a, struct muscle_shown, MUSCLES_SHOWN), 0, false };
	const struct drivers *d = &as->b.drivers;
	const struct kb *kb = as->kb;

	for (int i = 0; i < d->n && out.n < MUSCLES_SHOWN; i++) {
		struct muscle_shown *m = &out.at[out.n];

		if (d->at[i].p < driver_least || d->at[i].p <= 1.2 * d->at[i].before)
			continue;
		out.held |= as->s->tier >= TIER_URGENT;
		if (out.held || !may_press(as, lies_at(kb, &d->at[i])))
			continue;
		*m = (struct muscle_shown){ .driver = &d->at[i], .unit = &kb->unit[d->at[i].unit], .side = side_name(d->at[i].side == SIDE_RIGHT),
			.at = lies_at(kb, &d->at[i]), .to = d->at[i].region >= 0 ? &kb->region[d->at[i].region] : NULL };
		add_steps(a, kb, &d->at[i], m);
		m->sentence = sentence(a, kb, m);
		out.n++;
	}
	return out;
}

const char *muscles_doubt(struct arena *a, const struct belief *b)
{
	if (!b->drivers.ranks)
		return NULL;
	if (b->drivers.bound < 1)
		return arena_fmt(a, "The chance of each could be off by up to %.0f in 100, so only their order is told.", ceil(100 * b->drivers.bound));
	return "With so much marked, nobody can say how far off the chance of each would be, so only their order is told.";
}

const char *muscles_say(struct arena *a, const struct kb *kb, const struct belief *b)
{
	const struct drivers *d = &b->drivers;
	const char *speak = NULL, *silent = NULL;

	for (int c = 0; d->says && c < kb->n_causes; c++) {
		if (d->silent[c] && b->by_cause[c] < hardly_ever)
			continue;
		if (d->silent[c])
			silent = arena_fmt(a, "%s%s%s", silent ? silent : "", silent ? "; " : "", kb->cause[c].name);
		else if (fabs(d->says[c]) >= worth_saying)
			speak = arena_fmt(a, "%s%s%s (odds times %.2f)", speak ? speak : "", speak ? "; " : "", kb->cause[c].name, exp(d->says[c]));
	}
	if (speak)
		speak = arena_fmt(a, "For causes, marks and hands say: %s. At most times %.0f, and never of a danger.", speak, kb_number_of(kb, "map_most"));
	if (silent)
		silent = arena_fmt(a, "Nothing is marked where these would be felt, which makes them less likely: %s.", silent);
	return speak && silent ? arena_fmt(a, "%s %s", speak, silent) : speak ? speak : silent;
}

const char *muscles_spread(struct arena *a, const struct kb *kb, const struct person_case *c)
{
	static const char *const words[] = { [OUTLOOK_SAME] = "most likely the same areas", [OUTLOOK_OPEN] = "most likely the same areas, less surely so",
		[OUTLOOK_WIDER] = "pain in most of the body is likelier than not" };
	/* of those who have it in most of the body now */
	static const char *const fewer[] = { [OUTLOOK_SAME] = "most likely fewer areas than now", [OUTLOOK_OPEN] = "most likely fewer areas than now, less surely so",
		[OUTLOOK_WIDER] = "most likely the same areas" };
	struct chain_spread s;
	bool any = false;

	for (int r = 0; r < kb->n_regions; r++)
		any |= c->mark[r] > 0;
	if (!any || !kb->n_spreads)
		return NULL;
	chain_spread(a, kb, c, SPREAD_YEARS, &s);
	return arena_fmt(a, "In %d years: %s. Of 100 such people about %.0f (%.0f to %.0f) %s pain in most of the body.", SPREAD_YEARS, (s.widespread ? fewer : words)[s.outlook],
		100 * s.mean, 100 * s.low, 100 * s.high, s.widespread ? "still have" : "have");
}
