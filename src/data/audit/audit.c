#include "data/audit/audit.h"

#include <string.h>

#include "base/clock.h"
#include "base/metric.h"
#include "crypt/token.h"
#include "data/audit/activity.h"
#include "data/audit/audit_leaf.h"
#include "data/audit/audit_refusal.h"
#include "data/audit/audit_sequence.h"
#include "data/db/db_form.h"
#include "data/vault/vault.h"

const char *const audit_outcome_names[] = {"success", "failure", "refusal"};

/* The JSON of details in the arena. */
static struct text dump_json(struct db *db, const json_t *json)
{
    size_t len = json_dumpb(json, NULL, 0, JSON_COMPACT);
    char *text = arena_alloc(db_arena(db), len + 1);
    (void)json_dumpb(json, text, len, JSON_COMPACT);
    return (struct text){text, len};
}

/* The same, or NULL data. Takes the reference over. */
static struct text take_json(struct db *db, json_t *json)
{
    struct text text = json == NULL ? (struct text){NULL, 0} : dump_json(db, json);
    json_decref(json);
    return text;
}

struct sealed_details {
    struct db_value organization; /* under the organization's key */
    struct db_value personal;     /* under the key of the person described */
    struct text organization_hash, personal_hash;
};

static struct seal_place place_of(const char *column, const struct uuid *organization_id,
                                  const struct uuid *event_id)
{
    return (struct seal_place){.table = "audit_events",
                               .column = column,
                               .organization_id = *organization_id,
                               .row_id = *event_id};
}

static enum err subject_key(struct db *db, const struct uuid *organization_id,
                            const struct uuid *subject_id, struct uuid *data_key_id)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT data_key_id FROM users WHERE organization_id = $1 AND id = $2",
                             db_uuid(organization_id), db_uuid(subject_id));
    *data_key_id = (struct uuid){{0}};
    if (err == ERR_NONE && result.row_count > 0)
        *data_key_id = db_get_uuid(&result, 0, 0);
    return err;
}

static struct text hash_of(struct db *db, const struct db_value *sealed)
{
    if (sealed->type != DB_BYTES)
        return (struct text){NULL, 0};
    uint8_t *hash = arena_alloc(db_arena(db), HASH_LEN);
    sha256(sealed->text.data, sealed->text.len, hash);
    return (struct text){(const char *)hash, HASH_LEN};
}

static enum err seal_organization(struct db *db, const struct uuid *event_id,
                                  const struct uuid *organization_id, struct text details,
                                  struct db_value *sealed)
{
    struct uuid key_id;
    struct seal_place place = place_of("details", organization_id, event_id);
    enum err err = vault_organization_key(db, organization_id, &key_id);
    return err == ERR_NONE ? vault_seal(db, &key_id, &place, details, sealed) : err;
}

/* What was done with a token says with which, beside the person who answers for it. */
static void add_token(const struct actor *actor, json_t *details)
{
    if (actor == NULL || actor->kind != ACTOR_TOKEN)
        return;
    audit_change(details, "token", NULL, actor->token->name);
    if (actor->token->owner_name != NULL)
        audit_change(details, "token_owner", NULL, actor->token->owner_name);
}

enum err audit_prepare(struct db *db, const struct actor *actor, const struct uuid *organization_id,
                       json_t *details, struct audit_ready *ready)
{
    add_token(actor, details);
    *ready = (struct audit_ready){.event_id = uuid_make()};
    enum err err = seal_organization(db, &ready->event_id, organization_id, dump_json(db, details),
                                     &ready->sealed);
    if (err == ERR_NONE)
        ready->hash = hash_of(db, &ready->sealed);
    return err;
}

static enum err seal_details(struct db *db, const struct uuid *event_id,
                             const struct uuid *organization_id, const struct audit_event *event,
                             struct sealed_details *sealed)
{
    struct text details = take_json(db, event->details);
    struct text personal = take_json(db, event->personal_details);
    *sealed = (struct sealed_details){.organization = db_null(), .personal = db_null()};
    struct uuid key_id;
    enum err err = ERR_NONE;
    if (event->ready != NULL) {
        sealed->organization = event->ready->sealed;
        sealed->organization_hash = event->ready->hash;
    } else if (details.data != NULL && !uuid_is_nil(organization_id)) {
        err = seal_organization(db, event_id, organization_id, details, &sealed->organization);
        sealed->organization_hash = hash_of(db, &sealed->organization);
    }
    if (err != ERR_NONE || personal.data == NULL)
        return err;
    err = subject_key(db, organization_id, &event->subject_id, &key_id);
    if (err != ERR_NONE || uuid_is_nil(&key_id))
        return err;
    struct seal_place place = place_of("personal_details", organization_id, event_id);
    err = vault_seal(db, &key_id, &place, personal, &sealed->personal);
    sealed->personal_hash = hash_of(db, &sealed->personal);
    return err;
}

