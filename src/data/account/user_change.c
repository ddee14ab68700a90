#include "data/account/user_change.h"

#include <string.h>

#include "base/clock.h"
#include "base/time_zone.h"
#include "data/account/account_change.h"
#include "data/account/address_change.h"
#include "data/account/one_time_link.h"
#include "data/organization/organization_usage.h"
#include "data/user/user_record.h"
#include "domain/record/name.h"

/* Whether an address is someone else's is told to those only who learn it by inviting people. */
static bool may_set_own_email(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_USER_CHANGE, &target);
}

/* The rights part of a change. Nobody raises their own rights, and nobody hands out more than they
 * have; for oneself the persona stays. */
static enum err check_rights(const struct actor *actor, const struct user_record *record,
                             const struct user_change *change)
{
    bool is_same = change->persona == record->user.persona &&
                   change->is_superuser == record->user.is_superuser;
    if (uuid_equal(&actor->user_id, &record->user.id)) {
        if (!may_set_own_email(actor) && strcmp(change->email, record->user.email) != 0)
            return ERR_DENIED;
        bool is_lowered = record->user.is_superuser && !change->is_superuser &&
                          change->persona == record->user.persona;
        return is_same || is_lowered ? ERR_NONE : ERR_DENIED;
    }
    enum err err = user_record_check_change(actor, record);
    if (err == ERR_NONE && !is_same &&
        !policy_allows_grant(actor, change->persona, change->is_superuser))
        err = ERR_DENIED;
    return err;
}

static enum err check_last(struct db *db, const struct user_record *record,
                           const struct user_change *change, struct problem *problem)
{
    if (change->is_superuser)
        return ERR_NONE;
    enum err err = user_record_check_last(db, record);
    if (err == ERR_CONFLICT)
        return problem_refuse(problem, err, "is_superuser",
                              "This is the last active superuser. Make someone else one first.");
    return err;
}

static enum err update_row(struct db *db, const struct user_record *record,
                           const struct user_change *change, bool has_new_rights)
{
    struct db_value email = db_null();
    struct db_value full_name = db_null();
    enum err err =
        user_record_seal(db, record, "email", text_trim(db_arena(db), change->email), &email);
    if (err == ERR_NONE)
        err = user_record_seal(db, record, "full_name", change->full_name, &full_name);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "UPDATE users SET full_name = $1, email = $2, user_persona = $3, is_superuser = $4, "
        "epoch = epoch + $5, version = version + 1, updated_at = $6, time_zone = $10 "
        "WHERE organization_id = $7 AND id = $8 AND version = $9",
        full_name, email, db_text(persona_names[change->persona]), db_bool(change->is_superuser),
        db_int(has_new_rights ? 1 : 0), db_time(clock_now()),
        db_uuid(&record->user.organization_id), db_uuid(&record->user.id), db_int(change->version),
        db_text(change->time_zone));
}

static enum err record_update(struct db *db, const struct actor *actor,
                              const struct user_record *before, const struct user_change *change)
{
    struct audit_event event = user_record_event(before, "user.update");
    event.details = json_object();
    audit_change(event.details, "user_persona", persona_names[before->user.persona],
                 persona_names[change->persona]);
    audit_change_int(event.details, "is_superuser", before->user.is_superuser,
                     change->is_superuser);
    event.personal_details = json_object();
    audit_change(event.personal_details, "full_name", before->user.full_name, change->full_name);
    audit_change(event.personal_details, "email", before->user.email, change->email);
    audit_change(event.personal_details, "time_zone", before->user.time_zone, change->time_zone);
    audit_change(event.personal_details, "external_id", change->origin_before.external_id,
                 change->origin.external_id);
    audit_change(event.personal_details, "given_name", change->origin_before.given_name,
                 change->origin.given_name);
    return audit_record(db, actor, &event);
}

static bool is_same_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* A person who has no such text is a person without it. */
static bool is_same_origin(const struct user_origin *a, const struct user_origin *b)
{
    return (a->external_id == b->external_id || is_same_text(a->external_id, b->external_id)) &&
           (a->given_name == b->given_name || is_same_text(a->given_name, b->given_name));
}

