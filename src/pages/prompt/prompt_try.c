#include <string.h>

#include "data/prompt/prompt_resolve.h"
#include "data/record/record_label.h"
#include "domain/record/version.h"
#include "pages/handlers.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_noun.h"
#include "pages/record/record_page.h"
#include "pages/record/record_strip.h"
#include "web/form_render.h"

/* Trying a version: its references resolved, its variables filled in. */

enum { FIELDS_MAX = 150, NAME_MAX_BYTES = 200 };

/* One field for each variable, so the table is made for the request. */
struct try_form {
    int64_t version;
    struct text values[FIELDS_MAX];
};

struct
try {
    struct prompt prompt;
    int64_t version;
    struct prompt_content content;
    struct text text;       /* with references resolved, if that went well */
    struct problem problem; /* why not, otherwise */
    struct prompt_variables variables;
    struct try_form typed;
};

static int field_count(const struct try *try)
{
    return try->variables.count < FIELDS_MAX ? try->variables.count : FIELDS_MAX;
}

static const struct form_field *make_fields(struct page *page, const struct try *try)
{
    int count = field_count(try);
    struct form_field *fields = arena_array(page->arena, (size_t)count + 1, sizeof *fields);
    fields[0] = (struct form_field){.name = "version",
                                    .label = "Version",
                                    .kind = FORM_INT,
                                    .max = VERSION_MAX,
                                    .offset = offsetof(struct try_form, version)};
    for (int i = 0; i < count; i++)
        fields[i + 1] = (struct form_field){
            .name = arena_printf(page->arena, "var.%s", try->variables.names[i]),
            .label = try->variables.names[i],
            .kind = FORM_TEXT,
            .max_bytes = PROMPT_BODY_MAX,
            .offset = offsetof(struct try_form, values) + (size_t)i * sizeof(struct text)};
    return fields;
}

/* The version that is tried, as it would reach a program: with its references resolved. A
 * reference that leads nowhere is shown as what it is, and the rest can still be tried. */
static enum err load(struct page *page, int64_t number, struct try *try)
{
    struct record_head ahead = record_page_ahead(page, &prompt_noun);
    struct record_source source = {.head = &ahead, .number = number};
    struct record_version version;
    struct prompt_reach reach;
    record_version_load_ahead(page->db, &source);
    prompt_reach_ahead(page->db, &source);
    record_label_ahead(page->db, &ahead);
    record_strip_ahead(page, &prompt_noun);
    enum err err = record_page_load(page, &prompt_noun, RECORD_HEAD_ONLY, &try->prompt);
    if (err == ERR_NONE)
        err = record_version_get(page->db, page->actor, &try->prompt.head, number, &version);
    if (err == ERR_NONE)
        err = prompt_reach_load(page->db, &source, &reach);
    if (err != ERR_NONE)
        return err;
    try->version = version.version;
    try->content = prompt_content(&version.content);
    err = prompt_resolve_content(page->db, page->actor, &try->prompt.head, &try->content, &reach,
                                 &try->text, &try->problem);
    if (err != ERR_NONE && err != ERR_INVALID)
        return err;
    if (err == ERR_INVALID)
        try->text = try->content.body;
    prompt_body_variables(page->arena, try->content.type, try->text, &try->variables);
    return ERR_NONE;
}

static int64_t version_param(const struct param_list *params)
{
    const struct text *typed = param_find(params, "version");
    int64_t number = 0;
    if (typed == NULL || text_parse_int(typed->data, 1, VERSION_MAX, &number) != ERR_NONE)
        return 0;
    return number;
}

static void show_fields(struct page *page, const struct try *try)
{
    for (int i = 0; i < field_count(try); i++) {
        struct view *field = view_add(page->view, "VARIABLE_FIELD");
        const struct text *value = &try->typed.values[i];
        view_number(field, "N", i + 1);
        view_text(field, "VARIABLE_NAME", try->variables.names[i]);
        view_set_key(field, view_key("VALUE"), value->data, value->len);
    }
    view_show(page->view, "NO_VARIABLES", try->variables.count == 0);
    view_show(page->view, "HAS_VARIABLES", try->variables.count > 0);
    view_show(page->view, "MORE_VARIABLES", try->variables.count > FIELDS_MAX);
}

