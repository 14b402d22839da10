/* cli/bench.h -- parts of `unknot bench`.  Each prints lines: name, value, unit, target, ok or short, tab-separated. */
#ifndef CLI_BENCH_H
#define CLI_BENCH_H

#include "cli/cli.h"
#include "core/kb.h"

#include <stdbool.h>

void bench_line(struct cli *cli, const char *name, double value, const char *unit, double target, bool more_is_better);
/* Sorts the values; the share-th of them (0.5: median). */
double bench_at(double *values, int n, double share);

/* assess and plan on random people, one core. */
bool bench_engines(struct cli *cli, const struct kb *kb, struct err *err);
/* Which muscles drive what is marked, with 5 to 40 marks. */
bool bench_muscles(struct cli *cli, const struct kb *kb, struct err *err);
/* The inference engine on its frozen set. */
bool bench_reason(struct cli *cli, struct err *err);
/* Length of the interview of simulated clients, and whether the plan is the one that all answers would give. */
bool bench_interview(struct cli *cli, const struct kb *kb, struct err *err);
/* Verdicts about simulated people whose course is known, beside a rule of moving averages. */
bool bench_track(struct cli *cli, const struct kb *kb);
/* Heart beats: what a beat, an update and an hour cost; faults, resonance rates and coherence whose truth is known. */
bool bench_biosignal(struct cli *cli, const struct kb *kb);
/* The calendar of a practice with 20,000 appointments, and a name looked up among 5,000. */
bool bench_booking(struct cli *cli, const struct kb *kb, struct err *err);
/* Start, memory, Today pages and check-ins against a demonstration served by this binary. */
bool bench_serving(struct cli *cli, struct err *err);

#endif
