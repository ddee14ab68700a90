#ifndef DOMAIN_SET_FILE_ASSERT_INTERNAL_H
#define DOMAIN_SET_FILE_ASSERT_INTERNAL_H

#include "domain/set_file/set_file_build_internal.h"

/* Assertions of promptfoo and our checks. A check that promptfoo has no assertion for is written as
 * one in JavaScript; what an assertion can't say of it is in config.rostrum, and is read from
 * there.
 */

/* The check of an assertion; NULL, and a note, if there is none. */
json_t *set_file_assert_read(struct set_file_builder *builder, const char *place,
                             const json_t *assertion) __attribute__((nonnull(1, 2)));

/* The assertion of a check of a case that expects this text (NULL: none). In the arena. */
json_t *set_file_assert_write(struct arena *arena, json_t *check, const char *expected)
    __attribute__((nonnull(1, 2)));

#endif