static const char *kind_of(const struct actor *actor)
{
    if (actor == NULL)
        return "nobody";
    static const char *const kinds[] = {
        [ACTOR_USER] = "user", [ACTOR_COMMAND] = "command", [ACTOR_TOKEN] = "token"};
    return kinds[actor->kind];
}

/* Whose log takes it: of nobody, the log of no organization. */
static struct uuid organization_of(const struct actor *actor, const struct audit_event *event)
{
    return uuid_is_nil(&event->organization_id) && actor != NULL ? actor->organization_id
                                                                 : event->organization_id;
}

static void insert(struct db *db, const struct actor *actor, const struct audit_event *event,
                   const struct audit_place *place, const struct sealed_details *sealed)
{
    static const struct uuid nil;
    db_change_later(
        db,
        "INSERT INTO audit_events (id, organization_id, occurred_at, actor_kind, actor_id, "
        "is_outside, action, record_type, record_id, outcome, request_id, request_part, details, "
        "subject_id, personal_details) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        db_uuid(&place->event_id), db_uuid(&place->organization_id), db_time(place->occurred_at),
        db_text(kind_of(actor)), db_uuid_or_null(actor != NULL ? &actor->user_id : &nil),
        db_bool(actor != NULL && policy_is_outside(actor, &place->organization_id)),
        db_text(event->action), db_text(event->record_type), db_uuid_or_null(&event->record_id),
        db_text(audit_outcome_names[event->outcome]), db_uuid(db_event_request_id(db)),
        db_int(place->request_part), sealed->organization, db_uuid_or_null(&event->subject_id),
        sealed->personal);
}

/* The same as audit_header_read makes of what insert stored. */
static void make_leaf(struct db *db, const struct actor *actor, const struct audit_event *event,
                      const struct sealed_details *sealed, struct audit_place *place)
{
    struct audit_header header = {
        .organization_id = place->organization_id,
        .id = place->event_id,
        .occurred_at = place->occurred_at,
        .actor_kind = kind_of(actor),
        .is_outside = actor != NULL && policy_is_outside(actor, &place->organization_id),
        .action = event->action,
        .record_type = event->record_type,
        .record_id = event->record_id,
        .outcome = audit_outcome_names[event->outcome],
        .request_id = *db_event_request_id(db),
        .request_part = place->request_part,
        .subject_id = event->subject_id,
        .details = sealed->organization_hash,
        .personal_details = sealed->personal_hash,
    };
    if (actor != NULL)
        header.actor_id = actor->user_id;
    audit_header_leaf(db_arena(db), &header, place->leaf);
}

/* Of events in the same microsecond the ids tell which came first. What was sealed ahead was sealed
 * for its id. */
static struct audit_place make_place(struct db *db, const struct actor *actor,
                                     const struct audit_event *event)
{
    int part = db_next_part(db);
    return (struct audit_place){.organization_id = organization_of(actor, event),
                                .event_id = event->ready != NULL ? event->ready->event_id
                                                                 : uuid_make_ordered(part),
                                .occurred_at = clock_now(),
                                .request_part = part};
}

/* What the operator watches, also of failures that are counted beside an event. */
static void count_sign_in(const struct audit_event *event)
{
    static const enum metric by_outcome[] = {[AUDIT_SUCCESS] = METRIC_SIGN_INS,
                                             [AUDIT_FAILURE] = METRIC_SIGN_INS_FAILED,
                                             [AUDIT_REFUSAL] = METRIC_SIGN_INS_REFUSED};
    if (strcmp(event->action, "session.sign_in") == 0)
        metric_add(by_outcome[event->outcome], 1);
}

