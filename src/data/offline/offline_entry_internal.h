#ifndef DATA_OFFLINE_ENTRY_INTERNAL_H
#define DATA_OFFLINE_ENTRY_INTERNAL_H

#include "data/offline/offline_set_internal.h"

/* Reads the record at this place of the set, makes its entry, and adds what it refers to. One that
 * may not be read, or is gone, has none: if another refers to it, that is a problem of the set. */
MUST_USE enum err offline_entry_make(struct offline_set *set, int index) NONNULL;

#endif
