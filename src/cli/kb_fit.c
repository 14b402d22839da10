/* cli/kb_fit.c -- unknot kb fit: what is published, what is built, what could be; proposals, never changes. */
#include "cli/kb_fit.h"

#include "base/json.h"
#include "core/belief_fit.h"

#include <math.h>

enum { OUT_MOST = 64 << 20 };
static const double within = 0.02;              /* figures are printed with two digits; a few hundredths nobody measured */

static const char *const verdicts[FIT_VERDICTS] = { "met", "can", "base_below", "other_base", "floor", "others", "against", "never" };

/* Likelihood ratios of a present and of an absent answer. */
static double ratio_present(const struct fit_pair *p)
{
	return p->sens / (1 - p->spec);
}

static double ratio_absent(const struct fit_pair *p)
{
	return (1 - p->sens) / p->spec;
}

static const struct cite *cite_of(const struct fit_figures *f, const struct fit_figure *g)
{
	const struct fitted *at = &f->at[g->of];

	return g->link < 0 ? &f->kb->finding[at->finding].base_cite : &f->kb->link[at->row[g->link]].cite;
}

/* ---- for people ---- */

static void put_cite(struct buf *b, const struct kb *kb, const struct cite *c)
{
	for (int i = 0; i < c->source.n; i++)
		buf_fmt(b, "%s, ", kb->source[c->source.at[i]].id);
	buf_str(b, confidence_name(c->confidence));
}

static void put_pair(struct buf *b, const char *what, const struct fit_pair *p)
{
	buf_fmt(b, "      %-9s  sens %.2f  spec %.2f  LR+ %5.2f  LR- %.2f", what, p->sens, p->spec, ratio_present(p), ratio_absent(p));
}

static void why_other_base(struct buf *b, const struct fit_figures *f, const struct fit_figure *g, const struct fit_link *l)
{
	const struct fitted *at = &f->at[g->of];

	if (g->base_of_design) {
		buf_fmt(b, "can be met with a base of %.2f (leak %.3f) instead of %.2f, which is our own choice", l->implied, l->leak,
			at->fit.want);
	} else {
		buf_fmt(b, "cannot be met: with a prior of %.3f this pair makes a base of %.2f (leak %.3f), published is %.2f (", l->prior,
			l->implied, l->leak, at->fit.want);
		put_cite(b, f->kb, &f->kb->finding[at->finding].base_cite);
		buf_char(b, ')');
	}
	if (isnan(l->share))
		buf_fmt(b, "; %.2f lies outside 1 - spec ... sens, so no prior fits it", at->fit.want);
	else
		buf_fmt(b, "; %.2f fits a prior of %.3f, not %.3f", at->fit.want, l->share, l->prior);
}

static void what_then(struct buf *b, const struct fit_figures *f, const struct fit_figure *g, const struct fit_link *l)
{
	buf_str(b, "      ");
	if (l->verdict == FIT_FLOOR)
		buf_fmt(b, "cannot be met: 1 - spec is %.2f, and the other causes make %.2f in those without this one, with no leak at all",
			1 - l->want.spec, l->least);
	else if (l->verdict == FIT_OTHERS)
		buf_fmt(b, "cannot be met: without this link already, other causes make it %.2f in those with this one: LR- %.2f",
			l->best.sens, ratio_absent(&l->best));
	else if (l->verdict == FIT_AGAINST)
		buf_str(b, "cannot be met: sens is not above 1 - spec, it speaks against, which a link cannot say");
	else if (l->verdict == FIT_NEVER)
		buf_fmt(b, "cannot be met: the prior of the cause is %g", l->prior);
	else if (l->verdict == FIT_PAIR)
		why_other_base(b, f, g, l);
	else
		buf_str(b, "can be met by the fitted numbers");
	enum confidence c = cite_of(f, g)->confidence;
	if (l->verdict == FIT_CAN && c != CONFIDENCE_HIGH)
		buf_fmt(b, "; damped on purpose, being %s", confidence_name(c));
	buf_char(b, '\n');
}

