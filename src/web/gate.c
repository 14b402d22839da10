/* web/gate.c -- a counter of this minute for each place; places are found by a keyed hash, so that nobody chooses whose they share. */
#include "web/gate.h"

#include "app/signin.h"
#include "base/str.h"
#include "net/http.h"
#include "web/web.h"

#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { PLACES = 8192, MINUTE_MS = 60 * 1000, COUNT_BITS = 16, MINUTE_BITS = 24 };
static const uint64_t count_mask = (1u << COUNT_BITS) - 1, minute_mask = (1u << MINUTE_BITS) - 1;

/* place: whose it is (24 bits), the minute (24), how many (16) */
struct gate { unsigned char key[crypto_shorthash_KEYBYTES]; _Atomic uint64_t place[PLACES]; };

struct gate *gate_new(void)
{
	struct gate *g = mmap(NULL, sizeof(*g), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (g == MAP_FAILED)
		abort();
	randombytes_buf(g->key, sizeof(g->key));
	return g;
}

bool gate_open(struct gate *g, int64_t account, const char *peer, int rate, int64_t now)
{
	char who[128], network[HTTP_NETWORK];
	uint64_t hash, was, is;

	if (rate == RATE_PAGE)
		return true;
	snprintf(who, sizeof(who), "%d %lld %s", rate, (long long)account, account ? "" : http_network(peer, network));
	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)who, strlen(who), g->key);
	_Atomic uint64_t *place = &g->place[hash % PLACES];
	uint64_t head = (hash >> 40) << (COUNT_BITS + MINUTE_BITS) | ((uint64_t)(now / MINUTE_MS) & minute_mask) << COUNT_BITS;

	was = atomic_load(place);
	do {
		is = (was & ~count_mask) == head ? was : head;
		if ((is & count_mask) >= (rate == RATE_WRITE ? GATE_WRITES : GATE_DOORS))
			return false;
	} while (!atomic_compare_exchange_weak(place, &was, is + 1));
	return true;
}

static const char *refused_what(const struct web *w)
{
	bool known = w->cx.who.role != ROLE_ANYONE, post = w->q->method == METHOD_POST;
	bool door = w->route >= 0 && web_routes[w->route].rate == RATE_SIGN_IN;

	if (w->err.code == ERR_FORBIDDEN && !w->err.field[0] && (known || post))
		return post ? "form_refused" : "page_refused";
	if (w->err.code == ERR_MISSING && known && w->id && str_equal(w->err.field, "client"))
		return "record_refused";
	if (door && (w->err.code == ERR_GONE || w->err.code == ERR_MISSING))
		return "link_refused";
	return NULL;
}

void gate_tell(struct web *w)
{
	const char *what = refused_what(w);
	struct err told = w->err;

	if (!what)
		return;
	w->err = (struct err){ 0 };
	db_rollback(w->cx.db);
	bool kept = db_begin_read(w->cx.db) && signin_refused(&w->cx, w->q->peer, what);
	(void)kept;                     /* a log that cannot be written to does not change the answer; the store's own failures are told elsewhere */
	db_rollback(w->cx.db);
	w->err = told;
}
