/* web/view_client.h -- what the client's pages show. */
#ifndef WEB_VIEW_CLIENT_H
#define WEB_VIEW_CLIENT_H

#include "web/view.h"

#endif
