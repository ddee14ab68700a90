#ifndef DATA_WORK_H
#define DATA_WORK_H

#include <jansson.h>

#include "base/problem.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* Inside the data module: what the verbs that change a record share. */

/* Who does it, and where refusals are explained. */
struct work {
    struct db *db;
    const struct actor *actor;
    struct problem *problem;
    struct work_scope *scopes; /* what moves of labels let the record do: record_scope.h */
    struct work_ahead *ahead;  /* what it has read of versions: record_ahead.h */
    struct work_gate *gate;    /* what the rules of labels said: evidence_gate.h */
};

/* What a verb has read already; in the arena. */
struct work_read;
struct work_ahead {
    struct work_read *items;
    int count, room;
    bool is_on; /* from record_ahead_begin on */
};

/* Begins a verb: no problem yet. */
struct work work_begin(struct db *db, const struct actor *actor, struct problem *problem) NONNULL;

/* Explains a refusal; gives the error back. */
enum err work_refuse(const struct work *work, enum err err, const char *field,
                     const char *message) NONNULL;

/* The record that is changed, for its events: type is "prompt", "agent", "team". */
struct work_record {
    const char *type;
    struct uuid id;
    struct uuid organization_id; /* nil: the actor's */
};

/* Ends the write transaction of a verb. A denial is an audit event of its own: action is what was
 * tried. */
MUST_USE enum err work_finish(const struct work *work, enum err err, const char *action,
                              const struct work_record *record) NONNULL;

/* Writes an audit event about the record; takes the reference of details over. */
MUST_USE enum err work_audit(const struct work *work, const char *action,
                             const struct work_record *record, json_t *details)
    __attribute__((nonnull(1, 2, 3)));

/* A number as events want it: 0 as NULL, else its digits, in the arena. */
const char *work_number(struct db *db, int64_t number) NONNULL;

/* A time as events want it: 0 as NULL, else RFC 3339, in the arena. */
const char *work_time(struct db *db, int64_t time) NONNULL;

/* An id as events want it, in the arena. */
const char *work_id(struct db *db, const struct uuid *id) NONNULL;

/* A text as events want it: "" as NULL. */
const char *work_text(const char *text);

#endif
