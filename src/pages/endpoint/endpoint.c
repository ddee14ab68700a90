#include "base/clock.h"
#include "data/endpoint/endpoint_check.h"
#include "data/endpoint/endpoint_prices.h"
#include "data/endpoint/endpoint_state.h"
#include "data/trial/trial_class.h"
#include "domain/endpoint/endpoint_price.h"
#include "pages/endpoint/endpoint_view.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_press.h"

/* Model endpoints: the list, one with its prices, and what buttons do with it. */

static enum err show_usual(struct page *page)
{
    enum endpoint_class usual;
    enum err err = trial_class_usual(page->db, page->actor, &usual);
    for (int i = 0; err == ERR_NONE && i < ENDPOINT_CLASS_COUNT; i++) {
        struct view *option = view_add(page->view, "USUAL");
        view_text(option, "VALUE", endpoint_class_names[i]);
        view_text(option, "TITLE", endpoint_classes[i].title);
        view_text(option, "TEXT", endpoint_classes[i].text);
        view_show(option, "SELECTED", i == (int)usual);
    }
    return err;
}

enum err page_endpoint_list(struct page *page)
{
    struct endpoint_list list;
    enum err err = endpoint_list(page->db, page->actor, &list);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    struct view *table = list.count > 0 ? view_add(view, "ENDPOINTS") : view;
    for (int i = 0; i < list.count; i++)
        endpoint_view(page, view_add(table, "ENDPOINT"), &list.items[i]);
    view_show(view, "EMPTY", list.count == 0);
    err = show_usual(page);
    if (err != ERR_NONE)
        return err;
    view_show(view, "MAY_ADD", list.count < ENDPOINT_MAX);
    view_show(view, "IS_FULL", list.count >= ENDPOINT_MAX);
    return page_show(page, 200, "Model endpoints", "endpoint/list.tpl");
}

/* ---- one ----------------------------------------------------------------------------------- */

static void show_prices(struct page *page, const struct endpoint_price_list *list)
{
    int64_t today = clock_now() / CLOCK_DAY;
    struct view *table = list->count > 0 ? view_add(page->view, "PRICES") : page->view;
    for (int i = 0; i < list->count; i++) {
        const struct endpoint_price *price = &list->items[i];
        struct view *row = view_add(table, "PRICE");
        char day[CLOCK_DAY_LEN];
        clock_format_day(price->day * CLOCK_DAY, day);
        view_text(row, "PRICE_MODEL", price->model);
        view_text(row, "DAY", arena_strdup(page->arena, day));
        view_text(row, "INPUT", endpoint_price_format(page->arena, price->input_micros));
        view_text(row, "OUTPUT", endpoint_price_format(page->arena, price->output_micros));
        view_show(row, "HOLDS", endpoint_price_of(list, price->model, today) == price);
        view_show(row, "TO_COME", price->day > today);
    }
    view_show(page->view, "NO_PRICES", list->count == 0);
}

enum err page_endpoint(struct page *page)
{
    struct endpoint endpoint;
    struct endpoint_price_list prices;
    enum err err = endpoint_get(page->db, page->actor, &page->match.ids[0], &endpoint);
    if (err == ERR_NONE)
        err = endpoint_prices(page->db, &endpoint.organization_id, &endpoint.id, &prices);
    if (err != ERR_NONE)
        return err;
    endpoint_view(page, page_view(page), &endpoint);
    show_prices(page, &prices);
    return page_show(page, 200, endpoint.name, "endpoint/show.tpl");
}

/* ---- buttons ------------------------------------------------------------------------------- */

static const char *say_checked(struct page *page, const struct endpoint_checked *checked)
{
    if (checked->outcome != ENDPOINT_ANSWERED)
        return arena_printf(page->arena, "The connection does not work. %s",
                            endpoint_outcome_texts[checked->outcome]);
    if (checked->missing != NULL)
        return arena_printf(page->arena, "The endpoint answers, but does not list the model %s.",
                            checked->missing);
    return arena_printf(page->arena, "The connection works: %s, in %lld ms.",
                        record_page_count(page, checked->model_count, "model"),
                        (long long)checked->duration_ms);
}

static enum err test(struct page *page, struct page_button *button, struct problem *problem)
{
    struct endpoint_checked checked;
    enum err err =
        endpoint_check(page->db, page->actor, &page->match.ids[0], page->calls, &checked, problem);
    if (err == ERR_NONE)
        button->done = say_checked(page, &checked);
    return err;
}

static enum err archive(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    (void)problem;
    return endpoint_archive(page->db, page->actor, &page->match.ids[0]);
}

static enum err restore(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    (void)problem;
    return endpoint_restore(page->db, page->actor, &page->match.ids[0]);
}

static enum err delete_it(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    (void)problem;
    return endpoint_delete(page->db, page->actor, &page->match.ids[0]);
}

static const char *own_url(struct page *page)
{
    return endpoint_view_url(page, &page->match.ids[0], "");
}

enum err page_endpoint_test_post(struct page *page)
{
    struct page_button button = {"Test connection", own_url(page), "", test};
    return page_press(page, &button);
}

enum err page_endpoint_archive_post(struct page *page)
{
    struct page_button button = {"Archive endpoint", own_url(page),
                                 "The endpoint is archived. Nothing is called there any more.",
                                 archive};
    return page_press(page, &button);
}

enum err page_endpoint_restore_post(struct page *page)
{
    struct page_button button = {"Restore endpoint", own_url(page), "The endpoint is in use again.",
                                 restore};
    return page_press(page, &button);
}

enum err page_endpoint_delete(struct page *page)
{
    struct endpoint endpoint;
    enum err err = endpoint_get(page->db, page->actor, &page->match.ids[0], &endpoint);
    if (err != ERR_NONE)
        return err;
    endpoint_view(page, page_view(page), &endpoint);
    return record_page_show(page, 200, "Delete", endpoint.name, "endpoint/delete.tpl");
}

enum err page_endpoint_delete_post(struct page *page)
{
    struct page_button button = {"Delete endpoint", endpoint_path, "The endpoint is deleted.",
                                 delete_it};
    return page_press(page, &button);
}
