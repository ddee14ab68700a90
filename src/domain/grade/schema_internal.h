#ifndef DOMAIN_GRADE_SCHEMA_INTERNAL_H
#define DOMAIN_GRADE_SCHEMA_INTERNAL_H

#include "base/pattern.h"
#include "domain/json_path.h"

/* What the files of JSON Schema share: schema_read.c says which schemas can be used, schema_match.c
 * walks a value, and the keywords are in schema_scalar.c and schema_parts.c. */

struct schema_reader {
    struct arena *arena;
    const json_t *root;
    json_t *references;  /* those that were followed: an object */
    const char *problem; /* the first one; NULL */
};

typedef void schema_read_fn(struct schema_reader *reader, const struct json_path *path,
                            const json_t *rule);

/* A pattern of a schema, compiled once. */
struct schema_pattern {
    const struct schema_pattern *next;
    const char *source;
    const struct pattern *pattern;
};

struct schema_matcher {
    struct arena *arena;
    const json_t *root;
    const char *whole; /* "The answer" */
    int effort;        /* what is left of it */
    int pattern_effort;
    int depth;
    bool has_given_up; /* over the effort or the depth: nothing is proven any more */
    bool is_quiet;     /* nobody reads the reason */
    const char *reason;
    int reason_depth; /* how long its path is */
    const struct schema_pattern *patterns;
};

/* A value, where it is, and the schema that one of its keywords is of. */
struct schema_place {
    const json_t *schema;
    const json_t *value;
    const struct json_path *path;
};

/* Does the value satisfy the rule that a keyword gives? */
typedef bool schema_match_fn(struct schema_matcher *matcher, const struct schema_place *place,
                             const json_t *rule);

struct schema_keyword {
    const char *name;
    schema_read_fn *read;
    schema_match_fn *match; /* NULL: it describes, or another keyword looks at it */
};

/* In the table of schema_match.c; NULL if there is none of this name. */
const struct schema_keyword *schema_keyword_find(const char *name) NONNULL;

/* ---- reading ---- */

schema_read_fn schema_read_schema, schema_read_schemas, schema_read_map, schema_read_pattern_map,
    schema_read_type, schema_read_names, schema_read_list, schema_read_anything, schema_read_text,
    schema_read_number, schema_read_step, schema_read_count, schema_read_flag, schema_read_pattern,
    schema_read_format, schema_read_reference;

/* ---- matching ---- */

/* The value at this place has a schema, at another place or of another keyword. */
bool schema_apply(struct schema_matcher *matcher, const json_t *schema, const json_t *value,
                  const struct json_path *path) __attribute__((nonnull(1, 4)));

/* The same without its reason. */
bool schema_apply_quietly(struct schema_matcher *matcher, const json_t *schema,
                          const struct schema_place *place) __attribute__((nonnull(1, 3)));

/* Gives a reason, which goes on after the place, "must be …", and false. */
bool schema_refuse(struct schema_matcher *matcher, const struct json_path *path, const char *format,
                   ...) PRINTF(3, 4);

/* Takes from the effort. False: there is none left. */
bool schema_spend(struct schema_matcher *matcher, size_t effort) NONNULL;

/* Is the pattern somewhere in a text? */
bool schema_has_pattern(struct schema_matcher *matcher, const char *source,
                        const json_t *text) NONNULL;

/* What $ref names in a document: a schema in it; NULL if it has none there. */
const json_t *schema_referred(struct arena *arena, const json_t *root,
                              const char *reference) NONNULL;

/* The pattern of a format, "date-time"; NULL if it is not known. "ipv6" has an empty one. */
const char *schema_format_pattern(const char *format) NONNULL;

/* Are two values equal, as JSON Schema has it (1 is 1.0)? */
bool schema_is_same(struct schema_matcher *matcher, const json_t *a, const json_t *b)
    __attribute__((nonnull(1)));

/* Scalars. */
schema_match_fn schema_match_type, schema_match_enum, schema_match_const, schema_match_minimum,
    schema_match_maximum, schema_match_above, schema_match_below, schema_match_step,
    schema_match_min_length, schema_match_max_length, schema_match_pattern, schema_match_format;

/* Objects, arrays, and schemas that are made of others. */
schema_match_fn schema_match_properties, schema_match_pattern_properties, schema_match_additional,
    schema_match_names, schema_match_required, schema_match_min_members, schema_match_max_members,
    schema_match_items, schema_match_prefix, schema_match_contains, schema_match_min_items,
    schema_match_max_items, schema_match_unique, schema_match_all, schema_match_any,
    schema_match_one, schema_match_not, schema_match_if, schema_match_reference;

#endif
