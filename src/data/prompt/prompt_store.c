#include "data/prompt/prompt_store.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "data/audit/activity.h"
#include "data/prompt/prompt_draft.h"

static const char *const type_names[] = {"text", "chat"};

const char *prompt_type_name(enum prompt_type type)
{
    return type_names[type];
}

enum err prompt_type_parse(const char *name, enum prompt_type *type)
{
    for (size_t i = 0; i < COUNT_OF(type_names); i++) {
        if (strcmp(name, type_names[i]) == 0) {
            *type = (enum prompt_type)i;
            return ERR_NONE;
        }
    }
    return ERR_INVALID;
}

static enum prompt_type read_type(const struct db_result *result, int row, int column)
{
    enum prompt_type type = PROMPT_TEXT;
    if (prompt_type_parse(db_get_text(result, row, column), &type) != ERR_NONE)
        die("an unknown type of prompt");
    return type;
}

enum err prompt_load(struct db *db, const struct actor *actor, const struct uuid *id,
                     enum permission permission, struct prompt *prompt)
{
    return record_load(db, actor, &prompt_store, id, permission, prompt);
}

static enum err load_tags(struct db *db, struct prompt *prompt)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT tag FROM prompt_tags WHERE organization_id = $1 "
                             "AND prompt_id = $2 ORDER BY position LIMIT 100",
                             db_uuid(&prompt->organization_id), db_uuid(&prompt->id));
    if (err != ERR_NONE)
        return err;
    struct arena *arena = db_arena(db);
    prompt->tags.count = result.row_count;
    prompt->tags.tags = arena_array(arena, (size_t)result.row_count + 1, sizeof(char *));
    for (int i = 0; i < result.row_count; i++)
        prompt->tags.tags[i] = arena_strdup(arena, db_get_text(&result, i, 0));
    return ERR_NONE;
}

static struct seal_place version_place(const char *column, const struct prompt *prompt,
                                       const struct uuid *version_id)
{
    return (struct seal_place){.table = "prompt_versions",
                               .column = column,
                               .organization_id = prompt->organization_id,
                               .row_id = *version_id};
}

enum err prompt_version_insert(const struct work *work, const struct prompt *prompt, int64_t number,
                               const struct prompt_fields *fields)
{
    struct db *db = work->db;
    struct uuid id = uuid_make();
    struct uuid key_id;
    struct db_value body, settings;
    struct seal_place body_place = version_place("body", prompt, &id);
    struct seal_place settings_place = version_place("settings", prompt, &id);
    struct text plain = {fields->settings[0] == '\0' ? NULL : fields->settings,
                         strlen(fields->settings)};
    if (uuid_is_nil(&work->actor->user_id))
        return ERR_DENIED;
    enum err err = vault_organization_key(db, &prompt->organization_id, &key_id);
    if (err == ERR_NONE)
        err = vault_seal(db, &key_id, &body_place, fields->body, &body);
    if (err == ERR_NONE)
        err = vault_seal(db, &key_id, &settings_place, plain, &settings);
    int64_t now = clock_now();
    if (err == ERR_NONE)
        err = activity_add(db, &prompt->organization_id, ACTIVITY_PROMPT_VERSION, now);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "INSERT INTO prompt_versions (id, organization_id, prompt_id, version, type, body, "
        "settings, message, author_id, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        db_uuid(&id), db_uuid(&prompt->organization_id), db_uuid(&prompt->id), db_int(number),
        db_text(prompt_type_name(fields->type)), body, settings, db_text(fields->message),
        db_uuid(&work->actor->user_id), db_time(now));
}

/* Opens the sealed columns of prompt_version_load: version id, data key, body, settings. */
static enum err open_version(struct db *db, const struct prompt *prompt,
                             const struct db_result *result, struct prompt_version *version)
{
    struct uuid id = db_get_uuid(result, 0, 4);
    struct uuid key_id = db_get_uuid(result, 0, 5);
    struct seal_place place = version_place("body", prompt, &id);
    enum err err = vault_unseal(db, &key_id, &place, db_get_bytes(result, 0, 6), &version->body);
    if (err != ERR_NONE)
        return err;
    struct text settings;
    place = version_place("settings", prompt, &id);
    err = vault_unseal(db, &key_id, &place, db_get_bytes(result, 0, 7), &settings);
    version->settings = settings.data == NULL ? "" : settings.data;
    return err;
}

enum err prompt_version_load(struct db *db, const struct prompt *prompt, int64_t number,
                             struct prompt_version *version)
{
    struct db_result result;
    enum err err = db_select(
        db, &result,
        "SELECT v.type, v.message, v.created_at, v.author_id, v.id, o.data_key_id, v.body, "
        "v.settings, " PERSON_COLUMNS(a) ", " RECORD_NEIGHBOURS(
            "prompt_versions",
            "prompt_id") " FROM prompt_versions v CROSS JOIN users a CROSS JOIN organizations o "
                         "WHERE v.prompt_id = $1 AND v.version = $2 AND v.organization_id = $3 "
                         "AND a.id = v.author_id AND o.id = v.organization_id",
        db_uuid(&prompt->id), db_int(number), db_uuid(&prompt->organization_id));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    *version = (struct prompt_version){
        .version = number,
        .previous = db_get_int(&result, 0, 12),
        .next = db_get_int(&result, 0, 13),
        .type = read_type(&result, 0, 0),
        .message = db_get_text(&result, 0, 1),
        .created_at = db_get_time(&result, 0, 2),
        .author_id = db_get_uuid(&result, 0, 3),
    };
    err = open_version(db, prompt, &result, version);
    return err == ERR_NONE ? person_name(db, &result, 0, 8, &version->author_name) : err;
}

/* Who may only see metadata gets the current version's row without its sealed columns. */
static enum err load_current_metadata(struct db *db, struct prompt *prompt)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT v.message, v.author_id, v.created_at, " PERSON_COLUMNS(
                      a) " FROM prompt_versions v CROSS JOIN users a "
                         "WHERE v.prompt_id = $1 AND v.version = $2 AND v.organization_id = $3 "
                         "AND a.id = v.author_id",
                  db_uuid(&prompt->id), db_int(prompt->version), db_uuid(&prompt->organization_id));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        die("a prompt without its current version");
    prompt->message = db_get_text(&result, 0, 0);
    prompt->author_id = db_get_uuid(&result, 0, 1);
    prompt->saved_at = db_get_time(&result, 0, 2);
    return person_name(db, &result, 0, 3, &prompt->author_name);
}

enum err prompt_load_content(struct db *db, struct prompt *prompt, bool is_readable)
{
    enum err err = load_tags(db, prompt);
    if (err != ERR_NONE)
        return err;
    if (!is_readable)
        return load_current_metadata(db, prompt);
    struct prompt_version version;
    err = prompt_version_load(db, prompt, prompt->version, &version);
    if (err == ERR_NOT_FOUND)
        die("a prompt without its current version");
    if (err != ERR_NONE)
        return err;
    prompt->body = version.body;
    prompt->settings = version.settings;
    prompt->message = version.message;
    prompt->author_id = version.author_id;
    prompt->author_name = version.author_name;
    prompt->saved_at = version.created_at;
    return ERR_NONE;
}

enum err prompt_load_editable(const struct work *work, const struct uuid *id,
                              enum permission permission, struct prompt *prompt)
{
    enum err err = prompt_load(work->db, work->actor, id, permission, prompt);
    if (err == ERR_NONE)
        err = record_check_active(work, &prompt_store, &prompt->head);
    return err == ERR_NONE ? prompt_load_content(work->db, prompt, true) : err;
}
