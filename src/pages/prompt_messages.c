#include "pages/prompt_messages.h"

#include <string.h>

#include "pages/prompt_body.h"

/* Lists that can be written: copies, with room for one more. */
struct messages {
    struct text *roles;
    struct text *contents;
    int count;
};

static struct text text_of(const char *literal)
{
    return (struct text){literal, strlen(literal)};
}

static void store(const struct messages *messages, struct text_list *roles,
                  struct text_list *contents)
{
    *roles = (struct text_list){messages->roles, messages->count};
    *contents = (struct text_list){messages->contents, messages->count};
}

static void make_room(struct page *page, int count, struct messages *messages)
{
    messages->roles = arena_array(page->arena, (size_t)count + 1, sizeof *messages->roles);
    messages->contents = arena_array(page->arena, (size_t)count + 1, sizeof *messages->contents);
    messages->count = count;
}

void prompt_messages_start(struct page *page, struct text_list *roles, struct text_list *contents)
{
    struct messages messages;
    make_room(page, 2, &messages);
    messages.roles[0] = text_of("system");
    messages.roles[1] = text_of("user");
    messages.contents[0] = messages.contents[1] = text_of("");
    store(&messages, roles, contents);
}

void prompt_messages_of(struct page *page, struct text body, struct text_list *roles,
                        struct text_list *contents)
{
    struct prompt_chat chat;
    struct messages messages;
    prompt_body_chat(page->arena, body, &chat);
    make_room(page, chat.count, &messages);
    for (int i = 0; i < chat.count; i++) {
        const struct chat_message *message = &chat.messages[i];
        messages.roles[i] = text_of(chat_role_name(message->role));
        messages.contents[i] = message->role == CHAT_PLACEHOLDER
                                   ? text_of(message->placeholder)
                                   : (struct text){message->content, message->content_len};
    }
    store(&messages, roles, contents);
}

static void swap(struct text *items, int a, int b)
{
    struct text kept = items[a];
    items[a] = items[b];
    items[b] = kept;
}

static void move(struct messages *messages, int from, int to)
{
    if (to < 0 || to >= messages->count)
        return;
    swap(messages->roles, from, to);
    swap(messages->contents, from, to);
}

static void cut(struct messages *messages, int place)
{
    for (int i = place; i + 1 < messages->count; i++)
        move(messages, i, i + 1);
    messages->count--;
}

/* The usual turn: an answer to a user, a question after anything else. */
static void append(struct messages *messages)
{
    if (messages->count >= PROMPT_MESSAGES_MAX)
        return;
    bool is_answer =
        messages->count > 0 && strcmp(messages->roles[messages->count - 1].data, "user") == 0;
    messages->roles[messages->count] = text_of(is_answer ? "assistant" : "user");
    messages->contents[messages->count] = text_of("");
    messages->count++;
}

static bool is_verb(const char *button, const char *verb, const char **rest)
{
    if (!text_starts_with(button, verb))
        return false;
    *rest = button + strlen(verb);
    return true;
}

void prompt_messages_change(struct page *page, const char *button, struct text_list *roles,
                            struct text_list *contents)
{
    int count = roles->count < contents->count ? roles->count : contents->count;
    struct messages messages;
    int64_t number = 0;
    const char *rest = "";
    make_room(page, count, &messages);
    for (int i = 0; i < count; i++) {
        messages.roles[i] = roles->items[i];
        messages.contents[i] = contents->items[i];
    }
    bool is_removing = is_verb(button, "remove:", &rest);
    bool is_up = is_verb(button, "up:", &rest);
    bool is_down = is_verb(button, "down:", &rest);
    if (strcmp(button, "add") == 0)
        append(&messages);
    else if (text_parse_int(rest, 1, count, &number) != ERR_NONE)
        number = 0;
    int place = (int)number - 1;
    if (number > 0 && is_removing)
        cut(&messages, place);
    else if (number > 0 && (is_up || is_down))
        move(&messages, place, is_up ? place - 1 : place + 1);
    store(&messages, roles, contents);
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
