#include "domain/set_file/set_file_langfuse_internal.h"

#include <string.h>

static const char own_key[] = "rostrum";

bool set_file_langfuse_is(const json_t *json)
{
    return json_object_get(json, "input") != NULL ||
           json_object_get(json, "expectedOutput") != NULL;
}

/* ---- reading ------------------------------------------------------------------------------- */

static bool is_messages(const json_t *json)
{
    return json_array_size(json) > 0 && json_text(json_array_get(json, 0), "role")[0] != '\0';
}

/* Values that are no texts become texts of JSON, and that is noted. */
static void put_variables(struct set_file_builder *builder, const char *place, const json_t *input,
                          json_t *json)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_t *variables = json_keep(builder->arena, json_object());
    json_object_foreach((json_t *)input, key, value)
    {
        if (!json_is_string(value))
            set_file_note(builder, place,
                          arena_printf(builder->arena, "input.%s: kept as a text of JSON", key));
        set_file_put(variables, key, set_file_text(builder->arena, value));
    }
    if (json_object_size(variables) > 0)
        json_object_set(json, "variables", variables);
}

static void put_input(struct set_file_builder *builder, const char *place, json_t *input,
                      json_t *json)
{
    json_t *messages = json_object_get(input, "messages");
    if (is_messages(input)) {
        json_object_set(json, "messages", input);
    } else if (is_messages(messages) && json_object_size(input) == 1) {
        json_object_set(json, "messages", messages);
    } else if (json_is_object(input)) {
        put_variables(builder, place, input, json);
    } else if (input != NULL && !json_is_null(input)) {
        json_t *variables = json_keep(builder->arena, json_object());
        set_file_put(variables, "input", set_file_text(builder->arena, input));
        json_object_set(json, "variables", variables);
    }
}

static void put_metadata(struct set_file_builder *builder, const char *place,
                         const json_t *metadata, json_t *json)
{
    const char *key = NULL;
    json_t *value = NULL;
    if (metadata != NULL && !json_is_null(metadata) && !json_is_object(metadata))
        set_file_note(builder, place, "metadata");
    json_object_foreach((json_t *)metadata, key, value)
    {
        if (strcmp(key, own_key) == 0)
            set_file_take(builder, place, value, "metadata.rostrum.", json);
        else
            set_file_note(builder, place, arena_printf(builder->arena, "metadata.%s", key));
    }
}

/* Where an item came from. When it was made and to which dataset it belongs is not of the case. */
static void note_source(struct set_file_builder *builder, const char *place, const json_t *item)
{
    static const char *const keys[] = {"sourceTraceId", "sourceObservationId"};
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (json_is_string(json_object_get(item, keys[i])))
            set_file_note(builder, place, keys[i]);
}

void set_file_langfuse_read_item(struct set_file_builder *builder, const char *place, json_t *item)
{
    json_t *json = json_keep(builder->arena, json_object());
    const json_t *expected = json_object_get(item, "expectedOutput");
    if (!set_file_langfuse_is(item)) {
        set_file_refuse(builder, place, "It is no item of a dataset: it has no input.");
        return;
    }
    if (strcmp(json_text(item, "status"), "ARCHIVED") == 0) {
        set_file_refuse(builder, place, "It is archived in Langfuse.");
        return;
    }
    set_file_put_id(builder, json, place, json_text(item, "id"));
    put_input(builder, place, json_object_get(item, "input"), json);
    if (expected != NULL && !json_is_null(expected))
        set_file_put(json, "expected", set_file_text(builder->arena, expected));
    if (expected != NULL && !json_is_null(expected) && !json_is_string(expected))
        set_file_note(builder, place, "expectedOutput: kept as a text of JSON");
    put_metadata(builder, place, json_object_get(item, "metadata"), json);
    note_source(builder, place, item);
    set_file_add(builder, place, json);
}

void set_file_langfuse_read(struct set_file_builder *builder, const json_t *items)
{
    json_t *item = NULL;
    size_t index = 0;
    json_array_foreach(items, index, item) if (builder->problem == NULL)
        set_file_langfuse_read_item(builder, arena_printf(builder->arena, "Item %zu", index + 1),
                                    item);
}

/* ---- writing ------------------------------------------------------------------------------- */

/* What an item has no place for. */
static json_t *own_part(struct arena *arena, const struct set_case *set_case)
{
    json_t *json = set_case_json(arena, set_case);
    static const char *const elsewhere[] = {"id", "variables", "messages", "expected"};
    for (size_t i = 0; i < COUNT_OF(elsewhere); i++)
        (void)json_object_del(json, elsewhere[i]);
    return json;
}

static json_t *input_of(struct arena *arena, const struct set_case *set_case)
{
    if (set_case->messages != NULL)
        return set_case->messages;
    return set_case->variables == NULL ? json_keep(arena, json_object()) : set_case->variables;
}

void set_file_langfuse_write(struct buf *buf, const struct set_cases *cases, const char *dataset)
{
    for (int i = 0; i < cases->count; i++) {
        const struct set_case *set_case = &cases->items[i];
        json_t *json = json_keep(
            buf->arena, json_pack("{s:s, s:s, s:O, s:s?, s:{s:O}, s:s}", "datasetName", dataset,
                                  "id", set_case->id, "input", input_of(buf->arena, set_case),
                                  "expectedOutput", set_case->expected, "metadata", own_key,
                                  own_part(buf->arena, set_case), "status", "ACTIVE"));
        struct text line = json_format(buf->arena, json, JSON_LINE);
        buf_add(buf, line.data, line.len);
        buf_add_char(buf, '\n');
    }
}
