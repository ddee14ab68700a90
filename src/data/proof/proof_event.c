#include "data/proof/proof_event.h"

#include <string.h>

#include "base/json.h"
#include "data/trail/audit_proof.h"
#include "data/vault/signing_key.h"

static enum err select_events(struct db *db, const struct record_head *head, int64_t from,
                              int64_t until, struct db_result *result)
{
    return db_select(db, result,
                     "SELECT id FROM audit_events WHERE organization_id = $1 AND record_id = $2 "
                     "AND occurred_at >= $3 AND occurred_at <= $4 AND outcome = 'success' "
                     "ORDER BY occurred_at DESC, id DESC LIMIT $5",
                     db_uuid(&head->organization_id), db_uuid(&head->id), db_time(from),
                     db_time(until), db_int(PROOF_EVENTS_MAX + 1));
}

/* Adds the proof of an event; of one that is not covered yet nothing. */
static enum err add_event(struct db *db, const struct uuid *organization_id, const struct uuid *id,
                          json_t *events, int *uncovered_count)
{
    /* reads for the certificate, not for the person: see the header */
    const struct actor program = {.kind = ACTOR_COMMAND, .is_active = true};
    struct audit_proof proof;
    enum err err = audit_proof_get(db, &program, organization_id, id, &proof);
    if (err == ERR_STALE) {
        ++*uncovered_count;
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return err;
    const char *text = audit_proof_text(db_arena(db), &proof);
    json_array_append(events, json_stored(db_arena(db), (struct text){text, strlen(text)},
                                          "the proof of an event"));
    return ERR_NONE;
}

static enum err add_keys(struct db *db, json_t *certificate)
{
    struct note_key *keys = NULL;
    int count = 0;
    enum err err = signing_key_list(db, &keys, &count);
    json_t *list = json_array();
    for (int i = 0; err == ERR_NONE && i < count; i++)
        json_array_append_new(list, json_string(note_key_text(db_arena(db), &keys[i])));
    json_object_set_new(certificate, "keys", list);
    return err;
}

enum err proof_add_events(struct db *db, const struct record_head *head, int64_t from,
                          int64_t until, json_t *certificate)
{
    struct db_result result;
    int uncovered_count = 0;
    enum err err = select_events(db, head, from, until, &result);
    if (err != ERR_NONE)
        return err;
    json_t *events = json_array();
    json_object_set_new(certificate, "events", events);
    for (int i = 0; err == ERR_NONE && i < result.row_count && i < PROOF_EVENTS_MAX; i++) {
        struct uuid id = db_get_uuid(&result, i, 0);
        err = add_event(db, &head->organization_id, &id, events, &uncovered_count);
    }
    json_object_set_new(certificate, "events_without_checkpoint", json_integer(uncovered_count));
    json_object_set_new(certificate, "events_are_complete",
                        json_boolean(result.row_count <= PROOF_EVENTS_MAX));
    return err == ERR_NONE ? add_keys(db, certificate) : err;
}
