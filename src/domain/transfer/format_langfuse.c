#include "domain/transfer/format_langfuse_internal.h"

#include <string.h>

#include "domain/record/name.h"

/* Prompts as Langfuse gives them: an array of versions, {"data": […]}, or one version; a record is
 * read by bundle_langfuse.c. */

/* Versions of prompts as Langfuse lists them, and where. */
struct langfuse_list {
    const json_t *versions; /* NULL: it is no such document */
    const char *path;       /* "", "data"; NULL: the document is one of them */
};

static const char *path_in(const struct bundle *bundle, const struct langfuse_list *list,
                           size_t index)
{
    return list->path == NULL ? "" : arena_printf(bundle->arena, "%s[%zu]", list->path, index);
}

/* Langfuse lists versions; those of one name become one record, where the first of them stands. Its
 * names differ by case. */
static enum err read_list(struct bundle *bundle, const struct langfuse_list *found,
                          const char **problem)
{
    const json_t *list = found->versions;
    size_t index = 0;
    json_t *value = NULL;
    bundle->is_langfuse = true;
    if (json_array_size(list) > BUNDLE_RECORDS_MAX)
        return format_refuse_many(bundle->arena, problem);
    json_array_foreach(list, index, value)
    {
        const char *name = json_text(value, "name");
        int place = name[0] == '\0' ? -1 : bundle_find(bundle, RECORD_PROMPT, name);
        if (place < 0 ||
            strcmp(bundle->entries[place].name, name_normalize(bundle->arena, name)) != 0) {
            place = bundle->count;
            bundle_add(bundle, RECORD_PROMPT, path_in(bundle, found, index),
                       json_keep(bundle->arena, json_array()), name)
                ->paths = json_keep(bundle->arena, json_array());
        }
        json_array_append((json_t *)bundle->entries[place].json, value);
        json_array_append_new(bundle->entries[place].paths,
                              json_string(path_in(bundle, found, index)));
    }
    return ERR_NONE;
}

static struct langfuse_list find(const struct import_document *document)
{
    json_t *root = (json_t *)document->json;
    if (json_is_array(root))
        return (struct langfuse_list){root, ""};
    if (json_is_array(json_object_get(root, "data")))
        return (struct langfuse_list){json_object_get(root, "data"), "data"};
    if (json_object_get(root, "prompt") == NULL || json_object_get(root, "name") == NULL)
        return (struct langfuse_list){NULL, NULL};
    json_t *list = json_keep(document->arena, json_array());
    json_array_append(list, root);
    return (struct langfuse_list){list, NULL};
}

/* Is one of the first items a version of a prompt? Or an entry of Langfuse's list, which has none
 * of the text. */
static bool recognize(const struct import_document *document)
{
    enum { LOOKED_AT = 100 };
    const json_t *list = find(document).versions;
    for (size_t i = 0; i < LOOKED_AT && i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        if (json_object_get(item, "prompt") != NULL || format_has(item, "versions", JSON_ARRAY))
            return true;
    }
    return false;
}

static enum err read(const struct import_document *document, struct bundle *bundle,
                     const char **problem)
{
    struct langfuse_list list = find(document);
    return read_list(bundle, &list, problem);
}

const struct import_format format_langfuse = {
    "Langfuse prompts", "JSON of its API: a prompt, or a list of versions", recognize, read};
