#include "pages/prompt/prompt_rail.h"

#include <string.h>

#include "data/prompt/prompt_meaning.h"
#include "data/prompt/prompt_resolve.h"
#include "pages/history/record_text_diff.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_fill.h"
#include "pages/prompt/prompt_lines.h"
#include "pages/prompt/prompt_messages.h"
#include "pages/prompt/prompt_picker.h"
#include "pages/record/record_page.h"

/* What the parts of the rail share. */
struct rail {
    struct page *page;
    const struct prompt_form *typed;
    const struct prompt_saved *saved;
    enum prompt_type type;
    struct prompt_variables variables;
};

static bool asks_for(const struct rail *rail, const char *part)
{
    return strcmp(rail->typed->action, part) == 0 || strcmp(rail->typed->action, "live") == 0;
}

/* ---- variables ---------------------------------------------------------------------------- */

static void show_variables(const struct rail *rail)
{
    struct page *page = rail->page;
    struct view *view = view_add(page->view, "VARIABLES");
    struct prompt_variables before = {0};
    const struct prompt *prompt = rail->saved->prompt;
    prompt_body_show_variables(view, &rail->variables);
    prompt_body_show_mistakes(page, view, rail->type, rail->typed->body);
    if (prompt == NULL)
        return;
    prompt_body_variables(page->arena, prompt->type, prompt->body, &before);
    const char *vanished = prompt_body_vanished(page->arena, &before, &rail->variables);
    if (vanished != NULL)
        view_text(view_add(view, "VANISHED"), "VANISHED_NAMES", vanished);
}

/* ---- references --------------------------------------------------------------------------- */

enum { REFERENCES_SHOWN = 20 };

static void show_state(struct page *page, struct view *row,
                       const struct prompt_reference *reference,
                       const struct prompt_meaning *meaning)
{
    bool is_there = !uuid_is_nil(&meaning->meant.id);
    view_show(row, "IS_GONE", !is_there);
    view_show(row, "IS_ARCHIVED", meaning->meant.is_archived);
    if (is_there)
        view_text(view_add(row, "LINK"), "REFERENCE_URL",
                  record_page_url(page, &record_kinds[RECORD_PROMPT], &meaning->meant.id, ""));
    view_show(row, "NO_LINK", !is_there);
    if (is_there && meaning->version == 0)
        view_text(view_add(row, "NO_LABEL"), "LABEL_NAME", reference->label);
    if (meaning->version == 0)
        return;
    struct view *version = view_add(row, reference->label == NULL ? "PINNED" : "LABELED");
    record_page_label(version, reference->label == NULL ? "" : reference->label);
    view_number(version, "LABEL_VERSION", meaning->version);
}

static bool is_repeated(const struct prompt_reference_list *list, int at)
{
    const struct prompt_reference *one = &list->references[at];
    for (int i = 0; i < at; i++) {
        const struct prompt_reference *other = &list->references[i];
        bool is_same_label = one->label == NULL
                                 ? other->label == NULL && other->version == one->version
                                 : other->label != NULL && strcmp(one->label, other->label) == 0;
        if (is_same_label && strcmp(one->name, other->name) == 0)
            return true;
    }
    return false;
}

/* Each once, the first of them. */
static void leave_repetitions_out(struct prompt_reference_list *list)
{
    int kept = 0;
    for (int i = 0; i < list->count && kept < REFERENCES_SHOWN; i++)
        if (!is_repeated(list, i))
            list->references[kept++] = list->references[i];
    list->count = kept;
}

static enum err show_references(const struct rail *rail)
{
    struct page *page = rail->page;
    struct view *view = view_add(page->view, "REFERENCES");
    struct text lines = prompt_lines_texts(page->arena, rail->type, rail->typed->body);
    struct prompt_reference_list list = {.count = 0};
    struct prompt_meaning meanings[REFERENCES_SHOWN];
    const char *problem = NULL;
    if (lines.data != NULL &&
        prompt_references(page->arena, lines.data, lines.len, &list, &problem) != ERR_NONE) {
        list.count = 0;
        view_text(view_add(view, "REFERENCE_PROBLEM"), "MESSAGE", problem);
    }
    leave_repetitions_out(&list);
    view_show(view, "NO_REFERENCES", list.count == 0 && problem == NULL);
    if (list.count == 0)
        return ERR_NONE;
    enum err err = prompt_meaning_find(page->db, page->actor, rail->saved->source,
                                       rail->saved->reach, &list, meanings);
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        struct view *row = view_add(view, "REFERENCE_ROW");
        view_text(row, "REFERENCE_NAME", list.references[i].name);
        show_state(page, row, &list.references[i], &meanings[i]);
    }
    return err;
}

