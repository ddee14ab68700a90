#ifndef DATA_IMPORT_STEP_INTERNAL_H
#define DATA_IMPORT_STEP_INTERNAL_H

#include "base/buf.h"
#include "data/edit/record_save.h"
#include "data/record/record_head.h"
#include "data/record/work.h"
#include "data/transfer/import_store_internal.h"

/* A record of the document while it is checked or applied, and what the planning of prompts, agents
 * and teams shares. */

/* What others want to know of a record that the document brings. */
struct import_brought {
    bool is_known;
    bool is_readable;
    bool is_chat;
    int64_t *numbers; /* of its versions, rising */
    int count;
};

/* A record and the rest of the document, while it is checked or applied. What was asked of a
 * document once is kept, so that a record that everyone refers to is not read again for each. */
struct import_step {
    struct work work;
    const struct import *import;
    const struct bundle *bundle;
    json_t *known;                  /* versions of records that are here: see import_known() */
    struct import_brought *brought; /* by place */
};

/* What is kept is in the arena of the bundle. */
void import_step_open(struct import_step *step, struct work work, const struct import *import,
                      const struct bundle *bundle) NONNULL;

/* What a record would do. */
struct import_plan {
    enum import_outcome outcome;
    int64_t base_version;
    int64_t base_revision;
    struct uuid record_id; /* nil: to be created */
    struct bundle_record record;
    json_t *details;
};

/* The current version of a record of this organization, 0 if there is none. Asked once. */
MUST_USE enum err import_known(struct import_step *step, enum record_kind_id kind, const char *name,
                               int64_t *version) NONNULL;

/* What a version of the plan's record says beside its content, as for a save of it. */
struct record_draft import_draft_of(const struct import_plan *plan,
                                    const struct bundle_version *version) NONNULL;

/* Refuses the record, for what stands at a path. */
void import_refuse(struct import_plan *plan, const char *path, const char *message) NONNULL;
void import_refuse_all(const struct import_step *step, struct import_plan *plan, const char *path,
                       const struct config_problems *problems) NONNULL;

/* Where the document has a field of a version, or of its record if it is a name, description or
 * tags: fields are called as the verbs call them, and as the document does in the path. */
const char *import_path(const struct import_step *step, const struct import_plan *plan,
                        const struct bundle_version *version, const char *field) NONNULL;

/* A path below another, either of which may be "". */
const char *import_path_below(const struct import_step *step, const char *path,
                              const char *below) NONNULL;

/* What differs: names of fields, separated by commas. What the document does not say stays as it
 * is. */
void import_add_word(struct buf *what, const char *word) NONNULL;
void import_add_properties(struct import_step *step, struct import_plan *plan,
                           const struct record_head *before, struct buf *what) NONNULL;
void import_set_difference(struct import_plan *plan, const struct buf *what) NONNULL;

/* Texts of JSON that say the same; "" is nothing. */
bool import_is_same_json(struct arena *arena, const char *a, const char *b) NONNULL;

#endif
