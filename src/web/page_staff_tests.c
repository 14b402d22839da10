/* web/page_staff_tests.c -- the therapist's tests, folded by the position they are done in. */
#include "app/care.h"
#include "app/measures.h"
#include "app/muscles.h"
#include "base/form.h"
#include "base/str.h"
#include "render/measure_chart.h"
#include "web/staff.h"

bool page_exam(struct web *w);
bool do_exam(struct web *w);

static const char *const module_names[MODULE_COUNT] = { "Safety", "Pain", "Leg", "Movement", "Joints", "Body", "History", "Daily load", "Mind", "Sleep",
	"Any position", "Wishes" };
static const char *const position_names[POSITION_COUNT] = { NULL, "Standing", "Sitting", "Lying face up", "Lying face down", "Lying on the side" };

static struct exam_row exam_row(struct web *w, const struct record *r, int f)
{
	const struct finding *of = &w->cx.kb->finding[f];
	const char *value = typed(w, of->id, staff_value(w, r, f));

	return (struct exam_row){ of->id, of->name, of->ask, of->unit, value, !of->is_bool && !of->n_options, of->min, of->max, staff_options(w, of, value) };
}

static bool examined(const struct web *w, const struct record *r, int f)
{
	const struct finding *of = &w->cx.kb->finding[f];

	return of->by != BY_CLIENT && !of->sum_of.n && !of->private && rule_applies(w->cx.kb, f, r->c) != TRUTH_NO;
}

enum { ASK_SHOWN = 6 };

/* pressed: the findings of palpation; taken: what a group already has, it is shown once. */
struct sorting { const struct record *r; const struct assess *as; bool *pressed, *taken; struct exam_view *v; };

static struct exam_group *group(struct web *w, struct sorting *k, const char *name, bool open)
{
	struct exam_group *g = &k->v->groups.at[k->v->groups.n];

	*g = (struct exam_group){ .name = name, .rows = { NEWS(w->cx.a, struct exam_row, w->cx.kb->n_findings + 1), 0 }, .open = open };
	return g;
}

static void take(struct web *w, struct sorting *k, struct exam_group *g, int f)
{
	k->taken[f] = true;
	g->rows.at[g->rows.n++] = exam_row(w, k->r, f);
}

/* A group with nothing in it is not shown; one that holds the field with the error is open. */
static void done(struct web *w, struct sorting *k, struct exam_group *g)
{
	for (size_t i = 0; i < g->rows.n; i++) {
		g->entered += g->rows.at[i].value[0] != 0;
		g->open = g->open || field_bad(&k->v->page, g->rows.at[i].id);
	}
	g->count = arena_fmt(w->cx.a, "%d of %zu", g->entered, g->rows.n);
	k->v->entered += g->entered;
	k->v->of += (int)g->rows.n;
	k->v->groups.n += g->rows.n > 0;
}

/* Pressing: first where the marks point, in that order; besides only what was pressed before, or all of it when asked for. */
static void group_palpation(struct web *w, struct sorting *k)
{
	const struct kb *kb = w->cx.kb;
	struct muscles_shown shown = care_muscles(w->cx.a, k->r, k->as);
	struct exam_group *g = group(w, k, "Pressing: is it the pain they know?", true);
	bool *first = NEWS(w->cx.a, bool, kb->n_findings + 1);

	for (int i = 0; i < shown.n; i++) {
		int f = shown.at[i].unit->found[shown.at[i].driver->side == SIDE_RIGHT];

		first[f] = true;
		take(w, k, g, f);
	}
	for (int f = 0; f < kb->n_findings; f++)
		if (k->pressed[f] && !first[f] && (k->r->c->answer[f] != NOT_ASKED || form_has(&w->form, "all")))
			take(w, k, g, f);
	done(w, k, g);
}

/* What would tell most, as the client's page names it. */
static void group_next(struct web *w, struct sorting *k)
{
	struct exam_group *g = group(w, k, "Worth testing next", true);

	for (int i = 0; i < k->as->b.n_ask && g->rows.n < ASK_SHOWN; i++) {
		int f = k->as->b.ask[i].finding;

		if (w->cx.kb->finding[f].by == BY_THERAPIST && !k->pressed[f] && examined(w, k->r, f))
			take(w, k, g, f);
	}
	done(w, k, g);
}

