/* cli/cmd_interview.c -- unknot interview [CASE]: the interview in the terminal, or through a pipe.
 *
 * Each answer is one line: y, n, a number, ? (I do not know), b (back), q (quit).  With a file name the case is kept after every
 * answer, by a new file that takes the place of the old one; a later run goes on where this one stopped.
 */
#include "app/casefile.h"
#include "app/next_question.h"
#include "app/record.h"
#include "app/report_text.h"
#include "app/words.h"
#include "base/form.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/talk.h"
#include "cli/options.h"

#include <strings.h>
#include <unistd.h>

enum { SCRATCH_MOST = 512 << 20, ADULT_YEARS = 18 };

static void tell(struct talk *t, const char *first, const char *text)
{
	struct buf b = buf_new(t->scratch, 1 << 16);

	text_para(&b, first, words_fill(t->scratch, text, NULL, NULL));
	fputs(b.at, t->cli->out);
}

static bool keep(struct talk *t)
{
	const char *text;

	if (!t->path)
		return true;
	text = casefile_write(t->scratch, t->kb, t->c);
	return cli_write_file(t->cli, t->path, text, strlen(text), &t->err);
}

enum heard talk_hear(struct talk *t, const char *prompt, char line[LINE_MOST])
{
	fprintf(t->cli->out, "%s ", prompt);
	fflush(t->cli->out);
	if (!fgets(line, LINE_MOST, stdin)) {
		fputc('\n', t->cli->out);
		return HEARD_QUIT;
	}
	size_t n = strlen(line);
	if (n && line[n - 1] != '\n')
		for (int c = getchar(); c != '\n' && c != EOF;)
			c = getchar();
	while (n && strchr(" \t\r\n", line[n - 1]))
		line[--n] = 0;
	size_t blank = strspn(line, " \t");
	memmove(line, line + blank, n - (blank < n ? blank : n) + 1);
	if (!isatty(STDIN_FILENO))
		fprintf(t->cli->out, "%s\n", utf8_valid(line, strlen(line)) ? line : "");
	if (!strcasecmp(line, "b") || !strcasecmp(line, "back"))
		return HEARD_BACK;
	return !strcasecmp(line, "q") || !strcasecmp(line, "quit") ? HEARD_QUIT : HEARD_VALUE;
}

static bool read_answer(const struct finding *f, const char *line, int *value)
{
	int64_t number;

	if (str_equal(line, "?")) {
		*value = DONT_KNOW;
		return true;
	}
	if (f->is_bool && (!strcasecmp(line, "y") || !strcasecmp(line, "yes") || !strcasecmp(line, "n") || !strcasecmp(line, "no"))) {
		*value = line[0] == 'y' || line[0] == 'Y';
		return true;
	}
	if (!int_read(line, f->min, f->max, &number))
		return false;
	*value = (int)number;
	return true;
}

/* Asks until the answer fits.  before: what was answered earlier, kept by an empty line; NOT_ASKED for nothing. */
static enum heard ask_finding(struct talk *t, const struct finding *f, const char *question, int before, int *value)
{
	char line[LINE_MOST];
	const char *prompt = f->is_bool ? "  [y n ? b q]" : arena_fmt(t->scratch, "  [%d to %d%s%s, ? b q]", f->min, f->max,
		f->unit ? " " : "", f->unit ? f->unit : "");

	fputc('\n', t->cli->out);
	tell(t, "", question);
	for (int i = 0; i < f->n_options; i++)
		fprintf(t->cli->out, "    %d  %s\n", f->option[i].value, f->option[i].label);
	if (f->why)
		tell(t, "  (why: ", arena_fmt(t->scratch, "%s)", f->why));
	if (before != NOT_ASKED)
		tell(t, "  ", arena_fmt(t->scratch, "Your answer was: %s. An empty line keeps it.", record_said(t->scratch, f, before != DONT_KNOW, before)));
	for (;;) {
		enum heard h = talk_hear(t, prompt, line);

		*value = before;
		if (h == HEARD_VALUE && !line[0] && before != NOT_ASKED)
			return h;
		if (h != HEARD_VALUE || read_answer(f, line, value))
			return h;
		fprintf(t->cli->out, "  Please answer with %s, or ? for \"I do not know\", b to go back, q to stop.\n",
			f->is_bool ? "y or n" : "a number in that range");
	}
}

