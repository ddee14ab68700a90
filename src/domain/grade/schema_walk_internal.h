#ifndef DOMAIN_GRADE_SCHEMA_WALK_INTERNAL_H
#define DOMAIN_GRADE_SCHEMA_WALK_INTERNAL_H

#include "domain/grade/schema_shape_internal.h"

/* NULL if there is none of this name. */
const struct schema_keyword *schema_keyword_find(const struct schema_keywords *keywords,
                                                 const char *name) NONNULL;

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

#endif
