/* cli/talk_person.c -- the person and the map: see talk.h. */
#include "cli/talk.h"

#include "base/form.h"
#include "base/str.h"

#include <string.h>
#include <strings.h>

enum { OLDEST = 120, MARK_MOST = 10 };

enum heard talk_ask_age(struct talk *t)
{
	char line[LINE_MOST];
	int64_t age;

	fprintf(t->cli->out, "\nHow old are you, in whole years?\n");
	for (;;) {
		enum heard h = talk_hear(t, "  [years, b q]", line);

		if (h != HEARD_VALUE || (!line[0] && t->c->age >= 0))
			return h;
		if (int_read(line, 0, OLDEST, &age)) {
			t->c->age = (int)age;
			return h;
		}
		fprintf(t->cli->out, "  Please give your age as a number.\n");
	}
}

enum heard talk_ask_sex(struct talk *t)
{
	static const struct { const char *letter, *word; int sex; } choice[] = { { "f", "female", SEX_FEMALE },
		{ "m", "male", SEX_MALE }, { "o", "other", SEX_OTHER } };
	char line[LINE_MOST];

	fprintf(t->cli->out, "\nAre you female (f), male (m) or other (o)? Some questions depend on it.\n");
	for (;;) {
		enum heard h = talk_hear(t, "  [f m o, b q]", line);

		if (h != HEARD_VALUE || (!line[0] && t->c->sex != SEX_UNKNOWN))
			return h;
		for (size_t i = 0; i < sizeof(choice) / sizeof(*choice); i++)
			if (!strcasecmp(line, choice[i].letter) || !strcasecmp(line, choice[i].word)) {
				t->c->sex = choice[i].sex;
				return h;
			}
		fprintf(t->cli->out, "  Please answer f, m or o.\n");
	}
}

static void list_regions(struct talk *t)
{
	for (int i = 0; i < t->kb->n_regions; i++)
		if (t->kb->region[i].side == SIDE_LEFT)
			fprintf(t->cli->out, "    %-18s %s\n", t->kb->region[i].base, t->kb->region[i].name);
}

static bool read_mark(struct talk *t, char *line)
{
	char *blank = strrchr(line, ' ');
	int64_t mark;

	if (!blank || !int_read(blank + 1, 0, MARK_MOST, &mark)) {
		fprintf(t->cli->out, "  A region and a number from 0 to 10, please, like: low_back_left 7\n");
		return false;
	}
	while (blank > line && *blank == ' ')
		*blank-- = 0;
	for (char *at = line; *at; at++)
		*at = *at == ' ' ? '_' : *at;
	int region = kb_region(t->kb, line);
	if (region < 0) {
		const char *near = utf8_valid(line, strlen(line)) ? kb_nearest(t->kb, KIND_REGION, line) : NULL;

		fprintf(t->cli->out, "  That is no region%s%s; l lists them.\n", near ? "; the nearest is " : "", near ? near : "");
		return false;
	}
	t->c->mark[region] = (int8_t)mark;
	return true;
}

enum heard talk_ask_map(struct talk *t)
{
	char line[LINE_MOST];

	fprintf(t->cli->out, "\nWhere does it hurt, and how much from 0 to 10? One place a line, like: low_back_left 7\n"
		"Left and right are your own. l lists the places; d when all are named.\n");
	for (;;) {
		enum heard h = talk_hear(t, "  [place number, l d b q]", line);

		if (h != HEARD_VALUE || (!line[0] && t->c->map_given))
			return h;
		if (!strcasecmp(line, "d") || !strcasecmp(line, "done")) {
			t->c->map_given = true;
			return h;
		}
		if (!strcasecmp(line, "l"))
			list_regions(t);
		else
			read_mark(t, line);
	}
}
