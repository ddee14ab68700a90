#ifndef DATA_RECORD_DESK_H
#define DATA_RECORD_DESK_H

#include "data/record/record_store.h"

/* What every page of a record says of its state: what is live, what is next, and what waits for a
 * decision. What is live is the version with the label "production". */

enum { RECORD_DESK_WAITING_MAX = 20 };

/* An open proposal to move a label. */
struct record_desk_waiting {
    struct uuid id;
    const char *label;
    int64_t to_version; /* 0: remove the label */
    struct uuid proposed_by;
    const char *proposed_by_name; /* NULL: erased */
    bool is_own;                  /* the actor's */
    bool may_decide;              /* the actor may approve or reject it */
    bool is_stale;                /* of "production": the label was moved since */
};

struct record_desk {
    int64_t live_version;   /* 0: nothing is released */
    int64_t newer_count;    /* versions above the live one */
    bool is_live_protected; /* few may move "production" here */
    struct record_desk_waiting waiting[RECORD_DESK_WAITING_MAX]; /* newest first */
    int waiting_count;
};

/* Asks ahead (query_ahead) for what record_desk_load reads. */
void record_desk_ahead(struct db *db, const struct record_head *head) NONNULL;

/* Of a record that was loaded. */
MUST_USE enum err record_desk_load(struct db *db, const struct actor *actor,
                                   const struct record_head *head,
                                   struct record_desk *desk) NONNULL;

/* Is this move proposed already? It can't be proposed again. */
bool record_desk_is_proposed(const struct record_desk *desk, const char *label,
                             int64_t to_version) NONNULL;

#endif
