/* app/question_json.c -- key by key in a fixed order. */
#include "app/question_json.h"

#include "base/str.h"

void question_ends(const struct finding *f, const char **low, const char **high)
{
	static const char *const good[] = { "mood_now", "sleep_quality", "mobility_feeling" };

	*low = f->module == MODULE_PAIN ? "None" : "Not at all";
	*high = f->module == MODULE_PAIN ? "The worst" : "Very much";
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		if (str_equal(f->id, good[i])) {
			*low = "Very poor";
			*high = "Very good";
		}
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
	const char *low, *high;

	question_ends(f, &low, &high);
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
	json_put_text(j, "low", low);
	json_put_text(j, "high", high);
	put_options(j, f);
}
