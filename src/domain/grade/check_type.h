#ifndef DOMAIN_GRADE_CHECK_TYPE_H
#define DOMAIN_GRADE_CHECK_TYPE_H

#include "domain/grade/grade_subject.h"

/* THE table of checks: forms, help, files and the grader walk it. */

enum check_value {
    CHECK_NOTHING,  /* it has no value */
    CHECK_ANY_TEXT, /* a text, which may be empty */
    CHECK_TEXT,
    CHECK_TEXTS,   /* an array of 1 to CHECK_TEXTS_MAX texts */
    CHECK_PATTERN, /* a regular expression, base/pattern.h */
    CHECK_SCHEMA,  /* a JSON Schema, domain/grade/schema.h */
    CHECK_SCHEMA_OR_NOTHING,
    CHECK_DURATION, /* milliseconds */
    CHECK_COST,     /* in the endpoint's currency */
};

enum { CHECK_TEXTS_MAX = 100 };

/* NULL if the answer passes, or else the reason: a sentence in the arena. */
typedef const char *check_fn(struct arena *arena, const json_t *check,
                             const struct grade_subject *subject);

struct check_type {
    const char *name;  /* "contains_any": in JSON */
    const char *title; /* "Contains any of": in forms */
    const char *hint;  /* what its value is, a sentence for people */
    enum check_value value;
    bool may_ignore_case; /* takes "ignore_case" */
    bool may_name_tool;   /* takes "tool" */
    check_fn *look;
};

enum { CHECK_TYPE_COUNT = 12 };
extern const struct check_type check_types[CHECK_TYPE_COUNT];

/* NULL if there is none of this name. */
const struct check_type *check_type_find(const char *name) NONNULL;

#endif
