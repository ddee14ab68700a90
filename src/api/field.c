#include "api/field.h"

#include <string.h>

#include "api/rest/event.h"
#include "base/json.h"
#include "data/agent/agent.h"
#include "data/prompt/prompt.h"
#include "data/team/team_json.h"
#include "domain/record/label.h"
#include "domain/team/team_rules.h"

/* ---- what all kinds have ------------------------------------------------------------------ */

static json_t *get_id(const struct api_view *view)
{
    return json_uuid(&view->head.id);
}

static json_t *get_organization(const struct api_view *view)
{
    return json_uuid(&view->head.organization_id);
}

static json_t *get_name(const struct api_view *view)
{
    return json_string(view->head.name);
}

static json_t *get_description(const struct api_view *view)
{
    return json_string(view->head.description);
}

static json_t *get_tags(const struct api_view *view)
{
    json_t *tags = json_array();
    for (int i = 0; i < view->head.tags.count; i++)
        json_array_append_new(tags, json_string(view->head.tags.tags[i]));
    return tags;
}

static json_t *get_owner(const struct api_view *view)
{
    return json_uuid(&view->head.owner_id);
}

/* The number of what is shown: the current one, unless another was asked for. */
static json_t *get_version(const struct api_view *view)
{
    return json_integer(view->version == NULL ? view->head.version : view->version->version);
}

static json_t *get_revision(const struct api_view *view)
{
    return json_integer(view->head.revision);
}

static json_t *get_labels(const struct api_view *view)
{
    json_t *labels = json_object();
    for (int i = 0; i < view->marks->label_count; i++)
        json_object_set_new(labels, view->marks->labels[i].label,
                            json_integer(view->marks->labels[i].version));
    return labels;
}

/* Those of the version that is shown. */
static json_t *get_version_labels(const struct api_view *view)
{
    json_t *labels = json_array();
    for (int i = 0; i < view->marks->label_count; i++)
        if (view->marks->labels[i].version == view->version->version)
            json_array_append_new(labels, json_string(view->marks->labels[i].label));
    return labels;
}

static json_t *get_archived_at(const struct api_view *view)
{
    return json_time(view->head.archived_at);
}

/* The record as a whole, or the version that is shown. */
static json_t *get_is_stopped(const struct api_view *view)
{
    int64_t version = view->version == NULL ? view->head.version : view->version->version;
    return json_boolean(record_stops_have(&view->head.stops, version));
}

static json_t *get_created_at(const struct api_view *view)
{
    return json_time(view->head.created_at);
}

static json_t *get_updated_at(const struct api_view *view)
{
    return json_time(view->head.updated_at);
}

static json_t *get_facet(const struct api_view *view)
{
    return json_string(view->version == NULL ? view->facet : view->version->content.facet);
}

static json_t *get_message(const struct api_view *view)
{
    return json_string(view->version->message);
}

static json_t *get_author(const struct api_view *view)
{
    return json_uuid(&view->version->author_id);
}

static json_t *get_saved_at(const struct api_view *view)
{
    return json_time(view->version->created_at);
}

static json_t *parse(const struct api_view *view, const char *text, size_t len, const char *what)
{
    return json_incref(json_stored(db_arena(view->db), (struct text){text, len}, what));
}

static json_t *get_events(const struct api_view *view)
{
    if (view->events == NULL)
        return NULL;
    json_t *events = json_array();
    for (int i = 0; i < view->events->count; i++)
        json_array_append_new(events, event_json(view->db, &view->events->entries[i]));
    return events;
}

/* ---- contents ----------------------------------------------------------------------------- */

static json_t *get_body(const struct api_view *view)
{
    struct prompt_content content = prompt_content(&view->version->content);
    if (content.body.data == NULL)
        return NULL;
    if (content.type == PROMPT_CHAT)
        return parse(view, content.body.data, content.body.len, "messages of a prompt");
    return json_stringn(content.body.data, content.body.len);
}

