#ifndef DATA_OFFLINE_PIN_INTERNAL_H
#define DATA_OFFLINE_PIN_INTERNAL_H

#include "data/offline/offline_set_internal.h"

/* Adds the versions that are pinned, "KIND:NAME@VERSION" a line. ERR_INVALID, with the set's
 * problem, for a line that is none, or that names what the actor may not read or is not there. */
MUST_USE enum err offline_pin_add(struct offline_set *set, const char *pins) NONNULL;

#endif
