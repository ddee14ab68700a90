#include "domain/transfer/bundle_record_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/uuid.h"
#include "domain/agent/config_adopt.h"
#include "domain/transfer/bundle_register_internal.h"

/* Reads what a version says. */
typedef void read_content(const struct bundle_reader *reader, const struct json_path *path,
                          const json_t *json, struct bundle_version *version);

static void read_body(const struct bundle_reader *reader, const struct json_path *path,
                      const json_t *json, struct bundle_version *version)
{
    const json_t *messages = bundle_array(reader, path, json, "messages");
    version->settings = bundle_settings(reader, json, "settings");
    version->is_chat = messages != NULL;
    struct json_path at = json_path_key(path, version->is_chat ? "messages" : "body");
    if (version->is_chat) {
        version->body = bundle_chat(reader, &at, messages);
        return;
    }
    const char *body = bundle_text(reader, path, json, "body");
    version->body = (struct text){body, strlen(body)};
    if (body[0] == '\0')
        bundle_refuse(reader, &at,
                      json_is_string(json_object_get(json, "body"))
                          ? "This is empty: a prompt needs a body, or messages."
                          : "A prompt needs a body, or messages.");
}

static void read_config(const struct bundle_reader *reader, const struct json_path *path,
                        const json_t *json, struct bundle_version *version)
{
    const json_t *config = bundle_object(reader, path, json, "config");
    struct json_path at = json_path_key(path, "config");
    version->settings = "";
    version->body = (struct text){"", 0};
    if (config == NULL) {
        bundle_refuse(reader, &at, "An agent needs a config.");
        return;
    }
    json_t *own = json_keep(reader->arena, json_deep_copy(config));
    struct config_problems notes = {.count = 0};
    agent_config_adopt(reader->arena, own, &notes);
    bundle_note_all(reader, &at, &notes);
    version->body = json_format(reader->arena, own, JSON_LINE);
}

/* The keys of a version of any kind, and those that a record has besides. Ids, owners and times
 * belong to where a record comes from. */
static const char *const version_keys[] = {"version",        "message", "body",      "messages",
                                           "settings",       "config",  "kind",      "members",
                                           "member_details", "cases",   "created_at"};
static const char *const record_keys[] = {
    "version",  "message",     "body",           "messages",   "settings",    "config",   "kind",
    "members",  "id",          "name",           "type",       "description", "tags",     "labels",
    "versions", "owner_id",    "created_at",     "updated_at", "archived_at", "revision", "model",
    "rostrum",  "exported_at", "member_details", "cases",      "subject",     "register"};

static void read_version(const struct bundle_reader *reader, const struct json_path *path,
                         const json_t *json, read_content *content)
{
    struct bundle_record *record = reader->record;
    struct bundle_version *version = &record->versions[record->version_count];
    int64_t before =
        record->version_count == 0 ? 0 : record->versions[record->version_count - 1].number;
    version->number = bundle_number(reader, path, json, "version");
    if (version->number == 0)
        version->number = before + 1;
    if (version->number <= before) {
        struct json_path at = json_path_key(path, "version");
        bundle_refuse(reader, &at, "The numbers of versions must rise.");
    }
    version->message = bundle_text(reader, path, json, "message");
    version->path = path == &reader->path ? record->path
                                          : arena_printf(reader->arena, "%s.versions[%d]",
                                                         record->path, record->version_count);
    content(reader, path, json, version);
    if (path != &reader->path)
        bundle_note_unknown(reader, path, json, version_keys, COUNT_OF(version_keys));
    record->version_count++;
}

/* The list under "versions", or the one version that the record itself describes. */
static void read_versions(const struct bundle_reader *reader, const json_t *json,
                          read_content *content)
{
    struct bundle_record *record = reader->record;
    const json_t *list = bundle_array(reader, &reader->path, json, "versions");
    struct json_path path = json_path_key(&reader->path, "versions");
    size_t count = json_array_size(list);
    if (count > BUNDLE_VERSIONS_MAX) {
        bundle_refuse(reader, &path, "There are too many versions: at most 10000.");
        count = BUNDLE_VERSIONS_MAX;
    }
    record->versions = arena_array(reader->arena, count + 1, sizeof *record->versions);
    if (count == 0)
        read_version(reader, &reader->path, json, content);
    for (size_t i = 0; i < count; i++) {
        struct json_path at = json_path_item(&path, i);
        budget_look();
        const json_t *version = json_array_get(list, i);
        if (json_is_object(version))
            read_version(reader, &at, version, content);
        else
            bundle_refuse(reader, &at, "A version must be an object.");
    }
}

