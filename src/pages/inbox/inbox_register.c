#include "pages/inbox/inbox_register.h"

#include "data/register/register_due.h"
#include "pages/record/record_page.h"
#include "pages/register/register_show.h"

static const char *what_of(struct page *page, const struct register_due *due)
{
    return arena_printf(page->arena, "Review of the register entry due on %s%s",
                        register_show_day(page, due->review_on),
                        due->is_oversight ? ", under your oversight" : "");
}

static void ahead_reviews(struct page *page)
{
    register_due_ahead(page->db, page->actor);
}

static enum err show_reviews(struct inbox_section *section)
{
    struct page *page = section->page;
    struct register_due_list list;
    enum err err = register_due_list(page->db, page->actor, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        const struct register_due *due = &list.items[i];
        bool is_overdue = due->review_on <= clock_now();
        const char *url = record_page_url(page, due->kind, &due->record_id, "");
        inbox_section_add(
            section, &(struct inbox_row){.icon = due->kind->name,
                                         .word = is_overdue ? "Overdue" : "Due soon",
                                         .tone = is_overdue ? "bad" : "wait",
                                         .name = due->name,
                                         .name_url = url,
                                         .what = what_of(page, due),
                                         .at = due->review_on,
                                         .verb = "Review",
                                         .url = record_page_url(page, due->kind, &due->record_id,
                                                                "/register/edit")});
    }
    if (err == ERR_NONE && list.has_more)
        inbox_section_more(section);
    return err;
}

const struct inbox_block inbox_register = {INBOX_REGISTER, "Reviews of the register", ahead_reviews,
                                           show_reviews};
