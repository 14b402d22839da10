/* The power goes at any write, the disk is full, read-only or broken: what was acknowledged is there, once, and nothing half.
 *
 * UNKNOT_CUTS sets how many power cuts are tried (./dev reliability power: 1,000).
 */
#include "faulty_disk.h"
#include "kept.h"

#include "store/audit.h"
#include "store/image.h"

enum { DAY_MS = 86400000, ROUND = 20, CUTS_USUAL = 40, STEPS_A_DAY = 24 };

/* what has been acknowledged; a copy goes with each cut */
struct told { int check_ins, notes, edits, last_day; };       /* last_day: of the last check-in */
/* the one under way when the power went: 'c', 'n', 'e', or 0 */
struct cut { char dir[64]; struct told told; int today; char under_way; };

static struct site *s;
static const char *owner, *client;
static int64_t person, now;
static struct told told;
static char under_way;
static struct cut cuts[ROUND];
static int n_cuts, today;
static uint64_t chance;         /* one cut in so many writes */

static void set_clock(int64_t to)
{
	char text[32];

	now = to;
	snprintf(text, sizeof(text), "%lld", (long long)to);
	setenv("UNKNOT_CLOCK", text, 1);
}

static void cut_now(void *context)
{
	struct cut *c = &cuts[n_cuts];

	(void)context;
	if (n_cuts == ROUND || disk_roll() % chance)
		return;
	*c = (struct cut){ .told = told, .today = today, .under_way = under_way };
	test_folder(c->dir, sizeof(c->dir), "cut");
	disk_cut(c->dir);
	n_cuts++;
}

static void sign_in(void)
{
	owner = site_door(s, 0);
	client = site_door(s, 1);
}

/* A folder of its own, on the disk that can fail from the first byte on. */
static void open_practice(void)
{
	struct person_list_rows people;
	struct account_by_mail_rows account;

	s = site_new();
	set_clock(1795000000000);
	site_demo(s);
	struct cx cx = site_cx(s);
	assert_true(q_account_by_mail(cx.db, "maren@demo.invalid", &account) && q_person_list(cx.db, account.at[0].practice, &people));
	for (size_t i = 0; i < people.n; i++)
		if (str_equal(people.at[i].given, "Maren"))
			person = people.at[i].id;
	assert_true(person > 0);
	sign_in();
	told = (struct told){ 0 };
	today = (int)(now / DAY_MS);
}

static const char *of_person(const char *end)
{
	return arena_fmt(s->keep, "/client/%lld%s", (long long)person, end);
}

static int check_in(void)
{
	int k = told.check_ins + 1;

	return site_post(s, client, "/today", "/check-in", arena_fmt(s->keep, "pain=%d&function=%d&mood=%d&sleep=%d", k % 11, k / 11 % 11, k / 121 % 11, 5)).status;
}

static int note(void)
{
	return site_post(s, owner, of_person(""), of_person("/notes"), arena_fmt(s->keep, "notes=entry+%d+ends", told.notes + 1)).status;
}

static int edit(void)
{
	struct answer page = site_get(s, owner, of_person("/plan"));

	const char *act = strstr(page.body, "value=\"drop\"") ? "drop&which=0" : "hold&week=10&place=session&index=0";

	return site_post(s, owner, of_person("/plan"), of_person("/plan"), arena_fmt(s->keep, "plan=%s&version=%s&act=%s",
		site_hidden(s, page.body, "plan"), site_hidden(s, page.body, "version"), act)).status;
}

static int step(int i)
{
	int status;

	under_way = "cncncce"[i % 7];
	status = under_way == 'c' ? check_in() : under_way == 'n' ? note() : edit();
	if (status == 303 && under_way == 'c') {
		told.check_ins++;
		told.last_day = today;
	}
	if (status == 303 && under_way == 'n')
		told.notes++;
	if (status == 303 && under_way == 'e')
		told.edits++;
	under_way = 0;
	if (i % STEPS_A_DAY == STEPS_A_DAY - 1) {
		set_clock(now + DAY_MS);
		sign_in();
		today++;
	}
	return status;
}

static bool either(int64_t have, int64_t acknowledged, bool one_more)
{
	return have == acknowledged || (one_more && have == acknowledged + 1);
}

/* The check-in of a day as the number it was made of, -1 when there is none. */
static int64_t check_in_of(sqlite3 *h, int when)
{
	char sql[256], iso[11];

	day_iso(when, iso);
	snprintf(sql, sizeof(sql), "select coalesce((select pain + 11 * function + 121 * mood from checkin where person = %lld and day = '%s' and sleep = 5), -1)",
		(long long)person, iso);
	return kept_count(h, sql);
}

static int lost(const struct cut *c, const char *what, int64_t have, int64_t want)
{
	print_error("%s: %s: %lld there, %lld acknowledged, under way '%c'\n", c->dir, what, (long long)have, (long long)want, c->under_way ? c->under_way : '-');
	return 1;
}

static int check_in_missing(const struct cut *c, sqlite3 *h)
{
	bool under_way_now = c->under_way == 'c' && check_in_of(h, c->today) == c->told.check_ins + 1;

	if (under_way_now || !c->told.check_ins || check_in_of(h, c->told.last_day) == c->told.check_ins)
		return 0;
	return lost(c, "check-in", check_in_of(h, c->told.last_day), c->told.check_ins);
}