static enum err show_picker(const struct rail *rail)
{
    struct page *page = rail->page;
    const struct prompt_form *typed = rail->typed;
    const struct prompt *prompt = rail->saved->prompt;
    struct view *view = view_add(page->view, "PICKER");
    view_text(view, "REF_Q", typed->ref_q);
    view_show(view, "SEARCHED", typed->ref_q[0] != '\0');
    view_show(view, "NOT_SEARCHED", typed->ref_q[0] == '\0');
    view_show(view, "IS_PICKING",
              strncmp(typed->action, "ref-", strlen("ref-")) == 0 ||
                  (strcmp(typed->action, "enter") == 0 && typed->ref_q[0]));
    for (int i = 0; rail->type == PROMPT_CHAT && i < typed->contents.count; i++)
        if (!prompt_messages_is_json(typed, i))
            view_number(view_add(view, "INTO"), "N", i + 1);
    view_show(view, "IN_CHAT", rail->type == PROMPT_CHAT);
    return prompt_picker_show(page, view, typed, prompt == NULL ? typed->name : prompt->name);
}

/* ---- preview ------------------------------------------------------------------------------ */

static const struct text *value_of(const struct prompt_form *typed, const char *name)
{
    for (int i = 0; i < typed->value_count; i++)
        if (strcmp(typed->value_names[i], name) == 0)
            return &typed->values[i];
    return NULL;
}

static bool is_shown(const struct prompt_variables *variables, const char *name)
{
    for (int i = 0; i < variables->count && i < PROMPT_VALUES_MAX; i++)
        if (strcmp(variables->names[i], name) == 0)
            return true;
    return false;
}

static void add_value(struct view *view, const char *section, const char *name,
                      const struct text *value)
{
    struct view *field = view_add(view, section);
    view_text(field, "VALUE_NAME", name);
    view_set_key(field, view_key("VALUE"), value == NULL ? "" : value->data,
                 value == NULL ? 0 : value->len);
}

/* A field for each variable; what was typed for one that is gone waits until it is back. */
static void show_values(const struct rail *rail, struct view *view,
                        const struct prompt_variables *variables)
{
    const struct prompt_form *typed = rail->typed;
    struct buf names;
    buf_init(&names, rail->page->arena);
    for (int i = 0; i < variables->count && i < PROMPT_VALUES_MAX; i++) {
        add_value(view, "VALUE_FIELD", variables->names[i], value_of(typed, variables->names[i]));
        buf_printf(&names, "%s ", variables->names[i]);
    }
    for (int i = 0; i < typed->value_count; i++)
        if (!is_shown(variables, typed->value_names[i]))
            add_value(view, "KEPT_VALUE", typed->value_names[i], &typed->values[i]);
    view_text(view, "VALUE_NAMES", names.data);
    view_show(view, "NO_VALUES", variables->count == 0);
    view_show(view, "MORE_VALUES", variables->count > PROMPT_VALUES_MAX);
}

/* The text with its references resolved, or as it is and why not. */
static enum err resolve(const struct rail *rail, struct text *text, struct problem *problem)
{
    struct page *page = rail->page;
    const struct prompt *prompt = rail->saved->prompt;
    struct record_head mine = {.store = &prompt_store,
                               .organization_id = page->actor->organization_id,
                               .owner_id = page->actor->user_id,
                               .name = rail->typed->name};
    struct prompt_content content = {rail->type, rail->typed->body, ""};
    enum err err =
        prompt_resolve_content(page->db, page->actor, prompt == NULL ? &mine : &prompt->head,
                               &content, rail->saved->reach, text, problem);
    if (err != ERR_INVALID)
        return err;
    *text = rail->typed->body;
    return ERR_NONE;
}

