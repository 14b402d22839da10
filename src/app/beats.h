/* app/beats.h -- recordings from files: intervals between beats, or a sampled signal.
 *
 * Readers take the bytes of a file and refuse with line, column or field what they cannot be sure of.  Gaps stay gaps: BEAT_CUT marks the
 * interval that does not follow the one before it.
 */
#ifndef APP_BEATS_H
#define APP_BEATS_H

#include "base/err.h"
#include "core/bio_beats.h"

enum { RECORDING_VALUES_MOST = 4000000, RECORDING_BEATS_MOST = 1000000, RECORDING_DAYS_MOST = 8 };
#define INTERVAL_MOST 10000.0   /* ms: beyond it a pause of the recorder, no interval */

enum recorded { RECORDED_BEATS, RECORDED_ECG, RECORDED_PPG, RECORDED_EMG, RECORDED_OTHER };

struct told { double at, lasts; const char *text; };    /* an annotation: s, s (0: not given), UTF-8 */

struct recording {
	enum recorded what;
	const char *format;             /* "text", "CSV", "OpenHRV", "WFDB annotation", "EDF", "EDF+" */
	const char *unit;               /* of the beats in the file: "ms", "s", "1/1024 s", "samples"; of samples as the file says */
	const char *name;               /* of the column or signal; "" when it has none */
	int n;
	double *value;                  /* beats: ms, each above 0 and at most INTERVAL_MOST; samples: in the unit of the file */
	unsigned char *mark;            /* beats and samples: BEAT_CUT where a gap comes before; else 0 */
	double rate;                    /* samples a second; 0 for beats that came as intervals */
	int other_beats;                /* annotated as something else than normal; -1: the file does not tell */
	struct told *told; int n_told;  /* EDF+ */
};

/* What the user says where the file does not. */
struct beats_asked {
	const char *unit;               /* "ms", "s", "1/1024"; NULL: by the header, else by the size of the middle value */
	const char *signal;             /* name of a column or signal; NULL: the first that fits */
	bool what_given;
	enum recorded what;             /* what a column of unknown name holds */
	double rate;                    /* samples a second, 0: not said */
};

/* One value a line, or columns with a header (rr, ibi, nn, interval; ecg, ppg, emg); blank, ',', ';' or tab between; '#' and '%' are
 * remarks.  A decimal comma is taken where ';', a tab or blanks separate.  A column of times in s or ms shows gaps.  An event log with
 * event,value,timestamp (OpenHRV) is taken too.  1/1024 s is taken only when the header or the user says so: it cannot be told from
 * milliseconds.  ERR_INPUT, ERR_TOO_LARGE. */
MUST_USE bool beats_text(struct arena *a, const char *text, size_t n, const struct beats_asked *asked, struct recording *out,
	struct err *err);

/* Annotations of WFDB (MIT format); ticks of `rate` a second.  Only annotations of beats count. */
MUST_USE bool beats_wfdb(struct arena *a, const char *bytes, size_t n, double rate, struct recording *out, struct err *err);
/* The rate a WFDB header file names. */
MUST_USE bool beats_wfdb_rate(const char *text, size_t n, double *rate, struct err *err);

/* EDF and EDF+ (continuous or not), 16 bits.  Takes the signal asked for, or the first ECG, PPG or EMG by its label, or the only one. */
MUST_USE bool beats_edf(struct arena *a, const char *bytes, size_t n, const struct beats_asked *asked, struct recording *out,
	struct err *err);

/* By the first bytes and what was asked: EDF, or text.  WFDB cannot be told by its bytes: the caller goes by the name. */
MUST_USE bool beats_any(struct arena *a, const char *bytes, size_t n, const struct beats_asked *asked, struct recording *out,
	struct err *err);

/* By the words of a label: "ECG", "EKG", "PPG", "pleth", "pulse", "EMG". */
enum recorded recorded_as(const char *label);

/* A sampled ECG or PPG becomes beats (core/bio_filter.h), each stretch between gaps for itself; the rate stays for the report.  ERR_INPUT
 * when it is sampled too coarsely or fewer than two beats are found.  rate of samples is kept. */
MUST_USE bool beats_found(struct arena *a, struct recording *r, struct err *err);

/* Not more than RECORDING_BEATS_MOST beats and RECORDING_DAYS_MOST days; for the readers. */
MUST_USE bool beats_within(const struct recording *r, struct err *err);

/* Intervals that are none cut the series.  For the readers: appends to value and mark, which have room. */
void beats_put(struct recording *r, double ms, bool *cut);

#endif
