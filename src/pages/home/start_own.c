#include "pages/home/start_own.h"

#include "data/record/record_list.h"
#include "pages/record/record_noun.h"
#include "pages/record/record_page.h"

enum { OWNED_SHOWN = 6 };

static void show_owned(struct page *page, struct view *block, const struct record_noun *noun,
                       const struct record_row *record)
{
    struct view *row = view_add(block, "ROW");
    const char *facet =
        noun->facet_words == NULL ? record->facet : noun->facet_words(record->facet);
    view_text(row, "URL", record_page_url(page, noun->kind, &record->id, ""));
    start_name(row, record->name);
    if (record->description[0] != '\0')
        view_text(view_add(row, "SUB"), "DESCRIPTION", record->description);
    view_number(row, "VERSION", record->version);
    if (facet != NULL)
        view_text(view_add(row, "FACET"), "FACET_NAME", facet);
    page_time_here(page, row, record->updated_at);
}

/* Who owns none sees how to make the first one. */
static enum err show_block(struct start *start, const struct record_noun *noun)
{
    struct page *page = start->page;
    struct record_filter filter = {.owner_id = page->actor->user_id, .limit = OWNED_SHOWN};
    struct record_list list;
    enum err err = record_list(page->db, page->actor, noun->kind, &filter, &list);
    if (err != ERR_NONE)
        return err;
    struct view *block = start_add(start, "home/owned.tpl");
    view_text(block, "BASE", noun->kind->path);
    view_text(block, "NOUN", noun->kind->name);
    page_uuid(page, block, "OWNER_ID", &page->actor->user_id);
    view_show(block, "MAY_CREATE", policy_allows_some(page->actor, noun->kind->create));
    view_show(block, "HAS_MORE", list.next != NULL);
    view_show(block, "NONE", list.count == 0);
    struct view *table = list.count > 0 ? view_add(block, "TABLE") : NULL;
    for (int i = 0; i < list.count; i++)
        show_owned(page, table, noun, &list.rows[i]);
    return ERR_NONE;
}

static enum err show_agents(struct start *start)
{
    return show_block(start, record_nouns[RECORD_AGENT]);
}

const struct start_block start_agents = {.show = show_agents};

static enum err show_teams(struct start *start)
{
    return show_block(start, record_nouns[RECORD_TEAM]);
}

const struct start_block start_teams = {.show = show_teams};
