/* app/bounce.c -- reports read: parts, fields, and the mail they are about. */
#include "app/bounce.h"

#include "app/mail.h"
#include "base/form.h"
#include "base/str.h"

#include <ctype.h>
#include <strings.h>

enum { SAID_MOST = 160, PARTS_MOST = 50 };

/* Lines from `at` up to `end`. */
struct lines { const char *at, *end; };

/* One line without its end; moves on. */
static bool next_line(struct lines *l, const char **at, size_t *n)
{
	if (l->at >= l->end)
		return false;
	const char *stop = memchr(l->at, '\n', (size_t)(l->end - l->at));
	size_t whole = stop ? (size_t)(stop - l->at) : (size_t)(l->end - l->at);

	*at = l->at;
	*n = whole && l->at[whole - 1] == '\r' ? whole - 1 : whole;
	l->at += stop ? whole + 1 : whole;
	return true;
}

/* The fields up to the empty line; `l` stands behind it. */
static struct lines fields(struct lines *l)
{
	struct lines out = { l->at, l->at };
	const char *at;
	size_t n;

	while (next_line(l, &at, &n) && n)
		out.end = l->at;
	return out;
}

/* A field's value with its folds opened; NULL when it is not there. */
static const char *field(struct arena *a, struct lines l, const char *name)
{
	size_t len = strlen(name), n;
	const char *at, *out = NULL;

	while (next_line(&l, &at, &n)) {
		if (out && n && (*at == ' ' || *at == '\t'))
			out = arena_fmt(a, "%s %.*s", out, (int)n, at);
		else if (out)
			break;
		else if (n > len && at[len] == ':' && strncasecmp(at, name, len) == 0)
			out = arena_copy(a, at + len + 1, n - len - 1);
	}
	while (out && (*out == ' ' || *out == '\t'))
		out++;
	return out;
}

static bool is_type(const char *value, const char *type)
{
	size_t n = strlen(type);

	return value && strncasecmp(value, type, n) == 0 && (!value[n] || strchr("; \t", value[n]));
}

static const char *boundary(struct arena *a, const char *type)
{
	const char *at = type ? strcasestr(type, "boundary=") : NULL;

	if (!at)
		return NULL;
	at += strlen("boundary=");
	const char *out = *at == '"' ? arena_copy(a, at + 1, strcspn(at + 1, "\"")) : arena_copy(a, at, strcspn(at, "; \t"));
	return out[0] && strlen(out) <= 70 ? out : NULL;
}

/* The next part between boundaries, its head and what follows. */
static bool next_part(struct lines *l, const char *mark, struct lines *out)
{
	const char *at, *begin = NULL;
	size_t n, len = strlen(mark);

	for (const char *was = l->at; next_line(l, &at, &n); was = l->at) {
		if (n < len + 2 || strncmp(at, "--", 2) != 0 || strncmp(at + 2, mark, len) != 0)
			continue;
		if (begin) {
			*out = (struct lines){ begin, was };
			l->at = was;            /* it opens the part after it */
			return true;
		}
		if (n >= len + 4 && strncmp(at + 2 + len, "--", 2) == 0)
			return false;
		begin = l->at;
	}
	if (begin)
		*out = (struct lines){ begin, l->end };
	return begin && begin < l->end;
}

/* "smtp; 550 5.1.1 no such person" -> "550 5.1.1 no such person" */
static const char *words(struct arena *a, const char *value)
{
	const char *at = value ? strchr(value, ';') : NULL, *from = at ? at + 1 : value ? value : "";
	char *out = arena_copy(a, from, strnlen(from, SAID_MOST));

	for (char *p = out; *p; p++)
		*p = *p >= ' ' && *p <= '~' ? *p : '?';
	while (*out == ' ')
		out++;
	return out;
}

/* The blocks of a delivery status: the first is of the message, the others of one address each. */
static void read_status(struct arena *a, struct lines part, struct bounce *out)
{
	while (part.at < part.end) {
		struct lines block = fields(&part);
		const char *action = field(a, block, "Action"), *status = field(a, block, "Status");

		if (!action || strncasecmp(action, "failed", 6) != 0)
			continue;
		const char *said = words(a, field(a, block, "Diagnostic-Code"));
		out->failed = true;
		out->nobody = out->nobody || (status && smtp_says_nobody(status));
		out->said = said[0] ? said : arena_fmt(a, "Status %s", words(a, status));
	}
}

static void read_id(struct arena *a, struct lines part, struct bounce *out)
{
	const char *id = field(a, part, "Message-ID");
	size_t n = id && *id == '<' ? strspn(id + 1, "0123456789") : 0;

	if (n && str_begins(id + 1 + n, ".unknot@") && !int_read(arena_copy(a, id + 1, n), 1, INT64_MAX, &out->job))
		out->job = 0;
}

bool bounce_read(struct arena *a, const char *text, struct bounce *out, struct err *err)
{
	struct lines all = { text, text + strlen(text) }, part;
	bool reported = false;

	*out = (struct bounce){ .said = "" };
	if (str_begins(text, "From "))          /* as a mailbox keeps it */
		all.at += strcspn(text, "\n") + (strchr(text, '\n') != NULL);
	const char *type = field(a, fields(&all), "Content-Type"), *mark = boundary(a, type);
	if (!is_type(type, "multipart/report") || !mark)
		return fail(err, ERR_INPUT, "mail", "is no report about a mail that came back (RFC 3464)");
	for (int i = 0; i < PARTS_MOST && next_part(&all, mark, &part); i++) {
		const char *of = field(a, fields(&part), "Content-Type");

		if (is_type(of, "message/delivery-status") || is_type(of, "message/global-delivery-status")) {
			reported = true;
			read_status(a, part, out);
		} else if (is_type(of, "message/rfc822") || is_type(of, "text/rfc822-headers") || is_type(of, "message/global") || is_type(of, "message/global-headers"))
			read_id(a, fields(&part), out);
	}
	if (!reported)
		return fail(err, ERR_INPUT, "mail", "is a report that says nothing about a delivery");
	return out->job || fail(err, ERR_INPUT, "mail", "is not about a mail of this program");
}

bool bounce_take(struct cx *cx, const struct bounce *b)
{
	struct mail_job_get_rows rows;

	if (!q_mail_job_get(cx->db, b->job, &rows))
		return false;
	if (!rows.n || rows.at[0].practice != cx->who.practice)
		return fail(cx->err, ERR_MISSING, "mail", "This mail is no longer kept.");
	if (!b->failed)
		return true;
	return q_mail_refused(cx->db, b->job, cx->now, b->said) && (!b->nobody || !rows.at[0].person || mail_came_back(cx, rows.at[0].person, b->said));
}
