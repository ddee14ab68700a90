#ifndef DATA_OFFLINE_ENTRY_INTERNAL_H
#define DATA_OFFLINE_ENTRY_INTERNAL_H

#include "data/offline/offline_set_internal.h"

/* Reads the records of the set from this place on, as many as can be read at once, makes their
 * entries, and adds what they refer to. One that may not be read, or is gone, has none: if another
 * refers to it, that is a problem of the set. *count: how many these were. */
MUST_USE enum err offline_entry_make(struct offline_set *set, int first, int *count) NONNULL;

#endif
