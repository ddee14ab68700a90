#include "data/session/factor_rule.h"

#include "base/clock.h"
#include "base/number.h"
#include "data/audit/audit.h"
#include "data/user/person.h"

const char *const factor_who_names[FACTOR_WHO_COUNT + 1] = {"nobody", "administrators", "all",
                                                            NULL};

struct factor_rule factor_rule_read(const struct db_result *result, int row, int first)
{
    if (db_is_null(result, row, first))
        return (struct factor_rule){.who = FACTOR_WHO_NOBODY};
    return (struct factor_rule){
        .who = db_get_bool(result, row, first) ? FACTOR_WHO_ALL : FACTOR_WHO_ADMINS,
        .grace_days = db_get_int(result, row, first + 1),
        .set_at = db_get_time(result, row, first + 2),
    };
}

enum err factor_rule_find(struct db *db, const struct uuid *organization_id,
                          struct factor_rule *rule)
{
    struct db_result result;
    *rule = (struct factor_rule){.who = FACTOR_WHO_NOBODY};
    enum err err = db_select(db, &result,
                             "SELECT " FACTOR_RULE_COLUMNS(r) " FROM factor_rules r "
                                                              "WHERE r.organization_id = $1",
                             db_uuid(organization_id));
    if (err == ERR_NONE && result.row_count > 0)
        *rule = factor_rule_read(&result, 0, 0);
    return err;
}

static bool is_admin(enum persona persona, bool is_superuser)
{
    return is_superuser || persona_is_admin(persona);
}

int64_t factor_rule_due(const struct factor_rule *rule, const struct actor *person,
                        int64_t created_at)
{
    bool is_asked =
        rule->who == FACTOR_WHO_ALL ||
        (rule->who == FACTOR_WHO_ADMINS && is_admin(person->persona, person->is_superuser));
    if (!is_asked)
        return 0;
    int64_t from = created_at > rule->set_at ? created_at : rule->set_at;
    return from + rule->grace_days * CLOCK_DAY;
}

static bool may_set(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_ORGANIZATION_RENAME, &target);
}

enum err factor_rule_get(struct db *db, const struct actor *actor, struct factor_rule *rule)
{
    return may_set(actor) ? factor_rule_find(db, &actor->organization_id, rule) : ERR_DENIED;
}

/* ---- setting it ----------------------------------------------------------------------------- */

static enum err store(struct db *db, const struct actor *actor, const struct factor_rule *rule)
{
    enum err err = db_change(db, "DELETE FROM factor_rules WHERE organization_id = $1",
                             db_uuid(&actor->organization_id));
    if (err != ERR_NONE || rule->who == FACTOR_WHO_NOBODY)
        return err;
    return db_change_one(db,
                         "INSERT INTO factor_rules (organization_id, is_for_all, grace_days, "
                         "set_at) VALUES ($1, $2, $3, $4)",
                         db_uuid(&actor->organization_id), db_bool(rule->who == FACTOR_WHO_ALL),
                         db_int(rule->grace_days), db_time(clock_now()));
}

static struct audit_event event_of(const struct actor *actor)
{
    return (struct audit_event){.action = "organization.factor_rule",
                                .record_type = "organization",
                                .record_id = actor->organization_id,
                                .organization_id = actor->organization_id};
}

static enum err set_inside(struct db *db, const struct actor *actor, const struct factor_rule *rule)
{
    struct factor_rule before;
    enum err err = may_set(actor) ? ERR_NONE : ERR_DENIED;
    if (err == ERR_NONE)
        err = factor_rule_find(db, &actor->organization_id, &before);
    if (err != ERR_NONE || (before.who == rule->who && (before.grace_days == rule->grace_days ||
                                                        rule->who == FACTOR_WHO_NOBODY)))
        return err;
    err = store(db, actor, rule);
    if (err != ERR_NONE)
        return err;
    struct audit_event event = event_of(actor);
    event.details = json_object();
    audit_change(event.details, "required_for", factor_who_names[before.who],
                 factor_who_names[rule->who]);
    audit_change_int(event.details, "grace_days", before.grace_days, rule->grace_days);
    return audit_record(db, actor, &event);
}

