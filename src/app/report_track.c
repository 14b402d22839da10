/* app/report_track.c -- state by day, verdict, proposal. */
#include "app/report_track.h"

#include "app/report_text.h"
#include "app/report_worked.h"
#include "base/fmt.h"
#include "base/json.h"
#include "base/version.h"

#include <math.h>

enum { TRACK_TEXT_MOST = 16 << 20 };

static const char *const measure_name[TRACK_MEASURES] = { [TRACK_PAIN] = "pain", [TRACK_FUNCTION] = "function",
	[TRACK_MOOD] = "mood", [TRACK_SLEEP] = "sleep" };

const char *report_proposal(enum proposed p)
{
	switch (p) {
	case PROPOSE_NOTHING:
		return "Go on as planned and keep checking in; it is too early to say.";
	case PROPOSE_GO_ON:
		return "Go on with the plan as it is.";
	case PROPOSE_SMALLER_STEPS:
		return "Make the practice smaller and easier before judging the plan; ask kindly what stands in the way.";
	case PROPOSE_MIND:
		return "Progress has levelled off. Turn to the side of the mind, which had less so far, rather than to more pressure.";
	case PROPOSE_BODY:
		return "Progress has levelled off. Turn to movement, which had less so far, rather than to more pressure.";
	case PROPOSE_SCREEN:
		return "Ask the danger questions again before anything else, then look at the plan together.";
	}
	return "";
}

