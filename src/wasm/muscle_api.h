/* wasm/muscle_api.h -- muscle tension for a page: further functions that biosignal.wasm exports.
 *
 * Room for bytes is made by heart_room and given back by heart_free (wasm/heart_api.h); `now` is in seconds of one clock.  Nothing that goes in
 * leaves the module's memory but through what it says.
 */
#ifndef WASM_MUSCLE_API_H
#define WASM_MUSCLE_API_H

#include <stddef.h>

struct muscle_page;

/* The numbers of knowledge/biosignal.yaml as heart_open takes them; NULL when they are none. */
struct muscle_page *muscle_open(const double *numbers, int n);

/* rate: samples a second, anything out of range counts them; mains: 50 or 60 Hz, else no filter for it. */
void muscle_start(struct muscle_page *p, double now, double rate, double mains);
void muscle_feed(struct muscle_page *p, double now, const char *at, size_t n);
void muscle_gone(struct muscle_page *p, double now);
void muscle_aim(struct muscle_page *p, double share);
void muscle_rest_again(struct muscle_page *p);
void muscle_bend_now(struct muscle_page *p);

/* For each frame of a picture: tension now over that at rest, -1 where there is none. */
double muscle_level(const struct muscle_page *p, double now);
/* { "stage": "counting" | "resting" | "practising" | "bending", "fault": "" | "silent" | "garbage" | "slow" | "fast" | "other_rate" | "flat",
 *   "rate", "left", "level", "target", "seconds", "below", "mean", "phase", "bend_ratio", "rise_ratio" }; what is not known is null. */
void muscle_tell(struct muscle_page *p, double now);

/* A file of samples, as `unknot biosignal --as emg --json` tells it: the first part is rest when it is longer than one.  rate: for files that
 * have no times, 0 otherwise.  0, or 2 with { "error": ... }. */
int muscle_file(struct muscle_page *p, const char *bytes, size_t n, double rate, double mains);

const char *muscle_said(const struct muscle_page *p);
size_t muscle_length(const struct muscle_page *p);

#endif
