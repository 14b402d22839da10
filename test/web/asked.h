/* test/web/asked.h -- the demonstration practice, the pages that ask a client, and what they are answered. */
#ifndef TEST_WEB_ASKED_H
#define TEST_WEB_ASKED_H

#include "web/demo_site.h"

static inline const char *consent_fields(const char *value)
{
	struct buf b = buf_new(site->keep, 1 << 14);

	for (int i = 0; i < site->config.kb->n_consents; i++)
		buf_fmt(&b, "%s%s=%s", i ? "&" : "", site->config.kb->consent[i].id, value);
	return b.at;
}

static inline const char *field_of(const char *finding)
{
	return arena_fmt(site->keep, "name=\"%s\"", finding);
}

static inline const char *question(void)
{
	struct answer a = site_get(site, newcomer, "/interview");

	assert_int_equal(a.status, 303);
	return a.location;
}

static inline struct answer reply(const char *path, const char *value)
{
	return site_post(site, newcomer, path, path, arena_fmt(site->keep, "answer=%s", value));
}

static inline int kept(const char *finding)
{
	struct cx cx = site_cx(site);
	struct answer_count_rows count;

	assert_true(q_answer_count(cx.db, site_act(&cx, "maren@demo.invalid", ROLE_CLIENT), finding, &count));
	return (int)count.at[0].n;
}

/* What a page asks, answered with no or 0; yes to `yes`, "I do not know" to `unknown`. */
static inline const char *fill(const char *page, enum occasion when, const char *yes, const char *unknown)
{
	struct cx cx = site_cx(site);
	struct buf b = buf_new(site->keep, 1 << 14);

	for (int f = 0; f < cx.kb->n_findings; f++) {
		const struct finding *of = &cx.kb->finding[f];

		if (!(of->asked & (unsigned)when) || !strstr(page, field_of(of->id)))
			continue;
		if (unknown && str_equal(of->id, unknown))
			buf_fmt(&b, of->is_bool ? "%s%s=unknown" : "%s%s_unknown=1", b.n ? "&" : "", of->id);
		else
			buf_fmt(&b, "%s%s=%s", b.n ? "&" : "", of->id, !of->is_bool ? "0" : yes && str_equal(of->id, yes) ? "yes" : "no");
	}
	if (strstr(page, "name=\"same\""))
		buf_str(&b, "&together=no&same=no");
	return b.at;
}

/* Sends the page, and once more with what an answer opened. */
static inline struct answer check(const char *occasion, enum occasion when, const char *yes, const char *unknown)
{
	const char *path = arena_fmt(site->keep, "/safety/%s", occasion);
	struct answer page = site_get(site, client, path), a = site_post(site, client, path, path, fill(page.body, when, yes, unknown));

	return a.status == 422 ? site_post(site, client, path, path, fill(a.body, when, yes, unknown)) : a;
}

static inline void hours_later(double hours)
{
	setenv("UNKNOT_CLOCK", arena_fmt(site->keep, "%lld", (long long)(1795000000000 + (int64_t)(hours * 3600000))), 1);
}

static inline const char *person_path(const char *given)
{
	struct answer list = site_get(site, owner, "/clients");
	const char *at = strstr(list.body, given), *from = at;

	assert_non_null(at);
	while (from > list.body && !str_begins(from, "/client/"))
		from--;
	return arena_copy(site->keep, from, strcspn(from, "\""));
}

#endif
