/* cli/bench_interview_people.h -- people who answer the interview in a bench: long pain, no sign of danger, the rest from the network. */
#ifndef CLI_BENCH_INTERVIEW_PEOPLE_H
#define CLI_BENCH_INTERVIEW_PEOPLE_H

#include "base/rng.h"
#include "core/case.h"

/* Is this asked of a client after the danger questions, so that an interview may ask it or leave it? */
bool bench_to_client(const struct finding *f);

/* Everything one client would say, age, sex, marks and limits included.  Fails when the network cannot be made. */
MUST_USE bool bench_draw_client(struct arena *a, const struct kb *kb, struct rng *rng, struct person_case **out, struct err *err);

#endif
