#ifndef DATA_USAGE_SUM_H
#define DATA_USAGE_SUM_H

#include "data/listing/record_list_shape.h"
#include "data/record/record_head.h"
#include "data/usage/usage.h"

/* How often a record was served in the last USAGE_DAYS, today included: days of UTC, as they are
 * counted. All of it may be USAGE_LOST_AT_MOST old, and is of a record that was loaded; what ends
 * in _ahead asks ahead (query_ahead), and needs the ids alone. */

enum { USAGE_DAYS = RECORD_UNSERVED_DAYS };

/* The first of these days, since 1970. */
int64_t usage_first_day(void);

struct usage_sum {
    int64_t serving_count;
    int64_t token_count;
    int64_t last_at;          /* within these days; 0: not */
    int64_t last_ever_at;     /* of the record, whatever the version; 0: never */
    int64_t archived_last_at; /* the last time while it was archived; 0: never */
};

/* version 0: of all versions. */
void usage_sum_ahead(struct db *db, const struct record_head *head, int64_t version) NONNULL;
MUST_USE enum err usage_sum(struct db *db, const struct record_head *head, int64_t version,
                            struct usage_sum *sum) NONNULL;

/* The same by the label that was asked for; "": by a version's number. */
enum { USAGE_LABEL_LIMIT = 100 };
struct usage_label {
    const char *label;
    int64_t serving_count;
    int64_t token_count;
    int64_t last_at;
};
struct usage_label_list {
    struct usage_label *items; /* by label */
    int count;
};
void usage_labels_ahead(struct db *db, const struct record_head *head) NONNULL;
MUST_USE enum err usage_labels(struct db *db, const struct record_head *head,
                               struct usage_label_list *list) NONNULL;

/* By day and version: only those days and versions that were served. */
enum { USAGE_DAY_LIMIT = 2000 };
struct usage_day {
    int64_t day;
    int64_t version;
    int64_t serving_count;
};
struct usage_day_list {
    struct usage_day *items; /* newest day, then highest version first */
    int count;
};
void usage_days_ahead(struct db *db, const struct record_head *head) NONNULL;
MUST_USE enum err usage_days(struct db *db, const struct record_head *head,
                             struct usage_day_list *list) NONNULL;

#endif
