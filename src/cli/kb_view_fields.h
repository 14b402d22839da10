/* cli/kb_view_fields.h -- fields of one thing, shared by the files of kb_view. */
#ifndef CLI_KB_VIEW_FIELDS_H
#define CLI_KB_VIEW_FIELDS_H

#include "cli/kb_view.h"

/* Nothing for NULL or an empty text. */
void kb_field_text(const struct kb_view *v, const char *name, const char *value);
void kb_field_names(const struct kb_view *v, const char *name, enum kind kind, struct ids list);
void kb_field_number(const struct kb_view *v, const char *name, double value);
/* "<before>source", "<before>confidence" */
void kb_field_cited(const struct kb_view *v, const char *before, const struct cite *c);
/* "what (sources, confidence)" */
const char *kb_field_and_cite(const struct kb_view *v, const char *what, const struct cite *c);
void kb_field_cite(const struct kb_view *v, const struct cite *c);

void kb_view_instrument(const struct kb_view *v, const struct instrument *it);
void kb_view_anchor(const struct kb_view *v, int i);
void kb_view_unit(const struct kb_view *v, int i);
/* The muscles whose pain is felt in the region, strongest first. */
void kb_view_refers_here(const struct kb_view *v, const struct region *r);
void kb_view_muscle(const struct kb_view *v, const struct muscle *m);
void kb_view_habit(const struct kb_view *v, const struct habit *h);
void kb_view_number(const struct kb_view *v, const struct number *n);
void kb_view_protocol(const struct kb_view *v, const struct protocol *p);
void kb_view_spared(const struct kb_view *v, const struct spared *s);
void kb_view_teaching(const struct kb_view *v, const struct teaching *t);
void kb_view_test(const struct kb_view *v, const struct muscle_test *t);

#endif
