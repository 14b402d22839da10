/* test/net/smtpd.h -- a small mail server for tests, in processes of its own: one for each connection, as it is told to behave.
 * What it accepted stands in a file, one line a mail: Message-ID and recipient; whole mails in DIR/mails. */
#ifndef TEST_NET_SMTPD_H
#define TEST_NET_SMTPD_H

#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum smtpd_mode { SMTPD_ACCEPTS, SMTPD_REFUSES, SMTPD_GREYLISTS, SMTPD_HANGS, SMTPD_DIES, SMTPD_DIES_AFTER, SMTPD_TLS, SMTPD_WANTS_TLS, SMTPD_WANTS_USER, SMTPD_NO_SENDER, SMTPD_AT_ONCE, SMTPD_POLICY };

/* kill: at the mail with this number (from 1) this process is killed, before (or, late, after) the server answers that it has it */
struct smtpd_shared { enum smtpd_mode mode; int mails, passwords; pid_t kill; int kill_at; bool late; };
struct smtpd { struct smtpd_shared *s; char dir[64], certificate[80], key[80]; int port, fd; pid_t pid; };
struct smtpd_line { int fd; SSL *ssl; struct smtpd *d; bool tls; };

/* ends: seconds from now; read at each connection, so that it can be made anew. */
static inline void smtpd_certificate(struct smtpd *d, long ends)
{
	EVP_PKEY *pair = EVP_EC_gen("P-256");
	X509 *x = X509_new();

	X509_set_version(x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	X509_gmtime_adj(X509_getm_notBefore(x), -7200);
	X509_gmtime_adj(X509_getm_notAfter(x), ends);
	X509_set_pubkey(x, pair);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1, 0);
	X509_set_issuer_name(x, X509_get_subject_name(x));
	X509_EXTENSION *name = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, "DNS:localhost");
	X509_add_ext(x, name, -1);
	X509_EXTENSION_free(name);
	X509_sign(x, pair, EVP_sha256());
	FILE *f = fopen(d->key, "wb");
	PEM_write_PrivateKey(f, pair, NULL, NULL, 0, NULL, NULL);
	fclose(f);
	f = fopen(d->certificate, "wb");
	PEM_write_X509(f, x);
	fclose(f);
	X509_free(x);
	EVP_PKEY_free(pair);
}

static inline void smtpd_say(struct smtpd_line *l, const char *text)
{
	if (l->ssl)
		SSL_write(l->ssl, text, (int)strlen(text));
	else if (write(l->fd, text, strlen(text)) < 0)
		_exit(0);
}

static inline bool smtpd_hear(struct smtpd_line *l, char *out, size_t room)
{
	size_t n = 0;
	char c;

	while ((l->ssl ? SSL_read(l->ssl, &c, 1) : (int)read(l->fd, &c, 1)) == 1) {
		if (n < room - 1)
			out[n++] = c;
		if (c == '\n') {
			out[n] = 0;
			return true;
		}
	}
	return false;
}

static inline bool smtpd_tls(struct smtpd_line *l)
{
	SSL_CTX *c = SSL_CTX_new(TLS_server_method());

	SSL_CTX_use_certificate_file(c, l->d->certificate, SSL_FILETYPE_PEM);
	SSL_CTX_use_PrivateKey_file(c, l->d->key, SSL_FILETYPE_PEM);
	SSL *ssl = SSL_new(c);
	SSL_set_fd(ssl, l->fd);
	if (SSL_accept(ssl) != 1)
		return false;
	l->ssl = ssl;
	l->tls = true;
	return true;
}

static inline void smtpd_take(struct smtpd_line *l, const char *to)
{
	struct smtpd_shared *s = l->d->s;
	char line[2000], id[200] = "", path[300], *mail = calloc(1, 1 << 18);
	size_t n = 0;

	smtpd_say(l, "354 go on\r\n");
	while (smtpd_hear(l, line, sizeof(line)) && strcmp(line, ".\r\n") != 0) {
		if (s->mode == SMTPD_DIES && n)
			_exit(0);
		if (strncmp(line, "Message-ID: ", 12) == 0)
			snprintf(id, sizeof(id), "%.*s", (int)strcspn(line + 12, "\r\n"), line + 12);
		n += (size_t)snprintf(mail + n, (1 << 18) - n, "%s", line);
	}
	bool now = s->kill && s->mails + 1 == s->kill_at;
	if (now && !s->late) {
		kill(s->kill, SIGKILL);
		_exit(0);
	}
	snprintf(path, sizeof(path), "%s/accepted", l->d->dir);
	FILE *f = fopen(path, "a");
	fprintf(f, "%s %s\n", id, to);
	fclose(f);
	snprintf(path, sizeof(path), "%s/mails", l->d->dir);
	f = fopen(path, "a");
	fprintf(f, "%s\n", mail);
	fclose(f);
	free(mail);
	s->mails++;
	if (now)
		kill(s->kill, SIGKILL);
	if (now || s->mode == SMTPD_DIES_AFTER)
		_exit(0);
	smtpd_say(l, "250 taken\r\n");
}

