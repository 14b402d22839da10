/* render/paper.h -- calm A4 pages as PDF: headings, paragraphs, lists, tables, charts; a foot with the page number.
 *
 * A caller says what stands on the paper, in order; paper_end sets it, breaks it into pages and writes the bytes.  Nothing is
 * cut off: what does not fit goes on, long words break.  No heading stands alone at the foot of a page, no single line of a
 * paragraph is parted from the others, rows of a table and charts stay whole, a table's head is repeated.  The PDF is tagged
 * (H1 H2 H3 P L LI Table TR TH TD Figure), has title, language and bookmarks, and no date but the one given: the same calls on
 * a machine with the same fonts give the same bytes.
 *
 * Texts are UTF-8 and are copied.  Lengths are points (1/72 inch).  Fonts are fontconfig's "sans".
 */
#ifndef RENDER_PAPER_H
#define RENDER_PAPER_H

#include "base/err.h"
#include "render/chart.h"
#include "render/picture.h"

struct paper;

/* footer: left of the page number.  made: the day the paper speaks of; it becomes the document's date. */
struct paper_about { const char *title, *footer; day made; };

enum paper_style { PAPER_TITLE, PAPER_HEAD, PAPER_SMALL_HEAD, PAPER_TEXT, PAPER_QUIET, PAPER_STYLES };

/* A piece of a text; NULL is "". */
struct paper_run { const char *text; bool bold; };

struct paper *paper_new(struct arena *a, const struct paper_about *about);

void paper_say(struct paper *p, enum paper_style style, const char *text);
void paper_runs(struct paper *p, enum paper_style style, const struct paper_run *run, int n);
/* One line of a list: mark is "1.", NULL a dot; lead stands in bold before the text, NULL for none. */
void paper_item(struct paper *p, const char *mark, const char *lead, const char *text);

/* A table with columns of the given shares of the width, 1 to PAPER_COLUMNS of them; the rows follow.  A share below 0 is as wide as without
 * its sign and has its texts at the right, as sums of money stand. */
enum { PAPER_COLUMNS = 6 };
void paper_table(struct paper *p, const double *share, int columns);
/* One text a column, NULL is empty; the first row is the head.  A row of head texts is repeated on each page. */
void paper_row(struct paper *p, const char *const *cell, bool head);

/* The picture of a chart; what it shows has to stand in words above it.  Its arrays have to live until paper_end. */
void paper_chart(struct paper *p, const struct chart *c, double high);

/* A drawing, at most high points, and the words beside it: those say what it shows.  Its paths have to live until paper_end. */
void paper_picture(struct paper *p, const struct picture *drawn, double high, const struct paper_run *run, int n);

void paper_space(struct paper *p, double points);
/* What is said between the two stays on one page when it fits on one. */
void paper_keep_begin(struct paper *p);
void paper_keep_end(struct paper *p);
/* A new page.  one_page: all until the next is set smaller, by a sixth at most, when that brings it onto one page.  What is not is set
 * smaller when its last page would hold a fifth or less and that saves it. */
void paper_page(struct paper *p, bool one_page);

/* lowest, widest: how far ink reaches, from the top and from the left; PAPER_FOOT and PAPER_RIGHT are never crossed. */
#define PAPER_FOOT 782.0
#define PAPER_RIGHT 539.3
struct paper_made { int pages; double lowest, widest; };

/* Writes the PDF behind what is in out.  made may be NULL.  ERR_INTERNAL, field "font": no font is installed; field "pdf": cairo
 * could not write it. */
MUST_USE bool paper_end(struct paper *p, struct buf *out, struct paper_made *made, struct err *err);

#endif
