#include "pages/run/run_sets.h"

enum err run_sets_load(struct page *page, const struct record_head *head, struct run_sets *sets)
{
    enum err err = set_list_for(page->db, page->actor, head, &sets->own);
    return err == ERR_NONE ? set_list_shared(page->db, page->actor, &sets->shared) : err;
}

const struct uuid *run_sets_first(const struct run_sets *sets)
{
    if (sets->own.count > 0)
        return &sets->own.items[0].id;
    return sets->shared.count > 0 ? &sets->shared.items[0].id : NULL;
}

static bool is_in(const struct set_list *sets, const struct uuid *id)
{
    for (int i = 0; i < sets->count; i++)
        if (uuid_equal(&sets->items[i].id, id))
            return true;
    return false;
}

bool run_sets_has(const struct run_sets *sets, const struct uuid *id)
{
    return is_in(&sets->own, id) || is_in(&sets->shared, id);
}

static void show_list(struct page *page, const struct set_list *sets, const struct uuid *chosen)
{
    for (int i = 0; i < sets->count; i++) {
        const struct set_row *set = &sets->items[i];
        struct view *option = view_add(page->view, "SET_OPTION");
        page_uuid(page, option, "VALUE", &set->id);
        view_text(option, "TEXT", set->name);
        view_show(option, "SELECTED", uuid_equal(&set->id, chosen));
    }
}

void run_sets_show(struct page *page, const struct run_sets *sets, const struct uuid *chosen)
{
    show_list(page, &sets->own, chosen);
    show_list(page, &sets->shared, chosen);
}
