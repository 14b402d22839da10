/* What is counted, who may read it, and that neither counters nor log hold anything about a person. */
#include "site.h"

#include "web/meter.h"

#include <unistd.h>

static struct site *s;
static const char word[] = "a-word-of-the-operator";

static int begin(void **state)
{
	(void)state;
	s = site_new();
	site_demo(s);
	s->config.meter = meter_new();
	s->config.metrics_word = word;
	return 0;
}

static int end(void **state)
{
	(void)state;
	site_end(s);
	return 0;
}

static struct answer metrics(const char *authorization)
{
	struct header h[2] = { { "Host", "test" }, { "Authorization", authorization } };
	struct request q = { .method = METHOD_GET, .path = "/metrics", .query = "", .body = "", .peer = "127.0.0.1", .header = h,
		.n_headers = authorization ? 2 : 1 };

	arena_reset(s->arena);
	struct reply r = { .status = 200, .type = "text/html", .body = buf_new(s->arena, 32 << 20) };
	web_handle(&s->site, &q, &r, s->arena);
	return (struct answer){ .status = r.status, .body = arena_copy(s->keep, r.body.at, r.body.n), .type = r.type, .n = r.body.n };
}

static void only_the_word_opens_them(void **state)
{
	static const char *const wrong[] = { "", "Bearer ", "Bearer a-word-of-the-operato", "bearer a-word-of-the-operator", "Bearer a-word-of-the-operatorx",
		"Basic a-word-of-the-operator" };

	(void)state;
	assert_int_equal(metrics(NULL).status, 404);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(metrics(wrong[i]).status, 404);
	assert_int_equal(metrics("Bearer a-word-of-the-operator").status, 200);
	s->config.metrics_word = NULL;
	assert_int_equal(metrics("Bearer a-word-of-the-operator").status, 404);
	s->config.metrics_word = word;
}

/* The value of a line of the counters; -1 when it is not there. */
static double value(const char *text, const char *line)
{
	const char *at = strstr(text, line);

	return at ? strtod(at + strlen(line), NULL) : -1;
}

static void each_answer_is_counted_once(void **state)
{
	static const char today[] = "unknot_requests_total{method=\"GET\",route=\"/today\",class=\"2xx\"} ";
	const char *client = site_door(s, 1);
	double before, after;

	(void)state;
	site_get(s, client, "/today");
	before = value(metrics("Bearer a-word-of-the-operator").body, today);
	for (int i = 0; i < 5; i++)
		site_get(s, client, "/today");
	after = value(metrics("Bearer a-word-of-the-operator").body, today);
	assert_true(after - before == 5);
	site_get(s, client, "/no/such/page");
	site_get(s, client, "/desk");
	struct answer m = metrics("Bearer a-word-of-the-operator");
	assert_true(value(m.body, "unknot_requests_total{method=\"\",route=\"none\",class=\"4xx\"} ") >= 1);
	assert_true(value(m.body, "unknot_errors_total{code=\"FORBIDDEN\"} ") == 1 || value(m.body, "unknot_errors_total{code=\"forbidden\"} ") == 1);
}

/* Prometheus wants cumulative buckets that end in the count. */
static void buckets_only_grow(void **state)
{
	double last = 0;
	int seen = 0;

	(void)state;
	struct answer m = metrics("Bearer a-word-of-the-operator");
	for (const char *at = m.body; (at = strstr(at, "request_seconds_bucket{kind=\"page\"")); at++) {
		double n = strtod(strchr(at, ' '), NULL);

		assert_true(n >= last);
		last = n;
		seen++;
	}
	assert_int_equal(seen, 11);
	assert_true(last == value(m.body, "unknot_request_seconds_count{kind=\"page\"} "));
}

static void nothing_tells_of_a_person(void **state)
{
	static const char *const names[] = { "Maren", "Ines", "maren@", "sign-in/", "/client/1", "/client/2", "/client/9" };
	int ends[2], kept = dup(STDERR_FILENO);
	char text[65536];
	ssize_t n;

	(void)state;
	const char *owner = site_door(s, 0), *client = site_door(s, 1), *at;
	struct answer clients = site_get(s, owner, "/clients");
	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	s->config.log_requests = true;
	at = strstr(clients.body, "href=\"/client/");
	assert_non_null(at);
	const char *path = arena_copy(s->keep, at + 6, strcspn(at + 6, "\""));
	assert_int_equal(site_get(s, owner, path).status, 200);
	site_get(s, client, "/today?note=checked_in&name=Maren");
	site_post(s, client, "/today", "/check-in", "pain=7");
	web_refused(&s->site);
	s->config.log_requests = false;
	dup2(kept, STDERR_FILENO);
	close(kept);
	close(ends[1]);
	n = read(ends[0], text, sizeof(text) - 1);
	close(ends[0]);
	assert_true(n > 0);
	text[n] = 0;
	assert_non_null(strstr(text, "\"route\":\"/client/{id}\""));
	assert_non_null(strstr(text, "\"event\":\"refused\""));
	struct answer m = metrics("Bearer a-word-of-the-operator");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		assert_null(strstr(text, names[i]));
		assert_null(strstr(m.body, names[i]));
	}
	assert_null(strstr(text, path));
	assert_null(strstr(text, "127.0.0.1"));
	assert_null(strstr(text, "pain"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_word_opens_them),
		cmocka_unit_test(each_answer_is_counted_once),
		cmocka_unit_test(buckets_only_grow),
		cmocka_unit_test(nothing_tells_of_a_person),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
