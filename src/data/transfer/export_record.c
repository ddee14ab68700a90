#include "data/transfer/export_record_internal.h"

#include <string.h>

#include "data/agent/agent_version.h"
#include "data/prompt/prompt_label.h"
#include "data/prompt/prompt_version.h"
#include "data/record/work.h"
#include "data/team/team.h"

/* Whose versions these are, and how they are read. */
struct history {
    struct db *db;
    const struct actor *actor;
    const struct uuid *id;
    json_t *versions; /* oldest first */
};

static json_t *parse(struct arena *arena, const char *text, size_t len)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(arena, text, len, &json, &problem) != ERR_NONE)
        die("stored JSON that is none");
    return json;
}

static void set_text(json_t *object, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0')
        json_object_set_new(object, key, json_string(text));
}

static json_t *start(struct arena *arena, const struct uuid *id, const char *name,
                     const char *description)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return json_keep(
        arena, json_pack("{s:s, s:s, s:s}", "id", text, "name", name, "description", description));
}

static void set_times(struct db *db, json_t *json, int64_t created_at, int64_t updated_at,
                      int64_t archived_at)
{
    set_text(json, "created_at", work_time(db, created_at));
    set_text(json, "updated_at", work_time(db, updated_at));
    set_text(json, "archived_at", work_time(db, archived_at));
}

/* ---- prompts -----------------------------------------------------------------------------------
 */

static enum err add_prompt_version(const struct history *history, int64_t number)
{
    struct prompt_version version;
    struct arena *arena = db_arena(history->db);
    enum err err = prompt_version_get(history->db, history->actor, history->id, number, &version);
    if (err != ERR_NONE)
        return err;
    json_t *json = json_pack("{s:I}", "version", (json_int_t)version.version);
    if (version.type == PROMPT_CHAT)
        json_object_set(json, "messages", parse(arena, version.body.data, version.body.len));
    else
        json_object_set_new(json, "body", json_stringn(version.body.data, version.body.len));
    if (version.settings[0] != '\0')
        json_object_set(json, "settings", parse(arena, version.settings, strlen(version.settings)));
    set_text(json, "message", version.message);
    set_text(json, "created_at", work_time(history->db, version.created_at));
    json_array_append_new(history->versions, json);
    return ERR_NONE;
}

static bool has_label(const struct prompt_label_list *labels, int64_t version)
{
    for (int i = 0; i < labels->count; i++)
        if (labels->labels[i].version == version)
            return true;
    return false;
}

/* The version numbers of a record, newest first. */
struct numbers {
    int64_t *items;
    int count;
    int64_t next_before;
};

static struct numbers numbers_for(const struct history *history, int count, int64_t next_before)
{
    return (struct numbers){arena_array(db_arena(history->db), (size_t)count + 1, sizeof(int64_t)),
                            count, next_before};
}

typedef enum err list_numbers(const struct history *history, int64_t before,
                              struct numbers *numbers);

static enum err list_prompt_numbers(const struct history *history, int64_t before,
                                    struct numbers *numbers)
{
    struct prompt_version_list list;
    enum err err = prompt_version_list(history->db, history->actor, history->id, before, &list);
    if (err != ERR_NONE)
        return err;
    *numbers = numbers_for(history, list.count, list.next_before);
    for (int i = 0; i < list.count; i++)
        numbers->items[i] = list.versions[i].version;
    return ERR_NONE;
}

static enum err list_agent_numbers(const struct history *history, int64_t before,
                                   struct numbers *numbers)
{
    struct agent_version_list list;
    enum err err = agent_version_list(history->db, history->actor, history->id, before, &list);
    if (err != ERR_NONE)
        return err;
    *numbers = numbers_for(history, list.count, list.next_before);
    for (int i = 0; i < list.count; i++)
        numbers->items[i] = list.versions[i].version;
    return ERR_NONE;
}

/* All numbers, oldest first. */
static enum err all_numbers(const struct history *history, list_numbers *list, int64_t newest,
                            struct numbers *all)
{
    int64_t before = 0;
    int room = newest < BUNDLE_VERSIONS_MAX ? (int)newest : BUNDLE_VERSIONS_MAX;
    *all = numbers_for(history, room, 0);
    all->count = 0;
    do {
        struct numbers page;
        enum err err = list(history, before, &page);
        if (err != ERR_NONE)
            return err;
        for (int i = 0; i < page.count && all->count < room; i++)
            all->items[all->count++] = page.items[i];
        before = all->count < room ? page.next_before : 0;
    } while (before != 0);
    for (int i = 0; i < all->count / 2; i++) {
        int64_t number = all->items[i];
        all->items[i] = all->items[all->count - 1 - i];
        all->items[all->count - 1 - i] = number;
    }
    return ERR_NONE;
}

