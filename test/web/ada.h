/* test/web/ada.h -- a practice that was just set up, Ada who owns it, and her ways in: half (a passphrase) and whole (a code as well). */
#ifndef TEST_WEB_ADA_H
#define TEST_WEB_ADA_H

#include "web/site.h"

static const char good_setup[] = "name=Practice&emergency=112&crisis=116123&abuse_route=&given=Ada&family=Own&mail=ada%40own.example"
	"&passphrase=four+words+are+good&agreed=1";
static const char right[] = "mail=ada%40own.example&passphrase=four+words+are+good";
static const char wrong[] = "mail=ada%40own.example&passphrase=four+words+are+bad";

static struct site *s;
static const char *cookie, *key;

static inline void clock_to(int64_t seconds)
{
	setenv("UNKNOT_CLOCK", arena_fmt(s->keep, "%lld", 1795000000000 + (long long)seconds * 1000), 1);
}

static inline int begin(void **state)
{
	(void)state;
	s = site_new();
	s->config.setup_token = "secret";
	struct answer a = site_send(s, METHOD_POST, NULL, "/setup/secret", good_setup);
	cookie = site_cookie(s, &a);
	key = NULL;
	return 0;
}

static inline int begin_whole(void **state)
{
	begin(state);
	key = site_enrol(s, &cookie);
	return 0;
}

static inline int end(void **state)
{
	(void)state;
	site_end(s);
	return 0;
}

static inline struct answer sign_in(const char *fields)
{
	return site_send(s, METHOD_POST, NULL, "/sign-in", fields);
}

static inline struct answer give_code(const char *half, const char *code)
{
	return site_post(s, half, "/sign-in/code", "/sign-in/code", arena_fmt(s->keep, "code=%s", code));
}

/* A further session of the owner, whole. */
static inline const char *come_in(int steps)
{
	struct answer a = sign_in(right);
	const char *half = site_cookie(s, &a);

	a = give_code(half, site_code(s, key, steps));
	assert_int_equal(a.status, 303);
	return site_cookie(s, &a);
}

#define HALF(name) cmocka_unit_test_setup_teardown(name, begin, end)
#define WHOLE(name) cmocka_unit_test_setup_teardown(name, begin_whole, end)

#endif
