/* app/question_json.c -- key by key in a fixed order. */
#include "app/question_json.h"

#include <string.h>

/* What the question itself says in brackets after `number`, with a capital; else `otherwise`. */
static void end_of(char end[SCALE_END_MOST], const char *ask, const char *number, const char *otherwise)
{
	const char *at = strstr(ask, number), *from = at ? at + strlen(number) : otherwise, *close = strchr(from, ')');
	size_t n = close ? (size_t)(close - from) : strlen(from);

	if (n >= SCALE_END_MOST)
		n = SCALE_END_MOST - 1;
	memcpy(end, from, n);
	end[n] = '\0';
	if (end[0] >= 'a' && end[0] <= 'z')
		end[0] = (char)(end[0] - 'a' + 'A');
}

struct scale_ends question_ends(const struct finding *f)
{
	bool pain = f->module == MODULE_PAIN;
	struct scale_ends ends;

	end_of(ends.low, f->ask, " 0 (", pain ? "None" : "Not at all");
	end_of(ends.high, f->ask, " 10 (", pain ? "The worst" : "Very much");
	return ends;
}

static void put_options(struct json_out *j, const struct finding *f)
{
	json_open(j, "options", '[');
	for (int i = 0; i < f->n_options; i++) {
		json_open(j, NULL, '{');
		json_put_int(j, "value", f->option[i].value);
		json_put_text(j, "label", f->option[i].label);
		json_close(j, '}');
	}
	json_close(j, ']');
}

void question_put(struct json_out *j, const struct kb *kb, int finding)
{
	const struct finding *f = &kb->finding[finding];
	struct scale_ends ends = question_ends(f);

	json_put_int(j, "index", finding);
	json_put_text(j, "id", f->id);
	json_put_int(j, "module", (int)f->module);
	json_put_bool(j, "danger", f->gate);
	json_put_text(j, "ask", f->ask);
	json_put_text(j, "again", f->again ? f->again : "");
	json_put_text(j, "why", f->why);
	json_put_text(j, "unit", f->unit);
	json_put_text(j, "type", f->is_bool ? "bool" : "int");
	json_put_int(j, "min", f->min);
	json_put_int(j, "max", f->max);
	json_put_text(j, "low", ends.low);
	json_put_text(j, "high", ends.high);
	put_options(j, f);
}