static inline void smtpd_serve(struct smtpd_line *l)
{
	struct smtpd_shared *s = l->d->s;
	char line[2000], to[300] = "";

	if (s->mode == SMTPD_HANGS)
		for (;;)
			pause();
	if (s->mode == SMTPD_AT_ONCE && !smtpd_tls(l))
		return;
	smtpd_say(l, "220 here\r\n");
	while (smtpd_hear(l, line, sizeof(line))) {
		bool offers = (s->mode == SMTPD_TLS || s->mode == SMTPD_WANTS_TLS) && !l->tls;

		if (strncmp(line, "EHLO", 4) == 0)
			smtpd_say(l, offers ? "250-here\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n" : "250-here\r\n250 AUTH PLAIN\r\n");
		else if (strncmp(line, "STARTTLS", 8) == 0) {
			smtpd_say(l, "220 go\r\n");
			if (!smtpd_tls(l))
				return;
		} else if (strncmp(line, "AUTH", 4) == 0) {
			smtpd_say(l, "334 \r\n");
			if (!smtpd_hear(l, line, sizeof(line)))
				return;
			s->passwords++;
			smtpd_say(l, s->mode == SMTPD_WANTS_USER ? "535 5.7.8 who are you\r\n" : "235 welcome\r\n");
		} else if (strncmp(line, "MAIL", 4) == 0)
			smtpd_say(l, s->mode == SMTPD_WANTS_TLS && !l->tls ? "530 5.7.0 Must issue STARTTLS first\r\n" : s->mode == SMTPD_NO_SENDER ? "550 5.7.1 not your address\r\n" : "250 ok\r\n");
		else if (strncmp(line, "RCPT", 4) == 0) {
			snprintf(to, sizeof(to), "%.*s", (int)strcspn(line + 8, "\r\n"), line + 8);
			smtpd_say(l, s->mode == SMTPD_REFUSES ? "550 5.1.1 no such person\r\n" : s->mode == SMTPD_GREYLISTS ? "451 4.7.1 later please\r\n" :
				s->mode == SMTPD_POLICY ? "550 5.7.1 not from there\r\n" : "250 ok\r\n");
		} else if (strncmp(line, "DATA", 4) == 0)
			smtpd_take(l, to);
		else if (strncmp(line, "QUIT", 4) == 0) {
			smtpd_say(l, "221 bye\r\n");
			return;
		} else
			smtpd_say(l, "500 what\r\n");
	}
}

static inline void smtpd_begin(struct smtpd *d)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(at);
	pid_t parent = getpid();

	*d = (struct smtpd){ .dir = "/tmp/unknot-smtp-XXXXXX" };
	if (!mkdtemp(d->dir))
		abort();
	snprintf(d->certificate, sizeof(d->certificate), "%s/c.pem", d->dir);
	snprintf(d->key, sizeof(d->key), "%s/k.pem", d->dir);
	smtpd_certificate(d, 86400);
	d->s = mmap(NULL, sizeof(*d->s), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	d->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (d->s == MAP_FAILED || bind(d->fd, (struct sockaddr *)&at, sizeof(at)) || listen(d->fd, 16) || getsockname(d->fd, (struct sockaddr *)&at, &n))
		abort();
	d->port = ntohs(at.sin_port);
	if ((d->pid = fork()))
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	for (;;) {
		struct smtpd_line l = { accept(d->fd, NULL, NULL), NULL, d, false };

		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			smtpd_serve(&l);
			_exit(0);
		}
		close(l.fd);
	}
}

/* How many mails it accepted, and how many of them under a Message-ID of their own; text holds the file. */
static inline int smtpd_count(struct smtpd *d, int *distinct, char *text, size_t room)
{
	char path[100], *line[1000];
	int n = 0;

	snprintf(path, sizeof(path), "%s/accepted", d->dir);
	FILE *f = fopen(path, "r");
	size_t got = f ? fread(text, 1, room - 1, f) : 0;
	text[got] = 0;
	if (f)
		fclose(f);
	*distinct = 0;
	for (char *at = text; *at && n < 1000; at += strcspn(at, "\n") + 1)
		line[n++] = at;
	for (int i = 0; i < n; i++) {
		bool seen = false;

		for (int k = 0; k < i; k++)
			seen |= strncmp(line[k], line[i], strcspn(line[i], " ") + 1) == 0;
		*distinct += !seen;
	}
	return n;
}

static inline void smtpd_end(struct smtpd *d)
{
	static const char *const files[] = { "accepted", "mails", "c.pem", "k.pem" };
	char path[100];

	kill(d->pid, SIGKILL);
	waitpid(d->pid, NULL, 0);
	close(d->fd);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		snprintf(path, sizeof(path), "%s/%s", d->dir, files[i]);
		unlink(path);
	}
	rmdir(d->dir);
	munmap(d->s, sizeof(*d->s));
}

#endif
