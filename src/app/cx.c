/* app/cx.c -- the context of one action. */
#include "app/cx.h"

bool cx_save(struct cx *cx)
{
	db_rollback(cx->db);
	return db_begin_write(cx->db);
}

bool cx_sees(const struct cx *cx, int64_t therapist)
{
	return !cx->who.own_only || therapist == cx->who.account;
}

bool cx_event(struct cx *cx, int64_t person, const char *what)
{
	return q_event_add(cx->db, cx->now, cx->who.practice, cx->who.account, person, what) && q_event_end(cx->db);
}
