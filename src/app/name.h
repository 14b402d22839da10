/* app/name.h -- names compared as people read them: without capitals and without accents, in any script ("muller" finds "Müller").
 *
 * Unicode 15's decomposition and case folding, through GLib.  What is not UTF-8 is compared byte by byte.
 */
#ifndef APP_NAME_H
#define APP_NAME_H

#include <stdbool.h>

/* Does the name hold this part?  Nothing is held by every name. */
bool name_holds(const char *name, const char *part);
/* < 0, 0, > 0 for a list in this order; 0 for the same letters only. */
int name_order(const char *a, const char *b);
/* The same name, but for capitals and accents. */
bool name_same(const char *a, const char *b);

#endif
