#include "data/prompt/prompt_version.h"

#include "data/identity/person.h"
#include "data/prompt/prompt_store.h"

static enum err read_entry(struct db *db, const struct db_result *result, int row,
                           struct prompt_version *version)
{
    *version = (struct prompt_version){
        .version = db_get_int(result, row, 0),
        .message = db_get_text(result, row, 2),
        .author_id = db_get_uuid(result, row, 3),
        .created_at = db_get_time(result, row, 4),
    };
    if (prompt_type_parse(db_get_text(result, row, 1), &version->type) != ERR_NONE)
        die("an unknown type of prompt");
    return person_name(db, result, row, 5, &version->author_name);
}

enum err prompt_version_list(struct db *db, const struct actor *actor, const struct uuid *prompt_id,
                             int64_t before_version, struct prompt_version_list *list)
{
    struct prompt prompt;
    struct db_result result;
    enum err err = prompt_load(db, actor, prompt_id, PERMISSION_PROMPT_SEE, &prompt);
    if (err != ERR_NONE)
        return err;
    err =
        db_select(db, &result,
                  "SELECT v.version, v.type, v.message, v.author_id, v.created_at, " PERSON_COLUMNS(
                      a) " "
                         "FROM prompt_versions v CROSS JOIN users a "
                         "WHERE v.prompt_id = $1 AND v.version < $2 AND v.organization_id = $3 "
                         "AND a.id = v.author_id ORDER BY v.version DESC LIMIT $4",
                  db_uuid(&prompt.id), db_int(before_version > 0 ? before_version : INT64_MAX),
                  db_uuid(&prompt.organization_id), db_int(PROMPT_VERSION_LIMIT + 1));
    if (err != ERR_NONE)
        return err;
    bool has_more = result.row_count > PROMPT_VERSION_LIMIT;
    list->count = has_more ? PROMPT_VERSION_LIMIT : result.row_count;
    list->versions = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->versions);
    for (int i = 0; err == ERR_NONE && i < list->count; i++)
        err = read_entry(db, &result, i, &list->versions[i]);
    list->next_before = has_more ? list->versions[list->count - 1].version : 0;
    list->newer_before = -1;
    if (err != ERR_NONE || before_version == 0)
        return err;
    struct record_newer newer = {.newer_sql = RECORD_NEWER("prompt_versions", "prompt_id"),
                                 .top = list->count > 0 ? list->versions[0].version
                                                        : before_version - 1,
                                 .limit = PROMPT_VERSION_LIMIT};
    return record_find_newer(db, &prompt.head, &newer, &list->newer_before);
}

enum err prompt_version_get(struct db *db, const struct actor *actor, const struct uuid *prompt_id,
                            int64_t number, struct prompt_version *version)
{
    struct prompt prompt;
    enum err err = prompt_load(db, actor, prompt_id, PERMISSION_PROMPT_READ, &prompt);
    if (err != ERR_NONE)
        return err;
    return prompt_version_load(db, &prompt, number == 0 ? prompt.version : number, version);
}
