/* web/page_client_heart.c -- breathing with a heartbeat: offered once slow breathing has been learned; a summary is kept only when asked. */
#include "app/daily.h"
#include "base/fmt.h"
#include "base/str.h"
#include "core/bio_beats.h"
#include "web/assets.h"
#include "web/client.h"

#include <math.h>
#include <string.h>

bool page_heart(struct web *w);
bool do_heart(struct web *w);
bool do_heart_forget(struct web *w);

enum { KEPT_SHOWN = 8, SECONDS_LEAST = 30, SECONDS_MOST = 7200 };

/* The practice that teaches slow breathing; -1 when the knowledge has none. */
static int breathing(const struct kb *kb)
{
	for (int i = 0; i < kb->n_items; i++)
		if (kb->item[i].kind && str_equal(kb->item[i].kind, "breathing"))
			return i;
	return -1;
}

/* The item, when this person may practise it, or did before it was paused; else w->err. */
static bool allowed(struct web *w, const struct record *r, bool did, int *item)
{
	*item = breathing(w->cx.kb);
	if (*item < 0 || !w->cx.kb->biosignal)
		return fail(&w->err, ERR_MISSING, "heart", "There is no such practice.");
	if (r->s->never_any[*item] && !did)
		return fail(&w->err, ERR_FORBIDDEN, "heart", "This one is paused for you for now. Your therapist can tell you why.");
	return true;
}

bool client_learned(struct web *w, const char *kind, bool *out)
{
	struct done_since_rows done;

	*out = false;
	if (!q_done_since(w->cx.db, w->cx.who.person, "", &done))
		return false;
	for (size_t i = 0; i < done.n; i++) {
		int item = kb_item(w->cx.kb, done.at[i].item);

		*out = *out || (item >= 0 && w->cx.kb->item[item].kind && str_equal(w->cx.kb->item[item].kind, kind));
	}
	return true;
}

bool client_heart_ready(struct web *w, const struct record *r, bool *out)
{
	int item = breathing(w->cx.kb);

	*out = false;
	return item < 0 || !w->cx.kb->biosignal || !daily_may(&w->cx, r, item) || client_learned(w, "breathing", out);
}

const char *client_numbers(struct web *w)
{
	const double *at = (const double *)w->cx.kb->biosignal;
	struct buf b = buf_new(w->cx.a, 4096);

	for (size_t i = 0; i < sizeof(struct bio_numbers) / sizeof(double); i++)
		buf_fmt(&b, "%s%.17g", i ? " " : "", at[i]);
	return b.at;
}

const char *client_engine(struct web *w)
{
	bool packed;
	const struct embedded *f = asset_find("biosignal.wasm", &packed);

	if (!f)
		return "";
	const char *tag = asset_etag(w->cx.a, f->at, (size_t)(f->end - f->at));
	return arena_fmt(w->cx.a, "/asset/%s/biosignal.wasm?%.*s", asset_files_tag, (int)strlen(tag) - 2, tag + 1);
}

static struct heart_row row_of(struct web *w, const struct heart_all *k)
{
	struct heart_row out = { .date = k->day };
	char date[40];
	day d;

	if (day_read(k->day, &d)) {
		day_long(d, date, sizeof(date));
		out.date = arena_text(w->cx.a, date);
	}
	out.words = arena_fmt(w->cx.a, "%s at %.1f breaths a minute%s%s", fmt_count((int)((k->seconds + 30) / 60), "minute", "minutes"), k->pace,
		isnan(k->score) ? "" : arena_fmt(w->cx.a, ", heart with breath %.0f of 100", k->score),
		isnan(k->own) ? "" : arena_fmt(w->cx.a, ", own pace %.1f", k->own));
	return out;
}

