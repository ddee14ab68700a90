#include "data/token/service_account.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/user/person.h"
#include "domain/record/name.h"

static bool may(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return actor->kind == ACTOR_USER &&
           policy_allows(actor, PERMISSION_TOKEN_ORGANIZATION, &target);
}

/* ---- reading ------------------------------------------------------------------------------ */

enum { COLUMN_PERSON = 9 };

static void select_accounts(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db,
                "SELECT c.id, c.name, c.user_persona, c.is_active, c.epoch, c.created_at, "
                "c.deactivated_at, u.is_active, (SELECT count(*) FROM api_tokens t "
                "WHERE t.organization_id = c.organization_id AND t.service_account_id = c.id "
                "AND t.revoked_at IS NULL");
    query_bind(q, " AND t.expires_at > ", db_time(clock_now()));
    query_add(q, "), " PERSON_COLUMNS_OF("c.responsible_id", u));
    query_add(q,
              " FROM service_accounts c" PERSON_JOIN(u, "c.organization_id", "c.responsible_id"));
    query_bind(q, "WHERE c.organization_id = ", db_uuid(&actor->organization_id));
}

static enum err read_account(struct db *db, const struct db_result *rows, int row,
                             struct service_account *account)
{
    *account = (struct service_account){
        .id = db_get_uuid(rows, row, 0),
        .name = db_get_text(rows, row, 1),
        .is_active = db_get_bool(rows, row, 3),
        .epoch = db_get_int(rows, row, 4),
        .created_at = db_get_time(rows, row, 5),
        .deactivated_at = db_is_null(rows, row, 6) ? 0 : db_get_time(rows, row, 6),
        .is_responsible_active = db_get_bool(rows, row, 7),
        .token_count = db_get_int(rows, row, 8),
        .responsible_id = db_get_uuid(rows, row, COLUMN_PERSON),
    };
    if (persona_parse(db_get_text(rows, row, 2), &account->persona) != ERR_NONE)
        die("a service account with an unknown persona");
    return person_name(db, rows, row, COLUMN_PERSON, &account->responsible_name);
}

enum err service_account_list(struct db *db, const struct actor *actor,
                              struct service_account_list *list)
{
    struct db_result rows;
    struct query q;
    *list = (struct service_account_list){.count = 0};
    if (!may(actor))
        return ERR_DENIED;
    select_accounts(&q, db, actor);
    query_bind(&q, " ORDER BY c.name_key LIMIT ", db_int(SERVICE_ACCOUNT_MAX));
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    list->count = rows.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; err == ERR_NONE && i < list->count; i++)
        err = read_account(db, &rows, i, &list->items[i]);
    return err;
}

enum err service_account_get(struct db *db, const struct actor *actor, const struct uuid *id,
                             struct service_account *account)
{
    struct db_result rows;
    struct query q;
    if (!may(actor))
        return ERR_NOT_FOUND;
    select_accounts(&q, db, actor);
    query_bind(&q, " AND c.id = ", db_uuid(id));
    enum err err = query_run(&q, &rows);
    if (err == ERR_NONE && rows.row_count == 0)
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? read_account(db, &rows, 0, account) : err;
}

/* ---- changing ----------------------------------------------------------------------------- */

static struct audit_event event_of(const struct actor *actor, const struct uuid *id,
                                   const char *action)
{
    return (struct audit_event){.action = action,
                                .record_type = "service_account",
                                .record_id = *id,
                                .organization_id = actor->organization_id};
}

static const char *id_text(struct db *db, const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_strdup(db_arena(db), text);
}

static enum err check_responsible(struct db *db, const struct actor *actor,
                                  const struct uuid *user_id, struct problem *problem)
{
    struct db_result row;
    enum err err = db_select(db, &row,
                             "SELECT 1 FROM users WHERE organization_id = $1 AND id = $2 "
                             "AND is_active AND hashed_password IS NOT NULL",
                             db_uuid(&actor->organization_id), db_uuid(user_id));
    if (err == ERR_NONE && row.row_count == 0)
        return problem_refuse(problem, ERR_INVALID, "responsible_id",
                              "Choose someone who is active in the organization.");
    return err;
}

static enum err check_name_and_room(struct db *db, const struct actor *actor, const char *name,
                                    struct problem *problem)
{
    struct db_result row;
    const char *message = NULL;
    if (name_check(name, &message) != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "name", message);
    enum err err = db_select(
        db, &row,
        "SELECT (SELECT count(*) FROM service_accounts WHERE organization_id = $1), "
        "(SELECT count(*) FROM service_accounts WHERE organization_id = $1 AND name_key = $2)",
        db_uuid(&actor->organization_id), db_text(name_key(db_arena(db), name)));
    if (err != ERR_NONE)
        return err;
    if (db_get_int(&row, 0, 1) > 0)
        return problem_refuse(
            problem, ERR_CONFLICT, "name",
            "There is a service account with this name already. Choose another name.");
    if (db_get_int(&row, 0, 0) >= SERVICE_ACCOUNT_MAX)
        return problem_refuse(problem, ERR_CONFLICT, "", "There are 200 service accounts already.");
    return ERR_NONE;
}

