#include <string.h>

#include "data/set/set_list.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/record/record_strip.h"
#include "pages/trial/trial_call.h"
#include "web/template.h"

/* What models answered: whole pages, that load themselves again while something is open, or the
 * part with the answers alone, for a browser that shows them while they come. */

enum { REFRESH_S = 2 };

static bool is_asked(const struct page *page, const char *name)
{
    const struct text *value = param_find(&page->request->query, name);
    return value != NULL && strcmp(value->data, "1") == 0;
}

static const char *results_url(struct page *page, const struct record_noun *noun, const char *rest)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&page->match.ids[1], id);
    return record_page_url(page, noun->kind, &page->match.ids[0],
                           arena_printf(page->arena, "/try/%s%s", id, rest));
}

/* Where answers can be saved as cases. */
static enum err show_sets(struct page *page, const struct record_head *head)
{
    struct set_list sets;
    enum err err = set_list_for(page->db, page->actor, head, &sets);
    if (err != ERR_NONE || sets.count == 0)
        return err;
    struct view *saving = view_add(page_view(page), "MAY_SAVE");
    for (int i = 0; i < sets.count; i++) {
        char id[UUID_TEXT_LEN];
        struct view *option = view_add(saving, "SET_OPTION");
        uuid_format(&sets.items[i].id, id);
        view_text(option, "VALUE", arena_strdup(page->arena, id));
        view_text(option, "TEXT", sets.items[i].name);
    }
    return ERR_NONE;
}

static bool show_calls(struct page *page, const struct endpoint_call_list *list)
{
    bool is_open = false;
    for (int i = 0; i < list->count; i++) {
        trial_call_show(page, page_view(page), &list->items[i]);
        is_open = is_open || list->items[i].ended_at == 0;
    }
    view_show(page->view, "IS_OPEN", is_open);
    view_show(page->view, "IS_OVER", !is_open);
    view_show(page->view, "LOADS_ITSELF", is_open && !is_asked(page, "live"));
    return is_open;
}

static enum err show_part(struct page *page)
{
    page->response->status = 200;
    page->response->content_type = "text/html; charset=utf-8";
    template_render("trial/calls.tpl", page->view, &page->response->body);
    return ERR_NONE;
}

enum err page_trial_results(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct endpoint_call_list list;
    if (!is_asked(page, "part"))
        record_strip_ahead(page, noun);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = endpoint_call_list(page->db, page->actor, &head->id, &page->match.ids[1], &list);
    if (err != ERR_NONE)
        return err;
    bool is_open = show_calls(page, &list);
    err = show_sets(page, head);
    if (err != ERR_NONE)
        return err;
    view_text(page->view, "RESULTS_URL", results_url(page, noun, ""));
    if (is_asked(page, "part"))
        return show_part(page);
    record_strip_head(page, noun, head, RECORD_TAB_PREVIEW, head->version);
    view_show(page->view, "IS_LIVE", is_asked(page, "live"));
    view_include(page->view, "CALLS", "trial/calls.tpl");
    if (is_open && !is_asked(page, "live"))
        response_header(page->response, "Refresh", arena_printf(page->arena, "%d", REFRESH_S));
    return record_page_show(page, 200, "Run", head->name, "trial/results.tpl");
}

enum err page_trial_cancel_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct form form;
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    if (page_parse_empty(page, &form) != ERR_NONE)
        return page_offer_again(page, &form, "Cancel calls");
    err = endpoint_call_cancel(page->db, page->actor, &head->id, &page->match.ids[1]);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, results_url(page, noun, ""), "success", "Calls canceled.");
}
