/* core/rule.c -- conditions: words to postfix code by recursive descent, then a stack of truths.
 *
 * Code is a row of whole numbers: an operation and its operands.  A test is OP_FINDING finding compare number; the age, the
 * sexes and marks likewise.  NOT, AND, OR and AT_LEAST take what lies on the stack.
 */
#include "core/rule.h"

#include "base/str.h"

#include <assert.h>

enum { CODE_MOST = 2048, DEPTH_MOST = 24, STACK_MOST = 256, NUMBER_MOST = 30000 };
enum op { OP_FINDING, OP_AGE, OP_FEMALE, OP_MALE, OP_MARK_AREA, OP_MARK_BASE, OP_NOT, OP_AND, OP_OR, OP_AT_LEAST };
enum compare { LESS, LESS_EQUAL, EQUAL, MORE_EQUAL, MORE };

static const int op_length[] = { [OP_FINDING] = 4, [OP_AGE] = 4, [OP_FEMALE] = 1, [OP_MALE] = 1, [OP_MARK_AREA] = 4,
	[OP_MARK_BASE] = 4, [OP_NOT] = 1, [OP_AND] = 1, [OP_OR] = 1, [OP_AT_LEAST] = 3 };

struct parser {
	const struct kb *kb;
	const char *at;
	str word;               /* the token in hand; n == 0 at the end */
	int32_t code[CODE_MOST];
	int n, depth, stack;
	struct err *err;
};

