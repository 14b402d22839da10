/* core/hands.h -- the drawn picture of a hands-on technique as content: the part of the body, hands on it and their way, how firm it should feel.
 *
 * knowledge/hands.yaml, docs/knowledge.md.  The body is that of core/figure.h, of one pose or more; a window of it is seen.  Centimetres on the
 * picture of the right side as it is seen: x to the right, y up; a turn of 0 points up, 90 to the right.
 */
#ifndef CORE_HANDS_H
#define CORE_HANDS_H

#include "core/figure.h"

/* From where the body is seen.  SIGHT_SIDE is VIEW_SIDE, the others are VIEW_FRONT; SIGHT_SOLE: the sole of a foot instead of a body, its heel
 * at 0, 0 and its toes up. */
enum sight { SIGHT_FRONT, SIGHT_BACK, SIGHT_SIDE, SIGHT_SOLE };
/* What presses; the place of a hand is the middle of that.  GRIP_STEADY: a flat hand that only holds. */
enum grip { GRIP_PALM, GRIP_STEADY, GRIP_THUMB, GRIP_TIPS, GRIP_FIST, GRIP_FOREARM, GRIP_PINCH, GRIP_DEVICE, GRIP_PACK, GRIP_BALL, GRIP_COUNT };

struct hand_at { double x, y, turn; };
/* left: a left hand, its thumb to the right of it.  arm: where the arm comes from, against the hand; 0: straight behind it. */
struct hand { enum grip grip; bool left; double arm; struct hand_at at[FIGURE_POSES]; };
/* A word of the scale of 0 to 10 on which the client says how firm it feels. */
struct firm_word { int at; const char *word; };

#endif