static enum err create_inside(struct db *db, const struct actor *actor,
                              const struct service_account_new *account_new, const struct uuid *id,
                              struct problem *problem)
{
    const char *name = name_normalize(db_arena(db), account_new->name);
    if (!may(actor) || !policy_covers(actor, account_new->persona))
        return problem_refuse(problem, ERR_DENIED, "user_persona",
                              "This persona may do more than you: choose another one.");
    if (persona_is_admin(account_new->persona))
        return problem_refuse(problem, ERR_INVALID, "user_persona",
                              "A service account can't be an administrator.");
    enum err err = check_name_and_room(db, actor, name, problem);
    if (err == ERR_NONE)
        err = check_responsible(db, actor, &account_new->responsible_id, problem);
    if (err == ERR_NONE)
        err = db_change_one(
            db,
            "INSERT INTO service_accounts (organization_id, id, name, name_key, user_persona, "
            "is_active, responsible_id, created_by, created_at) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            db_uuid(&actor->organization_id), db_uuid(id), db_text(name),
            db_text(name_key(db_arena(db), name)), db_text(persona_names[account_new->persona]),
            db_bool(true), db_uuid(&account_new->responsible_id), db_uuid(&actor->user_id),
            db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    struct audit_event event = event_of(actor, id, "service_account.create");
    event.details = json_object();
    audit_change(event.details, "name", NULL, name);
    audit_change(event.details, "user_persona", NULL, persona_names[account_new->persona]);
    audit_change(event.details, "responsible_id", NULL, id_text(db, &account_new->responsible_id));
    return audit_record(db, actor, &event);
}

enum err service_account_create(struct db *db, const struct actor *actor,
                                const struct service_account_new *account_new, struct uuid *id,
                                struct problem *problem)
{
    *problem = (struct problem){.field = ""};
    *id = uuid_make();
    struct audit_event refusal = event_of(actor, id, "service_account.create");
    enum err err = db_begin(db);
    return err == ERR_NONE ? audit_finish(db, actor, &refusal,
                                          create_inside(db, actor, account_new, id, problem))
                           : err;
}

static enum err set_responsible(struct db *db, const struct actor *actor, const struct uuid *id,
                                const struct uuid *responsible_id)
{
    enum err err =
        db_change_one(db,
                      "UPDATE service_accounts SET responsible_id = $1 "
                      "WHERE organization_id = $2 AND id = $3",
                      db_uuid(responsible_id), db_uuid(&actor->organization_id), db_uuid(id));
    if (err != ERR_NONE)
        return err;
    return db_change(db,
                     "UPDATE api_tokens SET responsible_id = $1 "
                     "WHERE organization_id = $2 AND service_account_id = $3",
                     db_uuid(responsible_id), db_uuid(&actor->organization_id), db_uuid(id));
}

static enum err appoint_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                               const struct uuid *responsible_id, struct problem *problem)
{
    struct service_account account;
    enum err err = service_account_get(db, actor, id, &account);
    if (err == ERR_NONE)
        err = check_responsible(db, actor, responsible_id, problem);
    if (err != ERR_NONE || uuid_equal(responsible_id, &account.responsible_id))
        return err;
    err = set_responsible(db, actor, id, responsible_id);
    if (err != ERR_NONE)
        return err;
    struct audit_event event = event_of(actor, id, "service_account.appoint");
    event.details = json_object();
    audit_change(event.details, "responsible_id", id_text(db, &account.responsible_id),
                 id_text(db, responsible_id));
    return audit_record(db, actor, &event);
}

enum err service_account_appoint(struct db *db, const struct actor *actor, const struct uuid *id,
                                 const struct uuid *responsible_id, struct problem *problem)
{
    *problem = (struct problem){.field = ""};
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, appoint_inside(db, actor, id, responsible_id, problem))
                           : err;
}

static enum err deactivate_inside(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct service_account account;
    enum err err = service_account_get(db, actor, id, &account);
    if (err != ERR_NONE || !account.is_active)
        return err;
    err = db_change_one(db,
                        "UPDATE service_accounts SET is_active = $1, deactivated_at = $2, "
                        "epoch = epoch + 1 WHERE organization_id = $3 AND id = $4",
                        db_bool(false), db_time(clock_now()), db_uuid(&actor->organization_id),
                        db_uuid(id));
    if (err != ERR_NONE)
        return err;
    struct audit_event event = event_of(actor, id, "service_account.deactivate");
    event.details = json_object();
    audit_change(event.details, "name", NULL, account.name);
    return audit_record(db, actor, &event);
}

enum err service_account_deactivate(struct db *db, const struct actor *actor, const struct uuid *id)
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, deactivate_inside(db, actor, id)) : err;
}

enum err service_account_hand_over(struct db *db, const struct uuid *organization_id,
                                   const struct uuid *from_id, const struct uuid *to_id)
{
    enum err err = db_change(db,
                             "UPDATE service_accounts SET responsible_id = $1 "
                             "WHERE organization_id = $2 AND responsible_id = $3",
                             db_uuid(to_id), db_uuid(organization_id), db_uuid(from_id));
    if (err != ERR_NONE)
        return err;
    return db_change(db,
                     "UPDATE api_tokens SET responsible_id = $1 "
                     "WHERE organization_id = $2 AND responsible_id = $3",
                     db_uuid(to_id), db_uuid(organization_id), db_uuid(from_id));
}
