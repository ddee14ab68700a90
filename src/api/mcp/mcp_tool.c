#include <string.h>

#include "api/mcp/mcp_document.h"
#include "api/mcp/mcp_methods.h"
#include "base/number.h"
#include "base/setting.h"
#include "data/listing/record_list.h"
#include "domain/record/label.h"

/* Tools for models, which only read. What a tool can't do it says in its result, so that the model
 * can do otherwise (2025-11-25, "Tools"). */

enum { FOUND_MAX = 50 };

/* What is sealed is opened and searched for so long; then the result says how to go on. */
#define SEARCH_BUDGET INT64_C(25000) /* microseconds */

static enum err answer(struct mcp *mcp, const char *text, bool is_error)
{
    json_t *result = json_pack("{s:[{s:s, s:s}]}", "content", "type", "text", "text", text);
    if (is_error)
        json_object_set_new(result, "isError", json_true());
    return mcp_result(mcp, result);
}

static enum err answer_json(struct mcp *mcp, json_t *json)
{
    struct arena *arena = mcp->call->arena;
    return answer(mcp, json_format(arena, json_keep(arena, json), JSON_LINE).data, false);
}

/* ---- search_prompts ----------------------------------------------------------------------- */

static json_t *found_json(const struct record_row *row)
{
    json_t *labels = json_object();
    for (int i = 0; i < row->marks.label_count; i++)
        json_object_set_new(labels, row->marks.labels[i].label,
                            json_integer(row->marks.labels[i].version));
    json_t *tags = json_array();
    for (int i = 0; i < row->marks.tags.count; i++)
        json_array_append_new(tags, json_string(row->marks.tags.tags[i]));
    return json_pack("{s:s, s:s, s:I, s:o, s:o}", "name", row->name, "description",
                     row->description, "version", (json_int_t)row->version, "labels", labels,
                     "tags", tags);
}

static enum err search_prompts(struct mcp *mcp, const json_t *arguments)
{
    struct call *call = mcp->call;
    struct record_list list = {.rows = NULL};
    const char *query = NULL;
    const char *cursor = NULL;
    if (rpc_text(arguments, "query", &query) != ERR_NONE || query == NULL ||
        rpc_text(arguments, "cursor", &cursor) != ERR_NONE)
        return mcp_bad_params(mcp, "The arguments query and cursor must be strings.");
    const struct record_filter filter = {.q = query,
                                         .cursor = cursor == NULL ? "" : cursor,
                                         .sort = RECORD_SORT_NAME,
                                         .limit = FOUND_MAX,
                                         .budget = setting_search_us(0, SEARCH_BUDGET)};
    enum err err =
        policy_allows_some(call->actor, PERMISSION_PROMPT_SEE)
            ? record_list(call->db, call->actor, &record_kinds[RECORD_PROMPT], &filter, &list)
            : ERR_NONE;
    if (err == ERR_INVALID)
        return answer(
            mcp, list.q_problem != NULL ? list.q_problem : "The query or the cursor is invalid.",
            true);
    if (err == ERR_UNAVAILABLE)
        return err;
    json_t *prompts = json_array();
    for (int i = 0; i < list.count; i++)
        json_array_append_new(prompts, found_json(&list.rows[i]));
    return answer_json(mcp, json_pack("{s:o, s:b, s:s*}", "prompts", prompts, "has_more",
                                      list.next != NULL, "next_cursor", list.next));
}

/* ---- get_prompt --------------------------------------------------------------------------- */

/* False, with a sentence, for arguments that ask for no version. */
static bool read_wanted(const json_t *arguments, struct prompt_wanted *wanted, const char **problem)
{
    const json_t *version = json_object_get(arguments, "version");
    *problem = "The arguments name and label must be strings.";
    if (rpc_text(arguments, "name", &wanted->name) != ERR_NONE || wanted->name == NULL ||
        rpc_text(arguments, "label", &wanted->label) != ERR_NONE)
        return false;
    *problem = "The argument version must be a version number.";
    wanted->version = number_of_json(NUMBER_VERSION, version, 0);
    if (version != NULL && wanted->version == 0)
        return false;
    *problem = "Ask for a version or for a label.";
    if (version != NULL && wanted->label != NULL)
        return false;
    if (wanted->label == NULL)
        wanted->label = LABEL_PRODUCTION;
    return true;
}

