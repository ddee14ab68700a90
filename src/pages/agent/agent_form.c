#include "pages/agent/agent_form.h"

#include <string.h>

#include "pages/agent/agent_config_show.h"
#include "pages/agent/agent_sheet_apply.h"
#include "pages/record/record_editor.h"
#include "pages/record/record_fields.h"

static const char *const sources[] = {"instructions", "prompt", NULL};

#define AT(member) offsetof(struct agent_form, member)

static const struct form_field fields[] = {
    RECORD_FIELDS(struct agent_form),
    {.name = "before", .label = "Config before", .kind = FORM_TEXT, .offset = AT(before)},
    {.name = "config", .label = "Config", .kind = FORM_TEXT, .offset = AT(config)},
    {.name = "source",
     .label = "Instructions",
     .kind = FORM_CHOICE,
     .choices = sources,
     .offset = AT(sheet.source)},
    {.name = "tool_from",
     .label = "Tools",
     .kind = FORM_TEXTS,
     .offset = AT(sheet.from[SHEET_TOOLS])},
    {.name = "mcp_from",
     .label = "MCP servers",
     .kind = FORM_TEXTS,
     .offset = AT(sheet.from[SHEET_MCP_SERVERS])},
    {.name = "skill_from",
     .label = "Skills",
     .kind = FORM_TEXTS,
     .offset = AT(sheet.from[SHEET_SKILLS])},
    {.name = "do", .label = "Button", .kind = FORM_LINE, .max_chars = 40, .offset = AT(button)},
};

/* The fields above and one for each cell of the sheet. */
static const struct form_field *all_fields(struct arena *arena, int *count)
{
    int own = (int)COUNT_OF(fields);
    struct form_field *all = arena_array(arena, (size_t)own + SHEET_CELLS, sizeof *all);
    memcpy(all, fields, sizeof fields);
    for (int i = 0; i < SHEET_CELLS; i++)
        all[own + i] =
            (struct form_field){.name = sheet_cells[i].name,
                                .label = sheet_cells[i].label,
                                .kind = FORM_TEXTS,
                                .max_bytes = AGENT_CONFIG_MAX,
                                .offset = AT(sheet.cells) + (size_t)i * sizeof(struct text_list)};
    *count = own + SHEET_CELLS;
    return all;
}

static json_t *empty_config(struct arena *arena)
{
    static const char empty[] = "{\"model\":{\"name\":\"\"}}";
    return json_stored(arena, (struct text){empty, sizeof empty - 1}, "the empty config");
}

/* The config that the view was made of, as the form carries it. */
static json_t *config_before(struct page *page, struct form *form, const struct agent_form *typed)
{
    json_t *config = NULL;
    const char *problem = NULL;
    if (typed->before.len == 0)
        return json_keep(page->arena, json_object());
    if (json_parse(page->arena, typed->before.data, typed->before.len, &config, &problem) ==
            ERR_NONE &&
        json_is_object(config))
        return config;
    form_error(form, "", "This form is not as it was sent out. Load the page again.");
    return json_keep(page->arena, json_object());
}

/* Problems that nobody else told yet, each at its input; of the JSON all at the config. */
static void add_problems(struct page *page, struct form *form, const struct agent_form *typed,
                         const struct config_problems *problems)
{
    for (int i = 0; i < problems->count; i++) {
        const struct config_problem *problem = &problems->items[i];
        int cell = -1;
        int row = -1;
        const char *id = typed->is_json_side
                             ? NULL
                             : agent_sheet_find(page->arena, &typed->sheet, typed->places,
                                                problem->path, &cell, &row);
        if (id == NULL)
            id = "config";
        if (cell < 0 || form_message(form, id) == NULL)
            form_error_at(form, id, problem->path, problem->message);
    }
    if (problems->has_more)
        form_error(form, "config", "There are more problems than these in the config.");
}

static const char *path_of(struct page *page, const struct agent_form *typed, int cell, int row)
{
    const struct sheet_part *part = &sheet_parts[agent_sheet_part_of(cell)];
    const int *places = typed->places[agent_sheet_part_of(cell)];
    const char *key = sheet_cells[cell].key;
    if (part->key[0] == '\0')
        return key;
    if (part->shape == SHEET_OBJECT)
        return arena_printf(page->arena, "%s.%s", part->key, key);
    return arena_printf(page->arena, "%s[%d]%s%s", part->key, places[row], *key == '\0' ? "" : ".",
                        key);
}

