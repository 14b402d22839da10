/* wasm/no_system.c -- the four calls of the system that the C library's stdio would import, answered here with "there is none", so that the
 * module imports nothing: it reads and writes its own memory and can do nothing else.  snprintf and assert need them to link. */
#include <stdint.h>

enum { NO_SUCH_CALL = 52 };

int32_t __imported_wasi_snapshot_preview1_fd_write(int32_t fd, int32_t at, int32_t n, int32_t written);
int32_t __imported_wasi_snapshot_preview1_fd_seek(int32_t fd, int64_t by, int32_t from, int32_t now);
int32_t __imported_wasi_snapshot_preview1_fd_close(int32_t fd);
int32_t __imported_wasi_snapshot_preview1_fd_fdstat_get(int32_t fd, int32_t out);

int32_t __imported_wasi_snapshot_preview1_fd_write(int32_t fd, int32_t at, int32_t n, int32_t written)
{
	(void)fd;
	(void)at;
	(void)n;
	(void)written;
	return NO_SUCH_CALL;
}

int32_t __imported_wasi_snapshot_preview1_fd_seek(int32_t fd, int64_t by, int32_t from, int32_t now)
{
	(void)fd;
	(void)by;
	(void)from;
	(void)now;
	return NO_SUCH_CALL;
}

int32_t __imported_wasi_snapshot_preview1_fd_close(int32_t fd)
{
	(void)fd;
	return NO_SUCH_CALL;
}

int32_t __imported_wasi_snapshot_preview1_fd_fdstat_get(int32_t fd, int32_t out)
{
	(void)fd;
	(void)out;
	return NO_SUCH_CALL;
}
