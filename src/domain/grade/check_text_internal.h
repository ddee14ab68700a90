#ifndef DOMAIN_GRADE_CHECK_TEXT_INTERNAL_H
#define DOMAIN_GRADE_CHECK_TEXT_INTERNAL_H

#include "domain/grade/check_type.h"

/* Checks of what an answer says. Texts are compared in NFC, so that it does not matter how an
 * accent is composed; with "ignore_case" as unicode_fold(UNICODE_SAME) has them. */
check_fn check_equals, check_contains, check_contains_any, check_contains_all, check_contains_not,
    check_matches, check_starts_with;

/* Compares with a text after trimming both. */
const char *check_text_equals(struct arena *arena, const char *value, bool ignores_case,
                              const char *output) NONNULL;

/* At most 80 characters of a text in quotation marks. In the arena. */
const char *check_quote(struct arena *arena, const char *text) NONNULL;

#endif
