#ifndef CORE_SWEEP_DRAW_H
#define CORE_SWEEP_DRAW_H
#include "core/sweep.h"
bool reason_draw(struct arena *a, struct sweep *s, const struct effort *effort, struct posterior *out, struct err *err);
#endif
