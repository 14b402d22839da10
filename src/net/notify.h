/* net/notify.h -- tells whoever started the program how far it is: the protocol of sd_notify(3), one datagram to NOTIFY_SOCKET. */
#ifndef NET_NOTIFY_H
#define NET_NOTIFY_H

#include <stdbool.h>

/* state: "READY=1" and the like.  Without NOTIFY_SOCKET nothing is sent and the answer is true; false when it could not be sent. */
bool notify_state(const char *state);

#endif
