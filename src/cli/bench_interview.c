/* cli/bench_interview.c -- how many questions the interview asks of simulated clients after the danger ones, how long that takes on a phone,
 * whether their plan is the one that all answers would have given, and how that would be had it stopped earlier; and how long the danger questions
 * of a session and of a week take. */
#include "cli/bench.h"
#include "cli/bench_interview_people.h"

#include "app/next_question.h"
#include "app/recheck.h"
#include "base/rng.h"
#include "base/str.h"
#include "core/danger.h"
#include "core/interview.h"
#include "core/plan.h"
#include "core/screen.h"

#include <string.h>

enum { CLIENTS = 300, CURVE = 6 };
static const int stop_at[CURVE] = { 5, 10, 15, 20, 25, 30 };

struct client { const struct kb *kb; const struct person_case *says; struct person_case *c; };

static bool may(void *arg, int f)
{
	const struct client *k = arg;

	return bench_to_client(&k->kb->finding[f]) && case_answer(k->kb, k->c, f) == NOT_ASKED && rule_applies(k->kb, f, k->c) == TRUTH_YES;
}

/* Only what a client was asked: what does not apply is not asked. */
static void ask_all(struct client *k)
{
	for (int again = 1; again;) {
		again = 0;
		for (int f = 0; f < k->kb->n_findings; f++)
			if (may(k, f)) {
				k->c->answer[f] = k->says->answer[f] == NOT_ASKED ? DONT_KNOW : k->says->answer[f];
				again = 1;
			}
	}
}

static void begin(struct arena *a, struct client *k)
{
	k->c = case_copy(a, k->kb, k->says);
	for (int f = 0; f < k->kb->n_findings; f++)
		if (k->kb->finding[f].module != MODULE_SAFETY)
			k->c->answer[f] = NOT_ASKED;
}

struct made { struct belief b; struct plan p; bool refused; };

static bool make(struct arena *a, const struct kb *kb, const struct person_case *c, struct made *out, struct err *err)
{
	struct err refused = { 0 };

	*out = (struct made){ .refused = false };       /* a refused plan points to no door */
	if (!belief(a, kb, c, NULL, &out->b, err))
		return false;
	out->refused = !plan_make(a, kb, c, screen(a, kb, c), &out->b, NULL, &out->p, &refused);
	return true;
}

/* Which doors a plan points to: a physician, someone for the emotional side, someone for movement. */
static unsigned doors(const struct kb *kb, const struct plan *p)
{
	unsigned set = 0;

	for (int i = 0; i < p->n_referrals; i++)
		set |= 1u << (str_equal(p->referral[i].id, "physician_review") ? COMPONENT_COUNT : kb->item[kb_item(kb, p->referral[i].id)].component);
	return set;
}

