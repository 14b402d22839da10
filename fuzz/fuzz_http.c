/* Any bytes as a request's first line and headers behind any proxy: what the strict checks let pass has one Host, one length at most and no
 * character that controls anything; who asked is the other end, or an address that is no proxy, and only a trusted proxy is believed.
 * Lines: method and address, the other end, the trusted proxies, then the headers. */
#include "base/str.h"
#include "net/http.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HEADERS_MOST = 100 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static char *line_of(char **at)
{
	char *line = *at;

	*at += strcspn(*at, "\n");
	if (**at)
		*(*at)++ = '\0';
	return line;
}

static int named(const struct request *q, const char *name)
{
	int n = 0;

	for (int i = 0; i < q->n_headers; i++)
		n += strcasecmp(q->header[i].name, name) == 0;
	return n;
}

static void plain(const char *s)
{
	for (; *s; s++)
		must((unsigned char)*s >= 0x20 || *s == '\t');
}

static void look_at_passed(const struct request *q, const char *uri)
{
	must(uri[0] == '/' && named(q, "Host") == 1);
	must(named(q, "Content-Length") + named(q, "Transfer-Encoding") <= 1);
	const char *length = http_header(q, "Content-Length");
	must(!length || strspn(length, "0123456789") == strlen(length));
	plain(uri);
	for (int i = 0; i < q->n_headers; i++) {
		plain(q->header[i].value);
		must(q->header[i].name[0] && !strpbrk(q->header[i].name, " \t:\r"));
	}
}

static void look_at_peer(struct arena *a, const struct request *q, const char *peer, const char *proxies)
{
	const char *who = http_peer(a, q, peer, proxies);

	if (!http_is_proxy(peer, proxies) || !named(q, "X-Forwarded-For"))
		must(str_equal(who, peer));
	must(str_equal(who, peer) || (http_is_address(who) && !http_is_proxy(who, proxies) && strlen(who) < 46));
	must(!http_forwarded_secure(q, peer, proxies) || (http_is_proxy(peer, proxies) && named(q, "X-Forwarded-Proto")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct header h[HEADERS_MOST];
	char *at = arena_copy(a, (const char *)data, n), *uri = line_of(&at), *peer = line_of(&at), *proxies = line_of(&at);
	struct request q = { .header = h };
	const char *method = "GET";

	if (str_begins(uri, "POST ")) {
		method = "POST";
		uri += 5;
	}
	while (*at && q.n_headers < HEADERS_MOST) {
		char *name = line_of(&at), *value = strchr(name, ':');

		if (value)
			*value++ = '\0';
		h[q.n_headers++] = (struct header){ name, value ? value + strspn(value, " ") : "" };
	}
	if (!http_strict(method, uri, h, q.n_headers)) {
		look_at_passed(&q, uri);
		must(str_equal(method, "POST") || !named(&q, "Transfer-Encoding"));
	}
	look_at_peer(a, &q, peer, proxies);
	const char *cookie = http_cookie(a, &q, "sid");
	must(!cookie || !strchr(cookie, ';'));
	arena_end(a);
	return 0;
}
