#include "pages/retention/retention_view.h"

#include "pages/record/record_page.h"

const char *retention_view_url(struct page *page, const struct uuid *run_id, const char *rest)
{
    char id[UUID_TEXT_LEN];
    uuid_format(run_id, id);
    return arena_printf(page->arena, "/settings/retention/runs/%s%s", id, rest);
}

void retention_view_run(struct page *page, struct view *view, const struct retention_run *run)
{
    static const struct {
        const char *word, *css;
    } states[RETENTION_STATE_COUNT] = {[RETENTION_LISTING] = {"Counting", "wait"},
                                       [RETENTION_LISTED] = {"Complete", ""},
                                       [RETENTION_DELETING] = {"Deleting", "wait"},
                                       [RETENTION_DONE] = {"Done", ""},
                                       [RETENTION_STOPPED] = {"Stopped", "bad"}};
    view_text(view, "RUN_URL", retention_view_url(page, &run->id, ""));
    view_text(view, "RUN_WORD", run->is_live ? "Live run" : "Dry run");
    view_text(view, "STATE", states[run->state].word);
    view_text(view, "STATE_CLASS", states[run->state].css);
    view_number(view, "DUE_COUNT", run->due_count);
    view_number(view, "HELD_COUNT", run->held_count);
    view_number(view, "DELETED_COUNT", run->deleted_count);
    view_text(view, "ROWS", record_page_count(page, run->due_count, "row"));
    page_time_here(page, view, run->created_at);
}

void retention_view_preset(struct view *view, enum retention_preset_id id, bool is_chosen)
{
    const struct retention_preset *preset = &retention_presets[id];
    view_text(view, "PRESET_NAME", preset->name);
    view_text(view, "PRESET_TITLE", preset->title);
    view_text(view, "SOURCE_NAME", preset->text);
    view_text(view, "SOURCE_URL", preset->url);
    view_show(view, "CHECKED", is_chosen);
    for (int i = 0; i < preset->bound_count; i++) {
        const struct retention_bound *bound = &preset->bounds[i];
        struct view *row = view_add(view, "BOUND");
        view_text(row, "KIND_TITLE", retention_kinds[bound->kind].title);
        if (bound->min_days > 0)
            view_number(view_add(row, "LEAST"), "DAYS", bound->min_days);
        if (bound->max_days > 0)
            view_number(view_add(row, "MOST"), "DAYS", bound->max_days);
        view_text(row, "ARTICLE", bound->source);
        view_text(row, "WHY", bound->why);
    }
}

void retention_view_kind(struct view *view, enum retention_kind_id id,
                         const struct retention_rule_set *set, const char *message)
{
    const struct retention_kind *kind = &retention_kinds[id];
    view_text(view, "KIND_NAME", kind->name);
    view_text(view, "KIND_TITLE", kind->title);
    view_text(view, "WHAT", kind->what);
    view_limits(view, "DAYS", NUMBER_RETENTION_DAYS);
    view_text(view, "CLOCK", kind->clock);
    view_text(view, "ACTION", retention_action_words[kind->action]);
    view_number(view, "DAYS", set->rules[id].days);
    view_show(view, "IS_ON", set->rules[id].is_on);
    if (message != NULL)
        view_text(view_add(view, "RULE_ERROR"), "MESSAGE", message);
}
