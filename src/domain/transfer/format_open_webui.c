#include "domain/transfer/format_open_webui_internal.h"

#include <string.h>

#include "base/buf.h"

/* Prompts of Open WebUI: a list (or one) of {"command": "/summarize", "title": …, "content": …};
 * since 0.7 "name" in place of "title", with "tags" and "commit_message". The command is what is
 * typed to get the prompt and the only one of its name, so it becomes the name here. */

static const json_t *list_of(const struct import_document *document)
{
    if (json_is_array(document->json))
        return document->json;
    return json_keep(document->arena, json_pack("[O]", (json_t *)document->json));
}

static bool is_prompt(const json_t *json)
{
    return format_has(json, "command", JSON_STRING) && format_has(json, "content", JSON_STRING);
}

static bool recognize(const struct import_document *document)
{
    return is_prompt(document->json) || is_prompt(json_array_get(document->json, 0));
}

static bool is_of_variable(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* {{name | select:options=["a"]}}, a variable with the field that asks for it, on one line: the
 * length of the whole at the beginning of a text, and that of its name; 0 if it is none. */
static size_t typed_variable(const char *text, const char **name, size_t *name_len)
{
    const char *at = text + 2 + strspn(text + 2, " \t");
    *name = at;
    while (is_of_variable(*at))
        at++;
    *name_len = (size_t)(at - *name);
    at += strspn(at, " \t");
    if (*name_len == 0 || *at != '|')
        return 0;
    while (*at != '\0' && *at != '\n' && strncmp(at, "{{", 2) != 0 && strncmp(at, "}}", 2) != 0)
        at++;
    return at[0] == '}' ? (size_t)(at - text) + 2 : 0;
}

/* Variables alone; false if there was nothing to take away. */
static bool plain_variables(struct arena *arena, const char *text, const char **out)
{
    struct buf buf;
    bool is_changed = false;
    buf_init(&buf, arena);
    for (const char *open; (open = strstr(text, "{{")) != NULL;) {
        const char *name = NULL;
        size_t name_len = 0;
        size_t len = typed_variable(open, &name, &name_len);
        buf_add(&buf, text, (size_t)(open - text) + 2);
        if (len > 0) {
            buf_add(&buf, name, name_len);
            buf_add_text(&buf, "}}");
        }
        is_changed = is_changed || len > 0;
        text = open + (len > 0 ? len : 2);
    }
    buf_add_text(&buf, text);
    *out = buf.data;
    return is_changed;
}

static void add_tags(json_t *json, const json_t *list)
{
    json_t *tags = json_array();
    size_t index = 0;
    json_t *item = NULL;
    json_array_foreach(list, index, item)
    {
        const char *tag = json_is_string(item) ? json_string_value(item) : json_text(item, "name");
        if (tag[0] != '\0' && strchr(tag, ',') == NULL)
            json_array_append_new(tags, json_string(tag));
    }
    format_set_many(json, "tags", tags);
}

/* Who may use a prompt, ids and times belong to where it comes from. */
static const char *const known[] = {"command",    "title",      "name",          "content",
                                    "tags",       "id",         "user_id",       "user",
                                    "timestamp",  "created_at", "updated_at",    "commit_message",
                                    "version_id", "is_active",  "is_production", NULL};

static void add_prompt(struct bundle *bundle, const char *path, const json_t *json)
{
    struct arena *arena = bundle->arena;
    const char *command = json_text(json, "command");
    const char *title = json_text(json, "title");
    const char *body = json_text(json, "content");
    struct format_draft draft =
        format_begin(bundle, RECORD_PROMPT, path, command + (command[0] == '/'));
    if (plain_variables(arena, body, &body))
        format_note(
            &draft, "content",
            "Variables with a kind of field, such as {{name | text}}, are read as {{name}}.");
    json_object_set_new(draft.json, "body", json_string(body));
    format_set_text(draft.json, "description",
                    text_trim(arena, title[0] == '\0' ? json_text(json, "name") : title));
    format_set_text(draft.json, "message", json_text(json, "commit_message"));
    add_tags(draft.json, json_object_get(json, "tags"));
    format_note_others(&draft, json, known);
    format_end(&draft);
}

static enum err read(const struct import_document *document, struct bundle *bundle,
                     const char **problem)
{
    const json_t *list = list_of(document);
    bool is_list = list == document->json;
    if (json_array_size(list) > BUNDLE_RECORDS_MAX)
        return format_refuse_many(bundle->arena, problem);
    for (size_t i = 0; i < json_array_size(list); i++)
        add_prompt(bundle, is_list ? format_item(bundle->arena, "", i) : "",
                   json_array_get(list, i));
    return ERR_NONE;
}

const struct import_format format_open_webui = {
    "Open WebUI prompts", "A JSON list with command, title and content", recognize, read};