/* Writes what differs, and what follows from it: a new address ends the links that went to the old
 * one, new rights end the sessions. */
static enum err write_update(struct db *db, const struct actor *actor,
                             const struct user_record *record, const struct user_change *change,
                             const char *normalized)
{
    bool has_new_rights = change->persona != record->user.persona ||
                          change->is_superuser != record->user.is_superuser;
    bool has_new_email = !is_same_text(record->user.email, change->email);
    if (!has_new_rights && !has_new_email &&
        is_same_text(record->user.full_name, change->full_name) &&
        is_same_text(record->user.time_zone, change->time_zone) &&
        is_same_origin(&change->origin_before, &change->origin))
        return ERR_NONE;
    enum err err = update_row(db, record, change, has_new_rights);
    if (err == ERR_NONE && has_new_email)
        err = user_record_set_address(db, record, normalized);
    if (err == ERR_NONE && has_new_email)
        err = one_time_link_revoke_all(db, &record->user.organization_id, &record->user.id);
    if (err == ERR_NONE && has_new_email)
        err = address_change_overrule(db, &record->user.organization_id, &record->user.id,
                                      record->user.email, change->email);
    bool is_self = actor->kind == ACTOR_USER && uuid_equal(&actor->user_id, &record->user.id);
    if (err == ERR_NONE && has_new_email && !is_self)
        err = account_change_note(db, actor, &record->user.organization_id, &record->user.id,
                                  ACCOUNT_ADDRESS);
    if (err == ERR_NONE && has_new_rights)
        err = user_record_end_sessions(db, record);
    return err == ERR_NONE ? record_update(db, actor, record, change) : err;
}

enum err user_record_update(struct db *db, const struct actor *actor,
                            const struct user_change *normal, struct user_record *record,
                            struct problem *problem)
{
    struct user_change change = *normal;
    enum err err = user_record_get(db, actor, &change.id, record);
    if (err == ERR_NONE)
        err = check_rights(actor, record, &change);
    if (err == ERR_NONE && change.version != record->user.version)
        err = ERR_STALE;
    if (err == ERR_NONE && change.is_superuser && !record->user.is_superuser)
        err = user_record_refuse_superuser(actor, problem);
    if (err == ERR_NONE)
        err = check_last(db, record, &change, problem);
    char *normalized = NULL;
    if (err == ERR_NONE)
        err = user_record_check(db, change.full_name, change.email, &normalized, problem);
    if (err != ERR_NONE)
        return err;
    if (change.time_zone == NULL)
        change.time_zone = record->user.time_zone;
    else if (!time_zone_is_known(change.time_zone))
        return problem_refuse(problem, ERR_INVALID, "time_zone",
                              "There is no time zone of this name. Choose one from the list.");
    err = write_update(db, actor, record, &change, normalized);
    if (err == ERR_CONFLICT)
        return problem_refuse(problem, err, "email",
                              "Someone with this address is already here. Use another address.");
    return err;
}

enum err user_update(struct db *db, const struct actor *actor, const struct user_change *change,
                     struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = ""};
    struct user_record record;
    struct user_change normal = *change;
    normal.email = text_trim(db_arena(db), change->email);
    normal.full_name = name_normalize(db_arena(db), change->full_name);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = user_record_update(db, actor, &normal, &record, problem);
    return user_record_finish(db, actor, &record, "user.update", err);
}

static enum err record_state(struct db *db, const struct actor *actor,
                             const struct user_record *record, const char *action)
{
    struct audit_event event = user_record_event(record, action);
    event.details = json_object();
    audit_change_int(event.details, "is_active", record->is_active, !record->is_active);
    return audit_record(db, actor, &event);
}

enum err user_record_deactivate(struct db *db, const struct actor *actor,
                                const struct user_record *record)
{
    enum err err = db_change_one(
        db,
        "UPDATE users SET is_active = $1, deactivated_at = $2, updated_at = $2, "
        "epoch = epoch + 1, version = version + 1 WHERE organization_id = $3 AND id = $4",
        db_bool(false), db_time(clock_now()), db_uuid(&record->user.organization_id),
        db_uuid(&record->user.id));
    const int64_t by[USAGE_COUNT] = {[USAGE_PEOPLE] = -1};
    struct problem none = {.field = "", .message = ""};
    if (err == ERR_NONE)
        err = organization_usage_take(db, &record->user.organization_id, by, &none);
    if (err == ERR_NONE)
        err = user_record_end_sessions(db, record);
    if (err == ERR_NONE)
        err = one_time_link_revoke_all(db, &record->user.organization_id, &record->user.id);
    return err == ERR_NONE ? record_state(db, actor, record, "user.deactivate") : err;
}

