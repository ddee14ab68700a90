#include "domain/transfer/bundle.h"

#include <string.h>

#include "base/number.h"
#include "domain/record/name.h"

/* The first record of a name is the one that others refer to. */
static void add_entry(struct bundle *bundle, enum record_kind_id kind, const char *path,
                      const json_t *json, const char *typed)
{
    const char *name = name_normalize(bundle->arena, typed);
    const char *key = name_key(bundle->arena, name);
    json_t *places = json_object_get(bundle->index, record_kinds[kind].name);
    if (json_object_get(places, key) == NULL)
        json_object_set_new(places, key, json_integer(bundle->count));
    bundle->entries[bundle->count++] = (struct bundle_entry){kind, name, path, json, NULL};
}

int bundle_find(const struct bundle *bundle, enum record_kind_id kind, const char *name)
{
    const json_t *place = json_object_get(json_object_get(bundle->index, record_kinds[kind].name),
                                          name_key(bundle->arena, name));
    return (int)number_of_json(NUMBER_PLACE, place, -1);
}

static void make_room(struct bundle *bundle, size_t count)
{
    bundle->entries = arena_array(bundle->arena, count + 1, sizeof *bundle->entries);
    bundle->index = json_keep(bundle->arena, json_object());
    bundle->agent_ids = json_keep(bundle->arena, json_object());
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        json_object_set_new(bundle->index, record_kinds[i].name, json_object());
}

static enum err refuse(const char **problem, const char *message)
{
    *problem = message;
    return ERR_INVALID;
}

static enum err refuse_too_many(struct bundle *bundle, const char **problem)
{
    return refuse(problem,
                  arena_printf(bundle->arena,
                               "The document has more than %d records: import it in parts.",
                               BUNDLE_RECORDS_MAX));
}

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
        add_entry(bundle, kind,
                  arena_printf(bundle->arena, "%s[%zu]", record_kinds[kind].plural, index), value,
                  json_text(value, "name"));
    }
}

static enum err open_own(struct bundle *bundle, const json_t *root, const char **problem)
{
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
        return refuse_too_many(bundle, problem);
    make_room(bundle, count);
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        add_list(bundle, (enum record_kind_id)i, json_object_get(root, record_kinds[i].plural));
    bundle->organization = json_text(json_object_get(root, "organization"), "name");
    return ERR_NONE;
}

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
static enum err open_langfuse(struct bundle *bundle, const struct langfuse_list *found,
                              const char **problem)
{
    const json_t *list = found->versions;
    size_t index = 0;
    json_t *value = NULL;
    bundle->is_langfuse = true;
    if (json_array_size(list) > BUNDLE_RECORDS_MAX)
        return refuse_too_many(bundle, problem);
    make_room(bundle, json_array_size(list));
    json_array_foreach(list, index, value)
    {
        const char *name = json_text(value, "name");
        int place = name[0] == '\0' ? -1 : bundle_find(bundle, RECORD_PROMPT, name);
        if (place < 0 ||
            strcmp(bundle->entries[place].name, name_normalize(bundle->arena, name)) != 0) {
            place = bundle->count;
            add_entry(bundle, RECORD_PROMPT, path_in(bundle, found, index),
                      json_keep(bundle->arena, json_array()), name);
            bundle->entries[place].paths = json_keep(bundle->arena, json_array());
        }
        json_array_append((json_t *)bundle->entries[place].json, value);
        json_array_append_new(bundle->entries[place].paths,
                              json_string(path_in(bundle, found, index)));
    }
    return ERR_NONE;
}

static struct langfuse_list find_langfuse(struct arena *arena, json_t *root)
{
    if (json_is_array(root))
        return (struct langfuse_list){root, ""};
    if (json_is_array(json_object_get(root, "data")))
        return (struct langfuse_list){json_object_get(root, "data"), "data"};
    if (json_object_get(root, "prompt") == NULL || json_object_get(root, "name") == NULL)
        return (struct langfuse_list){NULL, NULL};
    json_t *list = json_keep(arena, json_array());
    json_array_append(list, root);
    return (struct langfuse_list){list, NULL};
}

enum err bundle_open(struct arena *arena, const char *text, size_t len, struct bundle *bundle,
                     const char **problem)
{
    json_t *root = NULL;
    *bundle = (struct bundle){.arena = arena, .organization = ""};
    if (len > BUNDLE_MAX)
        return refuse(problem, "The document is too large: at most 16 MiB.");
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) { /* a byte order mark */
        text += 3;
        len -= 3;
    }
    const char *syntax = NULL;
    if (json_parse_deep(arena, (struct text){text, len}, BUNDLE_DEPTH, &root, &syntax) != ERR_NONE)
        return refuse(problem, arena_printf(arena, "This is no JSON document. %s", syntax));
    struct langfuse_list list = find_langfuse(arena, root);
    enum err err = ERR_NONE;
    if (json_object_get(root, "rostrum") != NULL)
        err = open_own(bundle, root, problem);
    else if (list.versions != NULL)
        err = open_langfuse(bundle, &list, problem);
    else
        return refuse(problem, "This is neither an export of Rostrum nor prompts of Langfuse.");
    if (err == ERR_NONE && bundle->count == 0)
        return refuse(problem, "There is no record in this document.");
    return err;
}
