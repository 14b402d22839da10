/* app/measures.h -- what a therapist measured, over time: range of motion and strength, beside what is usual.
 *
 * A measure is a muscle test with a number (knowledge/muscles/tests.yaml); each side is one.  A change counts as real when it is larger than
 * two measurements of the same thing differ by chance: 1.96 * sqrt(2) * SEM, the smallest detectable change (Weir 2005, J Strength Cond
 * Res 19:231-240).  Usual is within one SD of the mean of people without the sign; for a one-sided test only its bad side is unusual.
 */
#ifndef APP_MEASURES_H
#define APP_MEASURES_H

#include "app/record.h"

enum moved { MOVED_ONCE, MOVED_SAME, MOVED_BETTER, MOVED_WORSE };        /* ONCE: measured on one day only */

struct measured { day when; double value; };
struct measure {
	const struct muscle_test *test;
	const struct finding *finding;
	enum side side;                 /* SIDE_NONE: one number for both */
	const struct measured *at; int n;       /* by day, one a day: the last of it; at least one */
	double detectable;              /* smallest change that is no chance; in the unit of the finding */
	enum moved moved;               /* last against first */
	bool usual;                     /* is the last one within the usual? */
};
struct measures { struct measure *at; int n; };

/* What was measured at least once, in the order of the knowledge. */
MUST_USE bool measures_load(struct cx *cx, int64_t person, struct measures *out);

/* "From 12 to 17 centimetres, usual 14.5 to 21.5: more than the error of measuring (3.3)." For the therapist. */
const char *measure_says(struct arena *a, const struct measure *m);
/* "How far you bend to the side, on the left: better than at the first test." For the client; no numbers. */
const char *measure_tells(struct arena *a, const struct measure *m);

/* The edges of the usual range. */
double measure_low(const struct measure *m);
double measure_high(const struct measure *m);

#endif
