/* app/report_json_plan.c -- the ten weeks as a document. */
#include "app/report_json_parts.h"

#include "app/wishes.h"

static void put_session(struct writing *w, const struct plan_week *week)
{
	static const char *const side[] = { [SIDE_NONE] = "both", [SIDE_LEFT] = "left", [SIDE_RIGHT] = "right" };

	json_open(w->j, "session", '{');
	json_put_int(w->j, "minutes", week->minutes);
	json_open(w->j, "items", '[');
	for (int i = 0; i < week->n_session; i++) {
		const struct plan_item *p = &week->session[i];
		const struct region *r = &w->kb->region[p->region];

		json_open(w->j, NULL, '{');
		json_put_text(w->j, "technique", w->kb->item[p->item].id);
		json_put_text(w->j, "area", w->kb->area[r->area].id);
		json_put_text(w->j, "region", r->base);
		json_put_text(w->j, "side", side[p->side]);
		json_put_int(w->j, "minutes", p->minutes);
		json_put_int(w->j, "pressure", p->pressure);
		json_put_text(w->j, "why", p->why ? p->why : "");
		json_close(w->j, '}');
	}
	json_close(w->j, ']');
	json_close(w->j, '}');
}

static void put_week(struct writing *w, const struct plan_week *week)
{
	json_open(w->j, NULL, '{');
	json_put_int(w->j, "week", week->week);
	put_session(w, week);
	json_put_text(w->j, "lesson", week->lesson >= 0 ? w->kb->lesson[week->lesson].id : "");
	json_put_text(w->j, "lesson_why", week->lesson_why ? week->lesson_why : "");
	json_open(w->j, "home", '[');
	for (int i = 0; i < week->n_home; i++) {
		json_open(w->j, NULL, '{');
		json_put_text(w->j, "practice", w->kb->item[week->home[i].item].id);
		json_put_int(w->j, "minutes", week->home[i].minutes);
		json_put_int(w->j, "days", week->home[i].days);
		json_put_text(w->j, "why", week->home[i].why ? week->home[i].why : "");
		json_close(w->j, '}');
	}
	json_close(w->j, ']');
	json_open(w->j, "measures", '[');
	for (int i = 0; i < week->measures.n; i++)
		json_put_text(w->j, NULL, w->kb->instrument[week->measures.at[i]].id);
	json_close(w->j, ']');
	json_close(w->j, '}');
}

static void put_others(struct writing *w, const char *key, const struct plan_other *at, int n)
{
	json_open(w->j, key, '[');
	for (int i = 0; i < n; i++) {
		json_open(w->j, NULL, '{');
		json_put_text(w->j, "id", at[i].id);
		json_put_text(w->j, "because", at[i].because);
		json_close(w->j, '}');
	}
	json_close(w->j, ']');
}

const char *report_plan(struct arena *a, const struct kb *kb, const struct screened *s, const struct plan *p, struct numbers n, bool pretty)
{
	struct buf b = buf_new(a, REPORT_MOST);
	struct json_out j = json_writer(&b, pretty);
	struct writing w = { a, kb, n, &j };

	json_open(&j, NULL, '{');
	json_open(&j, "weeks", '[');
	for (int i = 0; i < WEEKS; i++)
		put_week(&w, &p->week[i]);
	json_close(&j, ']');
	put_others(&w, "referrals", p->referral, p->n_referrals);
	put_others(&w, "experiments", p->experiment, p->n_experiments);
	put_others(&w, "not_included", p->left_out, p->n_left_out);
	if (p->wishes.n || p->wishes.from > 1) {
		json_put_int(&j, "around_from", p->wishes.from);
		json_open(&j, "around", '[');
		for (int i = 0; i < p->wishes.n; i++)
			json_put_text(&j, NULL, wish_line(a, kb, &p->wishes.at[i]));
		json_close(&j, ']');
	}
	json_put_number(&j, "value", p->value);
	json_put_number(&j, "bound", p->bound);
	report_put_triage(&w, s, NULL);
	report_put_end(&w);
	return b.at;
}
