#include "data/set/set_list.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/record/record_strip.h"
#include "pages/set/set_noun.h"

/* The tab "Tests" of a prompt and of an agent: the test sets that are for it. */

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

enum err page_set_tests(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_head ahead = record_page_ahead(page, noun);
    struct policy_target own = {.organization_id = page->actor->organization_id,
                                .owner_id = page->actor->user_id};
    struct set_list list;
    char id[UUID_TEXT_LEN];
    record_strip_ahead(page, noun);
    set_list_for_ahead(page->db, &ahead);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = set_list_for(page->db, page->actor, head, &list);
    if (err != ERR_NONE)
        return err;
    record_strip_head(page, noun, head, RECORD_TAB_TESTS, head->version);
    uuid_format(&head->id, id);
    show_sets(page, &list);
    if (policy_allows(page->actor, PERMISSION_SET_CREATE, &own) && head->archived_at == 0)
        view_text(view_add(page->view, "MAY_CREATE_SET"), "NEW_SET_URL",
                  arena_printf(page->arena, "/sets/new?for=%s&id=%s", noun->kind->name, id));
    return record_page_show(page, 200, "Tests of", head->name, "set/tests.tpl");
}
