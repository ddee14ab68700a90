#ifndef BASE_KEYED_HASH_H
#define BASE_KEYED_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* The hash of every table whose keys a user chooses: SipHash-2-4 (J.-P. Aumasson, D. J. Bernstein,
 * "SipHash: a fast short-input PRF", 2012) under a random key of this process, so that nobody can
 * look for names that fall together. Not for what is stored, or compared between processes. */
uint64_t keyed_hash(const void *bytes, size_t len) NONNULL;

#endif
