#include "data/session/session.h"

#include <string.h>

#include "base/clock.h"
#include "data/mail/mail_queue.h"
#include "data/session/factor_rule.h"
#include "data/session/session_ends.h"
#include "data/session/session_row_internal.h"
#include "data/user/person.h"
#include "data/user/user_record.h"
#include "data/user/user_seen.h"
#include "data/vault/vault.h"

static const struct uuid nil;

static enum err seal_client(struct db *db, const struct user_record *record,
                            const struct uuid *session_id, const char *column, const char *text,
                            struct db_value *sealed)
{
    struct seal_place place = {"sessions", column, record->user.organization_id, *session_id};
    struct text plain = {text, text == NULL ? 0 : strlen(text)};
    return vault_seal(db, &record->data_key_id, &place, plain, sealed);
}

static enum err insert(struct db *db, const struct user_record *record, const struct uuid *id,
                       const struct session_client *client, const char *token)
{
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    token_hash(db_keyring(db), KEY_PURPOSE_SESSION, token, hashes);
    struct db_value address = db_null();
    struct db_value agent = db_null();
    enum err err = seal_client(db, record, id, "client_address", client->address, &address);
    if (err == ERR_NONE)
        err = seal_client(db, record, id, "client_agent", client->agent, &agent);
    if (err != ERR_NONE)
        return err;
    struct session_ends ends;
    err = session_ends_find(db, &record->user.organization_id, record->user.persona,
                            record->user.is_superuser, &ends);
    if (err != ERR_NONE)
        return err;
    int64_t now = clock_now();
    return db_change_one(
        db,
        "INSERT INTO sessions (organization_id, id, user_id, acting_organization_id, token_hash, "
        "epoch, created_at, last_seen_at, authenticated_at, expires_at, client_address, "
        "client_agent, factor, is_new_device, is_sso, is_sso_factor) "
        "VALUES ($1, $2, $3, $1, $4, $5, $6, $6, $6, $7, $8, $9, $10, $11, $12, $13)",
        db_uuid(&record->user.organization_id), db_uuid(id), db_uuid(&record->user.id),
        db_bytes(hashes[0], HASH_LEN), db_int(record->epoch), db_time(now),
        db_time(now + ends.absolute), address, agent, db_text(session_factor_name(client->factor)),
        db_bool(client->is_new_device), db_bool(client->is_sso), db_bool(client->is_sso_factor));
}

void session_client_note(struct audit_event *event, const struct session_client *client)
{
    event->personal_details = json_object();
    audit_change(event->personal_details, "client_address", NULL, client->address);
    audit_change(event->personal_details, "client_agent", NULL, client->agent);
}

enum err session_create(struct db *db, const struct uuid *organization_id,
                        const struct uuid *user_id, const struct session_client *client,
                        char token[TOKEN_TEXT_LEN])
{
    struct user_record record;
    enum err err = user_record_find(db, organization_id, user_id, &record);
    if (err != ERR_NONE)
        return err;
    struct actor actor = user_record_actor(&record);
    if (!actor.is_active)
        return ERR_DENIED;
    struct uuid id = uuid_make();
    token_make(organization_id, token);
    err = insert(db, &record, &id, client, token);
    if (err == ERR_NONE)
        err = user_seen_note(db, &actor, clock_now());
    if (err != ERR_NONE)
        return err;
    struct audit_event event = user_record_event(&record, "session.sign_in");
    event.record_type = "session";
    event.record_id = id;
    session_factor_note(&event, client->factor, client->is_sso);
    session_client_note(&event, client);
    if (client->is_new_device)
        audit_change(event.personal_details, "device", NULL, "new");
    err = audit_record(db, &actor, &event);
    if (err != ERR_NONE || !client->is_new_device)
        return err;
    return notice_queue(db, organization_id, user_id, MAIL_NEW_DEVICE, NULL,
                        arena_printf(db_arena(db), "from %s", client->address));
}

