/* app/report_pdf.h -- the ten weeks on paper: one page for the wall, then each week in full. */
#ifndef APP_REPORT_PDF_H
#define APP_REPORT_PDF_H

#include "app/report_json.h"
#include "render/paper.h"

/* The first page names no cause and no reason.  reasons: the later ones do, with pressure, referrals and what was left out; without
 * they speak to the client.  starts: first day of week 1, 0 when it is not known.  made: the day in the foot; 0: none.  hand: what was
 * decided by hand (decided_paper), told with the reasons only. */
struct hand_line { const char *what, *rule; };          /* rule: of a decision against one, and who decided; NULL */
struct plan_paper { bool reasons; day starts, made; struct numbers n; const struct hand_line *hand; int n_hand; };

/* Writes a PDF behind what is in out; made may be NULL.  ERR_INTERNAL as paper_end. */
MUST_USE bool report_plan_pdf(struct arena *a, const struct kb *kb, const struct plan *plan, const struct plan_paper *how, struct buf *out,
	struct paper_made *made, struct err *err);

/* "Slow breathing, 5 minutes on 4 days" */
const char *report_home(struct arena *a, const struct kb *kb, const struct plan_home *h);

#endif
