/* Readiness goes to the socket that was named, by path or by name, and nowhere else. */
#include "net/notify.h"
#include "support.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int listening(const char *name)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	assert_true(fd >= 0 && strlen(name) < sizeof(at.sun_path));
	memcpy(at.sun_path, name, strlen(name));
	if (name[0] == '@')
		at.sun_path[0] = 0;
	assert_int_equal(bind(fd, (struct sockaddr *)&at, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name))), 0);
	return fd;
}

static void hears(const char *name)
{
	int fd = listening(name);
	char got[32] = "";

	setenv("NOTIFY_SOCKET", name, 1);
	assert_true(notify_state("READY=1"));
	assert_int_equal(recv(fd, got, sizeof(got) - 1, 0), 7);
	assert_string_equal(got, "READY=1");
	close(fd);
}

static void a_path_and_a_name_hear_of_it(void **state)
{
	char path[64];

	(void)state;
	snprintf(path, sizeof(path), "/tmp/unknot-notify-%d", getpid());
	hears(path);
	assert_false(notify_state("READY=1"));          /* nobody listens there any more */
	unlink(path);
	snprintf(path, sizeof(path), "@unknot-notify-%d", getpid());
	hears(path);
	unsetenv("NOTIFY_SOCKET");
}

static void without_a_socket_nothing_is_sent_and_a_strange_one_is_refused(void **state)
{
	char far[200];

	(void)state;
	unsetenv("NOTIFY_SOCKET");
	assert_true(notify_state("READY=1"));
	setenv("NOTIFY_SOCKET", "", 1);
	assert_true(notify_state("READY=1"));
	setenv("NOTIFY_SOCKET", "vsock:2:1", 1);
	assert_false(notify_state("READY=1"));
	memset(far, 'a', sizeof(far));
	far[0] = '/';
	far[sizeof(far) - 1] = 0;
	setenv("NOTIFY_SOCKET", far, 1);
	assert_false(notify_state("READY=1"));
	unsetenv("NOTIFY_SOCKET");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_and_a_name_hear_of_it),
		cmocka_unit_test(without_a_socket_nothing_is_sent_and_a_strange_one_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
