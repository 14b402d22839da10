/* The program on a device without a connection: what it may keep, what waited there and is sent later, lines as sound. */
#include "app/recheck.h"
#include "app/signin.h"
#include "app/speech.h"
#include "base/json.h"
#include "store/kept.h"
#include "web/demo_site.h"

#include <sys/stat.h>

static json_t *told(const char *cookie)
{
	struct answer a = site_get(site, cookie, "/kept");
	json_t *all = json_read(site->keep, a.body, a.n, &site->err);

	assert_int_equal(a.status, 200);
	assert_null(a.cache);                           /* no-store */
	assert_non_null(all);
	return all;
}

static const char *text_of(json_t *all, const char *key)
{
	return json_string_value(json_object_get(all, key));
}

static const char *csrf(void)
{
	return text_of(told(client), "csrf");
}

/* An entry as the worker sends it: a day of its own, an id of its own. */
static struct answer late(const char *path, const char *id, const char *iso, const char *fields)
{
	return site_send(site, METHOD_POST, client, path, arena_fmt(site->keep, "%s&csrf=%s&form_key=%s&told_day=%s", fields, csrf(), id, iso));
}

static double pain_of(const char *iso)
{
	struct cx cx = site_cx(site);
	struct checkin_day_rows rows;

	assert_true(q_checkin_day(cx.db, site_person(site, "maren@demo.invalid"), iso, &rows));
	return rows.n ? rows.at[0].pain : -1;
}

static void the_worker_names_every_file_and_changes_with_them(void **state)
{
	struct answer a = site_get(site, NULL, "/sw.js");

	(void)state;
	assert_int_equal(a.status, 200);
	assert_string_equal(a.type, "text/javascript; charset=utf-8");
	assert_string_equal(a.cache, "no-cache");
	assert_int_equal(strlen(asset_files_tag), 16);
	assert_non_null(strstr(a.body, arena_fmt(site->keep, "BUILD = \"%s\"", asset_files_tag)));
	for (size_t i = 0; i < asset_files_n; i++) {
		const char *path = arena_fmt(site->keep, "/asset/%s/%s", asset_files_tag, asset_files[i].path);

		if (!str_begins(asset_files[i].path, "sw") && !str_begins(asset_files[i].path, "check"))       /* the self-check keeps its own */
			assert_non_null(strstr(a.body, arena_fmt(site->keep, "\"%s\"", path)));
		assert_int_equal(site_get(site, NULL, path).status, 200);
	}
	assert_true(strstr(a.body, "function inTurn") < strstr(a.body, "addEventListener(\"fetch\""));
}

static void a_file_may_be_kept_under_its_tag_and_under_no_other_address(void **state)
{
	(void)state;
	assert_non_null(strstr(site_get(site, NULL, arena_fmt(site->keep, "/asset/%s/unknot.css", asset_files_tag)).cache, "immutable"));
	assert_non_null(strstr(site_get(site, NULL, "/asset/unknot.css").cache, "must-revalidate"));
	assert_non_null(strstr(site_get(site, NULL, "/asset/0123456789abcdef/unknot.css").cache, "must-revalidate"));
	assert_non_null(strstr(site_get(site, client, "/today").body, arena_fmt(site->keep, "/asset/%s/unknot.css", asset_files_tag)));
	assert_string_equal(site_get(site, NULL, "/asset/unknot.webmanifest").type, "application/manifest+json");
}

static void a_copy_holds_no_name_and_no_token(void **state)
{
	json_t *all = told(client), *pages = json_object_get(all, "pages"), *page;
	size_t i;

	(void)state;
	assert_non_null(strstr(site_get(site, client, "/today").body, "Maren"));
	assert_true(json_array_size(pages) > 10);
	json_array_foreach(pages, i, page) {
		const char *path = json_string_value(page);
		struct answer a = site_get(site, client, arena_fmt(site->keep, "%s?kept=1", path));

		assert_int_equal(a.status, 200);
		assert_null(strstr(a.body, "Maren"));
		assert_null(strstr(a.body, text_of(all, "csrf")));
		assert_null(strstr(a.body, "name=\"form_key\""));
		assert_non_null(strstr(a.body, "112"));         /* the emergency number is on each */
	}
	assert_null(strstr(site_get(site, client, "/offline?kept=1").body, "/practice/flare_plan"));
	assert_non_null(strstr(site_get(site, client, "/kept/stop?kept=1").body, "tel:116 123"));
	/* a signed-out page and one of staff are no copies */
	assert_null(strstr(site_get(site, NULL, "/offline?kept=1").body, "It is a hard day"));
	assert_non_null(strstr(site_get(site, owner, "/desk?kept=1").body, "name=\"csrf\""));
}