static json_t *get_prompt_settings(const struct api_view *view)
{
    const char *settings = prompt_content(&view->version->content).settings;
    if (settings == NULL)
        return NULL;
    if (settings[0] == '\0')
        return json_object();
    return parse(view, settings, strlen(settings), "settings of a prompt");
}

static json_t *get_config(const struct api_view *view)
{
    struct text config = agent_config_of(&view->version->content);
    return config.data == NULL ? NULL : parse(view, config.data, config.len, "a stored config");
}

static json_t *get_members(const struct api_view *view)
{
    if (view->team == NULL)
        return NULL;
    json_t *members = json_array();
    for (int i = 0; i < view->team->member_count; i++)
        json_array_append_new(members, json_uuid(&view->team->members[i].agent_id));
    return members;
}

static json_t *get_member_details(const struct api_view *view)
{
    return view->team == NULL
               ? NULL
               : team_members_json(view->db, view->team->members, view->team->member_count);
}

static json_t *get_team_settings(const struct api_view *view)
{
    if (view->team == NULL)
        return NULL;
    struct text settings = view->team->settings;
    return parse(view, settings.data, settings.len, "settings of a team");
}

static json_t *get_cases(const struct api_view *view)
{
    struct text cases = view->version->content.parts[SET_PART_CASES];
    return cases.data == NULL ? NULL : parse(view, cases.data, cases.len, "cases of a test set");
}

static json_t *get_set_settings(const struct api_view *view)
{
    struct text settings = view->version->content.parts[SET_PART_SETTINGS];
    return settings.data == NULL
               ? NULL
               : parse(view, settings.data, settings.len, "settings of a test set");
}

/* ---- the tables --------------------------------------------------------------------------- */

static const char *const prompt_types[] = {"text", "chat", NULL};

#define RECORD    (API_IN_LIST | API_IN_RECORD)
#define A_VERSION (API_IN_VERSION_LIST | API_IN_VERSION)
#define CONTENT   (API_IN_RECORD | API_IN_VERSION | API_OPTIONAL)
#define TYPED     (API_TO_CREATE | API_TO_UPDATE)

/* clang-format off */
#define FIRST_FIELDS                                                                               \
    {"id", API_UUID, RECORD, NULL, "UUID, version 7.", get_id},                                    \
    {"organization_id", API_UUID, RECORD, NULL, "The customer that it belongs to.",                \
     get_organization},                                                                            \
    {"name", API_STRING, RECORD | TYPED | API_NEEDED, NULL,                                        \
     "Unique among its kind in the organization; a slash makes folders.", get_name},               \
    {"description", API_STRING, RECORD | TYPED, NULL, "What it is for.", get_description}

#define LAST_FIELDS                                                                                \
    {"version", API_INTEGER, RECORD | A_VERSION, NULL,                                               \
     "The number of the version that is shown: the current one, unless another was asked for.",    \
     get_version},                                                                                 \
    {"message", API_STRING, A_VERSION | TYPED, NULL, "Why: the change message of the version.",      \
     get_message},                                                                                 \
    {"labels", API_LABELS, RECORD, NULL, "Each label and the version that it is on.", get_labels}, \
    {"labels", API_STRINGS, A_VERSION, NULL, "The labels on this version.", get_version_labels},     \
    {"tags", API_STRINGS, RECORD | TYPED, NULL, "In the order they were given.", get_tags},        \
    {"owner_id", API_UUID, RECORD, NULL, "The user who owns it.", get_owner},                      \
    {"author_id", API_UUID, A_VERSION, NULL, "Who saved the version.", get_author},                  \
    {"revision", API_INTEGER, RECORD, NULL, "Counts every change: what If-Match takes.",           \
     get_revision},                                                                                \
    {"archived_at", API_TIME, RECORD | API_NULLABLE, NULL, "null while it is active.",             \
     get_archived_at},                                                                             \
    {"is_stopped", API_BOOLEAN, RECORD | A_VERSION, NULL,                                          \
     "true while it, or the version that is shown, is stopped.", get_is_stopped},                  \
    {"created_at", API_TIME, RECORD, NULL, "When it was made.", get_created_at},                   \
    {"created_at", API_TIME, A_VERSION, NULL, "When it was saved.", get_saved_at},                   \
    {"updated_at", API_TIME, RECORD, NULL, "When it was last changed.", get_updated_at},           \
    {"audit_log", API_EVENTS, API_IN_RECORD | API_OPTIONAL, NULL,                                  \
     "What happened to it, oldest first, for who may see that; ask with audit_log=true or =false.",\
     get_events}

