#include <string.h>

#include "data/check/check.h"
#include "pages/handlers.h"
#include "pages/shell/page.h"

/* How the installation keeps its promises: what is as it should be, and what to do where not. */

static const struct {
    const char *word;
    const char *css;
} states[] = {[CHECK_OK] = {"OK", ""},
              [CHECK_WARNING] = {"To do", "wait"},
              [CHECK_FAILED] = {"Failed", "bad"}};

static void show_item(struct view *group, const struct check_item *item)
{
    struct view *view = view_add(group, "CHECK");
    view_text(view, "CHECK_TITLE", item->title);
    view_text(view, "CHECK_WORD", states[item->state].word);
    view_text(view, "CHECK_CSS", states[item->state].css);
    view_text(view, "FINDING", item->finding);
    if (item->remedy != NULL)
        view_text(view_add(view, "TO_DO"), "REMEDY", item->remedy);
}

enum err page_check(struct page *page)
{
    struct check_list list;
    const struct check_settings settings = {page->config->public_url, page->config->is_secure};
    enum err err = check_list(page->db, page->actor, &settings, &list);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_number(view, "CHECK_COUNT", list.count);
    int open_count = list.count - list.counts[CHECK_OK];
    view_show(view, "ALL_WELL", open_count == 0);
    if (open_count > 0)
        view_number(view_add(view, "SOME_OPEN"), "OPEN_COUNT", open_count);
    struct view *group = NULL;
    for (int i = 0; i < list.count; i++) {
        if (i == 0 || strcmp(list.items[i].group, list.items[i - 1].group) != 0) {
            group = view_add(view, "CHECK_GROUP");
            view_text(group, "GROUP_TITLE", list.items[i].group);
        }
        show_item(group, &list.items[i]);
    }
    return page_show(page, 200, "Security", "check/check.tpl");
}
