#include "domain/transfer/format_rostrum_internal.h"

#include <string.h>

#include "base/number.h"

/* What Rostrum exports: {"rostrum": 1, "kind": "organization", …}. */

static void remember_agent(struct bundle *bundle, const json_t *agent)
{
    const char *id = json_text(agent, "id");
    if (id[0] != '\0')
        json_object_set_new(bundle->agent_ids, id, json_string(json_text(agent, "name")));
}

static void add_list(struct bundle *bundle, enum record_kind_id kind, const json_t *list)
{
    size_t index = 0;
    json_t *value = NULL;
    json_array_foreach(list, index, value)
    {
        if (kind == RECORD_AGENT)
            remember_agent(bundle, value);
        (void)bundle_add(bundle, kind, format_item(bundle->arena, record_kinds[kind].plural, index),
                         value, json_text(value, "name"));
    }
}

static enum err refuse(const char **problem, const char *message)
{
    *problem = message;
    return ERR_INVALID;
}

static enum err read(const struct import_document *document, struct bundle *bundle,
                     const char **problem)
{
    const json_t *root = document->json;
    const json_t *format = json_object_get(root, "rostrum");
    if (number_of_json(NUMBER_COUNTER, format, 0) != BUNDLE_FORMAT)
        return refuse(problem, "This document has another format: \"rostrum\" must be 1.");
    if (strcmp(json_text(root, "kind"), "organization") != 0)
        return refuse(problem, "This document is no export of an organization: \"kind\" must be "
                               "\"organization\".");
    size_t count = 0;
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        const json_t *list = json_object_get(root, record_kinds[i].plural);
        if (list != NULL && !json_is_array(list))
            return refuse(problem, arena_printf(bundle->arena, "\"%s\" must be a list.",
                                                record_kinds[i].plural));
        count += json_array_size(list);
    }
    if (count > BUNDLE_RECORDS_MAX)
        return format_refuse_many(bundle->arena, problem);
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        add_list(bundle, (enum record_kind_id)i, json_object_get(root, record_kinds[i].plural));
    bundle->organization = json_text(json_object_get(root, "organization"), "name");
    return ERR_NONE;
}

static bool recognize(const struct import_document *document)
{
    return json_object_get(document->json, "rostrum") != NULL;
}

const struct import_format format_rostrum = {
    "Rostrum export", "JSON that Export writes, also of a single record", recognize, read};
