#include <string.h>

#include "api/mcp/mcp_document.h"
#include "api/mcp/mcp_methods.h"
#include "api/mcp/mcp_uri.h"
#include "data/listing/record_list.h"
#include "domain/record/label.h"

/* What could stand for an argument: names of records in the template of their resources. What the
 * variables of a prompt are for, only its programs know: there is nothing to offer for them. */

enum { VALUES_MAX = 100 };

struct completion {
    const char *argument;
    const char *value; /* what was typed so far */
};

static enum err answer(struct mcp *mcp, json_t *values, bool has_more)
{
    return mcp_result(
        mcp, json_pack("{s:{s:o, s:b}}", "completion", "values", values, "hasMore", (int)has_more));
}

static bool has_input(const json_t *document, const char *name)
{
    const json_t *inputs = json_object_get(document, "inputs");
    for (size_t i = 0; i < json_array_size(inputs); i++)
        if (strcmp(json_text(json_array_get(inputs, i), "name"), name) == 0)
            return true;
    return false;
}

static enum err complete_prompt(struct mcp *mcp, const json_t *ref,
                                const struct completion *completion)
{
    struct prompt_wanted wanted = {.name = json_text(ref, "name"), .label = LABEL_PRODUCTION};
    const char *problem = NULL;
    json_t *document = NULL;
    enum err err = mcp_document(mcp, &wanted, &document, &problem);
    if (err == ERR_INVALID)
        return mcp_bad_params(mcp, problem);
    if (err != ERR_NONE)
        return err;
    if (!has_input(document, completion->argument))
        return mcp_bad_params(mcp, "The prompt has no such argument.");
    return answer(mcp, json_array(), false);
}

/* Names of which a word begins with what was typed. */
static enum err complete_names(struct mcp *mcp, const struct record_kind *kind, const char *typed)
{
    struct call *call = mcp->call;
    struct record_list list;
    const struct record_filter filter = {.q = typed,
                                         .in_names = true,
                                         .label = LABEL_PRODUCTION,
                                         .sort = RECORD_SORT_NAME,
                                         .limit = VALUES_MAX};
    json_t *values = json_array();
    if (!policy_allows_some(call->actor, kind->read))
        return answer(mcp, values, false);
    enum err err = record_list(call->db, call->actor, kind, &filter, &list);
    if (err == ERR_INVALID) /* no name has such a text */
        return answer(mcp, values, false);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < list.count; i++)
        json_array_append_new(values, json_string(list.rows[i].name));
    return answer(mcp, values, list.next != NULL);
}

static enum err complete_resource(struct mcp *mcp, const json_t *ref,
                                  const struct completion *completion)
{
    const char *uri = json_text(ref, "uri");
    for (int i = 0; mcp_uri_kinds[i] != RECORD_KIND_COUNT; i++) {
        const struct record_kind *kind = &record_kinds[mcp_uri_kinds[i]];
        if (strcmp(uri, mcp_uri_template(mcp->call->arena, kind)) != 0)
            continue;
        if (strcmp(completion->argument, "name") == 0)
            return complete_names(mcp, kind, completion->value);
        return mcp_bad_params(mcp, "The template has no such argument.");
    }
    return mcp_error(mcp, RPC_INVALID_PARAMS, "Resource not found.",
                     json_pack("{s:s}", "uri", uri));
}

enum err mcp_complete(struct mcp *mcp)
{
    const json_t *ref = json_object_get(mcp->message.params, "ref");
    const json_t *argument = json_object_get(mcp->message.params, "argument");
    struct completion completion;
    const char *type = json_text(ref, "type");
    if (rpc_text(argument, "name", &completion.argument) != ERR_NONE ||
        rpc_text(argument, "value", &completion.value) != ERR_NONE || completion.argument == NULL ||
        completion.value == NULL)
        return mcp_bad_params(mcp, "The argument must have a name and a value.");
    if (strcmp(type, "ref/prompt") == 0)
        return complete_prompt(mcp, ref, &completion);
    if (strcmp(type, "ref/resource") == 0)
        return complete_resource(mcp, ref, &completion);
    return mcp_bad_params(mcp, "The ref must be of a prompt or a resource.");
}
