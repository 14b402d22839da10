/* core/kb_check_text.c -- every text a person reads: neither blank nor endless, and in words a client can bear. */
#include "core/kb_checking.h"

#include "base/str.h"
#include "core/rule.h"

enum { LABEL = 80, LINE = 300, TEXT = 900, MINUTE = 700, LONG = 2500 };

struct place { struct checking *c; struct where where; const char *id; };

static void measure(const struct place *p, const char *field, const char *text, int most)
{
	if (!text)
		return;
	if (!text[strspn(text, " \t\r\n")])
		kb_refuse(p->c, p->where, p->id, "%s is blank", field);
	if (utf8_length(text) > (size_t)most)
		kb_refuse(p->c, p->where, p->id, "%s has %zu characters, more than %d", field, utf8_length(text), most);
}

/* A text for clients. */
static void client(const struct place *p, const char *field, const char *text, int most)
{
	struct wording w = { text, text, NULL, NULL };

	measure(p, field, text, most);
	while (text && kb_wording(p->c->a, &w))
		kb_refuse(p->c, p->where, p->id, "%s says \"%s\": %s", field, w.word, w.sentence);
}

/* A text for therapists. */
static void staff(const struct place *p, const char *field, const char *text, int most)
{
	measure(p, field, text, most);
}

static void findings(struct checking *c)
{
	for (int i = 0; i < c->kb->n_findings; i++) {
		const struct finding *f = &c->kb->finding[i];
		struct place p = { c, f->where, f->id };
		void (*read)(const struct place *, const char *, const char *, int) = f->by == BY_THERAPIST ? staff : client;

		staff(&p, "name", f->name, LABEL);
		read(&p, "ask", f->ask, LINE);
		read(&p, "why", f->why, LINE);
		read(&p, "again", f->again, LINE);
		read(&p, "brief", f->brief, LINE);
		for (int k = 0; k < f->n_options; k++)
			read(&p, "label", f->option[k].label, 120);
	}
}

static bool asked_anew(const struct finding *f)
{
	return f->module == MODULE_SAFETY && (f->asked & (ASKED_INTAKE | ASKED_SESSION | ASKED_WEEK | ASKED_FLARE | ASKED_WORSENING));
}

static void note_finding(int finding, void *arg)
{
	(void)finding;
	*(bool *)arg = true;
}

/* Every danger question has a heading for when it is asked again.  Where one "no" answers several, nought has to mean no, and none of them is there
 * because of another answer: who has one sign is asked for the next by itself. */
static void topics(struct checking *c)
{
	const struct kb *kb = c->kb;

	for (int i = 0; i < kb->n_topics; i++) {
		struct place p = { c, kb->topic[i].where, kb->topic[i].id };

		client(&p, "name", kb->topic[i].name, LABEL);
	}
	for (int i = 0; kb->n_topics && i < kb->n_findings; i++) {
		const struct finding *f = &kb->finding[i];

		if (asked_anew(f) && f->topic < 0)
			kb_refuse(c, f->where, f->id, "is a danger question that is asked again, and stands under no topic");
		if (f->topic < 0 || kb->topic[f->topic].each)
			continue;
		if (f->min != 0 || f->n_options || f->reopens || f->private)
			kb_refuse(c, f->where, f->id, "is answered with others by one \"no\", and cannot be: it has options, does not begin at 0, reopens others or is private");
		bool because = false;
		rule_findings(&f->when, note_finding, &because);
		if (because)
			kb_refuse(c, f->where, f->id, "is answered with others by one \"no\", though it is asked because of another answer");
	}
}

static void causes(struct checking *c)
{
	const struct kb *kb = c->kb;

	for (int i = 0; i < kb->n_classes; i++) {
		struct place p = { c, kb->class[i].where, kb->class[i].id };

		client(&p, "plain", kb->class[i].plain, LINE);
	}
	for (int i = 0; i < kb->n_causes; i++) {
		const struct cause *k = &kb->cause[i];
		struct place p = { c, k->where, k->id };

		staff(&p, "name", k->name, 120);
		client(&p, "plain", k->plain, LABEL);
		client(&p, "tell", k->tell, TEXT);
	}
	for (int i = 0; i < kb->n_groups; i++) {
		struct place p = { c, kb->group[i].where, kb->group[i].id };

		client(&p, "text", kb->group[i].text, TEXT);
		staff(&p, "because", kb->group[i].because, TEXT);
		staff(&p, "tell_apart", kb->group[i].tell_apart, TEXT);
	}
}

static void rules(struct checking *c)
{
	for (int i = 0; i < c->kb->n_flags; i++) {
		const struct flag *f = &c->kb->flag[i];
		struct place p = { c, f->where, f->id };

		client(&p, "text", f->text, TEXT);
		client(&p, "action", f->action, TEXT);
		staff(&p, "suspects", f->suspects, 200);
		staff(&p, "write", f->write, TEXT);
	}
	for (int i = 0; i < c->kb->n_blocks; i++) {
		const struct block *b = &c->kb->block[i];
		struct place p = { c, b->where, b->id };

		staff(&p, "because", b->because, LINE);
		client(&p, "tell", b->tell, LINE);
	}
}

