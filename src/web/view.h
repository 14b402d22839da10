/* web/view.h -- what the templates show: plain structs, filled by the handlers, one for each template.
 * Every page's view begins with `struct page_view page` (made by view_page), which the head and foot templates print.
 * A list is a struct with .at and .n, so that {{each}} can walk it.
 */
#ifndef WEB_VIEW_H
#define WEB_VIEW_H

#include "base/buf.h"
#include "base/embed.h"

struct page_view {
	const char *title;
	const char *kind;               /* body class: client, staff, entry, stop, player, letter */
	const char *tab;                /* which menu entry is here: today weeks progress | desk clients settings; "" none */
	const char *csrf, *form_key;    /* hidden fields of every form; "" when signed out */
	const char *note;               /* toast; NULL none */
	const char *undo;               /* path of a POST that takes the noted thing back; NULL none */
	const char *emergency, *crisis; /* the practice's numbers or the generic words */
	const char *error_field, *error_label, *error; /* NULL when nothing is wrong; the label is the field in words */
	const char *kept;               /* a copy for a device without a connection: when it was made, "" not shown; NULL: not a copy */
	int idle;                       /* minutes without a sign of life until the session ends; 0: none */
	bool client, staff, owner, demo, menu;  /* client: also who enters for one; staff: also assistants */
	bool assistant, proxy;
};

struct option_view { const char *value, *label, *hint; bool on; };
struct option_views { struct option_view *at; size_t n; };
struct text_views { const char **at; size_t n; };

#include "web/view_parts.h"
#include "web/view_entry.h"
#include "web/view_client.h"
#include "web/view_booking.h"
#include "web/view_staff.h"
#include "web/view_people.h"
#include "web/view_session.h"

#endif
