/* web/page_client_muscle.c -- watching a muscle let go: offered once a relaxation has been learned; a summary is kept only when asked. */
#include "app/daily.h"
#include "base/fmt.h"
#include "base/str.h"
#include "web/client.h"

#include <math.h>

bool page_muscle(struct web *w);
bool do_muscle(struct web *w);
bool do_muscle_forget(struct web *w);

enum { KEPT_SHOWN = 8, SECONDS_LEAST = 30, SECONDS_MOST = 7200, MEAN_MOST = 10000 };

/* The shortest relaxation that this person may practise teaches it; -1 when there is none. */
static int teaches(const struct kb *kb, const struct record *r)
{
	int best = -1;

	for (int i = 0; i < kb->n_items; i++)
		if (kb->item[i].kind && str_equal(kb->item[i].kind, "relaxation") && !r->s->never_any[i] &&
			(best < 0 || kb->item[i].minutes < kb->item[best].minutes))
			best = i;
	return best;
}

static bool is_paused(const struct kb *kb, const struct record *r)
{
	int sensor = kb_item(kb, "biofeedback");

	return sensor >= 0 && r->s->never_any[sensor];
}

/* Why somebody has to be asked before a sensor is put on; NULL when nobody has to. */
static const char *held(const struct kb *kb, const struct record *r)
{
	int sensor = kb_item(kb, "biofeedback");

	for (int i = 0; i < r->s->n_blocked; i++) {
		const struct blocked *b = &r->s->blocked[i];

		if (b->item == sensor && b->limit == LIMIT_ASK)
			return kb->block[b->block].tell ? kb->block[b->block].tell : "Ask your therapist before you use a sensor.";
	}
	return NULL;
}

/* The item that teaches it, when this person may practise, or did before it was paused; else w->err. */
static bool allowed(struct web *w, const struct record *r, bool did, int *item)
{
	*item = teaches(w->cx.kb, r);
	if (!w->cx.kb->biosignal || kb_item(w->cx.kb, "biofeedback") < 0)
		return fail(&w->err, ERR_MISSING, "muscle", "There is no such practice.");
	if ((*item < 0 || is_paused(w->cx.kb, r)) && !did)
		return fail(&w->err, ERR_FORBIDDEN, "muscle", "This one is paused for you for now. Your therapist can tell you why.");
	return true;
}

bool client_muscle_ready(struct web *w, const struct record *r, bool *out)
{
	int item = teaches(w->cx.kb, r);

	*out = false;
	return !w->cx.kb->biosignal || item < 0 || !daily_may(&w->cx, r, item) || is_paused(w->cx.kb, r) || client_learned(w, "relaxation", out);
}

static bool fill_kept(struct web *w, struct muscle_view *v)
{
	struct muscle_all_rows kept;
	char date[40];
	day d;

	if (!q_muscle_all(w->cx.db, w->cx.who.person, &kept))
		return false;
	v->rows.at = NEWS(w->cx.a, struct heart_row, KEPT_SHOWN);
	for (size_t i = 0; i < kept.n && v->rows.n < KEPT_SHOWN && !v->page.kept; i++) {
		const struct muscle_all *k = &kept.at[i];
		const char *shown = k->day;

		if (day_read(k->day, &d)) {
			day_long(d, date, sizeof(date));
			shown = arena_text(w->cx.a, date);
		}
		v->rows.at[v->rows.n++] = (struct heart_row){ shown, arena_fmt(w->cx.a, "%s, letting go %lld of 100 of the time%s",
			fmt_count((int)((k->seconds + 30) / 60), "minute", "minutes"), (long long)k->below,
			isnan(k->bend) ? "" : arena_fmt(w->cx.a, ", bending %.1f times hanging", k->bend)) };
	}
	return true;
}

bool page_muscle(struct web *w)
{
	const struct kb *kb = w->cx.kb;
	struct record r;
	bool led, said_no;
	int item, claim = kb_find(kb, KIND_CLAIM, "claim_muscle"), deep = kb_item(kb, "knee_to_chest");

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!allowed(w, &r, false, &item))
		return false;
	if (!client_declined(w, &r, item, &said_no) || said_no)
		return said_no && !w->err.code;
	const struct item *it = &kb->item[item];
	/* bending forward is as deep as the deepest exercise that bends the back: what holds that one back holds this back */
	struct muscle_view v = { .page = view_page(w, "Let a muscle go", "player", ""), .practice = it->id, .name = it->name,
		.not = client_words(w, it->not), .stop = client_words(w, it->stop), .known = claim >= 0 ? kb->claim[claim].says : "",
		.numbers = client_numbers(w), .engine = client_engine(w), .held = held(kb, &r), .bend = deep >= 0 && !r.s->never_any[deep] };
	if (!client_learned(w, "relaxation", &v.taught) || !fill_kept(w, &v) || !page_keep_error(w, &v.page))
		return false;
	tmpl_muscle(&w->r->body, &v);
	return true;
}

bool do_muscle(struct web *w)
{
	struct record r;
	char iso[11];
	int64_t seconds, below, mean, hundredths;
	double bend = (double)NAN;
	int item;
	bool led = false, waited;

	if (!client_told(w, iso, &waited) || !client_record(w, &r, !waited, &led) || led)
		return !w->err.code && led;
	if (!allowed(w, &r, waited, &item))
		return false;
	if (!waited && !daily_may(&w->cx, &r, item))
		return web_go(w, "/muscle");
	if (!form_int(w->cx.a, &w->form, "seconds", SECONDS_LEAST, SECONDS_MOST, &seconds, &w->err) ||
		!form_int(w->cx.a, &w->form, "below", 0, 100, &below, &w->err) || !form_int(w->cx.a, &w->form, "mean", 0, MEAN_MOST, &mean, &w->err))
		return false;
	const char *text = form_get(w->cx.a, &w->form, "bend");
	if (text && text[0]) {
		if (!form_int(w->cx.a, &w->form, "bend", 0, 1000000, &hundredths, &w->err))
			return false;
		bend = 0.01 * (double)hundredths;
	}
	if (!form_end(&w->form, &w->err) || !cx_save(&w->cx) ||
		!q_muscle_add(w->cx.db, db_id(), w->cx.who.person, iso, seconds, below, mean, bend, w->cx.now))
		return false;
	return (item < 0 || q_done_set(w->cx.db, w->cx.who.person, iso, w->cx.kb->item[item].id, (seconds + 59) / 60, w->cx.now)) &&
		web_go_with(w, "/muscle", "done");
}

bool do_muscle_forget(struct web *w)
{
	return form_end(&w->form, &w->err) && cx_save(&w->cx) && q_muscle_forget(w->cx.db, w->cx.who.person) && web_go_with(w, "/muscle", "forgotten");
}
