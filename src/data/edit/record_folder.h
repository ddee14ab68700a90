#ifndef DATA_RECORD_FOLDER_H
#define DATA_RECORD_FOLDER_H

#include "data/record/record_store.h"

/* Renaming or moving a folder of one kind: every record in it and below it, archived ones as well,
 * gets a new name, in one transaction and with an event of its own; or none does. A folder with
 * more than RECORD_FOLDER_MAX records is refused: it is moved by the folders in it. */

enum { RECORD_FOLDER_MAX = 200 };

struct record_folder_line {
    struct uuid id;
    const char *name; /* as it is */
    const char *new_name;
    bool is_archived;
    bool is_denied;            /* the actor may see but not change it */
    const char *reason;        /* why it can't be renamed: a sentence; NULL: it can */
    const char *blocking_path; /* of what has the new name, "/prompts/ID"; NULL */
    const char *blocking_name; /* likewise */
};

struct record_folder_plan {
    const char *from;
    const char *to;                   /* as it is stored */
    struct record_folder_line *lines; /* by name */
    int count;
    int archived_count;
    int refused_count; /* lines with a reason */
    bool has_more;     /* than RECORD_FOLDER_MAX */
    bool is_joined;    /* other records are in the new folder: the way back is not this one */
};

struct record_folder_draft {
    const char *from; /* "support/email" */
    const char *to;   /* as it was typed; "": the plan is of nothing but what is in the folder */
};

/* What a move would do. ERR_NOT_FOUND for a folder without records; ERR_INVALID (field "to") for
 * one that can't be called so, with the plan's lines set. */
MUST_USE enum err record_folder_plan(struct db *db, const struct actor *actor,
                                     const struct record_store *store,
                                     const struct record_folder_draft *draft,
                                     struct record_folder_plan *plan,
                                     struct problem *problem) NONNULL;

/* Carries it out, as a person saw it: seen_count records. The same refusals; ERR_STALE if the
 * folder has more or fewer now; ERR_DENIED and ERR_CONFLICT if a record can't be renamed, by the
 * lines of the plan, which is set in any case, or if there are too many. */
MUST_USE enum err record_folder_move(struct db *db, const struct actor *actor,
                                     const struct record_store *store,
                                     const struct record_folder_draft *draft, int64_t seen_count,
                                     struct record_folder_plan *plan,
                                     struct problem *problem) NONNULL;

#endif
