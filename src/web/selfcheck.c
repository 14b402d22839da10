/* web/selfcheck.c -- the files of the self-check: the page, its map and its worker are made, the others are assets. */
#include "web/selfcheck.h"

#include "app/words.h"
#include "base/str.h"
#include "tmpl.h"
#include "web/assets.h"
#include "web/map_parts.h"

#include <assert.h>
#include <string.h>

enum { PAGE_MOST = 4 << 20 };

const char *const selfcheck_files[] = { "index.html", "map.html", "check.js", "check_ask.js", "check_code.js", "check_parts.js", "check_result.js", "reason.js",
	"bodymap.js", "unknot.css", "icon.svg", "reason.wasm.gz", "knowledge.kb.gz", "sw.js" };
const int selfcheck_n_files = sizeof(selfcheck_files) / sizeof(*selfcheck_files);

static const char *type_of(const char *name)
{
	static const struct { const char *end, *type; } types[] = { { ".html", "text/html; charset=utf-8" }, { ".css", "text/css; charset=utf-8" },
		{ ".js", "text/javascript; charset=utf-8" }, { ".svg", "image/svg+xml" }, { ".gz", "application/octet-stream" } };

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_ends(name, types[i].end))
			return types[i].type;
	assert(false); /* a file of the self-check without a type */
	return NULL;
}

/* What was made for browsers keeps its .gz here: whoever hosts the folder need not know how to send it, the page unpacks it. */
static const struct embedded *find(struct arena *a, const char *name)
{
	bool packed, wanted = str_ends(name, ".gz");
	const struct embedded *f = asset_find(wanted ? arena_copy(a, name, strlen(name) - 3) : name, &packed);

	return f && packed == wanted ? f : NULL;
}

bool selfcheck_ready(void)
{
	bool packed;

	return asset_find("reason.wasm", &packed) && asset_find("knowledge.kb", &packed);
}

static struct text_views net_of(struct arena *a, const struct kb *kb, struct selfcheck_practice p)
{
	struct text_views net = { NEWS(a, const char *, kb->n_net + 1), 0 };

	for (int i = 0; i < kb->n_net; i++)
		if (str_begins(kb->net[i].id, "net_"))
			net.at[net.n++] = words_fill(a, kb->net[i].text, p.emergency, p.crisis);
	return net;
}

static struct buf page_of(struct arena *a, const struct kb *kb, struct selfcheck_practice p)
{
	struct selfcheck_view v = { .page = { .title = "Look at your back pain, in private", .kind = "client check",
		.emergency = words_fill(a, "{emergency}", p.emergency, p.crisis), .crisis = words_fill(a, "{crisis}", p.emergency, p.crisis) },
		.practice = p.name ? p.name : "", .take = p.take ? p.take : "", .knowledge = kb->hash, .ready = selfcheck_ready(), .art = bodymap_available(),
		.numbers = p.emergency && *p.emergency, .net = net_of(a, kb, p) };
	struct buf b = buf_new(a, PAGE_MOST);

	tmpl_selfcheck(&b, &v);
	return b;
}

/* The places of the body map, fetched with the engine: the first page stays small. */
static struct buf map_of(struct arena *a, const struct kb *kb)
{
	const int8_t *none = NEWS(a, int8_t, kb->n_regions + 1);
	struct map_view v = { .art = bodymap_available(), .areas = map_areas(a, kb, none) };
	struct buf b = buf_new(a, PAGE_MOST);

	if (v.art) {
		v.back = map_picture(a, kb, none, BODYMAP_BACK, 0);
		v.front = map_picture(a, kb, none, BODYMAP_FRONT, 0);
	}
	tmpl_map_places(&b, &v);
	return b;
}

/* The worker knows all files, and changes with any of them. */
static struct buf worker_of(struct arena *a, const struct kb *kb, struct selfcheck_practice p)
{
	struct buf b = buf_new(a, PAGE_MOST), tags = buf_new(a, 1 << 12);
	const struct embedded *own = find(a, "check_sw.js");

	assert(own);
	buf_str(&b, "\"use strict\";\nconst FILES = [\"./\"");
	for (int i = 0; i < selfcheck_n_files; i++) {
		struct selfcheck_file f;

		if (str_equal(selfcheck_files[i], "sw.js") || !selfcheck_file(a, kb, p, selfcheck_files[i], &f))
			continue;
		buf_str(&tags, asset_etag(a, f.at, f.n));
		if (i > 0)
			buf_fmt(&b, ", \"%s\"", f.name);
	}
	buf_fmt(&b, "];\nconst BUILD = %s;\n", asset_etag(a, tags.at, tags.n));
	buf_put(&b, own->at, (size_t)(own->end - own->at));
	return b;
}

/* Bytes that are made; false when the name is an asset's. */
static bool made(struct arena *a, const struct kb *kb, struct selfcheck_practice p, const char *name, struct buf *b)
{
	if (str_equal(name, "index.html"))
		*b = page_of(a, kb, p);
	else if (str_equal(name, "map.html"))
		*b = map_of(a, kb);
	else if (str_equal(name, "sw.js"))
		*b = worker_of(a, kb, p);
	else
		return false;
	return true;
}

bool selfcheck_file(struct arena *a, const struct kb *kb, struct selfcheck_practice p, const char *name, struct selfcheck_file *out)
{
	struct buf b;

	for (int i = 0; i < selfcheck_n_files; i++) {
		if (!str_equal(selfcheck_files[i], name))
			continue;
		*out = (struct selfcheck_file){ .name = selfcheck_files[i], .type = type_of(name) };
		if (made(a, kb, p, name, &b)) {
			out->at = b.at;
			out->n = b.n;
			return true;
		}
		const struct embedded *f = find(a, name);
		if (!f)
			return false;
		out->at = f->at;
		out->n = (size_t)(f->end - f->at);
		return true;
	}
	return false;
}
