#include "pages/trial/trial_form.h"

#include "base/number.h"
#include "data/prompt/prompt_shape.h"
#include "data/release/record_label.h"
#include "data/trial/trial_class.h"
#include "pages/record/record_page.h"
#include "pages/record/record_strip.h"
#include "web/form_render.h"

enum { FIXED_FIELDS = 3, LIVE_BYTES = 2 };

int trial_form_variables(const struct trial_page *trial)
{
    return trial->variables.count < TRIAL_VARIABLES_MAX ? trial->variables.count
                                                        : TRIAL_VARIABLES_MAX;
}

/* ---- reading ------------------------------------------------------------------------------- */

static const struct form_field *make_fields(struct page *page, const struct trial_page *trial,
                                            int count)
{
    static const struct form_field fixed[FIXED_FIELDS] = {
        {.name = "version",
         .label = "Version",
         .kind = FORM_INT,
         .number = NUMBER_VERSION_OR_NONE,
         .offset = offsetof(struct trial_form, version)},
        {.name = "live",
         .label = "Live",
         .kind = FORM_LINE,
         .max_bytes = LIVE_BYTES,
         .offset = offsetof(struct trial_form, live)},
        {.name = "message",
         .label = "Message",
         .kind = FORM_TEXT,
         .max_bytes = PROMPT_BODY_MAX,
         .offset = offsetof(struct trial_form, message)}};
    int variables = trial_form_variables(trial);
    struct form_field *fields = arena_array(page->arena, (size_t)count, sizeof *fields);
    for (int i = 0; i < FIXED_FIELDS; i++)
        fields[i] = fixed[i];
    for (int i = 0; i < variables; i++)
        fields[FIXED_FIELDS + i] = (struct form_field){
            .name = arena_printf(page->arena, "var.%s", trial->variables.names[i]),
            .label = trial->variables.names[i],
            .kind = FORM_TEXT,
            .max_bytes = PROMPT_BODY_MAX,
            .offset = offsetof(struct trial_form, values) + (size_t)i * sizeof(struct text)};
    trial_target_fields(page, offsetof(struct trial_form, targets),
                        fields + FIXED_FIELDS + variables);
    return fields;
}

enum err trial_form_parse(struct page *page, struct trial_page *trial, struct form *form)
{
    int count = FIXED_FIELDS + trial_form_variables(trial) + TRIAL_TARGET_FIELDS;
    return form_parse(form, page->request, make_fields(page, trial, count), count, &trial->typed);
}

static void find_variables(struct page *page, struct trial_page *trial)
{
    const struct prompt_inputs *inputs = &trial->content.inputs;
    struct prompt_variables *variables = &trial->variables;
    variables->names =
        arena_array(page->arena, (size_t)inputs->count + 1, sizeof *variables->names);
    variables->count = 0;
    for (int i = 0; i < inputs->count; i++)
        if (!inputs->items[i].is_placeholder)
            variables->names[variables->count++] = inputs->items[i].name;
}

enum err trial_form_load(struct page *page, int64_t number, struct trial_page *trial)
{
    trial->noun = record_noun_of_page(page);
    trial->head = arena_alloc(page->arena, trial->noun->store->size);
    struct record_head ahead = record_page_ahead(page, trial->noun);
    struct record_source source = {.head = &ahead, .number = number};
    trial_ahead(page->db, &source);
    record_label_ahead(page->db, &ahead);
    endpoint_choices_ahead(page->db, page->actor);
    record_strip_ahead(page, trial->noun);
    enum err err = record_page_load(page, trial->noun, RECORD_HEAD_ONLY, trial->head);
    if (err == ERR_NONE)
        err = trial_load_version(page->db, page->actor, trial->head, number, &trial->content,
                                 &trial->problem);
    if (err != ERR_NONE && err != ERR_INVALID)
        return err;
    find_variables(page, trial);
    return ERR_NONE;
}

int64_t trial_form_version(const struct param_list *params)
{
    const struct text *typed = param_find(params, "version");
    int64_t number = 0;
    if (typed == NULL || number_parse(NUMBER_VERSION, typed->data, &number) != ERR_NONE)
        return 0;
    return number;
}

int trial_form_values(const struct trial_page *trial, struct prompt_value *values)
{
    int count = 0;
    for (int i = 0; i < trial_form_variables(trial); i++)
        if (trial->typed.values[i].len > 0)
            values[count++] = (struct prompt_value){
                trial->variables.names[i], trial->typed.values[i].data, trial->typed.values[i].len};
    return count;
}

/* ---- showing ------------------------------------------------------------------------------- */

static void show_fields(struct page *page, const struct trial_page *trial)
{
    for (int i = 0; i < trial_form_variables(trial); i++) {
        struct view *field = view_add(page->view, "VARIABLE_FIELD");
        const struct text *value = &trial->typed.values[i];
        view_number(field, "N", i + 1);
        view_text(field, "VARIABLE_NAME", trial->variables.names[i]);
        view_set_key(field, view_key("VALUE"), value->data, value->len);
    }
    view_show(page->view, "NO_VARIABLES", trial->variables.count == 0);
    view_show(page->view, "HAS_VARIABLES", trial->variables.count > 0);
    view_show(page->view, "MORE_VARIABLES", trial->variables.count > TRIAL_VARIABLES_MAX);
    view_show(page->view, "IS_AGENT", trial->content.is_agent);
    view_show(page->view, "IS_PROMPT", !trial->content.is_agent);
    view_set_key(page->view, view_key("MESSAGE"), trial->typed.message.data,
                 trial->typed.message.len);
}

static enum err show_choices(struct page *page, const struct trial_page *trial)
{
    struct record_label_list labels;
    enum err err = record_label_list(page->db, trial->head, &labels);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < labels.count; i++) {
        struct view *choice = view_add(page->view, "CHOICE");
        record_page_label(choice, labels.labels[i].label);
        view_number(choice, "LABEL_VERSION", labels.labels[i].version);
    }
    return ERR_NONE;
}

/* How sensitive what is sent is, for those who can send it somewhere. */
static void show_class(struct page *page, const struct trial_page *trial)
{
    struct view *class = view_add(page->view, "DATA_CLASS");
    const struct endpoint_class_words *words = &endpoint_classes[trial->content.data_class];
    view_text(class, "CLASS_TITLE", words->title);
    view_text(class, "CLASS_TEXT", words->text);
    view_show(class, "MAY_CHANGE",
              record_page_allows(page, trial->noun->kind->change, trial->head));
}

enum err trial_form_show(struct page *page, const struct trial_page *trial, int status)
{
    record_strip_head(page, trial->noun, trial->head, RECORD_TAB_PREVIEW, trial->content.version);
    struct view *view = page->view;
    view_number(view, "PREVIEWED_VERSION", trial->content.version);
    if (trial->problem.message != NULL)
        view_text(view_add(view, "UNRESOLVED"), "REASON", trial->problem.message);
    show_fields(page, trial);
    enum err err = show_choices(page, trial);
    if (err == ERR_NONE)
        err = trial_targets_show(page, &trial->content, trial->typed.targets);
    if (err != ERR_NONE)
        return err;
    show_class(page, trial);
    return record_page_show(page, status, "Preview", trial->head->name, "trial/preview.tpl");
}

enum err trial_form_refuse(struct page *page, const struct trial_page *trial,
                           const struct form *form)
{
    int status = page->request->form_refusal == NULL ? 422 : page->request->refusal_status;
    form_render(form, page_view(page));
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    return trial_form_show(page, trial, status);
}
