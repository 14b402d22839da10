/* core/share.h -- some of many, with what the true share could be.
 *
 * Interval of 95 percent by the score method (Wilson 1927, doi 10.1080/01621459.1927.10502953): never outside 0 to 1, and right for none
 * and for all.
 */
#ifndef CORE_SHARE_H
#define CORE_SHARE_H

struct share { int n, of; double at, low, high; };      /* at, low, high: 0..1; 0, 0, 1 when of is 0 */

/* 0 <= n <= of. */
struct share share_of(int n, int of);

#endif