/* Whoever proved a second factor has one. */
static void read_rule(const struct db_result *row, struct session *session)
{
    struct factor_rule rule = factor_rule_read(row, 0, COLUMN_RULE);
    if (session->factor != FACTOR_PASSWORD || session->is_sso_factor)
        return;
    session->factor_due_at =
        factor_rule_due(&rule, &session->actor, db_get_time(row, 0, COLUMN_FACTOR + 1));
    session->is_held = session->factor_due_at != 0 && session->created_at >= session->factor_due_at;
}

static enum err read_session(struct db *db, const struct db_result *row, struct session *session)
{
    struct uuid home = db_get_uuid(row, 0, 2);
    struct uuid acting = db_get_uuid(row, 0, COLUMN_ACTING);
    *session = (struct session){
        .id = db_get_uuid(row, 0, 0),
        .actor = {.kind = ACTOR_USER,
                  .user_id = db_get_uuid(row, 0, 1),
                  .organization_id = acting,
                  .home_organization_id = home,
                  .is_active = true,
                  .is_superuser = db_get_bool(row, 0, COLUMN_SUPERUSER)},
        .created_at = db_get_time(row, 0, COLUMN_CREATED),
        .last_seen_at = db_get_time(row, 0, COLUMN_LAST_SEEN),
        .authenticated_at = db_get_time(row, 0, COLUMN_AUTHENTICATED),
        .factor = session_factor_of(db_get_text(row, 0, COLUMN_FACTOR)),
        .is_sso = db_get_bool(row, 0, COLUMN_SSO),
        .is_sso_factor = db_get_bool(row, 0, COLUMN_SSO + 1),
        .has_reset = db_get_int(row, 0, COLUMN_RESETS) > 0,
        .acting_organization_id = acting,
        .organization_name = db_get_text(row, 0, 10),
        .organization_key_id = db_get_uuid(row, 0, 11),
        .time_zone = db_get_text(row, 0, COLUMN_TIME_ZONE),
        .previous_visit_at = user_seen_previous_visit(row, 0, COLUMN_SEEN),
    };
    organization_usage_read(row, 0, COLUMN_USAGE, &session->usage);
    if (persona_parse(db_get_text(row, 0, COLUMN_PERSONA), &session->actor.persona) != ERR_NONE)
        die("a user with an unknown persona");
    read_rule(row, session);
    struct uuid data_key_id = db_get_uuid(row, 0, 8);
    struct seal_place place = person_name_place(&home, &session->actor.user_id);
    struct text name = {NULL, 0};
    enum err err = vault_learn_key(db, &home, &data_key_id, row, 0, COLUMN_KEYS);
    if (err == ERR_NONE)
        err = vault_learn_key(db, &home, &session->organization_key_id, row, 0, COLUMN_KEYS + 2);
    if (err == ERR_NONE)
        err = vault_unseal(db, &data_key_id, &place, db_get_bytes(row, 0, 9), &name);
    session->full_name = name.data == NULL ? "" : name.data;
    return err;
}

/* What of the session is the acting organization's. */
static enum err enter_acting(struct db *db, struct session *session)
{
    const struct uuid *acting = &session->acting_organization_id;
    if (uuid_equal(acting, &session->actor.home_organization_id))
        return ERR_NONE;
    if (!policy_allows_some(&session->actor, PERMISSION_ORGANIZATION_ENTER))
        return ERR_NOT_FOUND;
    struct db_result row;
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, *acting});
    enum err err = db_select(db, &row, "SELECT name, data_key_id FROM organizations WHERE id = $1",
                             db_uuid(acting));
    if (err != ERR_NONE)
        return err;
    if (row.row_count == 0)
        return ERR_NOT_FOUND;
    session->organization_name = db_get_text(&row, 0, 0);
    session->organization_key_id = db_get_uuid(&row, 0, 1);
    return ERR_NONE;
}

