/* base/err.c -- error codes as one table. */
#include "base/err.h"

#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct { const char *name, *text; int http, exit; } table[ERR_COUNT] = {
#define ERR(name, http, exit, text) [ERR_##name] = { #name, text, http, exit },
#include "base/err.def"
#undef ERR
};

static void PRINTF(6, 0) set(struct err *err, enum err_code code, int line, int column, const char *field,
	const char *fmt, va_list ap)
{
	if (err->code != ERR_OK)
		return;
	err->code = code;
	err->line = line;
	err->column = column;
	snprintf(err->field, sizeof(err->field), "%s", field ? field : "");
	vsnprintf(err->detail, sizeof(err->detail), fmt, ap);
}

bool fail(struct err *err, enum err_code code, const char *field, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(err, code, 0, 0, field, fmt, ap);
	va_end(ap);
	return false;
}

bool fail_at(struct err *err, enum err_code code, int line, int column, const char *field,
	const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(err, code, line, column, field, fmt, ap);
	va_end(ap);
	return false;
}

const char *err_name(enum err_code code)
{
	return table[code].name;
}

const char *err_text(enum err_code code)
{
	return table[code].text;
}

int err_http(enum err_code code)
{
	return table[code].http;
}

int err_exit(enum err_code code)
{
	return table[code].exit;
}

const char *err_line(struct arena *a, const struct err *err)
{
	struct buf b = buf_new(a, 4096);

	if (err->file)
		buf_fmt(&b, "%s:", err->file);
	if (err->line)
		buf_fmt(&b, "%d:%d:", err->line, err->column);
	if (b.n)
		buf_char(&b, ' ');
	if (err->field[0])
		buf_fmt(&b, "%s: ", err->field);
	buf_str(&b, err->detail[0] ? err->detail : err_text(err->code));
	return b.at;
}
