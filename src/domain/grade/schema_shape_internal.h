#ifndef DOMAIN_GRADE_SCHEMA_SHAPE_INTERNAL_H
#define DOMAIN_GRADE_SCHEMA_SHAPE_INTERNAL_H

#include "base/pattern.h"
#include "domain/json_path.h"

/* What the files of JSON Schema share: schema_read.c says which schemas can be used, schema_walk.c
 * walks a value, schema_scalar.c and schema_parts.c look at what keywords say of it, and schema.c
 * has the table of the keywords. */

struct schema_keywords;

struct schema_reader {
    struct arena *arena;
    const json_t *root;
    const struct schema_keywords *keywords;
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
    const struct schema_keywords *keywords;
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

struct schema_keywords {
    const struct schema_keyword *items;
    size_t count;
};

#endif
