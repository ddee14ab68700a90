#include <string.h>

#include "api/mcp/mcp_document.h"
#include "api/mcp/mcp_fill.h"
#include "api/mcp/mcp_methods.h"
#include "data/prompt/prompt_label_list.h"
#include "domain/record/label.h"

/* The prompts of the organization: those with the label production. */

static json_t *row_json(const struct prompt_label_entry *entry)
{
    const struct record_row *row = entry->row;
    json_t *json = json_pack("{s:s}", "name", row->name);
    if (row->description[0] != '\0')
        json_object_set_new(json, "description", json_string(row->description));
    json_object_set_new(json, "arguments", mcp_arguments(&entry->inputs));
    json_object_set_new(json, "_meta",
                        json_pack("{s:I, s:s}", MCP_META "version", (json_int_t)entry->version,
                                  MCP_META "label", LABEL_PRODUCTION));
    return json;
}

static json_t *list_json(const struct prompt_label_list *list)
{
    json_t *prompts = json_array();
    for (int i = 0; i < list->count; i++)
        json_array_append_new(prompts, row_json(&list->entries[i]));
    return json_pack("{s:o, s:s*}", "prompts", prompts, "nextCursor", list->next);
}

enum err mcp_prompt_list(struct mcp *mcp)
{
    struct call *call = mcp->call;
    struct prompt_label_list list;
    const char *cursor = NULL;
    if (rpc_text(mcp->message.params, "cursor", &cursor) != ERR_NONE)
        return mcp_bad_params(mcp, "The cursor must be a string.");
    const char *from = cursor == NULL ? "" : cursor;
    const char *about = arena_printf(call->arena, "prompts\n%s", from);
    json_t *kept = mcp_kept(mcp, about);
    if (kept != NULL)
        return mcp_result(mcp, json_incref(kept));
    enum err err = prompt_label_list(call->db, call->actor, LABEL_PRODUCTION, from, &list);
    if (err == ERR_INVALID)
        return mcp_bad_params(mcp, "The cursor is not from this list.");
    if (err == ERR_UNAVAILABLE)
        return err;
    json_t *result = list_json(&list); /* of who may not read prompts it is empty */
    if (err == ERR_NONE)
        mcp_keep(mcp, about, result);
    return mcp_result(mcp, result);
}

static json_t *meta_of(const json_t *document, json_t *roles)
{
    return json_pack("{s:O, s:O*, s:O, s:O, s:O}", MCP_META "version",
                     json_object_get(document, "version"), MCP_META "label",
                     json_object_get(document, "label"), MCP_META "labels",
                     json_object_get(document, "labels"), MCP_META "sha256",
                     json_object_get(document, "sha256"), MCP_META "roles", roles);
}

enum err mcp_prompt_get(struct mcp *mcp)
{
    const json_t *params = mcp->message.params;
    const char *problem = NULL;
    json_t *document = NULL;
    struct prompt_wanted wanted = {.label = LABEL_PRODUCTION};
    struct mcp_filled filled;
    if (rpc_text(params, "name", &wanted.name) != ERR_NONE || wanted.name == NULL)
        return mcp_bad_params(mcp, "The name must be a string.");
    enum err err = mcp_document(mcp, &wanted, &document, &problem);
    if (err == ERR_NONE)
        err = mcp_fill(mcp->call->arena, json_object_get(document, "messages"),
                       json_object_get(params, "arguments"), &filled, &problem);
    if (err == ERR_INVALID)
        return mcp_bad_params(mcp, problem);
    if (err != ERR_NONE)
        return err;
    mcp_note_served(mcp, RECORD_PROMPT, document, wanted.label);
    json_t *result = json_pack("{s:O, s:o}", "messages", filled.messages, "_meta",
                               meta_of(document, filled.roles));
    const char *description = json_text(document, "description");
    if (description[0] != '\0')
        json_object_set_new(result, "description", json_string(description));
    return mcp_result(mcp, result);
}
