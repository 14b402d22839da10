/* tools/sqlgen.c -- SQL with names and types to C functions, at build.
 *
 * usage: sqlgen OUT.c OUT.h FILE.sql...
 *
 *   --: person_get(id int) -> id int, given sealed(person.given, id), born sealed(person.born, id)
 *   select id, given, born from person where id = $1;
 *
 * gives  struct person_get { int64_t id; const char *given, *born; };
 *        struct person_get_rows { struct person_get *at; size_t n; };
 *        bool q_person_get(struct db *db, int64_t id, struct person_get_rows *rows);
 *
 * Types: int (int64_t; NULL reads as 0), num (double; NULL and NAN are the same), text (const char *, NULL is NULL), blob
 * (struct bytes), sealed(COLUMN, ID) where ID is a parameter or column named before or after it, hashed(COLUMN): a text that is
 * looked up by its keyed hash (parameters only).  A query without "->" returns nothing but db->changes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 40, NAME = 64 };
struct field { char name[NAME], type[16], column[NAME], id[NAME]; };

static FILE *c, *h;
static const char *file;
static int line, queries;
static char *names[1000], *texts[1000];

static void die(const char *what, const char *detail)
{
	fprintf(stderr, "%s:%d: error: %s: %s\n", file, line, what, detail);
	exit(1);
}

static int fields(char *text, struct field *f)
{
	int n = 0;
	char *at = text;

	while (*(at += strspn(at, " ,\t"))) {
		char spec[200];
		size_t len = 0, depth = 0;

		while (at[len] && (depth || at[len] != ',')) {
			depth += at[len] == '(';
			depth -= at[len] == ')';
			len++;
		}
		snprintf(spec, sizeof(spec), "%.*s", (int)len, at);
		at += len;
		if (n == FIELDS)
			die("too many fields", text);
		memset(&f[n], 0, sizeof(f[n]));
		if (sscanf(spec, "%63s sealed(%63[^,], %63[^)])", f[n].name, f[n].column, f[n].id) == 3)
			strcpy(f[n].type, "sealed");
		else if (sscanf(spec, "%63s hashed(%63[^)])", f[n].name, f[n].column) == 2)
			strcpy(f[n].type, "hashed");
		else if (sscanf(spec, "%63s %15s", f[n].name, f[n].type) != 2)
			die("a field is 'name type'", spec);
		if (!strstr(" int num text blob sealed hashed ", f[n].type))
			die("no such type", f[n].type);
		n++;
	}
	return n;
}

static const char *c_type(const struct field *f)
{
	return !strcmp(f->type, "int") ? "int64_t " : !strcmp(f->type, "num") ? "double " :
		!strcmp(f->type, "blob") ? "struct bytes " : "const char *";
}

static void bind(const struct field *f, int i)
{
	if (!strcmp(f->type, "int"))
		fprintf(c, "\tsqlite3_bind_int64(s, %d, %s);\n", i, f->name);
	else if (!strcmp(f->type, "num"))
		fprintf(c, "\tbind_num(s, %d, %s);\n", i, f->name);
	else if (!strcmp(f->type, "text"))
		fprintf(c, "\tsqlite3_bind_text(s, %d, %s, -1, SQLITE_STATIC);\n", i, f->name);
	else if (!strcmp(f->type, "blob"))
		fprintf(c, "\tbind_bytes(s, %d, %s);\n", i, f->name);
	else if (!strcmp(f->type, "sealed"))
		fprintf(c, "\tbind_bytes(s, %d, seal_shut(db->arena, db->key, \"%s\", %s, %s));\n", i, f->column, f->id, f->name);
	else
		fprintf(c, "\tif (%s)\n\t\tbind_bytes(s, %d, seal_hash(db->arena, db->key, \"%s\", %s));\n", f->name, i, f->column, f->name);
}

static void column(const struct field *f, int i)
{
	if (!strcmp(f->type, "int"))
		fprintf(c, "\t\tr->%s = sqlite3_column_int64(s, %d);\n", f->name, i);
	else if (!strcmp(f->type, "num"))
		fprintf(c, "\t\tr->%s = read_num(s, %d);\n", f->name, i);
	else if (!strcmp(f->type, "text"))
		fprintf(c, "\t\tr->%s = read_text(db, s, %d);\n", f->name, i);
	else
		fprintf(c, "\t\tr->%s%s = read_bytes(db, s, %d);\n", f->name, !strcmp(f->type, "sealed") ? "_sealed" : "", i);
}

static void query(char *head, char *sql)
{
	struct field in[FIELDS], out[FIELDS];
	char name[NAME], *open = strchr(head, '('), *arrow = strstr(head, "->"), *close;
	int n_in, n_out = 0;

	if (!open || sscanf(head, "%63[a-z0-9_]", name) != 1)
		die("a query begins '--: name(...)'", head);
	close = arrow ? arrow : head + strlen(head);
	while (close > open && *close != ')')
		close--;
	*close = 0;
	n_in = fields(open + 1, in);
	if (arrow)
		n_out = fields(arrow + 2, out);
	names[queries] = strdup(name);
	texts[queries] = strdup(sql);
	if (n_out) {
		fprintf(h, "struct %s {", name);
		for (int i = 0; i < n_out; i++)
			fprintf(h, " %s%s;", c_type(&out[i]), out[i].name);
		fprintf(h, " };\nstruct %s_rows { struct %s *at; size_t n; };\n", name, name);
	}
	for (int k = 0; k < 2; k++) {
		FILE *to = k ? c : h;

		fprintf(to, "%sbool q_%s(struct db *db", k ? "\n" : "MUST_USE ", name);
		for (int i = 0; i < n_in; i++)
			fprintf(to, ", %s%s", c_type(&in[i]), in[i].name);
		fprintf(to, n_out ? ", struct %s_rows *rows)%s\n" : ")%.0s%s\n", name, k ? "" : ";");
	}
	fprintf(c, "{\n\tsqlite3_stmt *s = db->stmt[%d];\n\tbool row;\n\n\tif (!s)\n\t\treturn false;\n", queries);
	for (int i = 0; i < n_in; i++)
		bind(&in[i], i + 1);
	if (!n_out) {
		fprintf(c, "\treturn db_step(db, %d, &row);\n}\n", queries++);
		return;
	}
	fprintf(c, "\tstruct list list = { 0 };\n\tfor (;;) {\n\t\tif (!db_step(db, %d, &row))\n\t\t\treturn false;\n"
		"\t\tif (!row)\n\t\t\tbreak;\n\t\tstruct %s *r = list_add(db, &list, sizeof(*r));\n", queries, name);
	for (int i = 0; i < n_out; i++)
		if (!strcmp(out[i].type, "sealed"))
			fprintf(c, "\t\tstruct bytes %s_sealed;\n", out[i].name);
	for (int i = 0; i < n_out; i++) {
		if (!strcmp(out[i].type, "sealed"))
			fprintf(c, "\t\t%s_sealed = read_bytes(db, s, %d);\n", out[i].name, i);
		else
			column(&out[i], i);
	}
	for (int i = 0; i < n_out; i++)
		if (!strcmp(out[i].type, "sealed"))
			fprintf(c, "\t\tif (!seal_open(db->arena, db->key, \"%s\", r->%s, %s_sealed, &r->%s, db->err)) {\n"
				"\t\t\tsqlite3_reset(s);\n\t\t\treturn false;\n\t\t}\n",
				out[i].column, out[i].id, out[i].name, out[i].name);
	fprintf(c, "\t}\n\trows->at = list.at;\n\trows->n = list.n;\n\treturn true;\n}\n");
	queries++;
}

static void read_file(const char *path)
{
	char text[4096], head[2048] = "", sql[16384] = "";
	FILE *f = fopen(path, "r");

	file = path;
	line = 0;
	if (!f)
		die("cannot be read", path);
	while (fgets(text, sizeof(text), f)) {
		line++;
		if (!strncmp(text, "--:", 3) || (!strncmp(text, "--  ", 4) && head[0] && !sql[0])) {
			text[strcspn(text, "\n")] = 0;
			strcat(head, text + (text[2] == ':' ? 4 : 3));
		} else if (strncmp(text, "--", 2) && text[strspn(text, " \t\n")]) {
			strcat(sql, text);
			if (strchr(text, ';')) {
				if (!head[0])
					die("SQL without a head", text);
				query(head, sql);
				head[0] = sql[0] = 0;
			}
		}
	}
	fclose(f);
}

int main(int argc, char **argv)
{
	if (argc < 3 || !(c = fopen(argv[1], "w")) || !(h = fopen(argv[2], "w")))
		return 2;
	fprintf(h, "/* made by tools/sqlgen from src/store/sql */\n#ifndef GEN_SQL_H\n#define GEN_SQL_H\n#include \"store/db.h\"\n");
	fprintf(c, "/* made by tools/sqlgen from src/store/sql */\n#include \"sql.h\"\n#include \"store/sql_run.h\"\n");
	for (int i = 3; i < argc; i++)
		read_file(argv[i]);
	fprintf(c, "\nconst struct sql sql_all[] = {\n");
	for (int i = 0; i < queries; i++) {
		fprintf(c, "\t{ \"%s\", \"", names[i]);
		for (const char *t = texts[i]; *t; t++) {
			if (*t == '"' || *t == '\\')
				fputc('\\', c);
			if (*t == '$')
				fputc('?', c);
			else if (*t == '\n')
				fputs("\\n", c);
			else
				fputc(*t, c);
		}
		fprintf(c, "\" },\n");
	}
	fprintf(c, "};\nconst int sql_count = %d;\n", queries);
	fprintf(h, "#endif\n");
	return fclose(c) || fclose(h);
}
