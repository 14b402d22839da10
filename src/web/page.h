/* web/page.h -- what the handlers share. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "tmpl.h"
#include "web/web.h"

/* The part every page begins with.  kind and tab as in struct page_view.  Reads ?note= and ?undo= of the query. */
struct page_view view_page(struct web *w, const char *title, const char *kind, const char *tab);

/* Shows what is in w->err; signed-out people are sent to the sign-in page instead of a refusal. */
void page_error(struct web *w);

/* Puts w->err into the page (status 422) and forgets it, so that a form can be shown again with what was typed.  Returns true
 * when there was an input error to show; other errors stay for page_error. */
bool page_keep_error(struct web *w, struct page_view *page);

/* What was typed into a field, or `otherwise`. */
const char *typed(struct web *w, const char *name, const char *otherwise);
/* The answer to a question: "unknown" when the button or box `unknown` came with it, whatever its field holds; NULL: none was sent. */
const char *answered(struct web *w, const char *name, const char *unknown);

/* A new passphrase typed twice, in the fields "passphrase" and "again".  ERR_INPUT on "again" when they differ. */
MUST_USE bool page_new_passphrase(struct web *w, const char **passphrase);

/* The drawing of an item, empty when there is none.  moving: with what asset/figure.js needs. */
struct figure_parts page_figure(struct web *w, int item, bool moving);
/* The drawn hands of a technique, right and left; alone: without what needs a second person. */
struct hands_rows page_hands(struct web *w, int item, bool alone);
/* Lines of the knowledge, each a step; none of "" or NULL. */
struct text_views page_steps(struct web *w, const char *how);
/* One of kb->hands that stands still, for a side. */
struct figure_part page_hands_one(struct web *w, int at, enum side side);

/* page_consents.c: what a person signed last; name NULL when nothing. */
MUST_USE bool signature_shown(struct web *w, int64_t person, struct signature_shown *out);

/* Where this person belongs: "/desk", "/today". */
const char *home_of(const struct web *w);

#endif
