#include "api/schema.h"

#include <stdio.h>
#include <string.h>

/* What a value may be, in JSON Schema. Every one is valid JSON, checked by a test. */
#define UUID_SCHEMA   "{\"type\":\"string\",\"format\":\"uuid\"}"
#define TIME_SCHEMA   "{\"type\":\"string\",\"format\":\"date-time\"}"
#define OR_NULL(type) "{\"type\":[\"" type "\",\"null\"]}"
#define ID_OR_NULL    "{\"type\":[\"string\",\"null\"],\"format\":\"uuid\"}"
#define TIME_OR_NULL  "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}"
#define TEXT_OR_NULL  OR_NULL("string")
#define TEXT_SCHEMA   "{\"type\":\"string\"}"
#define COUNT_SCHEMA  "{\"type\":\"integer\",\"minimum\":0}"
#define TRUTH_SCHEMA  "{\"type\":\"boolean\"}"

static const char *const types[] = {
    [API_STRING] = TEXT_SCHEMA,
    [API_UUID] = UUID_SCHEMA,
    [API_TIME] = TIME_SCHEMA,
    [API_INTEGER] = "{\"type\":\"integer\",\"minimum\":1}",
    [API_NUMBER] = "{\"type\":\"number\"}",
    [API_BOOLEAN] = TRUTH_SCHEMA,
    [API_STRINGS] = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
    [API_UUIDS] = "{\"type\":\"array\",\"items\":" UUID_SCHEMA "}",
    [API_OBJECT] = "{\"type\":\"object\"}",
    [API_JSON] = "{}",
    [API_LABELS] =
        "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\",\"minimum\":1}}",
    [API_BODY] = "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"array\",\"items\":"
                 "{\"$ref\":\"#/components/schemas/Message\"}}]}",
    [API_MEMBERS] = "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Member\"}}",
    [API_CASES] = "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}",
    [API_EVENTS] = "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Event\"}}",
};

/* What is not in a table of fields: each property, and whether it is always there. */
struct property {
    const char *name;
    const char *schema;
    bool is_optional;
};

static const struct property problem_properties[] = {
    {"type", TEXT_SCHEMA, false},
    {"title", TEXT_SCHEMA, false},
    {"status", "{\"type\":\"integer\"}", false},
    {"detail", TEXT_SCHEMA, false},
    {"errors",
     "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"field\",\"message\"],"
     "\"properties\":{\"field\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"}}}}",
     true},
};
static const struct property message_properties[] = {
    {"role", "{\"enum\":[\"system\",\"developer\",\"user\",\"assistant\",\"tool\"]}", true},
    {"content", "{\"type\":[\"string\",\"array\",\"null\"],\"items\":{\"type\":\"object\"}}", true},
    {"name", TEXT_SCHEMA, true},
    {"tool_calls", "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}", true},
    {"tool_call_id", TEXT_SCHEMA, true},
    {"refusal", OR_NULL("string"), true},
    {"placeholder", TEXT_SCHEMA, true},
};
static const struct property member_properties[] = {
    {"agent_id", UUID_SCHEMA, false},
    {"agent", OR_NULL("string"), true},
    {"role", "{\"enum\":[\"lead\",\"worker\",\"reviewer\"]}", true},
    {"agent_version", OR_NULL("integer"), true},
    {"agent_label", OR_NULL("string"), true},
};
static const struct property label_properties[] = {
    {"label", TEXT_SCHEMA, false},
    {"version", "{\"type\":\"integer\",\"minimum\":1}", false},
    {"is_protected", TRUTH_SCHEMA, false},
    {"updated_at", TIME_SCHEMA, false},
};
#define ITEMS(properties)                                                                          \
    "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{" properties "}}}"
