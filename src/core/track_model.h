/* core/track_model.h -- the state-space model under core/track.h.
 *
 * Each measure has a level, a slope and the day's deviation: level' = level + slope + w, slope' = kept times slope + v,
 * deviation' = memory times
 * deviation + u, answer = level + deviation + rounding.  w and v go together over the measures by `change`, u by `day`.  Mood and
 * sleep are turned round first, so that for all four 10 is worst.  Kalman filter (1960), Rauch-Tung-Striebel smoother (1965), local
 * linear trend (Harvey 1989); the levels at the start of the window ride along as further states (fixed-point smoothing), so that
 * the last step knows the joint distribution of then and now.
 */
#ifndef CORE_TRACK_MODEL_H
#define CORE_TRACK_MODEL_H

#include "core/track.h"

enum { TRACK_PARTS = 3, TRACK_STATES = TRACK_PARTS * TRACK_MEASURES };  /* state 3 k: level of measure k; slope; deviation */

/* What is particular to one person: SD of one day's answer, of a day's wander of the level. */
struct track_noise { double answer[TRACK_MEASURES], drift[TRACK_MEASURES]; };

/* Share of a slope that is left after a day. */
double track_slope_kept(const struct track_numbers *k);

/* fall: level then less level now, and its covariance; now: the level of the last day. */
struct track_change { double fall[TRACK_MEASURES], cov[TRACK_MEASURES][TRACK_MEASURES], now[TRACK_MEASURES]; };

/* The pair that explains a measure's days best, likelihood times what is known of people (a grid, MAP).  y: n days, 10 is worst. */
void track_judge(const struct track_numbers *k, const double *y, int n, double *answer, double *drift);

/* n >= 1 days, 10 is worst, NAN: missing, NULL: a measure without any; from: first day of the window, 0..n - 1.  Fills, per measure
 * and day, the smoothed mean and covariance of level, slope and deviation, and the change over the window. */
struct track_smoothed { double mean[TRACK_STATES], cov[TRACK_STATES][TRACK_STATES]; };
struct track_smoothed *track_smooth(struct arena *a, const struct track_numbers *k, const struct track_noise *noise,
	const double *const y[TRACK_MEASURES], int n, int from, struct track_change *change);

/* The change alone. */
void track_filter(const struct track_numbers *k, const struct track_noise *noise, const double *const y[TRACK_MEASURES], int n, int from,
	struct track_change *change);

#endif
