#ifndef DATA_PROMPT_REACH_H
#define DATA_PROMPT_REACH_H

#include "data/listing/record_brief.h"
#include "data/prompt/prompt_shape.h"
#include "data/record/record_source.h"

/* The prompts that a version of a record refers to, directly and through others, read in one
 * question along its links. Whoever resolves references looks here first, and asks for what is
 * missing: what is very long, beyond the limit, or has the name of something that is gone. */

struct prompt_reached {
    struct record_brief brief; /* without facet and archived_at */
    const char *key;           /* of its name */
    int64_t version;           /* that was read with its content; 0: none */
};

struct prompt_reach {
    struct db *db;
    struct uuid organization_id;
    struct prompt_reached *items; /* a prompt may be there with several versions */
    struct db_result rows;
};

/* Asks ahead (query_ahead) for what prompt_reach_load reads. */
void prompt_reach_ahead(struct db *db, const struct record_source *source) NONNULL;

/* Asks nobody: what a prompt says is for those who may read it. */
MUST_USE enum err prompt_reach_load(struct db *db, const struct record_source *source,
                                    struct prompt_reach *reach) NONNULL;

/* The prompt with this key of a name, or this id; NULL: it was not reached. */
const struct prompt_reached *prompt_reach_find(const struct prompt_reach *reach,
                                               const char *key) NONNULL;
const struct prompt_reached *prompt_reach_get(const struct prompt_reach *reach,
                                              const struct uuid *id) NONNULL;

/* The content of a version. ERR_NOT_FOUND if it was not read. */
MUST_USE enum err prompt_reach_open(const struct prompt_reach *reach, const struct uuid *id,
                                    int64_t version, struct prompt_content *content) NONNULL;

#endif
