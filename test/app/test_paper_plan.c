/* The ten weeks on paper and as a calendar: random people fit, nothing is lost, nothing is told that others should not read. */
#include "render/pdf.h"

#include "app/calendar.h"
#include "app/daily.h"
#include "app/report_pdf.h"
#include "base/rng.h"
#include "base/str.h"

#include <libical/ical.h>

#include "arena_and_err.h"

enum { OUT_MOST = 32 << 20 };

static const day monday = 20794;        /* 7 December 2026 */

/* A plan for an adult without danger signs who answered at random; false: none is made. */
static bool random_plan(struct rng *rng, struct plan *plan)
{
	const struct kb *kb = test_kb();
	struct person_case *c = case_new(a, kb);
	struct assess as;

	c->age = 20 + rng_below(rng, 60);
	c->sex = rng_below(rng, 2) ? SEX_FEMALE : SEX_MALE;
	c->map_given = true;
	for (int i = 0; i < kb->n_regions; i++)
		c->mark[i] = rng_below(rng, 12) ? 0 : (int8_t)(1 + rng_below(rng, 10));
	for (int i = 0; i < kb->n_findings; i++)
		if (kb->finding[i].module == MODULE_SAFETY)
			c->answer[i] = (int16_t)kb->finding[i].min;
		else if (kb->finding[i].module != MODULE_EXAM && !kb->finding[i].sum_of.n && !rng_below(rng, 3))
			c->answer[i] = (int16_t)(kb->finding[i].min + rng_below(rng, kb->finding[i].max - kb->finding[i].min + 1));
	c->limits.session_minutes = 30 + 15 * rng_below(rng, 3);
	c->limits.declined_component[rng_below(rng, COMPONENT_COUNT)] = rng_below(rng, 3) == 0;
	err = (struct err){ 0 };
	return assess_make(a, kb, c, NULL, &as, &err) && assess_plan(a, &as, plan, &err);
}

static void usual(struct plan *plan)
{
	struct rng rng = rng_new(5);

	while (!random_plan(&rng, plan))
		;
}

static struct buf printed(const struct plan *plan, const struct plan_paper *how, struct paper_made *made)
{
	struct buf out = buf_new(a, OUT_MOST);

	if (!report_plan_pdf(a, test_kb(), plan, how, &out, made, &err))
		fail_msg("%s", err_line(a, &err));
	pdf_expect(out.at, out.n, made->pages);
	return out;
}

/* The first page holds all ten weeks and ends with the last line for any case. */
static void expect_wall_page(const struct plan *plan, const struct buf *out)
{
	const struct kb *kb = test_kb();
	const char *text = pdf_words(a, out->at, out->n, 1), *last = NULL;

	if (!text)
		return;
	for (int i = 0; i < kb->n_net; i++)
		if (str_begins(kb->net[i].id, "net_"))
			last = kb->net[i].text;
	assert_non_null(last);
	assert_non_null(strstr(text, arena_copy(a, last, 20)));
	for (int i = 0; i < WEEKS; i++)
		if (plan->week[i].lesson >= 0)
			assert_non_null(strstr(text, arena_copy(a, kb->lesson[plan->week[i].lesson].name, strcspn(kb->lesson[plan->week[i].lesson].name, " "))));
}

static void anybody_fits(void **state)
{
	struct rng rng = rng_new(11);
	int made_plans = 0, people = test_many(200);

	(void)state;
	for (int n = 0; n < people; n++) {
		const struct plan_paper how = { .reasons = n % 2, .starts = n % 3 ? monday : 0, .made = n % 4 ? monday - 3 : 0 };
		struct paper_made made;
		struct plan plan;

		arena_reset(a);
		if (!random_plan(&rng, &plan))
			continue;
		made_plans++;
		struct buf out = printed(&plan, &how, &made);
		assert_true(made.lowest <= PAPER_FOOT + 0.01 && made.widest <= PAPER_RIGHT + 0.5);
		assert_in_range(made.pages, 2, 14);
		if (n % 10 == 0)
			expect_wall_page(&plan, &out);
	}
	assert_true(made_plans > people / 2);
}

