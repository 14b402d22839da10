/* cli/cmd_serve.c -- unknot serve: the web application. */
#include "cli/house.h"

#include "app/demo.h"
#include "app/speech.h"
#include "base/str.h"
#include "net/http.h"
#include "net/os.h"
#include "net/serve.h"
#include "web/web.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options { const char *data, *key, *listen; bool demo, tls; };

struct running {
	struct cli *cli;
	struct options o;
	struct web_config config;
	struct demo_door door[4];
	int fd, n_doors;
	char bound[64];
};

static bool read_options(struct cli *cli, struct options *o, struct err *err)
{
	static const struct { const char *name; size_t at; } with_value[] = {
		{ "--data", offsetof(struct options, data) }, { "--key", offsetof(struct options, key) },
		{ "--listen", offsetof(struct options, listen) } };

	*o = (struct options){ .listen = "127.0.0.1:8737" };
	for (int i = 0; i < cli->argc; i++) {
		const char *arg = cli->argv[i];
		bool known = false;
		struct nearest near = nearest_to(arg);

		nearest_offer(&near, "--demo");
		for (size_t k = 0; k < sizeof(with_value) / sizeof(*with_value); k++) {
			nearest_offer(&near, with_value[k].name);
			if (!str_equal(arg, with_value[k].name))
				continue;
			if (++i == cli->argc)
				return fail(err, ERR_USAGE, arg, "needs a value");
			memcpy((char *)o + with_value[k].at, &cli->argv[i], sizeof(char *));
			known = true;
		}
		if (str_equal(arg, "--demo"))
			o->demo = known = true;
		if (str_equal(arg, "--behind-tls"))
			o->tls = known = true;
		if (!known)
			return near.best ? fail(err, ERR_USAGE, arg, "is not an option of serve; the nearest is %s", near.best) :
				fail(err, ERR_USAGE, arg, "is not an option of serve");
	}
	return true;
}

static bool loopback(const char *listen)
{
	return str_begins(listen, "127.") || str_begins(listen, "[::1]:") || str_begins(listen, "localhost:");
}

/* The demonstration without a folder of its own gets a fresh one that the system forgets at the next start. */
static bool choose_folder(struct cli *cli, struct options *o, struct err *err)
{
	if (!o->data && o->demo) {
		char *made = mkdtemp(arena_text(cli->arena, "/tmp/unknot-demo-XXXXXX"));

		if (!made)
			return fail(err, ERR_STORE, "--data", "no folder for the demonstration can be made in /tmp");
		o->data = made;
	}
	struct house house = { .data = o->data, .key_path = o->key };
	if (!house_names(cli, &house, err))
		return false;
	o->data = house.data;
	o->key = house.key_path;
	if (o->demo && !loopback(o->listen))
		return fail(err, ERR_USAGE, "--demo", "the demonstration listens on loopback only (127.0.0.1, [::1] or localhost)");
	return true;
}

/* Opens the database once before the fork: migrations, the demonstration, is there a practice yet? */
static bool prepare(struct running *r, struct err *err)
{
	struct cli *cli = r->cli;
	struct seal_key *key;
	struct db db;
	struct practice_any_rows have;
	char path[4096];

	snprintf(path, sizeof(path), "%s/unknot.db", r->o.data);
	bool fresh = access(path, F_OK) != 0;
	if (!seal_key_open(r->o.key, fresh, &key, err))
		return fresh ? false : fail(err, ERR_STORE, "key", "%s belongs to %s and is missing or unreadable", r->o.key, r->o.data);
	r->config.key = key;
	r->config.dir = r->o.data;
	if (!db_open(&db, r->o.data, key, true, err))
		return false;
	struct arena *passing = arena_new(512u << 20);      /* making a demonstration takes more than the workers should inherit */
	db.arena = passing;
	db.err = err;
	struct cx cx = { .a = passing, .kb = r->config.kb, .db = &db, .err = err, .now = os_now() };
	cx.today = os_day(cx.now);
	bool done = (!r->o.demo || demo_make(&cx)) && q_practice_any(&db, &have);
	if (done && !have.n)
		r->config.setup_token = db_token(cli->arena);
	cx.a = cli->arena;
	if (done && r->o.demo)
		r->n_doors = demo_doors(&cx, r->door, 4);
	db_close(&db);
	arena_end(passing);
	return done;
}

static void work(void *arg)
{
	struct running *r = arg;
	struct web_site site = { .config = &r->config };
	struct err err = { 0 };

	if (!db_open(&site.db, r->o.data, r->config.key, false, &err)) {
		fprintf(stderr, "unknot: %s\n", err_line(r->cli->arena, &err));
		exit(1);
	}
	http_worker(r->fd, web_handle, &site);
	db_close(&site.db);
}

static void say(void *arg)
{
	struct running *r = arg;

	fprintf(r->cli->out, "listening http://%s/\n", r->bound);
	for (int i = 0; i < r->n_doors; i++)
		fprintf(r->cli->out, "sign-in %s http://%s/demo/%s\n", r->door[i].role, r->bound, r->door[i].key);
	if (r->config.setup_token)
		fprintf(r->cli->out, "setup http://%s/setup/%s\n", r->bound, r->config.setup_token);
	fflush(r->cli->out);
}

int cmd_serve(struct cli *cli)
{
	struct err err = { 0 };
	struct running r = { .cli = cli };
	struct cli reader = *cli;               /* the knowledge has an arena of its own, read-only from here on */

	reader.arena = arena_new(64u << 20);
	if (!read_options(cli, &r.o, &err) || !choose_folder(cli, &r.o, &err) || !(r.config.kb = cli_kb(&reader, NULL, &err)) ||
		!http_listen(r.o.listen, &r.fd, r.bound, sizeof(r.bound), &err) || !prepare(&r, &err)) {
		fprintf(cli->err, "unknot: %s\n", err_line(cli->arena, &err));
		return err_exit(err.code);
	}
	arena_freeze(reader.arena);
	r.config.speaker = speech_program(cli->arena);
	r.config.demo = r.o.demo;
	r.config.behind_tls = r.o.tls;
	return serve_workers(serve_count(), work, &r, say);
}
