#include "data/audit/activity.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "data/db/gather.h"
#include "data/db/query.h"

/* What a count is called in the table. */
static const char *noun_of(int count)
{
    if (count == ACTIVITY_SIGN_IN_FAILURE)
        return "sign_in_failure";
    if (count == ACTIVITY_LABEL)
        return "label";
    return count >= ACTIVITY_VERSIONS ? record_kinds[count - ACTIVITY_VERSIONS].version_noun
                                      : record_kinds[count].name;
}

/* The key is "DAY NOUN": what is gathered over midnight belongs to two days. */
static void write_count(struct db *db, const struct uuid *organization_id, const char *key,
                        int change)
{
    const char *noun = NULL;
    int64_t day = number_leading(NUMBER_COUNTER, key, &noun);
    db_change_later(db,
                    "INSERT INTO daily_counts (organization_id, day, noun, event_count) "
                    "VALUES ($1, $2, $3, $4) ON CONFLICT (organization_id, day, noun) DO UPDATE "
                    "SET event_count = daily_counts.event_count + excluded.event_count",
                    db_uuid(organization_id), db_int(day), db_text(noun + 1), db_int(change));
}

static void add(struct db *db, const struct uuid *organization_id, int count, int64_t time)
{
    const char *key =
        arena_printf(db_arena(db), "%" PRId64 " %s", activity_day(time), noun_of(count));
    if (!gather_add(db, write_count, organization_id, key, 1))
        write_count(db, organization_id, key, 1);
}

void activity_add_version(struct db *db, const struct uuid *organization_id,
                          const struct record_kind *kind, int64_t time)
{
    add(db, organization_id, ACTIVITY_VERSIONS + (int)kind->id, time);
}

/* "label.move" is a change of a label; who only reads, follows or talks about it changes
 * nothing, nor does time. */
static bool is_change_of(const char *action, const char *noun)
{
    static const char *const others[] = {"export",       "follow",         "unfollow", "comment",
                                         "edit_comment", "delete_comment", "expire"};
    size_t len = strlen(noun);
    if (strncmp(action, noun, len) != 0 || action[len] != '.')
        return false;
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (strcmp(action + len + 1, others[i]) == 0)
            return false;
    return true;
}

/* Which count an event raises, or ACTIVITY_COUNTS. */
static int count_of(const struct activity_event *event)
{
    if (uuid_is_nil(&event->organization_id))
        return ACTIVITY_COUNTS;
    if (event->is_failure && strcmp(event->action, "session.sign_in") == 0)
        return ACTIVITY_SIGN_IN_FAILURE;
    for (int count = 0; event->is_success && count < ACTIVITY_CHANGES; count++)
        if (is_change_of(event->action, noun_of(count)))
            return count;
    return ACTIVITY_COUNTS;
}

void activity_add_event(struct db *db, const struct activity_event *event)
{
    int count = count_of(event);
    if (count < ACTIVITY_COUNTS)
        add(db, &event->organization_id, count, event->occurred_at);
}

static int find_count(const char *noun)
{
    for (int count = 0; count < ACTIVITY_COUNTS; count++)
        if (strcmp(noun_of(count), noun) == 0)
            return count;
    return -1;
}

static void select_days(struct query *q, struct db *db, const struct actor *actor,
                        const struct activity *activity)
{
    query_begin(q, db, "SELECT day, noun, event_count FROM daily_counts");
    query_bind(q, " WHERE organization_id = ", db_uuid(&actor->organization_id));
    query_bind(q, " AND day >= ", db_int(activity->first_day));
    query_bind(q, " AND day < ", db_int(activity->first_day + activity->day_count));
    query_bind(q, " ORDER BY day LIMIT ", db_int(ACTIVITY_DAYS_MAX * ACTIVITY_COUNTS));
}

void activity_ahead(struct db *db, const struct actor *actor, const struct activity *activity)
{
    struct query q;
    select_days(&q, db, actor, activity);
    query_ahead(&q);
}

enum err activity_get(struct db *db, const struct actor *actor, struct activity *activity)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    bool sees_content = policy_allows(actor, PERMISSION_AUDIT_CONTENT, &target);
    bool sees_all = policy_allows(actor, PERMISSION_AUDIT_ALL, &target);
    if (!sees_content && !sees_all)
        return ERR_DENIED;
    if (activity->day_count < 1 || activity->day_count > ACTIVITY_DAYS_MAX)
        return ERR_INVALID;
    struct db_result result;
    struct query q;
    select_days(&q, db, actor, activity);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    memset(activity->counts, 0, sizeof activity->counts);
    for (int i = 0; i < result.row_count; i++) {
        int count = find_count(db_get_text(&result, i, 1));
        if (count < 0 || !(count == ACTIVITY_SIGN_IN_FAILURE ? sees_all : sees_content))
            continue;
        activity->counts[db_get_int(&result, i, 0) - activity->first_day][count] =
            db_get_int(&result, i, 2);
    }
    return ERR_NONE;
}
