#include "data/transfer/export_record_internal.h"

#include <string.h>

#include "base/clock.h"
#include "data/agent/agent.h"
#include "data/prompt/prompt.h"
#include "data/register/register.h"
#include "data/register/register_entry.h"
#include "data/release/record_label.h"
#include "data/set/set.h"
#include "data/set/set_content.h"
#include "data/team/team_json.h"
#include "data/transfer/transfer_stores.h"
#include "domain/team/team_members.h"
#include "domain/transfer/bundle.h"

/* A record as the document has it: the same for all kinds but for the content of its versions. */

enum { SCRATCH = 64 << 20 }; /* of a version */

/* What is particular of a kind. */
/* Puts a content into a version. */
typedef enum err write_content(struct db *db, const struct record_head *head,
                               const struct record_version *version, json_t *json);

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
        json_object_set(json, "messages",
                        json_stored(db_arena(db), content.body, "messages of a prompt"));
    else
        json_object_set_new(json, "body", json_stringn(content.body.data, content.body.len));
    if (content.settings[0] != '\0')
        json_object_set(json, "settings",
                        json_stored(db_arena(db),
                                    (struct text){content.settings, strlen(content.settings)},
                                    "settings of a prompt"));
    return ERR_NONE;
}

static enum err write_agent(struct db *db, const struct record_head *head,
                            const struct record_version *version, json_t *json)
{
    struct text config = agent_config_of(&version->content);
    (void)head;
    json_object_set(json, "config", json_stored(db_arena(db), config, "a stored config"));
    return ERR_NONE;
}

