#include "data/account/provision_change.h"

#include <string.h>

#include "base/clock.h"
#include "crypt/blind_index.h"
#include "data/account/account_change.h"
#include "data/account/one_time_link.h"
#include "data/account/user_change.h"
#include "data/account/user_new.h"
#include "data/organization/organization_usage.h"

/* A change on its way: the person as they are, and as they become. */
struct change {
    struct db *db;
    const struct actor *actor;
    struct provision_draft draft;
    struct user_record record;
    struct provision before;
    struct problem *problem;
};

static struct change begin(struct db *db, const struct actor *actor,
                           const struct provision_draft *draft, struct problem *problem)
{
    struct change change = {.db = db, .actor = actor, .draft = *draft, .problem = problem};
    *problem = (struct problem){.field = "", .message = ""};
    change.draft.email = text_trim(db_arena(db), draft->email);
    change.draft.full_name = name_normalize(db_arena(db), draft->full_name);
    if (draft->origin.given_name != NULL)
        change.draft.origin.given_name = name_normalize(db_arena(db), draft->origin.given_name);
    return change;
}

static bool is_gone(const struct change *change)
{
    return !change->record.is_active && change->before.ended_at != 0;
}

static bool is_same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* ---- checks -------------------------------------------------------------------------------- */

/* Whether a token's owner could still do without this person was asked when it came, maybe before
 * somebody else was deactivated: changes of an organization take turns, so here it is known. */
static enum err check_last_administrator(const struct change *change)
{
    const struct user *user = &change->record.user;
    struct db_result row;
    bool stays = change->draft.is_active && persona_is_admin(change->draft.persona);
    if (stays || !change->record.is_active || !persona_is_admin(user->persona))
        return ERR_NONE;
    enum err err = db_select(change->db, &row,
                             "SELECT id FROM users WHERE organization_id = $1 AND id <> $2 "
                             "AND is_active AND hashed_password IS NOT NULL AND (is_superuser "
                             "OR user_persona IN ('Customer Admin', 'Platform Admin')) LIMIT 1",
                             db_uuid(&user->organization_id), db_uuid(&user->id));
    if (err == ERR_NONE && row.row_count == 0)
        return problem_refuse(change->problem, ERR_CONFLICT, "is_active",
                              "This is the last active administrator of the organization.");
    return err;
}

/* Of those who answer for the token nobody takes the rights with it. */
static enum err check_rights(const struct change *change)
{
    const struct user *user = &change->record.user;
    enum err err = user_record_check_change(change->actor, &change->record);
    bool is_self = uuid_equal(&user->id, &change->actor->user_id);
    if (err == ERR_NONE && is_self &&
        (user->persona != change->draft.persona ||
         change->record.is_active != change->draft.is_active))
        err = ERR_DENIED;
    return err == ERR_NONE ? check_last_administrator(change) : err;
}

static enum err check_external(const struct change *change,
                               uint8_t hashes[KEYRING_HASHES][HASH_LEN])
{
    struct db *db = change->db;
    const char *external_id = change->draft.origin.external_id;
    struct db_result row;
    if (external_id == NULL)
        return ERR_NONE;
    if (strlen(external_id) > PROVISION_EXTERNAL_MAX)
        return problem_refuse(change->problem, ERR_INVALID, "external_id",
                              "An external id has at most 255 bytes.");
    external_index(db_keyring(db), db_arena(db), &change->actor->organization_id, external_id,
                   hashes);
    enum err err =
        db_select(db, &row,
                  "SELECT user_id FROM user_provisions WHERE organization_id = $1 "
                  "AND external_index IN ($2, $3) AND user_id <> $4",
                  db_uuid(&change->actor->organization_id), db_bytes(hashes[0], HASH_LEN),
                  db_bytes(hashes[1], HASH_LEN), db_uuid(&change->record.user.id));
    if (err == ERR_NONE && row.row_count > 0)
        return problem_refuse(change->problem, ERR_CONFLICT, "external_id",
                              "Someone else has this external id.");
    return err;
}

/* ---- writing ------------------------------------------------------------------------------- */

