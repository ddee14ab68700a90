#include "pages/set/set_diff_show.h"

#include "domain/set/set_diff.h"
#include "pages/agent/agent_json_diff.h"
#include "pages/record/record_page.h"
#include "pages/set/set_content_show.h"

enum { CHANGED_SHOWN = 50, OTHERS_SHOWN = 200 };

static json_t *settings_of(struct page *page, const struct set_content *content)
{
    return set_settings_json(page->arena, &content->settings);
}

const char *set_diff_summary(struct arena *arena, const struct set_content *before,
                             const struct set_content *after)
{
    struct set_diff diff;
    set_diff(arena, &before->cases, &after->cases, &diff);
    const char *words = set_diff_words(arena, &diff);
    if (json_equal(set_settings_json(arena, &before->settings),
                   set_settings_json(arena, &after->settings)))
        return words;
    return words == NULL ? "settings" : arena_printf(arena, "%s, settings", words);
}

/* A case that both have, and what changed in it. */
static void show_changed(struct page *page, struct view *view, const struct set_change *change,
                         const char *const names[2])
{
    struct view *section = view_add(view, "CHANGED_CASE");
    struct agent_json_side before = {names[0], set_case_json(page->arena, change->before)};
    struct agent_json_side after = {names[1], set_case_json(page->arena, change->after)};
    view_text(section, "CASE_ID", change->after->id);
    view_text(section, "CASE_NAME", change->after->name);
    view_show(section, "IS_CRITICAL", change->after->is_critical);
    agent_json_diff_show(page, section, "case", &before, &after);
}

/* Cases that one side alone has, as a table under a title. */
static void show_others(struct page *page, struct view *view, const struct set_diff *diff,
                        bool is_added)
{
    int count = is_added ? diff->added_count : diff->removed_count, shown = 0;
    if (count == 0)
        return;
    struct view *section = view_add(view, is_added ? "ADDED_CASES" : "REMOVED_CASES");
    view_text(section, "COUNTED", record_page_count(page, count, "case"));
    view_include(section, "CASES_PART", "set/cases.tpl");
    struct view *table = view_add(section, "CASES");
    for (int i = 0; i < diff->count && shown < OTHERS_SHOWN; i++) {
        const struct set_change *change = &diff->changes[i];
        const struct set_case *other = is_added ? change->before : change->after;
        if (other != NULL)
            continue;
        set_case_show(page, table, is_added ? change->after : change->before);
        shown++;
    }
    if (shown < count)
        view_number(view_add(section, "MORE_CASES"), "N", count - shown);
}

void set_diff_show(struct page *page, struct view *view, const struct set_side *before,
                   const struct set_side *after)
{
    const char *const names[2] = {before->name, after->name};
    struct agent_json_side old = {before->name, settings_of(page, before->content)};
    struct agent_json_side new = {after->name, settings_of(page, after->content)};
    struct set_diff diff;
    int shown = 0;
    set_diff(page->arena, &before->content->cases, &after->content->cases, &diff);
    view_include(view, "SET_CHANGES", "set/changes.tpl");
    const char *words = set_diff_words(page->arena, &diff);
    view_text(view_add(view, words == NULL ? "SAME_CASES" : "DIFFERENT_CASES"), "WORDS",
              words == NULL ? "" : words);
    for (int i = 0; i < diff.count && shown < CHANGED_SHOWN; i++) {
        if (diff.changes[i].before == NULL || diff.changes[i].after == NULL)
            continue;
        show_changed(page, view, &diff.changes[i], names);
        shown++;
    }
    if (shown < diff.changed_count)
        view_number(view_add(view, "MORE_CHANGED"), "N", diff.changed_count - shown);
    show_others(page, view, &diff, true);
    show_others(page, view, &diff, false);
    if (!json_equal(old.json, new.json))
        agent_json_diff_show(page, view_add(view, "SETTINGS_CHANGED"), "settings", &old, &new);
}
