/* app/mail.c -- planned, claimed, sent, kept. */
#include "app/mail.h"

#include "base/form.h"
#include "base/str.h"

#include <assert.h>
#include <sodium.h>

static const int64_t minute_ms = 60000, hour_ms = 3600000;
enum { MAC_BYTES = 20, STREAK_MOST = 3 };

int64_t mail_pause(int tries, double chance)
{
	int minutes = 1;

	assert(tries > 0 && chance >= 0 && chance <= 1);
	for (int i = 1; i < tries && minutes < 240; i++)
		minutes *= 2;
	return (int64_t)((double)((minutes > 240 ? 240 : minutes) * minute_ms) * (0.75 + chance / 2));
}

bool mail_quiet(int64_t from, int64_t to, int minute)
{
	return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

static bool add(struct cx *cx, int64_t person, int64_t appointment, const char *kind, const char *occasion, int64_t starts, const char *link)
{
	return q_mail_add(cx->db, db_id(), cx->who.practice, person, appointment, kind, occasion, starts, cx->now, cx->now, link);
}

static bool plan_changes(struct cx *cx, const struct mail_setting_get *set)
{
	struct mail_untold_rows rows;

	if (!q_mail_untold(cx->db, cx->who.practice, cx->now, set->since, &rows))
		return false;
	for (size_t i = 0; i < rows.n; i++) {
		const struct mail_untold *r = &rows.at[i];
		const char *kind = str_equal(r->state, "cancelled") ? "cancelled" : !r->told[0] || str_equal(r->told, "cancelled") ? "booked" : "moved";

		if (!add(cx, r->person, r->id, kind, arena_fmt(cx->a, "change:%lld:%lld", (long long)r->id, (long long)r->moves), r->starts, NULL))
			return false;
	}
	return true;
}

/* Who was told after the hour of the reminder needs none. */
static bool plan_reminders(struct cx *cx, const struct mail_setting_get *set, const struct practice_book *b)
{
	struct mail_to_remind_rows rows;

	if (!q_mail_to_remind(cx->db, cx->who.practice, cx->now, cx->now + 49 * hour_ms, &rows))
		return false;
	for (size_t i = 0; i < rows.n; i++) {
		const struct mail_to_remind *r = &rows.at[i];
		int64_t due = zone_instant(b->zone, zone_wall(b->zone, r->starts).day - 1, (int)set->remind);

		if (cx->now >= due && r->changed < due &&
			!add(cx, r->person, r->id, "reminder", arena_fmt(cx->a, "reminder:%lld:%lld", (long long)r->id, (long long)r->starts), r->starts, NULL))
			return false;
	}
	return true;
}

bool mail_plan(struct cx *cx, const struct mail_setting_get *set, const struct practice_book *b)
{
	return q_mail_drop(cx->db, cx->who.practice, cx->now) && plan_changes(cx, set) && plan_reminders(cx, set, b);
}

bool mail_may(struct cx *cx, int64_t person, const char **why)
{
	struct mail_setting_get_rows set;
	struct person_get_rows who;
	struct mail_stopped_rows stopped;
	struct mail_bad_get_rows bad;

	if (!q_mail_setting_get(cx->db, cx->who.practice, &set) || !q_person_get(cx->db, person, cx->who.practice, &who) ||
		!q_mail_stopped(cx->db, person, &stopped) || !q_mail_bad_get(cx->db, person, &bad))
		return false;
	*why = bad.n ? "cannot be used: a mail came back; correct the address first" :
		!set.n || !set.at[0].active ? "is not set up; the owner does that under Settings, Mail" :
		!who.n || !who.at[0].mail || !smtp_address(who.at[0].mail) || stopped.n ? "cannot be used: there is no address, or the client wants no mail" : NULL;
	return true;
}

bool mail_invite(struct cx *cx, int64_t person, const char *address, const char *token)
{
	struct person_get_rows who;
	const char *why;

	if (!mail_may(cx, person, &why))
		return false;
	if (why)
		return fail(cx->err, ERR_INPUT, "mail", "%s", why);
	if (!q_person_get(cx->db, person, cx->who.practice, &who))
		return false;
	if (!str_equal(who.at[0].mail, address))
		return fail(cx->err, ERR_INPUT, "mail", "was changed since this page was opened; please look where the link would go now");
	int64_t id = db_id();
	return q_mail_drop_invitations(cx->db, person, cx->now) && q_mail_add(cx->db, id, cx->who.practice, person, 0, "invitation",
		arena_fmt(cx->a, "invitation:%lld", (long long)id), 0, cx->now, cx->now, token);
}

bool mail_came_back(struct cx *cx, int64_t person, const char *said)
{
	return q_mail_bad_drop(cx->db, person) && q_mail_bad_add(cx->db, db_id(), person, cx->who.practice, cx->now, said) && cx_event(cx, person, "mail_came_back");
}

static bool may_correct(struct cx *cx, int64_t person)
{
	struct mail_invitation_waits_rows waits;

	if (cx->who.role != ROLE_ASSISTANT)
		return true;
	if (!q_mail_invitation_waits(cx->db, person, &waits))
		return false;
	return !waits.at[0].n || fail(cx->err, ERR_CONFLICT, "mail", "An invitation is on its way to this address, so it stays as it is. Please ask the therapist to change it.");
}

bool mail_correct(struct cx *cx, int64_t person, const char *address)
{
	if (address[0] && !smtp_address(address))
		return fail(cx->err, ERR_INPUT, "mail", "should be an address such as maren@example.org");
	return may_correct(cx, person) && q_person_mail(cx->db, person, cx->who.practice, address[0] ? address : NULL) && q_mail_bad_drop(cx->db, person) &&
		q_mail_untell(cx->db, person, cx->now) && cx_event(cx, person, "mail_corrected");
}

bool mail_words_home(struct cx *cx, int64_t person, int64_t treatment)
{
	struct mail_words_of_rows made;
	const char *why;
	int64_t id = db_id();

	if (!mail_may(cx, person, &why) || !q_mail_words_of(cx->db, person, mail_words_occasion(cx, treatment), &made))
		return false;
	if (why)
		return fail(cx->err, ERR_INPUT, "mail", "%s", why);
	if (made.n && !str_equal(made.at[0].state, "refused") && !str_equal(made.at[0].state, "dropped"))
		return fail(cx->err, ERR_CONFLICT, "mail", "was sent for this session already");
	return add(cx, person, 0, "words", arena_fmt(cx->a, "%s%lld", mail_words_occasion(cx, treatment), (long long)id), 0, NULL);
}

const char *mail_words_occasion(struct cx *cx, int64_t treatment)
{
	return arena_fmt(cx->a, "words:%lld:", (long long)treatment);
}

bool mail_try(struct cx *cx)
{
	return add(cx, 0, 0, "test", arena_fmt(cx->a, "test:%lld", (long long)db_id()), 0, NULL);
}

static void sign(struct cx *cx, int64_t job, int64_t starts, char out[MAC_BYTES * 2 + 1])
{
	const char *what = arena_fmt(cx->a, "%lld:%lld", (long long)job, (long long)starts);
	unsigned char mac[HASH_BYTES];

	seal_mac(cx->db->key, "mail link", what, strlen(what), mac);
	sodium_bin2hex(out, MAC_BYTES * 2 + 1, mac, MAC_BYTES);
}

const char *mail_key(struct cx *cx, int64_t job, int64_t starts)
{
	char mac[MAC_BYTES * 2 + 1];

	sign(cx, job, starts, mac);
	return arena_fmt(cx->a, "%lld-%s", (long long)job, mac);
}

bool mail_link(struct cx *cx, const char *key, struct mail_job_get *out)
{
	const char *dash = strchr(key, '-');
	struct mail_job_get_rows rows = { 0 };
	char mac[MAC_BYTES * 2 + 1];
	int64_t id;

	if (dash && strlen(dash + 1) == MAC_BYTES * 2 && int_read(arena_copy(cx->a, key, (size_t)(dash - key)), 1, INT64_MAX, &id) &&
		!q_mail_job_get(cx->db, id, &rows))
		return false;
	if (rows.n)
		sign(cx, rows.at[0].id, rows.at[0].starts, mac);
	if (!rows.n || !rows.at[0].person || sodium_memcmp(mac, dash + 1, MAC_BYTES * 2) != 0)
		return fail(cx->err, ERR_MISSING, "", "This link is not complete, or its mail is no longer kept.");
	*out = rows.at[0];
	return true;
}

/* Everything the mail needs, read in the transaction that claims it.  *out NULL: nothing waits, or no mail can be made of it (refused). */
struct claimed { const struct mail_next *job; const char *to, *text; };

static bool write_it(struct cx *cx, const struct mail_setting_get *set, const struct practice_book *b, const struct mail_next *job, struct claimed *out)
{
	struct mail_words m = { .set = set, .job = job, .book = b, .given = "", .to = set->sender };
	struct person_get_rows who = { 0 };
	struct appointment_get_rows at = { 0 };

	if ((job->person && !q_person_get(cx->db, job->person, cx->who.practice, &who)) ||
		(job->appointment && !q_appointment_get(cx->db, job->appointment, cx->who.practice, &at)))
		return false;
	if (who.n) {
		m.given = who.at[0].given;
		m.to = who.at[0].mail;
	}
	m.at = at.n ? &at.at[0] : NULL;
	*out = (struct claimed){ job, m.to, m.to && smtp_address(m.to) ? mail_text(cx, &m) : NULL };
	return true;
}

static bool claim(struct cx *cx, const struct mail_setting_get *set, const struct practice_book *b, bool quiet, struct claimed *out)
{
	struct mail_next_rows rows;

	*out = (struct claimed){ 0 };
	if (!cx_save(cx) || !q_mail_drop(cx->db, cx->who.practice, cx->now) || !q_mail_next(cx->db, cx->who.practice, cx->now, quiet, &rows))
		return false;
	if (!rows.n)
		return db_commit(cx->db);
	return q_mail_claim(cx->db, rows.at[0].id, cx->now) && write_it(cx, set, b, &rows.at[0], out) && db_commit(cx->db);
}

static bool keep(struct cx *cx, const struct mail_next *job, enum smtp_end end, const char *said, struct mail_ran *ran)
{
	bool given_up = end == SMTP_LATER && job->tries + 1 >= MAIL_TRIES_MOST;

	if (!cx_save(cx))
		return false;
	if (end == SMTP_SENT) {
		ran->sent++;
		return q_mail_sent(cx->db, job->id, cx->now) && db_commit(cx->db);
	}
	if (end == SMTP_REFUSED || end == SMTP_NOBODY || given_up) {
		ran->refused++;
		if (end == SMTP_NOBODY && job->person && !mail_came_back(cx, job->person, said))
			return false;
		return q_mail_refused(cx->db, job->id, cx->now, said) && db_commit(cx->db);
	}
	ran->later++;
	double chance = randombytes_uniform(1001) / 1000.0;
	return q_mail_later(cx->db, job->id, cx->now, cx->now + mail_pause((int)job->tries + 1, chance), said) && db_commit(cx->db);
}

static bool send_all(struct cx *cx, const struct mail_how *how, const struct mail_setting_get *set, const struct practice_book *b, struct mail_ran *ran)
{
	const struct smtp_server server = { set->host, (int)set->port, set->user, set->password, how->ca, how->strict, how->seconds, false };
	int streak = 0;

	for (int i = 0; i < MAIL_A_RUN && streak < STREAK_MOST; i++) {
		struct claimed it;
		char said[SMTP_SAID] = "The address cannot be used.";

		if (!claim(cx, set, b, ran->quiet, &it))
			return false;
		if (!it.job)
			return true;
		enum smtp_end end = it.text ? smtp_send(&server, set->sender, it.to, it.text, strlen(it.text), said) : SMTP_REFUSED;
		streak = end == SMTP_LATER ? streak + 1 : 0;
		if (!keep(cx, it.job, end, said, ran))
			return false;
	}
	return true;
}

bool mail_run(struct cx *cx, const struct mail_how *how, struct mail_ran *out)
{
	struct mail_setting_get_rows set;
	struct practice_book book;

	*out = (struct mail_ran){ 0 };
	if (!cx_save(cx) || !q_mail_setting_get(cx->db, cx->who.practice, &set))
		return false;
	out->off = !set.n || !set.at[0].active;
	if (out->off)
		return db_commit(cx->db);
	if (!bookings_load(cx, &book) || !q_mail_orphans(cx->db, cx->who.practice, cx->now) || !mail_plan(cx, &set.at[0], &book) ||
		!q_mail_ran(cx->db, cx->who.practice, cx->now) || !db_commit(cx->db))
		return false;
	out->quiet = mail_quiet(set.at[0].quiet_from, set.at[0].quiet_to, zone_wall(book.zone, cx->now).minute);
	return send_all(cx, how, &set.at[0], &book, out);
}
