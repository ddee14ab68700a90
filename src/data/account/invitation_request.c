#include "data/account/invitation_request.h"

#include <string.h>

#include "base/clock.h"
#include "crypt/blind_index.h"
#include "data/user/user_record.h"

static const char waiting[] = "waiting";

/* ---- asking ------------------------------------------------------------------------------- */

static struct audit_event event_of(const struct actor *actor, const struct uuid *id,
                                   const char *action)
{
    return (struct audit_event){
        .action = action,
        .record_type = "invitation",
        .record_id = *id,
        .organization_id = actor->organization_id,
    };
}

/* The person who is asked for has no key yet that could make them unreadable: the event says only
 * for which persona. */
static enum err record_request(struct db *db, const struct actor *actor, const struct uuid *id,
                               enum persona persona)
{
    struct audit_event event = event_of(actor, id, "user.request_invitation");
    event.details = json_object();
    audit_change(event.details, "state", NULL, waiting);
    audit_change(event.details, "user_persona", NULL, persona_names[persona]);
    return audit_record(db, actor, &event);
}

static enum err record_decision(struct db *db, const struct actor *actor, const struct uuid *id,
                                const char *action, const char *state)
{
    struct audit_event event = event_of(actor, id, action);
    event.details = json_object();
    audit_change(event.details, "state", waiting, state);
    return audit_record(db, actor, &event);
}

static enum err check_draft(struct db *db, const struct invitation_request_draft *draft,
                            char **normalized, struct problem *problem)
{
    enum err err = user_record_check(db, draft->full_name, draft->email, normalized, problem);
    if (err != ERR_NONE)
        return err;
    if (draft->persona == PERSONA_PLATFORM_ADMIN)
        return problem_refuse(problem, ERR_INVALID, "user_persona",
                              "No administrator of an organization can give this persona.");
    if (draft->reason[0] == '\0')
        return problem_refuse(problem, ERR_INVALID, "reason", "Say why they need access.");
    if (text_count_chars(draft->reason, strlen(draft->reason)) > INVITATION_REQUEST_REASON_MAX ||
        text_has_control(draft->reason, strlen(draft->reason), false))
        return problem_refuse(problem, ERR_INVALID, "reason",
                              "A reason is one line of at most 500 characters.");
    return ERR_NONE;
}

/* Looks in the actor's organization only. */
static enum err check_is_new(struct db *db, const struct actor *actor,
                             uint8_t indexes[KEYRING_HASHES][HASH_LEN], struct problem *problem)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT (SELECT count(*) FROM addresses WHERE email_index IN ($1, $4) AND "
                  "organization_id = $2), "
                  "(SELECT count(*) FROM invitation_requests WHERE organization_id = $2 "
                  "AND email_index IN ($1, $4)), (SELECT count(*) FROM invitation_requests "
                  "WHERE organization_id = $2 AND requested_by = $3 AND state = 'waiting')",
                  db_bytes(indexes[0], HASH_LEN), db_uuid(&actor->organization_id),
                  db_uuid(&actor->user_id), db_bytes(indexes[1], HASH_LEN));
    if (err != ERR_NONE)
        return err;
    if (db_get_int(&result, 0, 0) > 0)
        return problem_refuse(
            problem, ERR_CONFLICT, "email",
            "Someone with this address is a member of your organization already.");
    if (db_get_int(&result, 0, 1) > 0)
        return problem_refuse(problem, ERR_CONFLICT, "email",
                              "An invitation for this address is requested already.");
    if (db_get_int(&result, 0, 2) >= INVITATION_REQUEST_WAITING_MAX)
        return problem_refuse(
            problem, ERR_CONFLICT, "",
            "20 of your requests are waiting. Ask again when an administrator has "
            "decided about them.");
    return ERR_NONE;
}

static enum err insert(struct db *db, const struct actor *actor,
                       const struct invitation_request_draft *draft, const struct uuid *id,
                       const uint8_t index[HASH_LEN])
{
    const char *const columns[] = {"email", "full_name", "reason"};
    const char *const texts[] = {draft->email, draft->full_name, draft->reason};
    struct db_value sealed[COUNT_OF(columns)];
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        struct seal_place place = invitation_request_place(columns[i], &actor->organization_id, id);
        enum err err = vault_seal_text(db, &place, texts[i], &sealed[i]);
        if (err != ERR_NONE)
            return err;
    }
    return db_change_one(
        db,
        "INSERT INTO invitation_requests (organization_id, id, requested_by, user_persona, state, "
        "email_index, created_at, email, full_name, reason) "
        "VALUES ($1, $2, $3, $4, 'waiting', $5, $6, $7, $8, $9)",
        db_uuid(&actor->organization_id), db_uuid(id), db_uuid(&actor->user_id),
        db_text(persona_names[draft->persona]), db_bytes(index, HASH_LEN), db_time(clock_now()),
        sealed[0], sealed[1], sealed[2]);
}

