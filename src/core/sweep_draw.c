#include "core/sweep_draw.h"
bool reason_draw(struct arena *a, struct sweep *s, const struct effort *effort, struct posterior *out, struct err *err){(void)a;(void)s;(void)effort;(void)out;return fail(err,ERR_LIMIT,"x","wide %g",s->cost);}
