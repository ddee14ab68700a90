#ifndef CLI_WATCH_H
#define CLI_WATCH_H

#include <stdbool.h>

#include "base/err.h"

/* Commands that go on until they are asked to end. */

/* From now on SIGTERM and SIGINT ask for the end, and whoever closes a connection that is written
 * to ends nothing. ERR_UNAVAILABLE if that can't be set. */
MUST_USE enum err watch_begin(void);
bool watch_is_over(void);

/* Waits so many milliseconds, or until the end is asked for. */
void watch_wait_ms(long ms);

#endif
