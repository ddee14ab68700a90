#include "pages/trail/audit_tabs.h"

#include <string.h>

#include "data/trail/audit_saved.h"
#include "pages/handlers.h"
#include "pages/trail/audit_query.h"

static const char *const parts[] = {"actor", "record", "action", "from", "until"};

/* The filters of an address or a form, always in the same order. */
static const char *filters_of(struct page *page, const struct param_list *params)
{
    struct buf buf;
    buf_init(&buf, page->arena);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        const struct text *value = param_find(params, parts[i]);
        if (value != NULL && value->len > 0)
            buf_printf(&buf, "%s%s=%s", buf.len > 0 ? "&" : "", parts[i],
                       text_percent_encode(page->arena, value->data));
    }
    return buf.data;
}

static const char *address_of(struct page *page, const char *filters)
{
    return arena_printf(page->arena, "/audit%s%s", filters[0] == '\0' ? "" : "?", filters);
}

void audit_tabs_ahead(struct page *page)
{
    if (audit_saved_allowed(page->actor))
        audit_saved_ahead(page->db, page->actor);
}

static bool show_tab(struct page *page, const char *name, const char *filters, const char *asked)
{
    struct view *view = view_add(page->view, "VIEW");
    bool is_current = strcmp(filters, asked) == 0;
    view_text(view, "VIEW_NAME", name);
    view_text(view, "VIEW_URL", address_of(page, filters));
    view_show(view, "VIEW_CURRENT", is_current);
    return is_current;
}

static void offer_to_save(struct page *page)
{
    struct view *save = view_add(page->view, "MAY_SAVE");
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        const struct text *value = param_find(&page->request->query, parts[i]);
        if (value == NULL || value->len == 0)
            continue;
        struct view *kept = view_add(save, "KEPT");
        view_text(kept, "KEPT_NAME", parts[i]);
        view_text(kept, "KEPT_VALUE", value->data);
    }
}

enum err audit_tabs_show(struct page *page)
{
    struct audit_saved_list list;
    enum err err = audit_saved_list(page->db, page->actor, &list);
    if (err != ERR_NONE)
        return err;
    const char *asked = filters_of(page, &page->request->query);
    bool is_known = show_tab(page, "All", "", asked);
    for (int i = 0; i < list.count; i++) {
        if (!show_tab(page, list.items[i].name, list.items[i].filters, asked) || is_known)
            continue;
        is_known = true;
        struct view *current = view_add(page->view, "CURRENT");
        page_uuid(page, current, "CURRENT_ID", &list.items[i].id);
        view_text(current, "CURRENT_NAME", list.items[i].name);
    }
    if (!is_known && audit_saved_allowed(page->actor))
        offer_to_save(page);
    return ERR_NONE;
}

/* ---- the buttons --------------------------------------------------------------------------- */

struct save_form {
    struct audit_query query;
    const char *name;
};

static const struct form_field name_field = {
    .name = "name",
    .label = "Name",
    .kind = FORM_LINE,
    .is_required = true,
    .max_chars = AUDIT_SAVED_NAME_MAX,
    .offset = offsetof(struct save_form, name),
};

enum err page_audit_save_post(struct page *page)
{
    struct form form;
    struct save_form input;
    int count = 0;
    struct form_field *fields = audit_query_fields(page, offsetof(struct save_form, query), &count);
    fields[count++] = name_field;
    enum err err = form_parse(&form, page->request, fields, count, &input);
    if (err == ERR_INVALID)
        return page_offer_again(page, &form, "Save filter");
    const char *filters = filters_of(page, &page->request->form);
    if (err == ERR_NONE)
        err = audit_saved_add(page->db, page->actor, input.name, filters);
    if (err == ERR_INVALID) {
        form_error(&form, "", "Filter the list first.");
        return page_offer_again(page, &form, "Save filter");
    }
    if (err == ERR_CONFLICT)
        return page_redirect(page, address_of(page, filters), "warning",
                             "You keep 20 filters already. Delete one first.");
    return err == ERR_NONE ? page_redirect(page, address_of(page, filters), "success",
                                           arena_printf(page->arena, "Saved %s", input.name))
                           : err;
}

enum err page_audit_rename_post(struct page *page)
{
    struct form form;
    struct save_form input;
    enum err err = form_parse(&form, page->request, &name_field, 1, &input);
    if (err == ERR_INVALID)
        return page_offer_again(page, &form, "Rename filter");
    if (err == ERR_NONE)
        err = audit_saved_rename(page->db, page->actor, &page->match.ids[0], input.name);
    return err == ERR_NONE ? page_redirect(page, "/audit", "success",
                                           arena_printf(page->arena, "Renamed to %s", input.name))
                           : err;
}

enum err page_audit_unsave_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err == ERR_INVALID)
        return page_offer_again(page, &form, "Delete filter");
    if (err == ERR_NONE)
        err = audit_saved_delete(page->db, page->actor, &page->match.ids[0]);
    return err == ERR_NONE ? page_redirect(page, "/audit", "success", "Deleted the filter") : err;
}
