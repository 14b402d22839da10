/* web/meter.h -- what has been answered, counted by all workers in one shared page, told in the text format of Prometheus (0.0.4).
 *
 * Counts per route (its pattern, never the address as asked), status class and error; times per kind of request.  Nothing about a person.
 */
#ifndef WEB_METER_H
#define WEB_METER_H

#include "base/buf.h"
#include "base/err.h"

struct meter;

/* Made before the workers are forked, never released; ends the process when there is no memory. */
struct meter *meter_new(void);

void meter_worker(struct meter *m);             /* a worker began */
void meter_refused(struct meter *m);            /* a request that could not be read */
void meter_error(struct meter *m, enum err_code code);
/* route: its place in web_routes, or -1 when there is none; us: microseconds it took. */
void meter_add(struct meter *m, int route, int status, int64_t us);

/* dir: the data folder, whose size and room are told. */
void meter_write(const struct meter *m, struct buf *out, const char *knowledge, const char *dir);

#endif