static void count_activity(struct db *db, const struct audit_event *event,
                           const struct audit_place *place)
{
    count_sign_in(event);
    activity_add_event(db, &(struct activity_event){.organization_id = place->organization_id,
                                                    .action = event->action,
                                                    .is_success = event->outcome == AUDIT_SUCCESS,
                                                    .is_failure = event->outcome == AUDIT_FAILURE,
                                                    .occurred_at = place->occurred_at});
}

static enum err record_at(struct db *db, const struct actor *actor, const struct audit_event *event,
                          struct audit_place *place)
{
    struct sealed_details sealed;
    struct audit_event full = *event;
    if (actor != NULL && actor->kind == ACTOR_TOKEN && full.details == NULL)
        full.details = json_object();
    if (full.details != NULL)
        add_token(actor, full.details);
    enum err err = seal_details(db, &place->event_id, &place->organization_id, &full, &sealed);
    if (err != ERR_NONE)
        return err;
    count_activity(db, event, place);
    db_note_audit(db, &place->organization_id);
    insert(db, actor, event, place, &sealed);
    make_leaf(db, actor, event, &sealed, place);
    return audit_sequence_add(db, place);
}

enum err audit_record(struct db *db, const struct actor *actor, const struct audit_event *event)
{
    struct audit_place place = make_place(db, actor, event);
    return record_at(db, actor, event, &place);
}

static void drop_details(const struct audit_event *event)
{
    json_decref(event->details);
    json_decref(event->personal_details);
}

static enum err record_nobody(struct db *db, const struct audit_event *event)
{
    struct audit_place place = make_place(db, NULL, event);
    struct audit_refusal refusal = {.organization_id = place.organization_id,
                                    .event_id = place.event_id,
                                    .occurred_at = place.occurred_at,
                                    .action = event->action,
                                    .outcome = audit_outcome_names[event->outcome],
                                    .record_id = event->record_id};
    struct audit_event plain = {.action = event->action,
                                .record_type = event->record_type,
                                .organization_id = event->organization_id,
                                .outcome = event->outcome};
    enum audit_counted counted = AUDIT_COUNTED;
    enum err err = audit_refusal_count(db, &refusal, &counted);
    if (counted == AUDIT_FIRST)
        return record_at(db, NULL, event, &place);
    drop_details(event);
    if (counted == AUDIT_FIRST_OF_OTHERS)
        return record_at(db, NULL, &plain, &place);
    if (err == ERR_NONE)
        count_activity(db, event, &place);
    return err;
}

enum err audit_record_alone(struct db *db, const struct actor *actor,
                            const struct audit_event *event)
{
    struct db_scope before =
        db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_of(actor, event)});
    bool is_nobodys = actor == NULL && event->outcome != AUDIT_SUCCESS;
    enum err err = db_begin_alone(db);
    if (err == ERR_NONE)
        err = db_finish(db, is_nobodys ? record_nobody(db, event) : audit_record(db, actor, event));
    else
        drop_details(event);
    (void)db_enter(db, before);
    return err;
}

enum err audit_refuse(struct db *db, const struct actor *actor, const struct audit_event *event)
{
    struct audit_event refusal = *event;
    refusal.outcome = AUDIT_REFUSAL;
    enum err err = audit_record_alone(db, actor, &refusal);
    return err == ERR_UNAVAILABLE ? err : ERR_DENIED;
}

enum err audit_finish(struct db *db, const struct actor *actor, const struct audit_event *refusal,
                      enum err err)
{
    err = db_finish(db, err);
    return err == ERR_DENIED ? audit_refuse(db, actor, refusal) : err;
}

static json_t *json_or_null(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

void audit_change(json_t *details, const char *field, const char *before, const char *after)
{
    bool is_same =
        before == after || (before != NULL && after != NULL && strcmp(before, after) == 0);
    if (is_same)
        return;
    json_object_set_new(
        details, field,
        json_pack("{s:o, s:o}", "before", json_or_null(before), "after", json_or_null(after)));
}

void audit_change_int(json_t *details, const char *field, int64_t before, int64_t after)
{
    if (before != after)
        json_object_set_new(
            details, field,
            json_pack("{s:I, s:I}", "before", (json_int_t)before, "after", (json_int_t)after));
}

void audit_secret(json_t *details, const char *field)
{
    json_object_set_new(details, field, json_pack("{s:b}", "changed", 1));
}