static void each_person_has_a_key_that_outlives_a_session(void **state)
{
	json_t *one = told(client), *again = told(site_door(site, 1)), *other = told(newcomer);

	(void)state;
	assert_int_equal(strlen(text_of(one, "key")), 64);
	assert_string_equal(text_of(one, "key"), text_of(again, "key"));
	assert_string_equal(text_of(one, "owner"), text_of(again, "owner"));
	assert_string_not_equal(text_of(one, "csrf"), text_of(again, "csrf"));
	assert_string_not_equal(text_of(one, "key"), text_of(other, "key"));
	assert_string_not_equal(text_of(one, "owner"), text_of(other, "owner"));
	assert_true(json_integer_value(json_object_get(one, "until")) > 1795000000000);
	assert_int_equal(site_get(site, owner, "/kept").status, 403);
}

static void every_danger_question_has_one_calm_answer(void **state)
{
	json_t *calm = json_object_get(told(client), "calm"), *value;
	const char *id, *page = site_get(site, client, "/safety/flare?kept=1").body;

	(void)state;
	assert_true(json_object_size(calm) > 10);
	json_object_foreach(calm, id, value) {
		const struct finding *f = &site->config.kb->finding[kb_finding(site->config.kb, id)];

		assert_non_null(strstr(page, arena_fmt(site->keep, "name=\"%s\"", id)));
		assert_string_equal(json_string_value(value), f->is_bool ? "no" : "0");
	}
	assert_string_equal(text_of(told(client), "then"), "/practice/flare_plan");
}

static void what_waited_counts_for_the_day_it_was_told_and_once(void **state)
{
	(void)state;
	assert_string_equal(late("/check-in", "aaaaaaaaaaaaaaaa1", "2026-11-16", "pain=7").location, "/today?undo=1&note=checked_in");
	assert_true(pain_of("2026-11-16") == 7);
	late("/check-in", "aaaaaaaaaaaaaaaa2", "2026-11-16", "pain=2");
	struct answer a = late("/check-in", "aaaaaaaaaaaaaaaa1", "2026-11-16", "pain=7");
	assert_int_equal(a.status, 303);
	assert_true(pain_of("2026-11-16") == 2);        /* the first one, sent again, does nothing */
	assert_true(pain_of("2026-11-18") < 0);
	assert_int_equal(late("/check-in", "aaaaaaaaaaaaaaaa3", "2026-11-19", "pain=5").status, 303);  /* a time zone ahead */
	assert_true(pain_of("2026-11-18") == 5);
	assert_int_equal(late("/check-in", "aaaaaaaaaaaaaaaa4", "2026-09-01", "pain=5").status, 422);
	assert_int_equal(late("/check-in", "aaaaaaaaaaaaaaaa5", "2026-11-20", "pain=5").status, 422);
	assert_int_equal(late("/check-in", "aaaaaaaaaaaaaaaa6", "soon", "pain=5").status, 422);
	assert_int_equal(late("/practice/breathing_slow", "aaaaaaaaaaaaaaaa7", "2026-11-17", "").status, 303);
}

static struct answer speech_of(const char *cookie, const char *path)
{
	return site_get(site, cookie, path);
}

static const char *script(const char *text)
{
	const char *path = arena_fmt(site->keep, "%s/speaker", site->dir);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(chmod(path, 0700), 0);
	return path;
}

/* Stands for espeak-ng: counts its calls, writes what it was told to say into the file behind -w. */
static const char speaks[] = "#!/bin/sh\nwhile [ \"$1\" != -w ]; do shift; done\necho call >>\"$(dirname \"$0\")/calls\"\nprintf 'RIFF%s' \"$4\" >\"$2\"\n";

static int calls(void)
{
	FILE *f = fopen(arena_fmt(site->keep, "%s/calls", site->dir), "r");
	int n = 0, c;

	while (f && (c = getc(f)) != EOF)
		n += c == '\n';
	if (f)
		fclose(f);
	return n;
}

static void a_line_is_spoken_once_and_kept(void **state)
{
	const char *path = "/practice/flare_plan/speech/1.wav";

	(void)state;
	assert_int_equal(speech_of(client, path).status, 404);
	assert_null(strstr(site_get(site, client, "/practice/flare_plan").body, "data-sound"));
	site->config.speaker = script(speaks);
	assert_non_null(strstr(site_get(site, client, "/practice/flare_plan").body, arena_fmt(site->keep, "data-sound=\"%s\"", path)));
	for (int i = 0; i < 3; i++) {
		struct answer a = speech_of(client, path);

		assert_int_equal(a.status, 200);
		assert_string_equal(a.type, "audio/wav");
		assert_true(str_begins(a.body, "RIFFYou are not alone"));
	}
	assert_int_equal(calls(), 1);
	assert_non_null(strstr(speech_of(client, "/practice/flare_plan/speech/6.wav").body, "Call 112 now"));
	static const char *const none[] = { "0.wav", "99.wav", "1.mp3", "1", "x.wav", "-1.wav" };
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_int_equal(speech_of(client, arena_fmt(site->keep, "/practice/flare_plan/speech/%s", none[i])).status, 404);
	assert_int_equal(speech_of(client, "/practice/none/speech/1.wav").status, 404);
	assert_int_equal(calls(), 2);
}

