/* net/log.h -- what the running program tells its operator: one JSON object a line, on standard error, in one write.
 *
 *   {"at":"2026-11-21T14:50:00.123Z","level":"info","event":"request","method":"GET","route":"/client/{id}","status":200,...}
 *
 * No line holds a name, an id of a person, an answer, a free text, an address of a page as asked, or the address of who asked: callers
 * give names of routes, of queries and of errors, and numbers.
 */
#ifndef NET_LOG_H
#define NET_LOG_H

/* text NULL: number counts */
struct log_field { const char *name, *text; double number; };

/* level: "info", "warning" or "error"; event: one word.  A line over 2 kB loses its last fields. */
void log_line(const char *level, const char *event, const struct log_field *field, int n);

#endif
