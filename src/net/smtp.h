/* net/smtp.h -- one mail handed to a mail server (SMTP, RFC 5321, over libcurl), and what became of it.
 *
 * To a server that is not this machine only over TLS with a certificate that holds: from the first byte at port 465, by STARTTLS
 * elsewhere; neither password nor mail goes out before.  On loopback TLS is used when offered and its certificate is not asked for.
 */
#ifndef NET_SMTP_H
#define NET_SMTP_H

#include <stdbool.h>
#include <stddef.h>

enum { SMTP_SAID = 200, SMTP_ADDRESS_MOST = 200 };

/* at_once: TLS from the first byte, whatever the port.  user NULL: nobody signs in.  ca: a file of certificates trusted in place of the system's, or NULL.  strict: TLS is demanded on loopback
 * too.  seconds: for one mail, all in all. */
struct smtp_server { const char *host; int port; const char *user, *password, *ca; bool strict; int seconds; bool at_once; };

/* SENT: the server took charge of it.  LATER: nothing is known against this address, try again (no connection, no TLS, signing in failed,
 * the server said so with 4xx, or died before it answered: it may have taken the mail even so).  REFUSED: it will not take this mail.  NOBODY: refused, as nobody has this
 * address (550, 551, 553 to the address, and no status of RFC 3463 that says another reason). */
enum smtp_end { SMTP_SENT, SMTP_LATER, SMTP_REFUSED, SMTP_NOBODY };
/* Does a status (RFC 3463: "5.1.1") say that the address itself is wrong: 5.0.0, 5.1.x, 5.2.1, 5.4.4? */
bool smtp_says_nobody(const char *status);

/* message: n bytes with CRLF ends of line.  said: the server's answer or what went wrong, printable; empty after SENT. */
enum smtp_end smtp_send(const struct smtp_server *s, const char *from, const char *to, const char *message, size_t n, char said[SMTP_SAID]);

bool smtp_loopback(const char *host);
/* Can it stand in a line of the protocol: one @, ASCII, no blanks, no angle brackets, at most SMTP_ADDRESS_MOST? */
bool smtp_address(const char *text);

#endif
