#include "data/audit/audit.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/activity.h"
#include "data/audit/audit_sequence.h"
#include "data/vault/vault.h"

static const char *const outcomes[] = {"success", "failure", "refusal"};

/* The JSON of details in the arena, or NULL. Takes the reference over. */
static const char *take_json(struct db *db, json_t *json)
{
    if (json == NULL)
        return NULL;
    size_t len = json_dumpb(json, NULL, 0, JSON_COMPACT);
    char *text = arena_alloc(db_arena(db), len + 1);
    (void)json_dumpb(json, text, len, JSON_COMPACT);
    json_decref(json);
    return text;
}

struct sealed_details {
    struct db_value organization; /* under the organization's key */
    struct db_value personal;     /* under the key of the person described */
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

static enum err seal_details(struct db *db, const struct uuid *event_id,
                             const struct uuid *organization_id, const struct audit_event *event,
                             struct sealed_details *sealed)
{
    const char *details = take_json(db, event->details);
    const char *personal = take_json(db, event->personal_details);
    *sealed = (struct sealed_details){db_null(), db_null()};
    struct uuid key_id;
    if (details != NULL && !uuid_is_nil(organization_id)) {
        struct seal_place place = place_of("details", organization_id, event_id);
        enum err err = vault_organization_key(db, organization_id, &key_id);
        if (err == ERR_NONE)
            err = vault_seal(db, &key_id, &place, (struct text){details, strlen(details)},
                             &sealed->organization);
        if (err != ERR_NONE)
            return err;
    }
    if (personal == NULL)
        return ERR_NONE;
    enum err err = subject_key(db, organization_id, &event->subject_id, &key_id);
    if (err != ERR_NONE || uuid_is_nil(&key_id))
        return err;
    struct seal_place place = place_of("personal_details", organization_id, event_id);
    return vault_seal(db, &key_id, &place, (struct text){personal, strlen(personal)},
                      &sealed->personal);
}

static const char *kind_of(const struct actor *actor)
{
    if (actor == NULL)
        return "nobody";
    return actor->kind == ACTOR_COMMAND ? "command" : "user";
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
        db_text(outcomes[event->outcome]), db_uuid(db_request_id(db)), db_int(place->request_part),
        sealed->organization, db_uuid_or_null(&event->subject_id), sealed->personal);
}

enum err audit_record(struct db *db, const struct actor *actor, const struct audit_event *event)
{
    /* Of events in the same microsecond the ids tell which came first. */
    int part = db_next_part(db);
    struct audit_place place = {organization_of(actor, event), uuid_make_ordered(part), clock_now(),
                                part};
    struct sealed_details sealed;
    enum err err = seal_details(db, &place.event_id, &place.organization_id, event, &sealed);
    if (err != ERR_NONE)
        return err;
    activity_add_event(db, &(struct activity_event){.organization_id = place.organization_id,
                                                    .action = event->action,
                                                    .is_success = event->outcome == AUDIT_SUCCESS,
                                                    .is_failure = event->outcome == AUDIT_FAILURE,
                                                    .occurred_at = place.occurred_at});
    db_note_audit(db, &place.organization_id);
    insert(db, actor, event, &place, &sealed);
    return audit_sequence_add(db, &place);
}

enum err audit_record_alone(struct db *db, const struct actor *actor,
                            const struct audit_event *event)
{
    struct db_scope before =
        db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_of(actor, event)});
    enum err err = db_begin_alone(db);
    if (err == ERR_NONE) {
        err = db_finish(db, audit_record(db, actor, event));
    } else {
        json_decref(event->details);
        json_decref(event->personal_details);
    }
    (void)db_enter(db, before);
    return err;
}

static json_t *text_or_null(const char *text)
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
        json_pack("{s:o, s:o}", "before", text_or_null(before), "after", text_or_null(after)));
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
