#include "pages/prompt/prompt_form.h"

#include <string.h>

#include "pages/prompt/prompt_messages.h"
#include "pages/prompt/prompt_picker.h"
#include "pages/record/record_editor.h"
#include "pages/record/record_fields.h"
#include "pages/shell/form_rows.h"
#include "web/form_same.h"

static const char *const types[] = {"text", "chat", NULL};

#define AT(member) offsetof(struct prompt_form, member)

static const struct form_field fields[] = {
    RECORD_FIELDS(struct prompt_form),
    {.name = "type", .label = "Type", .kind = FORM_CHOICE, .choices = types, .offset = AT(type)},
    {.name = "body",
     .label = "Body",
     .kind = FORM_TEXT,
     .max_bytes = PROMPT_BODY_MAX,
     .offset = AT(body)},
    {.name = "role", .label = "Role", .kind = FORM_TEXTS, .max_chars = 20, .offset = AT(roles)},
    {.name = "content",
     .label = "Message",
     .kind = FORM_TEXTS,
     .max_bytes = PROMPT_BODY_MAX,
     .offset = AT(contents)},
    {.name = "settings",
     .label = "Model settings",
     .kind = FORM_TEXT,
     .max_bytes = PROMPT_SETTINGS_MAX,
     .offset = AT(settings)},
    {.name = "do", .label = "Button", .kind = FORM_LINE, .max_chars = 20, .offset = AT(action)},
    {.name = "ref_q",
     .label = "Find prompts",
     .kind = FORM_LINE,
     .max_chars = 200,
     .offset = AT(ref_q)},
    {.name = "ref_q_before",
     .label = "Found prompts",
     .kind = FORM_LINE,
     .max_chars = 200,
     .offset = AT(ref_q_before)},
    {.name = "reference",
     .label = "Reference",
     .kind = FORM_LINE,
     .max_chars = 400,
     .offset = AT(reference)},
    {.name = "ref_into",
     .label = "Into message",
     .kind = FORM_INT,
     .number = NUMBER_MESSAGE_PLACE,
     .offset = AT(ref_into)},
};

/* The fields above and one for each value that came, "var.NAME". */
static const struct form_field *all_fields(struct page *page, struct prompt_form *typed, int *count)
{
    static const char prefix[] = "var.";
    const struct param_list *params = &page->request->form;
    int own = (int)COUNT_OF(fields);
    struct form_field *all = arena_array(page->arena, (size_t)own + PROMPT_VALUES_MAX, sizeof *all);
    memcpy(all, fields, sizeof fields);
    *count = own;
    typed->value_count = 0;
    for (int i = 0; i < params->count && typed->value_count < PROMPT_VALUES_MAX; i++) {
        const char *name = params->items[i].name;
        if (strncmp(name, prefix, strlen(prefix)) != 0 ||
            param_find(params, name) != &params->items[i].value)
            continue;
        int place = typed->value_count++;
        typed->value_names[place] = name + strlen(prefix);
        all[(*count)++] =
            (struct form_field){.name = name,
                                .label = name + strlen(prefix),
                                .kind = FORM_TEXT,
                                .max_bytes = PROMPT_BODY_MAX,
                                .offset = AT(values) + (size_t)place * sizeof(struct text)};
    }
    return all;
}

/* Enter in a field presses the first button, which is called so: in the search it means Find. */
static enum prompt_form_action action_of(const struct prompt_form *typed)
{
    bool is_save = strcmp(typed->action, "enter") == 0
                       ? strcmp(typed->ref_q, typed->ref_q_before) == 0
                       : record_editor_saves(typed->action);
    return is_save ? PROMPT_FORM_SAVE : PROMPT_FORM_CHANGE;
}

/* What the other buttons do. */
static void change(struct page *page, struct prompt_form *typed)
{
    if (strcmp(typed->action, "ref-insert") == 0)
        prompt_picker_insert(page, typed);
    prompt_messages_change(page, typed->action, &typed->roles, &typed->contents);
}

/* What only saving needs. */
static void check_for_saving(struct form *form, const struct prompt_form *typed)
{
    if (typed->type == PROMPT_TEXT && typed->body.len == 0 && form_message(form, "body") == NULL)
        form_error(form, "body", "Write a body.");
}

static const char *trimmed(struct page *page, const struct text *typed)
{
    return typed == NULL ? "" : text_trim(page->arena, typed->data);
}