static const struct property usage_properties[] = {
    {"since", TIME_SCHEMA, false},
    {"serving_count", COUNT_SCHEMA, false},
    {"token_count", COUNT_SCHEMA, false},
    {"last_served_at", TIME_OR_NULL, false},
    {"archived_served_at", TIME_OR_NULL, false},
    {"days",
     ITEMS("\"day\":{\"type\":\"string\",\"format\":\"date\"},\"version\":" COUNT_SCHEMA
           ",\"serving_count\":" COUNT_SCHEMA),
     false},
    {"labels",
     ITEMS("\"label\":" TEXT_OR_NULL ",\"serving_count\":" COUNT_SCHEMA
           ",\"token_count\":" COUNT_SCHEMA ",\"last_served_at\":" TIME_SCHEMA),
     false},
    {"fetchers",
     ITEMS("\"token_id\":" ID_OR_NULL ",\"token_name\":" TEXT_OR_NULL
           ",\"owner_name\":" TEXT_OR_NULL ",\"is_ended\":" TRUTH_SCHEMA
           ",\"version\":" COUNT_SCHEMA ",\"serving_count\":" COUNT_SCHEMA
           ",\"first_served_at\":" TIME_SCHEMA ",\"last_served_at\":" TIME_SCHEMA),
     false},
    {"has_more_fetchers", TRUTH_SCHEMA, false},
};
static const struct property proposal_properties[] = {
    {"id", UUID_SCHEMA, false},
    {"record_id", UUID_SCHEMA, false},
    {"label", TEXT_SCHEMA, false},
    {"from_version", OR_NULL("integer"), false},
    {"version", OR_NULL("integer"), false},
    {"reason", TEXT_SCHEMA, false},
    {"state", "{\"enum\":[\"open\",\"approved\",\"rejected\",\"withdrawn\",\"expired\"]}", false},
    {"proposed_by", ID_OR_NULL, false},
    {"decided_by", ID_OR_NULL, false},
    {"decision_reason", TEXT_SCHEMA, false},
    {"created_at", TIME_SCHEMA, false},
    {"decided_at", TIME_OR_NULL, false},
    {"is_stale", TRUTH_SCHEMA, false},
};
static const struct property stop_properties[] = {
    {"id", UUID_SCHEMA, false},
    {"record_id", UUID_SCHEMA, false},
    {"version", OR_NULL("integer"), false},
    {"reason", TEXT_SCHEMA, false},
    {"state", "{\"enum\":[\"stopped\",\"resume_asked\",\"resume_approved\",\"running\"]}", false},
    {"stopped_by", UUID_SCHEMA, false},
    {"stopped_at", TIME_SCHEMA, false},
    {"token_count", COUNT_SCHEMA, false},
    {"resumed_at", TIME_OR_NULL, false},
};
static const struct property rule_properties[] = {
    {"label", TEXT_SCHEMA, false},
    {"kind", TEXT_SCHEMA, false},
    {"record_id", ID_OR_NULL, false},
    {"is_free", TRUTH_SCHEMA, false},
    {"set_id", ID_OR_NULL, false},
    {"set_name", TEXT_OR_NULL, false},
    {"min_pass", "{\"type\":\"number\"}", false},
    {"forbids_critical", TRUTH_SCHEMA, false},
    {"max_age_days", OR_NULL("integer"), false},
    {"forbids_worse", TRUTH_SCHEMA, false},
    {"needs_judge", TRUTH_SCHEMA, false},
    {"needs", TEXT_SCHEMA, false},
    {"updated_by", UUID_SCHEMA, false},
    {"updated_at", TIME_SCHEMA, false},
};
static const struct property override_properties[] = {
    {"id", UUID_SCHEMA, false},           {"kind", TEXT_SCHEMA, false},
    {"record_id", UUID_SCHEMA, false},    {"record_name", TEXT_OR_NULL, false},
    {"label", TEXT_SCHEMA, false},        {"from_version", OR_NULL("integer"), false},
    {"version", COUNT_SCHEMA, false},     {"missing", TEXT_SCHEMA, false},
    {"reason", TEXT_SCHEMA, false},       {"moved_by", UUID_SCHEMA, false},
    {"created_at", TIME_SCHEMA, false},   {"reviewed_by", ID_OR_NULL, false},
    {"reviewed_at", TIME_OR_NULL, false}, {"review", TEXT_SCHEMA, false},
    {"may_review", TRUTH_SCHEMA, false},
};
static const struct property run_properties[] = {
    {"id", UUID_SCHEMA, false},
    {"url", TEXT_SCHEMA, false},
    {"record_id", UUID_SCHEMA, false},
    {"record_name", TEXT_OR_NULL, false},
    {"version", COUNT_SCHEMA, false},
    {"set_id", UUID_SCHEMA, false},
    {"set_name", TEXT_OR_NULL, false},
    {"set_version", COUNT_SCHEMA, false},
    {"has_all_cases", TRUTH_SCHEMA, false},
    {"state", "{\"enum\":[\"waiting\",\"running\",\"done\",\"canceled\",\"stopped\",\"failed\"]}",
     false},
    {"reason", TEXT_OR_NULL, false},
    {"endpoint_id", UUID_SCHEMA, false},
    {"endpoint_name", TEXT_SCHEMA, false},
    {"model", TEXT_SCHEMA, false},
    {"temperature", OR_NULL("number"), false},
    {"max_tokens", OR_NULL("integer"), false},
    {"repeats", COUNT_SCHEMA, false},
    {"token_cap", OR_NULL("integer"), false},
    {"cost_cap", TEXT_OR_NULL, false},
    {"judge",
     "{\"type\":[\"object\",\"null\"],\"properties\":{\"prompt_id\":" UUID_SCHEMA
     ",\"prompt_name\":" TEXT_SCHEMA ",\"version\":" COUNT_SCHEMA ",\"endpoint_name\":" TEXT_SCHEMA
     ",\"model\":" TEXT_SCHEMA ",\"repeats\":" COUNT_SCHEMA ",\"decides\":" TRUTH_SCHEMA "}}",
     false},
    {"case_count", COUNT_SCHEMA, false},
    {"planned_count", COUNT_SCHEMA, false},
    {"result_count", COUNT_SCHEMA, false},
    {"pass_count", COUNT_SCHEMA, false},
    {"fail_count", COUNT_SCHEMA, false},
    {"error_count", COUNT_SCHEMA, false},
    {"critical_fail_count", COUNT_SCHEMA, false},
    {"input_tokens", COUNT_SCHEMA, false},
    {"output_tokens", COUNT_SCHEMA, false},
    {"guessed_tokens", COUNT_SCHEMA, false},
    {"cost_nanos", OR_NULL("integer"), false},
    {"guessed_nanos", OR_NULL("integer"), false},
    {"duration_ms", COUNT_SCHEMA, false},
    {"p50_ms", OR_NULL("integer"), false},
    {"p95_ms", OR_NULL("integer"), false},
    {"currency", TEXT_SCHEMA, false},
    {"digest", TEXT_OR_NULL, false},
    {"created_by", UUID_SCHEMA, false},
    {"token_id", ID_OR_NULL, false},
    {"created_at", TIME_SCHEMA, false},
    {"started_at", TIME_OR_NULL, false},
    {"ended_at", TIME_OR_NULL, false},
};
static const struct property estimate_properties[] = {
    {"version", COUNT_SCHEMA, false},
    {"set_version", COUNT_SCHEMA, false},
    {"case_count", COUNT_SCHEMA, false},
    {"call_count", COUNT_SCHEMA, false},
    {"judge_call_count", COUNT_SCHEMA, false},
    {"input_tokens", COUNT_SCHEMA, false},
    {"output_tokens", COUNT_SCHEMA, false},
    {"cost_nanos", OR_NULL("integer"), false},
    {"cost", TEXT_OR_NULL, false},
    {"currency", TEXT_SCHEMA, false},
    {"is_over_cap", TRUTH_SCHEMA, false},
};
static const struct property result_properties[] = {
    {"position", COUNT_SCHEMA, false},
    {"case", TEXT_SCHEMA, false},
    {"name", TEXT_OR_NULL, false},
    {"repeat", COUNT_SCHEMA, false},
    {"critical", TRUTH_SCHEMA, false},
    {"state", "{\"enum\":[\"open\",\"passed\",\"failed\",\"error\"]}", false},
    {"outcome", TEXT_OR_NULL, false},
    {"status", OR_NULL("integer"), false},
    {"attempts", COUNT_SCHEMA, false},
    {"input_tokens", OR_NULL("integer"), false},
    {"output_tokens", OR_NULL("integer"), false},
    {"cost_nanos", OR_NULL("integer"), false},
    {"duration_ms", OR_NULL("integer"), false},
    {"variables", OR_NULL("object"), false},
    {"messages", OR_NULL("array"), false},
    {"expected", TEXT_OR_NULL, false},
    {"output", TEXT_OR_NULL, false},
    {"tool_calls", OR_NULL("array"), false},
    {"checks", OR_NULL("array"), false},
    {"output_sha256", TEXT_OR_NULL, false},
};
static const struct property user_properties[] = {
    {"id", UUID_SCHEMA, false},
    {"organization_id", UUID_SCHEMA, false},
    {"full_name", OR_NULL("string"), false},
    {"email", OR_NULL("string"), true},
    {"user_persona", TEXT_SCHEMA, true},
    {"is_active", TRUTH_SCHEMA, true},
    {"is_superuser", TRUTH_SCHEMA, true},
    {"revision", COUNT_SCHEMA, true},
    {"time_zone", OR_NULL("string"), true},
    {"last_seen_at", TIME_OR_NULL, true},
    {"created_at", TIME_SCHEMA, true},
    {"updated_at", TIME_SCHEMA, true},
};
static const struct property event_properties[] = {
    {"id", UUID_SCHEMA, false},
    {"seq", OR_NULL("integer"), false},
    {"occurred_at", TIME_SCHEMA, false},
    {"actor_kind", TEXT_SCHEMA, false},
    {"actor_id", ID_OR_NULL, false},
    {"action", TEXT_SCHEMA, false},
    {"record_type", OR_NULL("string"), false},
    {"record_id", ID_OR_NULL, false},
    {"outcome", "{\"enum\":[\"success\",\"failure\",\"refusal\"]}", false},
    {"event_count", COUNT_SCHEMA, false},
    {"request_id", OR_NULL("string"), false},
    {"details", OR_NULL("object"), false},
};
static const struct property hit_properties[] = {
    {"kind", TEXT_SCHEMA, false},
    {"id", UUID_SCHEMA, false},
    {"name", OR_NULL("string"), false},
    {"version", OR_NULL("integer"), false},
    {"archived_at", TIME_OR_NULL, false},
    {"found_in", "{\"enum\":[\"name\",\"mark\",\"description\",\"content\"]}", false},
    {"excerpt",
     "{\"type\":\"object\",\"required\":[\"before\",\"match\",\"after\"],\"properties\":"
     "{\"before\":{\"type\":\"string\"},\"match\":{\"type\":\"string\"},"
     "\"after\":{\"type\":\"string\"}}}",
     false},
};
static const struct property import_properties[] = {
    {"id", UUID_SCHEMA, false},
    {"state", "{\"enum\":[\"checking\",\"ready\",\"applying\",\"done\",\"undoing\",\"undone\"]}",
     false},
    {"format", TEXT_SCHEMA, false},
    {"record_count", COUNT_SCHEMA, false},
    {"checked_count", COUNT_SCHEMA, false},
    {"applied_count", COUNT_SCHEMA, false},
    {"totals", "{\"type\":\"object\",\"additionalProperties\":" COUNT_SCHEMA "}", false},
    {"created_at", TIME_SCHEMA, false},
    {"expires_at", TIME_SCHEMA, false},
};
static const struct property files_properties[] = {
    {"format", TEXT_SCHEMA, false},
    {"name", TEXT_SCHEMA, false},
    {"version", "{\"type\":\"integer\",\"minimum\":1}", false},
    {"files",
     "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"name\",\"content_type\","
     "\"content\"],\"properties\":{\"name\":{\"type\":\"string\"},\"content_type\":"
     "{\"type\":\"string\"},\"content\":{\"type\":\"string\"}}}}",
     false},
    {"not_carried_over", "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", false},
    {"snippet", OR_NULL("string"), false},
};

