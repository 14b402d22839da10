/* core/bio_muscle.c -- lines, rate, rest, practice, bending. */
#include "core/bio_muscle.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SETTLE 0.5              /* s: filters */
#define RECENT 4.0              /* s in which lines are judged */
#define SILENCE 2.0             /* s */
#define GARBAGE 0.1             /* share of lines */
#define AGREES 0.1              /* share by which a rate that was chosen may be off */
#define FLAT 1e-9               /* envelope over the size of the samples */

enum { LINES_LEAST = 20 };

bool muscle_sample(const char *line, double *out)
{
	char *end;

	while (*line == ' ' || *line == '\t')
		line++;
	/* strtod knows words and hexadecimal too: a sample has neither */
	if (!*line || strspn(line, "+-.0123456789") == 0)
		return false;
	size_t n = strcspn(line, ",; \t");
	if (strspn(line, "+-.0123456789eE") < n)
		return false;
	*out = strtod(line, &end);
	return end == line + n && fabs(*out) <= 1e9;
}

static void count_anew(struct muscle_count *c, double now)
{
	*c = (struct muscle_count){ .from = now };
}

static void line_anew(struct muscle_session *m, double now)
{
	m->n = -1;
	m->settled = -1;
	count_anew(&m->count, (double)NAN);
	count_anew(&m->recent, now);
}

static void enter(struct muscle_session *m, enum muscle_stage stage)
{
	m->stage = stage;
	m->at = 0;
	m->sum = 0;
}

void muscle_begin(struct muscle_session *m, const struct bio_numbers *k, double now, double rate, double mains)
{
	assert(rate == 0 || (rate >= EMG_RATE_LEAST && rate <= EMG_RATE_MOST));
	*m = (struct muscle_session){ .k = k, .asked = rate, .mains = mains, .target = k->muscle_target, .heard = now, .bend_ratio = (double)NAN,
		.rise_ratio = (double)NAN };
	line_anew(m, now);
}

void muscle_lost(struct muscle_session *m, double now)
{
	line_anew(m, now);
	m->heard = now;
	if (m->stage == MUSCLE_BENDING)
		enter(m, MUSCLE_PRACTISING);
}

void muscle_target(struct muscle_session *m, double share)
{
	if (share > 0)
		m->target = share;
}

void muscle_again(struct muscle_session *m)
{
	if (m->stage > MUSCLE_RESTING)
		enter(m, MUSCLE_RESTING);
}

void muscle_bend(struct muscle_session *m)
{
	if (m->stage != MUSCLE_PRACTISING)
		return;
	enter(m, MUSCLE_BENDING);
	m->phase = 0;
	memset(m->part, 0, sizeof(m->part));
	memset(m->counts, 0, sizeof(m->counts));
}

/* ---- samples ---- */

static void rest(struct muscle_session *m)
{
	m->sum += m->env;
	if ((double)m->at < m->k->muscle_rest * m->rate)
		return;
	double mean = m->sum / (double)m->at;
	m->fault = mean > FLAT * fmax(1, fabs(m->zero)) ? MUSCLE_FINE : MUSCLE_FLAT;
	if (m->fault == MUSCLE_FINE)
		m->rest = mean;
	enter(m, m->fault == MUSCLE_FINE ? MUSCLE_PRACTISING : MUSCLE_RESTING);
}

static void practise(struct muscle_session *m)
{
	m->practised++;
	m->tension += m->env;
	m->below += m->env <= m->target * m->rest;
}

/* The first second of a phase is on the way to it: it counts for nothing where a mean is taken. */
static void bend(struct muscle_session *m)
{
	struct emg_part *p = &m->part[m->phase];

	p->high = fmax(p->high, m->env);
	if ((double)m->at > m->k->muscle_late * m->rate) {
		p->mean += m->env;
		m->counts[m->phase]++;
	}
	if ((double)m->at < m->k->muscle_phase * m->rate)
		return;
	m->at = 0;
	if (++m->phase < MUSCLE_PHASES)
		return;
	for (int i = 0; i < MUSCLE_PHASES; i++)
		m->part[i].mean /= (double)m->counts[i];
	m->bend_ratio = m->part[1].high / m->part[2].mean;
	m->rise_ratio = m->part[3].high / m->part[2].mean;
	enter(m, MUSCLE_PRACTISING);
}