static int counts_wrong(const struct cut *c, sqlite3 *h)
{
	int64_t notes = kept_count(h, "select count(*) from event where what = 'notes'"), forms = kept_count(h, "select count(*) from form_done");
	int64_t edits = kept_count(h, "select count(*) from event where what = 'plan_decided'");
	int64_t version = kept_count(h, "select coalesce(max(p.version), 0) from plan p join plan_change c on c.plan = p.id");
	int64_t all = c->told.check_ins + c->told.notes + c->told.edits;
	int bad = 0;

	if (!either(notes, c->told.notes, c->under_way == 'n'))
		bad += lost(c, "notes", notes, c->told.notes);
	if (!either(edits, c->told.edits, c->under_way == 'e') || (edits && version != edits + 2))
		bad += lost(c, "plan changes", edits, c->told.edits);
	return bad + (either(forms, all, c->under_way != 0) ? 0 : lost(c, "forms", forms, all));
}

/* How many things in a folder after a cut are not as they should be. */
static int missing_after(const struct cut *c)
{
	struct err err = { 0 };
	struct audit log;
	struct db db;
	int bad = 0;

	if (!db_open(&db, c->dir, s->key, true, &err)) {
		print_error("%s does not open: %s %s\n", c->dir, err.field, err.detail);
		return 1;
	}
	if (!image_check(db.handle, &err) || !audit_check(db.handle, s->key, &log, &err) || log.broken) {
		print_error("%s: %s %s\n", c->dir, err.field, err.detail);
		bad++;
	}
	bad += check_in_missing(c, db.handle) + counts_wrong(c, db.handle);
	db_close(&db);
	return bad;
}

/* One practice, worked on until ROUND cuts are made; returns how many of them lost something. */
static int round_of(uint64_t dice, const char *pragma, int *tried)
{
	int bad = 0;

	n_cuts = 0;
	disk_begin(dice);
	open_practice();
	if (pragma)
		assert_int_equal(sqlite3_exec(s->site.db.handle, pragma, NULL, NULL, NULL), SQLITE_OK);
	disk.before_write = cut_now;
	chance = 17;
	for (int i = 0; i < 400 && n_cuts < ROUND; i++)
		if (step(i) != 303)
			fail_msg("step %d was refused", i);
	disk.before_write = NULL;
	disk_end();
	for (int i = 0; i < n_cuts; i++) {
		bad += missing_after(&cuts[i]) > 0;
		kept_remove(cuts[i].dir);
	}
	*tried += n_cuts;
	site_end(s);
	return bad;
}

static void a_power_cut_loses_nothing_that_was_acknowledged(void **state)
{
	const char *want = getenv("UNKNOT_CUTS");
	int most = want ? (int)strtol(want, NULL, 10) : CUTS_USUAL, tried = 0, bad = 0;

	(void)state;
	for (uint64_t dice = 1; tried < most; dice++)
		bad += round_of(dice * 7919, dice & 1 ? "pragma wal_autocheckpoint=30" : NULL, &tried);        /* the log is written back often, or not */
	print_message("%d power cuts, %d with a loss\n", tried, bad);
	assert_int_equal(bad, 0);
}

/* The same trial with a database that does not wait for the disk: were nothing found, the trial would be worth nothing. */
static void without_waiting_for_the_disk_the_trial_finds_losses(void **state)
{
	int tried = 0;

	(void)state;
	assert_true(round_of(12345, "pragma synchronous=off", &tried) > 0);
}

static void refused_kindly_and_once_there_is_room_taken_once(enum disk_state trouble)
{
	disk_begin(99);
	open_practice();
	assert_int_equal(check_in(), 303);
	told.check_ins++;
	struct answer page = site_get(s, client, "/today");
	const char *form = arena_fmt(s->keep, "csrf=%s&form_key=%s&pain=9&function=9&mood=9&sleep=5", site_hidden(s, page.body, "csrf"),
		site_hidden(s, page.body, "form_key"));
	disk.state = trouble;
	for (int i = 0; i < 3; i++) {
		struct answer a = site_send(s, METHOD_POST, client, "/check-in", form);

		assert_int_equal(a.status, 503);
		assert_non_null(strstr(a.body, "Nothing was lost"));
		assert_int_equal(site_get(s, client, "/today").status, 200);       /* reading goes on */
	}
	disk.state = DISK_FINE;
	assert_int_equal(site_send(s, METHOD_POST, client, "/check-in", form).status, 303);
	assert_int_equal(site_send(s, METHOD_POST, client, "/check-in", form).status, 303);         /* sent twice: done once */
	assert_int_equal(kept_count(s->site.db.handle, "select count(*) from checkin where pain = 9 and function = 9 and mood = 9"), 1);
	assert_true(image_check(s->site.db.handle, &s->err));
	site_end(s);
	disk_end();
}

static void a_full_disk(void **state)
{
	(void)state;
	refused_kindly_and_once_there_is_room_taken_once(DISK_FULL);
}

static void a_disk_that_cannot_be_written(void **state)
{
	(void)state;
	refused_kindly_and_once_there_is_room_taken_once(DISK_READ_ONLY);
}

static void a_broken_disk(void **state)
{
	(void)state;
	refused_kindly_and_once_there_is_room_taken_once(DISK_BROKEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_power_cut_loses_nothing_that_was_acknowledged),
		cmocka_unit_test(without_waiting_for_the_disk_the_trial_finds_losses),
		cmocka_unit_test(a_full_disk),
		cmocka_unit_test(a_disk_that_cannot_be_written),
		cmocka_unit_test(a_broken_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