#define TABLE(array) (array), (int)COUNT_OF(array)

/* Names in the description. Of a list, what its items are; of what a kind has its own of, use. */
static const struct shape {
    const char *name;
    enum api_use use; /* of a kind's table of fields; 0: the properties */
    enum api_shape item;
    const struct property *properties;
    int count;
} shapes[SHAPE_COUNT] = {
    [SHAPE_RECORD] = {"", API_IN_RECORD, 0, NULL, 0},
    [SHAPE_RECORD_LIST] = {"List", API_IN_LIST, 0, NULL, 0},
    [SHAPE_VERSION] = {"Version", API_IN_VERSION, 0, NULL, 0},
    [SHAPE_VERSION_LIST] = {"VersionList", API_IN_VERSION_LIST, 0, NULL, 0},
    [SHAPE_LABEL] = {"Label", 0, 0, TABLE(label_properties)},
    [SHAPE_LABEL_LIST] = {"LabelList", 0, SHAPE_LABEL, NULL, 0},
    [SHAPE_USAGE] = {"Usage", 0, 0, TABLE(usage_properties)},
    [SHAPE_PROPOSAL] = {"Proposal", 0, 0, TABLE(proposal_properties)},
    [SHAPE_PROPOSAL_LIST] = {"ProposalList", 0, SHAPE_PROPOSAL, NULL, 0},
    [SHAPE_STOP] = {"Stop", 0, 0, TABLE(stop_properties)},
    [SHAPE_STOP_LIST] = {"StopList", 0, SHAPE_STOP, NULL, 0},
    [SHAPE_RULE] = {"Rule", 0, 0, TABLE(rule_properties)},
    [SHAPE_RULE_LIST] = {"RuleList", 0, SHAPE_RULE, NULL, 0},
    [SHAPE_OVERRIDE] = {"Override", 0, 0, TABLE(override_properties)},
    [SHAPE_OVERRIDE_LIST] = {"OverrideList", 0, SHAPE_OVERRIDE, NULL, 0},
    [SHAPE_RUN] = {"Run", 0, 0, TABLE(run_properties)},
    [SHAPE_RUN_LIST] = {"RunList", 0, SHAPE_RUN, NULL, 0},
    [SHAPE_RUN_ESTIMATE] = {"RunEstimate", 0, 0, TABLE(estimate_properties)},
    [SHAPE_RESULT] = {"Result", 0, 0, TABLE(result_properties)},
    [SHAPE_RESULT_LIST] = {"ResultList", 0, SHAPE_RESULT, NULL, 0},
    [SHAPE_USER] = {"User", 0, 0, TABLE(user_properties)},
    [SHAPE_USER_LIST] = {"UserList", 0, SHAPE_USER, NULL, 0},
    [SHAPE_EVENT] = {"Event", 0, 0, TABLE(event_properties)},
    [SHAPE_EVENT_LIST] = {"EventList", 0, SHAPE_EVENT, NULL, 0},
    [SHAPE_SEARCH] = {"Hits", 0, 0, NULL, 0},
    [SHAPE_IMPORT] = {"Import", 0, 0, TABLE(import_properties)},
    [SHAPE_FORMATTED] = {"Files", 0, 0, TABLE(files_properties)},
};

