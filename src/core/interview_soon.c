/* core/interview_soon.c -- rules that send to a physician soon, and the question that settles most of one. */
#include "core/interview_parts.h"

#include "base/rng.h"
#include "core/reason.h"
#include "core/rule.h"

/* Design values, calibrated with `unknot bench interview` (docs/science/reason.md). */
enum { GUESSES = 200, OPEN_MOST = 32 };
static const double settled = 1.5e-3;      /* bits a second about a rule below which it counts as settled */
static const double usual_yes = 0.1;     /* share who say yes where the knowledge does not say */

static int guess(struct rng *rng, const struct finding *f)
{
	bool usual = rng_unit(rng) >= (f->base > 0 ? f->base : usual_yes);

	return f->is_bool ? !usual : f->n_options || f->cut > f->min ? (usual ? f->min : f->max) : f->min + rng_below(rng, f->max - f->min + 1);
}

/* Guesses by whether any open finding behind one question told something, and whether the rule came true then. */
struct told { int ask, n[2][2]; };

struct settling { double worth; int ask; };

static struct settling best_of(const struct asker *k, const struct told *told, int n, int yes)
{
	struct settling best = { 0, -1 };

	for (int i = 0; i < n; i++) {
		double left = 0;

		for (int t = 0; t < 2; t++) {
			int all = told[i].n[t][0] + told[i].n[t][1];

			left += all ? all * reason_entropy((double)told[i].n[t][1] / all) : 0;
		}
		double worth = (reason_entropy((double)yes / GUESSES) - left / GUESSES) / k->kb->finding[told[i].ask].seconds;
		if (worth > best.worth)
			best = (struct settling){ worth, told[i].ask };
	}
	return best;
}

/* One row for each question that may be asked; of[i]: the row of the open finding i, -1. */
static int rows_of(const struct asker *k, const int *open, int n, struct told *told, int *of)
{
	int n_told = 0;

	for (int i = 0; i < n; i++) {
		int ask = interview_asked_for(k, open[i]);

		of[i] = -1;
		for (int j = 0; ask >= 0 && j < n_told; j++)
			of[i] = told[j].ask == ask ? j : of[i];
		if (ask >= 0 && of[i] < 0) {
			of[i] = n_told;
			told[n_told++] = (struct told){ .ask = ask };
		}
	}
	return n_told;
}

/* A rule that answers have not settled, with the rest guessed. */
static struct settling settle(const struct asker *k, int flag)
{
	struct rng rng = rng_new(1 + (uint64_t)flag);
	const struct rule *when = &k->kb->flag[flag].when;
	int open[OPEN_MOST], of[OPEN_MOST], n = rule_missing(k->kb, when, k->c, false, open, OPEN_MOST), yes = 0;
	struct told told[OPEN_MOST];

	n = n < OPEN_MOST ? n : OPEN_MOST;
	int n_told = rows_of(k, open, n, told, of);
	for (int g = 0; g < GUESSES; g++) {
		bool tells[OPEN_MOST] = { false };

		for (int i = 0; i < n; i++) {
			const struct finding *f = &k->kb->finding[open[i]];

			k->c->answer[open[i]] = (int16_t)guess(&rng, f);
			if (of[i] >= 0)
				tells[of[i]] |= 2 * (k->c->answer[open[i]] - f->min) > f->max - f->min;
		}
		bool true_now = rule_eval(k->kb, when, k->c) == TRUTH_YES;
		yes += true_now;
		for (int i = 0; i < n_told; i++)
			told[i].n[tells[i]][true_now]++;
	}
	for (int i = 0; i < n; i++)
		k->c->answer[open[i]] = NOT_ASKED;
	return best_of(k, told, n_told, yes);
}

struct read { const struct kb *kb; int finding; bool found; };

static bool among(struct ids set, int x)
{
	for (int i = 0; i < set.n; i++)
		if (set.at[i] == x)
			return true;
	return false;
}

static void see_read(int finding, void *arg)
{
	struct read *r = arg;
	const struct finding *f = &r->kb->finding[finding];

	r->found |= finding == r->finding || among(f->opened_by, r->finding) || among(f->sum_of, r->finding);
}

bool interview_settles(const struct kb *kb, int finding)
{
	struct read r = { kb, finding, false };

	for (int i = 0; i < kb->n_flags && !r.found; i++)
		if (kb->flag[i].tier >= TIER_SOON)
			rule_findings(&kb->flag[i].when, see_read, &r);
	return r.found;
}

int interview_soon(const struct asker *k)
{
	struct settling best = { settled, -1 };

	for (int i = 0; i < k->kb->n_flags; i++) {
		if (k->kb->flag[i].tier < TIER_SOON || rule_eval(k->kb, &k->kb->flag[i].when, k->c) != TRUTH_NOT_ASKED)
			continue;
		struct settling s = settle(k, i);
		if (s.worth > best.worth)
			best = s;
	}
	return best.ask;
}
