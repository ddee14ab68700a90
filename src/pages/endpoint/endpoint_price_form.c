#include "data/endpoint/endpoint_prices.h"
#include "pages/endpoint/endpoint_view.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"

/* The prices of an endpoint's models: all of them in one text, typed or brought from a spreadsheet.
 */

enum { PRICES_MAX = 100 * 1024 };

struct price_form {
    struct text prices;
    int64_t revision;
};

static const struct form_field fields[] = {
    {.name = "prices",
     .label = "Prices",
     .kind = FORM_TEXT,
     .max_bytes = PRICES_MAX,
     .offset = offsetof(struct price_form, prices)},
    RECORD_REVISION_FIELD(struct price_form, revision),
};

static const char file[] = "endpoint/prices.tpl";

static const char *title(struct page *page, const struct endpoint *endpoint)
{
    return arena_printf(page->arena, "Prices of %s", endpoint->name);
}

static void show(struct page *page, const struct endpoint *endpoint, const char *prices,
                 int64_t revision)
{
    struct view *view = page_view(page);
    endpoint_view(page, view, endpoint);
    view_text(view, "PRICES", prices);
    view_number(view, "REVISION_NOW", revision);
}

enum err page_endpoint_prices(struct page *page)
{
    struct endpoint endpoint;
    struct endpoint_price_list list;
    enum err err = endpoint_get(page->db, page->actor, &page->match.ids[0], &endpoint);
    if (err == ERR_NONE)
        err = endpoint_prices(page->db, &endpoint.organization_id, &endpoint.id, &list);
    if (err != ERR_NONE)
        return err;
    show(page, &endpoint, endpoint_price_list_format(page->arena, &list), endpoint.revision);
    return page_show(page, 200, title(page, &endpoint), file);
}

enum err page_endpoint_prices_post(struct page *page)
{
    struct form form;
    struct price_form typed;
    struct endpoint endpoint;
    struct problem problem;
    enum err wrong = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    enum err err = endpoint_get(page->db, page->actor, &page->match.ids[0], &endpoint);
    if (err != ERR_NONE)
        return err;
    struct text prices = typed.prices.data == NULL ? (struct text){"", 0} : typed.prices;
    if (wrong == ERR_NONE) {
        const struct endpoint based_on = {.id = endpoint.id, .revision = typed.revision};
        wrong = endpoint_prices_set(page->db, page->actor, &based_on, prices, &problem);
        (void)record_page_problem(&form, wrong, &problem);
    }
    if (wrong == ERR_NONE)
        return page_redirect(page, endpoint_view_url(page, &endpoint.id, ""), "success",
                             "The prices are saved.");
    if (wrong == ERR_UNAVAILABLE || wrong == ERR_NOT_FOUND)
        return wrong;
    show(page, &endpoint, prices.data, typed.revision);
    return record_page_refuse(page, &form, wrong, title(page, &endpoint), file);
}
