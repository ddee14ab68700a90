#ifndef DATA_REGISTER_LIST_H
#define DATA_REGISTER_LIST_H

#include "data/register/register_entry.h"
#include "data/register/register_model.h"

/* The register of an organization: its active agents and teams, each with its entry, or without. */

enum { REGISTER_LIST_MAX = 50, REGISTER_CURSOR_LEN = 1024 /* bytes with the NUL */ };

enum register_sort {
    REGISTER_SORT_NAME,
    REGISTER_SORT_REVIEW, /* the next to review first, those without a date last */
    REGISTER_SORT_RISK,   /* prohibited, high, general-purpose, limited, minimal, not assessed */
};

struct register_filter {
    const struct record_kind *kind; /* NULL: agents and teams */
    const char *model;              /* "": any; also in live versions, and through teams' members */
    const char *provider;           /* "": any */
    int risk;                       /* enum register_risk, -1: any */
    struct uuid owner_id;           /* nil: anyone's */
    bool is_overdue;                /* only those whose review is past */
    bool is_incomplete;             /* only those with something missing */
    enum register_sort sort;
    const char *cursor; /* next of the list before; "": from the beginning */
};

struct register_row {
    const struct record_kind *kind;
    struct uuid id;
    const char *name;
    int64_t version;
    int64_t live_version;   /* that production is on; 0: none */
    bool is_stopped;        /* that version, or the record as a whole */
    int64_t last_served_at; /* to a program; 0: never */
    struct uuid owner_id;
    const char *owner_name; /* NULL: erased */
    struct register_entry entry;
    struct register_model_list models;
    const char *uses; /* with filter.model: what of it uses the model, in words; else "" */
};

struct register_list {
    struct register_row *rows;
    int count;
    const char *next; /* the cursor of the next page; NULL at the end */
};

/* A page of REGISTER_LIST_MAX rows. Needs the right to read agents and teams, whose entries are
 * content. ERR_DENIED; ERR_INVALID for a cursor that is none of this order. */
MUST_USE enum err register_list(struct db *db, const struct actor *actor,
                                const struct register_filter *filter,
                                struct register_list *list) NONNULL;

/* How many rows a filter lets through, whatever its order and cursor. Errors as register_list. */
MUST_USE enum err register_list_count(struct db *db, const struct actor *actor,
                                      const struct register_filter *filter, int64_t *count) NONNULL;

/* Inside the data module: ERR_DENIED for who may not read the register. */
MUST_USE enum err register_list_check(const struct actor *actor) NONNULL;

#endif
