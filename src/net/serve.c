/* net/serve.c -- fork, wait, restart. */
#include "net/serve.h"

#include "net/log.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 64, PAUSE_FIRST_MS = 50, PAUSE_MOST_MS = 5000, STEADY_SECONDS = 10, GRACE_SECONDS = 15 };

static volatile sig_atomic_t stopping, reloading;

static void on_stop(int sig)
{
	(void)sig;
	stopping = 1;
}

static void on_reload(int sig)
{
	(void)sig;
	reloading = 1;
}

static void on_child(int sig)
{
	(void)sig;          /* only there to end sigsuspend */
}

struct child { pid_t pid; time_t since; int pause_ms; };

static pid_t start(void (*work)(void *), void *arg, const sigset_t *open)
{
	pid_t parent = getpid(), pid = fork();

	if (pid != 0)
		return pid;
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	sigprocmask(SIG_SETMASK, open, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(0);
	work(arg);
	fflush(NULL);
	_exit(0);
}

static time_t now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static void restart(struct child *c, void (*work)(void *), void *arg, const sigset_t *open, int status)
{
	c->pause_ms = now_s() - c->since > STEADY_SECONDS ? PAUSE_FIRST_MS : c->pause_ms * 2;
	c->pause_ms = c->pause_ms > PAUSE_MOST_MS ? PAUSE_MOST_MS : c->pause_ms;
	log_line("error", "worker_ended", (struct log_field[]){ { WIFSIGNALED(status) ? "signal" : "code", NULL,
		WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status) }, { "pause_ms", NULL, c->pause_ms } }, 2);
	struct timespec pause = { c->pause_ms / 1000, c->pause_ms % 1000 * 1000000l };
	nanosleep(&pause, NULL);
	c->pid = start(work, arg, open);
	c->since = now_s();
}

static int finish(struct child *c, int n)
{
	int code = 0, left = n;
	time_t until = now_s() + GRACE_SECONDS;

	for (int i = 0; i < n; i++)
		if (c[i].pid > 0)
			kill(c[i].pid, SIGTERM);
	while (left > 0) {
		int status;
		pid_t pid = waitpid(-1, &status, WNOHANG);

		if (pid > 0) {
			left--;
			code |= !WIFEXITED(status) && !(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
			for (int i = 0; i < n; i++)
				c[i].pid = c[i].pid == pid ? 0 : c[i].pid;
		} else if (pid < 0 && errno == ECHILD) {
			break;
		} else {
			struct timespec tick = { 0, 5000000 };

			nanosleep(&tick, NULL);
			if (now_s() > until) {
				for (int i = 0; i < n; i++)
					if (c[i].pid > 0)
						kill(c[i].pid, SIGKILL);
				code = 1;
				until += 3600;
			}
		}
	}
	return code;
}

int serve_workers(int n, void (*work)(void *arg), void *arg, void (*ready)(void *arg), bool reload)
{
	struct child child[MOST] = { { 0 } };
	struct sigaction stop = { .sa_handler = on_stop }, death = { .sa_handler = on_child },
		again = { .sa_handler = on_reload };
	sigset_t block, open;

	n = n < 1 ? 1 : n > MOST ? MOST : n;
	sigemptyset(&block);
	sigaddset(&block, SIGTERM);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGCHLD);
	if (reload)
		sigaddset(&block, SIGHUP);
	sigprocmask(SIG_BLOCK, &block, &open);
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGCHLD, &death, NULL);
	if (reload)
		sigaction(SIGHUP, &again, NULL);
	for (int i = 0; i < n; i++)
		child[i] = (struct child){ start(work, arg, &open), now_s(), PAUSE_FIRST_MS };
	ready(arg);
	while (!stopping) {
		int status;
		pid_t pid;

		while (!stopping && (pid = waitpid(-1, &status, WNOHANG)) > 0)
			for (int i = 0; i < n; i++)
				if (child[i].pid == pid)
					restart(&child[i], work, arg, &open, status);
		for (int i = 0; reloading && i < n; i++)
			kill(child[i].pid, SIGHUP);
		reloading = 0;
		if (!stopping)
			sigsuspend(&open);
	}
	return finish(child, n);
}

int serve_count(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	return cores > 2 ? (int)(2 * cores > MOST ? MOST : 2 * cores) : 4;
}
