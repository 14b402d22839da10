/* core/plan_model.c -- what may be used, and what a use is worth. */
#include "core/plan_model.h"

#include <assert.h>
#include <math.h>

/* Shape of the benefit; assumed values, see docs/science/plan.md. */
static const double half_uses = 3, most_effect = 0.95, trial_session = 60;

/* What a "no" takes out: a technique, work on an area or on regions that begin so; and what only a "yes" brings home. */
static const struct { const char *finding, *item; } likes[] = {
	{ "likes_deep_work", "deep_tissue" }, { "likes_spot_pressure", "trigger_point" }, { "likes_stretching", "stretching" },
	{ "likes_heat", "heat" }, { "likes_foot_massage", "foot_massage" },
}, places[] = { { "belly_work_ok", "belly" }, { "buttock_work_ok", "buttock_" },
}, owns[] = { { "has_massage_device", "handheld_device" } };

/* Structural work by name (Cherkin 2011); everything else gentle enough is calm. */
static const char *const structural[] = { "deep_tissue", "myofascial_release", "trigger_point", "stretching", "myotherapy" };

double plan_damp(enum confidence c)
{
	static const double weight[] = { 0.3, 1, 0.75, 0.5, 0.3 };

	return weight[c];
}

double plan_share(double uses)
{
	return -expm1(-uses * M_LN2 / half_uses);
}

double plan_share_slope(double uses)
{
	return M_LN2 / half_uses * exp(-uses * M_LN2 / half_uses);
}

bool plan_pooled(const struct item *it)
{
	return !strcmp(it->kind, "massage");
}

double plan_uses_session(const struct item *it, double minutes)
{
	if (plan_pooled(it))
		return minutes / trial_session;
	return it->minutes > 0 ? minutes / it->minutes : 0;
}

double plan_uses_home(const struct item *it, int minutes, int days)
{
	double usual = it->days > 0 ? it->days : 7;

	if (it->minutes <= 0)
		return 0;
	return fmin(1, (double)minutes / it->minutes) * fmin(1, days / usual);
}

int plan_home_most(int week)
{
	return week <= 1 ? 2 : week <= 3 ? 3 : 4;
}

double plan_rate(const struct help *h)
{
	return -log1p(-fmin(fmax(0, plan_damp(h->cite.confidence) * h->effect), most_effect));
}

static void rates_of(const struct kb *kb, const struct help *h, int n, double *out)
{
	for (int i = 0; i < n; i++)
		if (h[i].cause >= 0 && h[i].cause < kb->n_causes)
			out[h[i].cause] += plan_rate(&h[i]);
}

void plan_rates(struct model *m)
{
	const struct kb *kb = m->kb;
	size_t n = (size_t)kb->n_causes;

	m->p = NEWS(m->arena, double, n + 1);
	m->load = NEWS(m->arena, double, n + 1);
	m->uses = NEWS(m->arena, double, (size_t)kb->n_items + 1);
	m->rate = NEWS(m->arena, double, n * (size_t)kb->n_items + 1);
	m->lesson_rate = NEWS(m->arena, double, n * (size_t)kb->n_lessons + 1);
	for (int i = 0; i < kb->n_causes; i++)
		if (!kb->cause[i].serious && !kb->cause[i].by_rule)
			m->p[i] = m->b->by_cause[i];
	m->pool = NEWS(m->arena, double, n + 1);
	m->pool_most = NEWS(m->arena, double, n + 1);
	for (int i = 0; i < kb->n_items; i++) {
		double *rate = m->rate + (size_t)i * n;

		rates_of(kb, kb->item[i].helps, kb->item[i].n_helps, rate);
		for (size_t c = 0; c < n && plan_pooled(&kb->item[i]); c++)
			m->pool_most[c] = fmax(m->pool_most[c], rate[c]);
	}
	for (int i = 0; i < kb->n_lessons; i++)
		rates_of(kb, kb->lesson[i].helps, kb->lesson[i].n_helps, m->lesson_rate + (size_t)i * n);
}

/* What `uses` more of an item would add to the load of one cause. */
static double step_of(const struct model *m, int item, double rate, int cause, double uses)
{
	double most = m->pool_most[cause];

	if (!plan_pooled(&m->kb->item[item]))
		return rate * (plan_share(m->uses[item] + uses) - plan_share(m->uses[item]));
	return most * (plan_share((m->pool[cause] + rate * uses) / most) - plan_share(m->pool[cause] / most));
}

void model_use(struct model *m, int item, double uses)
{
	const double *rate = m->rate + (size_t)item * (size_t)m->kb->n_causes;

	for (int c = 0; c < m->kb->n_causes; c++) {
		if (rate[c] <= 0)
			continue;
		m->load[c] += step_of(m, item, rate[c], c, uses);
		if (plan_pooled(&m->kb->item[item]))
			m->pool[c] += rate[c] * uses;
	}
	m->uses[item] += uses;
}

