#include "pages/trial/trial_targets.h"

#include <string.h>

#include "base/json.h"
#include "base/number.h"

enum {
    FIELDS = TRIAL_TARGET_FIELDS / TRIAL_TARGETS,
    MODEL_BYTES = 300,
    NUMBER_BYTES = 20,
    STOP_BYTES = 200,
    STOPS_MAX = 4 /* as OpenAI's API has it */
};

/* Their places in the table. */
enum { FIELD_MODEL, FIELD_VERSION, FIELD_TEMPERATURE, FIELD_TOP_P, FIELD_MAX_TOKENS, FIELD_STOP };

static const struct {
    const char *name, *label;
    size_t offset, max_bytes;
} declared[FIELDS] = {
    {"model", "Model", offsetof(struct trial_target_form, model), MODEL_BYTES},
    {"version", "Version", offsetof(struct trial_target_form, version), NUMBER_BYTES},
    {"temperature", "Temperature", offsetof(struct trial_target_form, temperature), NUMBER_BYTES},
    {"top_p", "Top P", offsetof(struct trial_target_form, top_p), NUMBER_BYTES},
    {"max_tokens", "Max output tokens", offsetof(struct trial_target_form, max_tokens),
     NUMBER_BYTES},
    {"stop", "Stop sequences", offsetof(struct trial_target_form, stop), STOP_BYTES},
};

static const char *field_name(struct page *page, int field, int target)
{
    return arena_printf(page->arena, "%s.%d", declared[field].name, target + 1);
}

void trial_target_fields(struct page *page, size_t offset, struct form_field *fields)
{
    for (int i = 0; i < TRIAL_TARGET_FIELDS; i++) {
        int target = i / FIELDS, field = i % FIELDS;
        fields[i] = (struct form_field){
            .name = field_name(page, field, target),
            .label = arena_printf(page->arena, "%s %d", declared[field].label, target + 1),
            .kind = FORM_LINE,
            .max_bytes = declared[field].max_bytes,
            .offset = offset + (size_t)target * sizeof(struct trial_target_form) +
                      declared[field].offset};
    }
}

/* ---- showing ------------------------------------------------------------------------------- */

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

/* What is shown, and for which version. */
struct showing {
    struct page *page;
    const struct trial_content *content;
    const struct endpoint_choices *choices;
};

static void show_option(const struct showing *showing, struct view *row,
                        const struct endpoint_choice *choice, const char *model, const char *chosen)
{
    char id[UUID_TEXT_LEN];
    const char *problem = NULL;
    struct arena *arena = showing->page->arena;
    struct view *option = view_add(row, "OPTION");
    uuid_format(&choice->id, id);
    const char *value = arena_printf(arena, "%s %s", id, model);
    bool may = trial_may_send(arena, showing->content, choice->data_class, &problem) == ERR_NONE;
    view_text(option, "VALUE", value);
    view_text(option, "TEXT",
              arena_printf(arena, may ? "%s: %s" : "%s: %s (%s data at most)", choice->name, model,
                           endpoint_class_names[choice->data_class]));
    view_show(option, "SELECTED", strcmp(value, chosen) == 0);
    view_show(option, "DISABLED", !may);
}

static void show_options(const struct showing *showing, struct view *row, const char *chosen)
{
    for (int i = 0; i < showing->choices->count; i++) {
        const struct endpoint_choice *choice = &showing->choices->items[i];
        for (const char *name = choice->models; *name != '\0';) {
            size_t len = strcspn(name, "\n");
            show_option(showing, row, choice, arena_copy(showing->page->arena, name, len), chosen);
            name += len + (name[len] == '\n');
        }
    }
}

static bool is_typed(const struct trial_target_form *typed)
{
    return or_empty(typed->model)[0] != '\0' || or_empty(typed->version)[0] != '\0';
}

static void show_target(const struct showing *showing, struct view *run, int number,
                        const struct trial_target_form *typed)
{
    struct view *row = view_add(run, "TARGET");
    view_number(row, "N", number + 1);
    show_options(showing, row, or_empty(typed->model));
    view_text(row, "VERSION", or_empty(typed->version));
    view_text(row, "TEMPERATURE", or_empty(typed->temperature));
    view_text(row, "TOP_P", or_empty(typed->top_p));
    view_text(row, "MAX_TOKENS", or_empty(typed->max_tokens));
    view_text(row, "STOP", or_empty(typed->stop));
    view_show(row, "IS_OPEN", number == 0 || is_typed(typed));
}

/* "UUID MODEL" of the first endpoint that has the model which the version names. */
static const char *usual_model(const struct showing *showing)
{
    const char *wanted = showing->content->model;
    size_t wanted_len = strlen(wanted);
    for (int i = 0; wanted_len > 0 && i < showing->choices->count; i++) {
        const struct endpoint_choice *choice = &showing->choices->items[i];
        if (choice->data_class < showing->content->data_class)
            continue;
        for (const char *name = choice->models; *name != '\0';) {
            size_t len = strcspn(name, "\n");
            char id[UUID_TEXT_LEN];
            uuid_format(&choice->id, id);
            if (len == wanted_len && strncmp(name, wanted, len) == 0)
                return arena_printf(showing->page->arena, "%s %s", id, wanted);
            name += len + (name[len] == '\n');
        }
    }
    return "";
}

