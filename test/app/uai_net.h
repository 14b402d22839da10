/* test/app/uai_net.h -- a network read from the text of a file, and numbers compared. */
#ifndef TEST_APP_UAI_NET_H
#define TEST_APP_UAI_NET_H

#include "support.h"

#include "app/uai.h"

#include <math.h>

#include "one_arena.h"

enum { FILE_MOST = 1 << 20 };

static inline struct uai_net read_net(const char *text, struct uai *uai)
{
	struct uai_net net;
	struct err err = { 0 };

	if (!uai_read(a, text, strlen(text), uai, &err) || !uai_to_net(a, uai, &net, &err))
		fail_msg("%s\n%s", err_line(a, &err), text);
	return net;
}

static inline void assert_as(double have, double want, const char *text)
{
	if (!(fabs(have - want) <= 1e-10 * want + 1e-300))
		fail_msg("%.17g instead of %.17g in\n%s", have, want, text);
}

#endif
