/* web/people_search.c -- clients by a part of their name: every name is opened for it, and nothing else is read of those who do not match. */
#include "app/name.h"
#include "web/people.h"

static bool add_found(struct web *w, const struct person_names *n, struct person_list_rows *out)
{
	struct person_listed_rows rows;

	if (!q_person_listed(w->cx.db, w->cx.who.practice, n->id, &rows))
		return false;
	if (!rows.n)
		return true;
	const struct person_listed *p = rows.at;
	out->at[out->n++] = (struct person_list){ .id = n->id, .given = n->given, .family = n->family, .therapist = n->therapist, .account = p->account,
		.interview_done = p->interview_done, .created = p->created, .stop_tier = p->stop_tier, .plan_state = p->plan_state,
		.plan_starts = p->plan_starts, .last_day = p->last_day, .last_pain = p->last_pain, .last_at = p->last_at };
	return true;
}

bool people_search(struct web *w, const char *part, struct person_list_rows *out, size_t *others)
{
	struct person_names_rows names;
	char name[1024];               /* two names, each of 80 characters at most */

	if (!q_person_names(w->cx.db, w->cx.who.practice, &names))
		return false;
	*out = (struct person_list_rows){ .at = NEWS(w->cx.a, struct person_list, names.n + 1) };
	for (size_t i = 0; i < names.n; i++) {
		if (!cx_sees(&w->cx, names.at[i].therapist))
			continue;
		snprintf(name, sizeof(name), "%s %s", names.at[i].given, names.at[i].family);
		if (!name_holds(name, part))
			++*others;
		else if (!add_found(w, &names.at[i], out))
			return false;
	}
	people_sort(out);
	return true;
}
