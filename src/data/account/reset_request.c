#include "data/account/reset_request.h"

#include "base/clock.h"
#include "crypt/blind_index.h"
#include "data/account/one_time_link.h"
#include "data/session/throttle.h"
#include "data/user/user_record.h"

/* One that nobody answers in this time is too old to be meant still. */
#define RESET_REQUEST_LIFETIME CLOCK_HOUR

static const struct uuid nobody;

static enum err insert(struct db *db, const char *normalized)
{
    struct uuid id = uuid_make();
    uint8_t indexes[KEYRING_HASHES][HASH_LEN];
    email_index(db_keyring(db), normalized, indexes);
    return db_change_one(db,
                         "INSERT INTO reset_requests (organization_id, id, email_index, "
                         "email_index_before, created_at) VALUES ($1, $2, $3, $4, $5)",
                         db_uuid(&nobody), db_uuid(&id), db_bytes(indexes[0], HASH_LEN),
                         db_bytes(indexes[1], HASH_LEN), db_time(clock_now()));
}

enum err reset_request_add(struct db *db, const char *email, struct problem *problem)
{
    char *normalized = NULL;
    const char *message = NULL;
    *problem = (struct problem){.field = "", .message = ""};
    if (email_normalize(db_arena(db), email, &normalized, &message) != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "email", message);
    enum err err = throttle_count(db, &(struct throttle_attempt){THROTTLE_RESET, normalized, NULL});
    if (err != ERR_NONE)
        return err;
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, nobody});
    err = db_begin_alone(db);
    if (err == ERR_NONE)
        err = db_finish(db, insert(db, normalized));
    (void)db_enter(db, before);
    return err;
}

/* ---- handling ----------------------------------------------------------------------------- */

static enum err find_person(struct db *db, const struct db_result *request,
                            struct user_record *record)
{
    struct db_result found;
    enum err err = db_select(
        db, &found, "SELECT organization_id, user_id FROM addresses WHERE email_index IN ($1, $2)",
        db_blob(db_get_bytes(request, 0, 1)), db_blob(db_get_bytes(request, 0, 2)));
    if (err != ERR_NONE || found.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    struct uuid organization_id = db_get_uuid(&found, 0, 0);
    struct uuid user_id = db_get_uuid(&found, 0, 1);
    err = user_record_find(db, &organization_id, &user_id, record);
    if (err == ERR_NONE && (!record->is_active || record->is_suspended || record->user.is_sso_only))
        err = ERR_NOT_FOUND;
    return err;
}

/* The link is of the person's own making: nobody else has seen it. */
static enum err mail_link(struct db *db, const struct user_record *record)
{
    bool is_invited = record->user.state == USER_INVITED;
    char token[TOKEN_TEXT_LEN];
    struct one_time_link link = {.organization_id = record->user.organization_id,
                                 .user_id = record->user.id,
                                 .purpose = is_invited ? LINK_INVITATION : LINK_PASSWORD_RESET,
                                 .expires_at = clock_now() + LINK_ASKED_LIFETIME,
                                 .is_hidden = true};
    if (is_invited)
        link.expires_at = 0; /* as long as invitations are good */
    enum err err = one_time_link_create(db, &link, &record->user.id, token);
    return err == ERR_NONE ? one_time_link_mail(db, &link, token, true) : err;
}

static enum err record_unknown(struct db *db)
{
    struct audit_event event = {
        .action = "user.ask_reset", .record_type = "user", .outcome = AUDIT_FAILURE};
    return audit_record(db, NULL, &event);
}

static enum err handle_inside(struct db *db, const struct actor *command,
                              const struct db_result *request)
{
    struct user_record record;
    struct uuid id = db_get_uuid(request, 0, 0);
    enum err err = db_change_one(db,
                                 "UPDATE reset_requests SET handled_at = $1 "
                                 "WHERE organization_id = $2 AND id = $3 AND handled_at IS NULL",
                                 db_time(clock_now()), db_uuid(&nobody), db_uuid(&id));
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err; /* another sender was faster */
    if (db_get_time(request, 0, 3) < clock_now() - RESET_REQUEST_LIFETIME)
        return ERR_NONE;
    err = find_person(db, request, &record);
    if (err == ERR_NOT_FOUND)
        return record_unknown(db);
    if (err == ERR_NONE)
        err = mail_link(db, &record);
    if (err != ERR_NONE)
        return err;
    struct actor inside = *command;
    inside.organization_id = inside.home_organization_id = record.user.organization_id;
    struct audit_event event = user_record_event(&record, "user.ask_reset");
    return audit_record(db, &inside, &event);
}

enum err reset_request_handle(struct db *db, const struct actor *command)
{
    struct db_result request;
    if (command->kind != ACTOR_COMMAND)
        return ERR_DENIED;
    (void)db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err = db_select(db, &request,
                             "SELECT id, email_index, email_index_before, created_at "
                             "FROM reset_requests WHERE organization_id = $1 "
                             "AND handled_at IS NULL ORDER BY created_at LIMIT 1",
                             db_uuid(&nobody));
    if (err == ERR_NONE && request.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, handle_inside(db, command, &request)) : err;
}
