#ifndef DOMAIN_SECRET_REFERENCE_H
#define DOMAIN_SECRET_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

/* Texts that name a credential in place of holding one. A reference is ${NAME} (also ${input:key},
 * ${secret:NAME}), $NAME, %NAME%, {{name}}, <name>, or {"secret": "NAME"} within a text. A name
 * that itself looks drawn at random is no name, and ${NAME:-value} has a value. */

/* How many bytes the reference has that a text begins with; 0 if it begins with none. */
size_t secret_reference_len(const char *text, size_t len) __attribute__((nonnull(1)));

/* Whether something stays, once references are taken out, that looks drawn at random: an opaque key
 * of any service. Words, numbers, dates, versions and UUIDs do not. Where a credential is to be
 * expected (is_expected) shorter ones count, and UUIDs, long numbers and long words as well. */
bool secret_is_opaque(const char *text, size_t len, bool is_expected) __attribute__((nonnull(1)));

#endif