typedef enum err row_finder(struct db *db, const struct uuid *organization_id, const char *token,
                            struct db_result *row);

static enum err find(struct db *db, row_finder *find_row, const char *token,
                     struct session *session)
{
    struct uuid organization_id;
    struct db_result row;
    if (token_organization(token, &organization_id) != ERR_NONE)
        return ERR_NOT_FOUND;
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    enum err err = find_row(db, &organization_id, token, &row);
    if (err != ERR_NONE)
        return err;
    if (row.row_count == 0)
        return ERR_NOT_FOUND;
    err = read_session(db, &row, session);
    if (err != ERR_NONE)
        return err;
    struct session_ends ends = session_ends_read(&row, 0, COLUMN_ENDS, session->actor.persona,
                                                 session->actor.is_superuser);
    if (session->last_seen_at + ends.idle <= clock_now() ||
        session->created_at + ends.absolute <= clock_now())
        return ERR_NOT_FOUND;
    if (!db_is_null(&row, 0, COLUMN_SUSPENDED))
        return ERR_DENIED;
    err = enter_acting(db, session);
    if (err == ERR_NONE)
        vault_note_organization_key(db, &session->acting_organization_id,
                                    &session->organization_key_id);
    return err;
}

static enum err find_in_scope(struct db *db, row_finder *find_row, const char *token,
                              struct session *session)
{
    enum err err = find(db, find_row, token, session);
    if (err != ERR_NONE)
        (void)db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    return err;
}

enum err session_find(struct db *db, const char *token, struct session *session)
{
    return find_in_scope(db, session_row_find, token, session);
}

enum err session_find_kept(struct db *db, const char *token, struct session *session)
{
    return find_in_scope(db, session_row_find_kept, token, session);
}

struct db_scope session_go_home(struct db *db, const struct session *session)
{
    return db_enter(db, (struct db_scope){DB_ORGANIZATION, session->actor.home_organization_id});
}

static enum err sign_out_inside(struct db *db, const struct session *session)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "UPDATE sessions SET ended_at = $1 "
                             "WHERE organization_id = $2 AND id = $3 AND ended_at IS NULL",
                             db_time(clock_now()), db_uuid(&session->actor.home_organization_id),
                             db_uuid(&session->id));
    if (err != ERR_NONE || result.change_count == 0)
        return err;
    struct audit_event event = {.action = "session.sign_out",
                                .record_type = "session",
                                .record_id = session->id,
                                .organization_id = session->actor.home_organization_id,
                                .subject_id = session->actor.user_id};
    return audit_record(db, &session->actor, &event);
}

enum err session_sign_out(struct db *db, const struct session *session)
{
    struct db_scope before = session_go_home(db, session);
    enum err err = db_begin_alone(db);
    if (err == ERR_NONE)
        err = db_finish(db, sign_out_inside(db, session));
    (void)db_enter(db, before);
    return err;
}

/* One row of a person's list; a text that is not there is "". */
static enum err read_entry(struct db *db, const struct db_result *result, int row,
                           struct session_entry *entry)
{
    *entry = (struct session_entry){
        .id = db_get_uuid(result, row, 0),
        .created_at = db_get_time(result, row, 1),
        .last_seen_at = db_get_time(result, row, 2),
        .is_new_device = db_get_bool(result, row, 7),
    };
    struct uuid data_key_id = db_get_uuid(result, row, 5);
    struct seal_place place = {"sessions", "client_address", db_get_uuid(result, row, 6),
                               entry->id};
    struct text address;
    struct text agent;
    enum err err = vault_unseal(db, &data_key_id, &place, db_get_bytes(result, row, 3), &address);
    if (err != ERR_NONE)
        return err;
    place.column = "client_agent";
    err = vault_unseal(db, &data_key_id, &place, db_get_bytes(result, row, 4), &agent);
    if (err != ERR_NONE)
        return err;
    entry->client_address = address.data == NULL ? "" : address.data;
    entry->client_agent = agent.data == NULL ? "" : agent.data;
    return ERR_NONE;
}

