/* app/consent.c -- lines of consent, and the text that is signed. */
#include "app/consent.h"

#include "base/buf.h"
#include "base/str.h"

#include <sodium.h>
#include <string.h>

enum { PAPER_MOST = 1 << 18 };

const char *consent_digest(struct arena *a, const char *text)
{
	unsigned char sum[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof(sum) + 1];

	_Static_assert(sizeof(hex) == CONSENT_DIGEST + 1, "two digits a byte");
	crypto_hash_sha256(sum, (const unsigned char *)text, strlen(text));
	return arena_text(a, sodium_bin2hex(hex, sizeof(hex), sum, sizeof(sum)));
}

const char *consent_seal(struct arena *a, const char *name, const char *iso, const char *text)
{
	return consent_digest(a, arena_fmt(a, "%s\n%s\n%s\n", name, iso, text));
}

bool consent_holds(struct arena *a, const struct signature_last *s)
{
	return str_equal(s->digest, consent_seal(a, s->name, s->day, s->body));
}

/* All that is shown of a part. */
static const char *words_of(struct arena *a, const struct consent *c)
{
	return arena_fmt(a, "%s\n\nWhy it is offered: %s\n\nWhat a no means: %s", c->text, c->why, c->decline);
}

bool consent_give(struct cx *cx, int64_t person, int part, bool given)
{
	const struct consent *c = &cx->kb->consent[part];
	const char *words = words_of(cx->a, c);
	const char *version = arena_copy(cx->a, consent_digest(cx->a, arena_fmt(cx->a, "%s\n%s", c->name, words)), CONSENT_VERSION);

	return q_consent_words(cx->db, version, c->id, c->name, words) && q_consent_add(cx->db, person, c->id, given, version, cx->now);
}

static void put_answers(struct cx *cx, const struct record *r, struct buf *b)
{
	const struct kb *kb = cx->kb;

	for (int f = 0; f < kb->n_findings; f++) {
		const struct finding *of = &kb->finding[f];
		int v = r->c->answer[f];

		if (v != NOT_ASKED && of->ask && of->by != BY_THERAPIST && !of->sum_of.n && !of->private)
			buf_fmt(b, "%s\n    %s\n\n", of->ask, record_said(cx->a, of, v != DONT_KNOW, v));
	}
	for (int i = 0; i < kb->n_regions; i++)
		if (r->c->mark[i])
			buf_fmt(b, "Marked on the picture: %s\n    %d of 10\n\n", kb->region[i].name, r->c->mark[i]);
}

const char *consent_paper(struct cx *cx, const struct record *r)
{
	struct buf b = buf_new(cx->a, PAPER_MOST);

	buf_fmt(&b, "%s %s, born %s\n\nWHAT I AGREE TO\n", r->person.given, r->person.family, r->person.born);
	for (int i = 0; i < cx->kb->n_consents; i++) {
		const struct consent *c = &cx->kb->consent[i];
		int given = record_consent(r, c->id);

		buf_fmt(&b, "\n%s: %s\n%s\n", c->name, given == 1 ? "YES" : given == 0 ? "NO" : "NOT ANSWERED", words_of(cx->a, c));
	}
	buf_str(&b, "\nWHAT I TOLD\n\n");
	put_answers(cx, r, &b);
	buf_str(&b, "I told this as well as I know it. I can change each answer and take back each yes at any time.\n");
	return b.at;
}

bool consent_sign(struct cx *cx, const struct record *r, const char *name, const char *shown)
{
	const char *text = consent_paper(cx, r);
	char iso[11];

	if (!record_consent_whole(cx, r) || !r->person.interview_done)
		return fail(cx->err, ERR_CONFLICT, "name", "The questions are not all answered yet. Please finish them first.");
	if (!str_equal(shown, consent_digest(cx->a, text)))
		return fail(cx->err, ERR_CONFLICT, "name", "An answer was changed since this page was opened. Please read it again.");
	size_t n = utf8_length(name);
	if (n < 2 || n > CONSENT_NAME_MOST || strpbrk(name, "\r\n\t"))
		return fail(cx->err, ERR_INPUT, "name", "your name, 2 to %d letters", CONSENT_NAME_MOST);
	day_iso(cx->today, iso);
	return q_signature_add(cx->db, db_id(), r->person.id, cx->who.account, cx->now, iso, name, text, consent_seal(cx->a, name, iso, text)) &&
		cx_event(cx, r->person.id, "signed");
}