/* ---- danger ---- */

static bool among(struct ids set, int x)
{
	for (int i = 0; i < set.n; i++)
		if (set.at[i] == x)
			return true;
	return false;
}

static enum tier tier_by(struct talk *t, int finding)
{
	const struct screened *s = screen(t->scratch, t->kb, t->c);
	enum tier most = TIER_NONE;

	for (int i = 0; i < s->n_reasons; i++)
		if (among(s->reason[i].findings, finding) && s->reason[i].tier > most)
			most = s->reason[i].tier;
	return most;
}

/* What to do about an urgent answer; an emergency ends the interview and is told in full there. */
static void tell_actions(struct talk *t, int finding)
{
	const struct screened *s = screen(t->scratch, t->kb, t->c);

	for (int i = 0; i < s->n_reasons; i++) {
		const struct reason_given *r = &s->reason[i];

		if (r->tier != TIER_URGENT || !among(r->findings, finding))
			continue;
		fputc('\n', t->cli->out);
		tell(t, "  ! ", r->flag >= 0 ? t->kb->flag[r->flag].text : "This answer matters, and it is not clear yet.");
		tell(t, "    ", r->flag >= 0 ? t->kb->flag[r->flag].action : "Please have a person clear it up with you today.");
	}
}

/* Both answers of a contradiction stand; a rule that one of them makes true holds. */
static void tell_contradiction(struct talk *t, int finding)
{
	struct ids all = assess_contradicting(t->scratch, t->kb, t->c, screen(t->scratch, t->kb, t->c));

	if (!among(all, finding))
		return;
	fputc('\n', t->cli->out);
	tell(t, "  ", "These answers do not fit together, so the more careful one counts:");
	for (int i = 0; i < all.n; i++) {
		const struct finding *f = &t->kb->finding[all.at[i]];
		int value = t->c->answer[all.at[i]];

		tell(t, "    - ", arena_fmt(t->scratch, "%s %s", f->ask, record_said(t->scratch, f, value != DONT_KNOW, value)));
	}
}

/* A danger answer is asked back once in other words.  The second answer counts; both are told. */
static enum heard ask_back(struct talk *t, int f)
{
	const struct finding *of = &t->kb->finding[f];
	int value;

	if (tier_by(t, f) < TIER_URGENT)
		return HEARD_VALUE;
	if (of->again) {
		struct finding once = *of;

		once.why = NULL;
		enum heard h = ask_finding(t, &once, of->again, NOT_ASKED, &value);
		if (h == HEARD_BACK)
			return h;
		if (h == HEARD_VALUE)
			talk_remember(t, f, value, true);
		if (h == HEARD_VALUE && value != t->c->answer[f]) {
			fprintf(t->cli->out, "  Changed from the first answer; the second one counts.%s\n", t->path ? " Both are kept." : "");
			t->c->answer[f] = (int16_t)value;
		}
		if (h == HEARD_QUIT) {
			tell_actions(t, f);
			return h;
		}
	}
	tell_contradiction(t, f);
	tell_actions(t, f);
	return HEARD_VALUE;
}

/* ---- the whole ---- */

static enum heard ask(struct talk *t, int what)
{
	const struct finding *f;
	enum heard h;
	int value;

	if (what < 0) {
		h = what == ASK_AGE ? talk_ask_age(t) : what == ASK_SEX ? talk_ask_sex(t) : talk_ask_map(t);
		if (h == HEARD_VALUE)
			talk_remember(t, what, 0, false);
		return h;
	}
	f = &t->kb->finding[what];
	const int16_t before = t->c->answer[what];
	const int n_said = t->n_said;
	h = ask_finding(t, f, f->ask, before, &value);
	if (h != HEARD_VALUE || value == before)
		return h;
	t->c->answer[what] = (int16_t)value;
	talk_remember(t, what, value, false);
	if (value != 0 || !f->gate) {           /* a "no" to a danger question is not asked about again */
		h = ask_back(t, what);
		if (h == HEARD_BACK) {
			t->c->answer[what] = before;
			t->c->n_said = t->n_said = n_said;      /* it was not let stand */
			return HEARD_AGAIN;
		}
	}
	return h;
}

