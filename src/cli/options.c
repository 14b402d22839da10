/* cli/options.c -- one table for each command. */
#include "cli/options.h"

#include "base/str.h"

static bool read_option(struct cli *cli, const char *command, const struct option_word *known, int n, int *i, struct err *err)
{
	const char *word = cli->argv[*i];
	struct nearest near = nearest_to(word);

	for (int k = 0; k < n; k++) {
		nearest_offer(&near, known[k].name);
		if (!str_equal(word, known[k].name))
			continue;
		if (known[k].flag) {
			*known[k].flag = true;
			return true;
		}
		if (++*i == cli->argc)
			return fail(err, ERR_USAGE, word, "needs a value");
		*known[k].value = cli->argv[*i];
		return true;
	}
	return fail(err, ERR_USAGE, word, "is not an option of %s%s%s", command, near.best ? "; the nearest is " : "",
		near.best ? near.best : "");
}

bool options_read(struct cli *cli, const char *command, const struct option_word *known, int n, const char **operand,
	struct err *err)
{
	bool options = true;

	for (int i = 0; i < cli->argc; i++) {
		const char *word = cli->argv[i];

		if (options && str_equal(word, "--")) {
			options = false;
			continue;
		}
		if (options && word[0] == '-' && word[1]) {
			if (!read_option(cli, command, known, n, &i, err))
				return false;
			continue;
		}
		if (*operand)
			return fail(err, ERR_USAGE, word, "%s works on one thing only; %s is given already", command, *operand);
		*operand = word;
	}
	return true;
}
