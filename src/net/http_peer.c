/* net/http_peer.c -- who asked, when a proxy stands between. */
#include "net/http.h"

#include "base/str.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { ADDRESS = 46 };          /* the longest IPv6 address in text */

bool http_is_proxy(const char *address, const char *proxies)
{
	size_t n = strlen(address);

	for (const char *at = proxies ? proxies : ""; *at; at += strcspn(at, ",") + (at[strcspn(at, ",")] == ','))
		if (n && strcspn(at, ",") == n && strncmp(at, address, n) == 0)
			return true;
	return false;
}

bool http_is_address(const char *text)
{
	struct in6_addr any;

	return strlen(text) < ADDRESS && (inet_pton(AF_INET, text, &any) == 1 || inet_pton(AF_INET6, text, &any) == 1);
}

const char *http_network(const char *address, char out[HTTP_NETWORK])
{
	struct in6_addr six;

	snprintf(out, HTTP_NETWORK, "%.*s", (int)strcspn(address, "%"), address);       /* "fe80::1%eth0": the interface is not part of it */
	if (inet_pton(AF_INET6, out, &six) != 1)
		return out;
	if (IN6_IS_ADDR_V4MAPPED(&six))
		return inet_ntop(AF_INET, six.s6_addr + 12, out, HTTP_NETWORK);
	memset(six.s6_addr + 8, 0, 8);
	return inet_ntop(AF_INET6, &six, out, HTTP_NETWORK);
}

/* The last value of a header that came more than once: the one the proxy next to us wrote. */
static const char *last_header(const struct request *q, const char *name)
{
	for (int i = q->n_headers - 1; i >= 0; i--)
		if (strcasecmp(q->header[i].name, name) == 0)
			return q->header[i].value;
	return NULL;
}

const char *http_peer(struct arena *a, const struct request *q, const char *peer, const char *proxies)
{
	const char *list = http_is_proxy(peer, proxies) ? last_header(q, "X-Forwarded-For") : NULL;
	size_t end = list ? strlen(list) : 0;

	while (end) {
		size_t at = end;

		while (at && list[at - 1] != ',')
			at--;
		const char *one = list + at + strspn(list + at, " \t");
		const char *address = arena_copy(a, one, (size_t)(list + end - one));
		size_t n = strcspn(address, " \t");

		address = arena_copy(a, address, n);
		if (!http_is_address(address))
			return peer;
		if (!http_is_proxy(address, proxies))
			return address;
		end = at ? at - 1 : 0;
	}
	return peer;
}

bool http_forwarded_secure(const struct request *q, const char *peer, const char *proxies)
{
	const char *how = http_is_proxy(peer, proxies) ? last_header(q, "X-Forwarded-Proto") : NULL;

	return how && strcasecmp(how, "https") == 0;
}