/* Ids mean nothing elsewhere: edges say the names as well. */
static void name_edges(const struct team_content *team, json_t *settings)
{
    size_t index = 0;
    json_t *edge = NULL;
    json_array_foreach(json_object_get(settings, "edges"), index, edge)
    {
        set_text(edge, "from_name",
                 team_member_name(team, json_string_value(json_object_get(edge, "from"))));
        set_text(edge, "to_name",
                 team_member_name(team, json_string_value(json_object_get(edge, "to"))));
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
    json_t *settings = json_stored(db_arena(db), team.settings, "settings of a team");
    name_edges(&team, settings);
    json_object_set_new(json, "kind", json_string(team_kind_names[team.kind]));
    json_object_set_new(json, "members", member_ids(db, &team));
    json_object_set_new(json, "member_details",
                        team_members_json(db, team.members, team.member_count));
    json_object_set(json, "settings", settings);
    return ERR_NONE;
}

static enum err write_set(struct db *db, const struct record_head *head,
                          const struct record_version *version, json_t *json)
{
    struct set_content set;
    (void)head;
    set_content_read(db_arena(db), &version->content, &set);
    json_object_set(json, "cases", set_cases_json(db_arena(db), &set.cases));
    json_object_set(json, "settings", set_settings_json(db_arena(db), &set.settings));
    return ERR_NONE;
}

static write_content *const contents[RECORD_KIND_COUNT] = {[RECORD_PROMPT] = write_prompt,
                                                           [RECORD_AGENT] = write_agent,
                                                           [RECORD_TEAM] = write_team,
                                                           [RECORD_SET] = write_set};

/* ---- versions ----------------------------------------------------------------------------- */

/* A record on its way into the document. */
struct exported {
    struct db *db;
    const struct actor *actor;
    const struct record_head *head;
    struct record_label_list labels;
};

enum err export_version(struct db *db, const struct record_head *head, int64_t number,
                        json_t **json)
{
    struct record_version version;
    enum err err = record_version_load(db, head, number, &version);
    if (err != ERR_NONE)
        return err;
    *json = json_keep(db_arena(db), json_pack("{s:I}", "version", (json_int_t)number));
    err = contents[head->store->kind->id](db, head, &version, *json);
    if (err != ERR_NONE)
        return err;
    set_text(*json, "message", version.message);
    set_text(*json, "created_at", work_time(db, version.created_at));
    return ERR_NONE;
}

/* One body alone is in memory besides its line. */
static enum err add_version(const struct exported *exported, int64_t number, bool is_first,
                            struct buf *piece)
{
    struct arena *scratch = arena_create(SCRATCH);
    struct arena *before = db_use_arena(exported->db, scratch);
    json_t *json = NULL;
    enum err err = export_version(exported->db, exported->head, number, &json);
    if (err == ERR_NONE) {
        struct text text = json_format(scratch, json, JSON_LINE);
        buf_add_text(piece, is_first ? "" : ", ");
        buf_add(piece, text.data, text.len);
    }
    scratch = db_use_arena(exported->db, before);
    arena_destroy(scratch);
    return err;
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

/* Those behind the last one that was written, oldest first. */
static enum err add_versions(const struct exported *exported, struct exported_record *record,
                             size_t most, struct buf *piece, bool *is_whole)
{
    int64_t all = exported->head->version_count;
    int room = all < BUNDLE_VERSIONS_MAX ? (int)all : BUNDLE_VERSIONS_MAX;
    int64_t *numbers = arena_array(db_arena(exported->db), (size_t)room + 1, sizeof *numbers);
    size_t before = piece->len;
    int count = 0;
    enum err err = find_numbers(exported, record->has_history, numbers, room, &count);
    int i = count - 1;
    for (; err == ERR_NONE && i >= 0 && piece->len - before < most; i--) {
        if (numbers[i] <= record->last)
            continue;
        err = add_version(exported, numbers[i], record->last == 0, piece);
        record->last = numbers[i];
    }
    *is_whole = i < 0;
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
    json_t *json =
        json_keep(db_arena(db),
                  json_pack("{s:s, s:s, s:s, s:s, s:o, s:o}", "id", work_id(db, &head->id), "name",
                            head->name, "description", head->description, head->store->kind->facet,
                            head->content.facet, "tags", tags, "labels", labels));
    set_text(json, "created_at", work_time(db, head->created_at));
    set_text(json, "updated_at", work_time(db, head->updated_at));
    set_text(json, "archived_at", work_time(db, head->archived_at));
    return json;
}

/* What the register says of it now. */
static enum err add_register(struct exported *exported, json_t *json)
{
    struct db *db = exported->db;
    struct register_entry entry;
    char day[CLOCK_DAY_LEN];
    if (exported->head->store->check_label != register_check_label)
        return ERR_NONE;
    enum err err = register_entry_get(db, exported->actor, exported->head, &entry);
    if (err != ERR_NONE || entry.revision == 0)
        return err;
    json_t *object =
        json_keep(db_arena(db), json_pack("{s:s}", "risk_class", register_risk_names[entry.risk]));
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++)
        set_text(object, register_text_names[i], entry.texts[i]);
    if (!uuid_is_nil(&entry.oversight_id))
        set_text(object, "oversight_id", work_id(db, &entry.oversight_id));
    clock_format_day(entry.review_on, day);
    set_text(object, "review_on", entry.review_on == 0 ? "" : day);
    json_object_set(json, "register", object);
    return ERR_NONE;
}

/* All of it but its versions, which come last: the end of the object is left open for them. */
static enum err begin_record(struct exported *exported, struct buf *piece)
{
    json_t *json = describe(exported);
    enum err err = add_register(exported, json);
    if (err != ERR_NONE)
        return err;
    struct text text = json_format(db_arena(exported->db), json, JSON_LINE);
    buf_add(piece, text.data, text.len - 1);
    buf_add_text(piece, ", \"versions\": [");
    return ERR_NONE;
}

enum err export_record(struct db *db, const struct actor *actor, struct exported_record *record,
                       size_t most, struct buf *piece, bool *is_whole)
{
    const struct record_store *store = transfer_stores[record->kind];
    struct record_head *head = arena_alloc(db_arena(db), store->size);
    struct exported exported = {.db = db, .actor = actor, .head = head};
    enum err err =
        record_load(db, actor, store, &record->id, store->kind->read, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = record_label_list(db, head, &exported.labels);
    if (err == ERR_NONE && !record->is_begun)
        err = begin_record(&exported, piece);
    if (err != ERR_NONE)
        return err;
    record->is_begun = true;
    err = add_versions(&exported, record, most, piece, is_whole);
    if (err == ERR_NONE && *is_whole)
        buf_add_text(piece, "]}");
    return err;
}