static void group_rest(struct web *w, struct sorting *k, const char *name, enum module module, enum position position)
{
	struct exam_group *g = group(w, k, name, false);

	for (int f = 0; f < w->cx.kb->n_findings; f++) {
		const struct finding *of = &w->cx.kb->finding[f];

		if (of->module == module && of->position == position && !k->pressed[f] && !k->taken[f] && examined(w, k->r, f))
			take(w, k, g, f);
	}
	done(w, k, g);
}

static html measured_svg(struct web *w, const struct measure *m)
{
	struct measure_point *at = NEWS(w->cx.a, struct measure_point, m->n);
	struct buf b = buf_new(w->cx.a, 1 << 16);

	for (int i = 0; i < m->n; i++)
		at[i] = (struct measure_point){ m->at[i].when, m->at[i].value };
	measure_chart_svg(&b, &(struct measure_chart){ arena_fmt(w->cx.a, "%s. %s", m->finding->name, measure_says(w->cx.a, m)), at, m->n, measure_low(m), measure_high(m) });
	return buf_as_html(&b);
}

static bool fill_measured(struct web *w, struct exam_view *v)
{
	struct measures all;

	if (!measures_load(&w->cx, w->id, &all))
		return false;
	v->measured.at = NEWS(w->cx.a, struct measured_row, all.n + 1);
	for (int i = 0; i < all.n; i++)
		v->measured.at[v->measured.n++] = (struct measured_row){ all.at[i].finding->name, measure_says(w->cx.a, &all.at[i]), measured_svg(w, &all.at[i]) };
	return true;
}

bool page_exam(struct web *w)
{
	struct record r;
	struct assess as;

	if (!staff_record(w, &r))
		return false;
	struct exam_view v = { .page = view_page(w, "Tests", "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .action = staff_path(w, "/exam"),
		.lead = "Fill in what you tested; leave the rest. Each answer counts at once.", .button = "Save and weigh again" };
	v.groups.at = NEWS(w->cx.a, struct exam_group, MODULE_COUNT + POSITION_COUNT + 2);
	v.all_path = form_has(&w->form, "all") ? NULL : staff_path(w, "/exam?all=1");
	struct sorting k = { &r, &as, NEWS(w->cx.a, bool, w->cx.kb->n_findings + 1), NEWS(w->cx.a, bool, w->cx.kb->n_findings + 1), &v };
	for (int u = 0; u < w->cx.kb->n_units; u++)
		k.pressed[w->cx.kb->unit[u].found[0]] = k.pressed[w->cx.kb->unit[u].found[1]] = true;
	if (!care_assess(&w->cx, &r, &as) || !fill_measured(w, &v) || !page_keep_error(w, &v.page))
		return false;
	group_next(w, &k);
	group_palpation(w, &k);
	for (int p = POSITION_NONE + 1; p < POSITION_COUNT; p++)
		group_rest(w, &k, position_names[p], MODULE_EXAM, (enum position)p);
	group_rest(w, &k, module_names[MODULE_EXAM], MODULE_EXAM, POSITION_NONE);
	for (int m = 0; m < MODULE_COUNT; m++)
		group_rest(w, &k, module_names[m], (enum module)m, POSITION_NONE);
	v.progress = arena_fmt(w->cx.a, "%d of %d entered.", v.entered, v.of);
	tmpl_staff_exam(&w->r->body, &v);
	return true;
}

/* Reads and saves the answers to `f`; an empty field is left as it is. */
static bool save_one(struct web *w, const struct record *r, int f)
{
	const struct finding *of = &w->cx.kb->finding[f];
	const char *text = form_get(w->cx.a, &w->form, of->id);
	int value;

	if (!text || !text[0])
		return true;
	if (!record_read_answer(&w->cx, f, of->id, text, &value))
		return false;
	return r->c->answer[f] == value || record_answer(&w->cx, w->id, f, value, "exam");
}

bool do_exam(struct web *w)
{
	struct record r;
	int64_t raised;
	bool done = true;

	if (!staff_record(w, &r) || !cx_save(&w->cx))
		return false;
	for (int f = 0; done && f < w->cx.kb->n_findings; f++)
		if (examined(w, &r, f))
			done = save_one(w, &r, f);
	if (done && form_end(&w->form, &w->err) && record_rescreen(&w->cx, w->id, "exam", &raised) && cx_event(&w->cx, w->id, "exam"))
		return web_go_with(w, staff_path(w, ""), "saved");
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && page_exam(w);
}
