/* unknot -- self-hosted care of chronic back pain, for the massage therapist, the small practice and the client.
 *
 * One process arena for the knowledge and the answer of a command; what a command does is in src/cli.
 */
#include "cli/commands.h"

#include <stdio.h>

enum { MEMORY_MOST = 512 << 20 };

int main(int argc, char **argv)
{
	struct arena *arena = arena_new(MEMORY_MOST);
	struct cli cli = { argc > 0 ? argc - 1 : 0, argv + (argc > 0), arena, stdout, stderr };

	int code = commands_run(&cli);
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "unknot: the answer could not be written\n");
		code = code ? code : 1;
	}
	arena_end(arena);
	return code;
}