static void items(struct checking *c)
{
	for (int i = 0; i < c->kb->n_items; i++) {
		const struct item *it = &c->kb->item[i];
		struct place p = { c, it->where, it->id };
		bool at_home = it->who == WHO_SELF || it->who == WHO_BOTH;
		void (*read)(const struct place *, const char *, const char *, int) = at_home ? client : staff;

		client(&p, "name", it->name, LABEL);
		client(&p, "what", it->what, TEXT);
		client(&p, "known", it->known, TEXT);
		client(&p, "small", it->small, LINE);
		client(&p, "dose", it->dose, LINE);
		client(&p, "stop", it->stop, LINE);
		client(&p, "welcome", it->intro, LONG);
		read(&p, "how", it->how, LONG);
		read(&p, "not", it->not, TEXT);
		for (int k = 0; k < it->n_steps; k++)
			client(&p, arena_fmt(c->a, "step %d", k + 1), it->steps[k].text, TEXT);
	}
}

static void home(struct checking *c)
{
	const struct kb *kb = c->kb;

	for (int i = 0; i < kb->n_muscle_tests; i++) {
		struct place p = { c, kb->muscle_test[i].where, kb->muscle_test[i].id };

		client(&p, "plain", kb->muscle_test[i].plain, LABEL);
	}
	for (int i = 0; i < kb->n_protocols; i++) {
		struct place p = { c, kb->protocol[i].where, kb->protocol[i].id };

		client(&p, "name", kb->protocol[i].name, LABEL);
		client(&p, "place", kb->protocol[i].place, LINE);
		client(&p, "how", kb->protocol[i].how, TEXT);
	}
	for (int i = 0; i < kb->n_spared; i++) {
		struct place p = { c, kb->spared[i].where, kb->spared[i].id };

		client(&p, "text", kb->spared[i].text, LINE);
	}
	for (int i = 0; i < kb->n_teachings; i++) {
		const struct teaching *t = &kb->teaching[i];
		struct place p = { c, t->where, t->id };

		client(&p, "is", t->is, TEXT);
		client(&p, "helps", t->helps, TEXT);
		client(&p, "unknown", t->unknown, TEXT);
		client(&p, "doctor", t->doctor, TEXT);
	}
}

static void figures(struct checking *c)
{
	for (int i = 0; i < c->kb->n_figures; i++) {
		const struct figure *f = &c->kb->figure[i];
		struct place p = { c, { f->file, f->line }, c->kb->item[f->item].id };

		client(&p, "start", f->start, LINE);
		client(&p, "end", f->end, LINE);
	}
}

static void hands(struct checking *c)
{
	for (int i = 0; i < c->kb->n_hands; i++) {
		const struct figure *f = &c->kb->hands[i].drawn;
		struct place p = { c, { f->file, f->line }, c->kb->item[f->item].id };

		client(&p, "place", c->kb->hands[i].place, LABEL);
		client(&p, "start", f->start, LINE);
		client(&p, "end", f->end, LINE);
	}
	for (int i = 0; i < c->kb->n_firm; i++)
		client(&(struct place){ c, { "hands.yaml", 0 }, "firm" }, "word", c->kb->firm[i].word, LABEL);
}

static void course(struct checking *c)
{
	for (int i = 0; i < c->kb->n_lessons; i++) {
		const struct lesson *l = &c->kb->lesson[i];
		struct place p = { c, l->where, l->id };

		client(&p, "name", l->name, LABEL);
		client(&p, "idea", l->idea, LINE);
		client(&p, "question", l->question, LINE);
		client(&p, "low", l->low, LABEL);
		client(&p, "high", l->high, LABEL);
		client(&p, "minute", l->minute, MINUTE);
		client(&p, "text", l->body, 12000);
		client(&p, "more", l->more, LONG);
	}
	for (int i = 0; i < WEEKS; i++) {
		const struct week *w = &c->kb->week[i];
		struct place p = { c, { "programme.yaml", 0 }, arena_fmt(c->a, "week %d", i + 1) };

		client(&p, "theme", w->theme, LABEL);
		client(&p, "text", w->text, TEXT);
	}
}

/* Lists of words that are searched for, and are not said to anybody. */
static bool is_word_list(const char *id)
{
	return str_ends(id, "_words");
}

static void sentences(struct checking *c, const struct sentence *s, int n)
{
	for (int i = 0; i < n; i++) {
		struct place p = { c, s[i].where, s[i].id };

		if (!is_word_list(s[i].id))
			client(&p, "text", s[i].text, TEXT);
	}
}

static void rest(struct checking *c)
{
	const struct kb *kb = c->kb;

	for (int i = 0; i < kb->n_claims; i++) {
		struct place p = { c, kb->claim[i].where, kb->claim[i].id };

		staff(&p, "claim", kb->claim[i].claim, LINE);
		client(&p, "says", kb->claim[i].says, TEXT);
	}
	for (int i = 0; i < kb->n_consents; i++) {
		const struct consent *k = &kb->consent[i];
		struct place p = { c, k->where, k->id };

		client(&p, "name", k->name, 120);
		client(&p, "text", k->text, TEXT);
		client(&p, "why", k->why, TEXT);
		client(&p, "decline", k->decline, TEXT);
	}
	sentences(c, kb->net, kb->n_net);
	sentences(c, kb->care, kb->n_care);
	sentences(c, kb->verdict, kb->n_verdicts);
	for (int i = 0; i < kb->n_letters; i++) {
		struct place p = { c, { arena_fmt(c->a, "letters/%s.md", kb->letter[i].id), 0 }, kb->letter[i].id };

		staff(&p, "letter", kb->letter[i].text, 20000);
	}
}

void kb_check_texts(struct checking *c)
{
	findings(c);
	topics(c);
	causes(c);
	rules(c);
	items(c);
	home(c);
	figures(c);
	hands(c);
	course(c);
	rest(c);
}
