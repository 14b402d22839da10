/* web/page.c -- the frame of a page, errors. */
#include "web/page.h"

#include "app/passphrase.h"
#include "base/form.h"
#include "base/str.h"
#include "net/log.h"
#include "web/meter.h"

#include <string.h>
#include <time.h>

static const struct { const char *id, *text; } notes[] = {
#define NOTE(id, text) { #id, text },
#include "web/notes.def"
#undef NOTE
};

static const char *note_of(struct web *w)
{
	const char *id = w->q->method == METHOD_GET ? form_get(w->cx.a, &w->form, "note") : NULL;

	for (size_t i = 0; id && i < sizeof(notes) / sizeof(*notes); i++)
		if (str_equal(notes[i].id, id))
			return notes[i].text;
	return NULL;
}

/* A copy that a browser keeps holds no name and no token: ?kept=1 asks for it. */
static const char *kept_at(struct web *w)
{
	time_t s = w->cx.now / 1000;
	char date[8];
	struct tm tm;

	if (w->q->method != METHOD_GET || !(w->cx.who.role & ROLE_ENTERS) || !form_has(&w->form, "kept"))
		return NULL;
	localtime_r(&s, &tm);
	day_short(w->cx.today, date, sizeof(date));
	return arena_fmt(w->cx.a, "%s, %d:%02d", date, tm.tm_hour, tm.tm_min);
}

struct page_view view_page(struct web *w, const char *title, const char *kind, const char *tab)
{
	const struct who *who = &w->cx.who;
	bool signed_in = (who->role & ROLE_SIGNED_IN) != 0, known = who->role != ROLE_ANYONE;
	const char *note = note_of(w);

	const char *kept = kept_at(w);
	return (struct page_view){
		.title = title, .kind = kind, .tab = tab, .kept = kept,
		.csrf = known && !kept ? who->csrf : "", .form_key = kept ? "" : db_token(w->cx.a),
		.note = note, .undo = note && form_has(&w->form, "undo") && who->role & ROLE_ENTERS ? "/check-in/undo" : NULL,
		.emergency = words_fill(w->cx.a, "{emergency}", who->emergency, who->crisis),
		.crisis = words_fill(w->cx.a, "{crisis}", who->emergency, who->crisis),
		.client = (who->role & ROLE_ENTERS) != 0, .staff = (who->role & ROLE_FRONT) != 0, .owner = who->role == ROLE_OWNER,
		.assistant = who->role == ROLE_ASSISTANT, .proxy = who->role == ROLE_PROXY, .idle = who->idle,
		.demo = w->config->demo, .menu = signed_in && tab[0] };
}

/* A field in words: a finding's name, else the field's own name with blanks and a capital. */
static const char *label_of(struct web *w, const char *field)
{
	int f = kb_finding(w->cx.kb, field);
	char *words = arena_text(w->cx.a, f >= 0 ? w->cx.kb->finding[f].name : field);

	for (char *at = words; f < 0 && *at; at++)
		*at = *at == '_' ? ' ' : at == words && *at >= 'a' && *at <= 'z' ? (char)(*at - 32) : *at;
	return words;
}

bool page_keep_error(struct web *w, struct page_view *page)
{
	if (w->err.code != ERR_INPUT && w->err.code != ERR_MINOR && w->err.code != ERR_LIMIT)
		return w->err.code == ERR_OK;
	page->error_field = arena_text(w->cx.a, w->err.field);
	page->error_label = label_of(w, w->err.field);
	page->error = arena_text(w->cx.a, w->err.detail);
	w->r->status = err_http(w->err.code);
	w->err = (struct err){ 0 };
	return true;
}

const char *typed(struct web *w, const char *name, const char *otherwise)
{
	const char *value = w->q->method == METHOD_POST ? form_get(w->cx.a, &w->form, name) : NULL;

	return value ? value : otherwise;
}

const char *answered(struct web *w, const char *name, const char *unknown)
{
	const char *value = form_get(w->cx.a, &w->form, name);

	return form_has(&w->form, unknown) ? "unknown" : value;
}

const char *home_of(const struct web *w)
{
	const struct who *who = &w->cx.who;

	if (who->role == ROLE_HALF)
		return who->has_factor ? "/sign-in/code" : "/second";
	return who->role & ROLE_STAFF ? "/desk" : who->role == ROLE_ASSISTANT ? "/front" : who->role & ROLE_ENTERS ? "/today" : "/sign-in";
}

void page_error(struct web *w)
{
	enum err_code code = w->err.code == ERR_OK ? ERR_INTERNAL : w->err.code;

	buf_clear(&w->r->body);
	w->r->location = NULL;
	w->r->type = "text/html; charset=utf-8";
	if (code == ERR_FORBIDDEN && (w->cx.who.role == ROLE_ANYONE || w->cx.who.role == ROLE_HALF) && w->q->method == METHOD_GET) {
		web_go(w, home_of(w));
		return;
	}
	if (w->config->meter)
		meter_error(w->config->meter, code);
	if (code == ERR_STORE || code == ERR_INTERNAL)
		log_line("error", err_name(code), (struct log_field[]){ { "at_part", w->err.field, 0 }, { "detail", w->err.detail, 0 } }, 2);
	w->r->status = err_http(code);
	w->r->retry_after = code == ERR_STORE ? 1 : code == ERR_LIMIT ? 60 : 0;
	bool ours = code == ERR_STORE || code == ERR_INTERNAL;
	struct error_view v = {
		.page = view_page(w, err_text(code), "entry", ""), .status = w->r->status, .headline = err_text(code),
		.detail = ours || str_equal(w->err.detail, err_text(code)) ? "" : w->err.detail, .field = ours ? "" : w->err.field,
		.back = home_of(w), .back_label = w->cx.who.role == ROLE_ANYONE ? "Sign in" : "Back to the start" };
	tmpl_error(&w->r->body, &v);
}

bool page_new_passphrase(struct web *w, const char **passphrase)
{
	const char *again;

	return form_text(w->cx.a, &w->form, "passphrase", 1, PASSPHRASE_MOST, passphrase, &w->err) &&
		form_text(w->cx.a, &w->form, "again", 1, PASSPHRASE_MOST, &again, &w->err) &&
		(str_equal(*passphrase, again) || fail(&w->err, ERR_INPUT, "again", "is not the same as the passphrase above"));
}