static void show_missing(struct page *page)
{
    struct view *missing = view_add(page->view, "NO_ENDPOINTS");
    bool may_add = endpoint_may(page->actor);
    view_show(missing, "MAY_ADD", may_add);
    view_show(missing, "ASKS", !may_add);
}

enum err trial_targets_show(struct page *page, const struct trial_content *content,
                            const struct trial_target_form *typed)
{
    struct endpoint_choices choices;
    const struct showing showing = {page, content, &choices};
    enum err err = endpoint_choices(page->db, page->actor, &choices);
    if (err == ERR_NONE && choices.count == 0)
        show_missing(page);
    if (err != ERR_NONE || choices.count == 0)
        return err == ERR_DENIED ? ERR_NONE : err;
    struct view *run = view_add(page->view, "RUN");
    for (int i = 0; i < TRIAL_TARGETS; i++) {
        struct trial_target_form one = typed[i];
        if (i == 0 && one.model == NULL)
            one.model = usual_model(&showing);
        show_target(&showing, run, i, &one);
    }
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
static enum err read_model(struct page *page, const char *text, struct trial_target *target)
{
    size_t len = strcspn(text, " ");
    target->parameters.model = text[len] == ' ' ? text + len + 1 : "";
    const char *id = arena_copy(page->arena, text, len);
    return target->parameters.model[0] != '\0' ? uuid_parse(id, &target->endpoint_id) : ERR_INVALID;
}

/* A number of JSON, 0.7; "" and NULL: none. */
static enum err read_decimal(struct page *page, enum number number, const char *text,
                             json_t **decimal)
{
    const char *problem = NULL;
    *decimal = NULL;
    if (or_empty(text)[0] == '\0')
        return ERR_NONE;
    if (json_parse(page->arena, text, strlen(text), decimal, &problem) != ERR_NONE ||
        !number_fits_json(number, *decimal))
        return ERR_INVALID;
    return ERR_NONE;
}

static enum err read_whole(enum number number, const char *text, int64_t *whole)
{
    return or_empty(text)[0] == '\0' ? ERR_NONE : number_parse(number, text, whole);
}

static enum err read_stop(struct page *page, const char *text, json_t **stop)
{
    *stop = NULL;
    for (const char *at = or_empty(text); *at != '\0';) {
        at += strspn(at, " ");
        size_t len = strcspn(at, ",");
        size_t used = len;
        while (used > 0 && at[used - 1] == ' ')
            used--;
        if (*stop == NULL)
            *stop = json_keep(page->arena, json_array());
        if (used > 0)
            json_array_append_new(*stop, json_stringn(at, used));
        at += len + (at[len] == ',');
    }
    return json_array_size(*stop) <= STOPS_MAX ? ERR_NONE : ERR_INVALID;
}

static enum err read_parameters(struct page *page, struct form *form, int number,
                                const struct trial_target_form *typed,
                                struct endpoint_parameters *parameters)
{
    if (read_decimal(page, NUMBER_TEMPERATURE, typed->temperature, &parameters->temperature) !=
        ERR_NONE)
        return refuse(page, form, FIELD_TEMPERATURE, number,
                      "Enter a number from 0 to 2, such as 0.7.");
    if (read_decimal(page, NUMBER_TOP_P, typed->top_p, &parameters->top_p) != ERR_NONE)
        return refuse(page, form, FIELD_TOP_P, number, "Enter a number from 0 to 1, such as 0.9.");
    if (read_whole(NUMBER_MAX_OUTPUT_TOKENS, typed->max_tokens, &parameters->max_tokens) !=
        ERR_NONE)
        return refuse(page, form, FIELD_MAX_TOKENS, number, "Enter a whole number from 1 on.");
    if (read_stop(page, typed->stop, &parameters->stop) != ERR_NONE)
        return refuse(page, form, FIELD_STOP, number, "Enter at most four texts.");
    return ERR_NONE;
}

static enum err read_target(struct page *page, struct form *form, int number,
                            const struct trial_target_form *typed, struct trial_target *target)
{
    *target = (struct trial_target){.version = 0};
    if (read_model(page, typed->model, target) != ERR_NONE)
        return refuse(page, form, FIELD_MODEL, number, "Choose a model from the list.");
    if (read_whole(NUMBER_VERSION, typed->version, &target->version) != ERR_NONE)
        return refuse(page, form, FIELD_VERSION, number, "Enter the number of a version.");
    return read_parameters(page, form, number, typed, &target->parameters);
}

enum err trial_targets_read(struct page *page, struct form *form,
                            const struct trial_target_form *typed, struct trial_target *targets,
                            int *count)
{
    *count = 0;
    for (int i = 0; i < TRIAL_TARGETS; i++) {
        if (or_empty(typed[i].model)[0] == '\0')
            continue;
        enum err err = read_target(page, form, i, &typed[i], &targets[*count]);
        if (err != ERR_NONE)
            return err;
        (*count)++;
    }
    return *count > 0 ? ERR_NONE : refuse(page, form, FIELD_MODEL, 0, "Choose a model.");
}