static bool wrong(struct parser *p, const char *what)
{
	if (!p->word.n)
		return fail(p->err, ERR_INPUT, "when", "%s at the end of the condition", what);
	return fail(p->err, ERR_INPUT, "when", "%s at \"%.*s\"", what, p->word.n > 60 ? 60 : (int)p->word.n, p->word.at);
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void next(struct parser *p)
{
	size_t n = 0;

	while (*p->at && strchr(" \t\r\n", *p->at))
		p->at++;
	if (is_word(p->at[0]) || (p->at[0] == '-' && is_word(p->at[1])))
		for (n = 1; is_word(p->at[n]); n++)
			;
	else if (p->at[0])
		n = strchr("<>=", p->at[0]) && p->at[1] == '=' ? 2 : 1;
	p->word = (str){ p->at, n };
	p->at += n;
}

static bool emit(struct parser *p, enum op op, int a, int b, int c)
{
	const int32_t row[4] = { (int32_t)op, a, b, c };

	if (p->n + 4 > CODE_MOST)
		return wrong(p, "this condition is too long");
	memcpy(p->code + p->n, row, sizeof(*row) * (size_t)op_length[op]);
	p->n += op_length[op];
	p->stack += op <= OP_MARK_BASE ? 1 : op == OP_NOT ? 0 : op == OP_AT_LEAST ? 1 - b : -1;
	return p->stack <= STACK_MOST || wrong(p, "this condition is too long");
}

static bool expect(struct parser *p, const char *word)
{
	char what[32];

	if (!str_is(p->word, word)) {
		snprintf(what, sizeof(what), "expected \"%s\"", word);
		return wrong(p, what);
	}
	next(p);
	return true;
}

static bool read_number(struct parser *p, int *out)
{
	long v = 0;
	bool minus = p->word.n && p->word.at[0] == '-';

	if (p->word.n == (size_t)minus || p->word.n > 6)
		return wrong(p, "expected a whole number");
	for (size_t i = minus; i < p->word.n; i++) {
		if (p->word.at[i] < '0' || p->word.at[i] > '9')
			return wrong(p, "expected a whole number");
		v = v * 10 + (p->word.at[i] - '0');
	}
	if (v > NUMBER_MOST || *p->at == '.')
		return wrong(p, "expected a whole number up to 30000");
	*out = (int)(minus ? -v : v);
	next(p);
	return true;
}

/* A comparison, or >= 1 where none stands. */
static bool read_compare(struct parser *p, bool needed, int *how, int *number)
{
	static const char *const words[] = { "<", "<=", "==", ">=", ">" };

	for (int i = 0; i < 5; i++)
		if (str_is(p->word, words[i])) {
			*how = i;
			next(p);
			return read_number(p, number);
		}
	*how = MORE_EQUAL;
	*number = 1;
	return !needed || wrong(p, "expected a comparison such as >= 65");
}

static bool same(str s, const char *text)
{
	return str_is(s, text);
}

static bool unknown_name(struct parser *p, str name, const char *what, enum kind kind)
{
	char word[65];

	snprintf(word, sizeof(word), "%.*s", name.n > 64 ? 64 : (int)name.n, name.at);
	const char *near = kb_nearest(p->kb, kind, word);
	return fail(p->err, ERR_INPUT, "when", "there is no %s \"%s\"%s%s", what, word, near ? "; the nearest is " : "",
		near ? near : "");
}

static bool read_mark(struct parser *p)
{
	int how, number, found = -1;
	enum op op = OP_MARK_AREA;

	next(p);
	if (!expect(p, "("))
		return false;
	str name = p->word;
	for (int i = 0; i < p->kb->n_areas && found < 0; i++)
		found = same(name, p->kb->area[i].id) ? i : -1;
	for (int i = 0; i < p->kb->n_regions && found < 0; i++)
		if (same(name, p->kb->region[i].base)) {
			found = i;
			op = OP_MARK_BASE;
		}
	if (found < 0)
		return unknown_name(p, name, "region or area", KIND_AREA);
	next(p);
	return expect(p, ")") && read_compare(p, false, &how, &number) && emit(p, op, found, how, number);
}

static bool read_test(struct parser *p)
{
	int how, number;
	str name = p->word;

	if (!name.n || !is_word(name.at[0]) || (name.at[0] >= '0' && name.at[0] <= '9'))
		return wrong(p, "expected a finding");
	if (same(name, "mark"))
		return read_mark(p);
	next(p);
	if (same(name, "female") || same(name, "male"))
		return emit(p, same(name, "male") ? OP_MALE : OP_FEMALE, 0, 0, 0);
	if (same(name, "age"))
		return read_compare(p, true, &how, &number) && emit(p, OP_AGE, 0, how, number);
	for (int i = 0; i < p->kb->n_findings; i++)
		if (same(name, p->kb->finding[i].id))
			return read_compare(p, false, &how, &number) && emit(p, OP_FINDING, i, how, number);
	return unknown_name(p, name, "finding", KIND_FINDING);
}

static bool read_or(struct parser *p);

static bool read_at_least(struct parser *p)
{
	int need, n = 0;

	next(p);
	if (!expect(p, "(") || !read_number(p, &need))
		return false;
	while (str_is(p->word, ",")) {
		next(p);
		if (!read_or(p))
			return false;
		n++;
	}
	if (need < 1 || need > n)
		return wrong(p, "at_least(N, ...) needs N from 1 to the number of its conditions");
	return expect(p, ")") && emit(p, OP_AT_LEAST, need, n, 0);
}

static bool read_part(struct parser *p)
{
	bool ok;

	if (++p->depth > DEPTH_MOST)
		return wrong(p, "too many conditions inside each other");
	if (str_is(p->word, "not")) {
		next(p);
		ok = read_part(p) && emit(p, OP_NOT, 0, 0, 0);
	} else if (str_is(p->word, "(")) {
		next(p);
		ok = read_or(p) && expect(p, ")");
	} else
		ok = str_is(p->word, "at_least") ? read_at_least(p) : read_test(p);
	p->depth--;
	return ok;
}

static bool read_and(struct parser *p)
{
	if (!read_part(p))
		return false;
	while (str_is(p->word, "and")) {
		next(p);
		if (!read_part(p) || !emit(p, OP_AND, 0, 0, 0))
			return false;
	}
	return true;
}

static bool read_or(struct parser *p)
{
	if (!read_and(p))
		return false;
	while (str_is(p->word, "or")) {
		next(p);
		if (!read_and(p) || !emit(p, OP_OR, 0, 0, 0))
			return false;
	}
	return true;
}

bool rule_compile(struct arena *a, const struct kb *kb, const char *text, struct rule *out, struct err *err)
{
	struct parser p = { .kb = kb, .at = text, .err = err };

	next(&p);
	if (!read_or(&p))
		return false;
	if (p.word.n)
		return wrong(&p, "expected \"and\", \"or\" or the end");
	int32_t *code = NEWS(a, int32_t, p.n);
	memcpy(code, p.code, sizeof(*code) * (size_t)p.n);
	*out = (struct rule){ text, code, p.n };
	return true;
}

/* ---- evaluation ---- */

/* The open findings met so far; those below a part that is settled are taken back. */
struct open { int *at; int n, most; bool unknown; };

/* The tests met so far (where their code begins); those of a part that differs from the whole it stands in are taken back. */
struct grounds { int *at; int n; };

struct held { enum truth truth; int open, ground; };

static enum truth compared(int value, int how, int number)
{
	bool yes = how == LESS ? value < number : how == LESS_EQUAL ? value <= number : how == EQUAL ? value == number :
		how == MORE_EQUAL ? value >= number : value > number;

	return yes ? TRUTH_YES : TRUTH_NO;
}

static enum truth test_finding(const struct kb *kb, const struct person_case *c, const int32_t *code)
{
	int value = case_answer(kb, c, code[1]);

	if (rule_applies(kb, code[1], c) == TRUTH_NO)
		return TRUTH_NO;
	if (value == NOT_ASKED || value == DONT_KNOW)
		return value == NOT_ASKED ? TRUTH_NOT_ASKED : TRUTH_DONT_KNOW;
	return compared(value, code[2], code[3]);
}

static enum truth test_mark(const struct kb *kb, const struct person_case *c, const int32_t *code)
{
	int strongest = 0;

	for (int i = 0; i < kb->n_regions; i++) {
		bool in = code[0] == OP_MARK_AREA ? kb->region[i].area == code[1] : i == code[1] || kb->region[i].mirror == code[1];

		if (in && c->mark[i] > strongest)
			strongest = c->mark[i];
	}
	if (!strongest && !c->map_given)
		return TRUTH_NOT_ASKED;
	return compared(strongest, code[2], code[3]);
}

static enum truth test_person(const struct person_case *c, const int32_t *code)
{
	if (code[0] == OP_AGE)
		return c->age < 0 ? TRUTH_NOT_ASKED : compared(c->age, code[2], code[3]);
	if (c->sex == SEX_UNKNOWN)
		return TRUTH_NOT_ASKED;
	return c->sex == (code[0] == OP_MALE ? SEX_MALE : SEX_FEMALE) ? TRUTH_YES : TRUTH_NO;
}

static enum truth joined(const struct held *s, int n, enum op op, int need)
{
	int count[TRUTH_YES + 1] = { 0 }, seen = 0;

	if (op == OP_NOT)
		return s->truth == TRUTH_YES ? TRUTH_NO : s->truth == TRUTH_NO ? TRUTH_YES : s->truth;
	for (int i = 0; i < n; i++)
		count[s[i].truth]++;
	need = op == OP_AND ? n : op == OP_OR ? 1 : need;
	for (int t = TRUTH_YES; t > TRUTH_NO; t--)
		if ((seen += count[t]) >= need)
			return (enum truth)t;
	return TRUTH_NO;
}

static bool settled(enum truth t)
{
	return t == TRUTH_YES || t == TRUTH_NO;
}

static void note_open(struct open *o, int finding, enum truth t)
{
	if (!o || t != (o->unknown ? TRUTH_DONT_KNOW : TRUTH_NOT_ASKED) || o->n >= o->most)
		return;
	o->at[o->n++] = finding;
}

/* Keeps of n parts those that are as the whole is; a "not" is made by what its part is. */
static void keep_grounds(struct grounds *g, struct held *part, int n, enum op op, enum truth whole)
{
	int to = part[0].ground, all = g->n;

	for (int i = 0; i < n; i++) {
		int from = part[i].ground, end = i + 1 < n ? part[i + 1].ground : all;

		if (op != OP_NOT && part[i].truth != whole)
			continue;
		for (int k = from; k < end; k++)
			g->at[to++] = g->at[k];
	}
	g->n = to;
}

static enum truth run(const struct kb *kb, const struct rule *r, const struct person_case *c, struct open *o, struct grounds *g)
{
	UNSET struct held stack[STACK_MOST + 1];
	int top = 0;

	for (const int32_t *code = r->code, *end = code + r->n; code < end; code += op_length[*code]) {
		enum op op = (enum op)*code;

		if (op <= OP_MARK_BASE) {
			stack[top] = (struct held){ TRUTH_NO, o ? o->n : 0, g ? g->n : 0 };
			if (g)
				g->at[g->n++] = (int)(code - r->code);
			stack[top].truth = op == OP_FINDING ? test_finding(kb, c, code) :
				op == OP_MARK_AREA || op == OP_MARK_BASE ? test_mark(kb, c, code) : test_person(c, code);
			if (op == OP_FINDING)
				note_open(o, code[1], stack[top].truth);
			top++;
			continue;
		}
		int n = op == OP_NOT ? 1 : op == OP_AT_LEAST ? code[2] : 2;
		assert(top >= n);
		top -= n;
		enum truth whole = joined(&stack[top], n, op, code[1]);
		if (g)
			keep_grounds(g, &stack[top], n, op, whole);
		stack[top].truth = whole;
		if (o && settled(stack[top].truth))
			o->n = stack[top].open;
		top++;
	}
	assert(top == 1);
	return stack[0].truth;
}

enum truth rule_eval(const struct kb *kb, const struct rule *r, const struct person_case *c)
{
	return r->n ? run(kb, r, c, NULL, NULL) : TRUTH_YES;
}

enum truth rule_applies(const struct kb *kb, int finding, const struct person_case *c)
{
	const struct finding *f = &kb->finding[finding];

	if (!f->when.n || (f->lasting && c->answer[finding] > 0))
		return TRUTH_YES;
	return rule_eval(kb, &f->when, c);
}

void rule_findings(const struct rule *r, void (*fn)(int finding, void *arg), void *arg)
{
	for (int i = 0; i < r->n; i += op_length[r->code[i]])
		if (r->code[i] == OP_FINDING)
			fn(r->code[i + 1], arg);
}

int rule_missing(const struct kb *kb, const struct rule *r, const struct person_case *c, bool unknown, int *out, int most)
{
	UNSET int all[CODE_MOST / 4];
	int n = 0;
	struct open o = { all, 0, CODE_MOST / 4, unknown };

	if (!r->n || settled(run(kb, r, c, &o, NULL)))
		return 0;
	for (int i = 0; i < o.n; i++) {
		bool again = false;

		for (int k = 0; k < i; k++)
			again |= all[k] == all[i];
		if (again)
			continue;
		if (n < most)
			out[n] = all[i];
		n++;
	}
	return n;
}

static void add_ground(struct rule_why *why, const struct kb *kb, const struct person_case *c, const int32_t *code)
{
	why->age |= code[0] == OP_AGE;
	why->sex |= code[0] == OP_FEMALE || code[0] == OP_MALE;
	why->map |= code[0] == OP_MARK_AREA || code[0] == OP_MARK_BASE;
	if (code[0] != OP_FINDING || case_answer(kb, c, code[1]) < kb->finding[code[1]].min)
		return;                         /* what does not apply was not answered */
	for (int i = 0; i < why->n; i++)
		if (why->at[i] == code[1])
			return;
	why->at[why->n++] = code[1];
}

struct rule_why rule_why(struct arena *a, const struct kb *kb, const struct rule *r, const struct person_case *c)
{
	struct rule_why why = { NEWS(a, int, (size_t)r->n + 1), 0, false, false, false };
	struct grounds g = { NEWS(a, int, (size_t)r->n + 1), 0 };

	if (!r->n || run(kb, r, c, NULL, &g) != TRUTH_YES)
		return why;
	for (int i = 0; i < g.n; i++)
		add_ground(&why, kb, c, r->code + g.at[i]);
	return why;
}
