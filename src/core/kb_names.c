/* core/kb_names.c -- one field of the knowledge: a number, a name, a list of names, a condition; or a failure that says where. */
#include "core/kb_raw.h"

#include "base/str.h"
#include "core/rule.h"

#include <math.h>
#include <stdarg.h>

bool kb_bad(struct loading *l, const struct where *w, const char *field, const char *fmt, ...)
{
	char text[240];
	va_list ap;

	if (l->err->code != ERR_OK)
		return false;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fail_at(l->err, ERR_INPUT, w->line, w->line ? 1 : 0, field, "%s", text);
	l->err->file = w->file ? arena_text(l->a, w->file) : NULL;
	return false;
}

bool kb_int(struct loading *l, const struct where *w, const char *field, const char *text, int when_absent,
	int low, int high, int *out)
{
	char *end;

	*out = when_absent;
	if (!text)
		return true;
	long v = strtol(text, &end, 10);
	bool plain = (text[0] == '-' || (text[0] >= '0' && text[0] <= '9')) && *end == 0 && end != text;
	if (!plain || v < low || v > high)
		return kb_bad(l, w, field, "\"%.24s\" is no whole number from %d to %d", text, low, high);
	*out = (int)v;
	return true;
}

bool kb_number(struct loading *l, const struct where *w, const char *field, const char *text, double *out)
{
	char *end;

	*out = 0;
	if (!text)
		return true;
	double v = strtod(text, &end);
	if (strspn(text, "0123456789.-+eE") != strlen(text) || *end || end == text || !isfinite(v))
		return kb_bad(l, w, field, "\"%.24s\" is no number", text);
	*out = v;
	return true;
}

static const char *const kind_words[KIND_COUNT] = { [KIND_SOURCE] = "source", [KIND_FINDING] = "finding",
	[KIND_CLASS] = "class", [KIND_CAUSE] = "cause", [KIND_AREA] = "area", [KIND_ITEM] = "technique, exercise or practice",
	[KIND_LESSON] = "lesson", [KIND_INSTRUMENT] = "instrument",
	[KIND_TOPIC] = "topic", [KIND_ANCHOR] = "place of attachment", [KIND_UNIT] = "unit", [KIND_MUSCLE] = "muscle" };

bool kb_name(struct loading *l, const struct where *w, const char *field, enum kind kind, const char *id, int *out)
{
	*out = id ? kb_find(l->kb, kind, id) : -1;
	if (!id || *out >= 0)
		return true;
	const char *near = kb_nearest(l->kb, kind, id);
	return kb_bad(l, w, field, "there is no %s \"%.64s\"%s%s", kind_words[kind], id, near ? "; the nearest is " : "", near ? near : "");
}

bool kb_names(struct loading *l, const struct where *w, const char *field, enum kind kind, const struct names *from,
	struct ids *out)
{
	int *at = NEWS(l->a, int, from->n + 1);

	for (unsigned i = 0; i < from->n; i++) {
		if (!kb_name(l, w, field, kind, from->at[i], &at[i]))
			return false;
		for (unsigned k = 0; k < i; k++)
			if (at[k] == at[i])
				return kb_bad(l, w, field, "%.64s is named twice", from->at[i]);
	}
	*out = (struct ids){ at, (int)from->n };
	return true;
}

bool kb_cited(struct loading *l, const struct where *w, const struct raw_cite *from, struct cite *out)
{
	out->confidence = (enum confidence)from->confidence;
	return kb_names(l, w, "source", KIND_SOURCE, &from->source, &out->source);
}

bool kb_helps(struct loading *l, const struct where *w, const struct raw_help *from, unsigned n,
	const struct help **out, int *n_out)
{
	struct help *at = NEWS(l->a, struct help, n + 1);

	*out = at;
	*n_out = (int)n;
	for (unsigned i = 0; i < n; i++)
		if (!kb_name(l, w, "helps: cause", KIND_CAUSE, from[i].cause, &at[i].cause) ||
		    !kb_number(l, w, "helps: effect", from[i].effect, &at[i].effect) || !kb_cited(l, w, &from[i].cite, &at[i].cite))
			return false;
	return true;
}

const char *const *kb_texts(struct loading *l, const struct names *from, int *n)
{
	const char **at = NEWS(l->a, const char *, from->n + 1);

	for (unsigned i = 0; i < from->n; i++)
		at[i] = from->at[i];
	*n = (int)from->n;
	return at;
}

bool kb_rule(struct loading *l, const struct where *w, const char *field, const char *text, struct rule *out)
{
	struct err why = { 0 };

	if (!text || rule_compile(l->a, l->kb, text, out, &why))
		return true;
	return kb_bad(l, w, field, "%s", why.detail);
}
