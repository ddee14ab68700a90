#include "pages/prompt/prompt_messages.h"

#include <string.h>

#include "base/json.h"
#include "pages/prompt/prompt_lines.h"
#include "pages/shell/form_rows.h"
#include "web/form_same.h"

static const char json_mark[] = ":json";

static struct text text_of(const char *literal)
{
    return (struct text){literal, strlen(literal)};
}

/* The two lists as rows, with room for more. */
static void begin(struct page *page, struct text_list *roles, struct text_list *contents, int more,
                  struct form_rows *rows)
{
    *rows = (struct form_rows){.lists = {roles, contents}, .column_count = 2};
    form_rows_begin(page->arena, rows, more);
}

static void append(struct form_rows *rows, struct text role, struct text content)
{
    const struct text row[] = {role, content};
    form_rows_append(rows, row);
}

void prompt_messages_start(struct page *page, struct text_list *roles, struct text_list *contents)
{
    struct form_rows rows;
    *roles = *contents = (struct text_list){NULL, 0};
    begin(page, roles, contents, 2, &rows);
    append(&rows, text_of("system"), text_of(""));
    append(&rows, text_of("user"), text_of(""));
}

static void append_message(struct arena *arena, struct form_rows *rows,
                           const struct chat_message *message)
{
    const char *role = chat_role_name(message->role);
    struct text content = {message->content, message->content_len};
    if (message->role == CHAT_PLACEHOLDER)
        content = text_of(message->placeholder);
    if (chat_message_is_rich(message)) {
        json_t *json = chat_message_json(arena, message);
        json_object_del(json, "role");
        role = arena_printf(arena, "%s%s", role, json_mark);
        content = json_format(arena, json, JSON_INDENTED);
    }
    append(rows, text_of(role), content);
}

void prompt_messages_of(struct page *page, struct text body, struct text_list *roles,
                        struct text_list *contents)
{
    struct prompt_chat chat;
    struct form_rows rows;
    prompt_lines_chat(page->arena, body, &chat);
    *roles = *contents = (struct text_list){NULL, 0};
    begin(page, roles, contents, chat.count, &rows);
    for (int i = 0; i < chat.count; i++)
        append_message(page->arena, &rows, &chat.messages[i]);
}

/* The usual turn: an answer to a user, a question after anything else. */
static const char *next_role(const struct form_rows *rows)
{
    bool is_answer =
        rows->count > 0 && text_starts_with(rows->cells[0][rows->count - 1].data, "user");
    return is_answer ? "assistant" : "user";
}

void prompt_messages_change(struct page *page, const char *button, struct text_list *roles,
                            struct text_list *contents)
{
    struct form_rows rows;
    begin(page, roles, contents, 1, &rows);
    if (strcmp(button, "add") != 0)
        (void)form_rows_press(&rows, "", button);
    else if (rows.count < PROMPT_MESSAGES_MAX)
        append(&rows, text_of(next_role(&rows)), text_of(""));
}

/* NULL, or what is wrong with it, as the end of a sentence. */
static const char *read_json(struct arena *arena, const char *role, const struct text *content,
                             struct chat_message *message)
{
    json_t *json = NULL;
    json_t *whole = json_keep(arena, json_object());
    const char *problem = NULL;
    if (json_parse(arena, content->data, content->len, &json, &problem) != ERR_NONE)
        return arena_printf(arena, "it is no JSON. %s", problem);
    if (!json_is_object(json))
        return "as JSON it must be an object, such as {\"content\": \"…\"}.";
    json_object_set_new(whole, "role", json_string(role));
    json_object_update_missing(whole, json);
    return chat_message_parse(arena, whole, message);
}

static bool is_json(const char *role)
{
    const char *mark = strchr(role, ':');
    return mark != NULL && strcmp(mark, json_mark) == 0;
}

bool prompt_messages_is_json(const struct prompt_form *typed, int index)
{
    return index < typed->roles.count && is_json(typed->roles.items[index].data);
}

static const char *read_message(struct page *page, const struct text *role,
                                const struct text *content, struct chat_message *message)
{
    if (is_json(role->data))
        return read_json(page->arena, arena_copy(page->arena, role->data, strcspn(role->data, ":")),
                         content, message);
    if (chat_role_parse(role->data, &message->role) != ERR_NONE)
        return "it has no role of the list.";
    bool is_placeholder = message->role == CHAT_PLACEHOLDER;
    message->placeholder = is_placeholder ? text_trim(page->arena, content->data) : NULL;
    message->content = is_placeholder ? "" : content->data;
    message->content_len = is_placeholder ? 0 : content->len;
    return NULL;
}