static enum err show_choices(struct page *page, const struct try *try)
{
    struct record_label_list labels;
    enum err err = record_label_list(page->db, &try->prompt.head, &labels);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < labels.count; i++) {
        struct view *choice = view_add(page->view, "CHOICE");
        view_text(choice, "LABEL_NAME", labels.labels[i].label);
        view_number(choice, "LABEL_VERSION", labels.labels[i].version);
        view_show(choice, "PRODUCTION", strcmp(labels.labels[i].label, LABEL_PRODUCTION) == 0);
    }
    return ERR_NONE;
}

static enum err show(struct page *page, const struct try *try, int status)
{
    record_strip_head(page, &prompt_noun, &try->prompt.head, RECORD_TAB_PREVIEW, try->version);
    struct view *view = page->view;
    view_number(view, "TRIED_VERSION", try->version);
    if (try->problem.message != NULL)
        view_text(view_add(view, "UNRESOLVED"), "REASON", try->problem.message);
    show_fields(page, try);
    enum err err = show_choices(page, try);
    if (err != ERR_NONE)
        return err;
    return record_page_show(page, status, "Preview", try->prompt.name, "prompt/try.tpl");
}

enum err page_prompt_try(struct page *page)
{
    struct try *try = arena_alloc(page->arena, sizeof *try);
    enum err err = load(page, version_param(&page->request->query), try);
    if (err != ERR_NONE)
        return err;
    prompt_body_show(page, page_view(page),
                     &(struct prompt_body_shown){try->content.type, try->text, "Text", NULL});
    return show(page, try, 200);
}

/* The values that were given; an empty field leaves its variable as it stands. */
static int read_values(const struct try *try, struct prompt_value *values)
{
    int count = 0;
    for (int i = 0; i < field_count(try); i++)
        if (try->typed.values[i].len > 0)
            values[count++] = (struct prompt_value){
                try->variables.names[i], try->typed.values[i].data, try->typed.values[i].len};
    return count;
}

static enum err render_text(struct page *page, const struct try *try, struct text source,
                            struct text *result)
{
    struct prompt_value values[FIELDS_MAX];
    struct buf out;
    buf_init(&out, page->arena);
    int count = read_values(try, values);
    enum err err = prompt_render(source.data, source.len, values, count, &out);
    *result = (struct text){out.data, out.len};
    return err;
}

/* A chat is rendered message by message: values never change its shape. */
static enum err render_chat(struct page *page, const struct try *try, struct text *result)
{
    struct prompt_chat chat;
    prompt_body_chat(page->arena, try->text, &chat);
    for (int i = 0; i < chat.count; i++) {
        struct chat_message *message = &chat.messages[i];
        struct text source = {message->content, message->content_len};
        struct text rendered;
        if (message->role == CHAT_PLACEHOLDER)
            continue;
        if (render_text(page, try, source, &rendered) != ERR_NONE)
            return ERR_INVALID;
        message->content = rendered.data;
        message->content_len = rendered.len;
    }
    result->data = prompt_chat_format(page->arena, &chat, &result->len);
    return ERR_NONE;
}

static void show_left(struct page *page, const struct try *try)
{
    struct view *left = NULL;
    for (int i = 0; i < field_count(try); i++) {
        if (try->typed.values[i].len > 0)
            continue;
        if (left == NULL)
            left = view_add(page->view, "LEFT_OPEN");
        view_text(view_add(left, "OPEN_NAME"), "NAME", try->variables.names[i]);
    }
}

static enum err show_result(struct page *page, struct form *form, const struct try *try)
{
    struct text result;
    bool is_chat = try->content.type == PROMPT_CHAT;
    enum err err =
        is_chat ? render_chat(page, try, &result) : render_text(page, try, try->text, &result);
    if (err != ERR_NONE) {
        form_error(form, "", "The result is longer than 4 MiB.");
        form_render(form, page_view(page));
        view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
        return show(page, try, 422);
    }
    view_show(page_view(page), "HAS_RESULT", true);
    show_left(page, try);
    prompt_body_show(page, page->view,
                     &(struct prompt_body_shown){try->content.type, result, "Result", NULL});
    return show(page, try, 200);
}

enum err page_prompt_try_post(struct page *page)
{
    struct try *try = arena_alloc(page->arena, sizeof *try);
    struct form form;
    enum err err = load(page, version_param(&page->request->form), try);
    if (err != ERR_NONE)
        return err;
    err =
        form_parse(&form, page->request, make_fields(page, try), field_count(try) + 1, &try->typed);
    if (err == ERR_NONE)
        return show_result(page, &form, try);
    form_render(&form, page_view(page));
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    return show(page, try, page->request->form_refusal == NULL ? 422 : 403);
}