enum err session_list(struct db *db, const struct actor *actor, struct session_list *list)
{
    *list = (struct session_list){0};
    int64_t now = clock_now();
    struct session_ends ends;
    struct db_result result;
    enum err err =
        session_ends_find(db, &actor->organization_id, actor->persona, actor->is_superuser, &ends);
    if (err != ERR_NONE)
        return err;
    err = db_select(db, &result,
                    "SELECT s.id, s.created_at, s.last_seen_at, s.client_address, s.client_agent, "
                    "u.data_key_id, s.organization_id, s.is_new_device FROM sessions s "
                    "JOIN users u ON u.organization_id = s.organization_id AND u.id = s.user_id "
                    "WHERE s.organization_id = $1 AND s.user_id = $2 AND s.expires_at > $3 "
                    "AND s.last_seen_at > $4 AND s.created_at > $5 AND s.ended_at IS NULL AND "
                    "s.epoch = u.epoch AND u.is_active "
                    "ORDER BY s.created_at DESC, s.id DESC LIMIT 100",
                    db_uuid(&actor->organization_id), db_uuid(&actor->user_id), db_time(now),
                    db_time(now - ends.idle), db_time(now - ends.absolute));
    if (err != ERR_NONE)
        return err;
    list->entries = arena_array(db_arena(db), (size_t)result.row_count, sizeof *list->entries);
    list->count = result.row_count;
    for (int i = 0; i < result.row_count && err == ERR_NONE; i++)
        err = read_entry(db, &result, i, &list->entries[i]);
    return err;
}

/* The event of sessions that were ended from another one: record_id nil for several. */
static enum err record_revocation(struct db *db, const struct actor *actor,
                                  const struct uuid *session_id, int64_t ended_count)
{
    struct audit_event event = {
        .action = "session.revoke",
        .record_type = "session",
        .record_id = *session_id,
        .organization_id = actor->organization_id,
        .subject_id = actor->user_id,
        .details = json_object(),
    };
    audit_change_int(event.details, "ended_sessions", 0, ended_count);
    return audit_record(db, actor, &event);
}

static enum err revoke_inside(struct db *db, const struct actor *actor,
                              const struct uuid *session_id)
{
    enum err err = db_change_one(db,
                                 "UPDATE sessions SET ended_at = $1 WHERE organization_id = $2 "
                                 "AND id = $3 AND user_id = $4 AND ended_at IS NULL",
                                 db_time(clock_now()), db_uuid(&actor->organization_id),
                                 db_uuid(session_id), db_uuid(&actor->user_id));
    return err != ERR_NONE ? err : record_revocation(db, actor, session_id, 1);
}

enum err session_revoke(struct db *db, const struct actor *actor, const struct uuid *session_id)
{
    enum err err = db_begin_alone(db);
    return err != ERR_NONE ? err : db_finish(db, revoke_inside(db, actor, session_id));
}

static enum err revoke_others_inside(struct db *db, const struct actor *actor,
                                     const struct uuid *kept_id, int *ended_count)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "UPDATE sessions SET ended_at = $1 WHERE organization_id = $2 "
                             "AND user_id = $3 AND id <> $4 AND ended_at IS NULL "
                             "AND expires_at > $1",
                             db_time(clock_now()), db_uuid(&actor->organization_id),
                             db_uuid(&actor->user_id), db_uuid(kept_id));
    if (err != ERR_NONE)
        return err;
    *ended_count = (int)result.change_count;
    return record_revocation(db, actor, &nil, result.change_count);
}

enum err session_revoke_others(struct db *db, const struct actor *actor, const struct uuid *kept_id,
                               int *ended_count)
{
    enum err err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, revoke_others_inside(db, actor, kept_id, ended_count));
}
