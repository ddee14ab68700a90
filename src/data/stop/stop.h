#ifndef DATA_STOP_H
#define DATA_STOP_H

#include "base/problem.h"
#include "data/record/record_stop.h"
#include "data/record/record_store.h"

/* Stopping: one act, with a reason, and programs are not given it any more, from the next request
 * on, on every node. An agent or a team is stopped as a whole (version 0); of every kind a version
 * can be; and with either every version of any record that uses it, directly or through others.
 * Labels of what is stopped do not move, but away from a version that is; the tokens of an agent
 * end with it, for good. People go on seeing and changing it. To resume it, one person asks and
 * another confirms.
 *
 * For whoever answers programs: record_version_get, record_version_get_source and record_load of
 * RECORD_WHOLE give ERR_STOPPED to an actor with a token, and it becomes 423, or what refusal.c
 * makes of that status. No question is asked for it: it is a column of the same. What is kept of
 * answers (call->is_kept) ends with the stop, which moves the content version. Who answers without
 * a token looks at record_version.stop_id, or asks record_stop_find: not nil is stopped. Lists have
 * marks.stops, and heads have stops, for what is said of a record without its content. */

enum { STOP_REASON_MAX = 500, STOP_LIMIT = 20 };

struct stop_draft {
    struct uuid record_id;
    int64_t version; /* 0: the agent or the team as a whole */
    const char *reason;
};

struct stop {
    struct uuid id;
    struct uuid record_id;
    const struct record_kind *kind;
    int64_t version; /* 0: the record as a whole */
    struct uuid stopped_by;
    const char *stopped_by_name; /* NULL: erased */
    int64_t stopped_at;
    int64_t token_count; /* of the agent, which ended with it */
    const char *resumed_by_name;
    int64_t resumed_at; /* 0: it is stopped */
    const char *reason;
};

struct stop_list {
    struct stop *items; /* what is stopped first, then newest first */
    int count;
};

/* May the actor stop it, and ask to resume it? Whoever may move a protected label of it. */
bool stop_may(const struct actor *actor, const struct record_head *head) NONNULL;

/* Stops. ERR_DENIED without the right and for a command, ERR_NOT_FOUND, ERR_INVALID (field
 * "reason") without a reason or for more than a line, (field "version") for a version that is not
 * there or a prompt without one, ERR_CONFLICT if it is stopped already. */
MUST_USE enum err stop_begin(struct db *db, const struct actor *actor,
                             const struct record_store *store, const struct stop_draft *draft,
                             struct uuid *id, struct problem *problem) NONNULL;

/* What is and was stopped of a record that was loaded, at most STOP_LIMIT. Asks nobody more. */
void stop_list_ahead(struct db *db, const struct record_head *head) NONNULL;
MUST_USE enum err stop_list(struct db *db, const struct record_head *head,
                            struct stop_list *list) NONNULL;

/* By id, in the actor's organization, of any record. ERR_NOT_FOUND. Asks nobody. */
MUST_USE enum err stop_get(struct db *db, const struct actor *actor, const struct uuid *id,
                           struct stop *stop) NONNULL;

/* How many tokens of an agent would end with it. The first asks ahead (query_ahead). */
void stop_count_tokens_ahead(struct db *db, const struct record_head *head) NONNULL;
MUST_USE enum err stop_count_tokens(struct db *db, const struct record_head *head,
                                    int64_t *count) NONNULL;

#endif