static enum err export_prompt_versions(const struct history *history, const struct prompt *prompt,
                                       const struct prompt_label_list *labels, bool has_history)
{
    struct numbers numbers;
    enum err err = all_numbers(history, list_prompt_numbers, prompt->version, &numbers);
    for (int i = 0; err == ERR_NONE && i < numbers.count; i++)
        if (has_history || numbers.items[i] == prompt->version ||
            has_label(labels, numbers.items[i]))
            err = add_prompt_version(history, numbers.items[i]);
    return err;
}

static enum err export_prompt(struct db *db, const struct actor *actor, const struct uuid *id,
                              bool has_history, json_t **json)
{
    struct prompt prompt;
    struct prompt_label_list list;
    struct history history = {db, actor, id, json_keep(db_arena(db), json_array())};
    enum err err = prompt_get(db, actor, id, &prompt);
    if (err == ERR_NONE && prompt.body.data == NULL)
        err = ERR_DENIED;
    if (err == ERR_NONE)
        err = prompt_label_list(db, actor, id, &list);
    if (err == ERR_NONE)
        err = export_prompt_versions(&history, &prompt, &list, has_history);
    if (err != ERR_NONE)
        return err;
    json_t *tags = json_array(), *labels = json_object();
    for (int i = 0; i < prompt.tags.count; i++)
        json_array_append_new(tags, json_string(prompt.tags.tags[i]));
    for (int i = 0; i < list.count; i++)
        json_object_set_new(labels, list.labels[i].label, json_integer(list.labels[i].version));
    *json = start(db_arena(db), id, prompt.name, prompt.description);
    json_object_set_new(*json, "type", json_string(prompt_type_name(prompt.type)));
    json_object_set_new(*json, "tags", tags);
    json_object_set_new(*json, "labels", labels);
    json_object_set(*json, "versions", history.versions);
    set_times(db, *json, prompt.created_at, prompt.updated_at, prompt.archived_at);
    return ERR_NONE;
}

/* ---- agents ------------------------------------------------------------------------------------
 */

static enum err add_agent_version(const struct history *history, int64_t number)
{
    struct agent_version version;
    enum err err = agent_version_get(history->db, history->actor, history->id, number, &version);
    if (err != ERR_NONE)
        return err;
    json_t *json = json_pack("{s:I, s:O}", "version", (json_int_t)version.version, "config",
                             parse(db_arena(history->db), version.config.data, version.config.len));
    set_text(json, "message", version.message);
    set_text(json, "created_at", work_time(history->db, version.created_at));
    json_array_append_new(history->versions, json);
    return ERR_NONE;
}

static enum err export_agent(struct db *db, const struct actor *actor, const struct uuid *id,
                             bool has_history, json_t **json)
{
    struct agent agent;
    struct numbers numbers;
    struct history history = {db, actor, id, json_keep(db_arena(db), json_array())};
    enum err err = agent_get(db, actor, id, &agent);
    if (err == ERR_NONE && agent.config.data == NULL)
        err = ERR_DENIED;
    if (err == ERR_NONE)
        err = all_numbers(&history, list_agent_numbers, agent.version, &numbers);
    for (int i = 0; err == ERR_NONE && i < numbers.count; i++)
        if (has_history || numbers.items[i] == agent.version)
            err = add_agent_version(&history, numbers.items[i]);
    if (err != ERR_NONE)
        return err;
    *json = start(db_arena(db), id, agent.name, agent.description);
    json_object_set(*json, "versions", history.versions);
    set_times(db, *json, agent.created_at, agent.updated_at, agent.archived_at);
    return ERR_NONE;
}

/* ---- teams -------------------------------------------------------------------------------------
 */

static const char *member_name(const struct team *team, const char *id_text)
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
static void name_edges(const struct team *team, json_t *settings)
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

static enum err export_team(struct db *db, const struct actor *actor, const struct uuid *id,
                            json_t **json)
{
    struct team team;
    enum err err = team_get(db, actor, id, &team);
    if (err != ERR_NONE)
        return err;
    if (team.settings.data == NULL)
        return ERR_DENIED;
    *json = team_json(db, &team);
    json_object_del(*json, "owner_id"); /* people are not part of the document */
    json_object_del(*json, "version");
    if (team.archived_at == 0)
        json_object_del(*json, "archived_at");
    name_edges(&team, json_object_get(*json, "settings"));
    return ERR_NONE;
}

enum err export_record(struct db *db, const struct actor *actor, enum bundle_noun noun,
                       const struct uuid *id, bool has_history, json_t **json)
{
    switch (noun) {
    case BUNDLE_PROMPT:
        return export_prompt(db, actor, id, has_history, json);
    case BUNDLE_AGENT:
        return export_agent(db, actor, id, has_history, json);
    default:
        return export_team(db, actor, id, json);
    }
}