static bool fill_kept(struct web *w, struct heart_view *v)
{
	struct heart_all_rows kept;
	double pace = w->cx.kb->biosignal->pace_usual;

	if (!q_heart_all(w->cx.db, w->cx.who.person, &kept))
		return false;
	size_t shown = v->page.kept ? 0 : KEPT_SHOWN;   /* without a connection there is nothing to forget them with */
	v->rows.at = NEWS(w->cx.a, struct heart_row, KEPT_SHOWN);
	for (size_t i = 0; i < kept.n; i++) {
		if (v->rows.n < shown)
			v->rows.at[v->rows.n++] = row_of(w, &kept.at[i]);
		if (!v->found && !isnan(kept.at[i].own)) {
			v->found = true;
			pace = kept.at[i].own;
		}
	}
	v->pace = arena_fmt(w->cx.a, "%.2f", pace);
	return true;
}

bool page_heart(struct web *w)
{
	struct record r;
	bool led, said_no;
	int item, claim = kb_find(w->cx.kb, KIND_CLAIM, "claim_heart");

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!allowed(w, &r, false, &item))
		return false;
	if (!client_declined(w, &r, item, &said_no) || said_no)
		return said_no && !w->err.code;
	const struct item *it = &w->cx.kb->item[item];
	struct heart_view v = { .page = view_page(w, "Breathe with your heart", "player", ""), .practice = it->id, .name = it->name,
		.not = client_words(w, it->not), .stop = client_words(w, it->stop), .known = claim >= 0 ? w->cx.kb->claim[claim].says : "",
		.numbers = client_numbers(w), .engine = client_engine(w), .share = arena_fmt(w->cx.a, "%.17g", w->cx.kb->biosignal->pace_in) };
	if (!client_learned(w, "breathing", &v.taught) || !fill_kept(w, &v) || !page_keep_error(w, &v.page))
		return false;
	tmpl_heart(&w->r->body, &v);
	return true;
}

/* A field that may be empty: hundredths, or whole numbers with share 1. */
static bool maybe(struct web *w, const char *name, int64_t least, int64_t most, double share, double *out)
{
	int64_t v;
	const char *text = form_get(w->cx.a, &w->form, name);

	*out = (double)NAN;
	if (!text || !text[0])
		return true;
	if (!form_int(w->cx.a, &w->form, name, least, most, &v, &w->err))
		return false;
	*out = (double)v * share;
	return true;
}

bool do_heart(struct web *w)
{
	struct record r;
	char iso[11];
	const char *way;
	int64_t seconds, pace;
	double own, score;
	int item;
	bool led = false, waited;

	if (!client_told(w, iso, &waited) || !client_record(w, &r, !waited, &led) || led)
		return !w->err.code && led;
	if (!allowed(w, &r, waited, &item))
		return false;
	if (!waited && !daily_may(&w->cx, &r, item))
		return web_go(w, "/heart");
	if (!form_text(w->cx.a, &w->form, "way", 1, 10, &way, &w->err) ||
		!form_int(w->cx.a, &w->form, "seconds", SECONDS_LEAST, SECONDS_MOST, &seconds, &w->err) ||
		!form_int(w->cx.a, &w->form, "pace", 100, 3000, &pace, &w->err) ||
		!maybe(w, "own", 100, 3000, 0.01, &own) || !maybe(w, "score", 0, 100, 1, &score) || !form_end(&w->form, &w->err))
		return false;
	if (!str_equal(way, "strap") && !str_equal(way, "taps") && !str_equal(way, "pacer"))
		return fail(&w->err, ERR_INPUT, "way", "strap, taps or pacer is expected");
	return cx_save(&w->cx) && q_heart_add(w->cx.db, db_id(), w->cx.who.person, iso, way, seconds, 0.01 * (double)pace, own, score, w->cx.now) &&
		q_done_set(w->cx.db, w->cx.who.person, iso, w->cx.kb->item[item].id, (seconds + 59) / 60, w->cx.now) && web_go_with(w, "/heart", "done");
}

bool do_heart_forget(struct web *w)
{
	return form_end(&w->form, &w->err) && cx_save(&w->cx) && q_heart_forget(w->cx.db, w->cx.who.person) && web_go_with(w, "/heart", "forgotten");
}
