/* web/view_people.h -- what the pages about people show. */
#ifndef WEB_VIEW_PEOPLE_H
#define WEB_VIEW_PEOPLE_H

#include "web/view.h"

/* A link handed over in person; link NULL but in the one answer that shows it. */
struct handed { const char *link, *lasts; html qr; };
struct handed_view { struct handed handed; const char *words; };

struct staff_row { const char *id, *name, *role, *mail, *clients; bool second, here, owner, assistant; struct option_views to; };
struct staff_rows { struct staff_row *at; size_t n; };
/* whose: for whom the link is */
struct people_view {
	struct page_view page;
	struct staff_rows rows;
	struct option_views sees, roles;
	const char *idle, *given, *family, *mail, *whose;
	struct handed handed;
	int owners;
};

struct front_row { const char *path, *sessions, *name, *phone, *therapist; bool account; };
struct front_rows { struct front_row *at; size_t n; };
struct front_view { struct page_view page; const char *search; struct front_rows rows; bool any; };

/* last: when they signed in last, NULL never; ended: NULL while it runs */
struct proxy_row { const char *id, *name, *since, *last, *ended; };
struct proxy_rows { struct proxy_row *at; size_t n; };
struct client_people_view {
	struct page_view page;
	int64_t id;
	const char *name, *therapist, *coming;
	struct option_views to, along;  /* along: what becomes of the sessions to come, none when there are none */
	struct proxy_rows proxies;
	struct handed handed;
	bool has_account, for_proxy;
};
struct helpers_view { struct page_view page; struct proxy_rows rows; struct handed handed; };
struct access_view { struct page_view page; const char *token, *name, *given, *family, *mail; bool proxy; };

#endif