static json_t *parse(const char *text)
{
    json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);
    if (json == NULL)
        die("a schema that is not JSON: %s", text);
    return json;
}

static json_t *object_schema(json_t *properties, json_t *required)
{
    return json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "properties", properties, "required",
                     required, "additionalProperties", 0);
}

/* ---- fields ------------------------------------------------------------------------------- */

static json_t *choices_json(const char *const *choices)
{
    json_t *all = json_array();
    while (*choices != NULL)
        json_array_append_new(all, json_string(*choices++));
    return all;
}

static json_t *field_schema(const struct api_field *field)
{
    json_t *schema = parse(types[field->type]);
    if (field->choices != NULL)
        json_object_set_new(schema, "enum", choices_json(field->choices));
    if ((field->uses & API_NULLABLE) != 0)
        json_object_set_new(schema, "type",
                            json_pack("[O, s]", json_object_get(schema, "type"), "null"));
    json_object_set_new(schema, "description", json_string(field->about));
    return schema;
}

static bool is_required(const struct api_field *field, enum api_use use)
{
    if (use == API_TO_CREATE)
        return (field->uses & API_NEEDED) != 0;
    return use != API_TO_UPDATE && (field->uses & API_OPTIONAL) == 0;
}

static json_t *fields_schema(const struct api_fields *fields, enum api_use use)
{
    json_t *properties = json_object();
    json_t *required = json_array();
    for (int i = 0; i < fields->count; i++) {
        const struct api_field *field = &fields->items[i];
        if ((field->uses & use) == 0)
            continue;
        json_object_set_new(properties, field->name, field_schema(field));
        if (is_required(field, use))
            json_array_append_new(required, json_string(field->name));
    }
    return object_schema(properties, required);
}

