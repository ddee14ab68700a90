#include "data/search/search_content.h"

#include <string.h>

#include "base/json.h"
#include "data/vault/vault.h"

/* Contents are read up to so many bytes at a time: what an arena keeps when it is reset, so that
 * the memory is not asked for anew each time. */
enum { BYTES_MAX = 192 * 1024 };

/* The rows of a walk between two places, the first of them not included: $1 organization, $2 $3
 * first place, $4 $5 last place, $6 how many at most. */
#define BETWEEN(columns, table, versions, id)                                                      \
    "SELECT " columns " FROM (SELECT id, version, updated_at FROM " table                          \
    " WHERE organization_id = $1 AND (updated_at, id) <= ($2, $3) "                                \
    "AND (updated_at, id) >= ($4, $5) ORDER BY updated_at DESC, id DESC LIMIT $6) r "              \
    "CROSS JOIN " versions " v WHERE v." id " = r.id AND v.version = r.version "                   \
    "ORDER BY r.updated_at DESC, r.id DESC"

/* Of prompts, of agents. */
static const char *const contents[2] = {
    BETWEEN("v.id, v.body, v.type", "prompts", "prompt_versions", "prompt_id"),
    BETWEEN("v.id, v.config, 'chat'", "agents", "agent_versions", "agent_id"),
};

enum err search_content_open(struct search_content *content, struct db *db,
                             const struct uuid *organization_id)
{
    *content = (struct search_content){.db = db, .organization_id = *organization_id};
    return vault_organization_key(db, organization_id, &content->data_key_id);
}

void search_content_begin(struct search_content *content, bool is_of_agents)
{
    content->is_of_agents = is_of_agents;
}

enum err search_content_load(struct search_content *content, const struct db_result *batch,
                             int *count)
{
    int64_t bytes = 0;
    int fitting = 0;
    while (fitting < *count && (fitting == 0 || bytes < BYTES_MAX))
        bytes += db_get_int(batch, fitting++, SEARCH_LEN_COLUMN);
    struct uuid first = db_get_uuid(batch, 0, 0);
    struct uuid last = db_get_uuid(batch, fitting - 1, 0);
    enum err err = db_select(content->db, &content->rows, contents[content->is_of_agents],
                             db_uuid(&content->organization_id), db_time(db_get_time(batch, 0, 1)),
                             db_uuid(&first), db_time(db_get_time(batch, fitting - 1, 1)),
                             db_uuid(&last), db_int(fitting));
    if (err == ERR_NONE && content->rows.row_count != fitting)
        die("a record without its current version");
    *count = fitting;
    return err;
}

static void look_at_text(struct text_match *match, struct text text, struct search_found *found)
{
    struct text_span span;
    if (text_match_look(match, text.data, text.len, &span) && found->text.data == NULL)
        *found = (struct search_found){text, span};
}

/* All strings of a value, until nothing is missing; the names of its keys do not count, and not the
 * role of a chat's message. */
static void look_at_json(struct text_match *match, json_t *json, struct search_found *found)
{
    size_t index = 0;
    const char *key = NULL;
    json_t *value = NULL;
    if (match->missing == 0)
        return;
    if (json_is_string(json))
        look_at_text(match, (struct text){json_string_value(json), json_string_length(json)},
                     found);
    json_array_foreach(json, index, value)
    {
        look_at_json(match, value, found);
    }
    json_object_foreach(json, key, value)
    {
        if (strcmp(key, "role") != 0)
            look_at_json(match, value, found);
    }
}

static enum err look(struct search_content *content, int row, struct text_match *match,
                     struct search_found *found)
{
    struct db *db = content->db;
    struct text text;
    struct seal_place place = {
        .table = content->is_of_agents ? "agent_versions" : "prompt_versions",
        .column = content->is_of_agents ? "config" : "body",
        .organization_id = content->organization_id,
        .row_id = db_get_uuid(&content->rows, row, 0),
    };
    enum err err = vault_unseal(db, &content->data_key_id, &place,
                                db_get_bytes(&content->rows, row, 1), &text);
    if (err != ERR_NONE || text.data == NULL)
        return err;
    json_t *json = NULL;
    const char *problem = NULL;
    if (strcmp(db_get_text(&content->rows, row, 2), "chat") != 0)
        look_at_text(match, text, found);
    else if (text_match_may_be_in_json(match, text.data, text.len) &&
             json_parse(db_arena(db), text.data, text.len, &json, &problem) == ERR_NONE)
        look_at_json(match, json, found);
    return ERR_NONE;
}

enum err search_content_look(struct search_content *content, int row, struct text_match *match,
                             struct search_found *found)
{
    *found = (struct search_found){{NULL, 0}, {0, 0}};
    if (arena_used(content->opened) > BYTES_MAX)
        arena_reset(content->opened);
    struct arena *before = db_use_arena(content->db, content->opened);
    enum err err = look(content, row, match, found);
    (void)!db_use_arena(content->db, before);
    return err;
}
