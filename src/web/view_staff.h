/* web/view_staff.h -- what the therapist's pages show. */
#ifndef WEB_VIEW_STAFF_H
#define WEB_VIEW_STAFF_H

#include "web/view.h"

#endif