static enum err load_other(struct db *db, const struct actor *actor, const struct uuid *id,
                           struct user_record *record)
{
    enum err err = user_record_get(db, actor, id, record);
    if (err == ERR_NONE && uuid_equal(id, &actor->user_id))
        err = ERR_DENIED;
    return err == ERR_NONE ? user_record_check_change(actor, record) : err;
}

static enum err deactivate_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                                  struct user_record *record)
{
    enum err err = load_other(db, actor, id, record);
    if (err != ERR_NONE || !record->is_active)
        return err;
    err = user_record_check_last(db, record);
    return err == ERR_NONE ? user_record_deactivate(db, actor, record) : err;
}

enum err user_deactivate(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct user_record record;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = deactivate_inside(db, actor, id, &record);
    return user_record_finish(db, actor, &record, "user.deactivate", err);
}

enum err user_record_activate(struct db *db, const struct actor *actor,
                              const struct user_record *record)
{
    struct problem limit;
    const int64_t by[USAGE_COUNT] = {[USAGE_PEOPLE] = 1};
    enum err err = organization_usage_take(db, &record->user.organization_id, by, &limit);
    if (err != ERR_NONE)
        return err;
    err = db_change_one(db,
                        "UPDATE users SET is_active = $1, deactivated_at = NULL, updated_at = $2, "
                        "version = version + 1 WHERE organization_id = $3 AND id = $4",
                        db_bool(true), db_time(clock_now()), db_uuid(&record->user.organization_id),
                        db_uuid(&record->user.id));
    return err == ERR_NONE ? record_state(db, actor, record, "user.activate") : err;
}

static enum err activate_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                                struct user_record *record)
{
    enum err err = load_other(db, actor, id, record);
    return err != ERR_NONE || record->is_active ? err : user_record_activate(db, actor, record);
}

/* ---- superuser rights --------------------------------------------------------------------- */

enum err user_record_refuse_superuser(const struct actor *actor, struct problem *problem)
{
    if (actor->kind == ACTOR_COMMAND)
        return ERR_NONE;
    return problem_refuse(
        problem, ERR_CONFLICT, "is_superuser",
        "Another administrator has to approve superuser rights: ask for them on the "
        "person's page.");
}

enum err user_check_superuser(struct db *db, const struct actor *actor, const struct uuid *id,
                              struct problem *problem)
{
    struct user_record record;
    enum err err = load_other(db, actor, id, &record);
    if (err == ERR_NONE && !policy_allows_grant(actor, record.user.persona, true))
        err = ERR_DENIED;
    if (err == ERR_NONE && !record.is_active)
        err = problem_refuse(problem, ERR_CONFLICT, "", "An inactive user can't get more rights.");
    if (err == ERR_NONE && record.user.is_superuser)
        err = problem_refuse(problem, ERR_CONFLICT, "", "This person is a superuser already.");
    return err;
}

enum err user_grant_superuser(struct db *db, const struct actor *actor, const struct uuid *id,
                              struct problem *problem)
{
    struct user_record record;
    enum err err = user_check_superuser(db, actor, id, problem);
    if (err == ERR_NONE)
        err = user_record_get(db, actor, id, &record);
    if (err != ERR_NONE)
        return err;
    struct user_change change = {.id = *id,
                                 .version = record.user.version,
                                 .full_name = record.user.full_name,
                                 .email = record.user.email,
                                 .time_zone = record.user.time_zone,
                                 .persona = record.user.persona,
                                 .is_superuser = true};
    return write_update(db, actor, &record, &change, "");
}

enum err user_activate(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct user_record record;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = activate_inside(db, actor, id, &record);
    return user_record_finish(db, actor, &record, "user.activate", err);
}
