#ifndef DATA_ORGANIZATION_USAGE_H
#define DATA_ORGANIZATION_USAGE_H

#include "base/problem.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* What an organization has and may have at most: records, archived or not; bytes of all versions of
 * their content, as they are stored; people who are active or invited. */

enum usage { USAGE_RECORDS, USAGE_BYTES, USAGE_PEOPLE, USAGE_COUNT };

/* From this share of a limit on it is time to say so, in percent. */
enum { USAGE_WARN_PERCENT = 80 };

struct organization_usage {
    int64_t counts[USAGE_COUNT];
    int64_t limits[USAGE_COUNT]; /* 0: none */
};

/* ERR_DENIED for who looks after neither this organization nor all of them; ERR_NOT_FOUND. */
MUST_USE enum err organization_usage_get(struct db *db, const struct actor *actor,
                                         const struct uuid *id,
                                         struct organization_usage *usage) NONNULL;

/* Sets the limits (0: none), which may be less than what there is: then nothing is added until
 * there is room ("organization.limit", in its own log). ERR_DENIED but for Platform Admins,
 * ERR_INVALID for a negative one, ERR_NOT_FOUND. */
MUST_USE enum err organization_usage_limit(struct db *db, const struct actor *actor,
                                           const struct uuid *id,
                                           const int64_t limits[USAGE_COUNT]) NONNULL;

/* How much of a limit is used, 0 to 100 and more; 0 without a limit. */
int organization_usage_percent(const struct organization_usage *usage, enum usage what) NONNULL;

/* What is over the line and deserves a word; USAGE_COUNT if nothing is. The fullest one. */
enum usage organization_usage_fullest(const struct organization_usage *usage) NONNULL;

/* Inside the data module, in the open write transaction: what it adds (or takes away). ERR_CONFLICT
 * with the field ORGANIZATION_LIMIT and a message if a limit does not allow it: changes of an
 * organization take turns, so that no two pass it together. */
#define ORGANIZATION_LIMIT "limit"
MUST_USE enum err organization_usage_take(struct db *db, const struct uuid *id,
                                          const int64_t by[USAGE_COUNT],
                                          struct problem *problem) NONNULL;

/* Inside the data module: the columns of the table q, in the order that organization_usage_read()
 * wants, from `first` of a row. A row of a LEFT JOIN that found nothing reads as zeros. */
#define ORGANIZATION_USAGE_COLUMNS(q)                                                              \
#q ".record_count, " #q ".byte_count, " #q ".person_count, " #q ".record_limit, " #q           \
       ".byte_limit, " #q ".person_limit"
void organization_usage_read(const struct db_result *result, int row, int first,
                             struct organization_usage *usage) NONNULL;

/* Inside the data module: a new organization has nothing and no limits. */
MUST_USE enum err organization_usage_begin(struct db *db, const struct uuid *id) NONNULL;

#endif