/* What the service wrote, in the person's row of that: a new one, or the one that is there. */
static enum err store(struct change *change, bool has_ended)
{
    struct db *db = change->db;
    const struct user_origin *origin = &change->draft.origin;
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    struct uuid id = uuid_is_nil(&change->before.id) ? uuid_make() : change->before.id;
    struct seal_place place = {"user_provisions", "external_id",
                               change->record.user.organization_id, id};
    struct text texts[] = {{origin->external_id, 0}, {origin->given_name, 0}};
    struct db_value sealed[] = {db_null(), db_null()};
    bool is_found = origin->external_id != NULL && !has_ended;
    int64_t now = clock_now();
    enum err err = has_ended ? ERR_NONE : check_external(change, hashes);
    for (int i = 0; err == ERR_NONE && i < 2; i++) {
        texts[i].len = texts[i].data == NULL ? 0 : strlen(texts[i].data);
        err = vault_seal(db, &change->record.data_key_id, &place, texts[i], &sealed[i]);
        place.column = "given_name";
    }
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "INSERT INTO user_provisions (organization_id, id, user_id, external_index, "
        "external_index_kid, created_at, updated_at, ended_at, external_id, given_name) "
        "VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9) ON CONFLICT (organization_id, id) "
        "DO UPDATE SET external_index = excluded.external_index, "
        "external_index_kid = excluded.external_index_kid, updated_at = excluded.updated_at, "
        "ended_at = excluded.ended_at, external_id = excluded.external_id, "
        "given_name = excluded.given_name",
        db_uuid(&place.organization_id), db_uuid(&id), db_uuid(&change->record.user.id),
        is_found ? db_bytes(hashes[0], HASH_LEN) : db_null(),
        is_found ? db_text(keyring_active(db_keyring(db))) : db_null(), db_time(now),
        has_ended ? db_time(now) : db_null(), sealed[0], sealed[1]);
}

static enum err load(struct change *change, const struct uuid *id)
{
    enum err err = user_record_get(change->db, change->actor, id, &change->record);
    if (err == ERR_NONE && change->record.user.full_name == NULL)
        err = ERR_NOT_FOUND; /* erased */
    return err == ERR_NONE ? provision_find(change->db, change->actor, id, &change->before) : err;
}

static enum err write_state(struct change *change)
{
    if (change->draft.is_active == change->record.is_active)
        return ERR_NONE;
    enum err err = change->draft.is_active
                       ? user_record_activate(change->db, change->actor, &change->record)
                       : user_record_deactivate(change->db, change->actor, &change->record);
    if (err == ERR_CONFLICT)
        return problem_refuse(change->problem, err, ORGANIZATION_LIMIT,
                              "The organization has as many people as it may have.");
    return err;
}

/* The event of what changes nothing else than whether a service looks after the person. */
static enum err record_service(struct change *change, const char *before, const char *after)
{
    struct audit_event event = user_record_event(&change->record, "user.update");
    event.details = json_object();
    audit_change(event.details, "provisioning", before, after);
    return audit_record(change->db, change->actor, &event);
}

/* The person is loaded. */
static enum err write(struct change *change)
{
    const struct provision_draft *draft = &change->draft;
    struct user_origin *before = &change->before.origin;
    bool is_as_it_was = is_same(before->external_id, draft->origin.external_id) &&
                        is_same(before->given_name, draft->origin.given_name) &&
                        draft->is_active == change->record.is_active &&
                        draft->persona == change->record.user.persona &&
                        is_same(draft->email, change->record.user.email) &&
                        is_same(draft->full_name, change->record.user.full_name);
    struct user_change user_change = {.id = change->record.user.id,
                                      .version = draft->version,
                                      .full_name = draft->full_name,
                                      .email = draft->email,
                                      .persona = draft->persona,
                                      .origin_before = *before,
                                      .origin = draft->origin};
    enum err err = check_rights(change);
    bool is_back = change->before.ended_at != 0;
    if (err == ERR_NONE && is_as_it_was && draft->version == change->record.user.version &&
        !is_back)
        return ERR_NONE;
    if (err == ERR_NONE && is_as_it_was && is_back)
        err = record_service(change, "ended", "active");
    if (err == ERR_NONE)
        err = user_record_update(change->db, change->actor, &user_change, &change->record,
                                 change->problem);
    if (err == ERR_NONE)
        err = store(change, false);
    return err == ERR_NONE ? write_state(change) : err;
}

/* ---- someone new --------------------------------------------------------------------------- */

/* Whom a service of this organization gave up. */
static enum err find_gone(const struct change *change, struct uuid *id)
{
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    struct db_result row;
    const char *message = NULL;
    char *normalized = NULL;
    *id = (struct uuid){{0}};
    if (email_normalize(db_arena(change->db), change->draft.email, &normalized, &message) !=
        ERR_NONE)
        return problem_refuse(change->problem, ERR_INVALID, "email", message);
    email_index(db_keyring(change->db), normalized, hashes);
    enum err err = db_select(
        change->db, &row,
        "SELECT u.id FROM addresses a JOIN users u ON u.organization_id = a.organization_id "
        "AND u.id = a.user_id JOIN user_provisions p ON p.organization_id = u.organization_id "
        "AND p.user_id = u.id WHERE a.organization_id = $1 AND a.email_index IN ($2, $3) "
        "AND NOT u.is_active AND p.ended_at IS NOT NULL",
        db_uuid(&change->actor->organization_id), db_bytes(hashes[0], HASH_LEN),
        db_bytes(hashes[1], HASH_LEN));
    if (err == ERR_NONE && row.row_count > 0)
        *id = db_get_uuid(&row, 0, 0);
    return err;
}

