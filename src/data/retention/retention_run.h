#ifndef DATA_RETENTION_RUN_H
#define DATA_RETENTION_RUN_H

#include <jansson.h>

#include "data/retention/retention_rules.h"

/* Runs of retention. A dry run lists what is due; a live run lists it again, compares the count
 * with that of the dry run that it names, and deletes it, at most 500 rows a transaction. Both go
 * on where they were after a crash, and both leave a manifest: a line for each row, whose hash is
 * in the audit log. */

enum { RETENTION_BATCH = 500, RETENTION_DRY_DAYS = 7 };

enum retention_state {
    RETENTION_LISTING,
    RETENTION_LISTED, /* a dry run is over */
    RETENTION_DELETING,
    RETENTION_DONE,
    RETENTION_STOPPED, /* too far from the dry run: nothing was deleted */
    RETENTION_STATE_COUNT
};

struct retention_run {
    struct uuid id;
    int64_t rules_version;
    bool is_live;
    enum retention_state state;
    struct uuid dry_run_id;  /* of a live run */
    struct uuid approval_id; /* nil: by standing rules */
    struct uuid started_by;  /* nil: the timer */
    int64_t line_count, due_count, held_count, kept_count, deleted_count;
    int64_t measured_at, created_at;
    int64_t ended_at;          /* 0: not yet */
    const char *manifest_hash; /* NULL: not yet */
    const char *certificate;   /* a signed note; NULL: none */
    /* How far the listing is. */
    int64_t at_source, at_time, at_number;
    struct uuid at_id;
};

/* Begins a dry run ("retention.preview"), by a person or by a command that works in an
 * organization. ERR_DENIED. */
MUST_USE enum err retention_run_begin_dry(struct db *db, const struct actor *actor,
                                          struct uuid *id) NONNULL;

/* Asks a second person to approve that what a dry run listed is deleted: as approval_request.
 * ERR_CONFLICT for a run that is not listed, has nothing that is due, is too old, or is of other
 * rules than today's. */
MUST_USE enum err retention_run_ask(struct db *db, const struct actor *actor, const struct uuid *id,
                                    const char *reason, struct uuid *approval_id,
                                    struct problem *problem) NONNULL;

/* Begins the live run of a dry run ("retention.begin"), by a command. ERR_CONFLICT, with why, if it
 * can't be: see retention_run_ask; or if neither was its deletion approved nor are the rules
 * standing (is_standing: the timer's own). */
MUST_USE enum err retention_run_begin_live(struct db *db, const struct actor *actor,
                                           const struct uuid *dry_run_id, bool is_standing,
                                           struct uuid *id, struct problem *problem) NONNULL;

/* Inside the data module: a run that is read again. */
MUST_USE enum err retention_run_load(struct db *db, const struct actor *actor,
                                     const struct uuid *id, struct retention_run *run) NONNULL;
/* … and from a row that begins with these columns. */
#define RETENTION_RUN_COLUMNS                                                                      \
    "x.id, x.rules_version, x.is_live, x.state, x.dry_run_id, x.approval_id, x.started_by, "       \
    "x.line_count, x.due_count, x.held_count, x.kept_count, x.deleted_count, x.measured_at, "      \
    "x.created_at, x.ended_at, x.manifest_hash, x.certificate, x.at_source, x.at_time, "           \
    "x.at_number, x.at_id"
void retention_run_read(const struct db_result *result, int row, struct retention_run *run) NONNULL;

/* An event about a run. */
MUST_USE enum err retention_run_record(struct db *db, const struct actor *actor, const char *action,
                                       const struct uuid *run_id, json_t *details) NONNULL;

#endif
