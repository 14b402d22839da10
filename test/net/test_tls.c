/* TLS: what is accepted as certificate and key, which versions speak, and a renewed certificate that drops nobody. */
#include "net/http.h"
#include "support.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MONTH = 30 * 86400, WAIT_STEPS = 200 };

static char dir[64], certificate[96], key[96], other_key[96];
static int port;
static pid_t worker;

/* A certificate of its own for `name`, from `from` to `to` seconds from now; files are replaced as a renewal does it. */
static void make(const char *name, long from, long to)
{
	EVP_PKEY *pair = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	char fresh[128];

	assert_true(pair && x);
	X509_set_version(x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	X509_gmtime_adj(X509_getm_notBefore(x), from);
	X509_gmtime_adj(X509_getm_notAfter(x), to);
	X509_set_pubkey(x, pair);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(x, X509_get_subject_name(x));
	assert_true(X509_sign(x, pair, EVP_sha256()) > 0);
	snprintf(fresh, sizeof(fresh), "%s.new", key);
	FILE *f = fopen(fresh, "wb");
	assert_true(f && PEM_write_PrivateKey(f, pair, NULL, NULL, 0, NULL, NULL));
	fclose(f);
	rename(fresh, key);
	snprintf(fresh, sizeof(fresh), "%s.new", certificate);
	f = fopen(fresh, "wb");
	assert_true(f && PEM_write_X509(f, x));
	fclose(f);
	rename(fresh, certificate);
	X509_free(x);
	EVP_PKEY_free(pair);
}

static void echo(void *context, const struct request *q, struct reply *r, struct arena *a)
{
	(void)context;
	(void)a;
	buf_fmt(&r->body, "[%s %s]", q->path, q->secure ? "secure" : "plain");
}

static int begin(void **state)
{
	struct http_how how = { .handler = echo };
	struct err err = { 0 };
	char bound[64];
	int fd;

	(void)state;
	test_folder(dir, sizeof(dir), "tls");
	snprintf(certificate, sizeof(certificate), "%s/c.pem", dir);
	snprintf(key, sizeof(key), "%s/k.pem", dir);
	snprintf(other_key, sizeof(other_key), "%s/o.pem", dir);
	make("other", 0, MONTH);
	rename(key, other_key);
	make("first", 0, MONTH);
	if (!tls_open(certificate, key, &how.tls, &err) || !http_listen("127.0.0.1:0", &fd, bound, sizeof(bound), &err))
		fail_msg("%s %s", err.field, err.detail);
	port = (int)strtol(strrchr(bound, ':') + 1, NULL, 10);
	worker = fork();
	if (worker == 0) {
		http_worker(fd, &how);
		_exit(0);
	}
	close(fd);
	tls_close(how.tls);
	return 0;
}

static int end(void **state)
{
	int status;

	(void)state;
	kill(worker, SIGTERM);
	waitpid(worker, &status, 0);
	unlink(certificate);
	unlink(key);
	unlink(other_key);
	rmdir(dir);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	return 0;
}

struct line { SSL_CTX *context; SSL *ssl; int fd; };

/* NULL context when the two do not come together. */
static struct line call(int least, int most)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct line l = { .context = SSL_CTX_new(TLS_client_method()), .fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) };

	SSL_CTX_set_security_level(l.context, 0);
	SSL_CTX_set_min_proto_version(l.context, least);
	SSL_CTX_set_max_proto_version(l.context, most);
	l.ssl = SSL_new(l.context);
	assert_int_equal(connect(l.fd, (struct sockaddr *)&to, sizeof(to)), 0);
	SSL_set_fd(l.ssl, l.fd);
	if (SSL_connect(l.ssl) == 1)
		return l;
	SSL_free(l.ssl);
	SSL_CTX_free(l.context);
	close(l.fd);
	return (struct line){ .fd = -1 };
}

static void hang_up(struct line *l)
{
	SSL_free(l->ssl);
	SSL_CTX_free(l->context);
	close(l->fd);
}

