#include "api/schema_shape.h"

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
    {"min_pass", TEXT_SCHEMA, false},
    {"forbids_critical", TRUTH_SCHEMA, false},
    {"max_age_days", OR_NULL("integer"), false},
    {"forbids_worse", TRUTH_SCHEMA, false},
    {"needs_judge", TRUTH_SCHEMA, false},
    {"accepts_imported", TRUTH_SCHEMA, false},
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
    {"grade", TEXT_SCHEMA, false},
    {"runner_name", TEXT_OR_NULL, false},
    {"state", "{\"enum\":[\"waiting\",\"running\",\"done\",\"canceled\",\"stopped\",\"failed\"]}",
     false},
    {"reason", TEXT_OR_NULL, false},
    {"endpoint_id", ID_OR_NULL, false},
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

const struct shape schema_shapes[SHAPE_COUNT] = {
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

const struct property_table schema_problem = {TABLE(problem_properties)};
const struct property_table schema_message = {TABLE(message_properties)};
const struct property_table schema_member = {TABLE(member_properties)};
const struct property_table schema_hit = {TABLE(hit_properties)};
