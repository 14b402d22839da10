/* wasm/reason_api.h -- screening, causes, muscles and the next question for a page: the functions that reason.wasm exports.
 *
 * The module imports nothing, so it cannot send, keep or look up anything: what goes in stays in its memory.  A page
 *
 *   1. makes room:      p = reason_room(n), copies bytes there (memory.buffer may be a new one after any call);
 *   2. opens:           r = reason_open(p, n) with the frozen knowledge (core/kb_frozen.h), reason_free(p);
 *   3. asks:            reason_screen, reason_assess or reason_next with a case as JSON (app/casefile.h; as `unknot assess` reads it);
 *   4. reads:           reason_said(r), reason_length(r): UTF-8 JSON, until the next question.
 *
 * Every question returns what the command would exit with: 0 fine, 2 the case is none (said: { "error": ... }), 3 refused (said: as
 * `unknot assess --json` says it, for people under 18).  A trap (memory is used up) leaves nothing to go on with: take a new instance.
 */
#ifndef WASM_REASON_API_H
#define WASM_REASON_API_H

#include <stddef.h>
#include <stdint.h>

struct reason;

/* n bytes of the module's memory for the page to write to; NULL when there are none. */
void *reason_room(size_t n);
void reason_free(void *p);

/* Never NULL.  reason_ready is 0 when the bytes are no knowledge for this module; reason_said then says why. */
struct reason *reason_open(const void *bytes, size_t n);
int reason_ready(const struct reason *r);
void reason_close(struct reason *r);

/* Danger alone: { "triage", "knowledge", "version" }.  No probability is computed. */
int reason_screen(struct reason *r, const char *json, size_t n);

/* What `unknot assess --json` answers, to the letter but for the last digits of numbers.  When an answer is an emergency it is what
 * reason_screen says: nothing is weighed, no probability appears. */
int reason_assess(struct reason *r, const char *json, size_t n);

/* { "next": "finding" | "age" | "sex" | "map" | "nothing", "level", ... }: what `unknot interview` would ask.  A finding comes with index, id,
 * module, danger, ask, why, unit, type, min, max, options and "by_gain".  In an emergency, and under 18, there is no "next": it is told what
 * reason_assess tells.  last: index of the finding asked before, -1; gained: how many answers so far were to questions with by_gain. */
int reason_next(struct reason *r, const char *json, size_t n, int last, int gained);

/* The next step of the private self-check, or its result in words (app/selfcheck.h); 0, or 2 when the case is none.  enough: not 0 when the person wants the result now. */
int reason_check(struct reason *r, const char *json, size_t n, int last, int gained, int enough);

/* A QR code (core/qr.h) of a text and of digits behind it, both ended by 0, one after the other in n bytes: rows of 0 and 1, each ended by a line
 * feed.  Returns the modules of a side; 0 when it does not fit, or the bytes are not these two. */
int reason_qr(struct reason *r, const char *text, size_t n);

const char *reason_said(const struct reason *r);
size_t reason_length(const struct reason *r);

#endif
