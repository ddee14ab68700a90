#include "pages/prompt/prompt_messages.h"

#include <string.h>

#include "pages/prompt/prompt_body.h"
#include "pages/shell/form_rows.h"
#include "web/form_same.h"

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

void prompt_messages_of(struct page *page, struct text body, struct text_list *roles,
                        struct text_list *contents)
{
    struct prompt_chat chat;
    struct form_rows rows;
    prompt_body_chat(page->arena, body, &chat);
    *roles = *contents = (struct text_list){NULL, 0};
    begin(page, roles, contents, chat.count, &rows);
    for (int i = 0; i < chat.count; i++) {
        const struct chat_message *message = &chat.messages[i];
        append(&rows, text_of(chat_role_name(message->role)),
               message->role == CHAT_PLACEHOLDER
                   ? text_of(message->placeholder)
                   : (struct text){message->content, message->content_len});
    }
}

/* The usual turn: an answer to a user, a question after anything else. */
static const char *next_role(const struct form_rows *rows)
{
    bool is_answer = rows->count > 0 && strcmp(rows->cells[0][rows->count - 1].data, "user") == 0;
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

static enum err read_message(struct page *page, const struct text *role, const struct text *content,
                             struct chat_message *message)
{
    if (chat_role_parse(role->data, &message->role) != ERR_NONE)
        return ERR_INVALID;
    bool is_placeholder = message->role == CHAT_PLACEHOLDER;
    message->placeholder = is_placeholder ? text_trim(page->arena, content->data) : NULL;
    message->content = is_placeholder ? "" : content->data;
    message->content_len = is_placeholder ? 0 : content->len;
    return ERR_NONE;
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
    for (int i = 0; i < count && problem == NULL; i++)
        if (read_message(page, &typed->roles.items[i], &typed->contents.items[i],
                         &chat.messages[chat.count++]) != ERR_NONE)
            problem = arena_printf(page->arena, "Message %d has no role of the list.", i + 1);
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

/* The place of the message that this one was made from, and its text; -1: none has it. */
static int keep_message(struct page *page, const struct prompt_chat *stored,
                        struct chat_message *message, int place)
{
    struct text typed = {message->content, message->content_len};
    for (int i = 0; i < stored->count; i++) {
        int at = (place + i) % stored->count; /* most likely where it was */
        const struct chat_message *old = &stored->messages[at];
        struct text text = {old->content, old->content_len};
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
    prompt_body_chat(page->arena, stored, &before);
    prompt_body_chat(page->arena, *body, &now);
    bool is_same = now.count == before.count;
    for (int i = 0; i < now.count; i++)
        is_same &= keep_message(page, &before, &now.messages[i], i) == i;
    if (is_same)
        *body = stored;
    else
        body->data = prompt_chat_format(page->arena, &now, &body->len);
}

static void show_roles(struct view *row, const struct text *role)
{
    static const char *const options[] = {"system",      "System",      "user",
                                          "User",        "assistant",   "Assistant",
                                          "placeholder", "Placeholder", NULL};
    for (int i = 0; options[i] != NULL; i += 2) {
        struct view *option = view_add(row, "ROLE_OPTION");
        view_text(option, "VALUE", options[i]);
        view_text(option, "TEXT", options[i + 1]);
        view_show(option, "SELECTED", strcmp(options[i], role->data) == 0);
    }
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
        view_show(row, "CAN_UP", i > 0);
        view_show(row, "CAN_DOWN", i + 1 < count);
        view_show(row, "CAN_REMOVE", count > 1);
        view_show(row, "FOCUSED", is_added && i + 1 == count);
    }
    view_show(view, "CAN_ADD", count < PROMPT_MESSAGES_MAX);
    view_show(view, "IS_FULL", count >= PROMPT_MESSAGES_MAX);
}