static int by_number(const void *a, const void *b)
{
    const struct bundle_version *first = a;
    const struct bundle_version *second = b;
    return (first->number > second->number) - (first->number < second->number);
}

/* Numbers rise, or the record is refused. */
static bool has_version(const struct bundle_record *record, int64_t number)
{
    const struct bundle_version wanted = {.number = number};
    return bsearch(&wanted, record->versions, (size_t)record->version_count, sizeof wanted,
                   by_number) != NULL;
}

static void read_labels(const struct bundle_reader *reader, const json_t *json)
{
    struct bundle_record *record = reader->record;
    const json_t *labels = bundle_object(reader, &reader->path, json, "labels");
    struct json_path path = json_path_key(&reader->path, "labels");
    const char *key = NULL;
    json_t *value = NULL;
    if (json_object_size(labels) > BUNDLE_LABELS_MAX) {
        bundle_refuse(reader, &path, "There are too many labels: at most 1000.");
        return;
    }
    record->labels =
        arena_array(reader->arena, json_object_size(labels) + 1, sizeof *record->labels);
    json_object_foreach((json_t *)labels, key, value)
    {
        if (strcmp(key, "latest") == 0) /* computed, never stored */
            continue;
        struct bundle_label *label = &record->labels[record->label_count++];
        *label = (struct bundle_label){key, bundle_number(reader, &path, labels, key)};
        struct json_path at = json_path_key(&path, key);
        if (label->version != 0 && !has_version(record, label->version))
            bundle_refuse(reader, &at, "The label is on a version that is not in the document.");
    }
}

static void read_properties(const struct bundle_reader *reader, const json_t *json)
{
    (void)bundle_text(reader, &reader->path, json, "name");
    if (json_object_get(json, "tags") != NULL)
        reader->record->tags = bundle_tags(reader, &reader->path, json);
    if (json_object_get(json, "description") != NULL)
        reader->record->description = bundle_text(reader, &reader->path, json, "description");
    reader->record->is_archived =
        bundle_text(reader, &reader->path, json, "archived_at")[0] != '\0';
}

/* A prompt may say its type, which has to fit what it is. */
static void check_type(const struct bundle_reader *reader, const json_t *json)
{
    const struct bundle_record *record = reader->record;
    const char *type = bundle_text(reader, &reader->path, json, "type");
    bool is_chat = record->version_count > 0 && bundle_current(record)->is_chat;
    if (type[0] == '\0' || strcmp(type, is_chat ? "chat" : "text") == 0)
        return;
    struct json_path at = json_path_key(&reader->path, "type");
    bundle_refuse(reader, &at, "The type must be text for a body and chat for messages.");
}

/* The agent that a text means: by its id in the document, else by its name. */
static const char *agent_name(const struct bundle_reader *reader, const char *text)
{
    const json_t *name = json_object_get(reader->bundle->agent_ids, text);
    return name == NULL ? text : json_string_value(name);
}

static const char *const member_keys[] = {"agent", "agent_id", "agent_version", "agent_label",
                                          "role",  "name",     "position"};

static void read_member(const struct bundle_reader *reader, const struct json_path *path,
                        const json_t *json, struct bundle_member *member)
{
    *member = (struct bundle_member){.agent = "", .role = TEAM_WORKER};
    if (json_is_string(json)) {
        member->agent = agent_name(reader, json_string_value(json));
        return;
    }
    bundle_note_unknown(reader, path, json, member_keys, COUNT_OF(member_keys));
    member->agent = bundle_text(reader, path, json, "agent");
    if (member->agent[0] == '\0')
        member->agent = agent_name(reader, bundle_text(reader, path, json, "agent_id"));
    member->agent_version = bundle_number(reader, path, json, "agent_version");
    const char *label = bundle_text(reader, path, json, "agent_label");
    member->agent_label = label[0] == '\0' ? NULL : label;
    const char *role = bundle_text(reader, path, json, "role");
    struct json_path role_at = json_path_key(path, "role");
    struct json_path agent_at = json_path_key(path, "agent");
    if (role[0] != '\0' && team_role_parse(role, &member->role) != ERR_NONE)
        bundle_refuse(reader, &role_at, "The role must be lead, worker or reviewer.");
    if (member->agent[0] == '\0')
        bundle_refuse(reader, &agent_at, "A member needs the name of an agent.");
}

