#include "data/privacy/person_names.h"

#include "base/json.h"
#include "data/vault/vault.h"

enum { EVENTS_MAX = 500 }; /* the newest */

/* The name or address that the event says the person had before. */
static const char *before_of(const json_t *details, const char *field)
{
    return json_string_value(json_object_get(json_object_get(details, field), "before"));
}

static enum err add_event(struct db *db, const struct user_record *person,
                          const struct db_result *events, int row, struct person_words *words)
{
    const struct seal_place place = {"audit_events", "personal_details",
                                     person->user.organization_id, db_get_uuid(events, row, 0)};
    struct text plain;
    enum err err =
        vault_unseal(db, &person->data_key_id, &place, db_get_bytes(events, row, 1), &plain);
    if (err != ERR_NONE || plain.data == NULL)
        return err;
    const json_t *details =
        json_keep(db_arena(db), json_loadb(plain.data, plain.len, JSON_REJECT_DUPLICATES, NULL));
    person_words_add(db_arena(db), before_of(details, "full_name"), before_of(details, "email"),
                     words);
    return ERR_NONE;
}

enum err person_names(struct db *db, const struct user_record *person, struct person_words *words)
{
    struct db_result events;
    *words = (struct person_words){.count = 0};
    if (person->user.full_name == NULL || person->user.email == NULL)
        return ERR_CONFLICT;
    person_words_add(db_arena(db), person->user.full_name, person->user.email, words);
    enum err err = db_select(
        db, &events,
        "SELECT id, personal_details FROM audit_events WHERE organization_id = $1 "
        "AND record_id = $2 AND subject_id = $2 AND record_type = 'user' "
        "AND personal_details IS NOT NULL ORDER BY occurred_at DESC, id DESC LIMIT $3",
        db_uuid(&person->user.organization_id), db_uuid(&person->user.id), db_int(EVENTS_MAX));
    for (int i = 0; err == ERR_NONE && i < events.row_count; i++)
        err = add_event(db, person, &events, i, words);
    return err;
}
