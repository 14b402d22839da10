/* core/kb_lint.c -- wording that a client must not read (docs/knowledge.md, "Rules for every file"). */
#include "core/kb_check.h"

#include "base/str.h"

#include <strings.h>

/* A star ends a beginning of a word. */
static const char *const refused[] = { "diagnos*", "cure", "cures", "cured", "curing", "guarantee*", "toxin*", "detox*",
	"all in your head", "nothing is wrong", "never", "always", "damage*", "worn", "wear and tear", "degenerat*", "should have",
	"failed", "non-compliant", "noncompliant" };

/* What follows "you have" in a verdict: endings of names of diseases, and whole words. */
static const char *const endings[] = { "itis", "osis", "oma", "pathy", "algia", "listhesis" };
static const char *const diseases[] = { "cancer", "tumour", "tumor", "infection", "fracture", "depression", "arthritis",
	"syndrome", "disease", "disorder", "hernia", "herniated", "sciatica", "aneurysm", "metastasis", "metastases" };
/* Before "you have" these make a question or a condition of it. */
static const char *const openers[] = { "if", "when", "do", "did", "whether", "unless", "once", "while", "until", "because", "that" };

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Length of the text at `at` that the phrase matches, 0 when it does not. */
static size_t matches(const char *text, const char *at, const char *phrase)
{
	const char *p = at;

	if (at > text && letter(at[-1]))
		return 0;
	for (; *phrase && *phrase != '*'; phrase++) {
		if (*phrase == ' ') {
			if (!blank(*p))
				return 0;
			while (blank(*p))
				p++;
			continue;
		}
		if ((*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p) != *phrase)
			return 0;
		p++;
	}
	while (*phrase == '*' && letter(*p))
		p++;
	return letter(*p) ? 0 : (size_t)(p - at);
}

/* Bounds of the sentence around `at`. */
static str sentence_at(const char *text, const char *at)
{
	const char *from = at, *to = at;

	while (from > text && !strchr(".!?", from[-1]) && !(from[-1] == '\n' && (from - 1 == text || from[-2] == '\n')))
		from--;
	while (*to && !strchr(".!?", *to) && !(*to == '\n' && to[1] == '\n'))
		to++;
	while (from < at && (blank(*from) || *from == '"' || *from == ')'))
		from++;
	return (str){ from, (size_t)(to - from) + (*to && *to != '\n') };
}

static bool in_list(str word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(list[i]) == word.n && strncasecmp(list[i], word.at, word.n) == 0)
			return true;
	return false;
}
#define IN(word, list) in_list(word, list, sizeof(list) / sizeof(*(list)))

static str word_before(const char *text, const char *at)
{
	while (at > text && !letter(at[-1]))
		at--;
	const char *end = at;
	while (at > text && letter(at[-1]))
		at--;
	return (str){ at, (size_t)(end - at) };
}

static bool names_disease(str word)
{
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		size_t n = strlen(endings[i]);

		if (word.n > n + 2 && strncasecmp(word.at + word.n - n, endings[i], n) == 0)
			return true;
	}
	return IN(word, diseases);
}

/* "you have" and, within four words, a disease; neither asked nor supposed. */
static size_t verdict(const char *text, const char *at)
{
	size_t n = matches(text, at, "you have");
	str whole;

	if (!n || IN(word_before(text, at), openers))
		return 0;
	whole = sentence_at(text, at);
	if (whole.at[whole.n - 1] == '?')
		return 0;
	const char *p = at + n, *end = whole.at + whole.n;
	for (int words = 0; words < 4 && p < end; words++) {
		while (p < end && !letter(*p))
			p++;
		const char *from = p;
		while (p < end && letter(*p))
			p++;
		if (!words && p - from == 3 && strncasecmp(from, "had", 3) == 0)
			return 0;
		if (names_disease((str){ from, (size_t)(p - from) }))
			return (size_t)(p - at);
	}
	return 0;
}

/* A copy with each run of blanks and line ends as one space. */
static const char *on_one_line(struct arena *a, const char *at, size_t n)
{
	char *copy = arena_take(a, n + 1, 1), *to = copy;

	for (size_t i = 0; i < n; i++)
		if (!blank(at[i]))
			*to++ = at[i];
		else if (to > copy && to[-1] != ' ')
			*to++ = ' ';
	return copy;
}

bool kb_wording(struct arena *a, struct wording *w)
{
	for (; *w->at; w->at++) {
		size_t n = verdict(w->text, w->at);

		for (size_t i = 0; !n && i < sizeof(refused) / sizeof(*refused); i++)
			n = matches(w->text, w->at, refused[i]);
		if (!n)
			continue;
		str s = sentence_at(w->text, w->at);
		w->word = on_one_line(a, w->at, n);
		w->sentence = on_one_line(a, s.at, s.n);
		w->at += n;
		return true;
	}
	return false;
}
