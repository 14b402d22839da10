/* app/paper_md.h -- Markdown (paragraphs, headings, lists, bold) onto paper. */
#ifndef APP_PAPER_MD_H
#define APP_PAPER_MD_H

#include "render/paper.h"

/* LESSON: lines flow together.  LETTER: a line of the text is a line on paper, and a paragraph all in bold is a heading, the first the
 * largest; LETTER_ON: a later part of such a text. */
enum paper_md { PAPER_MD_LESSON, PAPER_MD_LETTER, PAPER_MD_LETTER_ON };
void paper_markdown(struct paper *p, struct arena *a, const char *text, enum paper_md how);

#endif
