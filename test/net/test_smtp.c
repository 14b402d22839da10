/* One mail and every way a server can meet it: accepts, refuses, greylists, hangs, dies, wants TLS, shows a wrong certificate. */
#include "net/smtp.h"
#include "net/smtpd.h"
#include "support.h"

#include <time.h>

static const char mail[] = "Message-ID: <1.unknot@practice.example>\r\nSubject: x\r\n\r\n.one\r\ntwo\r\n";
static struct smtpd d;

static int begin(void **state)
{
	(void)state;
	smtpd_begin(&d);
	return 0;
}

static int end(void **state)
{
	(void)state;
	smtpd_end(&d);
	return 0;
}

static enum smtp_end go(enum smtpd_mode mode, struct smtp_server s, char *said)
{
	d.s->mode = mode;
	s.port = d.port;
	s.host = s.host ? s.host : "localhost";
	s.seconds = s.seconds ? s.seconds : 10;
	return smtp_send(&s, "desk@practice.example", "maren@client.example", mail, strlen(mail), said);
}

static void accepts(void **state)
{
	char said[SMTP_SAID], text[2000];
	int own;

	(void)state;
	assert_int_equal(go(SMTPD_ACCEPTS, (struct smtp_server){ 0 }, said), SMTP_SENT);
	assert_string_equal(said, "");
	assert_int_equal(smtpd_count(&d, &own, text, sizeof(text)), 1);
	assert_string_equal(text, "<1.unknot@practice.example> <maren@client.example>\n");
}

static void says_no(void **state)
{
	char said[SMTP_SAID];

	(void)state;
	assert_int_equal(go(SMTPD_REFUSES, (struct smtp_server){ 0 }, said), SMTP_NOBODY);
	assert_string_equal(said, "550 5.1.1 no such person");
	assert_int_equal(go(SMTPD_POLICY, (struct smtp_server){ 0 }, said), SMTP_REFUSED);
	assert_string_equal(said, "550 5.7.1 not from there");
	assert_int_equal(go(SMTPD_GREYLISTS, (struct smtp_server){ 0 }, said), SMTP_LATER);
	assert_string_equal(said, "451 4.7.1 later please");
	assert_int_equal(go(SMTPD_NO_SENDER, (struct smtp_server){ 0 }, said), SMTP_LATER);
	assert_string_equal(said, "550 5.7.1 not your address");
	assert_int_equal(go(SMTPD_WANTS_USER, (struct smtp_server){ .user = "desk", .password = "wrong" }, said), SMTP_LATER);
	assert_string_equal(said, "535 5.7.8 who are you");
	assert_int_equal(d.s->mails, 1);
}

static void breaks(void **state)
{
	char said[SMTP_SAID];
	time_t from = time(NULL);

	(void)state;
	assert_int_equal(go(SMTPD_HANGS, (struct smtp_server){ .seconds = 1 }, said), SMTP_LATER);
	assert_true(time(NULL) - from <= 4 && said[0]);
	assert_int_equal(go(SMTPD_DIES, (struct smtp_server){ 0 }, said), SMTP_LATER);
	assert_true(said[0]);
	assert_int_equal(d.s->mails, 1);
	struct smtp_server nobody = { .host = "127.0.0.1", .port = 1, .seconds = 5 };
	assert_int_equal(smtp_send(&nobody, "a@b.example", "c@d.example", mail, strlen(mail), said), SMTP_LATER);
	assert_true(said[0]);
}

/* Not one byte of password or mail goes out when the line cannot be sealed. */
static void sealed(void **state)
{
	struct smtp_server with = { .user = "desk", .password = "secret", .strict = true };
	char said[SMTP_SAID];
	int passwords = d.s->passwords;

	(void)state;
	assert_int_equal(go(SMTPD_ACCEPTS, with, said), SMTP_LATER);            /* no STARTTLS there */
	assert_int_equal(go(SMTPD_TLS, with, said), SMTP_LATER);                /* nobody vouches for the certificate */
	with.ca = d.certificate;
	with.host = "127.0.0.1";
	assert_int_equal(go(SMTPD_TLS, with, said), SMTP_LATER);                /* trusted, but of another name */
	assert_int_equal(d.s->passwords, passwords);
	assert_int_equal(d.s->mails, 1);
	with.host = "localhost";
	if (go(SMTPD_WANTS_TLS, with, said) != SMTP_SENT)
		fail_msg("%s", said);
	assert_int_equal(d.s->passwords, passwords + 1);
	assert_int_equal(d.s->mails, 2);
	assert_int_equal(go(SMTPD_WANTS_TLS, (struct smtp_server){ 0 }, said), SMTP_SENT);     /* on loopback whatever certificate */
}

/* As on port 465: TLS before a word is said; and a certificate whose time is over is none. */
static void sealed_from_the_first_byte(void **state)
{
	struct smtp_server with = { .user = "desk", .password = "secret", .strict = true, .at_once = true, .ca = d.certificate };
	char said[SMTP_SAID];
	int passwords = d.s->passwords, mails = d.s->mails;

	(void)state;
	if (go(SMTPD_AT_ONCE, with, said) != SMTP_SENT)
		fail_msg("%s", said);
	assert_int_equal(d.s->mails, mails + 1);
	with.seconds = 2;
	assert_int_equal(go(SMTPD_ACCEPTS, with, said), SMTP_LATER);            /* that one speaks first, in the clear */
	smtpd_certificate(&d, -3600);
	assert_int_equal(go(SMTPD_AT_ONCE, with, said), SMTP_LATER);
	assert_true(strstr(said, "expired") != NULL);
	with.at_once = false;
	assert_int_equal(go(SMTPD_WANTS_TLS, with, said), SMTP_LATER);
	smtpd_certificate(&d, 86400);
	assert_int_equal(go(SMTPD_WANTS_TLS, with, said), SMTP_SENT);
	assert_int_equal(d.s->passwords, passwords + 2);
	assert_int_equal(d.s->mails, mails + 2);
}

static void addresses(void **state)
{
	(void)state;
	assert_true(smtp_address("a.b+c@d.example"));
	static const char *const bad[] = { "", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nRCPT TO:<x@y>", "<a@b>", "a@b,c", "\xc3\xa4@b" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(smtp_address(bad[i]));
	assert_true(smtp_loopback("localhost") && smtp_loopback("127.0.0.1") && smtp_loopback("::1"));
	assert_false(smtp_loopback("localhost.example") || smtp_loopback("127.evil.example") || smtp_loopback("10.0.0.1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(accepts), cmocka_unit_test(says_no), cmocka_unit_test(breaks), cmocka_unit_test(sealed),
		cmocka_unit_test(sealed_from_the_first_byte), cmocka_unit_test(addresses) };

	return cmocka_run_group_tests(tests, begin, end);
}