static void the_same_plan_gives_the_same_bytes(void **state)
{
	const struct plan_paper how = { .reasons = true, .starts = monday };
	struct paper_made made;
	struct plan plan;

	(void)state;
	usual(&plan);
	struct buf one = printed(&plan, &how, &made), two = printed(&plan, &how, &made);
	assert_int_equal(one.n, two.n);
	assert_memory_equal(one.at, two.at, one.n);
}

static void the_page_for_the_wall_and_the_clients_paper_name_no_reason(void **state)
{
	const struct plan_paper how = { .reasons = true }, own = { .reasons = false };
	struct paper_made made;
	struct plan plan;

	(void)state;
	usual(&plan);
	plan.week[0].session[0].why = plan.week[0].home[0].why = "a secret reason";
	assert_true(plan.week[0].n_home > 0);
	struct buf staff = printed(&plan, &how, &made), client = printed(&plan, &own, &made);
	const char *wall = pdf_words(a, staff.at, staff.n, 1);
	if (!wall)
		skip();
	assert_null(strstr(wall, "secret"));
	assert_non_null(strstr(pdf_words(a, staff.at, staff.n, 0), "secret"));
	assert_null(strstr(pdf_words(a, client.at, client.n, 0), "secret"));
}

/* Names far longer than any cell break and stay on the paper. */
static void very_long_names_break(void **state)
{
	struct kb kb = *test_kb();
	struct plan_paper how = { .reasons = true, .starts = monday };
	struct paper_made made;
	struct plan plan;
	char *name = arena_take(a, 401, 1);

	(void)state;
	usual(&plan);
	memset(name, 'M', 400);
	kb.item = NEWS(a, struct item, kb.n_items);
	kb.lesson = NEWS(a, struct lesson, kb.n_lessons);
	memcpy(kb.item, test_kb()->item, (size_t)kb.n_items * sizeof(*kb.item));
	memcpy(kb.lesson, test_kb()->lesson, (size_t)kb.n_lessons * sizeof(*kb.lesson));
	for (int i = 0; i < kb.n_items; i++)
		kb.item[i].name = name;
	for (int i = 0; i < kb.n_lessons; i++)
		kb.lesson[i].name = name;
	struct buf out = buf_new(a, OUT_MOST);
	assert_true(report_plan_pdf(a, &kb, &plan, &how, &out, &made, &err));
	assert_true(made.lowest <= PAPER_FOOT + 0.01 && made.widest <= PAPER_RIGHT + 0.5);
}

/* ---- the calendar ---- */

static icalcomponent *parsed(const char *text)
{
	icalcomponent *all = icalparser_parse_string(text);

	assert_non_null(all);
	assert_int_equal(icalcomponent_isa(all), ICAL_VCALENDAR_COMPONENT);
	assert_int_equal(icalcomponent_count_errors(all), 0);
	return all;
}

static void the_calendar_holds_what_today_would_give(void **state)
{
	struct plan plan;
	int minutes[7 * WEEKS] = { 0 }, lessons = 0, want = 0;

	(void)state;
	usual(&plan);
	icalcomponent *all = parsed(calendar_plan(a, test_kb(), &plan, monday, "someone"));
	for (icalcomponent *e = icalcomponent_get_first_component(all, ICAL_VEVENT_COMPONENT); e;
		e = icalcomponent_get_next_component(all, ICAL_VEVENT_COMPONENT)) {
		struct icaltimetype t = icalcomponent_get_dtstart(e);
		day d = day_of((struct date){ t.year, t.month, t.day });

		assert_true(t.is_date && !t.zone);
		assert_in_range(d - monday, 0, 7 * WEEKS - 1);
		assert_int_equal(day_of((struct date){ icalcomponent_get_dtend(e).year, icalcomponent_get_dtend(e).month, icalcomponent_get_dtend(e).day }), d + 1);
		if (str_begins(icalcomponent_get_uid(e), "read-"))
			lessons++;
		else
			minutes[d - monday]++;
	}
	for (int i = 0; i < 7 * WEEKS; i++)
		assert_int_equal(minutes[i], calendar_minutes(&plan.week[i / 7], i % 7) > 0);
	for (int i = 0; i < WEEKS; i++)
		want += plan.week[i].lesson >= 0;
	assert_int_equal(lessons, want);
	icalcomponent_free(all);
}

