#include "pages/agent/agent_json_diff.h"

#include <string.h>

#include "domain/diff/json_diff.h"
#include "pages/history/record_text_diff.h"
#include "pages/record/record_page.h"

enum { SHORT_TEXT_MAX = 60, TEXTS_MAX = 20 };

/* Texts that a cell of the table can't show well are compared word by word. */
static bool is_long_text(const struct json_change *change)
{
    if (!change->is_text || change->before.data == NULL || change->after.data == NULL)
        return false;
    return change->before.len > SHORT_TEXT_MAX || change->after.len > SHORT_TEXT_MAX ||
           strchr(change->before.data, '\n') != NULL || strchr(change->after.data, '\n') != NULL;
}

static void show_cell(struct view *row, const char *key, const char *empty, struct text text)
{
    if (text.data == NULL)
        view_show(row, empty, true);
    else
        view_set_key(view_add(row, key), view_key("VALUE"), text.data, text.len);
}

static void show_value(struct view *table, const struct json_change *change)
{
    struct view *row = view_add(table, "VALUE_CHANGE");
    view_text(row, "PATH", change->path);
    show_cell(row, "BEFORE", "NO_BEFORE", change->before);
    show_cell(row, "AFTER", "NO_AFTER", change->after);
}

static void show_text(struct page *page, struct view *view, const struct json_change *change,
                      const char *const names[2])
{
    struct view *shown = view_add(view, "TEXT_CHANGE");
    struct record_text_side old_side = {names[0], change->before};
    struct record_text_side new_side = {names[1], change->after};
    view_text(shown, "PATH", change->path);
    record_text_diff_show(page, shown, &old_side, &new_side);
}

void agent_json_diff_show(struct page *page, struct view *view, const char *what,
                          const struct agent_json_side *before, const struct agent_json_side *after)
{
    struct json_diff diff;
    struct view *table = NULL;
    const char *const names[2] = {before->name, after->name};
    int texts = 0;
    json_diff(page->arena, before->json, after->json, &diff);
    view_include(view, "JSON_DIFF", "agent/json_diff.tpl");
    view_text(view, "COMPARED", what);
    view_text(view, "BEFORE_NAME", before->name);
    view_text(view, "AFTER_NAME", after->name);
    view_show(view, "NO_CHANGES", diff.count == 0);
    if (diff.count > 0)
        view_text(view_add(view, "COUNTED"), "CHANGES",
                  record_page_count(page, diff.count, "change"));
    for (int i = 0; i < diff.count; i++) {
        if (is_long_text(&diff.changes[i]) && texts++ < TEXTS_MAX) {
            show_text(page, view, &diff.changes[i], names);
            continue;
        }
        if (table == NULL)
            table = view_add(view, "VALUES");
        show_value(table, &diff.changes[i]);
    }
    view_show(view, "MORE_CHANGES", diff.has_more);
}