double model_gain(const struct model *m, int item, double uses)
{
	const double *rate = m->rate + (size_t)item * (size_t)m->kb->n_causes;
	double sum = 0;

	for (int c = 0; c < m->kb->n_causes; c++)
		if (rate[c] > 0 && m->p[c] > 0)
			sum += m->p[c] * exp(-m->load[c]) * -expm1(-step_of(m, item, rate[c], c, uses));
	return sum;
}

static bool has_area(const struct item *it, int area)
{
	for (int i = 0; i < it->areas.n; i++)
		if (it->areas.at[i] == area)
			return true;
	return false;
}

static bool is_structural(const struct item *it)
{
	for (size_t i = 0; i < sizeof(structural) / sizeof(*structural); i++)
		if (!strcmp(structural[i], it->id))
			return true;
	return !strcmp(it->kind, "stretch");
}

static bool answered(const struct kb *kb, const struct person_case *c, const char *finding, int *value)
{
	int f = kb_finding(kb, finding);

	*value = f < 0 ? NOT_ASKED : case_answer(kb, c, f);
	return *value != NOT_ASKED && *value != DONT_KNOW;
}

bool plan_wished_away(const struct kb *kb, const struct person_case *c, int item)
{
	int v;

	for (size_t i = 0; i < sizeof(likes) / sizeof(*likes); i++)
		if (kb->item[item].id && !strcmp(likes[i].item, kb->item[item].id) &&
			answered(kb, c, likes[i].finding, &v) && v == 0)
			return true;
	return false;
}

bool plan_device_missing(const struct kb *kb, const struct person_case *c, int item)
{
	int v;

	for (size_t i = 0; i < sizeof(owns) / sizeof(*owns); i++)
		if (kb->item[item].id && !strcmp(owns[i].item, kb->item[item].id))
			return !answered(kb, c, owns[i].finding, &v) || v == 0;
	return false;
}

bool plan_place_declined(const struct kb *kb, const struct person_case *c, int region)
{
	const struct region *r = &kb->region[region];
	int v;

	if (c->limits.declined_region[region] || c->limits.declined_region[r->mirror])
		return true;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if ((!strncmp(r->base, places[i].item, strlen(places[i].item)) ||
			!strcmp(kb->area[r->area].id, places[i].item)) && answered(kb, c, places[i].finding, &v) && v == 0)
			return true;
	return false;
}

static void count_finding(int finding, void *arg)
{
	(void)finding;
	++*(int *)arg;
}

int plan_home_blocked(const struct kb *kb, const struct screened *s, int item)
{
	for (int i = 0; i < s->n_blocked; i++) {
		const struct blocked *b = &s->blocked[i];
		int n = 0;

		if (b->item != item || b->limit != LIMIT_NEVER)
			continue;
		if (b->region >= 0 && !has_area(&kb->item[item], kb->region[b->region].area))
			continue;
		rule_findings(&kb->block[b->block].when, count_finding, &n);
		if (n || b->region < 0)
			return i;
	}
	return -1;
}

int plan_cap(const struct kb *kb, const struct person_case *c)
{
	int cap = c->limits.pressure_max > 0 ? c->limits.pressure_max : 5, v;

	if (answered(kb, c, "pressure_wish", &v) && v >= 1 && v < cap)
		cap = v;
	return cap;
}

int plan_habit_finding(const struct kb *kb, int item)
{
	const char *id = kb->item[item].id;
	size_t n = strcspn(id, "_");

	for (int i = 0; i < kb->n_findings; i++) {
		const char *at = kb->finding[i].id;

		if (kb->finding[i].module != MODULE_LOAD)
			continue;
		for (const char *p = at; p; p = strchr(p, '_') ? strchr(p, '_') + 1 : NULL)
			if (!strncmp(p, id, n) && (p[n] == 0 || p[n] == '_'))
				return i;
	}
	return -1;
}

int model_pressure(const struct model *m, int item, int region, enum side side, bool light)
{
	const struct item *it = &m->kb->item[item];
	int other = side == SIDE_NONE ? m->kb->region[region].mirror : region;

	if (!has_area(it, m->kb->region[region].area) || plan_place_declined(m->kb, m->c, region))
		return -1;
	int here = screen_pressure(m->kb, m->s, item, region), there = screen_pressure(m->kb, m->s, item, other);
	int most = here < there ? here : there;
	if (!most)
		return -1;
	if (!it->pressure_max)
		return 0;
	most = most < m->cap ? most : m->cap;
	if (most < it->pressure_min)
		return -1;
	int middle = light ? it->pressure_min : (it->pressure_min + it->pressure_max) / 2;
	if (middle > PRESSURE_USUAL && it->pressure_min <= PRESSURE_USUAL)
		middle = PRESSURE_USUAL;
	return middle < most ? middle : most;
}

