/* wasm/said.c -- an error as JSON. */
#include "wasm/said.h"

#include "base/json.h"

enum { ERROR_MOST = 1 << 14 };

int said_error(struct arena *a, const struct err *err, const char **said)
{
	struct buf b = buf_new(a, ERROR_MOST);
	struct json_out j = json_writer(&b, true);

	json_open(&j, NULL, '{');
	json_open(&j, "error", '{');
	json_put_text(&j, "code", err_name(err->code));
	json_put_text(&j, "field", err->field);
	json_put_text(&j, "detail", err->detail[0] ? err->detail : err_text(err->code));
	json_put_int(&j, "line", err->line);
	json_put_int(&j, "column", err->column);
	json_close(&j, '}');
	json_close(&j, '}');
	*said = b.at;
	return err_exit(err->code);
}
