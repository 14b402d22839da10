/* app/wishes.c -- decisions about a plan as lines and as words. */
#include "app/wishes.h"

#include "app/report_text.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_MOST = 1 << 16 };

static const char *const kinds[] = { "out", "hold" }, *const places[] = { "home", "session", "opens", "ends", "lesson" }, *const sides[] = { "both", "left", "right" };

static int index_of(const char *word, const char *const *list, int n)
{
	for (int i = 0; i < n; i++)
		if (str_equal(word, list[i]))
			return i;
	return -1;
}

const char *wish_line(struct arena *a, const struct kb *kb, const struct plan_wish *w)
{
	return arena_fmt(a, "%s %s %s %d %s %s %d %d %s", kinds[w->kind], places[w->place], w->place == WISH_LESSON ? kb->lesson[w->item].id : kb->item[w->item].id, w->week, w->region >= 0 ? kb->region[w->region].id : "-",
		sides[w->side], w->minutes, w->pressure, w->decided ? w->decided : "-");
}

bool wish_read(struct arena *a, const struct kb *kb, const char *line, struct plan_wish *out)
{
	char kind[9], place[9], item[65], region[65], side[9], decided[25];

	if (sscanf(line, "%8s %8s %64s %d %64s %8s %d %d %24s", kind, place, item, &out->week, region, side, &out->minutes, &out->pressure, decided) != 9)
		return false;
	int k = index_of(kind, kinds, 2), p = index_of(place, places, 5), s = index_of(side, sides, 3);
	out->item = p == WISH_LESSON ? kb_lesson(kb, item) : kb_item(kb, item);
	out->region = str_equal(region, "-") ? -1 : kb_region(kb, region);
	if (k < 0 || p < 0 || s < 0 || out->item < 0 || (out->region < 0 && region[0] != '-') || out->week < 0 || out->week > WEEKS)
		return false;
	out->kind = (enum wish_kind)k;
	out->place = (enum wish_place)p;
	out->side = (enum side)s;
	out->decided = str_equal(decided, "-") ? NULL : arena_text(a, decided);
	return out->kind == WISH_OUT || out->place == WISH_HOME || out->place == WISH_LESSON || out->region >= 0;
}

const char *wishes_text(struct arena *a, const struct kb *kb, const struct plan_wishes *w)
{
	struct buf b = buf_new(a, TEXT_MOST);

	buf_fmt(&b, "%s", "");
	for (int i = 0; i < w->n; i++)
		buf_fmt(&b, "%s\n", wish_line(a, kb, &w->at[i]));
	return b.at;
}

struct plan_wishes wishes_read(struct arena *a, const struct kb *kb, const char *text, int *lost)
{
	struct plan_wish *at = NEWS(a, struct plan_wish, WISHES_KEPT + 1);
	int n = 0;

	*lost = 0;
	while (*text) {
		size_t k = strcspn(text, "\n");

		if (n < WISHES_KEPT && wish_read(a, kb, arena_copy(a, text, k), &at[n]))
			n++;
		else
			++*lost;
		text += k + (text[k] == '\n');
	}
	return (struct plan_wishes){ at, n, 0 };
}

const char *wish_words(struct arena *a, const struct kb *kb, const struct plan_wish *w)
{
	const char *week = w->week ? arena_fmt(a, "in week %d", w->week) : "in every week", *at = w->place == WISH_HOME ? " at home" : "";
	if (w->place == WISH_LESSON)
		return w->kind == WISH_OUT ? arena_fmt(a, "Lesson taken out: %s.", kb->lesson[w->item].name) :
			arena_fmt(a, "Lesson moved to week %d: %s.", w->week, kb->lesson[w->item].name);
	const struct plan_item p = { .item = w->item, .region = w->region, .side = w->side };
	const char *name = kb->item[w->item].name, *where = w->region >= 0 ? arena_fmt(a, ", %s", report_place(a, kb, &p)) : "";

	if (w->kind == WISH_OUT)
		return arena_fmt(a, "Taken out %s%s: %s%s.", week, at, name, where);
	if (w->place == WISH_HOME)
		return arena_fmt(a, "Held %s%s: %s.", week, at, name);
	const char *firm = w->pressure ? arena_fmt(a, ", pressure %d of 5", w->pressure) : "";
	return arena_fmt(a, "Held %s%s: %s%s, %d min%s.", week, w->place == WISH_OPENS ? ", first" : w->place == WISH_ENDS ? ", last" : "", name, where, w->minutes, firm);
}
