/* core/kb_read.c -- one YAML file through libcyaml into the raw lists.
 *
 * libcyaml fills memory of its own; what it read is copied into the arenas by walking the same schema, then freed.  It
 * reports failures as log lines: the first is the complaint, the first place in the backtrace is where it stood, which
 * for a key is the key before.  So the place is looked up again in the text.
 */
#include "core/kb_raw.h"

#include "base/str.h"

#include <yaml.h>

enum { FILE_MOST = 1 << 20, KEY_MOST = 64 };

struct complaint { char what[240]; char field[KEY_MOST]; int line, column; bool traced; };

static void listen(cyaml_log_t level, void *arg, const char *fmt, va_list ap)
{
	struct complaint *c = arg;
	char text[300];
	const char *at;

	if (level != CYAML_LOG_ERROR || c->traced)
		return;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	vsnprintf(text, sizeof(text), fmt, ap);
#pragma GCC diagnostic pop
	text[strcspn(text, "\n")] = 0;
	at = strstr(text, "(line: ");
	if (!at) {
		if (!c->what[0] && !strstr(text, "Backtrace"))
			snprintf(c->what, sizeof(c->what), "%.190s", str_begins(text, "Load: ") ? text + 6 : text);
		return;
	}
	c->traced = true;
	c->line = (int)strtol(at + 7, NULL, 10);
	if ((at = strstr(at, "column: ")))
		c->column = (int)strtol(at + 8, NULL, 10);
	if ((at = strstr(text, "field '"))) {
		snprintf(c->field, sizeof(c->field), "%.60s", at + 7);
		c->field[strcspn(c->field, "'")] = 0;
	}
}

/* Where `key:` stands first at or after a line. */
static void locate(const char *text, size_t n, const char *key, int *line, int *column)
{
	const char *at = text, *end = text + n;
	size_t len = strlen(key);

	for (int i = 1; i < *line && at < end; at++)
		i += *at == '\n';
	const char *start = at;
	for (int i = *line; at + len < end; at++) {
		bool before = at == text || strchr(" \t\n{,-", at[-1]);

		if (*at == '\n') {
			i++;
			start = at + 1;
		} else if (before && memcmp(at, key, len) == 0 && at[len] == ':') {
			*line = i;
			*column = (int)(at - start) + 1;
			return;
		}
	}
}

/* What libyaml itself says of a text that is no YAML: its own message and mark. */
static void ask_libyaml(const char *text, size_t n, struct complaint *c)
{
	yaml_parser_t parser;
	yaml_event_t event;
	bool end = false;

	if (!yaml_parser_initialize(&parser))
		return;
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, n);
	while (!end && yaml_parser_parse(&parser, &event)) {
		end = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	if (!end && parser.problem) {
		snprintf(c->what, sizeof(c->what), "%.190s", parser.problem);
		c->line = (int)parser.problem_mark.line + 1;
		c->column = (int)parser.problem_mark.column + 1;
	}
	yaml_parser_delete(&parser);
}

/* Offers every key of the schema; returns the words of the enum that a key takes, if it takes one. */
static const cyaml_schema_value_t *walk_keys(const cyaml_schema_field_t *f, struct nearest *near, const char *key)
{
	const cyaml_schema_value_t *found = NULL;

	for (; f && f->key; f++) {
		const cyaml_schema_value_t *v = f->value.type == CYAML_SEQUENCE ? f->value.sequence.entry : &f->value;

		nearest_offer(near, f->key);
		if (!found && str_equal(f->key, key) && (v->type == CYAML_ENUM || v->type == CYAML_FLAGS))
			found = v;
		if (v->type == CYAML_MAPPING) {
			const cyaml_schema_value_t *inner = walk_keys(v->mapping.fields, near, key);

			found = found ? found : inner;
		}
	}
	return found;
}

static void say_choices(const cyaml_schema_value_t *v, char *out, size_t n)
{
	size_t used = 0;

	out[0] = 0;
	for (uint32_t i = 0; v && i < v->enumeration.count && used < n; i++)
		used += (size_t)snprintf(out + used, n - used, "%s%s", i ? ", " : "; it is one of ", v->enumeration.strings[i].str);
}

/* What is wrong, in our words; c->line and column are set right on the way. */
static void explain(const char *text, size_t n, const cyaml_schema_field_t *fields, cyaml_err_t why, struct complaint *c)
{
	const char *colon = strrchr(c->what, ':');
	bool twice = strstr(c->what, "already seen") != NULL;
	const cyaml_schema_value_t *words;
	char word[KEY_MOST], choices[160];
	struct nearest near;

	snprintf(word, sizeof(word), "%.60s", colon ? colon + 1 + strspn(colon + 1, " '") : "");
	if (why == CYAML_ERR_INVALID_KEY || why == CYAML_ERR_MAPPING_FIELD_MISSING || twice)
		memcpy(c->field, word, sizeof(word));
	near = nearest_to(c->field);
	words = walk_keys(fields, &near, c->field);
	if (why == CYAML_ERR_INVALID_KEY || twice)
		locate(text, n, c->field, &c->line, &c->column);
	if (why == CYAML_ERR_LIBYAML_PARSER)
		ask_libyaml(text, n, c);
	else if (twice)
		snprintf(c->what, sizeof(c->what), "this field stands twice");
	else if (why == CYAML_ERR_INVALID_KEY)
		snprintf(c->what, sizeof(c->what), "no such field%s%s%s", near.best ? " (did you mean " : "", near.best ? near.best : "",
			near.best ? "?)" : "");
	else if (why == CYAML_ERR_MAPPING_FIELD_MISSING)
		snprintf(c->what, sizeof(c->what), "this field is missing");
	else if (why == CYAML_ERR_ALIAS)
		snprintf(c->what, sizeof(c->what), "aliases (*name) are not allowed");
	else if (why == CYAML_ERR_INVALID_VALUE && words) {
		say_choices(words, choices, sizeof(choices));
		snprintf(c->what, sizeof(c->what), "\"%.30s\" does not fit%s", word, choices);
	} else if (!c->what[0])
		snprintf(c->what, sizeof(c->what), "%s", cyaml_strerror(why));
}

