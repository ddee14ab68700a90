#include "api/rest/api_routes.h"

#include "api/body.h"
#include "api/handlers.h"
#include "api/operation.h"

/* A row: method, address, handler, right, pool, what is said of it. What a token may be used for is
 * asked with the right (policy.h). */
#define FAST             .pool = POOL_FAST
#define SLOW             .pool = POOL_SLOW
#define SLOW_LARGE       .pool = POOL_SLOW, .size = SIZE_TRANSFER
#define SLOW_WITH(param) .pool = POOL_FAST, .slow_param = param
/* Before a pool: what it tells may be a second old. Never what programs are served. */
#define LAGS .may_lag = true,

/* clang-format off */
#define ROW(verb, path, function, right, pool, ...)                                                \
    {.method = HTTP_##verb, .pattern = path, .call = (function),                                   \
     .permission = PERMISSION_##right, pool, .kind = ROUTE_API,                                    \
     .operation = &(const struct operation){.id = __VA_ARGS__}}
#define WRITES (REFUSES_CONFLICT | REFUSES_INVALID)

/* The rows of a kind of records: its path, its name in the ids of operations (one and many), its
 * name in sentences, the prefix of its rights. Proposals are decided by people, on their pages. */
#define RECORD_ROWS(path, One, Many, one, many, KIND)                                              \
    ROW(GET, path, api_record_list, KIND##_SEE, LAGS SLOW_WITH("q"), "list" Many, "List " many,    \
        SHAPE_RECORD_LIST, 200, GIVES_PAGES | GIVES_ETAG, &record_list_parameters[RECORD_##KIND]), \
    ROW(POST, path, api_record_create, KIND##_CREATE, SLOW_WITH("q"), "create" One,                          \
        "Create " one, SHAPE_RECORD, 201, WRITES, NULL, &api_record_fields[RECORD_##KIND],         \
        API_TO_CREATE),                                                                            \
    ROW(GET, path "/{id}", api_record_get, KIND##_SEE, FAST, "get" One,                            \
        "Get " one ": its current version, or the one asked for", SHAPE_RECORD, 200, GIVES_ETAG | MAY_BE_KEPT,   \
        &record_get_parameters),                                                                   \
    ROW(PATCH, path "/{id}", api_record_update, KIND##_CHANGE, FAST, "update" One,                 \
        "Change what is given of " one, SHAPE_RECORD, 200, WRITES | NEEDS_MATCH, NULL,             \
        &api_record_fields[RECORD_##KIND], API_TO_UPDATE),                                         \
    ROW(DELETE, path "/{id}", api_record_delete, KIND##_DELETE, FAST, "delete" One,                \
        "Delete " one " permanently", SHAPE_NOTHING, 204, NEEDS_MATCH | REFUSES_CONFLICT),         \
    ROW(GET, path "/by-name/{token}", api_record_get_by_name, KIND##_READ, FAST,                   \
        "get" One "ByName",                                                                        \
        "Get " one " by its name: the version with the label production, or the one asked for",    \
        SHAPE_RECORD, 200, GIVES_ETAG | MAY_BE_KEPT, &record_get_parameters),                                    \
    ROW(GET, path "/{id}/versions", api_version_list, KIND##_SEE, LAGS FAST, "list" One "Versions",\
        "List the versions of " one ", the newest first", SHAPE_VERSION_LIST, 200,                 \
        GIVES_PAGES | GIVES_ETAG, &page_parameters),                                               \
    ROW(GET, path "/{id}/versions/{n}", api_version_get, KIND##_READ, FAST, "get" One "Version",   \
        "Get a version of " one, SHAPE_VERSION, 200, GIVES_ETAG),                                  \
    ROW(POST, path "/{id}/versions/{n}/restore", api_version_restore, KIND##_CHANGE, FAST,         \
        "restore" One "Version", "Make a new version with the content of an older one",            \
        SHAPE_RECORD, 200, NEEDS_MATCH | REFUSES_CONFLICT),                                        \
    ROW(GET, path "/{id}/labels", api_label_list, KIND##_SEE, FAST, "list" One "Labels",           \
        "List the labels of " one, SHAPE_LABEL_LIST, 200, GIVES_ETAG),                             \
    ROW(GET, path "/{id}/usage", api_record_usage, KIND##_SEE, LAGS FAST, "get" One "Usage",       \
        "Get how often " one " was served to programs in the last 30 days, and by which tokens",   \
        SHAPE_USAGE, 200, GIVES_ETAG),                                                             \
    ROW(PUT, path "/{id}/labels/{token}", api_label_put, LABEL_MOVE, FAST, "move" One "Label",     \
        "Move a label of " one " to a version", SHAPE_LABEL, 200, WRITES | REFUSES_STALE, NULL,    \
        &body_label, API_TO_CREATE),                                                               \
    ROW(DELETE, path "/{id}/labels/{token}", api_label_delete, LABEL_MOVE, FAST,                   \
        "remove" One "Label", "Remove a label of " one, SHAPE_NOTHING, 204, REFUSES_CONFLICT),     \
    ROW(GET, path "/{id}/proposals", api_proposal_list, KIND##_SEE, LAGS FAST,                     \
        "list" One "Proposals", "List the proposals to move labels of " one, SHAPE_PROPOSAL_LIST,  \
        200, GIVES_PAGES | GIVES_ETAG, &page_parameters),                                          \
    ROW(POST, path "/{id}/proposals", api_proposal_create, LABEL_PROPOSE, FAST,                    \
        "propose" One "Label", "Propose to move a label of " one, SHAPE_PROPOSAL, 201,             \
        WRITES | REFUSES_STALE, NULL, &body_proposal, API_TO_CREATE),                              \
    ROW(GET, path "/{id}/proposals/{id}", api_proposal_get, KIND##_READ, FAST,                     \
        "get" One "Proposal", "Get a proposal", SHAPE_PROPOSAL, 200, GIVES_ETAG),                  \
    ROW(POST, path "/{id}/proposals/{id}/withdraw", api_proposal_withdraw, LABEL_PROPOSE, FAST,    \
        "withdraw" One "Proposal", "Withdraw one's own proposal", SHAPE_PROPOSAL, 200,             \
        REFUSES_CONFLICT),                                                                         \
    ROW(POST, path "/{id}/archive", api_record_archive, KIND##_CHANGE, FAST, "archive" One,        \
        "Archive " one, SHAPE_RECORD, 200, WRITES | TAKES_MATCH, NULL, &body_archive,            \
        API_TO_CREATE),                                                                            \
    ROW(POST, path "/{id}/restore", api_record_restore, KIND##_CHANGE, FAST, "restore" One,        \
        "Restore " one " that was archived", SHAPE_RECORD, 200, TAKES_MATCH),                    \
    ROW(GET, path "/{id}/stops", api_stop_list, KIND##_SEE, FAST, "list" One "Stops",              \
        "List what of " one " is and was stopped", SHAPE_STOP_LIST, 200, GIVES_ETAG),              \
    ROW(POST, path "/{id}/stop", api_record_stop, LABEL_MOVE_PROTECTED, FAST, "stop" One,          \
        "Stop " one ", or a version with everything that uses it", SHAPE_STOP, 200, WRITES, NULL,  \
        &body_stop, API_TO_CREATE),                                                                \
    ROW(POST, path "/{id}/resume", api_record_resume, LABEL_MOVE_PROTECTED, FAST, "resume" One,    \
        "Ask to resume what is stopped of " one "; resume it once another person has agreed",      \
        SHAPE_STOP, 200, WRITES, NULL, &body_resume, API_TO_CREATE)

/* Test runs of a kind that is run. */
#define RUN_ROWS(path, One, one, KIND)                                                             \
    ROW(GET, path "/{id}/runs", api_run_list, KIND##_READ, SLOW, "list" One "Runs",                \
        "List the test runs of " one ", the newest first", SHAPE_RUN_LIST, 200,                    \
        GIVES_PAGES | GIVES_ETAG, &page_parameters),                                               \
    ROW(POST, path "/{id}/runs", api_run_create, TEST_RUN, SLOW, "start" One "Run",                \
        "Start a test run of " one, SHAPE_RUN, 201, WRITES, NULL, &body_run, API_TO_CREATE),       \
    ROW(POST, path "/{id}/runs/estimate", api_run_estimate, TEST_RUN, SLOW,                        \
        "estimate" One "Run", "Get what a test run of " one " would take, without starting it",    \
        SHAPE_RUN_ESTIMATE, 200, WRITES, NULL, &body_run, API_TO_CREATE),                          \
    ROW(GET, path "/{id}/runs/{id}", api_run_get, KIND##_READ, FAST, "get" One "Run",              \
        "Get a test run: how far it is, and what it came to", SHAPE_RUN, 200, GIVES_ETAG),         \
    ROW(GET, path "/{id}/runs/{id}/results", api_run_results, KIND##_READ, SLOW,                   \
        "list" One "RunResults", "List the results of a test run, at most 50 at a time",           \
        SHAPE_RESULT_LIST, 200, GIVES_PAGES | GIVES_ETAG, &page_parameters),                       \
    ROW(GET, path "/{id}/runs/{id}/junit", api_run_junit, KIND##_READ, SLOW_LARGE,                 \
        "get" One "RunReport", "Get the results of a test run as a JUnit report", SHAPE_JUNIT,     \
        200, 0),                                                                                   \
    ROW(POST, path "/{id}/runs/{id}/cancel", api_run_cancel, TEST_RUN, FAST,                       \
        "cancel" One "Run", "Cancel a test run", SHAPE_RUN, 200, REFUSES_CONFLICT)

/* Rules of labels of a kind that is tested, and labels that moved all the same. */
#define RULE_ROWS(path, One, Many, one, many, KIND)                                                \
    ROW(GET, path "/{id}/rules", api_rule_list, KIND##_SEE, FAST, "list" One "Rules",              \
        "List what the labels of " one " need before they move, by its own rules and those of "    \
        "its kind", SHAPE_RULE_LIST, 200, GIVES_ETAG),                                             \
    ROW(PUT, path "/{id}/rules/{token}", api_rule_put, LABEL_RULE, FAST, "set" One "Rule",         \
        "Set what a label of " one " needs before it moves", SHAPE_RULE, 200, WRITES, NULL,        \
        &body_rule, API_TO_CREATE),                                                                \
    ROW(DELETE, path "/{id}/rules/{token}", api_rule_delete, LABEL_RULE, FAST,                     \
        "remove" One "Rule", "Remove the rule of a label of " one, SHAPE_NOTHING, 204,             \
        REFUSES_INVALID),                                                                          \
    ROW(PUT, "/api/v1/rules" path_of_##KIND "/{token}", api_rule_put, LABEL_RULE, FAST,            \
        "set" Many "Rule", "Set what a label needs before it moves on any of the " many,           \
        SHAPE_RULE, 200, WRITES, NULL, &body_rule, API_TO_CREATE),                                 \
    ROW(DELETE, "/api/v1/rules" path_of_##KIND "/{token}", api_rule_delete, LABEL_RULE, FAST,      \
        "remove" Many "Rule", "Remove the rule of a label for the " many, SHAPE_NOTHING, 204,      \
        REFUSES_INVALID),                                                                          \
    ROW(POST, path "/{id}/labels/{token}/override", api_label_override, LABEL_MOVE, FAST,          \
        "override" One "Label", "Move a label of " one " although its rule is not met",            \
        SHAPE_LABEL, 200, WRITES | REFUSES_STALE, NULL, &body_override, API_TO_CREATE),            \
    ROW(GET, path "/{id}/overrides", api_override_list, KIND##_SEE, FAST, "list" One "Overrides",  \
        "List how labels of " one " moved although their rules were not met",                      \
        SHAPE_OVERRIDE_LIST, 200, GIVES_ETAG),                                                     \
    ROW(POST, path "/{id}/overrides/{id}/review", api_override_review, OVERRIDE_REVIEW, FAST,      \
        "review" One "Override", "Say what was found of a label that another moved",               \
        SHAPE_OVERRIDE, 200, WRITES, NULL, &body_review, API_TO_CREATE)
#define path_of_PROMPT "/prompts"
#define path_of_AGENT  "/agents"

/* How a record leaves: what other frameworks know has their formats as well. */
#define EXPORT_ROW(path, One, one, KIND)                                                           \
    ROW(GET, path "/{id}/export", api_framework_export, KIND##_READ, SLOW_LARGE, "export" One,     \
        "Export " one " with its labeled versions, or a version of it for another framework",      \
        SHAPE_FORMATTED, 200, REFUSES_INVALID | GIVES_ETAG, &framework_parameters)

const struct route api_routes[] = {
    RECORD_ROWS("/api/v1/prompts", "Prompt", "Prompts", "a prompt", "prompts in pages", PROMPT),
    ROW(GET, "/api/v1/prompts/{id}/export", api_record_export, PROMPT_READ, SLOW_LARGE,
        "exportPrompt", "Export a prompt with its labeled versions", SHAPE_DOCUMENT, 200, 0),
    RUN_ROWS("/api/v1/prompts", "Prompt", "a prompt", PROMPT),
    RULE_ROWS("/api/v1/prompts", "Prompt", "Prompts", "a prompt", "prompts", PROMPT),
    RECORD_ROWS("/api/v1/agents", "Agent", "Agents", "an agent", "agents in pages", AGENT),
    EXPORT_ROW("/api/v1/agents", "Agent", "an agent", AGENT),
    RUN_ROWS("/api/v1/agents", "Agent", "an agent", AGENT),
    RULE_ROWS("/api/v1/agents", "Agent", "Agents", "an agent", "agents", AGENT),
    RECORD_ROWS("/api/v1/teams", "Team", "Teams", "a team", "teams in pages", TEAM),
    EXPORT_ROW("/api/v1/teams", "Team", "a team", TEAM),
    RECORD_ROWS("/api/v1/sets", "Set", "Sets", "a test set", "test sets in pages", SET),
    ROW(GET, "/api/v1/sets/{id}/export", api_record_export, SET_READ, SLOW_LARGE, "exportSet",
        "Export a test set with its labeled versions", SHAPE_DOCUMENT, 200, 0),
    ROW(GET, "/api/v1/rules", api_rule_list, SIGNED_IN, FAST, "listRules",
        "List what labels need before they move, by the rules of kinds", SHAPE_RULE_LIST, 200,
        GIVES_ETAG),
    ROW(GET, "/api/v1/overrides", api_override_list_open, OVERRIDE_REVIEW, FAST,
        "listOpenOverrides",
        "List the labels that moved although their rules were not met and wait for a review",
        SHAPE_OVERRIDE_LIST, 200, GIVES_ETAG),
    ROW(GET, "/api/v1/openapi.json", api_description, PUBLIC, FAST, "getDescription",
        "Get this description", SHAPE_DESCRIPTION, 200, GIVES_ETAG),
    ROW(GET, "/api/v1/users", api_user_list, USER_SEE, LAGS FAST, "listUsers",
        "List the people of the organization in pages", SHAPE_USER_LIST, 200,
        GIVES_PAGES | GIVES_ETAG, &user_list_parameters),
    ROW(GET, "/api/v1/users/{id}", api_user_get, USER_SEE, FAST, "getUser", "Get a person",
        SHAPE_USER, 200, GIVES_ETAG),
    ROW(GET, "/api/v1/audit", api_event_list, AUDIT_SEE, FAST, "listEvents",
        "List what the caller may see of the audit log, the newest first", SHAPE_EVENT_LIST, 200,
        GIVES_PAGES | GIVES_ETAG, &event_list_parameters),
    ROW(GET, "/api/v1/audit/{id}", api_event_get, AUDIT_SEE, FAST, "getEvent",
        "Get an event of the audit log", SHAPE_EVENT, 200, GIVES_ETAG),
    ROW(GET, "/api/v1/search", api_search, SIGNED_IN, LAGS SLOW, "search",
        "Search everything that the caller may see", SHAPE_SEARCH, 200, GIVES_PAGES | GIVES_ETAG,
        &search_parameters),
    ROW(GET, "/api/v1/export", api_export, EXPORT, SLOW_LARGE, "export",
        "Export the organization's records as one document", SHAPE_DOCUMENT, 200, 0,
        &export_parameters),
    ROW(GET, "/api/v1/bundle", api_bundle, SIGNED_IN, SLOW_LARGE, "getBundle",
        "Get a signed set of records to start from without Rostrum", SHAPE_NOTE, 200,
        REFUSES_INVALID | GIVES_ETAG, &bundle_parameters),
    ROW(POST, "/api/v1/import", api_import_create, IMPORT, SLOW_LARGE, "createImport",
        "Plan the import of a document; nothing is changed yet", SHAPE_IMPORT, 201, WRITES,
        &import_parameters, &body_document, API_TO_CREATE),
    ROW(GET, "/api/v1/import/{id}", api_import_get, IMPORT, SLOW_LARGE, "getImport",
        "Get how far an import is", SHAPE_IMPORT, 200, GIVES_ETAG),
    ROW(POST, "/api/v1/import/{id}/start", api_import_start, IMPORT, SLOW_LARGE, "startImport",
        "Carry an import out, or go on with it", SHAPE_IMPORT, 200, REFUSES_CONFLICT),
    ROW(DELETE, "/api/v1/import/{id}", api_import_discard, IMPORT, SLOW_LARGE, "discardImport",
        "Forget an import; what it made stays", SHAPE_NOTHING, 204, 0),
};
/* clang-format on */

const int api_route_count = (int)COUNT_OF(api_routes);