static void a_recording_of_the_practice_goes_first(void **state)
{
	const char *folder = arena_fmt(site->keep, "%s/recordings", site->dir), *of = arena_fmt(site->keep, "%s/flare_plan", folder);

	(void)state;
	site->config.speaker = script(speaks);
	assert_int_equal(mkdir(folder, 0700) | mkdir(of, 0700), 0);
	FILE *f = fopen(arena_fmt(site->keep, "%s/2.mp3", of), "w");
	fputs("a voice people know", f);
	fclose(f);
	int n = calls();
	struct answer a = speech_of(client, "/practice/flare_plan/speech/2.wav");
	assert_string_equal(a.type, "audio/mpeg");
	assert_string_equal(a.body, "a voice people know");
	assert_int_equal(calls(), n);
	const char *page = site_get(site, client, "/practice/flare_plan").body, *own = strstr(page, "data-own");
	assert_non_null(own);
	assert_null(strstr(own + 1, "data-own"));
}

static void a_speaker_that_fails_leaves_nothing_behind(void **state)
{
	const char *const bad[] = { "#!/bin/sh\nexit 1\n", "#!/bin/sh\nwhile [ \"$1\" != -w ]; do shift; done\nprintf x >\"$2\"\nexit 3\n" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct sound s;
		struct err err = { 0 };

		assert_false(speech_line(site->keep, site->dir, script(bad[i]), "flare_plan", 3, "words nobody said", &s, &err));
		assert_int_equal(err.code, ERR_STORE);
	}
	struct sound s;
	struct err err = { 0 };
	assert_true(speech_line(site->keep, site->dir, script(speaks), "flare_plan", 3, "words nobody said", &s, &err));
	assert_int_equal(s.n, strlen("RIFFwords nobody said"));
}

/* Everything on the page of a flare, answered no, but for one. */
static const char *all_no_but(const char *id, const char *value)
{
	struct buf b = buf_new(site->keep, 1 << 14);
	json_t *calm = json_object_get(told(client), "calm"), *one;
	const char *name;

	json_object_foreach(calm, name, one)
		if (value || !str_equal(name, id))
			buf_fmt(&b, "%s%s=%s", b.n ? "&" : "", name, str_equal(name, id) ? value : json_string_value(one));
	return b.at;
}

static void an_answer_that_is_missing_is_asked_again_and_the_rest_is_kept(void **state)
{
	(void)state;
	assert_string_equal(late("/safety/flare", "bbbbbbbbbbbbbbbb1", "2026-11-18", all_no_but("fever", NULL)).location, "/safety/flare");
	assert_string_equal(late("/safety/flare", "bbbbbbbbbbbbbbbb2", "2026-11-18", all_no_but("", "")).location, "/practice/flare_plan?note=checked_in");
}

/* The answer was lost on its way or came too late for the worker: the server has it, and the worker sends it again in an order of its own, with the day. */
static void what_was_done_without_an_answer_is_not_done_again(void **state)
{
	const char *count = "select count(*) from answer where occasion = 'flare'", *fields = all_no_but("", "");
	const char *key = "dddddddddddddddddddd1", *path = "/safety/flare";
	struct site *s = site;

	(void)state;
	assert_int_equal(site_send(s, METHOD_POST, client, path, arena_fmt(s->keep, "csrf=%s&form_key=%s&%s", csrf(), key, fields)).status, 303);
	int64_t once = kept_count(s->site.db.handle, count);
	assert_true(once > 10);
	assert_string_equal(late(path, key, "2026-11-18", fields).location, "/practice/flare_plan?note=checked_in");
	assert_int_equal(kept_count(s->site.db.handle, count), once);
}