static void text_link(struct buf *b, const struct fit_figures *f, const struct fit_figure *g)
{
	const struct fitted *at = &f->at[g->of];
	const struct fit_link *l = &at->fit.link[g->link];
	const struct link *from = &f->kb->link[at->row[g->link]];

	buf_fmt(b, "%.2f  %s of %s  (%s:%d; ", g->off, f->kb->finding[at->finding].id, f->kb->cause[from->cause].id,
		from->where.file ? from->where.file : "?", from->where.line);
	put_cite(b, f->kb, &from->cite);
	buf_str(b, ")\n");
	put_pair(b, "published", &l->want);
	if (l->verdict != FIT_NEVER) {
		buf_char(b, '\n');
		put_pair(b, "built", &l->built);
		buf_fmt(b, "  q %.3f  leak %.3f\n", at->q[g->link], at->leak);
		put_pair(b, "fitted", &l->best);
		buf_fmt(b, "  q %.3f  leak %.3f", l->q, at->fit.leak);
	}
	buf_char(b, '\n');
	what_then(b, f, g, l);
}

static void text_base(struct buf *b, const struct fit_figures *f, const struct fit_figure *g)
{
	const struct fitted *at = &f->at[g->of];
	const struct finding *of = &f->kb->finding[at->finding];

	buf_fmt(b, "%.2f  base of %s  (%s:%d; ", g->off, of->id, of->where.file ? of->where.file : "?", of->where.line);
	put_cite(b, f->kb, &of->base_cite);
	buf_fmt(b, ")\n      published %.3f, built %.3f with leak %.3f\n", at->fit.want, at->fit.built, at->leak);
	if (g->verdict == FIT_CAN)
		buf_fmt(b, "      can be met: leak %.3f with the fitted links\n", at->fit.leak);
	else
		buf_fmt(b, "      cannot be met: the fitted links alone make %.2f, with no leak at all\n", at->fit.least);
}

/* Pairs that only the base stands against, and the base is ours. */
static int own_bases(const struct fit_figures *f, bool design)
{
	int n = 0;

	for (int i = 0; i < f->n_figures; i++)
		n += f->figure[i].design == design && f->figure[i].base_of_design && f->figure[i].verdict == FIT_PAIR;
	return n;
}

static void text_counts(struct buf *b, const struct fit_figures *f, bool pairs, bool design)
{
	static const char *const say[FIT_VERDICTS] = { [FIT_BASE] = "less than the causes make", [FIT_PAIR] = "another base or prior",
		[FIT_FLOOR] = "1 - spec below what other causes make", [FIT_OTHERS] = "sens below what other causes make",
		[FIT_AGAINST] = "speaks against", [FIT_NEVER] = "a prior of 0 or 1" };
	int count[FIT_VERDICTS], all = 0, ours = pairs ? own_bases(f, design) : 0;

	for (int v = 0; v < FIT_VERDICTS; v++)
		all += count[v] = fit_count(f, pairs, design, (enum fit_verdict)v);
	buf_fmt(b, "%d %s %s: %d met, %d can be met, ", all, design ? "designed" : "published", pairs ? "pairs of sens and spec" : "base rates",
		count[FIT_MET], count[FIT_CAN]);
	if (pairs)
		buf_fmt(b, "%d with another base of our own choice, ", ours);
	count[FIT_PAIR] -= ours;
	buf_fmt(b, "%d cannot", all - count[FIT_MET] - count[FIT_CAN] - ours);
	for (int v = FIT_CAN + 1, told = 0; v < FIT_VERDICTS; v++)
		if (count[v])
			buf_fmt(b, "%s %d %s", told++ ? "," : ":", count[v], say[v]);
	buf_char(b, '\n');
}

static void text(struct buf *b, const struct fit_figures *f)
{
	buf_fmt(b, "Published figures that the network does not give within %g, furthest off first.\n"
		"fitted: LR- of every pair and the base met, where they can be.\n\n", f->within);
	for (int i = 0; i < f->n_figures; i++) {
		const struct fit_figure *g = &f->figure[i];

		if (g->design || g->verdict == FIT_MET)
			continue;
		if (g->link < 0)
			text_base(b, f, g);
		else
			text_link(b, f, g);
	}
	buf_char(b, '\n');
	for (int k = 0; k < 4; k++)
		text_counts(b, f, k % 2 == 0, k >= 2);
	buf_str(b, "Designed figures are our own choice (DesignPriors) and stand in --json only. Nothing has been changed: an editor decides.\n");
}

