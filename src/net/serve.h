/* net/serve.h -- the parent of the workers: forks them, restarts those that die with growing pauses, stops them on SIGTERM. */
#ifndef NET_SERVE_H
#define NET_SERVE_H

#include <stdbool.h>

/* Calls work(arg) in each of n child processes; ready() runs once in the parent after the first fork.  Returns the exit code
 * for the program: 0 after SIGTERM or SIGINT when every worker ended by itself.
 * reload: SIGHUP is passed on to the workers instead of ending the program. */
int serve_workers(int n, void (*work)(void *arg), void *arg, void (*ready)(void *arg), bool reload);

/* Four, or two a core, whichever is more. */
int serve_count(void);

#endif