/* A field that broke a rule is shown again as it was typed. */
static void keep_typed(struct page *page, struct prompt_form *typed)
{
    const struct param_list *params = &page->request->form;
    const struct text *body = param_find(params, "body");
    const struct text *description = param_find(params, "description");
    const struct text *settings = param_find(params, "settings");
    typed->name = trimmed(page, param_find(params, "name"));
    typed->tags = trimmed(page, param_find(params, "tags"));
    typed->message = trimmed(page, param_find(params, "message"));
    if (body != NULL)
        typed->body.data = text_to_lf(page->arena, body->data, body->len, &typed->body.len);
    if (description != NULL)
        typed->description = *description;
    if (settings != NULL)
        typed->settings = *settings;
}

enum err prompt_form_parse(struct page *page, struct form *form, struct prompt_form *typed,
                           enum prompt_form_action *action)
{
    int count = 0;
    const struct form_field *declared = all_fields(page, typed, &count);
    enum err err = form_parse(form, page->request, declared, count, typed);
    if (typed->type < 0)
        typed->type = PROMPT_TEXT;
    *action = action_of(typed);
    if (*action == PROMPT_FORM_SAVE)
        check_for_saving(form, typed);
    else if (page->request->form_refusal == NULL)
        form_rows_forgive(form);
    if (err != ERR_NONE)
        keep_typed(page, typed);
    if (*action == PROMPT_FORM_CHANGE)
        change(page, typed);
    if (typed->type == PROMPT_CHAT)
        prompt_messages_body(page, form, typed, *action == PROMPT_FORM_SAVE);
    return form->error_count == 0 ? ERR_NONE : ERR_INVALID;
}

void prompt_form_keep(struct page *page, const struct prompt *prompt, struct prompt_form *typed)
{
    struct arena *arena = page->arena;
    struct text description = {prompt->description, strlen(prompt->description)};
    struct text settings = {prompt->settings, strlen(prompt->settings)};
    typed->description = form_same_text(arena, typed->description, description);
    typed->settings = form_same_text(arena, typed->settings, settings);
    if (typed->type == PROMPT_TEXT)
        typed->body = form_same_text(arena, typed->body, prompt->body);
    else if (prompt->type == PROMPT_CHAT)
        prompt_messages_keep(page, prompt->body, &typed->body);
}

struct prompt_draft prompt_form_draft(const struct prompt_form *typed)
{
    return (struct prompt_draft){
        .based_on_revision = typed->revision,
        .name = typed->name,
        .description = typed->description.data,
        .type = (enum prompt_type)typed->type,
        .body = typed->body,
        .settings = typed->settings.data,
        .tags = typed->tags,
        .message = typed->message,
    };
}

void prompt_form_blank(struct page *page, enum prompt_type type, struct prompt_form *typed)
{
    *typed = (struct prompt_form){
        .name = "",
        .description = {"", 0},
        .type = (int)type,
        .body = {"", 0},
        .tags = "",
        .message = "",
        .settings = {"", 0},
        .action = "",
        .ref_q = "",
        .ref_q_before = "",
        .reference = "",
    };
    if (type == PROMPT_CHAT)
        prompt_messages_start(page, &typed->roles, &typed->contents);
}

void prompt_form_of(struct page *page, const struct prompt *prompt, struct prompt_form *typed)
{
    prompt_form_blank(page, PROMPT_TEXT, typed);
    typed->name = prompt->name;
    typed->description = (struct text){prompt->description, strlen(prompt->description)};
    typed->type = (int)prompt->type;
    typed->body = prompt->body;
    typed->tags = tag_list_join(page->arena, &prompt->tags);
    typed->settings = (struct text){prompt->settings, strlen(prompt->settings)};
    typed->revision = prompt->revision;
    if (prompt->type == PROMPT_CHAT)
        prompt_messages_of(page, prompt->body, &typed->roles, &typed->contents);
}

static void set_text(struct view *view, const char *key, struct text text)
{
    view_set_key(view, view_key(key), text.data, text.len);
}

enum err prompt_form_show(struct page *page, const struct prompt_form *typed,
                          const struct prompt_saved *saved)
{
    struct view *view = page_view(page);
    view_text(view, "NAME", typed->name);
    set_text(view, "DESCRIPTION", typed->description);
    set_text(view, "BODY", typed->body);
    view_text(view, "TAGS", typed->tags);
    view_text(view, "MESSAGE", typed->message);
    set_text(view, "SETTINGS", typed->settings);
    view_show(view, "HAS_SETTINGS", typed->settings.len > 0);
    view_number(view, "REVISION", typed->revision);
    view_text(view, "TYPE", types[typed->type]);
    view_show(view, "TYPE_TEXT", typed->type == PROMPT_TEXT);
    if (typed->type == PROMPT_CHAT)
        prompt_messages_show(page, view_add(view, "TYPE_CHAT"), typed);
    view_text(view, "ACTION_URL", page->request->path);
    view_include(view, "FIELDS", "prompt/fields.tpl");
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    return prompt_rail_show(page, typed, saved);
}
