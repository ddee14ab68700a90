#include <string.h>

#include "base/number.h"
#include "data/prompt/prompt_resolve.h"
#include "data/release/record_label.h"
#include "pages/handlers.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_fill.h"
#include "pages/prompt/prompt_noun.h"
#include "pages/record/record_page.h"
#include "pages/record/record_strip.h"
#include "web/form_render.h"

/* A preview of a version: its references resolved, its variables filled in. */

enum { FIELDS_MAX = 150, NAME_MAX_BYTES = 200 };

/* One field for each variable, so the table is made for the request. */
struct preview_form {
    int64_t version;
    struct text values[FIELDS_MAX];
};

struct preview {
    struct prompt prompt;
    int64_t version;
    struct prompt_content content;
    struct text text;       /* with references resolved, if that went well */
    struct problem problem; /* why not, otherwise */
    struct prompt_variables variables;
    struct preview_form typed;
};

static int field_count(const struct preview *preview)
{
    return preview->variables.count < FIELDS_MAX ? preview->variables.count : FIELDS_MAX;
}

static const struct form_field *make_fields(struct page *page, const struct preview *preview)
{
    int count = field_count(preview);
    struct form_field *fields = arena_array(page->arena, (size_t)count + 1, sizeof *fields);
    fields[0] = (struct form_field){.name = "version",
                                    .label = "Version",
                                    .kind = FORM_INT,
                                    .number = NUMBER_VERSION_OR_NONE,
                                    .offset = offsetof(struct preview_form, version)};
    for (int i = 0; i < count; i++)
        fields[i + 1] = (struct form_field){
            .name = arena_printf(page->arena, "var.%s", preview->variables.names[i]),
            .label = preview->variables.names[i],
            .kind = FORM_TEXT,
            .max_bytes = PROMPT_BODY_MAX,
            .offset = offsetof(struct preview_form, values) + (size_t)i * sizeof(struct text)};
    return fields;
}

/* The version, as it would reach a program: with its references resolved. A
 * reference that leads nowhere is shown as what it is, and the rest is still previewed. */
static enum err load(struct page *page, int64_t number, struct preview *preview)
{
    struct record_head ahead = record_page_ahead(page, &prompt_noun);
    struct record_source source = {.head = &ahead, .number = number};
    struct record_version version;
    struct prompt_reach reach;
    record_version_load_ahead(page->db, &source);
    prompt_reach_ahead(page->db, &source);
    record_label_ahead(page->db, &ahead);
    record_strip_ahead(page, &prompt_noun);
    enum err err = record_page_load(page, &prompt_noun, RECORD_HEAD_ONLY, &preview->prompt);
    if (err == ERR_NONE)
        err = record_version_get(page->db, page->actor, &preview->prompt.head, number, &version);
    if (err == ERR_NONE)
        err = prompt_reach_load(page->db, &source, &reach);
    if (err != ERR_NONE)
        return err;
    preview->version = version.version;
    preview->content = prompt_content(&version.content);
    err = prompt_resolve_content(page->db, page->actor, &preview->prompt.head, &preview->content,
                                 &reach, &preview->text, &preview->problem);
    if (err != ERR_NONE && err != ERR_INVALID)
        return err;
    if (err == ERR_INVALID)
        preview->text = preview->content.body;
    prompt_body_variables(page->arena, preview->content.type, preview->text, &preview->variables);
    return ERR_NONE;
}

static int64_t version_param(const struct param_list *params)
{
    const struct text *typed = param_find(params, "version");
    int64_t number = 0;
    if (typed == NULL || number_parse(NUMBER_VERSION, typed->data, &number) != ERR_NONE)
        return 0;
    return number;
}

static void show_fields(struct page *page, const struct preview *preview)
{
    for (int i = 0; i < field_count(preview); i++) {
        struct view *field = view_add(page->view, "VARIABLE_FIELD");
        const struct text *value = &preview->typed.values[i];
        view_number(field, "N", i + 1);
        view_text(field, "VARIABLE_NAME", preview->variables.names[i]);
        view_set_key(field, view_key("VALUE"), value->data, value->len);
    }
    view_show(page->view, "NO_VARIABLES", preview->variables.count == 0);
    view_show(page->view, "HAS_VARIABLES", preview->variables.count > 0);
    view_show(page->view, "MORE_VARIABLES", preview->variables.count > FIELDS_MAX);
}

