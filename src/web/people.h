/* web/people.h -- what the pages about people share (page_people.c). */
#ifndef WEB_PEOPLE_H
#define WEB_PEOPLE_H

#include "web/staff.h"

/* A link that is handed over in person, shown in this answer only. */
struct handed people_handed(struct web *w, const char *token, int hours);
/* Therapists and owners as choices, without `but`. */
MUST_USE bool people_therapists(struct web *w, int64_t but, int64_t chosen, struct option_views *out);
/* The clients of the practice by family name, then given name; names are sealed, so the database cannot sort them. */
MUST_USE bool people_list(struct web *w, struct person_list_rows *out);
void people_sort(struct person_list_rows *rows);
MUST_USE bool people_front(struct web *w, struct front_list_rows *out);
/* Who enters or entered for a person. */
MUST_USE bool people_proxies(struct web *w, int64_t person, struct proxy_rows *out);

/* Clients of one's own view whose name holds this part (app/name.h), in the same order; others: how many more there are, added. */
MUST_USE bool people_search(struct web *w, const char *part, struct person_list_rows *out, size_t *others);

#endif