static json_t *properties_schema(const struct property *all, int count)
{
    json_t *properties = json_object();
    json_t *required = json_array();
    for (int i = 0; i < count; i++) {
        json_object_set_new(properties, all[i].name, parse(all[i].schema));
        if (!all[i].is_optional)
            json_array_append_new(required, json_string(all[i].name));
    }
    return object_schema(properties, required);
}

/* ---- shapes ------------------------------------------------------------------------------- */

enum { NAME_SIZE = 40 };
/* "PromptVersion"; of no kind "Label". */
static void name_of(const struct record_kind *kind, enum api_shape shape, char name[NAME_SIZE])
{
    const char *own = kind == NULL || shapes[shape].use == 0 ? "" : kind->name;
    (void)snprintf(name, NAME_SIZE, "%s%s", own, shapes[shape].name);
    if (name[0] >= 'a' && name[0] <= 'z')
        name[0] = (char)(name[0] - 'a' + 'A');
}

static json_t *reference_to(const char *name)
{
    char path[NAME_SIZE + 32];
    (void)snprintf(path, sizeof path, "#/components/schemas/%s", name);
    return json_pack("{s:s}", "$ref", path);
}

json_t *schema_reference(const struct record_kind *kind, enum api_shape shape)
{
    char name[NAME_SIZE];
    if (shape == SHAPE_DOCUMENT || shape == SHAPE_DESCRIPTION)
        return parse("{\"type\":\"object\"}");
    if (shape == SHAPE_NOTE || shape == SHAPE_JUNIT)
        return parse(TEXT_SCHEMA);
    name_of(kind, shape, name);
    if (shape == SHAPE_FORMATTED)
        return json_pack("{s:[o, {s:s}]}", "anyOf", reference_to(name), "type", "object");
    return reference_to(name);
}

