#include "pages/prompt/prompt_previewed.h"

#include "base/number.h"
#include "data/prompt/prompt_resolve.h"
#include "data/release/record_label.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_noun.h"
#include "pages/record/record_page.h"
#include "pages/record/record_strip.h"

int prompt_preview_variables(const struct preview *preview)
{
    return preview->variables.count < PREVIEW_FIELDS_MAX ? preview->variables.count
                                                         : PREVIEW_FIELDS_MAX;
}

static const struct form_field *make_fields(struct page *page, const struct preview *preview)
{
    int variables = prompt_preview_variables(preview);
    struct form_field *fields =
        arena_array(page->arena, (size_t)(variables + 1 + PROMPT_TARGET_FIELDS), sizeof *fields);
    fields[0] = (struct form_field){.name = "version",
                                    .label = "Version",
                                    .kind = FORM_INT,
                                    .number = NUMBER_VERSION_OR_NONE,
                                    .offset = offsetof(struct preview_form, version)};
    for (int i = 0; i < variables; i++)
        fields[i + 1] = (struct form_field){
            .name = arena_printf(page->arena, "var.%s", preview->variables.names[i]),
            .label = preview->variables.names[i],
            .kind = FORM_TEXT,
            .max_bytes = PROMPT_BODY_MAX,
            .offset = offsetof(struct preview_form, values) + (size_t)i * sizeof(struct text)};
    prompt_target_fields(page, offsetof(struct preview_form, targets), fields + 1 + variables);
    return fields;
}

enum err prompt_preview_parse(struct page *page, struct preview *preview, struct form *form)
{
    return form_parse(form, page->request, make_fields(page, preview),
                      prompt_preview_variables(preview) + 1 + PROMPT_TARGET_FIELDS,
                      &preview->typed);
}

enum err prompt_preview_load(struct page *page, int64_t number, struct preview *preview)
{
    struct record_head ahead = record_page_ahead(page, &prompt_noun);
    struct record_source source = {.head = &ahead, .number = number};
    struct record_version version;
    struct prompt_reach reach;
    record_version_load_ahead(page->db, &source);
    prompt_reach_ahead(page->db, &source);
    record_label_ahead(page->db, &ahead);
    endpoint_choices_ahead(page->db, page->actor);
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

int64_t prompt_preview_version(const struct param_list *params)
{
    const struct text *typed = param_find(params, "version");
    int64_t number = 0;
    if (typed == NULL || number_parse(NUMBER_VERSION, typed->data, &number) != ERR_NONE)
        return 0;
    return number;
}

int prompt_preview_values(const struct preview *preview, struct prompt_value *values)
{
    int count = 0;
    for (int i = 0; i < prompt_preview_variables(preview); i++)
        if (preview->typed.values[i].len > 0)
            values[count++] =
                (struct prompt_value){preview->variables.names[i], preview->typed.values[i].data,
                                      preview->typed.values[i].len};
    return count;
}

static void show_fields(struct page *page, const struct preview *preview)
{
    for (int i = 0; i < prompt_preview_variables(preview); i++) {
        struct view *field = view_add(page->view, "VARIABLE_FIELD");
        const struct text *value = &preview->typed.values[i];
        view_number(field, "N", i + 1);
        view_text(field, "VARIABLE_NAME", preview->variables.names[i]);
        view_set_key(field, view_key("VALUE"), value->data, value->len);
    }
    view_show(page->view, "NO_VARIABLES", preview->variables.count == 0);
    view_show(page->view, "HAS_VARIABLES", preview->variables.count > 0);
    view_show(page->view, "MORE_VARIABLES", preview->variables.count > PREVIEW_FIELDS_MAX);
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

enum err prompt_preview_show(struct page *page, const struct preview *preview, int status)
{
    record_strip_head(page, &prompt_noun, &preview->prompt.head, RECORD_TAB_PREVIEW,
                      preview->version);
    struct view *view = page->view;
    view_number(view, "PREVIEWED_VERSION", preview->version);
    if (preview->problem.message != NULL)
        view_text(view_add(view, "UNRESOLVED"), "REASON", preview->problem.message);
    show_fields(page, preview);
    enum err err = show_choices(page, preview);
    if (err == ERR_NONE)
        err = prompt_targets_show(page, preview->typed.targets);
    if (err != ERR_NONE)
        return err;
    return record_page_show(page, status, "Preview", preview->prompt.name,
                            "prompt/preview_page.tpl");
}
