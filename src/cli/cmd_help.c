/* cli/cmd_help.c -- the table of commands, and unknot help. */
#include "cli/commands.h"

#include "base/str.h"
#include "base/version.h"

const struct command commands[] = {
#define COMMAND(name, function, help, usage) { #name, function, help, usage },
#include "cli/commands.def"
#undef COMMAND
};
const int commands_n = sizeof(commands) / sizeof(*commands);

const struct command *command_named(const char *name)
{
	for (int i = 0; i < commands_n; i++)
		if (str_equal(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static void overview(struct cli *cli, FILE *to)
{
	(void)cli;
	fprintf(to, "unknot " UNKNOT_VERSION ": the whole care of chronic back pain, body and mind.\n\n"
		"usage: unknot COMMAND ...\n\n");
	for (int i = 0; i < commands_n; i++)
		fprintf(to, "  %-17s %s\n", commands[i].name, commands[i].help);
	fprintf(to, "\n`unknot help COMMAND` tells more; `unknot --version` says which one this is.\n"
		"Exit codes: 0 fine, 1 our failure, 2 bad input or usage, 3 refused (danger, permission, under 18).\n"
		"It informs and plans; it does not take the place of a physician. It is not validated and not a certified\n"
		"medical device.\n");
}

static int unknown(struct cli *cli, const char *name)
{
	struct nearest near = nearest_to(name);
	struct err err = { 0 };

	for (int i = 0; i < commands_n; i++)
		nearest_offer(&near, commands[i].name);
	fail(&err, ERR_USAGE, name, "is not a command%s%s", near.best ? "; the nearest is " : "; unknot help lists them",
		near.best ? near.best : "");
	return cli_fail(cli, &err);
}

int cmd_help(struct cli *cli)
{
	const struct command *c;

	if (cli->argc == 0) {
		overview(cli, cli->out);
		return 0;
	}
	c = command_named(cli->argv[0]);
	if (!c)
		return unknown(cli, cli->argv[0]);
	fprintf(cli->out, "unknot %s: %s\n\nusage: unknot %s\n", c->name, c->help, c->usage);
	return 0;
}

int commands_run(struct cli *cli)
{
	const char *word = cli->argc ? cli->argv[0] : NULL;
	const struct command *c;

	if (!word) {
		overview(cli, cli->err);
		return 2;
	}
	cli->argc--;
	cli->argv++;
	if (str_equal(word, "--version") || str_equal(word, "version")) {
		fprintf(cli->out, "unknot " UNKNOT_VERSION "\n");
		return 0;
	}
	if (str_equal(word, "--help") || str_equal(word, "-h"))
		word = "help";
	c = command_named(word);
	if (!c)
		return unknown(cli, word);
	if (cli->argc && (str_equal(cli->argv[0], "--help") || str_equal(cli->argv[0], "-h"))) {
		char *name[] = { (char *)(uintptr_t)c->name, NULL };
		struct cli help = { 1, name, cli->arena, cli->out, cli->err };

		return cmd_help(&help);
	}
	return c->run(cli);
}
