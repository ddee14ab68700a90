#ifndef DATA_OFFLINE_SET_INTERNAL_H
#define DATA_OFFLINE_SET_INTERNAL_H

#include "base/json.h"
#include "base/problem.h"
#include "data/db/db.h"
#include "data/record/record_store.h"

/* The records of a set: each version once. */

enum { OFFLINE_RECORDS_MAX = 5000, OFFLINE_PINS_MAX = 200 };

struct offline_item {
    const struct record_store *store;
    struct uuid id;
    int64_t version;
    bool is_asked;    /* it has the label or is pinned; else another refers to it */
    bool is_labeled;  /* by the label */
    const char *name; /* set when it was read */
    json_t *entry;    /* as the set shows it; NULL: not read, or it can't be */
};

struct offline_set {
    struct db *db;
    const struct actor *actor;
    struct problem *problem;
    const char *label; /* "" for none */
    struct offline_item *items;
    int count;
    json_t *places;   /* "ID@VERSION" to the index of the item */
    json_t *chosen;   /* ids of records whose version the label or a pin says, to that version */
    json_t *problems; /* sentences */
};

void offline_set_begin(struct offline_set *set) NONNULL;

/* The version that the label or a pin says of a record; 0: they say none. */
int64_t offline_set_chosen(const struct offline_set *set, const struct uuid *id) NONNULL;

/* Adds a version unless it is there. is_asked: the label or a pin says it; the first one of a
 * record wins. ERR_INVALID, with the problem, if there are too many. */
MUST_USE enum err offline_set_add(struct offline_set *set, const struct offline_item *item) NONNULL;

/* What is not complete. */
void offline_set_note(struct offline_set *set, const char *format, ...) PRINTF(2, 3);

/* By kind, name and version. */
void offline_set_sort(struct offline_set *set) NONNULL;

#endif
