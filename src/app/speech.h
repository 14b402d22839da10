/* app/speech.h -- the lines of a practice as sound: recorded by the practice itself, else spoken by espeak-ng where it is installed.
 *
 * DIR/recordings/ITEM/N.mp3, .ogg or .wav (N from 1): a recording of one line, put there by the practice; the program only reads.
 * DIR/speech/HASH.wav: a line spoken once by espeak-ng (GPL, a program of its own, run without a shell) and kept; the hash is that
 * of the words, so a changed line is spoken anew.  The folder may be deleted at any time.
 */
#ifndef APP_SPEECH_H
#define APP_SPEECH_H

#include "base/arena.h"
#include "base/err.h"

#include <stddef.h>

struct sound { const char *type; const char *at; size_t n; };

/* The full path of espeak-ng on the search path; NULL when it is not installed. */
const char *speech_program(struct arena *a);

/* Is there a recording of this line?  `item` must be an id of the knowledge, `line` counts from 1. */
bool speech_recorded(struct arena *a, const char *dir, const char *item, int line);

/* The recording, else the line as `program` (NULL: none) speaks it, at most SPEECH_SECONDS of waiting.  ERR_MISSING when there is neither,
 * ERR_STORE when the program failed or the folder cannot be written.  The bytes live in the arena. */
enum { SPEECH_SECONDS = 10 };
MUST_USE bool speech_line(struct arena *a, const char *dir, const char *program, const char *item, int line, const char *words, struct sound *out,
	struct err *err);

#endif