enum err factor_rule_set(struct db *db, const struct actor *actor, const struct factor_rule *rule)
{
    struct audit_event refusal = event_of(actor);
    if (!number_fits(NUMBER_FACTOR_GRACE, rule->grace_days))
        return ERR_INVALID;
    enum err err = db_begin(db);
    return err == ERR_NONE ? audit_finish(db, actor, &refusal, set_inside(db, actor, rule)) : err;
}

/* ---- who has none --------------------------------------------------------------------------- */

#define IS_ADMIN                                                                                   \
    "(u.is_superuser OR u.user_persona = 'Customer Admin' OR u.user_persona = 'Platform Admin')"
#define SIGNS_IN "u.is_active AND u.hashed_password IS NOT NULL"

enum { COLUMN_PERSONA = PERSON_COLUMN_COUNT, COLUMN_SUPERUSER, COLUMN_CREATED };

static enum err read_person(struct db *db, const struct db_result *result, int row,
                            const struct factor_rule *rule, struct factor_missing_person *person)
{
    struct actor actor = {.is_superuser = db_get_bool(result, row, COLUMN_SUPERUSER)};
    if (persona_parse(db_get_text(result, row, COLUMN_PERSONA), &actor.persona) != ERR_NONE)
        die("a user with an unknown persona");
    *person = (struct factor_missing_person){
        .id = db_get_uuid(result, row, 0),
        .persona = actor.persona,
        .is_admin = is_admin(actor.persona, actor.is_superuser),
        .due_at = factor_rule_due(rule, &actor, db_get_time(result, row, COLUMN_CREATED)),
    };
    return person_name(db, result, row, 0, &person->full_name);
}

static enum err count_people(struct db *db, const struct actor *actor,
                             struct factor_missing *missing)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT count(*), CAST(COALESCE(sum(CASE WHEN " IS_ADMIN
                             " THEN 1 ELSE 0 END), 0) AS bigint) FROM users u "
                             "WHERE u.organization_id = $1 AND " SIGNS_IN,
                             db_uuid(&actor->organization_id));
    if (err != ERR_NONE)
        return err;
    missing->person_count = db_get_int(&result, 0, 0);
    missing->admin_count = db_get_int(&result, 0, 1);
    return ERR_NONE;
}

enum err factor_rule_missing(struct db *db, const struct actor *actor,
                             const struct factor_rule *rule, struct factor_missing *missing)
{
    struct db_result result;
    *missing = (struct factor_missing){0};
    if (!may_set(actor))
        return ERR_DENIED;
    enum err err = count_people(db, actor, missing);
    if (err == ERR_NONE)
        err = db_select(
            db, &result,
            "SELECT " PERSON_COLUMNS(
                u) ", u.user_persona, u.is_superuser, u.created_at "
                   "FROM users u" VAULT_KEY_JOIN(
                       u_key,
                       u) "WHERE u.organization_id = $1 AND " SIGNS_IN " AND NOT EXISTS (SELECT 1 "
                          "FROM authenticator_apps f WHERE f.organization_id = u.organization_id "
                          "AND f.user_id = u.id) AND NOT EXISTS (SELECT 1 FROM passkeys p "
                          "WHERE p.organization_id = u.organization_id AND p.user_id = u.id) ORDER "
                          "BY CASE WHEN " IS_ADMIN
                          " THEN 0 ELSE 1 END, u.created_at, u.id LIMIT $2",
            db_uuid(&actor->organization_id), db_int(FACTOR_MISSING_MAX));
    if (err != ERR_NONE)
        return err;
    missing->people =
        arena_array(db_arena(db), (size_t)result.row_count + 1, sizeof *missing->people);
    missing->count = result.row_count;
    for (int i = 0; i < result.row_count && err == ERR_NONE; i++)
        err = read_person(db, &result, i, rule, &missing->people[i]);
    return err;
}