static enum err show_choices(struct page *page, const struct preview *preview)
{
    struct record_label_list labels;
    enum err err = record_label_list(page->db, &preview->prompt.head, &labels);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < labels.count; i++) {
        struct view *choice = view_add(page->view, "CHOICE");
        record_page_label(choice, labels.labels[i].label);
        view_number(choice, "LABEL_VERSION", labels.labels[i].version);
    }
    return ERR_NONE;
}

static enum err show(struct page *page, const struct preview *preview, int status)
{
    record_strip_head(page, &prompt_noun, &preview->prompt.head, RECORD_TAB_PREVIEW,
                      preview->version);
    struct view *view = page->view;
    view_number(view, "PREVIEWED_VERSION", preview->version);
    if (preview->problem.message != NULL)
        view_text(view_add(view, "UNRESOLVED"), "REASON", preview->problem.message);
    show_fields(page, preview);
    enum err err = show_choices(page, preview);
    if (err != ERR_NONE)
        return err;
    return record_page_show(page, status, "Preview", preview->prompt.name,
                            "prompt/preview_page.tpl");
}

enum err page_prompt_preview(struct page *page)
{
    struct preview *preview = arena_alloc(page->arena, sizeof *preview);
    enum err err = load(page, version_param(&page->request->query), preview);
    if (err != ERR_NONE)
        return err;
    prompt_body_show(
        page, page_view(page),
        &(struct prompt_body_shown){preview->content.type, preview->text, "Text", NULL});
    return show(page, preview, 200);
}

/* The values that were given; an empty field leaves its variable as it stands. */
static int read_values(const struct preview *preview, struct prompt_value *values)
{
    int count = 0;
    for (int i = 0; i < field_count(preview); i++)
        if (preview->typed.values[i].len > 0)
            values[count++] =
                (struct prompt_value){preview->variables.names[i], preview->typed.values[i].data,
                                      preview->typed.values[i].len};
    return count;
}

static void show_left(struct page *page, const struct preview *preview)
{
    struct view *left = NULL;
    for (int i = 0; i < field_count(preview); i++) {
        if (preview->typed.values[i].len > 0)
            continue;
        if (left == NULL)
            left = view_add(page->view, "LEFT_OPEN");
        view_text(view_add(left, "OPEN_NAME"), "NAME", preview->variables.names[i]);
    }
}

static enum err show_result(struct page *page, struct form *form, const struct preview *preview)
{
    struct text result;
    struct prompt_value items[FIELDS_MAX];
    struct prompt_values values = {items, read_values(preview, items)};
    if (prompt_fill(page, preview->content.type, preview->text, &values, &result) != ERR_NONE) {
        form_error(form, "", "The result is longer than 4 MiB.");
        form_render(form, page_view(page));
        view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
        return show(page, preview, 422);
    }
    (void)page_view(page);
    show_left(page, preview);
    prompt_body_show(page, page->view,
                     &(struct prompt_body_shown){preview->content.type, result, "Result", NULL});
    return show(page, preview, 200);
}

enum err page_prompt_preview_post(struct page *page)
{
    struct preview *preview = arena_alloc(page->arena, sizeof *preview);
    struct form form;
    enum err err = load(page, version_param(&page->request->form), preview);
    if (err != ERR_NONE)
        return err;
    err = form_parse(&form, page->request, make_fields(page, preview), field_count(preview) + 1,
                     &preview->typed);
    if (err == ERR_NONE)
        return show_result(page, &form, preview);
    form_render(&form, page_view(page));
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    int status = page->request->form_refusal == NULL ? 422 : page->request->refusal_status;
    return show(page, preview, status);
}

/* Where this page was. */
enum err page_prompt_try(struct page *page)
{
    return record_page_moved(page, &prompt_noun, "/preview");
}
