#ifndef DATA_ACTIVITY_H
#define DATA_ACTIVITY_H

#include "base/clock.h"
#include "data/db/db.h"
#include "domain/policy.h"
#include "domain/record/kind.h"

/* How much happened on a day, in UTC: counted when it happens, in the same transaction, so that
 * reading it costs the same in an organization of any size and age. Counts are never taken back: a
 * prompt that was deleted for good was changed on the days it was changed. */

/* What is counted: changes, by what their action begins with ("prompt.update" is one of a prompt,
 * "label.move" one of a label); new versions; failed sign-ins. Counts of changes and of versions
 * are indexed by record_kind_id. */
enum {
    ACTIVITY_LABEL = RECORD_KIND_COUNT,    /* behind the changes of the kinds */
    ACTIVITY_CHANGES = ACTIVITY_LABEL + 1, /* as many counts are of changes */
    ACTIVITY_VERSIONS = ACTIVITY_CHANGES,  /* the first of the counts of versions */
    ACTIVITY_SIGN_IN_FAILURE = ACTIVITY_VERSIONS + RECORD_KIND_COUNT,
    ACTIVITY_COUNTS
};

/* Days since 1970-01-01; and the Monday of a day's week. */
static inline int64_t activity_day(int64_t time)
{
    return time >= 0 ? time / CLOCK_DAY : -((CLOCK_DAY - 1 - time) / CLOCK_DAY);
}

static inline int64_t activity_monday(int64_t day)
{
    enum { THURSDAY = 3, WEEK = 7 }; /* 1970-01-01 was one */
    return day - (((day + THURSDAY) % WEEK) + WEEK) % WEEK;
}

enum { ACTIVITY_DAYS_MAX = 120 };

/* The days from first_day on, day_count of them. */
struct activity {
    int64_t first_day;
    int day_count;
    int64_t counts[ACTIVITY_DAYS_MAX][ACTIVITY_COUNTS];
};

/* The counts of the actor's organization; first_day and day_count are set by the caller. Changes
 * and versions for those who may see content events, failed sign-ins for those who may see all:
 * what the actor may not see is 0. ERR_DENIED for those who may see neither; ERR_INVALID for more
 * than ACTIVITY_DAYS_MAX days. The first asks ahead (query_ahead). */
void activity_ahead(struct db *db, const struct actor *actor,
                    const struct activity *activity) NONNULL;
MUST_USE enum err activity_get(struct db *db, const struct actor *actor,
                               struct activity *activity) NONNULL;

/* Inside the data module, in the open write transaction: counts one version; and one event, if it
 * is of a kind that is counted. */
void activity_add_version(struct db *db, const struct uuid *organization_id,
                          const struct record_kind *kind, int64_t time) NONNULL;

struct activity_event {
    struct uuid organization_id;
    const char *action;
    bool is_success;
    bool is_failure; /* and not a refusal */
    int64_t occurred_at;
};
void activity_add_event(struct db *db, const struct activity_event *event) NONNULL;

#endif