/* What stands against an item wherever it would be used. */
static enum refusal refuses(const struct model *m, int item)
{
	const struct item *it = &m->kb->item[item];

	if (m->c->limits.declined_item[item])
		return REFUSED_DECLINED;
	if (m->c->limits.declined_component[it->component])
		return REFUSED_COMPONENT;
	if (it->who == WHO_PROFESSIONAL)
		return REFUSED_PROFESSIONAL;
	if (screen_never(m->kb, m->s, item, -1))
		return REFUSED_BLOCKED;
	if (plan_wished_away(m->kb, m->c, item))
		return REFUSED_WISH;
	return it->minutes > 0 ? REFUSED_NOT : REFUSED_ELSEWHERE;
}

enum refusal model_session_refuses(const struct model *m, int item)
{
	const struct item *it = &m->kb->item[item];
	enum refusal no = refuses(m, item);
	bool firm = false;

	if (no)
		return no;
	if (it->who == WHO_SELF || it->practice || it->component == COMPONENT_MIND || !strcmp(it->kind, "habit"))
		return REFUSED_ELSEWHERE;
	if (m->c->limits.declined_component[COMPONENT_MASSAGE])
		return REFUSED_COMPONENT;
	for (int r = 0; r < m->kb->n_regions; r++) {
		if (model_pressure(m, item, r, m->kb->region[r].side, true) >= 0)
			return REFUSED_NOT;
		firm |= has_area(it, m->kb->region[r].area) && screen_pressure(m->kb, m->s, item, r) > 0;
	}
	return firm ? REFUSED_FIRM : it->areas.n ? REFUSED_BLOCKED : REFUSED_ELSEWHERE;
}

enum refusal model_home_refuses(const struct model *m, int item)
{
	const struct item *it = &m->kb->item[item];
	enum refusal no = refuses(m, item);

	if (no)
		return no;
	if (it->who == WHO_THERAPIST)
		return REFUSED_ELSEWHERE;
	if (plan_home_blocked(m->kb, m->s, item) >= 0)
		return REFUSED_BLOCKED;
	if (!strcmp(it->kind, "habit") && plan_habit_finding(m->kb, item) >= 0)
		return REFUSED_HABIT;
	if (plan_device_missing(m->kb, m->c, item))
		return REFUSED_DEVICE;
	if (it->pressure_max) {
		int most = screen_pressure(m->kb, m->s, item, -1);

		if (!most || (most < m->cap ? most : m->cap) < it->pressure_min)
			return REFUSED_FIRM;
	}
	return it->minutes > m->home || it->week > WEEKS ? REFUSED_TIME : REFUSED_NOT;
}

struct model *model_new(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s,
	const struct belief *b, const struct plan_drivers *d, struct plan_wishes wishes)
{
	struct model *m = NEW(a, struct model);
	size_t n = (size_t)kb->n_items + 1;

	*m = (struct model){ .arena = a, .kb = kb, .c = c, .s = s, .b = b, .driver = d ? d->at : NULL, .n_drivers = d ? d->n : 0,
		.wishes = wishes };
	m->session = c->limits.session_minutes > 0 ? c->limits.session_minutes / STEP * STEP : SESSION_DEFAULT;
	m->home = c->limits.home_minutes < 0 ? HOME_DEFAULT : c->limits.home_minutes < HOME_MOST ? c->limits.home_minutes : HOME_MOST;
	m->cap = plan_cap(kb, c);
	m->in_session = NEWS(a, bool, n);
	m->at_home = NEWS(a, bool, n);
	m->calm = NEWS(a, bool, n);
	plan_rates(m);
	bool any = false;
	for (int i = 0; i < kb->n_items; i++) {
		m->in_session[i] = model_session_refuses(m, i) == REFUSED_NOT;
		m->at_home[i] = model_home_refuses(m, i) == REFUSED_NOT;
		m->calm[i] = m->in_session[i] && kb->item[i].pressure_max <= PRESSURE_USUAL &&
			!is_structural(&kb->item[i]);
		any |= m->in_session[i] && !strcmp(kb->item[i].kind, "massage");
	}
	bool held = false;      /* what is held stays, whatever else is left */
	for (int i = 0; i < wishes.n; i++)
		held |= wishes.at[i].kind == WISH_HOLD && wishes.at[i].place != WISH_HOME && wishes.at[i].place != WISH_LESSON;
	if (!any) {             /* no massage left: no session, the other sides carry the plan */
		memset(m->in_session, 0, n * sizeof(bool));
		m->session = held ? m->session : 0;
	}
	plan_find_spots(m);
	return m;
}
