#include "domain/tree/tree_file.h"

#include <string.h>

#include "base/buf.h"
#include "domain/transfer/bundle.h"
#include "domain/tree/tree_chat.h"
#include "domain/tree/tree_front.h"
#include "domain/tree/tree_path.h"

/* What every file says of its record, in this order; and what is the content of each kind. */
static const char *const properties[] = {"name", "description", "tags"};
static const char *const contents[RECORD_KIND_COUNT][4] = {
    [RECORD_PROMPT] = {"type", "settings"},
    [RECORD_AGENT] = {"config"},
    [RECORD_TEAM] = {"kind", "member_details", "settings"},
    [RECORD_SET] = {"cases", "settings"},
};

/* ---- writing ------------------------------------------------------------------------------ */

static void copy(json_t *to, const json_t *from, const char *key)
{
    json_t *value = json_object_get(from, key);
    if (value != NULL)
        json_object_set(to, key, value);
}

/* Names alone: ids mean nothing elsewhere. */
static void drop_ids(json_t *content)
{
    size_t index = 0;
    json_t *item = NULL;
    json_array_foreach(json_object_get(content, "member_details"), index, item)
    {
        json_object_del(item, "agent_id");
        if (!json_is_integer(json_object_get(item, "agent_version")))
            json_object_del(item, "agent_version");
        if (!json_is_string(json_object_get(item, "agent_label")))
            json_object_del(item, "agent_label");
    }
    json_array_foreach(json_object_get(json_object_get(content, "settings"), "edges"), index, item)
    {
        static const char *const ends[][2] = {{"from", "from_name"}, {"to", "to_name"}};
        for (size_t i = 0; i < COUNT_OF(ends); i++) {
            json_t *name = json_object_get(item, ends[i][1]);
            if (name == NULL)
                continue;
            json_object_set(item, ends[i][0], name);
            json_object_del(item, ends[i][1]);
        }
    }
}

static json_t *describe(struct arena *arena, enum record_kind_id kind, const json_t *record,
                        const json_t *version)
{
    json_t *out = json_keep(arena, json_object());
    json_t *own = json_keep(arena, json_deep_copy(version));
    drop_ids(own);
    for (size_t i = 0; i < COUNT_OF(properties); i++)
        copy(out, record, properties[i]);
    copy(out, own, "version");
    if (kind == RECORD_PROMPT && json_object_get(own, "messages") != NULL)
        json_object_set_new(out, "type", json_string("chat"));
    for (size_t i = 0; i < COUNT_OF(contents[kind]) && contents[kind][i] != NULL; i++)
        copy(out, own, contents[kind][i]);
    return out;
}

static struct text write_prompt(struct arena *arena, const json_t *front, const json_t *version)
{
    struct buf out;
    const json_t *messages = json_object_get(version, "messages");
    const json_t *body = json_object_get(version, "body");
    buf_init(&out, arena);
    tree_front_write(&out, front);
    if (messages != NULL) {
        tree_chat_write(&out, messages);
    } else {
        buf_add(&out, json_string_value(body), json_string_length(body));
        buf_add_char(&out, '\n');
    }
    return (struct text){out.data, out.len};
}

static struct text write_json(struct arena *arena, const json_t *json)
{
    struct text text = json_format(arena, json, JSON_INDENTED);
    struct buf out;
    buf_init(&out, arena);
    buf_add(&out, text.data, text.len);
    buf_add_char(&out, '\n');
    return (struct text){out.data, out.len};
}

void tree_file_write(struct arena *arena, enum record_kind_id kind, const json_t *record,
                     const json_t *version, struct tree_file *file)
{
    json_t *json = describe(arena, kind, record, version);
    file->path = tree_path(arena, kind, json_text(record, "name"));
    file->text =
        kind == RECORD_PROMPT ? write_prompt(arena, json, version) : write_json(arena, json);
}

/* ---- reading ------------------------------------------------------------------------------ */

static bool is_one_of(const char *const *keys, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (keys[i] != NULL && strcmp(keys[i], key) == 0)
            return true;
    return false;
}

/* A key that would be passed over is more likely one that is misspelled. */
static enum err check_keys(struct arena *arena, enum record_kind_id kind, json_t *json,
                           const char **problem)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(json, key, value)
    {
        if (strcmp(key, "version") == 0 || is_one_of(properties, COUNT_OF(properties), key) ||
            is_one_of(contents[kind], COUNT_OF(contents[kind]), key))
            continue;
        *problem = arena_printf(arena, "\"%s\" is not known here.", key);
        return ERR_INVALID;
    }
    return ERR_NONE;
}

static enum err read_prompt(struct arena *arena, const struct tree_file *file, json_t **json,
                            const char **problem)
{
    struct text rest;
    json_t *messages = NULL;
    enum err err = tree_front_read(arena, file->text, json, &rest, problem);
    if (err == ERR_NONE)
        err = check_keys(arena, RECORD_PROMPT, *json, problem);
    if (err != ERR_NONE)
        return err;
    if (strcmp(json_text(*json, "type"), "chat") != 0) {
        if (rest.len > 0 && rest.data[rest.len - 1] == '\n')
            rest.len--;
        json_object_set_new(*json, "body", json_stringn(rest.data, rest.len));
        return ERR_NONE;
    }
    err = tree_chat_read(arena, rest, &messages, problem);
    if (err == ERR_NONE)
        json_object_set(*json, "messages", messages);
    return err;
}

static enum err read_json(struct arena *arena, const struct tree_file *file,
                          enum record_kind_id kind, json_t **json, const char **problem)
{
    enum err err = json_parse_deep(arena, file->text, BUNDLE_DEPTH, json, problem);
    if (err != ERR_NONE)
        return err;
    if (json_is_object(*json))
        return check_keys(arena, kind, *json, problem);
    *problem = "The file must have one object.";
    return ERR_INVALID;
}

enum err tree_file_read(struct arena *arena, const struct tree_file *file, json_t **record,
                        const char **problem)
{
    enum record_kind_id kind = RECORD_PROMPT;
    json_t *json = NULL;
    if (!tree_path_kind(file->path, &kind)) {
        *problem = "This is no file of a prompt, an agent, a team or a test set.";
        return ERR_INVALID;
    }
    if (!text_is_utf8(file->text.data, file->text.len) ||
        text_has_nul(file->text.data, file->text.len)) {
        *problem = "The file is not text in UTF-8.";
        return ERR_INVALID;
    }
    enum err err = kind == RECORD_PROMPT ? read_prompt(arena, file, &json, problem)
                                         : read_json(arena, file, kind, &json, problem);
    if (err != ERR_NONE)
        return err;
    if (json_text(json, "name")[0] == '\0')
        json_object_set_new(json, "name", json_string(tree_path_name(arena, file->path)));
    *record = json;
    return ERR_NONE;
}
