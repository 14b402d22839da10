/* app/speech.c -- recordings are read, spoken lines are made once and kept. */
#include "app/speech.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_BYTES = 8 << 20 };

static const struct { const char *end, *type; } kinds[] = { { "mp3", "audio/mpeg" }, { "ogg", "audio/ogg" }, { "wav", "audio/wav" } };
enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

const char *speech_program(struct arena *a)
{
	const char *path = getenv("PATH");

	for (const char *at = path ? path : ""; *at;) {
		size_t n = strcspn(at, ":");
		const char *full = arena_fmt(a, "%.*s/espeak-ng", (int)n, at);

		if (n && *at == '/' && access(full, X_OK) == 0)
			return full;
		at += n + (at[n] == ':');
	}
	return NULL;
}

static const char *recording(struct arena *a, const char *dir, const char *item, int line, const char **type)
{
	for (int i = 0; i < KINDS; i++) {
		const char *path = arena_fmt(a, "%s/recordings/%s/%d.%s", dir, item, line, kinds[i].end);

		*type = kinds[i].type;
		if (access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}

bool speech_recorded(struct arena *a, const char *dir, const char *item, int line)
{
	const char *type;

	return recording(a, dir, item, line, &type) != NULL;
}

static bool read_all(struct arena *a, const char *path, struct sound *out, struct err *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size <= 0 || st.st_size > MOST_BYTES) {
		if (fd >= 0)
			close(fd);
		return fail(err, ERR_STORE, "speech", "the sound cannot be read, or is over %d MB", MOST_BYTES >> 20);
	}
	char *to = NEWS(a, char, (size_t)st.st_size);
	ssize_t n = read(fd, to, (size_t)st.st_size);
	close(fd);
	out->at = to;
	out->n = (size_t)st.st_size;
	return n == st.st_size || fail(err, ERR_STORE, "speech", "the sound cannot be read");
}

/* True when the child ended well in time; a child that does not end is ended. */
static bool ended_well(pid_t child)
{
	const struct timespec pause = { 0, 5000000 };
	int status, tries = SPEECH_SECONDS * 200;

	for (; tries > 0; tries--) {
		pid_t seen = waitpid(child, &status, WNOHANG);

		if (seen == child)
			return WIFEXITED(status) && WEXITSTATUS(status) == 0;
		if (seen < 0 && errno != EINTR)
			return false;
		nanosleep(&pause, NULL);
	}
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return false;
}

/* Slower than speech among people: 140 words a minute, a little air between them. */
static bool speak_to(const char *program, const char *words, const char *path)
{
	const char *const argv[] = { program, "-v", "en", "-s", "140", "-g", "4", "-w", path, "--", words, NULL };
	char *const env[] = { (char[]){ "LANG=C.UTF-8" }, NULL };
	posix_spawn_file_actions_t files;
	char *plain[sizeof(argv) / sizeof(*argv)];
	pid_t child;

	memcpy(plain, argv, sizeof(plain));     /* posix_spawn takes them without const and leaves them as they are */
	if (posix_spawn_file_actions_init(&files))
		return false;
	bool made = !posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0) &&
		!posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0) &&
		!posix_spawn_file_actions_adddup2(&files, 1, 2) && !posix_spawn_file_actions_addclosefrom_np(&files, 3) &&
		!posix_spawn(&child, program, &files, NULL, plain, env);
	posix_spawn_file_actions_destroy(&files);
	return made && ended_well(child);
}

static bool make(struct arena *a, const char *dir, const char *program, const char *words, const char *path, struct err *err)
{
	const char *folder = arena_fmt(a, "%s/speech", dir), *passing = arena_fmt(a, "%s.%d", path, (int)getpid());

	if (mkdir(folder, 0700) && errno != EEXIST)
		return fail(err, ERR_STORE, "speech", "the folder for spoken lines cannot be made");
	if (speak_to(program, words, passing) && rename(passing, path) == 0)
		return true;
	unlink(passing);
	return fail(err, ERR_STORE, "speech", "espeak-ng did not speak the line");
}

bool speech_line(struct arena *a, const char *dir, const char *program, const char *item, int line, const char *words, struct sound *out,
	struct err *err)
{
	unsigned char hash[16];
	char name[2 * sizeof(hash) + 1];
	const char *own = recording(a, dir, item, line, &out->type);

	if (own)
		return read_all(a, own, out, err);
	if (!program)
		return fail(err, ERR_MISSING, "speech", "There is no recording of this line, and nothing here that speaks it.");
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)words, strlen(words), NULL, 0);
	sodium_bin2hex(name, sizeof(name), hash, sizeof(hash));
	const char *path = arena_fmt(a, "%s/speech/%s.wav", dir, name);
	out->type = "audio/wav";
	if (access(path, R_OK) && !make(a, dir, program, words, path, err))
		return false;
	return read_all(a, path, out, err);
}
