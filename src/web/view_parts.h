/* web/view_parts.h -- the parts that pages are made of, as small templates (src/web/tmpl, listed in docs/look.md).
 *
 * A page includes a part with a literal:  {{include field &(struct field_view){ .page = &v->page, .name = "mail" } }}
 * (mind the blank before the closing braces).  Members left out are empty.  Icons and marks are values: {{ICON(play)}}.
 */
#ifndef WEB_VIEW_PARTS_H
#define WEB_VIEW_PARTS_H

#include "web/view.h"

#include <string.h>

/* What was looked for by name. */
struct search_view { const char *name; };

/* ---- forms.  `page` brings the error: the part whose name is page->error_field shows it above its control. */

struct field_error_view { const struct page_view *page; const char *name, *label; };

/* One labelled control: a textarea when rows > 0, a select when there are options, else an input of `type` ("text" when NULL). */
struct field_view {
	const struct page_view *page;
	const char *name, *label, *hint, *value;
	const char *type, *autocomplete, *inputmode, *min, *max;        /* NULL: the attribute is left out */
	const char *id;                 /* NULL: the name */
	int least, most, rows;          /* lengths in characters, 0: not limited */
	bool optional;                  /* else required, and the label does not say "optional" */
	struct option_views options;
};

/* The button that says no to what is open of a topic, by its heading. */
struct topic_no_view { const char *name; };

/* Radios in rows of 54 px.  `unsure` is the label of a last row "or ..." whose value is unsure_value. */
struct choices_view {
	const struct page_view *page;
	const char *name, *legend, *hint;
	struct option_views options;
	const char *unsure, *unsure_value;
	bool unsure_on, optional, title;        /* title: the legend is the page's h1 */
};

/* One checkbox that sends 1. */
struct tick_view { const struct page_view *page; const char *name, *label, *hint; bool on, optional; };

/* 0 to 10.  `scale` prints radios (value -1: none is chosen), `scale_tap` eleven buttons that send the form at once. */
struct scale_view {
	const struct page_view *page;
	const char *name, *legend, *hint, *low, *high;  /* "No pain", "Worst pain" */
	int value;
	bool pain, optional, title;             /* pain: clay feet; title: the legend is the page's h1 */
};

/* ---- marks */

enum way { WAY_UP, WAY_FLAT, WAY_DOWN, WAY_OPEN };
/* Better, same, worse, cannot tell; the arrow shows the way of the person, not of the number. */
struct verdict_view { enum way way; const char *word; };
/* Filled squares 0 to 3 and the word behind them. */
struct evidence_view { int squares; const char *word; };
/* Shares 0 to 1: the range low..high and the estimate; open: cannot be told apart, dashed; words: Unlikely, Could be, Likely. */
struct band_view { double low, high, at; bool mind, open, words; };
/* Ten stations; weeks before `now` are ticked. now 0: nothing has begun, 11: all done. wide: for the desk, with ten dates below. */
struct path_view { int now; bool on_card, wide; struct text_views dates; };
/* The piece of the upright path behind station `week` of ten (none behind the last). */
struct strand_view { int week, now; };
/* What the numbers of a map with muscles mean; blocked: it shows what is blocked too. */
struct map_key_view { bool blocked; };
struct empty_view { const char *line, *href, *action; };

/* ---- a drawn figure: right, and left when one side works at a time (n 2); caption: start and end in words */

struct figure_part { const char *side; html svg; const char *start, *end; html firm; };      /* firm: the scale of hands-on work */
struct figure_parts { struct figure_part *at; size_t n; };
struct drawing_view { struct figure_parts sides; bool moving; const char *choice, *what; };       /* told apart from others of the page: the choice of sides; in words */
/* ---- the drawn hands of a technique, place by place */
struct hands_row { const char *place; bool moves; const char *id; struct figure_parts sides; };
struct hands_rows { struct hands_row *at; size_t n; };
struct hands_drawn_view { struct hands_rows rows; };

/* ---- the player: see the top of asset/player.js */

/* at: seconds from the beginning; sound: path of the spoken line, NULL none; own: recorded by the practice */
struct player_step_view { const char *text, *sound; int at, seconds; bool own; };
struct player_step_views { struct player_step_view *at; size_t n; };
struct player_view { bool mind, breath; struct player_step_views steps; };      /* breath: the disc breathes with it */

/* ---- what the parts ask */

static inline bool field_bad(const struct page_view *page, const char *name)
{
	return page && page->error && page->error_field && strcmp(page->error_field, name) == 0;
}

/* Errors are written as predicates of their field ("is empty") or as sentences of their own. */
static inline bool error_is_predicate(const char *error)
{
	static const char *const verbs[] = { "is ", "needs ", "was ", "holds ", "already ", "has " };

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (strncmp(error, verbs[i], strlen(verbs[i])) == 0)
			return true;
	return false;
}

static inline bool tab_is(const struct page_view *page, const char *tab)
{
	return page->tab && strcmp(page->tab, tab) == 0;
}

