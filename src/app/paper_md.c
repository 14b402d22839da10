/* app/paper_md.c -- the tree of cmark, walked once. */
#include "app/paper_md.h"

#include "base/str.h"

#include <cmark.h>
#include <string.h>

enum { RUNS_MOST = 200 };

struct md { struct paper *p; struct arena *a; bool letter, headed; };
struct runs { struct paper_run at[RUNS_MOST]; int n; };

static void add_run(struct runs *r, const char *text, bool bold)
{
	if (text && r->n < RUNS_MOST)
		r->at[r->n++] = (struct paper_run){ text, bold };
}

/* The words below a node; bold where **so** or *so*. */
static void inlines(const struct md *m, cmark_node *node, bool bold, struct runs *out)
{
	for (cmark_node *n = cmark_node_first_child(node); n; n = cmark_node_next(n)) {
		cmark_node_type type = cmark_node_get_type(n);

		if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE)
			add_run(out, cmark_node_get_literal(n), bold);
		else if (type == CMARK_NODE_SOFTBREAK)
			add_run(out, m->letter ? "\n" : " ", false);
		else if (type == CMARK_NODE_LINEBREAK)
			add_run(out, "\n", false);
		else
			inlines(m, n, bold || type == CMARK_NODE_STRONG || type == CMARK_NODE_EMPH, out);
	}
}

static bool all_bold(const struct runs *r)
{
	bool any = false;

	for (int i = 0; i < r->n; i++) {
		if (!r->at[i].bold && r->at[i].text[strspn(r->at[i].text, " \n")])
			return false;
		any = any || r->at[i].bold;
	}
	return any;
}

static void plain(struct runs *r)
{
	for (int i = 0; i < r->n; i++)
		r->at[i].bold = false;
}

static void put_paragraph(struct md *m, cmark_node *n)
{
	struct runs r = { .n = 0 };
	enum paper_style style = PAPER_TEXT;

	inlines(m, n, false, &r);
	if (m->letter && all_bold(&r)) {
		style = m->headed ? PAPER_SMALL_HEAD : PAPER_HEAD;
		m->headed = true;
		plain(&r);
	}
	paper_runs(m->p, style, r.at, r.n);
}

static const char *joined(const struct md *m, cmark_node *node)
{
	struct buf b = buf_new(m->a, 1 << 20);
	struct runs r = { .n = 0 };

	for (cmark_node *n = cmark_node_first_child(node); n; n = cmark_node_next(n)) {
		add_run(&r, r.n ? "\n" : "", false);
		inlines(m, n, false, &r);
	}
	for (int i = 0; i < r.n; i++)
		buf_str(&b, r.at[i].text);
	return b.at;
}

static void put_list(const struct md *m, cmark_node *list)
{
	bool counted = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	int number = cmark_node_get_list_start(list);

	for (cmark_node *n = cmark_node_first_child(list); n; n = cmark_node_next(n))
		paper_item(m->p, counted ? arena_fmt(m->a, "%d.", number++) : NULL, NULL, joined(m, n));
}

static void blocks(struct md *m, cmark_node *node)
{
	for (cmark_node *n = cmark_node_first_child(node); n; n = cmark_node_next(n)) {
		cmark_node_type type = cmark_node_get_type(n);
		struct runs r = { .n = 0 };

		if (type == CMARK_NODE_PARAGRAPH) {
			put_paragraph(m, n);
		} else if (type == CMARK_NODE_LIST) {
			put_list(m, n);
		} else if (type == CMARK_NODE_HEADING) {
			inlines(m, n, false, &r);
			paper_runs(m->p, PAPER_SMALL_HEAD, r.at, r.n);
		} else if (type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK) {
			paper_say(m->p, PAPER_QUIET, cmark_node_get_literal(n));
		} else {
			blocks(m, n);
		}
	}
}

void paper_markdown(struct paper *p, struct arena *a, const char *text, enum paper_md how)
{
	struct md m = { p, a, how != PAPER_MD_LESSON, how == PAPER_MD_LETTER_ON };
	cmark_node *root = cmark_parse_document(text, strlen(text), CMARK_OPT_DEFAULT);

	blocks(&m, root);
	cmark_node_free(root);
}
