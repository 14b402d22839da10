/* base/version.h -- what this program calls itself. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H
#define UNKNOT_VERSION "0.1.0"
#endif