void prompt_messages_body(struct page *page, struct form *form, struct prompt_form *typed,
                          bool is_saving)
{
    int count = typed->contents.count;
    struct prompt_chat chat = {.count = 0};
    const char *problem = NULL;
    chat.messages = arena_array(page->arena, (size_t)count + 1, sizeof *chat.messages);
    if (typed->roles.count != count)
        problem = "Each message needs one role and one content.";
    for (int i = 0; i < count && problem == NULL; i++) {
        problem = read_message(page, &typed->roles.items[i], &typed->contents.items[i],
                               &chat.messages[chat.count++]);
        if (problem != NULL)
            problem = arena_printf(page->arena, "Message %d: %s", i + 1, problem);
    }
    if (problem == NULL && prompt_chat_check(page->arena, &chat, &problem) == ERR_NONE) {
        typed->body.data = prompt_chat_format(page->arena, &chat, &typed->body.len);
        if (typed->body.len > PROMPT_BODY_MAX)
            problem = "The messages are too long: together at most 1 MiB.";
    } else {
        typed->body = (struct text){NULL, 0};
    }
    if (problem != NULL && is_saving && form_message(form, "content") == NULL)
        form_error(form, "body", problem);
}

static bool is_same_rich(struct arena *arena, const struct chat_message *a,
                         const struct chat_message *b)
{
    return chat_message_is_rich(a) && chat_message_is_rich(b) &&
           json_equal(chat_message_json(arena, a), chat_message_json(arena, b));
}

/* The place of the message that this one was made from, and its text; -1: none has it. */
static int keep_message(struct page *page, const struct prompt_chat *stored,
                        struct chat_message *message, int place)
{
    struct text typed = {message->content, message->content_len};
    for (int i = 0; i < stored->count; i++) {
        int at = (place + i) % stored->count; /* most likely where it was */
        const struct chat_message *old = &stored->messages[at];
        struct text text = {old->content, old->content_len};
        if (is_same_rich(page->arena, old, message)) {
            *message = *old;
            return at;
        }
        if (chat_message_is_rich(old) || chat_message_is_rich(message))
            continue;
        if (old->role == CHAT_PLACEHOLDER && message->role == CHAT_PLACEHOLDER &&
            strcmp(old->placeholder, message->placeholder) == 0)
            return at;
        if (old->role == CHAT_PLACEHOLDER || message->role == CHAT_PLACEHOLDER ||
            form_same_text(page->arena, typed, text).data != text.data)
            continue;
        message->content = text.data;
        message->content_len = text.len;
        return old->role == message->role ? at : -1;
    }
    return -1;
}

void prompt_messages_keep(struct page *page, struct text stored, struct text *body)
{
    struct prompt_chat before;
    struct prompt_chat now;
    if (body->data == NULL || stored.data == NULL)
        return;
    prompt_lines_chat(page->arena, stored, &before);
    prompt_lines_chat(page->arena, *body, &now);
    bool is_same = now.count == before.count;
    for (int i = 0; i < now.count; i++)
        is_same &= keep_message(page, &before, &now.messages[i], i) == i;
    if (is_same)
        *body = stored;
    else
        body->data = prompt_chat_format(page->arena, &now, &body->len);
}

static void show_role(struct view *option, const char *const role[2], const struct text *chosen)
{
    view_text(option, "VALUE", role[0]);
    view_text(option, "TEXT", role[1]);
    view_show(option, "SELECTED", strcmp(role[0], chosen->data) == 0);
}

static void show_roles(struct view *row, const struct text *role)
{
    static const char *const texts[][2] = {{"system", "System"}, {"developer", "Developer"},
                                           {"user", "User"},     {"assistant", "Assistant"},
                                           {"tool", "Tool"},     {"placeholder", "Placeholder"}};
    static const char *const jsons[][2] = {{"system:json", "System (JSON)"},
                                           {"developer:json", "Developer (JSON)"},
                                           {"user:json", "User (JSON)"},
                                           {"assistant:json", "Assistant (JSON)"},
                                           {"tool:json", "Tool (JSON)"}};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        show_role(view_add(row, "ROLE_OPTION"), texts[i], role);
    for (size_t i = 0; i < COUNT_OF(jsons); i++)
        show_role(view_add(row, "JSON_OPTION"), jsons[i], role);
}

void prompt_messages_show(struct page *page, struct view *view, const struct prompt_form *typed)
{
    static const struct text no_role = {"user", 4};
    int count = typed->contents.count;
    bool is_added = strcmp(typed->action, "add") == 0 && page->request->method == HTTP_POST;
    for (int i = 0; i < count; i++) {
        const struct text *role = i < typed->roles.count ? &typed->roles.items[i] : &no_role;
        struct view *row = view_add(view, "CHAT_MESSAGE");
        view_number(row, "N", i + 1);
        view_set_key(row, view_key("CONTENT"), typed->contents.items[i].data,
                     typed->contents.items[i].len);
        show_roles(row, role);
        view_show(row, "IS_JSON", is_json(role->data));
        view_show(row, "CAN_UP", i > 0);
        view_show(row, "CAN_DOWN", i + 1 < count);
        view_show(row, "CAN_REMOVE", count > 1);
        view_show(row, "FOCUSED", is_added && i + 1 == count);
    }
    view_show(view, "CAN_ADD", count < PROMPT_MESSAGES_MAX);
    view_show(view, "IS_FULL", count >= PROMPT_MESSAGES_MAX);
}
