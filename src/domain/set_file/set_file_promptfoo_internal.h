#ifndef DOMAIN_SET_FILE_PROMPTFOO_INTERNAL_H
#define DOMAIN_SET_FILE_PROMPTFOO_INTERNAL_H

#include "domain/set_file/set_file_build_internal.h"

/* The tests of a configuration of promptfoo: {"tests": [{"description", "vars", "assert",
 * "metadata"}], "defaultTest"}, or the array of tests alone. What a case has besides is in the
 * test's metadata: id, expected, critical, note, origin, messages. */

bool set_file_promptfoo_is(const json_t *json);

void set_file_promptfoo_read(struct set_file_builder *builder, const json_t *json) NONNULL;

/* The configuration, which has no prompts and no providers. description: of all tests. */
json_t *set_file_promptfoo_write(struct arena *arena, const struct set_cases *cases,
                                 const char *description) NONNULL;

#endif