static void put_days(struct json_out *j, const struct checkins *c, const struct tracked *t)
{
	json_open(j, "state", '[');
	for (int i = 0; i < c->days.n; i++) {
		char iso[11];

		day_iso(c->first + i, iso);
		json_open(j, NULL, '{');
		json_put_text(j, "date", iso);
		for (int m = 0; m < TRACK_MEASURES; m++) {
			const struct track_point *p = t->measure[m].at ? &t->measure[m].at[i] : NULL;

			if (!p)
				continue;
			json_open(j, measure_name[m], '{');
			json_put_number(j, "level", p->level);
			json_put_number(j, "low", p->low);
			json_put_number(j, "high", p->high);
			json_put_number(j, "slope", p->slope);
			json_close(j, '}');
		}
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_measures(struct json_out *j, const struct tracked *t)
{
	json_open(j, "measures", '{');
	for (int m = 0; m < TRACK_MEASURES; m++) {
		const struct track_measure *of = &t->measure[m];

		if (!of->seen)
			continue;
		json_open(j, measure_name[m], '{');
		json_put_int(j, "days", of->seen);
		json_put_number(j, "noise", of->noise);
		json_put_number(j, "gain", of->gain);
		json_put_number(j, "gain_sd", of->gain_sd);
		json_close(j, '}');
	}
	json_close(j, '}');
}

/* Which side had less, of practice done of that due; NULL when that is not known or even. */
static const char *had_less(const struct proposal *p)
{
	if (isnan(p->mind_used) || isnan(p->body_used) || p->mind_used == p->body_used)
		return NULL;
	return p->mind_used < p->body_used ? "mind" : "body";
}

static void put_proposal(struct json_out *j, const struct kb *kb, const struct proposal *p)
{
	const char *less = had_less(p);

	json_open(j, "proposal", '{');
	json_put_text(j, "what", proposed_name(p->what));
	json_put_text(j, "text", report_proposal(p->what));
	json_put_known(j, "mind_used", p->mind_used);
	json_put_known(j, "body_used", p->body_used);
	if (less)
		json_put_text(j, "had_less", less);
	else
		json_put_null(j, "had_less");
	json_put_bool(j, "mood_low", p->mood_low);
	json_put_bool(j, "sleep_low", p->sleep_low);
	json_open(j, "ask_again", '[');
	for (int i = 0; p->ask_again && i < kb->n_stalls; i++) {
		const struct instrument *of = &kb->instrument[kb->stall[i].instrument];

		json_open(j, NULL, '{');
		json_put_text(j, "measure", of->id);
		json_put_text(j, "lesson_if", of->low_is_better ? "high" : "low");
		json_put_text(j, "lesson", kb->lesson[kb->stall[i].lesson].id);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
}

const char *report_track(struct arena *a, const struct kb *kb, const struct checkins *c, const struct tracked *t,
	const struct worked *w)
{
	struct buf b = buf_new(a, TRACK_TEXT_MOST);
	struct json_out j = json_writer(&b, true);

	json_open(&j, NULL, '{');
	json_put_text(&j, "verdict", verdict_name(t->verdict));
	json_put_number(&j, "probability", t->probability);
	json_put_number(&j, "improving", t->said.improving);
	json_put_number(&j, "plateau", t->said.plateau);
	json_put_number(&j, "worsening", t->said.worsening);
	json_put_int(&j, "days", t->days);
	json_put_int(&j, "window", t->window);
	json_open(&j, "last_week", '{');
	json_put_int(&j, "checkins", t->week_checkins);
	json_put_int(&j, "wanted", t->week_wanted);
	json_close(&j, '}');
	json_put_known(&j, "adherence", t->adherence);
	put_measures(&j, t);
	put_days(&j, c, t);
	put_proposal(&j, kb, &t->proposal);
	if (w)
		report_worked_put(&j, kb, w);
	json_put_text(&j, "version", UNKNOT_VERSION);
	json_close(&j, '}');
	buf_char(&b, '\n');
	return b.at;
}

/* ---- text ---- */

const char *report_verdict(struct arena *a, const struct tracked *t)
{
	double p = t->probability * 100;

	switch (t->verdict) {
	case VERDICT_CANNOT_TELL:
		if (t->days < TRACK_LEAST_DAYS)
			return arena_fmt(a, "Cannot tell yet: %s so far, and %d are needed.", fmt_count(t->days, "day", "days"),
				(int)TRACK_LEAST_DAYS);
		if (t->plateau > t->improving && t->plateau > t->worsening)
			return "Cannot tell yet: little change so far, and it is too early to call it a plateau.";
		return "Cannot tell yet: the days say too little so far.";
	case VERDICT_IMPROVING:
		return arena_fmt(a, "%s over the last %d days (%.0f in 100 sure).", p < 50 ? "Perhaps improving" : "Improving", t->window, p);
	case VERDICT_PLATEAU:
		return arena_fmt(a, "A plateau over the last %d days (%.0f in 100 sure).", t->window, p);
	case VERDICT_WORSENING:
		return arena_fmt(a, "%s over the last %d days (%.0f in 100 sure).", p < 50 ? "Perhaps worsening" : "Worsening", t->window, p);
	case VERDICT_UNDER_DOSED:
		return arena_fmt(a, "Little change over the last %d days (%.0f in 100 sure), and the plan has had little room so far. "
			"So this is no verdict on the plan.", t->window, p);
	}
	return "";
}

static void tell_measure(struct arena *a, struct buf *b, const struct checkins *c, const struct tracked *t, int m)
{
	static const char *const best[] = { [TRACK_PAIN] = "10 is worst", [TRACK_FUNCTION] = "limits of the day, 10 is worst",
		[TRACK_MOOD] = "10 is best", [TRACK_SLEEP] = "10 is best" };
	const struct track_measure *of = &t->measure[m];

	if (!of->at) {
		text_para(b, arena_fmt(a, "  %-9s", measure_name[m]), "no answers");
		return;
	}
	const struct track_point *now = &of->at[c->days.n - 1];
	text_para(b, arena_fmt(a, "  %-9s", measure_name[m]), arena_fmt(a, "now about %.1f (%.1f to %.1f; %s); %s %.1f, give or take %.1f "
		"(%s)", now->level, now->low, now->high, best[m], of->gain < 0 ? "worse by" : "better by", fabs(of->gain),
		1.645 * of->gain_sd, fmt_count(of->seen, "answer", "answers")));
}

/* Which side had less, and what is asked again with the lesson that answers it. */
static void tell_proposal(struct arena *a, struct buf *b, const struct kb *kb, const struct proposal *p)
{
	const char *less = had_less(p);

	text_para(b, "Proposal: ", report_proposal(p->what));
	if (less)
		text_para(b, "  ", arena_fmt(a, "Done of what was due: mind %.0f in 100, movement %.0f in 100.", p->mind_used * 100,
			p->body_used * 100));
	if (p->mood_low)
		text_para(b, "  ", "Mood is low or falling: ask about it.");
	if (p->sleep_low)
		text_para(b, "  ", "Sleep is low or falling: ask about it.");
	if (p->ask_again && kb->n_stalls)
		text_para(b, "  ", "Ask these again first; each has a lesson that answers it:");
	for (int i = 0; p->ask_again && i < kb->n_stalls; i++) {
		const struct instrument *of = &kb->instrument[kb->stall[i].instrument];

		text_para(b, "  - ", arena_fmt(a, "%s, when %s: \"%s\"", of->name, of->low_is_better ? "high" : "low",
			kb->lesson[kb->stall[i].lesson].name));
	}
}

const char *report_track_text(struct arena *a, const struct kb *kb, const struct checkins *c, const struct tracked *t,
	const struct worked *w)
{
	struct buf b = buf_new(a, TRACK_TEXT_MOST);
	char from[40], to[40];

	day_long(c->first, from, sizeof(from));
	day_long(c->first + c->days.n - 1, to, sizeof(to));
	text_para(&b, "", report_verdict(a, t));
	buf_fmt(&b, "\n%s to %s, %s; %d in the last seven days (%d are enough)\n", from, to, fmt_count(c->answered, "check-in",
		"check-ins"), t->week_checkins, t->week_wanted);
	for (int m = 0; m < TRACK_MEASURES; m++)
		tell_measure(a, &b, c, t, m);
	if (!isnan(t->adherence))
		text_para(&b, "  practice ", arena_fmt(a, "%.0f in 100 of the %.0f minutes planned for a day", t->adherence * 100,
			c->days.planned));
	buf_char(&b, '\n');
	tell_proposal(a, &b, kb, &t->proposal);
	if (w)
		report_worked_text(a, &b, kb, w);
	return b.at;
}
