/* cli/cmd_serve.c -- unknot serve: the web application. */
#include "cli/house.h"
#include "cli/options.h"

#include "app/demo.h"
#include "app/speech.h"
#include "base/str.h"
#include "net/http.h"
#include "net/log.h"
#include "net/notify.h"
#include "net/os.h"
#include "net/serve.h"
#include "web/gate.h"
#include "web/meter.h"
#include "web/web.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options { const char *data, *key, *listen, *proxy, *metrics, *certificate, *tls_key, *clock; bool demo, behind_tls, log_requests; };

struct running {
	struct cli *cli;
	struct options o;
	struct web_config config;
	struct http_how how;
	struct demo_door door[4];
	int fd, n_doors;
	char bound[64];
};

static bool proxies_fit(struct cli *cli, const char *list, struct err *err)
{
	for (const char *at = list ? list : ""; *at; at += strcspn(at, ",") + (at[strcspn(at, ",")] == ',')) {
		const char *one = arena_copy(cli->arena, at, strcspn(at, ","));

		if (!http_is_address(one))
			return fail(err, ERR_USAGE, "--proxy", "%s is no address in numbers; several stand with commas between, without blanks", one);
	}
	return true;
}

static bool read_options(struct cli *cli, struct options *o, struct err *err)
{
	const char *nothing = NULL;
	const struct option_word known[] = { { "--data", NULL, &o->data }, { "--key", NULL, &o->key }, { "--listen", NULL, &o->listen },
		{ "--demo", &o->demo, NULL }, { "--behind-tls", &o->behind_tls, NULL }, { "--proxy", NULL, &o->proxy },
		{ "--metrics", NULL, &o->metrics }, { "--log-requests", &o->log_requests, NULL },
		{ "--tls-certificate", NULL, &o->certificate }, { "--tls-key", NULL, &o->tls_key }, { "--clock", NULL, &o->clock } };

	*o = (struct options){ .listen = "127.0.0.1:8737" };
	if (!options_read(cli, "serve", known, sizeof(known) / sizeof(*known), &nothing, err))
		return false;
	if (nothing)
		return fail(err, ERR_USAGE, nothing, "serve takes options only");
	if (!o->certificate != !o->tls_key)
		return fail(err, ERR_USAGE, o->certificate ? "--tls-key" : "--tls-certificate", "is wanted too: the certificate and its key go together");
	if (o->certificate && (o->behind_tls || o->proxy))
		return fail(err, ERR_USAGE, "--tls-certificate", "is for standing alone; behind a proxy the proxy holds the certificate");
	return proxies_fit(cli, o->proxy, err);
}

/* The word that opens /metrics; it stands in a file so that no list of processes shows it. */
static bool read_metrics(struct cli *cli, struct running *r, struct err *err)
{
	char *text;
	size_t n;

	if (!r->o.metrics)
		return true;
	if (!cli_read_file(cli, r->o.metrics, &text, &n, err))
		return false;
	text[strcspn(text, "\r\n")] = 0;
	if (strlen(text) < 16 || strlen(text) > 200)
		return fail(err, ERR_USAGE, "--metrics", "%s should hold one word of 16 to 200 characters", r->o.metrics);
	r->config.metrics_word = text;
	return true;
}

static bool loopback(const char *listen)
{
	return str_begins(listen, "127.") || str_begins(listen, "[::1]:") || str_begins(listen, "localhost:");
}

/* The demonstration without a folder of its own gets a fresh one that the system forgets at the next start. */
static bool choose_folder(struct cli *cli, struct options *o, struct err *err)
{
	if (o->clock && !o->demo)
		return fail(err, ERR_USAGE, "--clock", "only the demonstration can be moved on (--demo)");
	if (!o->data && o->demo) {
		char *made = mkdtemp(arena_text(cli->arena, "/tmp/unknot-demo-XXXXXX"));

		if (!made)
			return fail(err, ERR_STORE, "--data", "no folder for the demonstration can be made in /tmp");
		o->data = made;
	}
	struct house house = { .data = o->data, .key_path = o->key };
	if (!house_for_owner(cli, &house, "serve", NULL, err))
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
	int64_t now;

	if (!os_now_moved(r->o.clock, &now))
		return fail(err, ERR_USAGE, "--clock", "a file with a whole number of days from 0 to 3650 is expected");
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
	struct cx cx = { .a = passing, .kb = r->config.kb, .db = &db, .err = err, .now = now, .today = os_day(now) };
	bool done = (!r->o.demo || (demo_make(&cx) && demo_calendar(&cx) && demo_life(&cx))) && q_practice_any(&db, &have);
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
	r->how.handler = web_handle;
	r->how.refused = web_refused;
	r->how.context = &site;
	meter_worker(r->config.meter);
	http_worker(r->fd, &r->how);
	db_close(&site.db);
}

static void say(void *arg)
{
	struct running *r = arg;

	const char *how = r->how.tls ? "https" : "http";

	fprintf(r->cli->out, "listening %s://%s/\n", how, r->bound);
	for (int i = 0; i < r->n_doors; i++)
		fprintf(r->cli->out, "sign-in %s %s://%s/demo/%s\n", r->door[i].role, how, r->bound, r->door[i].key);
	if (r->config.setup_token)
		fprintf(r->cli->out, "setup %s://%s/setup/%s\n", how, r->bound, r->config.setup_token);
	fflush(r->cli->out);
	if (!notify_state("READY=1"))
		log_line("error", "not_notified", NULL, 0);
}

int cmd_serve(struct cli *cli)
{
	struct err err = { 0 };
	struct running r = { .cli = cli };
	struct cli reader = *cli;               /* the knowledge has an arena of its own, read-only from here on */

	reader.arena = arena_new(64u << 20);
	if (!read_options(cli, &r.o, &err) || !choose_folder(cli, &r.o, &err) || !(r.config.kb = cli_kb(&reader, NULL, &err)) ||
		!read_metrics(cli, &r, &err) || (r.o.certificate && !tls_open(r.o.certificate, r.o.tls_key, &r.how.tls, &err)) ||
		!http_listen(r.o.listen, &r.fd, r.bound, sizeof(r.bound), &err) || !prepare(&r, &err)) {
		fprintf(cli->err, "unknot: %s\n", err_line(cli->arena, &err));
		return err_exit(err.code);
	}
	arena_freeze(reader.arena);
	r.config.speaker = speech_program(cli->arena);
	r.config.demo = r.o.demo;
	r.config.clock = r.o.clock;
	r.config.log_requests = r.o.log_requests;
	r.config.meter = meter_new();
	r.config.gate = gate_new();
	r.how.secure = r.o.behind_tls;
	r.how.proxies = r.o.proxy;
	return serve_workers(serve_count(), work, &r, say, r.how.tls != NULL);
}
