#ifndef DOMAIN_BUNDLE_OPEN_H
#define DOMAIN_BUNDLE_OPEN_H

#include "domain/transfer/bundle.h"

/* Reads the outline of a document of any format that is understood. ERR_INVALID with a sentence for
 * what is none of them, is not UTF-8, or too large. Everything is owned by the arena. */
MUST_USE enum err bundle_open(struct arena *arena, const char *text, size_t len,
                              struct bundle *bundle, const char **problem) NONNULL;

/* The formats that are understood: the name of one and what it is, in static storage. False behind
 * the last. */
MUST_USE bool bundle_format(int index, const char **name, const char **what) NONNULL;

#endif
