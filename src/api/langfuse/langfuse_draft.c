#include "api/langfuse/langfuse_draft.h"

#include <string.h>

#include "api/langfuse/langfuse_answer.h"
#include "api/langfuse/langfuse_chat.h"
#include "api/langfuse/langfuse_reference.h"
#include "base/json.h"
#include "base/json_raw.h"
#include "data/prompt/prompt_meaning.h"
#include "data/release/label_set.h"
#include "domain/record/label.h"

/* A body that is being read. */
struct reader {
    struct call *call;
    const json_t *body;
    json_t *errors;
};

/* The string of a member; without: if it is not there, or null. */
static const char *read_text(const struct reader *reader, const char *key, const char *without)
{
    const json_t *value = json_object_get(reader->body, key);
    if (value == NULL || json_is_null(value))
        return without;
    if (!json_is_string(value))
        call_add_error(reader->errors, key, "This must be a string.");
    return json_is_string(value) ? json_string_value(value) : without;
}

static bool has_label(const struct langfuse_draft *draft, const char *label)
{
    for (int i = 0; i < draft->label_count; i++)
        if (strcmp(draft->labels[i], label) == 0)
            return true;
    return false;
}

void langfuse_read_labels(struct call *call, const json_t *list, struct langfuse_draft *draft,
                          json_t *errors)
{
    size_t count = json_array_size(list);
    draft->labels = arena_array(call->arena, count + 1, sizeof *draft->labels);
    draft->label_count = 0;
    if (!json_is_array(list) || count > LABEL_SET_MAX)
        call_add_error(errors, "labels", "This must be a list of at most 50 labels.");
    for (size_t i = 0; i < count && count <= LABEL_SET_MAX; i++) {
        const char *label = json_string_value(json_array_get(list, i));
        const char *problem = "A label must be a string.";
        if (label != NULL && strcmp(label, LABEL_LATEST) != 0 &&
            label_check(label, &problem) == ERR_NONE) {
            if (!has_label(draft, label))
                draft->labels[draft->label_count++] = label;
        } else if (label == NULL || strcmp(label, LABEL_LATEST) != 0)
            call_add_error(errors, "labels", problem);
    }
}

void langfuse_say_proposed(struct call *call, const struct langfuse_draft *draft,
                           const bool *proposed)
{
    struct buf names;
    buf_init(&names, call->arena);
    for (int i = 0; i < draft->label_count; i++)
        if (proposed[i])
            buf_printf(&names, "%s%s", names.len == 0 ? "" : ", ", draft->labels[i]);
    if (names.len > 0)
        response_header(call->response, "Rostrum-Proposed-Labels", names.data);
}

/* A comma would make two tags of one. */
static void read_tags(const struct reader *reader, struct langfuse_draft *draft)
{
    const json_t *list = json_object_get(reader->body, "tags");
    struct buf all;
    if (list == NULL || json_is_null(list))
        return;
    if (!json_is_array(list))
        call_add_error(reader->errors, "tags", "This must be a list of tags.");
    buf_init(&all, reader->call->arena);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *tag = json_string_value(json_array_get(list, i));
        if (tag == NULL || strchr(tag, ',') != NULL)
            call_add_error(reader->errors, "tags", "A tag must be a string without a comma.");
        else
            buf_printf(&all, "%s,", tag);
    }
    draft->tags = all.data;
}

static void read_type(const struct reader *reader, struct langfuse_draft *draft)
{
    if (prompt_type_parse(read_text(reader, "type", "text"), &draft->type) != ERR_NONE)
        call_add_error(reader->errors, "type", "This must be text or chat.");
}

static void read_chat(const struct reader *reader, json_t *messages, struct langfuse_draft *draft)
{
    struct arena *arena = reader->call->arena;
    json_t *ours = json_keep(arena, langfuse_messages_read(messages));
    const char *clash = langfuse_messages_clash(arena, ours);
    if (clash != NULL)
        call_add_error(
            reader->errors, "prompt",
            arena_printf(arena, "A placeholder and a variable have the same name: “%s”.", clash));
    draft->body = json_format(arena, ours, JSON_LINE);
}

static void read_prompt(const struct reader *reader, struct langfuse_draft *draft)
{
    json_t *prompt = json_object_get(reader->body, "prompt");
    bool is_chat = draft->type == PROMPT_CHAT;
    draft->body = (struct text){"", 0};
    if (is_chat ? !json_is_array(prompt) : !json_is_string(prompt))
        call_add_error(reader->errors, "prompt",
                       is_chat ? "The prompt of a chat must be a list of messages."
                               : "The prompt of a text must be a string.");
    else if (is_chat)
        read_chat(reader, prompt, draft);
    else
        draft->body = (struct text){json_string_value(prompt), json_string_length(prompt)};
}

/* As it came: numbers keep their spelling. */
static void read_config(const struct reader *reader, struct langfuse_draft *draft)
{
    struct call *call = reader->call;
    const json_t *config = json_object_get(reader->body, "config");
    struct text raw;
    draft->settings = "";
    if (config == NULL || json_is_null(config) ||
        (json_is_object(config) && json_object_size(config) == 0))
        return;
    if (json_raw_member(call->arena, call->request->body, "config", &raw))
        draft->settings = arena_copy(call->arena, raw.data, raw.len);
}

/* Ours are one line. */
static void read_message(const struct reader *reader, struct langfuse_draft *draft)
{
    char *message = arena_strdup(reader->call->arena, read_text(reader, "commitMessage", ""));
    for (char *at = message; *at != '\0'; at++)
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' ';
    draft->message = message;
}

enum err langfuse_draft_read(struct call *call, struct langfuse_draft *draft)
{
    json_t *body = NULL;
    if (langfuse_body(call, &body) != ERR_NONE)
        return ERR_INVALID;
    struct reader reader = {call, body, json_keep(call->arena, json_array())};
    const json_t *labels = json_object_get(body, "labels");
    *draft = (struct langfuse_draft){.name = read_text(&reader, "name", NULL)};
    if (draft->name == NULL)
        call_add_error(reader.errors, "name", "This must be given, as a string.");
    read_type(&reader, draft);
    read_prompt(&reader, draft);
    read_config(&reader, draft);
    read_message(&reader, draft);
    read_tags(&reader, draft);
    if (labels != NULL && !json_is_null(labels))
        langfuse_read_labels(call, labels, draft, reader.errors);
    return langfuse_say_errors(call, reader.errors);
}

/* ---- references --------------------------------------------------------------------------- */

enum err langfuse_draft_check_references(struct call *call, const struct langfuse_draft *draft)
{
    struct prompt_reference_list list;
    langfuse_references(call->arena, draft->type, draft->body, &list);
    if (list.count == 0)
        return ERR_NONE;
    struct prompt_meaning *meanings =
        arena_array(call->arena, (size_t)list.count, sizeof *meanings);
    enum err err = prompt_meaning_find(call->db, call->actor, NULL, NULL, &list, meanings);
    json_t *errors = json_keep(call->arena, json_array());
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        if (!uuid_is_nil(&meanings[i].meant.id) && meanings[i].version == 0)
            call_add_error(errors, "prompt",
                           arena_printf(call->arena,
                                        "It refers to “%s” with the label “%s”, which is on no "
                                        "version.",
                                        list.references[i].name, list.references[i].label));
    return err == ERR_NONE ? langfuse_say_errors(call, errors) : err;
}
