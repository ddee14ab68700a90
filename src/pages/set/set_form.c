#include "pages/set/set_form.h"

#include <string.h>

#include "base/number.h"
#include "domain/record/label.h"
#include "pages/record/record_editor.h"
#include "pages/record/record_fields.h"
#include "pages/set/set_inputs.h"
#include "pages/shell/form_rows.h"

#define AT(member) offsetof(struct set_form, member)

static const struct form_field fields[] = {
    RECORD_FIELDS(struct set_form),
    {.name = "subject",
     .label = "What it tests",
     .kind = FORM_CHOICE,
     .choices = set_subject_names,
     .offset = AT(subject)},
    {.name = "target",
     .label = "Prompt or agent",
     .kind = FORM_LINE,
     .max_chars = RECORD_NAME_MAX,
     .offset = AT(target)},
    {.name = "judge",
     .label = "Judge",
     .kind = FORM_LINE,
     .max_chars = RECORD_NAME_MAX,
     .offset = AT(judge)},
    {.name = "judge_at",
     .label = "Label or version of the judge",
     .kind = FORM_LINE,
     .max_chars = LABEL_MAX,
     .offset = AT(judge_at)},
    {.name = "repeats",
     .label = "How often the judge is asked",
     .kind = FORM_INT,
     .number = NUMBER_REPEATS,
     .fallback = 1,
     .offset = AT(repeats)},
    {.name = "draft", .label = "Draft", .kind = FORM_TEXT, .offset = AT(draft)},
    {.name = "cases", .label = "Cases", .kind = FORM_TEXT, .offset = AT(json)},
    {.name = "at",
     .label = "Page",
     .kind = FORM_INT,
     .number = NUMBER_PAGE,
     .fallback = 1,
     .offset = AT(page)},
    {.name = "do", .label = "Button", .kind = FORM_LINE, .max_chars = 64, .offset = AT(button)},
};

static const struct form_field *all_fields(struct arena *arena, int *count)
{
    int own = (int)COUNT_OF(fields);
    struct form_field *all = arena_array(arena, (size_t)own + SET_CASE_FIELDS, sizeof *all);
    memcpy(all, fields, sizeof fields);
    set_case_fields(AT(one), all + own);
    *count = own + SET_CASE_FIELDS;
    return all;
}

/* ---- the cases --------------------------------------------------------------------------------
 */

static int find_case(const struct set_cases *cases, const char *id)
{
    for (int i = 0; i < cases->count; i++)
        if (strcmp(cases->items[i].id, id) == 0)
            return i;
    return -1;
}

void set_form_open(struct page *page, struct set_form *typed, const char *id)
{
    int place = find_case(&typed->cases, id);
    typed->one = (struct set_case_form){.id = "", .name = ""};
    if (place < 0)
        return;
    set_case_form_of(page->arena, &typed->cases.items[place], &typed->one);
    typed->page = place / SET_FORM_CASES + 1;
}

/* The input that a problem of a case is about. */
static const char *input_of(const char *problem)
{
    static const char *const inputs[][2] = {{"name", "case_name"},    {"variables", "variables"},
                                            {"messages", "messages"}, {"expected", "expected"},
                                            {"checks", "checks"},     {"note", "note"}};
    for (size_t i = 0; i < COUNT_OF(inputs); i++)
        if (text_starts_with(problem, inputs[i][0]))
            return inputs[i][1];
    return "case";
}

/* A problem "checks[0].value: must be …" at its input. */
static void refuse_case(struct page *page, struct form *form, const char *problem)
{
    const char *colon = strstr(problem, ": ");
    const char *input = input_of(problem);
    if (colon == NULL)
        form_error(form, input, problem);
    else
        form_error_at(form, input, arena_copy(page->arena, problem, (size_t)(colon - problem)),
                      colon + 2);
}

static void read_draft(struct page *page, struct form *form, struct set_form *typed)
{
    const char *problem = NULL;
    bool is_json = param_find(&page->request->form, "cases") != NULL;
    struct text text = is_json ? typed->json : typed->draft;
    json_t *json = NULL;
    if (text.len == 0)
        text = (struct text){"[]", 2};
    typed->view = is_json ? SET_VIEW_JSON : SET_VIEW_FORM;
    if (!is_json)
        typed->json = (struct text){NULL, 0};
    if (text.len > 2 * SET_CASES_BYTES_MAX)
        problem = "cases: are too long together: at most 1 MiB.";
    else if (json_parse(page->arena, text.data, text.len, &json, &problem) == ERR_NONE &&
             set_cases_read_after(page->arena, json, typed->saved, &typed->cases, &problem) ==
                 ERR_NONE)
        typed->is_readable = true;
    if (!typed->is_readable)
        form_error(form, is_json ? "cases" : "", problem);
}