/* Whoever never accepted the invitation gets another one. */
static enum err invite_again(struct change *change)
{
    char token[TOKEN_TEXT_LEN];
    struct one_time_link link = {.organization_id = change->record.user.organization_id,
                                 .user_id = change->record.user.id,
                                 .purpose = LINK_INVITATION,
                                 .is_hidden = true};
    if (change->record.sealed_password.data != NULL)
        return ERR_NONE;
    enum err err = one_time_link_create(change->db, &link, &change->actor->user_id, token);
    return err == ERR_NONE ? one_time_link_mail(change->db, &link, token, false) : err;
}

static enum err note(const struct change *change)
{
    const struct user *user = &change->record.user;
    return account_change_note(change->db, change->actor, &user->organization_id, &user->id,
                               ACCOUNT_PROVISION);
}

static enum err bring_back(struct change *change, const struct uuid *id)
{
    enum err err = load(change, id);
    change->draft.version = change->record.user.version;
    if (err == ERR_NONE)
        err = write(change);
    if (err == ERR_NONE)
        err = note(change);
    return err == ERR_NONE ? invite_again(change) : err;
}

static enum err invite(struct change *change)
{
    struct user_new user_new = {.email = change->draft.email,
                                .full_name = change->draft.full_name,
                                .persona = change->draft.persona,
                                .origin = change->draft.origin};
    enum err err =
        user_record_invite(change->db, change->actor, &user_new, &change->record, change->problem);
    if (err == ERR_NONE)
        err = store(change, false);
    return err == ERR_NONE ? note(change) : err;
}

static enum err create_inside(struct change *change)
{
    struct uuid gone;
    struct policy_target target = {.organization_id = change->actor->organization_id};
    if (!policy_allows(change->actor, PERMISSION_USER_CHANGE, &target))
        return ERR_DENIED;
    enum err err = find_gone(change, &gone);
    if (err != ERR_NONE)
        return err;
    return uuid_is_nil(&gone) ? invite(change) : bring_back(change, &gone);
}

enum err provision_create(struct db *db, const struct actor *actor,
                          const struct provision_draft *draft, struct uuid *id,
                          struct problem *problem)
{
    struct change change = begin(db, actor, draft, problem);
    change.record.user.organization_id = actor->organization_id;
    change.draft.is_active = true;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = create_inside(&change);
    err = user_record_finish(db, actor, &change.record, "user.invite", err);
    *id = err == ERR_NONE ? change.record.user.id : (struct uuid){{0}};
    return err;
}

/* ---- someone who is there ------------------------------------------------------------------ */

static enum err update_inside(struct change *change)
{
    enum err err = load(change, &change->draft.id);
    if (err == ERR_NONE && is_gone(change))
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? write(change) : err;
}

enum err provision_update(struct db *db, const struct actor *actor,
                          const struct provision_draft *draft, struct problem *problem)
{
    struct change change = begin(db, actor, draft, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = update_inside(&change);
    return user_record_finish(db, actor, &change.record, "user.update", err);
}

static enum err end_inside(struct change *change, const struct uuid *id, int64_t version)
{
    enum err err = load(change, id);
    if (err == ERR_NONE && is_gone(change))
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    change->draft.persona = change->record.user.persona;
    change->draft.is_active = false;
    change->draft.origin = change->before.origin;
    err = check_rights(change);
    if (err == ERR_NONE && version != 0 && version != change->record.user.version)
        err = ERR_STALE;
    if (err == ERR_NONE)
        err = store(change, true);
    if (err != ERR_NONE)
        return err;
    return change->record.is_active ? write_state(change)
                                    : record_service(change, "active", "ended");
}

enum err provision_end(struct db *db, const struct actor *actor, const struct uuid *id,
                       int64_t version, struct problem *problem)
{
    struct provision_draft nothing = {.email = "", .full_name = ""};
    struct change change = begin(db, actor, &nothing, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = end_inside(&change, id, version);
    return user_record_finish(db, actor, &change.record, "user.deactivate", err);
}
