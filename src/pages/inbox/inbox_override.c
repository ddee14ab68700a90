#include "pages/inbox/inbox_override.h"

#include "data/evidence/evidence_override.h"
#include "pages/record/record_page.h"

static const struct evidence_override_filter open_ones = {.is_open_only = true};

static void ahead_override(struct page *page)
{
    evidence_override_ahead(page->db, page->actor, &open_ones);
}

static void add_row(struct inbox_section *section, const struct evidence_override *item)
{
    struct page *page = section->page;
    char id[UUID_TEXT_LEN];
    uuid_format(&item->id, id);
    inbox_section_add(section,
                      &(struct inbox_row){
                          .icon = "warning",
                          .word = "Without evidence",
                          .tone = "bad",
                          .name = item->record_name,
                          .name_url = record_page_url(page, item->kind, &item->record_id, ""),
                          .what = arena_printf(page->arena, "v%lld for %s",
                                               (long long)item->to_version, item->label),
                          .reason = item->reason,
                          .person = item->moved_by_name,
                          .has_person = true,
                          .at = item->created_at,
                          .verb = "Review",
                          .url = record_page_url(page, item->kind, &item->record_id,
                                                 arena_printf(page->arena, "/overrides/%s", id))});
}

/* They leave when somebody has reviewed them. */
static enum err show_override(struct inbox_section *section)
{
    struct page *page = section->page;
    struct evidence_overrides list;
    enum err err = evidence_override_list(page->db, page->actor, &open_ones, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        if (list.items[i].may_review && list.items[i].record_name != NULL)
            add_row(section, &list.items[i]);
    return err;
}

const struct inbox_block inbox_override = {INBOX_OVERRIDE, "Released without evidence",
                                           ahead_override, show_override};