/* What was typed into the open case, in its place. */
static void apply_one(struct page *page, struct form *form, struct set_form *typed)
{
    const char *problem = NULL;
    struct set_case read;
    int place = find_case(&typed->cases, typed->one.id);
    if (place < 0) {
        typed->one.id = "";
        return;
    }
    if (set_case_form_read(page->arena, &typed->one, &typed->cases.items[place], &read, &problem) ==
        ERR_NONE)
        typed->cases.items[place] = read;
    else
        refuse_case(page, form, problem);
}

/* ---- buttons ----------------------------------------------------------------------------------
 */

static void add_case(struct page *page, struct form *form, struct set_form *typed)
{
    const char *problem = NULL;
    json_t *list = set_cases_json(page->arena, &typed->cases);
    json_t *added = json_object();
    struct set_cases cases;
    json_array_append_new(list, added);
    set_inputs_begin(page, (enum set_subject)typed->subject, typed->target, &typed->cases, added);
    if (set_cases_read_after(page->arena, list, typed->saved, &cases, &problem) != ERR_NONE) {
        form_error(form, "case", problem);
        return;
    }
    typed->cases = cases;
    set_form_open(page, typed, cases.items[cases.count - 1].id);
}

static void move_case(struct set_cases *cases, int place, int by)
{
    int other = place + by;
    if (other < 0 || other >= cases->count)
        return;
    struct set_case moved = cases->items[place];
    cases->items[place] = cases->items[other];
    cases->items[other] = moved;
}

static void remove_case(struct page *page, struct set_form *typed, int place)
{
    bool was_open = strcmp(typed->cases.items[place].id, typed->one.id) == 0;
    typed->cases.count--;
    memmove(&typed->cases.items[place], &typed->cases.items[place + 1],
            (size_t)(typed->cases.count - place) * sizeof *typed->cases.items);
    if (was_open)
        set_form_open(page, typed, "");
}

/* "case-up:c3": the id after the prefix; NULL: it is another button. */
static const char *id_after(const char *button, const char *prefix)
{
    return text_starts_with(button, prefix) ? button + strlen(prefix) : NULL;
}

static void press_case(struct page *page, struct set_form *typed)
{
    static const struct {
        const char *prefix;
        int by;
    } moves[] = {{"case-up:", -1}, {"case-down:", 1}, {"case-remove:", 0}};
    for (size_t i = 0; i < COUNT_OF(moves); i++) {
        const char *id = id_after(typed->button, moves[i].prefix);
        int place = id == NULL ? -1 : find_case(&typed->cases, id);
        if (place < 0)
            continue;
        if (moves[i].by != 0)
            move_case(&typed->cases, place, moves[i].by);
        else
            remove_case(page, typed, place);
        return;
    }
}

static void press(struct page *page, struct form *form, struct set_form *typed)
{
    const char *opened = id_after(typed->button, "open:");
    const char *turned = id_after(typed->button, "page:");
    int64_t number = 0;
    if (opened != NULL)
        set_form_open(page, typed, opened);
    else if (turned != NULL && number_parse(NUMBER_PAGE, turned, &number) == ERR_NONE)
        typed->page = number;
    else if (strcmp(typed->button, "close") == 0)
        set_form_open(page, typed, "");
    else if (strcmp(typed->button, "case-add") == 0)
        add_case(page, form, typed);
    else
        press_case(page, typed);
}

/* ---- all --------------------------------------------------------------------------------------
 */

static bool is_row_button(const char *button)
{
    return text_starts_with(button, "variable-") || text_starts_with(button, "message-") ||
           text_starts_with(button, "check-") || strcmp(button, "refresh") == 0;
}

static void choose_view(struct set_form *typed)
{
    static const char *const buttons[] = {"view-form", "view-json", "view-changes"};
    for (size_t i = 0; i < COUNT_OF(buttons); i++)
        if (strcmp(typed->button, buttons[i]) == 0)
            typed->view = (enum set_form_view)i;
}

