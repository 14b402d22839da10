/* What the strict header check lets pass and what not. */
#include "net/http.h"
#include "support.h"

static const char *check(const char *method, const char *uri, int n, const struct header *h)
{
	return http_strict(method, uri, h, n);
}

static void a_plain_request_passes(void **state)
{
	(void)state;
	assert_null(check("GET", "/today?x=1", 1, (struct header[]){ { "Host", "a:80" } }));
	assert_null(check("POST", "/x", 2, (struct header[]){ { "Host", "a" }, { "Content-Length", "12" } }));
}

static void one_host_is_wanted(void **state)
{
	(void)state;
	assert_non_null(check("GET", "/", 0, NULL));
	assert_non_null(check("GET", "/", 2, (struct header[]){ { "Host", "a" }, { "host", "a" } }));
	assert_non_null(check("GET", "/", 1, (struct header[]){ { "Host", "a, b" } }));
	assert_non_null(check("GET", "/", 1, (struct header[]){ { "Host", "" } }));
}

static void two_lengths_are_refused(void **state)
{
	static const struct header both[][3] = {
		{ { "Host", "a" }, { "Content-Length", "1" }, { "Content-Length", "1" } },
		{ { "Host", "a" }, { "Content-Length", "1" }, { "Transfer-Encoding", "chunked" } },
		{ { "Host", "a" }, { "Transfer-Encoding", "chunked" }, { "transfer-encoding", "chunked" } } };

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_non_null(check("POST", "/", 3, both[i]));
}

static void a_length_is_digits(void **state)
{
	static const char *const bad[] = { "", "+1", "-1", "1 1", "0x10", "1,1", "99999999999" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_non_null(check("POST", "/", 2, (struct header[]){ { "Host", "a" }, { "Content-Length", bad[i] } }));
}

static void header_names_are_tokens(void **state)
{
	static const char *const bad[] = { "", "A B", "A:", "A\x01", "\xc3\xa4", "(x)" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_non_null(check("GET", "/", 2, (struct header[]){ { "Host", "a" }, { bad[i], "v" } }));
	assert_non_null(check("GET", "/", 2, (struct header[]){ { "Host", "a" }, { "X", "v\x01" } }));
}

static void the_address_begins_with_a_slash(void **state)
{
	(void)state;
	assert_non_null(check("GET", "http://a/", 1, (struct header[]){ { "Host", "a" } }));
	assert_non_null(check("GET", "/a b", 1, (struct header[]){ { "Host", "a" } }));
	assert_non_null(check("GET", "*", 1, (struct header[]){ { "Host", "a" } }));
}

static void unknown_encodings_are_refused(void **state)
{
	(void)state;
	assert_non_null(check("POST", "/", 2, (struct header[]){ { "Host", "a" }, { "Transfer-Encoding", "gzip" } }));
	assert_non_null(check("GET", "/", 2, (struct header[]){ { "Host", "a" }, { "Transfer-Encoding", "chunked" } }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_request_passes),
		cmocka_unit_test(one_host_is_wanted),
		cmocka_unit_test(two_lengths_are_refused),
		cmocka_unit_test(a_length_is_digits),
		cmocka_unit_test(header_names_are_tokens),
		cmocka_unit_test(the_address_begins_with_a_slash),
		cmocka_unit_test(unknown_encodings_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