/* ---- for programs ---- */

static void json_cite(struct json_out *j, const struct fit_figures *f, const struct fit_figure *g)
{
	const struct cite *c = cite_of(f, g);

	json_open(j, "source", '[');
	for (int i = 0; i < c->source.n; i++)
		json_put_text(j, NULL, f->kb->source[c->source.at[i]].id);
	json_close(j, ']');
	json_put_text(j, "confidence", confidence_name(c->confidence));
	json_put_bool(j, "design", g->design);
	json_put_bool(j, "base_of_design", g->base_of_design);
	json_put_text(j, "verdict", verdicts[g->verdict]);
	json_put_known(j, "off", g->off);
}

static void json_pair(struct json_out *j, const char *key, const struct fit_pair *p, double q, double leak)
{
	json_open(j, key, '{');
	json_put_known(j, "sens", p->sens);
	json_put_known(j, "spec", p->spec);
	json_put_known(j, "lr_present", ratio_present(p));
	json_put_known(j, "lr_absent", ratio_absent(p));
	if (!isnan(q)) {
		json_put_known(j, "q", q);
		json_put_known(j, "leak", leak);
	}
	json_close(j, '}');
}

static void json_base(struct json_out *j, const struct fitted *at)
{
	json_put_number(j, "published", at->fit.want);
	json_put_number(j, "built", at->fit.built);
	json_put_number(j, "fitted", at->fit.best);
	json_put_number(j, "least", at->fit.least);
	json_put_number(j, "leak_built", at->leak);
	json_put_number(j, "leak_fitted", at->fit.leak);
}

static void json_link(struct json_out *j, const struct fit_figures *f, const struct fitted *at, int link)
{
	const struct fit_link *l = &at->fit.link[link];

	json_put_text(j, "cause", f->kb->cause[f->kb->link[at->row[link]].cause].id);
	json_put_known(j, "prior", l->prior);
	json_pair(j, "published", &l->want, (double)NAN, (double)NAN);
	json_pair(j, "built", &l->built, at->q[link], at->leak);
	json_pair(j, "fitted", &l->best, l->q, at->fit.leak);
	json_put_known(j, "least_false_alarms", l->least);
	json_put_known(j, "implied_base", l->implied);
	json_put_known(j, "fitting_prior", l->share);
}

static void json_counts(struct json_out *j, const struct fit_figures *f, const char *key, bool pairs, bool design)
{
	json_open(j, key, '{');
	for (int v = 0; v < FIT_VERDICTS; v++)
		json_put_int(j, verdicts[v], fit_count(f, pairs, design, (enum fit_verdict)v));
	json_close(j, '}');
}

static void json_all(struct json_out *j, const struct fit_figures *f)
{
	json_open(j, NULL, '{');
	json_put_number(j, "within", f->within);
	json_counts(j, f, "published_pairs", true, false);
	json_counts(j, f, "published_bases", false, false);
	json_counts(j, f, "designed_pairs", true, true);
	json_counts(j, f, "designed_bases", false, true);
	json_open(j, "figures", '[');
	for (int i = 0; i < f->n_figures; i++) {
		const struct fit_figure *g = &f->figure[i];
		const struct fitted *at = &f->at[g->of];

		json_open(j, NULL, '{');
		json_put_text(j, "finding", f->kb->finding[at->finding].id);
		json_put_text(j, "figure", g->link < 0 ? "base" : "pair");
		json_cite(j, f, g);
		if (g->link < 0)
			json_base(j, at);
		else
			json_link(j, f, at, g->link);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
}

int kb_fit(struct cli *cli, const char *dir, bool json)
{
	struct err err = { 0 };
	const struct kb *kb = cli_kb(cli, dir, &err);
	struct buf b = buf_new(cli->arena, OUT_MOST);
	struct json_out j = json_writer(&b, true);
	struct fit_figures f;

	if (!kb || !belief_fit(cli->arena, kb, within, &f, &err))
		return cli_fail(cli, &err);
	if (json) {
		json_all(&j, &f);
		buf_char(&b, '\n');
	} else {
		text(&b, &f);
	}
	fwrite(b.at, 1, b.n, cli->out);
	return 0;
}
