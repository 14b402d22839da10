/* web/meter.c -- counters in shared memory: added without order, read without a lock; a reading may be one request behind. */
#include "web/meter.h"

#include "base/str.h"
#include "base/version.h"
#include "net/os.h"
#include "web/web.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

enum { ROUTES_MOST = 512, CLASSES = 6, CODES_MOST = 32, KINDS = 3, BUCKETS = 10 };

/* upper bounds in microseconds; what is slower is counted in the sum and in +Inf only */
static const int64_t bucket_us[BUCKETS] = { 1000, 2500, 5000, 10000, 20000, 50000, 100000, 250000, 1000000, 5000000 };
static const char *const kind_name[KINDS] = { "page", "form", "file" };

struct meter {
	int64_t began;                  /* seconds since 1970 */
	_Atomic uint64_t workers, refused;
	_Atomic uint64_t answered[ROUTES_MOST + 1][CLASSES];
	_Atomic uint64_t error[CODES_MOST];
	struct { _Atomic uint64_t below[BUCKETS], n, us; } kind[KINDS];
};

static void count(_Atomic uint64_t *at, uint64_t by)
{
	atomic_fetch_add_explicit(at, by, memory_order_relaxed);
}

static unsigned long long read_count(const _Atomic uint64_t *at)
{
	return atomic_load_explicit(at, memory_order_relaxed);
}

struct meter *meter_new(void)
{
	struct meter *m = mmap(NULL, sizeof(*m), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert(web_n_routes <= ROUTES_MOST);
	if (m == MAP_FAILED)
		abort();
	m->began = os_now() / 1000;
	return m;
}

void meter_worker(struct meter *m)
{
	count(&m->workers, 1);
}

void meter_refused(struct meter *m)
{
	count(&m->refused, 1);
}

void meter_error(struct meter *m, enum err_code code)
{
	assert((int)code < CODES_MOST);
	count(&m->error[code], 1);
}

static int kind_of(int route)
{
	if (str_begins(web_routes[route].path, "/asset/") || str_equal(web_routes[route].path, "/healthz"))
		return 2;
	return str_equal(web_routes[route].method, "POST");
}

void meter_add(struct meter *m, int route, int status, int64_t us)
{
	int class = status / 100 < CLASSES ? status / 100 : 0;

	count(&m->answered[route < 0 ? ROUTES_MOST : route][class], 1);
	if (route < 0)
		return;
	int k = kind_of(route);
	count(&m->kind[k].n, 1);
	count(&m->kind[k].us, (uint64_t)(us < 0 ? 0 : us));
	for (int b = BUCKETS - 1; b >= 0 && us <= bucket_us[b]; b--)
		count(&m->kind[k].below[b], 1);
}

static void head(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_fmt(out, "# HELP unknot_%s %s\n# TYPE unknot_%s %s\n", name, help, name, type);
}

static void write_routes(const struct meter *m, struct buf *out)
{
	head(out, "requests_total", "counter", "Requests answered, by route and class of status.");
	for (int i = 0; i <= ROUTES_MOST; i++)
		for (int c = 0; c < CLASSES; c++)
			if (read_count(&m->answered[i][c]))
				buf_fmt(out, "unknot_requests_total{method=\"%s\",route=\"%s\",class=\"%dxx\"} %llu\n", i == ROUTES_MOST ? "" : web_routes[i].method,
					i == ROUTES_MOST ? "none" : web_routes[i].path, c, read_count(&m->answered[i][c]));
	head(out, "errors_total", "counter", "Pages that told of an error, by its code.");
	for (int i = 0; i < CODES_MOST; i++)
		if (read_count(&m->error[i]))
			buf_fmt(out, "unknot_errors_total{code=\"%s\"} %llu\n", err_name((enum err_code)i), read_count(&m->error[i]));
}

static void write_times(const struct meter *m, struct buf *out)
{
	head(out, "request_seconds", "histogram", "Time from the whole request to its whole answer, before it is sent.");
	for (int k = 0; k < KINDS; k++) {
		for (int b = 0; b < BUCKETS; b++)
			buf_fmt(out, "unknot_request_seconds_bucket{kind=\"%s\",le=\"%g\"} %llu\n", kind_name[k], (double)bucket_us[b] / 1e6,
				read_count(&m->kind[k].below[b]));
		buf_fmt(out, "unknot_request_seconds_bucket{kind=\"%s\",le=\"+Inf\"} %llu\n", kind_name[k], read_count(&m->kind[k].n));
		buf_fmt(out, "unknot_request_seconds_sum{kind=\"%s\"} %.6f\n", kind_name[k], (double)read_count(&m->kind[k].us) / 1e6);
		buf_fmt(out, "unknot_request_seconds_count{kind=\"%s\"} %llu\n", kind_name[k], read_count(&m->kind[k].n));
	}
}

static void write_folder(struct buf *out, const char *dir)
{
	static const char *const file[] = { "unknot.db", "unknot.db-wal" };
	char path[4096];
	struct statvfs v;
	struct stat st;

	head(out, "file_bytes", "gauge", "Size of the database and of its log.");
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, file[i]);
		if (stat(path, &st) == 0)
			buf_fmt(out, "unknot_file_bytes{file=\"%s\"} %lld\n", file[i], (long long)st.st_size);
	}
	head(out, "room_bytes", "gauge", "Room left on the disk of the data folder.");
	if (statvfs(dir, &v) == 0)
		buf_fmt(out, "unknot_room_bytes %llu\n", (unsigned long long)v.f_bavail * v.f_frsize);
}

void meter_write(const struct meter *m, struct buf *out, const char *knowledge, const char *dir)
{
	head(out, "info", "gauge", "Version of the program and SHA-256 of its knowledge.");
	buf_fmt(out, "unknot_info{version=\"%s\",knowledge=\"%s\"} 1\n", UNKNOT_VERSION, knowledge);
	head(out, "start_seconds", "gauge", "When the program started, in seconds since 1970.");
	buf_fmt(out, "unknot_start_seconds %lld\n", (long long)m->began);
	head(out, "workers_started_total", "counter", "Workers started; more than at the start means that some ended.");
	buf_fmt(out, "unknot_workers_started_total %llu\n", read_count(&m->workers));
	head(out, "refused_total", "counter", "Requests that could not be read.");
	buf_fmt(out, "unknot_refused_total %llu\n", read_count(&m->refused));
	write_routes(m, out);
	write_times(m, out);
	write_folder(out, dir);
}