static void a_danger_answer_that_waited_stops_and_nothing_else_is_kept_then(void **state)
{
	struct answer a = late("/safety/flare", "cccccccccccccccc1", "2026-11-18", all_no_but("saddle_numbness_new", "yes"));

	(void)state;
	assert_true(str_begins(a.location, "/stop"));
	assert_string_equal(site_get(site, client, "/today").location, "/stop");
	json_t *all = told(client);
	assert_string_equal(text_of(all, "home"), "/stop");
	assert_int_equal(json_array_size(json_object_get(all, "pages")), 3);
	assert_int_equal(json_object_size(json_object_get(all, "calm")), 0);
	/* a check-in that waited is not lost for it; one that did not wait is led away as ever */
	assert_string_equal(late("/check-in", "cccccccccccccccc2", "2026-11-15", "pain=9").location, "/stop");
	assert_true(pain_of("2026-11-15") == 9);
	assert_string_equal(site_send(site, METHOD_POST, client, "/check-in",
		arena_fmt(site->keep, "csrf=%s&form_key=cccccccccccccccc3&pain=1", csrf())).location, "/stop");
	assert_true(pain_of("2026-11-18") == 5);
	assert_string_equal(speech_of(client, "/practice/flare_plan/speech/1.wav").location, "/stop");
}

/* At the practice's tablet: nothing is handed to the worker, and who goes away is signed out after the practice's minutes. */
static void a_shared_device_keeps_nothing_and_is_signed_out(void **state)
{
	struct cx cx = site_cx(site);
	struct coming in = { .client = true, .shared = true, .free = true, .label = "Chromium on Android", .peer = "127.0.0.1" };
	const char *token;
	int64_t seconds;

	(void)state;
	setenv("UNKNOT_CLOCK", "1795000000000", 1);
	site_act(&cx, "ines@demo.invalid", ROLE_CLIENT);
	in.account = cx.who.account;
	int64_t practice = cx.who.practice;
	cx.who = (struct who){ .role = ROLE_ANYONE };
	assert_true(cx_save(&cx) && q_practice_rules_set(cx.db, practice, 1, 60) && signin_open(&cx, &in, &token, &seconds) && db_commit(cx.db));
	assert_int_equal(seconds, 0);                   /* the cookie goes with the browser */
	const char *tablet = arena_fmt(site->keep, "unknot=%s", token), *own = site_door(site, 2);
	json_t *all = told(tablet);
	assert_true(json_is_true(json_object_get(all, "shared")));
	assert_null(json_object_get(all, "key"));
	assert_null(json_object_get(all, "pages"));
	assert_non_null(json_object_get(told(own), "key"));
	assert_non_null(strstr(site_get(site, tablet, "/you").body, "data-idle=\"60\""));
	assert_null(strstr(site_get(site, own, "/you").body, "data-idle"));
	setenv("UNKNOT_CLOCK", arena_fmt(site->keep, "%lld", 1795000000000 + 61 * 60000LL), 1);
	assert_string_equal(site_get(site, tablet, "/you").location, "/sign-in");
	assert_int_equal(site_get(site, own, "/you").status, 200);
	setenv("UNKNOT_CLOCK", "1795000000000", 1);
	assert_true(cx_save(&cx) && q_practice_rules_set(cx.db, practice, 1, 0) && db_commit(cx.db));
}

static void signing_out_clears_the_device_and_nothing_else_does(void **state)
{
	const char *cookie = site_door(site, 1);

	(void)state;
	assert_null(site_get(site, cookie, "/stop").clear);
	struct answer a = site_post(site, cookie, "/stop", "/sign-out", "");
	assert_int_equal(a.status, 303);
	assert_string_equal(a.clear, "\"cache\", \"storage\"");
	assert_int_equal(site_get(site, cookie, "/kept").status, 303);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_worker_names_every_file_and_changes_with_them),
		cmocka_unit_test(a_file_may_be_kept_under_its_tag_and_under_no_other_address),
		cmocka_unit_test(a_copy_holds_no_name_and_no_token),
		cmocka_unit_test(each_person_has_a_key_that_outlives_a_session),
		cmocka_unit_test(every_danger_question_has_one_calm_answer),
		cmocka_unit_test(what_waited_counts_for_the_day_it_was_told_and_once),
		cmocka_unit_test(a_line_is_spoken_once_and_kept),
		cmocka_unit_test(a_recording_of_the_practice_goes_first),
		cmocka_unit_test(a_speaker_that_fails_leaves_nothing_behind),
		cmocka_unit_test(an_answer_that_is_missing_is_asked_again_and_the_rest_is_kept),
		cmocka_unit_test(what_was_done_without_an_answer_is_not_done_again),
		cmocka_unit_test(a_danger_answer_that_waited_stops_and_nothing_else_is_kept_then),
		cmocka_unit_test(a_shared_device_keeps_nothing_and_is_signed_out),
		cmocka_unit_test(signing_out_clears_the_device_and_nothing_else_does),
	};

	return cmocka_run_group_tests(tests, before, after);
}
