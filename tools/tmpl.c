/* tools/tmpl.c -- HTML templates to typed C functions, at build.
 *
 * usage: tmpl OUT.c OUT.h FILE.html...      FILE.html becomes tmpl_FILE(struct buf *out, const STRUCT *v)
 *
 *   {{view struct thing_view}}        first in the file: the type of v; the structs live in web/view.h
 *   {{expr}}                          any C expression, printed by PUT: text is escaped, html is not
 *   {{if expr}} {{elif expr}} {{else}} {{end}}
 *   {{each expr name}} ... {{end}}    expr has .at and .n; name points at each element, name_i counts from 0
 *   {{include other expr}}            tmpl_other(out, expr)
 *   {{# words}}                       a comment
 *
 * A misspelt member is a compile error at its own file and line.  White space at line starts is dropped.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *c, *h;
static const char *file;
static int line;

static void die(const char *what)
{
	fprintf(stderr, "%s:%d: error: %s\n", file, line, what);
	exit(1);
}

static char *slurp(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text;
	long n;

	if (!f || fseek(f, 0, SEEK_END) || (n = ftell(f)) < 0)
		die("cannot be read");
	rewind(f);
	text = malloc((size_t)n + 1);
	if (!text || fread(text, 1, (size_t)n, f) != (size_t)n)
		die("cannot be read");
	text[n] = 0;
	fclose(f);
	return text;
}

/* Prints the text between two tags as one buf_put; runs of white space with a line end become one line end. */
static void literal(const char *at, const char *end)
{
	size_t n = 0;

	if (at == end)
		return;
	fprintf(c, "\tbuf_put(out, \"");
	while (at < end) {
		if (*at == '\n') {
			line++;
			at++;
			while (at < end && (*at == ' ' || *at == '\t' || *at == '\n'))
				line += *at++ == '\n';
			fputs("\\n", c);
		} else {
			if (*at == '"' || *at == '\\')
				fputc('\\', c);
			fputc(*at++, c);
		}
		n++;
	}
	fprintf(c, "\", %zu);\n", n);
}

static int is(const char *tag, const char *word)
{
	size_t n = strlen(word);

	return strncmp(tag, word, n) == 0 && (!tag[n] || tag[n] == ' ');
}

static void directive(char *tag, int *depth)
{
	if (tag[0] == '#')
		return;
	fprintf(c, "#line %d \"%s\"\n", line, file);
	if (is(tag, "if")) {
		fprintf(c, "\tif (%s) {\n", tag + 3);
		++*depth;
	} else if (is(tag, "elif")) {
		fprintf(c, "\t} else if (%s) {\n", tag + 5);
	} else if (is(tag, "else")) {
		fprintf(c, "\t} else {\n");
	} else if (is(tag, "each")) {
		char *name = strrchr(tag, ' ');

		if (!name || name == tag + 4)
			die("each needs a list and a name");
		*name++ = 0;
		fprintf(c, "\tfor (size_t %s_i = 0; %s_i < (size_t)(%s).n; %s_i++) {\n"
			"\tconst __typeof__((%s).at[0]) *%s = &(%s).at[%s_i]; (void)%s;\n",
			name, name, tag + 5, name, tag + 5, name, tag + 5, name, name);
		++*depth;
	} else if (is(tag, "end")) {
		if (--*depth < 0)
			die("end without a beginning");
		fprintf(c, "\t}\n");
	} else if (is(tag, "include")) {
		char *expr = strchr(tag + 8, ' ');

		if (!expr)
			die("include needs a template and a value");
		fprintf(c, "\ttmpl_%.*s(out, %s);\n", (int)(expr - tag - 8), tag + 8, expr + 1);
	} else {
		fprintf(c, "\tPUT(out, (%s));\n", tag);
	}
}

static void template(const char *path)
{
	char name[100], type[100], *text, *at, *open, *close;
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	int depth = 0;

	file = path;
	line = 1;
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(base, "."), base);
	text = slurp(path);
	if (sscanf(text, "{{view %99[^}]}}", type) != 1)
		die("the first line must be {{view struct NAME}}");
	at = strchr(text, '}') + 2;
	if (*at == '\n') {
		at++;
		line++;
	}
	fprintf(h, "void tmpl_%s(struct buf *out, const %s *v);\n", name, type);
	fprintf(c, "\nvoid tmpl_%s(struct buf *out, const %s *v)\n{\n\t(void)v;\n", name, type);
	while ((open = strstr(at, "{{"))) {
		literal(at, open);
		if (!(close = strstr(open, "}}")))
			die("a tag is not closed");
		*close = 0;
		directive(open + 2, &depth);
		at = close + 2;
	}
	literal(at, at + strlen(at));
	if (depth)
		die("an end is missing");
	fprintf(c, "}\n");
	free(text);
}

int main(int argc, char **argv)
{
	if (argc < 3 || !(c = fopen(argv[1], "w")) || !(h = fopen(argv[2], "w")))
		return 2;
	fprintf(h, "/* made by tools/tmpl from src/web/tmpl */\n#ifndef GEN_TMPL_H\n#define GEN_TMPL_H\n"
		"#include \"base/buf.h\"\n#include \"web/view.h\"\n");
	fprintf(c, "/* made by tools/tmpl from src/web/tmpl */\n#include \"tmpl.h\"\n#include \"base/fmt.h\"\n");
	for (int i = 3; i < argc; i++)
		template(argv[i]);
	fprintf(h, "#endif\n");
	return fclose(c) || fclose(h);
}
