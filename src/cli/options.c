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

static bool too_many(const char *command, const char *word, const char *const *operand, int most, struct err *err)
{
	if (most == 1)
		return fail(err, ERR_USAGE, word, "%s works on one thing only; %s is given already", command, operand[0]);
	return fail(err, ERR_USAGE, word, "%s works on %d things, which are given already", command, most);
}

bool options_read_all(struct cli *cli, const char *command, const struct option_word *known, int n, const char **operand,
	int most, struct err *err)
{
	bool options = true;
	int given = 0;

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
		if (given == most)
			return too_many(command, word, operand, most, err);
		operand[given++] = word;
	}
	return true;
}

bool options_read(struct cli *cli, const char *command, const struct option_word *known, int n, const char **operand,
	struct err *err)
{
	return options_read_all(cli, command, known, n, operand, 1, err);
}
