/* app/report_biosignal.h -- a recording of heart beats or of a muscle, told: JSON for programs, a page for people. */
#ifndef APP_REPORT_BIOSIGNAL_H
#define APP_REPORT_BIOSIGNAL_H

#include "app/beats.h"
#include "base/json.h"
#include "core/bio_emg.h"
#include "core/bio_live.h"

/* resonance: NULL without steps. */
const char *report_biosignal(struct arena *a, const struct bio_numbers *k, const struct recording *r, const struct biosignal *b,
	const struct resonance *resonance);
const char *report_biosignal_text(struct arena *a, const struct bio_numbers *k, const struct recording *r, const struct biosignal *b,
	const struct resonance *resonance);

/* Its object "resonance" in a document under way. */
void report_resonance(struct json_out *j, const struct resonance *r);

const char *report_emg(struct arena *a, const struct recording *r, const struct emg_told *t);
const char *report_emg_text(struct arena *a, const struct recording *r, const struct emg_told *t);

/* "low", "middle", "high": our own scale of coherence. */
const char *coherence_level(const struct bio_numbers *k, double ratio);

#endif