static const char *name_of(const struct line *l)
{
	static char name[64];
	X509 *x = SSL_get1_peer_certificate(l->ssl);

	X509_NAME_get_text_by_NID(X509_get_subject_name(x), NID_commonName, name, sizeof(name));
	X509_free(x);
	return name;
}

static void asks(struct line *l, const char *path)
{
	char text[4096];
	int n = snprintf(text, sizeof(text), "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path), got = 0;

	assert_int_equal(SSL_write(l->ssl, text, n), n);
	do {
		n = SSL_read(l->ssl, text + got, (int)sizeof(text) - 1 - got);
		assert_true(n > 0);
		got += n;
		text[got] = 0;
	} while (!strchr(text, ']'));
	assert_non_null(strstr(text, "HTTP/1.1 200"));
	assert_non_null(strstr(text, " secure]"));
	assert_non_null(strstr(text, "Strict-Transport-Security: max-age="));
}

static void new_versions_speak_old_ones_do_not(void **state)
{
	struct line l;

	(void)state;
	l = call(TLS1_2_VERSION, TLS1_2_VERSION);
	assert_non_null(l.ssl);
	asks(&l, "/");
	hang_up(&l);
	l = call(TLS1_3_VERSION, TLS1_3_VERSION);
	assert_non_null(l.ssl);
	asks(&l, "/");
	hang_up(&l);
	assert_null(call(TLS1_VERSION, TLS1_VERSION).ssl);
	assert_null(call(TLS1_1_VERSION, TLS1_1_VERSION).ssl);
}

/* The name a new caller is shown, asked until it is `want` (the worker hears the signal when it comes round). */
static void soon_shows(const char *want)
{
	struct line l;
	bool same = false;

	for (int i = 0; i < WAIT_STEPS && !same; i++) {
		l = call(TLS1_2_VERSION, TLS1_3_VERSION);
		assert_non_null(l.ssl);
		same = strcmp(name_of(&l), want) == 0;
		hang_up(&l);
		usleep(10000);
	}
	assert_true(same);
}

static void a_renewed_certificate_drops_nobody(void **state)
{
	struct line old = call(TLS1_2_VERSION, TLS1_3_VERSION);

	(void)state;
	assert_string_equal(name_of(&old), "first");
	asks(&old, "/before");
	make("second", 0, MONTH);
	kill(worker, SIGHUP);
	soon_shows("second");
	asks(&old, "/after");
	hang_up(&old);
}

static void a_spoilt_renewal_leaves_what_was(void **state)
{
	struct line old = call(TLS1_2_VERSION, TLS1_3_VERSION);

	(void)state;
	make("expired", -2 * MONTH, -MONTH);
	kill(worker, SIGHUP);
	usleep(100000);
	asks(&old, "/after");
	hang_up(&old);
	soon_shows("second");
}

static void what_does_not_fit_is_named(void **state)
{
	struct tls *t = NULL;
	struct err err = { 0 };

	(void)state;
	make("fine", 0, MONTH);
	assert_false(tls_open("/nowhere/c.pem", key, &t, &err));
	assert_string_equal(err.field, "--tls-certificate");
	err = (struct err){ 0 };
	assert_false(tls_open(certificate, "/nowhere/k.pem", &t, &err));
	assert_string_equal(err.field, "--tls-key");
	err = (struct err){ 0 };
	assert_false(tls_open(certificate, other_key, &t, &err));
	assert_string_equal(err.field, "--tls-key");
	err = (struct err){ 0 };
	assert_false(tls_open(key, certificate, &t, &err));
	make("old", -2 * MONTH, -1);
	err = (struct err){ 0 };
	assert_false(tls_open(certificate, key, &t, &err));
	assert_non_null(strstr(err.detail, "out of date"));
	make("fine", 0, MONTH + 60);
	err = (struct err){ 0 };
	assert_true(tls_open(certificate, key, &t, &err));
	assert_int_equal(tls_days_left(t), 30);
	tls_close(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(new_versions_speak_old_ones_do_not),
		cmocka_unit_test(a_renewed_certificate_drops_nobody),
		cmocka_unit_test(a_spoilt_renewal_leaves_what_was),
		cmocka_unit_test(what_does_not_fit_is_named),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
