#include "data/organization/organization_usage.h"

#include <inttypes.h>

#include "data/audit/audit.h"
#include "data/organization/organization_refusal.h"

static const char *const names[USAGE_COUNT] = {"records", "bytes", "people"};

void organization_usage_read(const struct db_result *result, int row, int first,
                             struct organization_usage *usage)
{
    for (int i = 0; i < USAGE_COUNT; i++) {
        int at = first + USAGE_COUNT + i;
        usage->counts[i] = db_get_int(result, row, first + i);
        usage->limits[i] = db_is_null(result, row, at) ? 0 : db_get_int(result, row, at);
    }
}

static enum err find(struct db *db, const struct uuid *id, struct organization_usage *usage)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT " ORGANIZATION_USAGE_COLUMNS(q) " FROM organization_usage q "
                                                                     "WHERE q.organization_id = $1",
                             db_uuid(id));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    organization_usage_read(&result, 0, 0, usage);
    return ERR_NONE;
}

static bool may_see(const struct actor *actor, const struct uuid *id)
{
    struct policy_target target = {.organization_id = *id};
    return policy_allows(actor, PERMISSION_ORGANIZATION_RENAME, &target);
}

enum err organization_usage_get(struct db *db, const struct actor *actor, const struct uuid *id,
                                struct organization_usage *usage)
{
    if (!may_see(actor, id))
        return ERR_DENIED;
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, *id});
    enum err err = find(db, id, usage);
    (void)db_enter(db, before);
    return err;
}

static struct db_value limit_value(int64_t limit)
{
    return limit == 0 ? db_null_of(DB_INT) : db_int(limit);
}

static enum err limit_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                             const int64_t limits[USAGE_COUNT])
{
    struct organization_usage before;
    enum err err = find(db, id, &before);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE organization_usage SET record_limit = $1, byte_limit = $2, "
                            "person_limit = $3 WHERE organization_id = $4",
                            limit_value(limits[USAGE_RECORDS]), limit_value(limits[USAGE_BYTES]),
                            limit_value(limits[USAGE_PEOPLE]), db_uuid(id));
    if (err != ERR_NONE)
        return err;
    struct audit_event event = {
        .action = "organization.limit",
        .record_type = "organization",
        .record_id = *id,
        .organization_id = *id,
        .details = json_object(),
    };
    for (int i = 0; i < USAGE_COUNT; i++)
        audit_change_int(event.details, names[i], before.limits[i], limits[i]);
    return audit_record(db, actor, &event);
}

enum err organization_usage_limit(struct db *db, const struct actor *actor, const struct uuid *id,
                                  const int64_t limits[USAGE_COUNT])
{
    if (!policy_allows_some(actor, PERMISSION_ORGANIZATION_SUSPEND))
        return organization_refuse(db, actor, "organization.limit", id);
    for (int i = 0; i < USAGE_COUNT; i++)
        if (limits[i] < 0)
            return ERR_INVALID;
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, *id});
    enum err err = db_begin(db);
    if (err == ERR_NONE)
        err = db_finish(db, limit_inside(db, actor, id, limits));
    (void)db_enter(db, before);
    return err;
}

int organization_usage_percent(const struct organization_usage *usage, enum usage what)
{
    int64_t limit = usage->limits[what];
    int64_t percent = limit == 0 ? 0 : (int64_t)((double)usage->counts[what] * 100 / (double)limit);
    return percent > 999 ? 999 : (int)percent;
}

enum usage organization_usage_fullest(const struct organization_usage *usage)
{
    enum usage fullest = USAGE_COUNT;
    for (int i = 0; i < USAGE_COUNT; i++) {
        int percent = organization_usage_percent(usage, (enum usage)i);
        bool is_more =
            fullest == USAGE_COUNT || percent > organization_usage_percent(usage, fullest);
        if (percent >= USAGE_WARN_PERCENT && is_more)
            fullest = (enum usage)i;
    }
    return fullest;
}

/* Which limit it was, and what one may do. */
static enum err explain(struct db *db, const struct uuid *id, const int64_t by[USAGE_COUNT],
                        struct problem *problem)
{
    static const char *const wants[USAGE_COUNT] = {"records", "bytes of content", "people"};
    struct organization_usage usage;
    enum err err = find(db, id, &usage);
    if (err == ERR_NOT_FOUND)
        die("an organization without its usage");
    if (err != ERR_NONE)
        return err;
    problem->field = ORGANIZATION_LIMIT;
    for (int i = 0; i < USAGE_COUNT; i++)
        if (by[i] > 0 && usage.limits[i] > 0 && usage.counts[i] + by[i] > usage.limits[i])
            problem->message = arena_printf(
                db_arena(db),
                "Your organization may have %" PRId64 " %s and has %" PRId64
                ". Nothing was saved. Make room, or ask whoever runs this installation for more.",
                usage.limits[i], wants[i], usage.counts[i]);
    return ERR_CONFLICT;
}

enum err organization_usage_take(struct db *db, const struct uuid *id,
                                 const int64_t by[USAGE_COUNT], struct problem *problem)
{
    enum err err = db_change_one(
        db,
        "UPDATE organization_usage SET record_count = record_count + $2, "
        "byte_count = byte_count + $3, person_count = person_count + $4 "
        "WHERE organization_id = $1 "
        "AND ($2 <= 0 OR record_limit IS NULL OR record_count + $2 <= record_limit) "
        "AND ($3 <= 0 OR byte_limit IS NULL OR byte_count + $3 <= byte_limit) "
        "AND ($4 <= 0 OR person_limit IS NULL OR person_count + $4 <= person_limit)",
        db_uuid(id), db_int(by[USAGE_RECORDS]), db_int(by[USAGE_BYTES]), db_int(by[USAGE_PEOPLE]));
    return err == ERR_NOT_FOUND ? explain(db, id, by, problem) : err;
}

enum err organization_usage_begin(struct db *db, const struct uuid *id)
{
    return db_change_one(db, "INSERT INTO organization_usage (organization_id) VALUES ($1)",
                         db_uuid(id));
}
