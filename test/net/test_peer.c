/* Who asked, when a proxy stands between: nothing that a stranger writes is believed. */
#include "net/http.h"
#include "net/log.h"
#include "support.h"

#include <fcntl.h>
#include <unistd.h>

static struct arena *a;

static const char *peer_of(const char *peer, const char *proxies, int n, const struct header *h)
{
	struct request q = { .header = h, .n_headers = n };

	return http_peer(a, &q, peer, proxies);
}

static void a_stranger_is_not_believed(void **state)
{
	const struct header h = { "X-Forwarded-For", "9.9.9.9" };

	(void)state;
	assert_string_equal(peer_of("10.0.0.7", NULL, 1, &h), "10.0.0.7");
	assert_string_equal(peer_of("10.0.0.7", "127.0.0.1,10.0.0.70", 1, &h), "10.0.0.7");
	assert_string_equal(peer_of("10.0.0.7", "", 1, &h), "10.0.0.7");
}

static void the_last_that_is_no_proxy_counts(void **state)
{
	static const struct { const char *list, *want; } some[] = {
		{ "9.9.9.9", "9.9.9.9" }, { "1.1.1.1, 9.9.9.9", "9.9.9.9" }, { "1.1.1.1,9.9.9.9 , 10.0.0.2", "9.9.9.9" },
		{ " 2001:db8::1 ", "2001:db8::1" }, { "10.0.0.2, 127.0.0.1", "127.0.0.1" }, { "", "127.0.0.1" },
		{ "unknown", "127.0.0.1" }, { "9.9.9.9, <script>", "127.0.0.1" }, { "9.9.9.9:4000", "127.0.0.1" }, { ",", "127.0.0.1" },
		{ "9.9.9.9,", "127.0.0.1" } };

	(void)state;
	for (size_t i = 0; i < sizeof(some) / sizeof(*some); i++)
		assert_string_equal(peer_of("127.0.0.1", "127.0.0.1,10.0.0.2", 1, &(struct header){ "x-forwarded-for", some[i].list }), some[i].want);
}

static void a_second_header_is_the_proxys(void **state)
{
	const struct header h[2] = { { "X-Forwarded-For", "1.1.1.1" }, { "X-Forwarded-For", "9.9.9.9" } };

	(void)state;
	assert_string_equal(peer_of("::1", "::1", 2, h), "9.9.9.9");
}

static void only_a_proxy_says_that_it_was_tls(void **state)
{
	const struct header h = { "X-Forwarded-Proto", "https" }, plain = { "X-Forwarded-Proto", "http" };
	struct request q = { .header = &h, .n_headers = 1 }, p = { .header = &plain, .n_headers = 1 }, none = { .n_headers = 0 };

	(void)state;
	assert_true(http_forwarded_secure(&q, "127.0.0.1", "127.0.0.1"));
	assert_false(http_forwarded_secure(&q, "127.0.0.2", "127.0.0.1"));
	assert_false(http_forwarded_secure(&q, "127.0.0.1", NULL));
	assert_false(http_forwarded_secure(&p, "127.0.0.1", "127.0.0.1"));
	assert_false(http_forwarded_secure(&none, "127.0.0.1", "127.0.0.1"));
}

/* A house chooses among 2^64 addresses of its own; a change of the letters or of the way IPv4 is written is no other asker either. */
static void an_address_counts_by_its_network(void **state)
{
	static const struct { const char *address, *want; } some[] = {
		{ "203.0.113.9", "203.0.113.9" }, { "::ffff:203.0.113.9", "203.0.113.9" }, { "::FFFF:cb00:7109", "203.0.113.9" },
		{ "2001:db8:1:2::1", "2001:db8:1:2::" }, { "2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::" }, { "2001:db8:1:3::1", "2001:db8:1:3::" },
		{ "::1", "::" }, { "fe80::1%eth0", "fe80::" }, { "", "" }, { "no address", "no address" } };
	char out[HTTP_NETWORK];

	(void)state;
	for (size_t i = 0; i < sizeof(some) / sizeof(*some); i++)
		assert_string_equal(http_network(some[i].address, out), some[i].want);
}

/* What log_line writes, by way of a pipe in the place of standard error. */
static const char *logged(const char *event, const struct log_field *f, int n)
{
	int ends[2], kept = dup(STDERR_FILENO);
	static char text[4096];

	setenv("UNKNOT_CLOCK", "1795000000123", 1);
	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	log_line("info", event, f, n);
	dup2(kept, STDERR_FILENO);
	close(kept);
	close(ends[1]);
	ssize_t got = read(ends[0], text, sizeof(text) - 1);
	close(ends[0]);
	assert_true(got > 0);
	text[got] = 0;
	return text;
}

static void a_log_line_is_one_line_of_json(void **state)
{
	(void)state;
	assert_string_equal(logged("try", (struct log_field[]){ { "word", "a\"b\\c\nd\xc3", 0 }, { "n", NULL, 2.5 } }, 2),
		"{\"at\":\"2026-11-18T11:06:40.123Z\",\"level\":\"info\",\"event\":\"try\",\"word\":\"a\\\"b\\\\c\\u000ad\\u00c3\",\"n\":2.5}\n");
}

static void a_log_line_that_is_too_long_stays_whole_json(void **state)
{
	static char much[3000];

	(void)state;
	memset(much, 'x', sizeof(much) - 1);
	const char *line = logged("try", (struct log_field[]){ { "first", "a", 0 }, { "much", much, 0 }, { "last", "b", 0 } }, 3);
	assert_non_null(strstr(line, "\"first\":\"a\"}\n"));
	assert_null(strstr(line, "xx"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stranger_is_not_believed),
		cmocka_unit_test(the_last_that_is_no_proxy_counts),
		cmocka_unit_test(a_second_header_is_the_proxys),
		cmocka_unit_test(only_a_proxy_says_that_it_was_tls),
		cmocka_unit_test(an_address_counts_by_its_network),
		cmocka_unit_test(a_log_line_is_one_line_of_json),
		cmocka_unit_test(a_log_line_that_is_too_long_stays_whole_json),
	};

	a = arena_new(1 << 20);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_end(a);
	return failed;
}