static enum err get_prompt(struct mcp *mcp, const json_t *arguments)
{
    struct prompt_wanted wanted;
    const char *problem = NULL;
    json_t *document = NULL;
    if (!read_wanted(arguments, &wanted, &problem))
        return mcp_bad_params(mcp, problem);
    enum err err = mcp_document(mcp, &wanted, &document, &problem);
    if (err == ERR_INVALID)
        return answer(mcp, problem, true);
    if (err != ERR_NONE)
        return err;
    mcp_note_served(mcp, RECORD_PROMPT, document, wanted.version == 0 ? wanted.label : NULL);
    return answer_json(mcp, json_incref(document));
}

/* ---- the table ---------------------------------------------------------------------------- */

/* Both only read, again and again with the same result, and reach nothing else. */
static const struct tool {
    const char *name;
    const char *title;
    const char *description;
    const char *schema; /* of its arguments, JSON Schema */
    enum err (*call)(struct mcp *mcp, const json_t *arguments);
} tools[] = {
    {"search_prompts", "Search prompts",
     "Finds prompts of the organization by words of their names, tags, descriptions and texts. If "
     "has_more is true, call it again with next_cursor: there may be more, also after none.",
     "{\"type\":\"object\",\"properties\":{\"query\":{\"type\":\"string\",\"description\":"
     "\"Words; all of them must be found.\"},\"cursor\":{\"type\":\"string\",\"description\":"
     "\"The next_cursor of an earlier result.\"}},\"required\":[\"query\"],"
     "\"additionalProperties\":false}",
     search_prompts},
    {"get_prompt", "Get a prompt",
     "Gives a prompt by its name: the version with the label production, or the one wanted for. "
     "References to other prompts are resolved, variables are left as they are.",
     "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"version\":{\"type\":"
     "\"integer\",\"minimum\":1},\"label\":{\"type\":\"string\",\"description\":\"Such as "
     "production; latest is the newest version.\"}},\"required\":[\"name\"],"
     "\"additionalProperties\":false}",
     get_prompt},
};

static json_t *tool_json(struct arena *arena, const struct tool *tool)
{
    struct text schema = {tool->schema, strlen(tool->schema)};
    return json_pack("{s:s, s:s, s:s, s:O, s:{s:b, s:b, s:b}}", "name", tool->name, "title",
                     tool->title, "description", tool->description, "inputSchema",
                     json_stored(arena, schema, "the schema of a tool"), "annotations",
                     "readOnlyHint", 1, "idempotentHint", 1, "openWorldHint", 0);
}

enum err mcp_tool_list(struct mcp *mcp)
{
    const char *cursor = NULL;
    json_t *list = json_array();
    if (rpc_text(mcp->message.params, "cursor", &cursor) != ERR_NONE || cursor != NULL)
        return mcp_bad_params(mcp, "The cursor is not from this list.");
    for (size_t i = 0; i < COUNT_OF(tools); i++)
        json_array_append_new(list, tool_json(mcp->call->arena, &tools[i]));
    return mcp_result(mcp, json_pack("{s:o}", "tools", list));
}

enum err mcp_tool_call(struct mcp *mcp)
{
    const json_t *arguments = json_object_get(mcp->message.params, "arguments");
    const char *name = NULL;
    if (rpc_text(mcp->message.params, "name", &name) != ERR_NONE || name == NULL)
        return mcp_bad_params(mcp, "The name must be a string.");
    if (arguments != NULL && !json_is_object(arguments))
        return mcp_bad_params(mcp, "The arguments must be an object.");
    for (size_t i = 0; i < COUNT_OF(tools); i++)
        if (strcmp(tools[i].name, name) == 0)
            return tools[i].call(mcp, arguments);
    return mcp_bad_params(mcp, arena_printf(mcp->call->arena, "Unknown tool: \"%s\".", name));
}
