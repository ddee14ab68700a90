#include "domain/transfer/format_internal.h"

#include <string.h>

#include "base/buf.h"
#include "domain/record/name.h"
#include "domain/record/record_name.h"

/* ---- names ----------------------------------------------------------------------------------- */

/* May the character stand within a name that makes no folder? */
static bool is_of_name(const char *bytes, size_t len)
{
    const char *problem = NULL;
    char word[8] = "a";
    memcpy(word + 1, bytes, len);
    word[len + 1] = 'a';
    return bytes[0] != '/' && record_name_check(word, &problem) == ERR_NONE;
}

const char *format_name(struct arena *arena, enum record_kind_id kind, const char *name)
{
    size_t most = kind == RECORD_PROMPT ? RECORD_NAME_MAX : NAME_MAX_CHARS;
    size_t len = strlen(name);
    size_t count = 0;
    bool is_gap = false;
    struct buf buf;
    buf_init(&buf, arena);
    for (size_t at = 0; at < len && count + 1 < most;) {
        size_t start = at;
        uint32_t c = text_next_char(name, len, &at);
        if (c == '/' || !is_of_name(name + start, at - start) || text_char_is_space(c)) {
            is_gap = buf.len > 0;
            if (c == '/' && buf.len > 0) {
                buf_add_char(&buf, '-');
                count++;
                is_gap = false;
            }
            continue;
        }
        if (is_gap) {
            buf_add_char(&buf, ' ');
            count++;
        }
        is_gap = false;
        buf_add(&buf, name + start, at - start);
        count++;
    }
    const char *cleaned = name_normalize(arena, buf.data);
    return strcmp(cleaned, ".") == 0 || strcmp(cleaned, "..") == 0 ? "" : cleaned;
}

/* ---- records --------------------------------------------------------------------------------- */

struct format_draft format_begin(struct bundle *bundle, enum record_kind_id kind, const char *path,
                                 const char *name)
{
    struct arena *arena = bundle->arena;
    struct format_draft draft = {.bundle = bundle, .kind = kind, .path = path};
    draft.name = format_name(arena, kind, name);
    draft.json = json_keep(arena, json_object());
    draft.notes = arena_alloc(arena, sizeof *draft.notes);
    json_object_set_new(draft.json, "name", json_string(draft.name));
    if (kind == RECORD_AGENT) {
        draft.config = json_object();
        json_object_set_new(draft.json, "config", draft.config);
    }
    if (draft.name[0] != '\0' && strcmp(draft.name, name_normalize(arena, name)) != 0)
        format_note(&draft, "name", arena_printf(arena, "Read as “%s”.", draft.name));
    return draft;
}

void format_end(const struct format_draft *draft)
{
    bundle_add(draft->bundle, draft->kind, draft->path, draft->json, draft->name)->notes =
        draft->notes;
}

void format_note(const struct format_draft *draft, const char *key, const char *message)
{
    bool is_joined = draft->path[0] == '\0' || key[0] == '\0' || key[0] == '[';
    config_problem_add(
        draft->notes,
        arena_printf(draft->bundle->arena, is_joined ? "%s%s" : "%s.%s", draft->path, key),
        message);
}

void format_note_others(const struct format_draft *draft, const json_t *object,
                        const char *const *known)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)object, key, value)
    {
        bool is_known = json_is_null(value);
        for (int i = 0; !is_known && known[i] != NULL; i++)
            is_known = strcmp(known[i], key) == 0;
        if (!is_known)
            format_note(draft,
                        arena_copy(draft->bundle->arena, key, text_cut(key, strlen(key), 100)),
                        "Not kept: nothing here holds it.");
    }
}

/* ---- values ---------------------------------------------------------------------------------- */

void format_set_text(json_t *object, const char *key, const char *text)
{
    if (text[0] != '\0')
        json_object_set_new(object, key, json_string(text));
}

void format_set_value(json_t *object, const char *key, const json_t *value)
{
    if (value != NULL && !json_is_null(value))
        json_object_set_new(object, key, json_deep_copy(value));
}

void format_set_many(json_t *object, const char *key, json_t *many)
{
    if (json_object_size(many) + json_array_size(many) > 0)
        json_object_set_new(object, key, many);
    else
        json_decref(many);
}

void format_add_tool(const struct format_draft *draft, json_t *tools, const char *key,
                     const char *name)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
    struct arena *arena = draft->bundle->arena;
    if (name[0] != '\0' && name[strspn(name, allowed)] == '\0' && strlen(name) <= 128)
        json_array_append_new(tools, json_pack("{s:s}", "name", name));
    else
        format_note(draft, key,
                    arena_printf(arena, "Not kept: “%s” is no name of a tool.",
                                 arena_copy(arena, name, text_cut(name, strlen(name), 80))));
}

json_t *format_set_model(const struct format_draft *draft, const char *provider, const char *name)
{
    static const char missing[] = "unspecified";
    json_t *model = json_object();
    json_object_set_new(draft->config, "model", model);
    format_set_text(model, "provider", provider);
    format_set_text(model, "name", name[0] == '\0' ? missing : name);
    if (name[0] == '\0')
        format_note(draft, "", "The document names no model, so the agent gets “unspecified”.");
    return model;
}

enum err format_refuse_many(struct arena *arena, const char **problem)
{
    *problem = arena_printf(arena, "The document has more than %d records: import it in parts.",
                            BUNDLE_RECORDS_MAX);
    return ERR_INVALID;
}

const char *format_item(struct arena *arena, const char *path, size_t index)
{
    return arena_printf(arena, "%s[%zu]", path, index);
}

bool format_has(const json_t *json, const char *key, json_type type)
{
    const json_t *value = json_object_get(json, key);
    return value != NULL && json_typeof(value) == type;
}
