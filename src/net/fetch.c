/* net/fetch.c -- libcurl's options, and what went wrong in words. */
#include "net/fetch.h"

#include <arpa/inet.h>
#include <assert.h>
#include <ctype.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECT_SECONDS = 10, URL_MOST = 2000 };

struct fetching { struct arena *a; const struct fetch_how *how; char *text; size_t n; bool too_long, refused; };

bool fetch_host(const char *url, char host[FETCH_HOST])
{
	CURLU *u = curl_url();
	char *scheme = NULL, *name = NULL, *user = NULL;
	bool good = false;

	assert(u);
	if (strlen(url) <= URL_MOST && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK && curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
		strcmp(scheme, "https") == 0 && curl_url_get(u, CURLUPART_HOST, &name, 0) == CURLUE_OK && strlen(name) < FETCH_HOST)
		good = curl_url_get(u, CURLUPART_USER, &user, 0) == CURLUE_NO_USER;
	host[0] = 0;
	for (size_t i = 0; good && i <= strlen(name); i++)
		host[i] = (char)tolower((unsigned char)name[i]);
	curl_free(scheme);
	curl_free(name);
	curl_free(user);
	curl_url_cleanup(u);
	return good && host[0];
}

bool fetch_near(const unsigned char *at, int bytes)
{
	static const unsigned char mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, none[12] = { 0 };

	assert(bytes == 4 || bytes == 16);
	if (bytes == 16) {
		if (memcmp(at, mapped, 12) == 0 || memcmp(at, none, 12) == 0)
			return fetch_near(at + 12, 4);
		if (at[0] == 0x20 && at[1] == 0x02)             /* 6to4: the address within */
			return fetch_near(at + 2, 4);
		return (at[0] & 0xe0) != 0x20;                  /* all but global unicast, 2000::/3 */
	}
	return at[0] == 0 || at[0] == 10 || at[0] == 127 || at[0] >= 224 || (at[0] == 100 && (at[1] & 0xc0) == 64) || (at[0] == 169 && at[1] == 254) ||
		(at[0] == 172 && (at[1] & 0xf0) == 16) || (at[0] == 192 && (at[1] == 168 || (at[1] == 0 && at[2] == 0))) || (at[0] == 198 && (at[1] & 0xfe) == 18);
}

static curl_socket_t connect_to(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct fetching *f = arg;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	bool near = true;

	(void)purpose;
	if (to->family == AF_INET) {
		memcpy(&v4, &to->addr, sizeof(v4));
		near = fetch_near((const unsigned char *)&v4.sin_addr, 4);
	} else if (to->family == AF_INET6) {
		memcpy(&v6, &to->addr, sizeof(v6));
		near = fetch_near(v6.sin6_addr.s6_addr, 16);
	}
	if (near && !f->how->near) {
		f->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static size_t take(char *from, size_t size, size_t count, void *arg)
{
	struct fetching *f = arg;
	size_t n = size * count;

	if (f->n + n > f->how->most) {
		f->too_long = true;
		return 0;
	}
	memcpy(f->text + f->n, from, n);
	f->n += n;
	return n;
}

static void set_how(CURL *c, struct fetching *f, const char *url)
{
	const struct fetch_how *how = f->how;

	curl_easy_setopt(c, CURLOPT_URL, url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0l);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)(how->seconds < CONNECT_SECONDS ? how->seconds : CONNECT_SECONDS));
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)how->seconds);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1l);
	curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, f);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, connect_to);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, f);
	if (how->ca)
		curl_easy_setopt(c, CURLOPT_CAINFO, how->ca);
}

static void explain(const struct fetching *f, CURLcode code, long answer, const char *why, char said[FETCH_SAID])
{
	if (f->refused)
		snprintf(said, FETCH_SAID, "It is in a network of its own, which is not allowed here.");
	else if (f->too_long)
		snprintf(said, FETCH_SAID, "It is longer than %zu MB.", f->how->most >> 20);
	else if (code != CURLE_OK)
		snprintf(said, FETCH_SAID, "%.190s", why[0] ? why : curl_easy_strerror(code));
	else if (answer >= 300 && answer < 400)
		snprintf(said, FETCH_SAID, "It points to another address (%ld); enter that one.", answer);
	else
		snprintf(said, FETCH_SAID, "The server answered %ld.", answer);
	for (char *p = said; *p; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
}

const char *fetch(struct arena *a, const struct fetch_how *how, const char *url, char said[FETCH_SAID])
{
	struct fetching f = { .a = a, .how = how, .text = NEWS(a, char, how->most + 1) };
	char why[CURL_ERROR_SIZE] = "";
	CURL *c = curl_easy_init();
	long answer = 0;

	assert(c && how->seconds > 0);
	set_how(c, &f, url);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, why);
	CURLcode code = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer);
	curl_easy_cleanup(c);
	f.text[f.n] = 0;
	said[0] = 0;
	if (code == CURLE_OK && answer == 200 && strlen(f.text) == f.n)
		return f.text;
	explain(&f, code, answer, why, said);
	if (code == CURLE_OK && answer == 200)
		snprintf(said, FETCH_SAID, "It is no text.");
	return NULL;
}
