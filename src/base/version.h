/* base/version.h -- what this program calls itself. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H
#define UNKNOT_VERSION "0.1.0"
#ifndef UNKNOT_BUILD
#define UNKNOT_BUILD "1"        /* the Makefile gives a hash of the assets, so that a changed file has a new ETag */
#endif
#endif
