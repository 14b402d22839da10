/* web/page_client_speech.c -- one line of a practice as sound, for a browser that has no voice of its own. */
#include "app/speech.h"
#include "base/str.h"
#include "web/client.h"

#include <string.h>

bool page_speech(struct web *w);

/* "/practice/{item}/speech/3.wav": the item and the line, from 1; false when it is no such path. */
static bool line_of(struct web *w, int *item, int *line)
{
	const char *from = w->q->path + strlen("/practice/");
	size_t n = strcspn(w->arg, ".");
	int64_t number;

	*item = kb_item(w->cx.kb, arena_copy(w->cx.a, from, strcspn(from, "/")));
	if (*item < 0 || !str_equal(w->arg + n, ".wav") ||
		!int_read(arena_copy(w->cx.a, w->arg, n), 1, w->cx.kb->item[*item].n_steps, &number))
		return false;
	*line = (int)number;
	return true;
}

bool page_speech(struct web *w)
{
	struct record r;
	struct sound sound;
	bool led;
	int item, line;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!line_of(w, &item, &line) || r.s->never_any[item])
		return fail(&w->err, ERR_MISSING, "practice", "There is no such line.");
	const struct item *it = &w->cx.kb->item[item];
	if (!speech_line(w->cx.a, w->config->dir, w->config->speaker, it->id, line, client_words(w, it->steps[line - 1].text), &sound, &w->err))
		return false;
	w->r->type = sound.type;
	w->r->cache = "private, max-age=86400";
	buf_put(&w->r->body, sound.at, sound.n);
	return true;
}
