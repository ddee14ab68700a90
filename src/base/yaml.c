#include "base/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/budget.h"

struct reader {
    struct arena *arena;
    yaml_parser_t parser;
    yaml_event_t event; /* the current one */
    int count;          /* of values */
    int depth;
    const char *problem; /* of what failed first; NULL */
};

static bool refuse_at(struct reader *reader, size_t line, const char *message)
{
    if (reader->problem == NULL)
        reader->problem = arena_printf(reader->arena, "Line %zu: %s", line + 1, message);
    return false;
}

static bool refuse(struct reader *reader, const char *message)
{
    return refuse_at(reader, reader->event.start_mark.line, message);
}

/* The next event in place of the current one. */
static bool next(struct reader *reader)
{
    yaml_event_delete(&reader->event);
    if (yaml_parser_parse(&reader->parser, &reader->event) == 1)
        return true;
    memset(&reader->event, 0, sizeof reader->event);
    return refuse_at(reader, reader->parser.problem_mark.line,
                     reader->parser.problem == NULL
                         ? "this is no YAML."
                         : arena_printf(reader->arena, "%s.", reader->parser.problem));
}

/* ---- values ---------------------------------------------------------------------------------- */

static bool is_one_of(const char *text, const char *const *words)
{
    for (int i = 0; words[i] != NULL; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

/* What a plain scalar means: null, a truth value, a number, or the text that it is. */
static json_t *plain_value(struct reader *reader, const char *text, size_t len)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const truths[] = {"true", "True", "TRUE", NULL};
    static const char *const lies[] = {"false", "False", "FALSE", NULL};
    const char *problem = NULL;
    json_t *number = NULL;
    if (is_one_of(text, nulls))
        return json_null();
    if (is_one_of(text, truths))
        return json_true();
    if (is_one_of(text, lies))
        return json_false();
    if (len < 40 && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9')) &&
        json_parse(reader->arena, text, len, &number, &problem) == ERR_NONE)
        return json_incref(number);
    return json_stringn(text, len);
}

static json_t *read_scalar(struct reader *reader)
{
    const char *text = (const char *)reader->event.data.scalar.value;
    size_t len = reader->event.data.scalar.length;
    bool is_plain = reader->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (text_has_nul(text, len)) {
        (void)refuse(reader, "a text must not have NUL characters.");
        return NULL;
    }
    json_t *value = is_plain ? plain_value(reader, text, len) : json_stringn(text, len);
    if (value == NULL)
        (void)refuse(reader, "this text is not UTF-8.");
    return value;
}

static json_t *read_value(struct reader *reader);

static bool add_member(struct reader *reader, json_t *object)
{
    if (reader->event.type != YAML_SCALAR_EVENT)
        return refuse(reader, "a key must be a text.");
    const char *key = (const char *)reader->event.data.scalar.value;
    size_t len = reader->event.data.scalar.length;
    if (text_has_nul(key, len))
        return refuse(reader, "a key must not have NUL characters.");
    if (json_object_get(object, key) != NULL)
        return refuse(reader, "this key is there twice.");
    key = arena_copy(reader->arena, key, len);
    json_t *value = next(reader) ? read_value(reader) : NULL;
    if (value == NULL)
        return false;
    return json_object_set_new(object, key, value) == 0 || refuse(reader, "this key is not UTF-8.");
}

static bool add_item(struct reader *reader, json_t *array)
{
    json_t *value = read_value(reader);
    return value != NULL && json_array_append_new(array, value) == 0;
}

/* The list or the object that the current event begins; the current one is its end then. */
static json_t *read_many(struct reader *reader, json_t *many, yaml_event_type_t end)
{
    bool is_good = true;
    if (++reader->depth > JSON_DEPTH)
        is_good = refuse(reader, "this is nested too deeply: at most 32 levels.");
    while (is_good && (is_good = next(reader)) && reader->event.type != end)
        is_good = json_is_object(many) ? add_member(reader, many) : add_item(reader, many);
    reader->depth--;
    if (is_good)
        return many;
    json_decref(many);
    return NULL;
}

static bool has_tag(const yaml_event_t *event)
{
    const unsigned char *tag =
        event->type == YAML_SCALAR_EVENT           ? event->data.scalar.tag
        : event->type == YAML_SEQUENCE_START_EVENT ? event->data.sequence_start.tag
        : event->type == YAML_MAPPING_START_EVENT  ? event->data.mapping_start.tag
                                                   : NULL;
    return tag != NULL;
}

/* NULL, with a problem, if there is none. A new reference. */
static json_t *read_value(struct reader *reader)
{
    if (++reader->count > YAML_NODES_MAX)
        (void)refuse(reader, "this document has too many values: at most 100000.");
    else if (reader->event.type == YAML_ALIAS_EVENT)
        (void)refuse(reader, "aliases (*name) are not read: write the value itself.");
    else if (has_tag(&reader->event))
        (void)refuse(reader, "tags (!name) are not read.");
    else if (reader->event.type == YAML_SCALAR_EVENT)
        return read_scalar(reader);
    else if (reader->event.type == YAML_SEQUENCE_START_EVENT)
        return read_many(reader, json_array(), YAML_SEQUENCE_END_EVENT);
    else if (reader->event.type == YAML_MAPPING_START_EVENT)
        return read_many(reader, json_object(), YAML_MAPPING_END_EVENT);
    else
        (void)refuse(reader, "a value is missing.");
    return NULL;
}

/* ---- the document ---------------------------------------------------------------------------- */

static json_t *read_document(struct reader *reader)
{
    if (!next(reader) || !next(reader)) /* the stream, and the document or its end */
        return NULL;
    if (reader->event.type != YAML_DOCUMENT_START_EVENT) {
        (void)refuse(reader, "there is nothing in this document.");
        return NULL;
    }
    json_t *json = next(reader) ? read_value(reader) : NULL;
    if (json == NULL)
        return NULL;
    if (next(reader) && next(reader) &&
        (reader->event.type == YAML_STREAM_END_EVENT ||
         refuse(reader, "there must be one document in a file.")))
        return json;
    json_decref(json);
    return NULL;
}

enum err yaml_parse(struct arena *arena, struct text text, json_t **json, const char **problem)
{
    struct reader reader = {.arena = arena};
    *json = NULL;
    if (text.len > YAML_MAX) {
        *problem = "A YAML document may have 1 MiB.";
        return ERR_INVALID;
    }
    budget_hold(); /* what libyaml holds is not the arena's */
    if (yaml_parser_initialize(&reader.parser) == 0)
        die("out of memory for YAML");
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text.data, text.len);
    *json = read_document(&reader);
    yaml_event_delete(&reader.event);
    yaml_parser_delete(&reader.parser);
    budget_release();
    budget_look_now();
    *problem = reader.problem;
    if (*json == NULL)
        return ERR_INVALID;
    *json = json_keep(arena, *json);
    return ERR_NONE;
}