/* The same doors, and the short interview's plan is worth all but a hundredth of what the best plan is worth to one who knows everything. */
static bool same(const struct kb *kb, const struct made *all, const struct made *some)
{
	if (all->refused || some->refused)
		return all->refused == some->refused;
	return doors(kb, &all->p) == doors(kb, &some->p) && plan_worth(kb, &all->b, &some->p) >= 0.99 * plan_worth(kb, &all->b, &all->p);
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

static int session_minutes(const struct plan_week *w, const struct plan_item *of)
{
	int minutes = 0;

	for (int i = 0; i < w->n_session; i++)
		if (w->session[i].item == of->item && w->session[i].region == of->region && w->session[i].side == of->side)
			minutes += w->session[i].minutes;
	return minutes;
}

static int home_minutes(const struct plan_week *w, int item)
{
	int minutes = 0;

	for (int i = 0; i < w->n_home; i++)
		if (w->home[i].item == item)
			minutes += w->home[i].minutes * w->home[i].days;
	return minutes;
}

/* Minutes of one plan's week, and those of them that stand in another's too: the same work in the same place, the same practice. */
struct common { double all, both; };

static struct common in_common(const struct plan_week *of, const struct plan_week *other)
{
	struct common n = { 0, 0 };

	for (int i = 0; i < of->n_session; i++) {           /* what stands twice is counted by its share of both */
		const struct plan_item *x = &of->session[i];
		int here = session_minutes(of, x);

		n.all += x->minutes;
		n.both += here ? (double)x->minutes / here * smaller(here, session_minutes(other, x)) : 0;
	}
	for (int i = 0; i < of->n_home; i++) {
		int here = home_minutes(of, of->home[i].item);

		n.all += of->home[i].minutes * of->home[i].days;
		n.both += here ? (double)of->home[i].minutes * of->home[i].days / here * smaller(here, home_minutes(other, of->home[i].item)) : 0;
	}
	return n;
}

/* Share of the minutes of the plan after all answers that stand in the short one as well. */
static double shared(const struct made *all, const struct made *some)
{
	struct common sum = { 0, 0 };

	if (all->refused || some->refused)
		return all->refused == some->refused;
	for (int w = 0; w < WEEKS; w++) {
		struct common n = in_common(&all->p.week[w], &some->p.week[w]);

		sum.all += n.all;
		sum.both += n.both;
	}
	return sum.all > 0 ? sum.both / sum.all : 1;
}

/* Seconds to read a question on a phone and to answer it: 238 words a minute (Brysbaert 2019, J Mem Lang 109:104047, silent reading), one for each tap
 * and three for a number (both assumed). */
enum { WORDS_A_MINUTE = 238, NUMBER_SECONDS = 3 };

static int words_in(const char *text)
{
	int words = 0;

	for (const char *c = text; *c; c++)
		words += *c != ' ' && (c == text || c[-1] == ' ');
	return words;
}

static int words_of(const struct finding *f, const char *ask)
{
	int words = words_in(ask);

	for (int o = 0; o < f->n_options; o++)
		words += words_in(f->option[o].label);
	return words;
}

static int number_seconds(const struct finding *f)
{
	return f->is_bool || f->n_options ? 0 : NUMBER_SECONDS;
}

static double seconds_of(const struct finding *f, int taps)
{
	return words_of(f, f->ask) * 60.0 / WORDS_A_MINUTE + taps + number_seconds(f);
}

/* The danger part, from the first question to the last; some of it stands several on a page. */
static double seconds_of_danger(struct arena *a, const struct kb *kb, const struct person_case *says)
{
	struct person_case *c = case_new(a, kb);
	double sum = 0;
	struct err err = { 0 };
	struct next next;

	c->age = says->age;
	c->sex = says->sex;
	for (int f = -1;;) {
		f = next_question(a, kb, c, f, 0, &next, &err) ? next.what : ASK_NOTHING;
		if (f < 0 || !danger_part(a, kb, c)[f])
			return sum;
		sum += seconds_of(&kb->finding[f], question_alone(kb, f) ? 2 : 1);
		c->answer[f] = says->answer[f] == NOT_ASKED ? DONT_KNOW : says->answer[f];
	}
}

/* One interview: how many questions, how many of them for rules that send to a physician, seconds on a phone, and whether the plan would be the
 * same at its end and had it been stopped at stop_at. */
struct run { int asked, soon; double seconds, danger_seconds, shared; bool same, other_doors, same_at[CURVE]; };

static bool compare(struct client *k, const struct made *all, bool *alike, struct run *out, struct err *err)
{
	struct arena *a = arena_new(256u << 20);
	struct made some;
	bool done = make(a, k->kb, k->c, &some, err);

	*alike = done && same(k->kb, all, &some);
	out->other_doors = done && doors(k->kb, &all->p) != doors(k->kb, &some.p);
	out->shared = done ? shared(all, &some) : 0;
	arena_end(a);
	return done;
}

static bool ask_some(struct client *k, const struct made *all, struct run *out, struct err *err)
{
	struct arena *a = arena_new(256u << 20);
	bool done = true;
	int last = -1, at = 0, gained = 0;

	for (*out = (struct run){ 0 }; done;) {
		enum interview_why why;
		struct belief b;

		arena_reset(a);
		for (; done && at < CURVE && stop_at[at] == out->asked; at++)
			done = compare(k, all, &out->same_at[at], out, err);
		done = done && belief_of(a, k->kb, k->c, NULL, BELIEF_ASKING, &b, err);
		int f = done ? interview_next(a, k->kb, k->c, &b, last, may, k, &why) : -1;
		if (f < 0 || (why == ASK_PLAN && gained == INTERVIEW_PLAN_MOST))
			break;
		gained += why == ASK_PLAN;
		k->c->answer[f] = k->says->answer[f] == NOT_ASKED ? DONT_KNOW : k->says->answer[f];
		last = f;
		out->asked++;
		out->seconds += seconds_of(&k->kb->finding[f], 2);      /* a page each: the answer, and on */
		out->soon += why == ASK_PHYSICIAN;
	}
	arena_end(a);
	done = done && compare(k, all, &out->same, out, err);
	for (; at < CURVE; at++)
		out->same_at[at] = out->same;
	return done;
}

enum { ASKED, SOON, ALL, MINUTES, MINUTES_DANGER, SHARED, FIGURES };
struct figures { double figure[FIGURES][CLIENTS]; int alike, refer, alike_at[CURVE]; };

static void note(struct figures *s, int i, const struct run *r)
{
	s->figure[ASKED][i] = r->asked;
	s->figure[SOON][i] = r->soon;
	s->figure[MINUTES][i] = r->seconds / 60;
	s->figure[MINUTES_DANGER][i] = (r->seconds + r->danger_seconds) / 60;
	s->figure[SHARED][i] = 100 * r->shared;
	s->alike += r->same;
	s->refer += r->other_doors;
	for (int k = 0; k < CURVE; k++)
		s->alike_at[k] += r->same_at[k];
}

/* Asked everything, then asked as the program does. */
static bool run_client(struct arena *a, const struct kb *kb, struct rng *rng, int i, struct figures *seen, struct err *err)
{
	struct client k = { kb, NULL, NULL };
	struct person_case *says;
	struct made with_all;
	struct run r;

	if (!bench_draw_client(a, kb, rng, &says, err))
		return false;
	k.says = says;
	begin(a, &k);
	ask_all(&k);
	for (int f = 0; f < kb->n_findings; f++)
		seen->figure[ALL][i] += bench_to_client(&kb->finding[f]) && k.c->answer[f] != NOT_ASKED;
	if (!make(a, kb, k.c, &with_all, err))
		return false;
	begin(a, &k);
	if (!ask_some(&k, &with_all, &r, err))
		return false;
	r.danger_seconds = seconds_of_danger(a, kb, says);
	note(seen, i, &r);
	return true;
}

/* The questions that are asked again, read and tapped by one who has no sign: words, taps, seconds for numbers that are typed. */
struct visit { int asked, words, taps, typed; };

/* Each in its full words and by itself. */
static void by_itself(const struct kb *kb, struct ids ask, struct visit *v)
{
	v->taps = 1;                    /* and on */
	for (int i = 0; i < ask.n; i++) {
		const struct finding *f = &kb->finding[ask.at[i]];

		v->words += words_of(f, f->ask);
		v->typed += number_seconds(f);
		v->asked++;
		v->taps++;
	}
}

/* By topic, as the page has them: its heading, and one tap where one "no" answers all of it; the words of its button too. */
static void by_topic(const struct cx *cx, struct ids ask, struct visit *v)
{
	struct ids sorted = recheck_by_topic(cx, ask);

	v->taps = 1;
	for (int i = 0, last = -1; i < sorted.n; i++) {
		const struct finding *f = &cx->kb->finding[sorted.at[i]];
		bool begins = f->topic >= 0 && f->topic != last, each = f->topic < 0 || cx->kb->topic[f->topic].each;

		v->words += words_of(f, recheck_words(f));
		if (begins)
			v->words += words_in(cx->kb->topic[f->topic].name) + (each ? 0 : words_in("No to all 5"));
		v->typed += each ? number_seconds(f) : 0;
		v->taps += each || begins;
		v->asked++;
		last = f->topic;
	}
}

static double minutes_of(const struct visit *v)
{
	return v->words / (double)WORDS_A_MINUTE + (v->taps + v->typed) / 60.0;
}

static void tell_visit(struct cli *cli, const struct kb *kb, enum occasion when, const char *what)
{
	struct arena *a = arena_new(64u << 20);
	struct cx cx = { .a = a, .kb = kb };
	struct person_case *c = case_new(a, kb);
	struct visit before = { 0 }, now = { 0 };

	c->age = 47;
	c->sex = SEX_FEMALE;
	for (int f = 0; f < kb->n_findings; f++)
		c->answer[f] = kb->finding[f].module == MODULE_SAFETY ? 0 : NOT_ASKED;
	struct ids ask = screen_questions(a, kb, c, when);
	by_itself(kb, ask, &before);
	by_topic(&cx, ask, &now);
	fprintf(cli->out, "  %s, a woman of 47 without a sign: %d questions, %d words, %d taps, %.1f min; each by itself and in full %d words, %d taps, %.1f min\n",
		what, now.asked, now.words, now.taps, minutes_of(&now), before.words, before.taps, minutes_of(&before));
	arena_end(a);
}

static void tell(struct cli *cli, struct figures *s)
{
	bench_line(cli, "interview_median", bench_at(s->figure[ASKED], CLIENTS, 0.5), "questions", 25, false);
	bench_line(cli, "interview_soon_rules", bench_at(s->figure[SOON], CLIENTS, 0.5), "questions", 10, false);
	bench_line(cli, "interview_nine_of_ten", bench_at(s->figure[ASKED], CLIENTS, 0.9), "questions", 40, false);
	bench_line(cli, "interview_most", bench_at(s->figure[ASKED], CLIENTS, 1), "questions", 50, false);
	bench_line(cli, "interview_all", bench_at(s->figure[ALL], CLIENTS, 0.5), "questions", 200, false);
	bench_line(cli, "interview_time", bench_at(s->figure[MINUTES], CLIENTS, 0.5), "min", 5, false);
	bench_line(cli, "interview_same_plan", 100.0 * s->alike / CLIENTS, "%", 95, true);
	bench_line(cli, "interview_other_referrals", 100.0 * s->refer / CLIENTS, "%", 5, false);
	fprintf(cli->out, "  with the danger questions: %.1f min; nine of ten people %.1f\n", bench_at(s->figure[MINUTES_DANGER], CLIENTS, 0.5),
		bench_at(s->figure[MINUTES_DANGER], CLIENTS, 0.9));
	fprintf(cli->out, "  minutes of work and practice that both plans hold: median %.0f %%, a tenth of people at most %.0f %%\n",
		bench_at(s->figure[SHARED], CLIENTS, 0.5), bench_at(s->figure[SHARED], CLIENTS, 0.1));
	for (int k = 0; k < CURVE; k++)
		fprintf(cli->out, "  stopped after %2d: same plan in %.1f %%\n", stop_at[k], 100.0 * s->alike_at[k] / CLIENTS);
}

bool bench_interview(struct cli *cli, const struct kb *kb, struct err *err)
{
	static struct figures seen;
	struct rng rng = rng_new(20261122);
	struct arena *a = arena_new(512u << 20);
	bool done = true;

	seen = (struct figures){ 0 };
	for (int i = 0; done && i < CLIENTS; i++) {
		arena_reset(a);
		done = run_client(a, kb, &rng, i, &seen, err);
	}
	arena_end(a);
	if (done) {
		tell(cli, &seen);
		tell_visit(cli, kb, ASKED_SESSION, "before a session");
		tell_visit(cli, kb, ASKED_WEEK, "each week");
	}
	return done;
}
