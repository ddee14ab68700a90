#include "pages/prompt/prompt_targets.h"

#include <string.h>

#include "base/json.h"
#include "base/number.h"

enum { FIELDS = PROMPT_TARGET_FIELDS / PROMPT_TARGETS, MODEL_BYTES = 300, NUMBER_BYTES = 20 };

static const struct {
    const char *name, *label;
    size_t offset, max_bytes;
} declared[FIELDS] = {
    {"model", "Model", offsetof(struct prompt_target_form, model), MODEL_BYTES},
    {"version", "Version", offsetof(struct prompt_target_form, version), NUMBER_BYTES},
    {"temperature", "Temperature", offsetof(struct prompt_target_form, temperature), NUMBER_BYTES},
    {"max_tokens", "Max output tokens", offsetof(struct prompt_target_form, max_tokens),
     NUMBER_BYTES},
};

static const char *field_name(struct page *page, int field, int target)
{
    return arena_printf(page->arena, "%s.%d", declared[field].name, target + 1);
}

void prompt_target_fields(struct page *page, size_t offset, struct form_field *fields)
{
    for (int i = 0; i < PROMPT_TARGET_FIELDS; i++) {
        int target = i / FIELDS, field = i % FIELDS;
        fields[i] = (struct form_field){
            .name = field_name(page, field, target),
            .label = arena_printf(page->arena, "%s %d", declared[field].label, target + 1),
            .kind = FORM_LINE,
            .max_bytes = declared[field].max_bytes,
            .offset = offset + (size_t)target * sizeof(struct prompt_target_form) +
                      declared[field].offset};
    }
}

/* ---- showing ------------------------------------------------------------------------------- */

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static void show_option(struct page *page, struct view *row, const struct endpoint_choice *choice,
                        const char *model, const char *chosen)
{
    char id[UUID_TEXT_LEN];
    struct view *option = view_add(row, "OPTION");
    uuid_format(&choice->id, id);
    const char *value = arena_printf(page->arena, "%s %s", id, model);
    view_text(option, "VALUE", value);
    view_text(option, "TEXT", arena_printf(page->arena, "%s: %s", choice->name, model));
    view_show(option, "SELECTED", strcmp(value, chosen) == 0);
}

static void show_options(struct page *page, struct view *row,
                         const struct endpoint_choices *choices, const char *chosen)
{
    for (int i = 0; i < choices->count; i++)
        for (const char *name = choices->items[i].models; *name != '\0';) {
            size_t len = strcspn(name, "\n");
            show_option(page, row, &choices->items[i], arena_copy(page->arena, name, len), chosen);
            name += len + (name[len] == '\n');
        }
}

static void show_target(struct page *page, struct view *run, int number,
                        const struct endpoint_choices *choices,
                        const struct prompt_target_form *typed)
{
    struct view *row = view_add(run, "TARGET");
    view_number(row, "N", number + 1);
    show_options(page, row, choices, or_empty(typed->model));
    view_text(row, "VERSION", or_empty(typed->version));
    view_text(row, "TEMPERATURE", or_empty(typed->temperature));
    view_text(row, "MAX_TOKENS", or_empty(typed->max_tokens));
}

enum err prompt_targets_show(struct page *page, const struct prompt_target_form *typed)
{
    struct endpoint_choices choices;
    enum err err = endpoint_choices(page->db, page->actor, &choices);
    view_show(page->view, "NO_ENDPOINTS", err == ERR_NONE && choices.count == 0);
    if (err != ERR_NONE || choices.count == 0)
        return err == ERR_DENIED ? ERR_NONE : err;
    struct view *run = view_add(page->view, "RUN");
    for (int i = 0; i < PROMPT_TARGETS; i++)
        show_target(page, run, i, &choices, &typed[i]);
    return ERR_NONE;
}

/* ---- reading ------------------------------------------------------------------------------- */

static enum err refuse(struct page *page, struct form *form, int field, int target,
                       const char *message)
{
    form_error(form, field_name(page, field, target), message);
    return ERR_INVALID;
}

/* "UUID MODEL". */
static enum err read_model(struct page *page, const char *text, struct prompt_target *target)
{
    size_t len = strcspn(text, " ");
    target->model = text[len] == ' ' ? text + len + 1 : "";
    const char *id = arena_copy(page->arena, text, len);
    return target->model[0] != '\0' ? uuid_parse(id, &target->endpoint_id) : ERR_INVALID;
}

/* A number of JSON: 0.7. */
static enum err read_temperature(struct page *page, const char *text, json_t **temperature)
{
    const char *problem = NULL;
    if (json_parse(page->arena, text, strlen(text), temperature, &problem) != ERR_NONE ||
        !number_fits_json(NUMBER_TEMPERATURE, *temperature))
        return ERR_INVALID;
    return ERR_NONE;
}

static enum err read_target(struct page *page, struct form *form, int number,
                            const struct prompt_target_form *typed, struct prompt_target *target)
{
    *target = (struct prompt_target){.version = 0};
    if (read_model(page, typed->model, target) != ERR_NONE)
        return refuse(page, form, 0, number, "Choose a model from the list.");
    if (or_empty(typed->version)[0] != '\0' &&
        number_parse(NUMBER_VERSION, typed->version, &target->version) != ERR_NONE)
        return refuse(page, form, 1, number, "Enter the number of a version.");
    if (or_empty(typed->temperature)[0] != '\0' &&
        read_temperature(page, typed->temperature, &target->temperature) != ERR_NONE)
        return refuse(page, form, 2, number, "Enter a number from 0 to 2, such as 0.7.");
    if (or_empty(typed->max_tokens)[0] != '\0' &&
        number_parse(NUMBER_MAX_OUTPUT_TOKENS, typed->max_tokens, &target->max_tokens) != ERR_NONE)
        return refuse(page, form, 3, number, "Enter a whole number from 1 on.");
    return ERR_NONE;
}

enum err prompt_targets_read(struct page *page, struct form *form,
                             const struct prompt_target_form *typed, struct prompt_target *targets,
                             int *count)
{
    *count = 0;
    for (int i = 0; i < PROMPT_TARGETS; i++) {
        if (or_empty(typed[i].model)[0] == '\0')
            continue;
        enum err err = read_target(page, form, i, &typed[i], &targets[*count]);
        if (err != ERR_NONE)
            return err;
        (*count)++;
    }
    return *count > 0 ? ERR_NONE : refuse(page, form, 0, 0, "Choose a model.");
}
