/* wasm/heart_api.h -- heart beats for a page: the functions that biosignal.wasm exports.
 *
 * The module imports nothing, so what goes in stays in its memory: beats never leave the device unless the person saves a summary.
 * A page
 *
 *   1. makes room:   p = heart_room(n), copies bytes there (memory.buffer may be a new one after any call);
 *   2. opens:        h = heart_open(p, n) with the n numbers of knowledge/biosignal.yaml as doubles, in the order of struct bio_numbers;
 *                    NULL when they are not heart_numbers() of them, or not in order;
 *   3. practises:    heart_begin, then packets, taps and questions, all with `now` in seconds of one clock (core/bio_session.h);
 *   or reads a file: heart_file;
 *   4. reads:        heart_said(h), heart_length(h): UTF-8 JSON, until the next question.
 */
#ifndef WASM_HEART_API_H
#define WASM_HEART_API_H

#include <stddef.h>
#include <stdint.h>

struct heart;

void *heart_room(size_t n);
void heart_free(void *p);
int heart_numbers(void);
struct heart *heart_open(const double *numbers, int n);

/* rate: breaths a minute from 1 to 30, 0 for the search; anything else is the usual pace. */
void heart_begin(struct heart *h, double now, double rate);
void heart_turn(struct heart *h, double now, double rate);     /* in a search, or out of range: nothing */
/* Bytes of the characteristic 0x2A37: beats a minute by the strap, -1 when it is no such packet, -2 when it says it does not touch the skin. */
int heart_packet(struct heart *h, double now, const uint8_t *at, int n);
void heart_lost(struct heart *h);
/* Beats a minute, -1 before the fifth tap. */
double heart_tap(struct heart *h, double now);

/* For each frame of a picture: breaths so far, -1 where there is no pacer. */
double heart_turns(struct heart *h, double now);
/* { "pacer": {...}, "withheld", "withheld_words", "bpm", "seconds", "rmssd_ms", "sdnn_ms", "coherence", "score", "level", "peak_hz",
 *   "swing_ms", "lag_turns", "r2", "gaps", "line": [[s before the newest beat, beats a minute], ...], "resonance": null | {...} }: what may be
 * shown now.  What is not known is null. */
void heart_tell(struct heart *h, double now);
/* A recording, as `unknot biosignal --json` tells it (text, CSV, EDF): 0, or 2 with { "error": { "field", "detail", "line", "column" } }. */
int heart_file(struct heart *h, const char *bytes, size_t n);

const char *heart_said(const struct heart *h);
size_t heart_length(const struct heart *h);

#endif
