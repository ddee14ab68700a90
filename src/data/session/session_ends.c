#include "data/session/session_ends.h"

#include "base/clock.h"
#include "base/number.h"
#include "data/audit/audit.h"

static struct session_limits read_limits(const struct db_result *result, int row, int first)
{
    return (struct session_limits){
        .idle_minutes = db_get_int(result, row, first),
        .hours = db_get_int(result, row, first + 1),
        .admin_idle_minutes = db_get_int(result, row, first + 2),
        .admin_hours = db_get_int(result, row, first + 3),
    };
}

struct session_ends session_ends_read(const struct db_result *result, int row, int first,
                                      enum persona persona, bool is_superuser)
{
    struct session_limits limits = read_limits(result, row, first);
    bool is_admin = is_superuser || persona_is_admin(persona);
    return (struct session_ends){
        .idle = (is_admin ? limits.admin_idle_minutes : limits.idle_minutes) * CLOCK_MINUTE,
        .absolute = (is_admin ? limits.admin_hours : limits.hours) * CLOCK_HOUR,
    };
}

static enum err select_row(struct db *db, const struct uuid *organization_id, struct db_result *row)
{
    enum err err = db_select(
        db, row, "SELECT " SESSION_ENDS_COLUMNS(o) " FROM organizations o WHERE o.id = $1",
        db_uuid(organization_id));
    return err == ERR_NONE && row->row_count == 0 ? ERR_NOT_FOUND : err;
}

enum err session_ends_find(struct db *db, const struct uuid *organization_id, enum persona persona,
                           bool is_superuser, struct session_ends *ends)
{
    struct db_result row;
    enum err err = select_row(db, organization_id, &row);
    if (err == ERR_NONE)
        *ends = session_ends_read(&row, 0, 0, persona, is_superuser);
    return err;
}

enum err session_limits_get(struct db *db, const struct actor *actor, struct session_limits *limits)
{
    struct db_result row;
    enum err err = select_row(db, &actor->organization_id, &row);
    if (err == ERR_NONE)
        *limits = read_limits(&row, 0, 0);
    return err;
}

static enum err refuse(struct problem *problem, const char *field, const char *message)
{
    *problem = (struct problem){.field = field, .message = message};
    return ERR_INVALID;
}

static enum err check(const struct session_limits *limits, struct problem *problem)
{
    const struct {
        const char *field;
        enum number number;
        int64_t value;
    } values[] = {
        {"idle_minutes", NUMBER_SESSION_IDLE, limits->idle_minutes},
        {"hours", NUMBER_SESSION_HOURS, limits->hours},
        {"admin_idle_minutes", NUMBER_ADMIN_IDLE, limits->admin_idle_minutes},
        {"admin_hours", NUMBER_ADMIN_HOURS, limits->admin_hours},
    };
    for (size_t i = 0; i < COUNT_OF(values); i++)
        if (!number_fits(values[i].number, values[i].value))
            return refuse(problem, values[i].field, "This is out of its limits.");
    if (limits->idle_minutes > limits->hours * 60)
        return refuse(problem, "idle_minutes", "Choose no longer than a session lasts.");
    if (limits->admin_idle_minutes > limits->admin_hours * 60)
        return refuse(problem, "admin_idle_minutes", "Choose no longer than a session lasts.");
    if (limits->admin_idle_minutes > limits->idle_minutes)
        return refuse(problem, "admin_idle_minutes", "Choose no longer than for everyone else.");
    if (limits->admin_hours > limits->hours)
        return refuse(problem, "admin_hours", "Choose no longer than for everyone else.");
    return ERR_NONE;
}

static enum err set_inside(struct db *db, const struct actor *actor,
                           const struct session_limits *limits)
{
    struct session_limits before;
    enum err err = session_limits_get(db, actor, &before);
    if (err == ERR_NONE)
        err = db_change_one(
            db,
            "UPDATE organizations SET session_idle_minutes = $2, session_hours = $3, "
            "admin_session_idle_minutes = $4, admin_session_hours = $5 WHERE id = $1",
            db_uuid(&actor->organization_id), db_int(limits->idle_minutes), db_int(limits->hours),
            db_int(limits->admin_idle_minutes), db_int(limits->admin_hours));
    if (err != ERR_NONE)
        return err;
    struct audit_event event = {.action = "organization.session_ends",
                                .record_type = "organization",
                                .record_id = actor->organization_id,
                                .details = json_object()};
    audit_change_int(event.details, "idle_minutes", before.idle_minutes, limits->idle_minutes);
    audit_change_int(event.details, "hours", before.hours, limits->hours);
    audit_change_int(event.details, "admin_idle_minutes", before.admin_idle_minutes,
                     limits->admin_idle_minutes);
    audit_change_int(event.details, "admin_hours", before.admin_hours, limits->admin_hours);
    return audit_record(db, actor, &event);
}

enum err session_limits_set(struct db *db, const struct actor *actor,
                            const struct session_limits *limits, struct problem *problem)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    *problem = (struct problem){.field = "", .message = ""};
    if (!policy_allows(actor, PERMISSION_ORGANIZATION_RENAME, &target))
        return ERR_DENIED;
    enum err err = check(limits, problem);
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, set_inside(db, actor, limits)) : err;
}