static enum err create_inside(struct db *db, const struct actor *actor,
                              const struct invitation_request_draft *draft, const char *normalized,
                              struct uuid *id, struct problem *problem)
{
    uint8_t indexes[KEYRING_HASHES][HASH_LEN];
    email_index(db_keyring(db), normalized, indexes);
    enum err err = check_is_new(db, actor, indexes, problem);
    *id = uuid_make();
    if (err == ERR_NONE)
        err = insert(db, actor, draft, id, indexes[0]);
    return err == ERR_NONE ? record_request(db, actor, id, draft->persona) : err;
}

/* The refusal of who has no right to it is in the log. */
static enum err refuse(struct db *db, const struct actor *actor, const struct uuid *id,
                       const char *action)
{
    struct audit_event event = event_of(actor, id, action);
    return audit_refuse(db, actor, &event);
}

enum err invitation_request_create(struct db *db, const struct actor *actor,
                                   const struct invitation_request_draft *draft, struct uuid *id,
                                   struct problem *problem)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    char *normalized = NULL;
    *problem = (struct problem){.field = "", .message = ""};
    *id = (struct uuid){{0}};
    if (!policy_allows(actor, PERMISSION_INVITATION_ASK, &target) || uuid_is_nil(&actor->user_id))
        return refuse(db, actor, id, "user.request_invitation");
    struct invitation_request_draft neat = {
        .full_name = name_normalize(db_arena(db), draft->full_name),
        .email = text_trim(db_arena(db), draft->email),
        .persona = draft->persona,
        .reason = text_trim(db_arena(db), draft->reason),
    };
    enum err err = check_draft(db, &neat, &normalized, problem);
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, create_inside(db, actor, &neat, normalized, id, problem))
                           : err;
}

/* ---- deciding ----------------------------------------------------------------------------- */

static enum err decline_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                               struct invitation_request *request)
{
    enum err err = invitation_request_get(db, actor, id, request);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE invitation_requests SET state = 'declined', "
                            "email_index = NULL, decided_by = $1, decided_at = $2 "
                            "WHERE organization_id = $3 AND id = $4 AND state = 'waiting'",
                            db_uuid_or_null(&actor->user_id), db_time(clock_now()),
                            db_uuid(&actor->organization_id), db_uuid(id));
    return err == ERR_NONE ? record_decision(db, actor, id, "user.decline_invitation", "declined")
                           : err;
}

enum err invitation_request_decline(struct db *db, const struct actor *actor, const struct uuid *id,
                                    struct invitation_request *request)
{
    if (!invitation_request_may_decide(actor))
        return refuse(db, actor, id, "user.decline_invitation");
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, decline_inside(db, actor, id, request)) : err;
}

static enum err grant_one(struct db *db, const struct actor *actor,
                          const struct uuid *organization_id, const struct uuid *user_id,
                          const struct uuid *id)
{
    enum err err = db_change_one(
        db,
        "UPDATE invitation_requests SET state = 'invited', email_index = NULL, email = NULL, "
        "full_name = NULL, reason = NULL, user_id = $1, decided_by = $2, decided_at = $3 "
        "WHERE organization_id = $4 AND id = $5",
        db_uuid(user_id), db_uuid_or_null(&actor->user_id), db_time(clock_now()),
        db_uuid(organization_id), db_uuid(id));
    if (err != ERR_NONE)
        return err;
    struct actor there = *actor; /* a command works in no organization of its own */
    there.organization_id = *organization_id;
    return record_decision(db, &there, id, "user.grant_invitation", "invited");
}

enum err invitation_request_grant(struct db *db, const struct actor *actor,
                                  const struct uuid *organization_id, const struct uuid *user_id,
                                  const char *email, const struct uuid *id)
{
    uint8_t indexes[KEYRING_HASHES][HASH_LEN];
    struct db_result result;
    char *normalized = NULL;
    const char *message = NULL;
    enum err err = email_normalize(db_arena(db), email, &normalized, &message);
    if (err != ERR_NONE)
        return err;
    email_index(db_keyring(db), normalized, indexes);
    err = db_select(db, &result,
                    "SELECT id FROM invitation_requests WHERE organization_id = $1 "
                    "AND state = 'waiting' AND (id = $2 OR email_index IN ($3, $4)) LIMIT 2",
                    db_uuid(organization_id), db_uuid(id), db_bytes(indexes[0], HASH_LEN),
                    db_bytes(indexes[1], HASH_LEN));
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++) {
        struct uuid found = db_get_uuid(&result, i, 0);
        err = grant_one(db, actor, organization_id, user_id, &found);
    }
    return err;
}
