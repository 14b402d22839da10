/* net/tls.c -- OpenSSL behind libevent. */
#include "net/tls.h"

#include <assert.h>
#include <event2/bufferevent_ssl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

struct tls { char *certificate, *key; SSL_CTX *context; };

static const char ciphers[] = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
	"ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

static const char *why(void)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	return reason ? reason : "unreadable";
}

/* The browser may ask for HTTP/1.1 by name; to anything else it is not forced. */
static int choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *n, const unsigned char *in, unsigned int n_in, void *arg)
{
	static const unsigned char ours[] = "\x08http/1.1";
	unsigned char *found;

	(void)ssl;
	(void)arg;
	if (SSL_select_next_proto(&found, n, ours, sizeof(ours) - 1, in, n_in) != OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_NOACK;
	*out = found;
	return SSL_TLSEXT_ERR_OK;
}

static int days_of(const SSL_CTX *c)
{
	int days = -1, seconds = 0;
	const X509 *x = SSL_CTX_get0_certificate(c);

	if (!x || !ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(x)))
		return -1;
	return days == 0 && seconds < 0 ? -1 : days;
}

static bool harden(SSL_CTX *c)
{
	char groups[] = "X25519:P-256:P-384";

	SSL_CTX_set_options(c, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE);
	SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_alpn_select_cb(c, choose_protocol, NULL);
	return SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION) && SSL_CTX_set_cipher_list(c, ciphers) && SSL_CTX_set_num_tickets(c, 0) &&
		SSL_CTX_set1_groups_list(c, groups);
}

static SSL_CTX *read_files(const struct tls *t, struct err *err)
{
	SSL_CTX *c = SSL_CTX_new(TLS_server_method());

	ERR_clear_error();
	if (!c || !harden(c)) {
		fail(err, ERR_INTERNAL, "tls", "%s", why());
	} else if (SSL_CTX_use_certificate_chain_file(c, t->certificate) != 1) {
		fail(err, ERR_USAGE, "--tls-certificate", "%s: %s", t->certificate, why());
	} else if (SSL_CTX_use_PrivateKey_file(c, t->key, SSL_FILETYPE_PEM) != 1) {
		fail(err, ERR_USAGE, "--tls-key", "%s: %s", t->key, why());
	} else if (SSL_CTX_check_private_key(c) != 1) {
		fail(err, ERR_USAGE, "--tls-key", "%s does not belong to the certificate %s", t->key, t->certificate);
	} else if (days_of(c) < 0) {
		fail(err, ERR_USAGE, "--tls-certificate", "%s is out of date: have it renewed", t->certificate);
	} else {
		return c;
	}
	SSL_CTX_free(c);
	return NULL;
}

bool tls_open(const char *certificate, const char *key, struct tls **out, struct err *err)
{
	struct tls *t = calloc(1, sizeof(*t));

	if (!t || !(t->certificate = strdup(certificate)) || !(t->key = strdup(key)))
		abort();
	t->context = read_files(t, err);
	if (t->context) {
		*out = t;
		return true;
	}
	tls_close(t);
	return false;
}

bool tls_reload(struct tls *t, struct err *err)
{
	SSL_CTX *fresh = read_files(t, err);

	if (!fresh)
		return false;
	SSL_CTX_free(t->context);       /* connections hold what they began with */
	t->context = fresh;
	return true;
}

struct bufferevent *tls_accept(struct tls *t, struct event_base *base)
{
	SSL *ssl = SSL_new(t->context);
	struct bufferevent *bev = ssl ? bufferevent_openssl_socket_new(base, -1, ssl, BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE) : NULL;

	if (bev)
		bufferevent_openssl_set_allow_dirty_shutdown(bev, 1);
	return bev;
}

int tls_days_left(const struct tls *t)
{
	assert(t->context);
	return days_of(t->context);
}

void tls_close(struct tls *t)
{
	SSL_CTX_free(t->context);
	free(t->certificate);
	free(t->key);
	free(t);
}