static const struct api_field prompt_fields[] = {
    FIRST_FIELDS,
    {"type", API_STRING, RECORD | A_VERSION | TYPED, prompt_types, "text if it is not given.",
     get_facet},
    {"body", API_BODY, CONTENT | TYPED | API_NEEDED, NULL,
     "A text byte for byte; of a chat the list of its messages and placeholders.", get_body},
    {"settings", API_JSON, CONTENT | TYPED, NULL,
     "Settings of the model: most often an object, but any JSON is kept.", get_prompt_settings},
    LAST_FIELDS,
};

static const struct api_field agent_fields[] = {
    FIRST_FIELDS,
    {"model", API_STRING, RECORD | A_VERSION, NULL, "Of the config.", get_facet},
    {"config", API_OBJECT, CONTENT | TYPED | API_NEEDED, NULL,
     "Model, instructions or prompt, tools, handoffs, limits.", get_config},
    LAST_FIELDS,
};

static const struct api_field team_fields[] = {
    FIRST_FIELDS,
    {"kind", API_STRING, RECORD | A_VERSION | TYPED | API_NEEDED, team_kind_names,
     "How its agents work together.", get_facet},
    {"members", API_UUIDS, CONTENT | TYPED, NULL,
     "The ids of its agents, in their order.", get_members},
    {"member_details", API_MEMBERS, CONTENT | TYPED, NULL,
     "The same with roles and versions; given in place of members.", get_member_details},
    {"settings", API_OBJECT, CONTENT | TYPED, NULL, "Edges and termination.", get_team_settings},
    LAST_FIELDS,
};

static const struct api_field set_fields[] = {
    FIRST_FIELDS,
    {"subject", API_STRING, RECORD | A_VERSION, set_subject_names,
     "What its settings say that it is for: a prompt, an agent, or nothing by itself.", get_facet},
    {"cases", API_CASES, CONTENT | TYPED, NULL,
     "At most 2,000 cases, 1 MiB together. A case without an id gets one.", get_cases},
    {"settings", API_OBJECT, CONTENT | TYPED, NULL,
     "for {kind, name}: the record that it tests. judge {prompt {name, label | version}, repeats}: "
     "the prompt that judges outputs.", get_set_settings},
    LAST_FIELDS,
};
/* clang-format on */

const struct api_fields api_record_fields[RECORD_KIND_COUNT] = {
    [RECORD_PROMPT] = {prompt_fields, (int)COUNT_OF(prompt_fields)},
    [RECORD_AGENT] = {agent_fields, (int)COUNT_OF(agent_fields)},
    [RECORD_TEAM] = {team_fields, (int)COUNT_OF(team_fields)},
    [RECORD_SET] = {set_fields, (int)COUNT_OF(set_fields)},
};

json_t *api_fields_json(const struct api_view *view, enum api_use use)
{
    const struct api_fields *fields = &api_record_fields[view->kind->id];
    json_t *json = json_object();
    for (int i = 0; i < fields->count; i++) {
        const struct api_field *field = &fields->items[i];
        json_t *value = (field->uses & use) != 0 ? field->get(view) : NULL;
        if (value != NULL)
            json_object_set_new(json, field->name, value);
    }
    return json;
}
