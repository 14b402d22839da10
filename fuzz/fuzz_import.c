/* Any bytes as a table of clients: refused with a line, or each row fresh, there or refused.  What is fresh has a name, a day of birth and a
 * sex and no character that controls anything; once kept it is there, and written as a table and read again it is the same. */
#include "app/import.h"
#include "base/csv.h"
#include "base/str.h"
#include "embedded_kb.h"
#include "folder.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static char dir[] = "/tmp/unknot-fuzz-XXXXXX", key_path[sizeof(dir) + 4];
static struct arena *arena;
static struct db db;
static struct err err;
static struct cx cx;

static void must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "fuzz_import: %s (%s: %s)\n", what, err.field, err.detail);
	abort();
}

static void stop(void)
{
	folder_remove(dir);
	unlink(key_path);
}

static void start(void)
{
	const struct new_practice practice = { "Practice", "112", "112", "", "Maren", "Owner", "owner@fuzz.invalid", "meadow lantern copper tide", 60 };
	struct seal_key *key;

	must(mkdtemp(dir) != NULL, "no folder");
	snprintf(key_path, sizeof(key_path), "%s.key", dir);
	atexit(stop);
	arena = arena_new((size_t)64 << 20);    /* as in a worker */
	must(seal_key_open(key_path, true, &key, &err) && db_open(&db, dir, key, true, &err), "no database");
	db.arena = arena;
	db.err = &err;
	cx = (struct cx){ .a = arena, .kb = knowledge(), .db = &db, .err = &err, .now = 1795000000000, .today = 1795000000000 / 86400000 };
	must(account_setup(&cx, &practice, &cx.who.practice, &cx.who.account), "no practice");
	must(!db.open || db_commit(&db), "the practice is not kept");
	cx.who.role = ROLE_OWNER;
}

static void look_at_text(const char *text, bool wanted)
{
	must(!wanted || *text, "a fresh client without a name");
	must(utf8_valid(text, strlen(text)), "a text that is none");
	for (; *text; text++)
		must((unsigned char)*text >= ' ' && *text != 0x7f, "a character that controls something");
}

static void look_at_row(const struct import_row *r)
{
	must((r->is == IMPORT_FRESH) == !r->why, "a row without its reason, or a fresh one with one");
	if (r->is != IMPORT_FRESH)
		return;
	look_at_text(r->client.given, true);
	look_at_text(r->client.family, true);
	look_at_text(r->client.mail, false);
	look_at_text(r->client.phone, false);
	must(r->client.sex && (r->client.born < cx.today && day_age(r->client.born, cx.today) >= ADULT), "a client who is none");
}

/* The fresh rows as this program would write them. */
static struct buf as_table(const struct import *in)
{
	struct buf b = buf_new(arena, 8 << 20);

	buf_str(&b, "given,family,born,sex,mail,phone\r\n");
	for (int i = 0; i < in->n; i++) {
		const struct new_client *c = &in->at[i].client;
		char born[11];

		if (in->at[i].is != IMPORT_FRESH)
			continue;
		day_iso(c->born, born);
		const char *cell[] = { c->given, c->family, born, c->sex, c->mail, c->phone };
		for (int k = 0; k < 6; k++) {
			buf_str(&b, k ? "," : "");
			csv_put(&b, cell[k], true);
		}
		buf_str(&b, "\r\n");
	}
	return b;
}

static void read_again(const struct import *first)
{
	struct buf b = as_table(first);
	struct import again;
	int k = 0;

	if (!first->fresh || b.n > IMPORT_BYTES_MOST)
		return;
	must(import_read(&cx, b.at, b.n, cx.who.account, &again) && again.fresh == first->fresh && again.n == first->fresh, "a table of our own is not taken");
	for (int i = 0; i < first->n; i++) {
		const struct new_client *was = &first->at[i].client, *is = &again.at[k].client;

		if (first->at[i].is != IMPORT_FRESH)
			continue;
		must(str_equal(was->given, is->given) && str_equal(was->family, is->family) && str_equal(was->mail, is->mail) &&
			str_equal(was->phone, is->phone) && str_equal(was->sex, is->sex) && was->born == is->born, "a client came back as another");
		k++;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct import in, again;

	if (!cx.kb)
		start();
	const char *text = arena_copy(arena, (const char *)data, n);
	err = (struct err){ 0 };
	if (!import_read(&cx, text, n, cx.who.account, &in)) {
		must(err.code == ERR_INPUT || err.code == ERR_TOO_LARGE, "refused without a reason");
	} else {
		must(in.fresh + in.there + in.refused == in.n && in.n > 0, "rows that are not counted");
		for (int i = 0; i < in.n; i++)
			look_at_row(&in.at[i]);
		read_again(&in);
		must(cx_save(&cx) && import_take(&cx, text, n, cx.who.account, &again) && again.fresh == in.fresh, "what was read is not taken");
		must(import_read(&cx, text, n, cx.who.account, &again) && !again.fresh && again.refused == in.refused, "what is kept is not known again");
	}
	db_rollback(&db);
	arena_reset(arena);
	return 0;
}
