/* web/view_entry.h -- the doors: sign-in, first start, welcome, about, errors. */
#ifndef WEB_VIEW_ENTRY_H
#define WEB_VIEW_ENTRY_H

#include "web/view.h"

struct sign_in_view { struct page_view page; const char *mail; bool shared; };
struct code_view { struct page_view page; bool half; };
struct forgot_view { struct page_view page; const char *mail; };
/* codes: only in the one answer that shows them.  secret: while the app is being set up.  half: nothing else opens before. */
struct second_view { struct page_view page; const char *secret, *address; html qr; struct text_views codes; const char *left; bool set, half, may_end; };
struct device_row { const char *label, *since, *seen, *id; bool here, shared; };
struct device_rows { struct device_row *at; size_t n; };
struct you_view { struct page_view page; const char *name, *mail, *role, *left; bool set; struct device_rows devices; };
struct setup_view { struct page_view page; const char *token, *name, *emergency, *crisis, *abuse_route, *given, *family, *mail; };
struct welcome_view { struct page_view page; const char *token, *given, *mail; bool shared; };
struct error_view { struct page_view page; int status; const char *headline, *detail, *field, *back, *back_label; };
struct about_view { struct page_view page; const char *version, *knowledge; };

/* The self-check: beside this page lie all its files, here and where it was exported to.  numbers: they are the practice's own. */
struct selfcheck_view { struct page_view page; const char *practice, *knowledge, *take; bool ready, numbers, art; struct text_views net; };

#endif