/* Inputs that could not be read: told by every button, since a config has no place for them. */
static void add_unreadable(struct page *page, struct form *form, const struct agent_form *typed)
{
    for (int i = 0; i < typed->sheet.problem_count; i++) {
        const struct sheet_problem *problem = &typed->sheet.problems[i];
        form_error_at(form, agent_sheet_id(page->arena, problem->cell, problem->row),
                      path_of(page, typed, problem->cell, problem->row), problem->message);
    }
}

static void take_sheet(struct page *page, struct agent_form *typed, json_t *config)
{
    typed->json = config;
    typed->before = json_format(page->arena, config, JSON_LINE);
    typed->config = json_format(page->arena, config, JSON_INDENTED);
    agent_sheet_settle(page->arena, &typed->sheet, typed->places);
}

/* The JSON was sent: the sheet is made of it anew, if it can be. */
static void take_json(struct page *page, struct form *form, struct agent_form *typed)
{
    typed->is_json_side = true;
    struct arena *arena = page->arena;
    if (agent_config_parse(arena, typed->config.data, typed->config.len, &typed->json,
                           &typed->problems) != ERR_NONE &&
        (typed->json == NULL || !agent_sheet_fits(typed->json))) {
        add_problems(page, form, typed, &typed->problems);
        return;
    }
    typed->before = json_format(arena, typed->json, JSON_LINE);
    agent_sheet_read(arena, typed->json, &typed->sheet);
    (void)agent_sheet_apply(arena, &typed->sheet, typed->json, typed->places);
}

/* A view sends the JSON, or the inputs of the form, or neither. */
static void take_draft(struct page *page, struct form *form, struct agent_form *typed)
{
    json_t *before = config_before(page, form, typed);
    if (param_find(&page->request->form, "config") != NULL)
        take_json(page, form, typed);
    else if (agent_sheet_fits(before))
        take_sheet(page, typed,
                   agent_sheet_apply(page->arena, &typed->sheet, before, typed->places));
    else {
        agent_form_set_config(page, typed, before);
        typed->is_json_side = agent_config_check(page->arena, before, &typed->problems) != ERR_NONE;
    }
}

static enum agent_form_action action_of(const struct agent_form *typed)
{
    if (record_editor_saves(typed->button))
        return AGENT_FORM_SAVE;
    return strcmp(typed->button, "preview") == 0 ? AGENT_FORM_PREVIEW : AGENT_FORM_CHANGE;
}

/* The view that a button leads to. Without one that shows the draft, what was typed stays. */
static void choose_view(struct form *form, struct agent_form *typed)
{
    static const char *const buttons[] = {"view-form", "view-json", "view-changes"};
    typed->view = typed->is_json_side ? AGENT_VIEW_JSON : AGENT_VIEW_FORM;
    for (size_t i = 0; i < COUNT_OF(buttons); i++)
        if (strcmp(typed->button, buttons[i]) == 0)
            typed->view = (enum agent_form_view)i;
    if (typed->is_json_side && form_message(form, "config") != NULL)
        typed->view = AGENT_VIEW_JSON;
    else if (typed->sheet.problem_count > 0)
        typed->view = AGENT_VIEW_FORM;
    if (typed->view == AGENT_VIEW_FORM && (typed->json == NULL || !agent_sheet_fits(typed->json)))
        typed->view = AGENT_VIEW_JSON;
}

static bool is_view_button(const struct agent_form *typed)
{
    return strncmp(typed->button, "view-", strlen("view-")) == 0;
}

static void check_for_saving(struct page *page, struct form *form, struct agent_form *typed)
{
    if (typed->json == NULL)
        return;
    struct config_problems problems = {.count = 0};
    if (agent_config_check(page->arena, typed->json, &problems) == ERR_NONE)
        return;
    typed->problems = problems;
    if (form_message(form, "config") == NULL)
        add_problems(page, form, typed, &problems);
}

