#ifndef DATA_USAGE_WARNING_H
#define DATA_USAGE_WARNING_H

#include "data/usage/usage_sum.h"

/* Where what is live and what is served differ, in an organization whose programs are served at
 * all: what is "production" for USAGE_DAYS and was not served in them (nor is a part of another
 * record that is live or current, which may be), and what is archived and was served since. */

enum usage_warning_sort { USAGE_IDLE, USAGE_ARCHIVED };

struct usage_warning {
    enum usage_warning_sort sort;
    const struct record_kind *kind;
    struct uuid id;
    const char *name;
    int64_t version;        /* USAGE_IDLE: that is live */
    int64_t last_served_at; /* 0: never */
};

enum { USAGE_WARNING_LIMIT = 5 /* of a sort */ };

struct usage_warning_list {
    struct usage_warning items[2 * USAGE_WARNING_LIMIT]; /* those that are archived first */
    int count;
    bool has_more_idle;
    bool has_more_archived;
};

/* Of each kind USAGE_LOOKED_AT records that are live are looked at, whatever there is, so that it
 * never takes long. The first asks ahead (query_ahead). ERR_DENIED for who may not see the names of
 * all records. */
enum { USAGE_LOOKED_AT = 500 };
void usage_warnings_ahead(struct db *db, const struct actor *actor) NONNULL;
MUST_USE enum err usage_warnings(struct db *db, const struct actor *actor,
                                 struct usage_warning_list *list) NONNULL;

#endif