static void minutes_of_a_day_stay_small(void **state)
{
	struct plan_week w = { .n_home = 4, .home = { { 0, 6, 7, NULL }, { 1, 6, 7, NULL }, { 2, 6, 7, NULL }, { 3, 3, 7, NULL } } };

	(void)state;
	for (int i = 0; i < 7; i++)
		assert_int_equal(calendar_minutes(&w, i), 15);
	w.home[0].minutes = 40;
	assert_int_equal(calendar_minutes(&w, 0), 40);
	w.n_home = 0;
	assert_int_equal(calendar_minutes(&w, 0), 0);
}

static void titles_tell_nothing_and_lines_are_folded(void **state)
{
	const struct kb *kb = test_kb();
	struct plan plan;

	(void)state;
	usual(&plan);
	const char *text = calendar_plan(a, kb, &plan, monday, "someone");
	for (int i = 0; i < kb->n_items; i++)
		assert_null(strcasestr(text, kb->item[i].name));
	for (int i = 0; i < kb->n_lessons; i++)
		assert_null(strcasestr(text, kb->lesson[i].name));
	assert_null(strcasestr(text, "pain"));
	assert_null(strcasestr(text, "someone"));
	assert_non_null(strstr(text, "minutes for you"));
	for (const char *line = text, *end; (end = strstr(line, "\r\n")); line = end + 2)
		assert_true(end - line <= 75);
}

static const char *uids(const char *text)
{
	struct buf b = buf_new(a, 1 << 20);

	for (const char *at = text; (at = strstr(at, "UID:")); at++)
		buf_fmt(&b, "%.*s\n", (int)strcspn(at, "\r\n"), at);
	return b.at;
}

static void uids_are_unique_and_outlive_a_change(void **state)
{
	struct plan plan;

	(void)state;
	usual(&plan);
	const char *was = uids(calendar_plan(a, test_kb(), &plan, monday, "someone"));
	for (const char *line = was; *line; line += strcspn(line, "\n") + 1)
		assert_null(strstr(line + 1, arena_copy(a, line, strcspn(line, "\n") + 1)));
	assert_string_not_equal(uids(calendar_plan(a, test_kb(), &plan, monday, "another")), was);
	for (int i = 0; i < plan.week[0].n_home; i++)
		plan.week[0].home[i].minutes += 1;
	assert_string_equal(uids(calendar_plan(a, test_kb(), &plan, monday, "someone")), was);
	assert_string_equal(uids(calendar_plan(a, test_kb(), &plan, monday + 7, "someone")), was);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(anybody_fits, setup_err, teardown),
		cmocka_unit_test_setup_teardown(the_same_plan_gives_the_same_bytes, setup_err, teardown),
		cmocka_unit_test_setup_teardown(the_page_for_the_wall_and_the_clients_paper_name_no_reason, setup_err, teardown),
		cmocka_unit_test_setup_teardown(very_long_names_break, setup_err, teardown),
		cmocka_unit_test_setup_teardown(the_calendar_holds_what_today_would_give, setup_err, teardown),
		cmocka_unit_test_setup_teardown(minutes_of_a_day_stay_small, setup_err, teardown),
		cmocka_unit_test_setup_teardown(titles_tell_nothing_and_lines_are_folded, setup_err, teardown),
		cmocka_unit_test_setup_teardown(uids_are_unique_and_outlive_a_change, setup_err, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
