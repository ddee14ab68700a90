#ifndef DATA_IMPORT_STORE_H
#define DATA_IMPORT_STORE_H

#include "data/record/work.h"
#include "data/transfer/import.h"

/* Inside the data module: the rows of imports, and the steps that checking and applying share. */

/* The document of an import, opened and parsed. ERR_CONFLICT if it is gone. */
MUST_USE enum err import_load_bundle(struct db *db, const struct import *import,
                                     struct bundle *bundle) NONNULL;

/* A line as it is kept. */
struct import_row {
    int64_t position;
    enum bundle_noun noun;
    const char *name;
    enum import_outcome outcome;
    int64_t base_version;
    json_t *details; /* {"what": text, "notes": [{"path", "message"}], "needs": [positions]} */
};

struct import_rows {
    struct import_row *items;
    int count;
};

/* Lines behind a position, in their order, at most limit. */
MUST_USE enum err import_load_rows(struct db *db, const struct import_line_filter *filter,
                                   const struct uuid *organization_id, int limit,
                                   struct import_rows *rows) NONNULL;
MUST_USE enum err import_insert_row(struct db *db, const struct import *import,
                                    const struct import_row *row) NONNULL;
/* Its outcome and details. */
MUST_USE enum err import_update_row(struct db *db, const struct import *import,
                                    const struct import_row *row) NONNULL;

/* Writes totals, state, progress and what was learned. ERR_CONFLICT if somebody else was faster. */
MUST_USE enum err import_update(struct db *db, const struct import *before,
                                const struct import *after) NONNULL;

/* An object of details without anything. The arena's. */
MUST_USE json_t *import_details(struct arena *arena) NONNULL;
void import_note(json_t *details, const char *path, const char *message) NONNULL;

/* What others want to know of a record that the document brings. */
struct import_brought {
    bool is_known;
    bool is_readable;
    bool is_chat;
    int64_t *numbers; /* of its versions, rising */
    int count;
};

/* A record and the rest of the document, while it is checked or applied. What was asked of a
 * document once is kept, so that a record that everybody refers to is not read again for each. */
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
    struct uuid record_id; /* nil: to be created */
    struct bundle_record record;
    json_t *details;
};

/* Finds out what the record at a place of the document would do. Memory is the database's arena. */
MUST_USE enum err import_plan_record(struct import_step *step, int place,
                                     struct import_plan *plan) NONNULL;

/* The current version of a record of this organization, 0 if there is none. Asked once. */
MUST_USE enum err import_known(struct import_step *step, enum bundle_noun noun, const char *name,
                               int64_t *version) NONNULL;

/* The rules for references, for import_plan_record: notes become refusals. */
MUST_USE enum err import_check_references(struct import_step *step,
                                          struct import_plan *plan) NONNULL;

/* The draft of a team whose members and edges are found by find, which gives the id of an agent.
 * ERR_INVALID with notes in details. */
struct team_draft;
typedef enum err import_find_agent(struct import_step *step, const char *name, struct uuid *id);
MUST_USE enum err import_team_draft(struct import_step *step, const struct bundle_record *record,
                                    import_find_agent *find, struct team_draft *draft) NONNULL;

/* Creates or changes the record, inside the joined transaction; *id is its id. Handoffs of agents
 * are by name until agent_link_complete(). */
MUST_USE enum err import_apply_record(struct import_step *step, const struct import_plan *plan,
                                      struct uuid *id) NONNULL;

#endif