static void sample(struct muscle_session *m, double x)
{
	m->last = x;
	if (m->stage == MUSCLE_COUNTING)
		return;
	if (m->settled < 0) {
		emg_begin(&m->emg, m->rate, m->mains);
		m->zero = x;
		m->settled = 0;
	}
	m->env = emg_next(&m->emg, x - m->zero);
	if ((double)++m->settled < SETTLE * m->rate)
		return;
	m->at++;
	if (m->stage == MUSCLE_RESTING)
		rest(m);
	else if (m->stage == MUSCLE_PRACTISING)
		practise(m);
	else
		bend(m);
}

/* ---- lines ---- */

static void end_line(struct muscle_session *m)
{
	double x;

	m->line[m->n] = '\0';
	if (!m->line[strspn(m->line, " \t")])
		return;
	bool good = muscle_sample(m->line, &x);
	m->count.good += good;
	m->count.bad += !good;
	m->recent.good += good;
	m->recent.bad += !good;
	sample(m, good ? x : m->last);
}

static void take(struct muscle_session *m, char c)
{
	if (c == '\n' || c == '\r') {
		if (m->n >= 0)
			end_line(m);
		m->n = 0;
		return;
	}
	if (m->n < 0)
		return;
	m->line[m->n++] = c ? c : '?';
	if (m->n < MUSCLE_LINE - 1)
		return;
	end_line(m);            /* too long for a number: once for all of it */
	m->n = -1;
}

static void judge(struct muscle_session *m, double now)
{
	int lines = m->recent.good + m->recent.bad;

	if (now - m->recent.from < RECENT)
		return;
	bool garbage = m->recent.bad > GARBAGE * lines || lines < LINES_LEAST;
	if (garbage || m->fault == MUSCLE_GARBAGE)
		m->fault = garbage ? MUSCLE_GARBAGE : MUSCLE_FINE;
	count_anew(&m->recent, now);
}

/* Bytes come in heaps: what came with the first one began before it. */
static void count_rate(struct muscle_session *m, double now)
{
	if (isnan(m->count.from)) {
		count_anew(&m->count, now);
		return;
	}
	double seconds = now - m->count.from;
	if (seconds < m->k->muscle_count || m->stage != MUSCLE_COUNTING)
		return;
	m->counted = (m->count.good + m->count.bad) / seconds;
	bool off = m->asked > 0 && fabs(m->counted / m->asked - 1) > AGREES, garbage = m->count.bad > GARBAGE * (m->count.good + m->count.bad);
	m->fault = garbage || !m->count.good ? MUSCLE_GARBAGE : m->counted < EMG_RATE_LEAST ? MUSCLE_SLOW : m->counted > EMG_RATE_MOST ? MUSCLE_FAST :
		off ? MUSCLE_OTHER_RATE : MUSCLE_FINE;
	count_anew(&m->count, now);
	if (m->fault != MUSCLE_FINE)
		return;
	m->rate = m->asked > 0 ? m->asked : m->counted;
	m->settled = -1;
	enter(m, MUSCLE_RESTING);
}

void muscle_bytes(struct muscle_session *m, double now, const char *at, size_t n)
{
	if (now - m->heard > SILENCE)           /* what was missed is not counted */
		muscle_lost(m, now);
	m->heard = now;
	for (size_t i = 0; i < n; i++)
		take(m, at[i]);
	count_rate(m, now);
	judge(m, now);
}

struct muscle_told muscle_now(const struct muscle_session *m, double now)
{
	const double none = (double)NAN;
	struct muscle_told t = { .stage = m->stage, .fault = now - m->heard > SILENCE ? MUSCLE_SILENT : m->fault, .phase = m->phase,
		.rate = m->counted > 0 ? m->counted : none, .left = none, .level = none, .below = none, .mean = none, .bend_ratio = m->bend_ratio,
		.rise_ratio = m->rise_ratio };

	if (m->stage == MUSCLE_COUNTING)
		t.left = m->k->muscle_count - (isnan(m->count.from) ? 0 : now - m->count.from);
	else if (m->stage != MUSCLE_PRACTISING)
		t.left = (m->stage == MUSCLE_RESTING ? m->k->muscle_rest : m->k->muscle_phase) - (double)m->at / m->rate;
	if (m->stage != MUSCLE_PRACTISING)
		t.left = fmax(0, t.left);
	if (m->rest > 0 && m->stage > MUSCLE_RESTING && (double)m->settled >= SETTLE * m->rate)
		t.level = m->env / m->rest;
	if (m->practised > 0) {
		t.seconds = (double)m->practised / m->rate;
		t.below = (double)m->below / (double)m->practised;
		t.mean = m->tension / (double)m->practised / m->rest;
	}
	return t;
}