static json_t *list_schema(json_t *items, bool may_stop)
{
    json_t *properties = json_pack("{s:{s:s, s:o}}", "items", "type", "array", "items", items);
    json_t *required = json_pack("[s]", "items");
    if (may_stop) {
        json_object_set_new(properties, "is_unfinished", parse(TRUTH_SCHEMA));
        json_array_append_new(required, json_string("is_unfinished"));
    }
    return object_schema(properties, required);
}

static bool may_stop(enum api_shape shape)
{
    return shape == SHAPE_RECORD_LIST || shape == SHAPE_USER_LIST || shape == SHAPE_SEARCH;
}

static bool is_list(enum api_shape shape)
{
    return shape == SHAPE_RECORD_LIST || shape == SHAPE_VERSION_LIST;
}

static json_t *shape_schema(const struct record_kind *kind, enum api_shape number)
{
    const struct shape *shape = &shapes[number];
    if (shape->use != 0) {
        json_t *own = fields_schema(&api_record_fields[kind->id], shape->use);
        return is_list(number) ? list_schema(own, may_stop(number)) : own;
    }
    if (number == SHAPE_SEARCH)
        return list_schema(properties_schema(TABLE(hit_properties)), true);
    if (shape->item != 0)
        return list_schema(schema_reference(NULL, shape->item), may_stop(number));
    return properties_schema(shape->properties, shape->count);
}

static void add_shape(json_t *all, const struct record_kind *kind, enum api_shape shape)
{
    char name[NAME_SIZE];
    name_of(kind, shape, name);
    json_object_set_new(all, name, shape_schema(kind, shape));
}

json_t *schema_all(void)
{
    json_t *all = json_object();
    json_object_set_new(all, "Problem", properties_schema(TABLE(problem_properties)));
    json_object_set_new(all, "Message", properties_schema(TABLE(message_properties)));
    json_object_set_new(all, "Member", properties_schema(TABLE(member_properties)));
    for (int shape = 0; shape < SHAPE_COUNT; shape++) {
        if (shapes[shape].name == NULL)
            continue;
        if (shapes[shape].use == 0)
            add_shape(all, NULL, (enum api_shape)shape);
        for (int i = 0; shapes[shape].use != 0 && i < RECORD_KIND_COUNT; i++)
            add_shape(all, &record_kinds[i], (enum api_shape)shape);
    }
    return all;
}

json_t *schema_body(const struct operation *operation)
{
    if (operation->in->count == 0)
        return parse("{\"type\":\"object\"}");
    return fields_schema(operation->in, operation->use);
}

json_t *schema_parameter(const struct form_field *field)
{
    if (field->kind == FORM_UUID)
        return parse(UUID_SCHEMA);
    if (field->kind == FORM_INT)
        return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum",
                         (json_int_t)number_limits[field->number].from, "maximum",
                         (json_int_t)number_limits[field->number].to);
    return field->kind == FORM_CHOICE ? json_pack("{s:o}", "enum", choices_json(field->choices))
                                      : parse(TEXT_SCHEMA);
}