/* "members" has ids alone; "member_details" says the same in more words. */
static void read_members(const struct bundle_reader *reader, const struct json_path *path,
                         const json_t *json, struct bundle_version *version)
{
    const char *key =
        json_object_get(json, "member_details") != NULL ? "member_details" : "members";
    const json_t *list = bundle_array(reader, path, json, key);
    struct json_path list_at = json_path_key(path, key);
    size_t count = json_array_size(list);
    if (count > TEAM_MEMBERS_MAX) {
        bundle_refuse(reader, &list_at, "There are too many members: at most 100.");
        count = TEAM_MEMBERS_MAX;
    }
    version->members = arena_array(reader->arena, count + 1, sizeof *version->members);
    for (size_t i = 0; i < count; i++) {
        struct json_path at = json_path_item(&list_at, i);
        const json_t *member = json_array_get(list, i);
        if (json_is_object(member) || json_is_string(member))
            read_member(reader, &at, member, &version->members[version->member_count++]);
        else
            bundle_refuse(reader, &at, "A member must be an object or an id.");
    }
}

/* An end of an edge becomes the name of the agent. */
static void name_end(const struct bundle_reader *reader, const json_t *before, json_t *edge,
                     const char *const keys[2])
{
    const char *name = json_string_value(json_object_get(before, keys[1]));
    const char *end = json_string_value(json_object_get(before, keys[0]));
    json_object_del(edge, keys[1]);
    if (name == NULL && end != NULL)
        name = agent_name(reader, end);
    if (name != NULL)
        json_object_set_new(edge, keys[0], json_string(name));
}

static void read_settings(const struct bundle_reader *reader, const struct json_path *path,
                          const json_t *json, struct bundle_version *version)
{
    static const char *const from[] = {"from", "from_name"};
    static const char *const to[] = {"to", "to_name"};
    const json_t *settings = bundle_object(reader, path, json, "settings");
    json_t *copy =
        json_keep(reader->arena, settings == NULL ? json_object() : json_deep_copy(settings));
    const json_t *edges = json_object_get(copy, "edges");
    size_t index = 0;
    json_t *edge = NULL;
    version->team_settings = copy;
    json_array_foreach(edges, index, edge)
    {
        const json_t *before = json_array_get(json_object_get(settings, "edges"), index);
        if (!json_is_object(edge))
            continue; /* the rules of teams say what is wrong */
        name_end(reader, before, edge, from);
        name_end(reader, before, edge, to);
    }
}

static void read_team(const struct bundle_reader *reader, const struct json_path *path,
                      const json_t *json, struct bundle_version *version)
{
    const char *kind = bundle_text(reader, path, json, "kind");
    struct json_path at = json_path_key(path, "kind");
    version->settings = "";
    version->body = (struct text){"", 0};
    if (team_kind_parse(kind, &version->kind) != ERR_NONE)
        bundle_refuse(reader, &at,
                      "The kind must be round_robin, selector, handoff, sequential, "
                      "hierarchical or graph.");
    read_members(reader, path, json, version);
    read_settings(reader, path, json, version);
}

/* The rules of cases and settings are those of their verbs. */
static void read_set(const struct bundle_reader *reader, const struct json_path *path,
                     const json_t *json, struct bundle_version *version)
{
    const json_t *cases = bundle_array(reader, path, json, "cases");
    const json_t *settings = bundle_object(reader, path, json, "settings");
    version->body =
        cases == NULL ? (struct text){"[]", 2} : json_format(reader->arena, cases, JSON_LINE);
    version->settings =
        settings == NULL ? "{}" : json_format(reader->arena, settings, JSON_LINE).data;
}

void bundle_read_record(const struct bundle_reader *reader, const json_t *json)
{
    static read_content *const contents[RECORD_KIND_COUNT] = {[RECORD_PROMPT] = read_body,
                                                              [RECORD_AGENT] = read_config,
                                                              [RECORD_TEAM] = read_team,
                                                              [RECORD_SET] = read_set};
    enum record_kind_id kind = reader->record->kind;
    read_properties(reader, json);
    read_versions(reader, json, contents[kind]);
    read_labels(reader, json);
    bool has_register = kind == RECORD_AGENT || kind == RECORD_TEAM; /* the last key */
    bundle_note_unknown(reader, &reader->path, json, record_keys,
                        COUNT_OF(record_keys) - !has_register);
    if (kind == RECORD_PROMPT)
        check_type(reader, json);
    if (has_register)
        bundle_read_register(reader, json);
}