static bool refuse(struct loading *l, const struct kb_file *f, int above, const struct complaint *c)
{
	fail_at(l->err, ERR_INPUT, c->line + above, c->column, c->field, "%s", c->what);
	l->err->file = arena_text(l->a, f->path);
	return false;
}

/* Copies what libcyaml made into the arenas, in place: texts live with the knowledge, lists are scratch. */
static void adopt(struct loading *l, const cyaml_schema_field_t *f, char *at)
{
	for (; f->key; f++) {
		void **p = (void **)(void *)(at + f->data_offset);
		const cyaml_schema_value_t *v = &f->value, *e = v->sequence.entry;

		if (v->type == CYAML_STRING && *p)
			*p = arena_text(l->a, *p);
		if (v->type != CYAML_SEQUENCE || !*p)
			continue;
		unsigned n = *(unsigned *)(void *)(at + f->count_offset);
		char *list = arena_take(l->scratch, n ? n : 1, v->data_size);
		if (n)
			memcpy(list, *p, (size_t)n * v->data_size);
		*p = list;
		for (unsigned i = 0; i < n; i++) {
			char **text = (char **)(void *)list + i;

			if (e->type == CYAML_STRING)
				*text = arena_text(l->a, *text);
			else
				adopt(l, e->mapping.fields, list + (size_t)i * v->data_size);
		}
	}
}

static bool load(struct loading *l, const struct kb_file *f, const char *text, size_t n, int above,
	const cyaml_schema_value_t *schema, void *out)
{
	struct complaint c = { .line = 1, .column = 1 };
	cyaml_config_t how = { .log_fn = listen, .log_ctx = &c, .mem_fn = cyaml_mem, .log_level = CYAML_LOG_ERROR,
		.flags = CYAML_CFG_NO_ALIAS };
	cyaml_data_t *data = NULL;
	cyaml_err_t why = cyaml_load_data((const uint8_t *)text, n, &how, schema, &data, NULL);

	if (why != CYAML_OK) {
		explain(text, n, schema->mapping.fields, why, &c);
		return refuse(l, f, above, &c);
	}
	if (!data)
		return refuse(l, f, above, &(struct complaint){ .what = "nothing stands here", .line = 1, .column = 1 });
	memcpy(out, data, schema->data_size);
	adopt(l, schema->mapping.fields, out);
	cyaml_free(&how, schema, data, 0);
	return true;
}

void *kb_append(struct arena *a, void **list, unsigned *n, unsigned more, size_t size)
{
	char *longer = arena_take(a, *n + more, size), *end = longer + *n * size;

	if (*n)
		memcpy(longer, *list, *n * size);
	*list = longer;
	*n += more;
	return end;
}

/* The lines on which the entries of a list begin: its dashes at the first dash's depth; 0 where not found. */
static void entry_lines(const struct kb_file *f, const char *key, unsigned n, int *line)
{
	const char *at = f->text, *end = f->text + f->n;
	size_t len = strlen(key), depth = 0;
	bool inside = false, any = false;
	unsigned found = 0;

	for (int i = 1; at < end && found < n; i++) {
		const char *eol = memchr(at, '\n', (size_t)(end - at));
		size_t room = (size_t)((eol ? eol : end) - at), indent = 0;

		while (indent < room && at[indent] == ' ')
			indent++;
		bool dash = indent < room && at[indent] == '-';
		if (room > len && memcmp(at, key, len) == 0 && at[len] == ':')
			inside = true;
		else if (inside && indent == 0 && room && !dash && *at != '#')
			inside = false;
		else if (inside && dash && (!any || indent == depth)) {
			line[found++] = i;
			depth = indent;
			any = true;
		}
		at = eol ? eol + 1 : end;
	}
}

bool kb_read_front(struct loading *l, const struct kb_file *f, const char *text, size_t n, int above,
	const cyaml_schema_value_t *schema, void *out)
{
	if (!load(l, f, text, n, above, schema, out))
		return false;
	*(struct where *)out = (struct where){ arena_text(l->a, f->path), above };
	return true;
}

bool kb_read_yaml(struct loading *l, const struct kb_file *f, const cyaml_schema_field_t *lists)
{
	const cyaml_schema_value_t schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw, lists) };
	const char *path = arena_text(l->a, f->path);
	struct raw part;

	memset(&part, 0, sizeof(part));
	if (!load(l, f, f->text, f->n, 0, &schema, &part))
		return false;
	for (; lists->key; lists++) {
		size_t size = lists->value.data_size;
		unsigned n = *(unsigned *)(void *)((char *)&part + lists->count_offset);
		int *line = NEWS(l->scratch, int, n + 1);
		char *from = *(char **)(void *)((char *)&part + lists->data_offset);
		char *to = kb_append(l->scratch, (void **)(void *)((char *)&l->raw + lists->data_offset),
			(unsigned *)(void *)((char *)&l->raw + lists->count_offset), n, size);

		if (!n)
			continue;
		entry_lines(f, lists->key, n, line);
		memcpy(to, from, n * size);
		for (unsigned i = 0; i < n; i++)
			*(struct where *)(void *)(to + i * size) = (struct where){ path, line[i] };
	}
	return true;
}