static void show_filled(const struct rail *rail, struct view *preview, struct text text,
                        const struct prompt_variables *variables)
{
    struct page *page = rail->page;
    struct prompt_value items[PROMPT_VALUES_MAX];
    struct prompt_values values = {items, 0};
    struct text result;
    for (int i = 0; i < variables->count && i < PROMPT_VALUES_MAX; i++) {
        const struct text *value = value_of(rail->typed, variables->names[i]);
        if (value != NULL && value->len > 0)
            items[values.count++] =
                (struct prompt_value){variables->names[i], value->data, value->len};
    }
    if (prompt_fill(page, rail->type, text, &values, &result) != ERR_NONE) {
        view_text(view_add(preview, "UNRESOLVED"), "REASON", "The result is longer than 4 MiB.");
        return;
    }
    prompt_body_show(page, preview,
                     &(struct prompt_body_shown){rail->type, result, "Result", NULL});
}

static enum err show_preview(const struct rail *rail)
{
    struct view *view = view_add(rail->page->view, "PREVIEWING");
    struct text text;
    struct problem problem = {.message = NULL};
    struct prompt_variables variables;
    if (!asks_for(rail, "preview") || rail->typed->body.data == NULL) {
        show_values(rail, view, &rail->variables);
        return ERR_NONE;
    }
    enum err err = resolve(rail, &text, &problem);
    if (err != ERR_NONE)
        return err;
    struct view *preview = view_add(view, "PREVIEW");
    if (problem.message != NULL)
        view_text(view_add(preview, "UNRESOLVED"), "REASON", problem.message);
    prompt_body_variables(rail->page->arena, rail->type, text, &variables);
    show_values(rail, view, &variables);
    show_filled(rail, preview, text, &variables);
    return ERR_NONE;
}

/* ---- changes ------------------------------------------------------------------------------ */

void prompt_rail_compare(struct page *page, struct view *view, const struct prompt *saved,
                         const struct prompt_form *typed)
{
    const char *tags = tag_list_join(page->arena, &saved->tags);
    if (strcmp(saved->name, typed->name) == 0 && strcmp(tags, typed->tags) == 0 &&
        strcmp(saved->description, typed->description.data) == 0 &&
        strcmp(saved->settings, typed->settings.data) == 0)
        return;
    struct view *others = view_add(view, "OTHER_FIELDS");
    record_page_differs(others, "Name", saved->name, typed->name);
    record_page_differs(others, "Description", saved->description, typed->description.data);
    record_page_differs(others, "Tags", tags, typed->tags);
    record_page_differs(others, "Model settings", saved->settings, typed->settings.data);
}

static void show_changes(const struct rail *rail)
{
    struct page *page = rail->page;
    const struct prompt *prompt = rail->saved->prompt;
    if (prompt == NULL)
        return;
    struct view *view = view_add(page->view, "COMPARING");
    if (!asks_for(rail, "changes"))
        return;
    struct view *changes = view_add(view, "CHANGES");
    struct record_text_side theirs = {
        arena_printf(page->arena, "version %lld", (long long)prompt->version),
        prompt_lines_readable(page->arena, prompt->type, prompt->body)};
    struct record_text_side yours = {
        "your text", prompt_lines_readable(page->arena, rail->type, rail->typed->body)};
    prompt_rail_compare(page, changes, prompt, rail->typed);
    view_include(changes, "STALE_FIELDS", "record/stale.tpl");
    if (yours.text.data != NULL)
        record_text_diff_show(page, changes, &theirs, &yours);
}

enum err prompt_rail_show(struct page *page, const struct prompt_form *typed,
                          const struct prompt_saved *saved)
{
    struct rail rail = {page, typed, saved, (enum prompt_type)typed->type, {0}};
    view_include(page_view(page), "RAIL", "prompt/rail.tpl");
    prompt_body_variables(page->arena, rail.type, typed->body, &rail.variables);
    show_variables(&rail);
    show_changes(&rail);
    enum err err = show_references(&rail);
    if (err == ERR_NONE)
        err = show_picker(&rail);
    return err == ERR_NONE ? show_preview(&rail) : err;
}
