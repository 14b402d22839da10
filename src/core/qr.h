/* core/qr.h -- a QR code (ISO/IEC 18004, model 2): a text in bytes, then digits.
 *
 * Digits take three and a third bits each, so data written as digits lose next to nothing: a link whose long part is digits gives the smallest
 * picture.
 */
#ifndef CORE_QR_H
#define CORE_QR_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { QR_VERSIONS = 40, QR_SIDE_MOST = 177 };

/* How much of the picture may be lost: L about 7 %, for a code on a screen; M about 15 %, for one that may be printed and folded. */
enum qr_level { QR_L, QR_M, QR_LEVELS };

struct qr {
	int version, side, mask;        /* 1 to 40; 17 + 4 * version modules; 0 to 7 */
	uint8_t dark[QR_SIDE_MOST * QR_SIDE_MOST];      /* row by row, 1: dark */
};

/* text: any bytes; digits: 0 to 9 alone, or "".  Takes the smallest version that holds both and the mask with the least penalty.  False when
 * it does not fit into the largest, or when a digit is none. */
bool qr_make(enum qr_level level, const char *text, const char *digits, struct qr *out);

#endif