static bool must_stop(struct talk *t, bool *danger)
{
	*danger = screen(t->scratch, t->kb, t->c)->tier == TIER_EMERGENCY;
	return *danger || (t->c->age >= 0 && t->c->age < ADULT_YEARS);
}

/* True when the interview is through; false when the person stopped, or must stop. */
static bool talk_through(struct talk *t, bool *danger)
{
	while (!must_stop(t, danger)) {
		struct next next = { t->back ? t->asked[t->n_asked - t->back] : ASK_NOTHING, ASK_CORE };

		arena_reset(t->scratch);
		int last = t->n_asked && t->asked[t->n_asked - 1] >= 0 ? t->asked[t->n_asked - 1] : -1;
		if (!t->back && !next_question(t->scratch, t->kb, t->c, last, talk_gained(t), &next, &t->err))
			return false;
		if (next.what == ASK_NOTHING)
			return true;
		enum heard h = ask(t, next.what);
		if (h == HEARD_BACK && t->back == t->n_asked)
			fprintf(t->cli->out, "  This is the first question.\n");
		else if (h == HEARD_BACK)
			t->back++;
		if (h == HEARD_VALUE)
			talk_settle(t, next.what);
		if (!keep(t))
			return false;
		if (h == HEARD_QUIT) {
			must_stop(t, danger);
			return false;
		}
	}
	return false;
}

static int finish(struct talk *t, bool through, bool danger)
{
	struct assess as;

	if (t->err.code)
		return cli_fail(t->cli, &t->err);
	if (t->path)
		fprintf(t->cli->out, "\nKept in %s.\n", t->path);
	if (!through && !danger && !(t->c->age >= 0 && t->c->age < ADULT_YEARS)) {
		fprintf(t->cli->out, "Stopped here.%s\n", t->path ? " The same command goes on from this question." : "");
		return 0;
	}
	if (!assess_make(t->cli->arena, t->kb, t->c, NULL, &as, &t->err))
		return cli_fail(t->cli, &t->err);
	fputc('\n', t->cli->out);
	if (!through && !screen_gate(t->kb, as.s, &t->err)) {
		fputs(report_refusal_text(t->cli->arena, t->kb, &as, &t->err, (struct numbers){ NULL, NULL }), t->cli->out);
		return cli_fail(t->cli, &t->err);
	}
	fputs(report_assess_text(t->cli->arena, &as, (struct numbers){ NULL, NULL }), t->cli->out);
	return 0;
}

static bool resume(struct talk *t)
{
	char *text;
	size_t n;

	t->c = case_new(t->cli->arena, t->kb);
	if (!t->path || access(t->path, F_OK))
		return true;
	if (!cli_read_file(t->cli, t->path, &text, &n, &t->err))
		return false;
	t->c = casefile_read(t->cli->arena, t->kb, text, n, &t->err);
	if (!t->c)
		t->err.file = t->path;
	return t->c != NULL;
}

int cmd_interview(struct cli *cli)
{
	struct talk t = { .cli = cli };
	bool danger = false;

	if (!options_read(cli, "interview", NULL, 0, &t.path, &t.err))
		return cli_fail(cli, &t.err);
	if (t.path && str_equal(t.path, "-")) {
		fail(&t.err, ERR_USAGE, "CASE", "the answers come from standard input; give a file name, or none");
		return cli_fail(cli, &t.err);
	}
	t.kb = cli_kb(cli, NULL, &t.err);
	if (!t.kb || !resume(&t))
		return cli_fail(cli, &t.err);
	t.scratch = arena_new(SCRATCH_MOST);
	talk_resume(&t);
	fprintf(cli->out, "Answer with y, n, a number, ? for \"I do not know\", b to go back to earlier answers, q to stop and keep what is there.\n");
	bool through = talk_through(&t, &danger);
	int code = finish(&t, through, danger);
	arena_end(t.scratch);
	return code;
}
