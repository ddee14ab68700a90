#include <string.h>

#include "base/clock.h"
#include "data/endpoint/endpoint_prices.h"
#include "domain/endpoint/endpoint_price.h"
#include "pages/endpoint/endpoint_view.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"

/* The prices of an endpoint's models: all of them in one text, typed or brought from a spreadsheet.
 */

enum { PRICES_MAX = 100 * 1024, WORD_BYTES = 10 };

struct price_form {
    struct text prices;
    struct upload upload;
    const char *act; /* "preview": what the file changes is shown, and nothing saved */
    int64_t revision;
};

static const struct form_field fields[] = {
    {.name = "prices",
     .label = "Prices",
     .kind = FORM_TEXT,
     .max_bytes = PRICES_MAX,
     .offset = offsetof(struct price_form, prices)},
    {.name = "file",
     .label = "File",
     .kind = FORM_FILE,
     .max_bytes = PRICES_MAX,
     .offset = offsetof(struct price_form, upload)},
    {.name = "act",
     .label = "Button",
     .kind = FORM_LINE,
     .max_bytes = WORD_BYTES,
     .offset = offsetof(struct price_form, act)},
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

/* ---- a file -------------------------------------------------------------------------------- */

static void show_price(struct page *page, struct view *view, const char *key,
                       const struct endpoint_price *price)
{
    struct view *shown = view_add(view, key);
    view_text(shown, "INPUT", endpoint_price_format(page->arena, price->input_micros));
    view_text(shown, "OUTPUT", endpoint_price_format(page->arena, price->output_micros));
}

static void show_merge(struct page *page, const struct endpoint_price_merge *merge)
{
    struct view *shown = view_add(page_view(page), "FILE_SAYS");
    view_show(shown, "NO_CHANGES", merge->change_count == 0);
    struct view *table = merge->change_count > 0 ? view_add(shown, "CHANGES") : shown;
    for (int i = 0; i < merge->change_count; i++) {
        const struct endpoint_price_change *change = &merge->changes[i];
        struct view *row = view_add(table, "CHANGE");
        char day[CLOCK_DAY_LEN];
        clock_format_day(change->after->day * CLOCK_DAY, day);
        view_text(row, "PRICE_MODEL", change->after->model);
        view_text(row, "DAY", arena_strdup(page->arena, day));
        show_price(page, row, "AFTER", change->after);
        if (change->before != NULL)
            show_price(page, row, "BEFORE", change->before);
        view_show(row, "IS_NEW", change->before == NULL);
    }
    struct view *refused = merge->refused_count > 0 ? view_add(shown, "REFUSED") : shown;
    for (int i = 0; i < merge->refused_count; i++)
        view_text(view_add(refused, "LINE"), "WHY", merge->refused[i]);
}

static enum err refuse_field(struct form *form, const char *field, const char *message)
{
    form_error(form, field, message);
    return ERR_INVALID;
}

/* What the file makes of the prices that are in the form: shown, and in the form from now on. */
static enum err read_file(struct page *page, struct form *form, const struct price_form *typed,
                          struct text *prices)
{
    struct endpoint_price_list list;
    struct endpoint_price_merge merge;
    const char *problem = NULL;
    if (typed->upload.bytes.data == NULL)
        return refuse_field(form, "file", "Choose a file.");
    if (typed->upload.bytes.len > PRICES_MAX)
        return refuse_field(form, "file", "The file is too long: at most 100 KiB.");
    if (endpoint_price_list_parse(page->arena, *prices, &list, &problem) != ERR_NONE)
        return refuse_field(form, "prices", problem);
    if (endpoint_price_list_merge(page->arena, &list, typed->upload.bytes, &merge, &problem) !=
        ERR_NONE)
        return refuse_field(form, "file", problem);
    show_merge(page, &merge);
    const char *merged = endpoint_price_list_format(page->arena, &merge.list);
    *prices = (struct text){merged, strlen(merged)};
    return ERR_NONE;
}

/* ---- answering ----------------------------------------------------------------------------- */

static enum err save(struct page *page, struct form *form, const struct endpoint *endpoint,
                     const struct price_form *typed, struct text prices)
{
    struct problem problem;
    const struct endpoint based_on = {.id = endpoint->id, .revision = typed->revision};
    enum err err = endpoint_prices_set(page->db, page->actor, &based_on, prices, &problem);
    (void)record_page_problem(form, err, &problem);
    return err;
}

enum err page_endpoint_prices_post(struct page *page)
{
    struct form form;
    struct price_form typed;
    struct endpoint endpoint;
    enum err wrong = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    enum err err = endpoint_get(page->db, page->actor, &page->match.ids[0], &endpoint);
    if (err != ERR_NONE)
        return err;
    struct text prices = typed.prices.data == NULL ? (struct text){"", 0} : typed.prices;
    /* A file is shown before it counts, whichever button was pressed. */
    bool is_preview =
        (typed.act != NULL && strcmp(typed.act, "preview") == 0) || typed.upload.bytes.len > 0;
    if (wrong == ERR_NONE)
        wrong = is_preview ? read_file(page, &form, &typed, &prices)
                           : save(page, &form, &endpoint, &typed, prices);
    if (wrong == ERR_UNAVAILABLE || wrong == ERR_NOT_FOUND)
        return wrong;
    if (wrong == ERR_NONE && !is_preview)
        return page_redirect(page, endpoint_view_url(page, &endpoint.id, ""), "success",
                             "The prices are saved.");
    show(page, &endpoint, prices.data, typed.revision);
    return wrong == ERR_NONE ? page_show(page, 200, title(page, &endpoint), file)
                             : record_page_refuse(page, &form, wrong, title(page, &endpoint), file);
}
