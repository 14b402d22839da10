/* net/http_strict.c -- what libevent lets pass and we do not.  Cases: test/net/test_http.c. */
#include "net/http.h"

#include "base/str.h"

#include <string.h>
#include <strings.h>

static bool token(const char *s)
{
	if (!*s)
		return false;
	for (; *s; s++)
		if ((unsigned char)*s <= 0x20 || (unsigned char)*s >= 0x7f || strchr("()<>@,;:\\\"/[]?={}", *s))
			return false;
	return true;
}

static bool clean(const char *s)
{
	for (; *s; s++)
		if (((unsigned char)*s < 0x20 && *s != '\t') || *s == 0x7f)
			return false;
	return true;
}

static bool digits(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n > 0 && n <= 10 && !s[n];
}

const char *http_strict(const char *method, const char *uri, const struct header *h, int n)
{
	int hosts = 0, lengths = 0, encodings = 0;

	if (!uri || uri[0] != '/' || !clean(uri) || strchr(uri, ' ') || strlen(uri) > 4096)
		return "the address is malformed";
	for (int i = 0; i < n; i++) {
		if (!token(h[i].name))
			return "a header name is not a token";
		if (!clean(h[i].value))
			return "a header holds a control character";
		if (strcasecmp(h[i].name, "Host") == 0) {
			hosts++;
			if (!h[i].value[0] || strpbrk(h[i].value, " \t,/@"))
				return "Host is malformed";
		} else if (strcasecmp(h[i].name, "Content-Length") == 0) {
			lengths++;
			if (!digits(h[i].value))
				return "Content-Length is not a number";
		} else if (strcasecmp(h[i].name, "Transfer-Encoding") == 0) {
			encodings++;
			if (strcasecmp(h[i].value, "chunked") != 0)
				return "Transfer-Encoding is not known";
		}
	}
	if (hosts != 1)
		return "one Host is wanted";
	if (lengths + encodings > 1)
		return "more than one length";
	if (str_equal(method, "GET") && encodings)
		return "a body where none belongs";
	return NULL;
}
