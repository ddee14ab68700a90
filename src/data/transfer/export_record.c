#include "data/transfer/export_record_internal.h"

#include <string.h>

#include "data/agent/agent.h"
#include "data/prompt/prompt.h"
#include "data/record/record_label.h"
#include "data/team/team_json.h"
#include "data/transfer/transfer_stores.h"
#include "domain/team/team_members.h"

/* A record as the document has it: the same for all kinds but for the content of its versions. */

/* What is particular of a kind. */
/* Puts a content into a version. */
typedef enum err write_content(struct db *db, const struct record_head *head,
                               const struct record_version *version, json_t *json);

static json_t *parse(struct arena *arena, const char *text, size_t len)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(arena, text, len, &json, &problem) != ERR_NONE)
        die("stored JSON that can't be read");
    return json;
}

static void set_text(json_t *object, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0')
        json_object_set_new(object, key, json_string(text));
}

/* ---- contents ----------------------------------------------------------------------------- */

static enum err write_prompt(struct db *db, const struct record_head *head,
                             const struct record_version *version, json_t *json)
{
    struct prompt_content content = prompt_content(&version->content);
    (void)head;
    if (content.type == PROMPT_CHAT)
        json_object_set(json, "messages", parse(db_arena(db), content.body.data, content.body.len));
    else
        json_object_set_new(json, "body", json_stringn(content.body.data, content.body.len));
    if (content.settings[0] != '\0')
        json_object_set(json, "settings",
                        parse(db_arena(db), content.settings, strlen(content.settings)));
    return ERR_NONE;
}

static enum err write_agent(struct db *db, const struct record_head *head,
                            const struct record_version *version, json_t *json)
{
    struct text config = agent_config_of(&version->content);
    (void)head;
    json_object_set(json, "config", parse(db_arena(db), config.data, config.len));
    return ERR_NONE;
}

static const char *member_name(const struct team_content *team, const char *id_text)
{
    struct uuid id;
    if (id_text == NULL || uuid_parse(id_text, &id) != ERR_NONE)
        return NULL;
    for (int i = 0; i < team->member_count; i++)
        if (uuid_equal(&team->members[i].agent_id, &id))
            return team->members[i].name;
    return NULL;
}

/* Ids mean nothing elsewhere: edges say the names as well. */
static void name_edges(const struct team_content *team, json_t *settings)
{
    size_t index = 0;
    json_t *edge = NULL;
    json_array_foreach(json_object_get(settings, "edges"), index, edge)
    {
        set_text(edge, "from_name",
                 member_name(team, json_string_value(json_object_get(edge, "from"))));
        set_text(edge, "to_name",
                 member_name(team, json_string_value(json_object_get(edge, "to"))));
    }
}

static json_t *member_ids(struct db *db, const struct team_content *team)
{
    json_t *ids = json_array();
    for (int i = 0; i < team->member_count; i++)
        json_array_append_new(ids, json_string(work_id(db, &team->members[i].agent_id)));
    return ids;
}

static enum err write_team(struct db *db, const struct record_head *head,
                           const struct record_version *version, json_t *json)
{
    struct team_content team;
    enum err err = team_content_get(db, head, version, &team);
    if (err != ERR_NONE)
        return err;
    json_t *settings = parse(db_arena(db), team.settings.data, team.settings.len);
    name_edges(&team, settings);
    json_object_set_new(json, "kind", json_string(team_kind_names[team.kind]));
    json_object_set_new(json, "members", member_ids(db, &team));
    json_object_set_new(json, "member_details",
                        team_members_json(db, team.members, team.member_count));
    json_object_set(json, "settings", settings);
    return ERR_NONE;
}

static write_content *const contents[RECORD_KIND_COUNT] = {
    [RECORD_PROMPT] = write_prompt, [RECORD_AGENT] = write_agent, [RECORD_TEAM] = write_team};

/* ---- versions ----------------------------------------------------------------------------- */