static void take(struct page *page, struct form *form, struct set_form *typed, bool saves)
{
    int before = form->error_count;
    if (typed->view == SET_VIEW_FORM && is_row_button(typed->button)) {
        set_case_form_press(page->arena, &typed->one, typed->button);
        if (find_case(&typed->cases, typed->one.id) < 0)
            typed->one.id = "";
        return;
    }
    if (typed->view == SET_VIEW_FORM)
        apply_one(page, form, typed);
    if (form->error_count > before)
        return;
    choose_view(typed);
    if (!saves)
        press(page, form, typed);
}

enum err set_form_parse(struct page *page, struct form *form, const struct set_cases *saved,
                        struct set_form *typed, enum set_form_action *action)
{
    int count = 0;
    const struct form_field *all = all_fields(page->arena, &count);
    *typed = (struct set_form){.saved = saved};
    enum err err = form_parse(form, page->request, all, count, typed);
    bool saves = record_editor_saves(typed->button);
    *action = saves ? SET_FORM_SAVE : SET_FORM_CHANGE;
    typed->saved = saved;
    if (typed->subject < 0)
        typed->subject = SET_SHARED;
    if (!saves && page->request->form_refusal == NULL)
        form_rows_forgive(form);
    read_draft(page, form, typed);
    if (typed->is_readable)
        take(page, form, typed, saves);
    return err == ERR_NONE || !saves ? (form->error_count == 0 ? ERR_NONE : ERR_INVALID) : err;
}

static struct text text_of(const char *text)
{
    return (struct text){text, strlen(text)};
}

void set_form_blank(struct set_form *typed)
{
    *typed = (struct set_form){
        .name = "",
        .description = text_of(""),
        .tags = "",
        .message = "",
        .subject = SET_SHARED,
        .target = "",
        .judge = "",
        .judge_at = LABEL_PRODUCTION,
        .repeats = 1,
        .one = {.id = "", .name = ""},
        .button = "",
        .page = 1,
        .is_readable = true,
    };
}

void set_form_of(struct page *page, const struct set *set, const struct set_content *content,
                 struct set_form *typed)
{
    const struct set_settings *settings = &content->settings;
    set_form_blank(typed);
    typed->name = set->name;
    typed->description = text_of(set->description);
    typed->tags = tag_list_join(page->arena, &set->tags);
    typed->revision = set->revision;
    typed->subject = (int)settings->subject;
    typed->target = settings->for_name == NULL ? "" : settings->for_name;
    typed->judge = settings->judge_name == NULL ? "" : settings->judge_name;
    if (settings->judge_version != 0)
        typed->judge_at = arena_printf(page->arena, "%lld", (long long)settings->judge_version);
    else if (settings->judge_label != NULL)
        typed->judge_at = settings->judge_label;
    typed->repeats = settings->repeats;
    typed->cases = content->cases;
}

json_t *set_form_settings(struct page *page, const struct set_form *typed)
{
    struct set_settings settings = {.subject = (enum set_subject)typed->subject,
                                    .repeats = typed->repeats};
    if (settings.subject != SET_SHARED)
        settings.for_name = typed->target;
    settings.judge_name = text_or_null(typed->judge);
    if (number_parse(NUMBER_VERSION, typed->judge_at, &settings.judge_version) != ERR_NONE)
        settings.judge_label = typed->judge_at[0] == '\0' ? LABEL_PRODUCTION : typed->judge_at;
    return set_settings_json(page->arena, &settings);
}

struct set_draft set_form_draft(struct page *page, const struct set_form *typed)
{
    return (struct set_draft){
        .based_on_revision = typed->revision,
        .name = typed->name,
        .description = typed->description.data,
        .tags = typed->tags,
        .message = typed->message,
        .cases = set_cases_json(page->arena, &typed->cases),
        .settings = set_form_settings(page, typed),
    };
}

bool set_form_problem(struct form *form, enum err err, const struct problem *problem)
{
    static const char *const places[][2] = {{"settings.for", "target"},
                                            {"settings.judge.repeats", "repeats"},
                                            {"settings.judge.prompt.label", "judge_at"},
                                            {"settings.judge.prompt.version", "judge_at"},
                                            {"settings.judge", "judge"}};
    const char *message = problem->message;
    const char *colon = message == NULL ? NULL : strstr(message, ": ");
    for (size_t i = 0; err == ERR_INVALID && colon != NULL && i < COUNT_OF(places); i++)
        if (text_starts_with(message, places[i][0])) {
            form_error(form, places[i][1], colon + 2);
            return true;
        }
    return record_page_problem(form, err, problem);
}
