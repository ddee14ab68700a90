#include "pages/set/set_tests.h"

#include "data/set/set_list.h"
#include "pages/set/set_noun.h"

static void show_sets(struct page *page, const struct set_list *list)
{
    struct view *view = page_view(page);
    view_show(view, "NO_SETS", list->count == 0);
    if (list->count == 0)
        return;
    struct view *table = view_add(view, "SETS");
    for (int i = 0; i < list->count; i++) {
        const struct set_row *set = &list->items[i];
        struct view *row = view_add(table, "SET");
        view_text(row, "SET_URL", record_page_url(page, set_noun.kind, &set->id, ""));
        record_page_path(row, set->name);
        view_number(row, "SET_VERSION", set->version);
        record_page_version(row, "SET_LIVE", set->live_version);
        view_show(row, "SET_NOT_LIVE", set->live_version == 0);
        page_time(page, row, "SET_UPDATED", set->updated_at);
    }
}

void set_tests_ahead(struct page *page, const struct record_head *head)
{
    set_list_for_ahead(page->db, head);
}

enum err set_tests_show(struct page *page, const struct record_head *head)
{
    struct policy_target own = {.organization_id = page->actor->organization_id,
                                .owner_id = page->actor->user_id};
    struct set_list list;
    char id[UUID_TEXT_LEN];
    enum err err = set_list_for(page->db, page->actor, head, &list);
    if (err != ERR_NONE)
        return err;
    uuid_format(&head->id, id);
    show_sets(page, &list);
    if (policy_allows(page->actor, PERMISSION_SET_CREATE, &own) && head->archived_at == 0)
        view_text(view_add(page->view, "MAY_CREATE_SET"), "NEW_SET_URL",
                  arena_printf(page->arena, "/sets/new?for=%s&id=%s", head->store->kind->name, id));
    return ERR_NONE;
}