static const char *trimmed(struct page *page, const struct text *typed)
{
    return typed == NULL ? "" : text_trim(page->arena, typed->data);
}

/* A field that broke a rule is shown again as it was typed. */
static void keep_typed(struct page *page, struct agent_form *typed)
{
    const struct param_list *params = &page->request->form;
    const struct text *description = param_find(params, "description");
    typed->name = trimmed(page, param_find(params, "name"));
    typed->tags = trimmed(page, param_find(params, "tags"));
    typed->message = trimmed(page, param_find(params, "message"));
    if (description != NULL)
        typed->description = *description;
}

/* Buttons that do not save leave the messages about what is not ready yet for later. */
static void forgive_missing_name(struct form *form)
{
    int kept = 0;
    for (int i = 0; i < form->error_count; i++)
        if (strcmp(form->errors[i].field, "name") != 0)
            form->errors[kept++] = form->errors[i];
    form->error_count = kept;
}

enum err agent_form_parse(struct page *page, struct form *form, struct agent_form *typed,
                          enum agent_form_action *action)
{
    int count = 0;
    const struct form_field *declared = all_fields(page->arena, &count);
    *typed = (struct agent_form){.changed_part = -1};
    if (form_parse(form, page->request, declared, count, typed) != ERR_NONE)
        keep_typed(page, typed);
    *action = action_of(typed);
    if (*action == AGENT_FORM_CHANGE) {
        typed->changed_part = agent_sheet_press(page->arena, &typed->sheet, typed->button);
        typed->has_added = typed->changed_part >= 0 && strstr(typed->button, ":add") != NULL;
    }
    take_draft(page, form, typed);
    choose_view(form, typed);
    if (*action == AGENT_FORM_SAVE)
        check_for_saving(page, form, typed);
    if (!typed->is_json_side)
        add_unreadable(page, form, typed);
    if (*action != AGENT_FORM_SAVE && page->request->form_refusal == NULL)
        forgive_missing_name(form);
    /* Another button goes on with inputs that can't be read: they keep what was typed. */
    bool is_strict = *action == AGENT_FORM_SAVE || is_view_button(typed);
    int forgiven = is_strict ? 0 : typed->sheet.problem_count;
    return form->error_count <= forgiven ? ERR_NONE : ERR_INVALID;
}

struct agent_draft agent_form_draft(const struct agent_form *typed)
{
    return (struct agent_draft){
        .based_on_revision = typed->revision,
        .name = typed->name,
        .description = typed->description.data,
        .tags = typed->tags,
        .message = typed->message,
        .config = typed->json,
    };
}

bool agent_form_problem(struct page *page, struct form *form, struct agent_form *typed,
                        enum err err, const struct agent_problem *problem)
{
    if (problem->config.count == 0)
        return record_page_problem(form, err, &problem->problem);
    typed->problems = problem->config;
    add_problems(page, form, typed, &problem->config);
    return true;
}

void agent_form_set_config(struct page *page, struct agent_form *typed, json_t *config)
{
    struct arena *arena = page->arena;
    typed->json = config;
    typed->before = json_format(arena, config, JSON_LINE);
    typed->config = json_format(arena, config, JSON_INDENTED);
    typed->view = agent_sheet_fits(config) ? AGENT_VIEW_FORM : AGENT_VIEW_JSON;
    if (typed->view == AGENT_VIEW_JSON)
        return;
    agent_sheet_read(arena, config, &typed->sheet);
    (void)agent_sheet_apply(arena, &typed->sheet, config, typed->places);
}

void agent_form_blank(struct page *page, struct agent_form *typed)
{
    *typed = (struct agent_form){.name = "",
                                 .description = {"", 0},
                                 .tags = "",
                                 .message = "",
                                 .button = "",
                                 .changed_part = -1};
    agent_form_set_config(page, typed, empty_config(page->arena));
}

void agent_form_of(struct page *page, const struct agent *agent, struct agent_form *typed)
{
    agent_form_blank(page, typed);
    typed->name = agent->name;
    typed->description = (struct text){agent->description, strlen(agent->description)};
    typed->tags = tag_list_join(page->arena, &agent->tags);
    typed->revision = agent->revision;
    agent_form_set_config(page, typed, agent_config_json(page, agent->config));
}
