#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "data/bom/bom.h"
#include "data/bom/bom_cyclonedx.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"

/* The bill of materials of an agent or a team at a version, as a page and as CycloneDX. */

struct bom_query {
    int64_t version; /* 0: the current one */
};

static const struct form_field fields[] = {
    {.name = "version",
     .label = "Version",
     .kind = FORM_INT,
     .number = NUMBER_VERSION_OR_NONE,
     .offset = offsetof(struct bom_query, version)},
};

static const char *const titles[BOM_TYPE_COUNT] = {
    [BOM_MODEL] = "Model", [BOM_TOOL] = "Tool",         [BOM_MCP_SERVER] = "MCP server",
    [BOM_SKILL] = "Skill", [BOM_ENDPOINT] = "Endpoint",
};

static const char *const icons[BOM_TYPE_COUNT] = {
    [BOM_MODEL] = "chart",   [BOM_TOOL] = "tool",     [BOM_MCP_SERVER] = "link",
    [BOM_SKILL] = "starter", [BOM_ENDPOINT] = "link",
};

static enum err load(struct page *page, struct record_head *head, struct bom *bom)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct form form;
    struct bom_query query;
    if (form_parse_query(&form, page->request, fields, (int)COUNT_OF(fields), &query) != ERR_NONE)
        return ERR_NOT_FOUND;
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    struct bom_of of = {noun->store, head->id, query.version, 0};
    return bom_get(page->db, page->actor, &of, bom);
}

static void show_item(struct page *page, struct view *view, const struct bom_item *item)
{
    bool is_record = item->kind != NULL;
    view_text(view, "TYPE", is_record ? record_nouns[item->type]->title : titles[item->type]);
    view_text(view, "ICON", is_record ? item->kind->name : icons[item->type]);
    record_page_path(view, item->name);
    if (is_record && item->version > 0)
        view_text(
            view_add(view, "IS_RECORD"), "URL",
            record_page_url(page, item->kind, &item->id,
                            arena_printf(page->arena, "/versions/%lld", (long long)item->version)));
    else
        view_show(view, "IS_PART", true);
    record_page_version(view, "OF_VERSION", item->version);
    view_show(view, "STOPPED", item->is_stopped);
    if (item->label != NULL)
        record_page_label(view_add(view, "BY_LABEL"), item->label);
    if (item->detail[0] != '\0')
        view_text(view_add(view, "HAS_DETAIL"), "DETAIL", item->detail);
    if (item->problem != NULL)
        view_text(view_add(view, "HAS_PROBLEM"), "PROBLEM", item->problem);
    else
        view_text(view_add(view, "HASHED"), "SHA256", item->sha256);
}

enum err page_bom_show(struct page *page)
{
    struct bom bom;
    struct record_head *head = arena_alloc(page->arena, record_noun_of_page(page)->store->size);
    enum err err = load(page, head, &bom);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, record_noun_of_page(page), head, "Bill of materials of");
    view_number(page->view, "SHOWN_VERSION", bom.items[0].version);
    view_show(page->view, "IS_OLD", bom.items[0].version != head->version);
    view_show(page->view, "IS_CUT", bom.is_cut);
    view_number(page->view, "ITEM_COUNT", bom.count);
    for (int i = 0; i < bom.count; i++)
        show_item(page, view_add(page->view, "ITEM"), &bom.items[i]);
    return record_page_show(page, 200, "Bill of materials of", head->name, "bom/bom.tpl");
}

enum err page_bom_cyclonedx(struct page *page)
{
    struct bom bom;
    struct response *response = page->response;
    struct record_head *head = arena_alloc(page->arena, record_noun_of_page(page)->store->size);
    enum err err = load(page, head, &bom);
    if (err != ERR_NONE)
        return err;
    struct uuid serial = uuid_make();
    struct text document = bom_cyclonedx(page->arena, &bom, &serial, clock_now());
    response->status = 200;
    response->content_type = "application/vnd.cyclonedx+json; version=1.6";
    buf_add(&response->body, document.data, document.len);
    response_header(response, "Content-Disposition",
                    arena_printf(page->arena, "attachment; filename=\"%s-v%lld.cdx.json\"",
                                 head->store->kind->name, (long long)bom.items[0].version));
    return ERR_NONE;
}
