/* net/smtp.c -- libcurl's options, and its endings in three words. */
#include "net/smtp.h"

#include <assert.h>
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

enum { CONNECT_SECONDS = 15 };

struct sending { const char *at; size_t n, done; char answer[SMTP_SAID]; };

bool smtp_loopback(const char *host)
{
	return (strncmp(host, "127.", 4) == 0 && !host[strspn(host, "0123456789.")]) || strcmp(host, "::1") == 0 || strcmp(host, "localhost") == 0;
}

bool smtp_address(const char *text)
{
	size_t n = strlen(text);
	const char *at = strchr(text, '@');

	for (size_t i = 0; i < n; i++)
		if (text[i] <= ' ' || text[i] == 127 || strchr("<>,;:\\\"()[]", text[i]))
			return false;
	return at && at > text && at[1] && !strchr(at + 1, '@') && n <= SMTP_ADDRESS_MOST;
}

bool smtp_says_nobody(const char *status)
{
	static const char *const of[] = { "5.0.0", "5.2.1", "5.4.4" };

	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++)
		if (strncmp(status, of[i], 5) == 0 && !strchr("0123456789", status[5] ? status[5] : ' '))
			return true;
	return strncmp(status, "5.1.", 4) == 0;
}

static size_t give(char *out, size_t size, size_t count, void *arg)
{
	struct sending *s = arg;
	size_t n = size * count < s->n - s->done ? size * count : s->n - s->done;

	memcpy(out, s->at + s->done, n);
	s->done += n;
	return n;
}

/* The first answer that was a no. */
static size_t hear(char *line, size_t size, size_t count, void *arg)
{
	struct sending *s = arg;
	size_t n = size * count;

	if (!s->answer[0] && n > 3 && (line[0] == '4' || line[0] == '5'))
		for (size_t i = 0; i < n && i < SMTP_SAID - 1 && line[i] != '\r' && line[i] != '\n'; i++)
			s->answer[i] = line[i] >= ' ' && line[i] < 127 ? line[i] : '?';
	return n;
}

static void set_server(CURL *c, const struct smtp_server *s, char *url, size_t room)
{
	bool near = smtp_loopback(s->host) && !s->strict, colon = strchr(s->host, ':') != NULL;

	snprintf(url, room, "%s://%s%s%s:%d", s->port == 465 || s->at_once ? "smtps" : "smtp", colon ? "[" : "", s->host, colon ? "]" : "", s->port);
	curl_easy_setopt(c, CURLOPT_URL, url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_USE_SSL, (long)(near ? CURLUSESSL_TRY : CURLUSESSL_ALL));
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, near ? 0l : 1l);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, near ? 0l : 2l);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)(s->seconds < CONNECT_SECONDS ? s->seconds : CONNECT_SECONDS));
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)s->seconds);
	curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)s->seconds);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1l);
	if (s->ca)
		curl_easy_setopt(c, CURLOPT_CAINFO, s->ca);
	if (s->user) {
		curl_easy_setopt(c, CURLOPT_USERNAME, s->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, s->password ? s->password : "");
	}
}

/* 55x to the address or to the mail itself is about this mail; to the sender, before or after, about the practice's own settings. */
static enum smtp_end ended(CURLcode code, long answer, const char *why, const char *said)
{
	if (code == CURLE_OK)
		return SMTP_SENT;
	bool status = strlen(said) > 6 && said[4] == '5' && said[5] == '.';
	if (strstr(why, "RCPT failed") && (answer == 550 || answer == 551 || answer == 553) && (!status || smtp_says_nobody(said + 4)))
		return SMTP_NOBODY;
	return answer >= 550 && answer <= 559 && !strstr(why, "MAIL failed") && code != CURLE_LOGIN_DENIED ? SMTP_REFUSED : SMTP_LATER;
}

enum smtp_end smtp_send(const struct smtp_server *s, const char *from, const char *to, const char *message, size_t n, char said[SMTP_SAID])
{
	struct sending sending = { .at = message, .n = n };
	char url[400], why[CURL_ERROR_SIZE] = "", from_line[SMTP_ADDRESS_MOST + 3], to_line[SMTP_ADDRESS_MOST + 3];
	CURL *c = curl_easy_init();
	struct curl_slist *list = NULL;
	long answer = 0;

	assert(c && smtp_address(from) && smtp_address(to) && s->seconds > 0);
	snprintf(from_line, sizeof(from_line), "<%s>", from);
	snprintf(to_line, sizeof(to_line), "<%s>", to);
	set_server(c, s, url, sizeof(url));
	list = curl_slist_append(NULL, to_line);
	assert(list);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, why);
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, from_line);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, list);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1l);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(c, CURLOPT_READDATA, &sending);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, hear);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, &sending);
	CURLcode code = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer);
	curl_slist_free_all(list);
	curl_easy_cleanup(c);
	snprintf(said, SMTP_SAID, "%.*s", SMTP_SAID - 1, code == CURLE_OK ? "" : sending.answer[0] ? sending.answer : why[0] ? why : curl_easy_strerror(code));
	return ended(code, answer, why, sending.answer);
}