static const int part_eleven[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
static const struct { const int *at; size_t n; } scale_steps = { part_eleven, 11 }, path_weeks = { part_eleven + 1, 10 },
	evidence_squares = { part_eleven, 3 };

/* Geometry of the flat path, in units of its view box. */
static inline int path_x(const struct path_view *v, int week) { return v->wide ? 46 + 114 * (week - 1) : 18 + 36 * (week - 1); }
static inline int path_bend(const struct path_view *v) { return v->wide ? 41 : 13; }
static inline int path_y(const struct path_view *v, int up) { return 26 + up * (v->wide ? 21 : 15); }

/* ---- icons, 24 x 24, drawn with a line.  ICON is 22 px, ICON_S 18 px; both are silent: a word stands beside them. */

#define ICON_SVG(size, d) "<svg class=\"i" size "\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"" d "\"/></svg>"
#define ICON_TEXT(text) ((html){ text, sizeof(text) - 1 })
#define ICON(name) ICON_TEXT(ICON_SVG("", ICON_##name))
#define ICON_S(name) ICON_TEXT(ICON_SVG(" s", ICON_##name))
#define ICON_L(name) ICON_TEXT(ICON_SVG(" lg", ICON_##name))

#define ICON_today "M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z"
#define ICON_weeks "M3 8c5 0 5 8 9 8s4-8 9-8M3 16c5 0 5-8 9-8s4 8 9 8"
#define ICON_progress "M4 19h16M5 15l4-4 4 2 6-7"
#define ICON_day "M5 6h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM4 10.5h16M8.5 3.5v4M15.5 3.5v4"
#define ICON_clients "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.500-6s6 2 6.500 6M15.500 5a3.500 3.500 0 0 1 0 6.500M17.500 14.300c2.300.800 3.700 2.700 4 5.700"
#define ICON_settings "M4 8h9M17 8h3M15 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM4 16h3M11 16h9M9 18a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"
#define ICON_leave "M14 4h5a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-5M4 12h11M11 8l4 4-4 4"
#define ICON_back "M15 5l-7 7 7 7"
#define ICON_next "M9 5l7 7-7 7"
#define ICON_close "M6 6l12 12M18 6L6 18"
#define ICON_info "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 11v5M12 8v.01"
#define ICON_warn "M12 4l9 16H3zM12 10v4.5M12 17.3v.01"
#define ICON_safe "M12 3.500l7 2.500v5.500c0 4.500-3 7.500-7 9-4-1.500-7-4.500-7-9V6zM9 12l2.200 2.200L15.200 10"
#define ICON_call "M5 4h4l1.5 4.5L8 10.5a11 11 0 0 0 5.5 5.5l2-2.5L20 15v4a1 1 0 0 1-1 1C11 20 4 13 4 5a1 1 0 0 1 1-1z"
#define ICON_play "M8 5.5v13l10.5-6.5z"
#define ICON_pause "M9 6v12M15 6v12"
#define ICON_again "M5 12a7 7 0 1 0 2.500-5.400M4.500 4v4h4"
#define ICON_skip "M6 6l8 6-8 6zM18 6v12"
#define ICON_rewind "M18 6l-8 6 8 6zM6 6v12"
#define ICON_voice "M5 10v4h3l4 3.5v-11L8 10zM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"
#define ICON_text "M5 7h14M5 12h14M5 17h9"
#define ICON_bell "M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 2h-15zM10 21h4"
#define ICON_up "M6 17L17 7M9.5 7H17v7.5"
#define ICON_flat "M4 12h15M14.5 7.5L19 12l-4.5 4.5"
#define ICON_down "M6 7l11 10M17 9.5V17H9.5"
#define ICON_wave "M4 13c2.5-5 5-5 8 0s5.500 5 8 0"
#define ICON_tick "M5 12.5l4.5 4.5L19 7.5"
#define ICON_plus "M12 5v14M5 12h14"
#define ICON_letter "M7 3.500h7l4 4V20a.5.5 0 0 1-.5.5h-10.500A.5.5 0 0 1 6.500 20V4a.5.5 0 0 1 .5-.5zM9.500 12h5M9.500 15.500h5"
#define ICON_print "M7 9V4h10v5M7 17H5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2M7 14h10v6H7z"
#define ICON_book "M12 6.500c-2-1.500-4.500-2-8-2v13c3.500 0 6 .5 8 2 2-1.500 4.500-2 8-2v-13c-3.500 0-6 .5-8 2zM12 6.500v13"
#define ICON_body "M12 6.500a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600zM5 9.500c4.500 1 9.500 1 14 0M12 10v5M12 15l-3 6M12 15l3 6"
#define ICON_mind "M12 20c-5-3.500-8-6.500-8-10a4 4 0 0 1 8-1.500A4 4 0 0 1 20 10c0 3.500-3 6.500-8 10z"

/* "Body" with its round mark, "Mind" with its square one. */
#define SIDE(is_mind) ((is_mind) ? ICON_TEXT("<span class=\"side mind\"><i class=\"strand mind\"></i>Mind</span>") : \
	ICON_TEXT("<span class=\"side\"><i class=\"strand\"></i>Body</span>"))

struct meter_view { int done_share, number, of; const char *part; };

#endif