/* A record on its way into the document. */
struct exported {
    struct db *db;
    const struct actor *actor;
    const struct record_head *head;
    struct record_label_list labels;
    json_t *versions; /* oldest first */
};

static enum err add_version(const struct exported *exported, int64_t number)
{
    struct db *db = exported->db;
    struct record_version version;
    enum err err = record_version_get(db, exported->actor, exported->head, number, &version);
    if (err != ERR_NONE)
        return err;
    json_t *json = json_keep(db_arena(db), json_pack("{s:I}", "version", (json_int_t)number));
    err = contents[exported->head->store->kind->id](db, exported->head, &version, json);
    if (err != ERR_NONE)
        return err;
    set_text(json, "message", version.message);
    set_text(json, "created_at", work_time(db, version.created_at));
    json_array_append(exported->versions, json);
    return ERR_NONE;
}

static bool is_wanted(const struct exported *exported, int64_t version, bool has_history)
{
    if (has_history || version == exported->head->version)
        return true;
    for (int i = 0; i < exported->labels.count; i++)
        if (exported->labels.labels[i].version == version)
            return true;
    return false;
}

/* The numbers that are wanted, newest first, at most BUNDLE_VERSIONS_MAX. */
static enum err find_numbers(const struct exported *exported, bool has_history, int64_t *numbers,
                             int room, int *count)
{
    struct record_version_list list = {.next_before = 0};
    *count = 0;
    do {
        enum err err = record_version_list(exported->db, exported->head, list.next_before, &list);
        if (err != ERR_NONE)
            return err;
        for (int i = 0; i < list.count && *count < room; i++)
            if (is_wanted(exported, list.versions[i].version, has_history))
                numbers[(*count)++] = list.versions[i].version;
    } while (list.next_before != 0 && *count < room);
    return ERR_NONE;
}

static enum err add_versions(const struct exported *exported, bool has_history)
{
    int64_t most = exported->head->version_count;
    int room = most < BUNDLE_VERSIONS_MAX ? (int)most : BUNDLE_VERSIONS_MAX;
    int64_t *numbers = arena_array(db_arena(exported->db), (size_t)room + 1, sizeof *numbers);
    int count = 0;
    enum err err = find_numbers(exported, has_history, numbers, room, &count);
    for (int i = count - 1; err == ERR_NONE && i >= 0; i--)
        err = add_version(exported, numbers[i]);
    return err;
}

/* ---- the record --------------------------------------------------------------------------- */

static json_t *describe(const struct exported *exported)
{
    struct db *db = exported->db;
    const struct record_head *head = exported->head;
    json_t *tags = json_array(), *labels = json_object();
    for (int i = 0; i < head->tags.count; i++)
        json_array_append_new(tags, json_string(head->tags.tags[i]));
    for (int i = 0; i < exported->labels.count; i++)
        json_object_set_new(labels, exported->labels.labels[i].label,
                            json_integer(exported->labels.labels[i].version));
    json_t *json = json_keep(
        db_arena(db), json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:O}", "id", work_id(db, &head->id),
                                "name", head->name, "description", head->description,
                                head->store->kind->facet, head->content.facet, "tags", tags,
                                "labels", labels, "versions", exported->versions));
    set_text(json, "created_at", work_time(db, head->created_at));
    set_text(json, "updated_at", work_time(db, head->updated_at));
    set_text(json, "archived_at", work_time(db, head->archived_at));
    return json;
}

enum err export_record(struct db *db, const struct actor *actor, enum record_kind_id kind,
                       const struct uuid *id, bool has_history, json_t **json)
{
    const struct record_store *store = transfer_stores[kind];
    struct record_head *head = arena_alloc(db_arena(db), store->size);
    struct exported exported = {
        .db = db, .actor = actor, .head = head, .versions = json_keep(db_arena(db), json_array())};
    enum err err = record_load(db, actor, store, id, store->kind->read, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = record_label_list(db, head, &exported.labels);
    if (err == ERR_NONE)
        err = add_versions(&exported, has_history);
    if (err == ERR_NONE)
        *json = describe(&exported);
    return err;
}
