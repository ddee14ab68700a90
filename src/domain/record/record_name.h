#ifndef DOMAIN_RECORD_NAME_H
#define DOMAIN_RECORD_NAME_H

#include "base/arena.h"

enum { RECORD_NAME_MAX = 200 /* characters */ };

/* The rules for the name of a record: 1 to 200 characters without any of the faults of names
 * (name.h) and without | < >, which the references use or HTML readers trip over; and, because /
 * makes folders, no leading, trailing or double /, and nothing blank, no . and no .. between them.
 * ERR_INVALID sets *problem to a sentence for the person, in static storage. */
MUST_USE enum err record_name_check(const char *name, const char **problem) NONNULL;

/* The same for what a person typed: *name is as it is stored, normalized, owned by the arena. */
MUST_USE enum err record_name_parse(struct arena *arena, const char *typed, const char **name,
                                    const char **problem) NONNULL;

/* The folder of a valid name: what stands before the last /, "" if there is none. Owned by the
 * arena. */
MUST_USE char *record_name_folder(struct arena *arena, const char *name) NONNULL;

/* What stands after its last /, within name; the whole of it if there is none. */
MUST_USE const char *record_name_leaf(const char *name) NONNULL;

#endif
