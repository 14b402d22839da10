/* web/people.h -- what the pages about people share (page_people.c). */
#ifndef WEB_PEOPLE_H
#define WEB_PEOPLE_H

#include "web/staff.h"

/* A link that is handed over in person, shown in this answer only. */
struct handed people_handed(struct web *w, const char *token, int hours);
/* Therapists and owners as choices, without `but`. */
MUST_USE bool people_therapists(struct web *w, int64_t but, int64_t chosen, struct option_views *out);
/* Who enters or entered for a person. */
MUST_USE bool people_proxies(struct web *w, int64_t person, struct proxy_rows *out);

#endif
