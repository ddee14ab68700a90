#include "data/trail/audit_details.h"

#include <string.h>

#include "base/json.h"
#include "data/vault/vault.h"

static enum err open_column(struct db *db, const struct audit_entry *entry, const char *column,
                            const struct uuid *key_id, struct text blob, const char **out)
{
    struct seal_place place = {"audit_events", column, entry->organization_id, entry->id};
    struct text plain;
    enum err err = vault_unseal(db, key_id, &place, blob, &plain);
    *out = plain.data;
    return err;
}

enum err audit_details_open_record(struct db *db, const struct uuid *organization_key,
                                   struct audit_entry *entry)
{
    return open_column(db, entry, "details", organization_key, entry->sealed_details,
                       &entry->details);
}

/* Both keys in one question. When there are too many people, the first are forgotten. */
static enum err find_key(struct db *db, struct audit_keys *keys, const struct audit_entry *entry,
                         struct uuid *key_id)
{
    struct db_result result;
    for (int i = 0; i < keys->count; i++) {
        *key_id = keys->keys[i];
        if (uuid_equal(&keys->subjects[i], &entry->subject_id))
            return ERR_NONE;
    }
    enum err err =
        db_select(db, &result,
                  "SELECT (SELECT data_key_id FROM organizations WHERE id = $1), "
                  "(SELECT data_key_id FROM users WHERE organization_id = $1 AND id = $2)",
                  db_uuid(&entry->organization_id), db_uuid(&entry->subject_id));
    if (err != ERR_NONE)
        return err;
    if (keys->count == AUDIT_KEYS_MAX)
        keys->count = 0;
    keys->organization_key = db_get_uuid(&result, 0, 0);
    keys->subjects[keys->count] = entry->subject_id;
    keys->keys[keys->count] = *key_id = db_get_uuid(&result, 0, 1);
    keys->count++;
    return ERR_NONE;
}

enum err audit_details_open(struct db *db, struct audit_keys *keys, struct audit_entry *entry)
{
    struct uuid subject_key;
    enum err err = find_key(db, keys, entry, &subject_key);
    if (err == ERR_NONE)
        err = audit_details_open_record(db, &keys->organization_key, entry);
    if (err != ERR_NONE)
        return err;
    return open_column(db, entry, "personal_details", &subject_key, entry->sealed_personal_details,
                       &entry->personal_details);
}

/* Names and numbers, which those may see as well who may not read records. All else stays inside:
 * values of configs and settings, texts, messages, reasons, comments. */
static bool is_metadata(const char *field)
{
    static const char *const names[] = {
        "name", "label", "version", "tags",         "folder", "user_persona", "is_superuser",
        "slug", "page",  "owner",   "organization", "route",  "method",       "purpose"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(field, names[i]) == 0)
            return true;
    return false;
}

void audit_details_hide(struct db *db, struct audit_entry *entry)
{
    json_t *value = NULL;
    void *next = NULL;
    const char *field = NULL;
    if (entry->details == NULL)
        return;
    struct text text = {entry->details, strlen(entry->details)};
    json_t *details = json_stored(db_arena(db), text, "details of an event");
    json_object_foreach_safe(details, next, field, value) if (!is_metadata(field))
        json_object_set_new(details, field, json_pack("{s:b}", "changed", 1));
    entry->details = json_format(db_arena(db), details, JSON_LINE).data;
}
