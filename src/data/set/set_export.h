#ifndef DATA_SET_EXPORT_H
#define DATA_SET_EXPORT_H

#include "data/set/set.h"

/* Leaves the event "set.export" with version and format for a set that was loaded whole, before its
 * cases are given away. ERR_DENIED for who may not read it. */
MUST_USE enum err set_export_note(struct db *db, const struct actor *actor, const struct set *set,
                                  const char *format) NONNULL;

#endif
