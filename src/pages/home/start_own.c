#include "pages/home/start_own.h"

#include "data/agent/agent_list.h"
#include "data/team/team_list.h"
#include "pages/record/record_page.h"

enum { OWNED_SHOWN = 6 };

static void show_owned(struct page *page, struct view *block, const struct record_noun *noun,
                       const struct record_row *record)
{
    struct view *row = view_add(block, "ROW");
    view_text(row, "URL", record_page_url(page, noun, &record->id, ""));
    start_name(row, record->name);
    if (record->description[0] != '\0')
        view_text(view_add(row, "SUB"), "DESCRIPTION", record->description);
    if (noun == &record_agent) {
        struct view *agent = view_add(row, "OF_AGENT");
        view_number(agent, "VERSION", record->version);
        view_text(agent, "MODEL", record->model);
    } else {
        view_text(view_add(row, "OF_TEAM"), "MEMBERS",
                  record_page_count(page, record->member_count, "member"));
    }
    page_time_here(page, row, record->updated_at);
}

/* Who owns none sees how to make the first one. */
static enum err show_block(struct start *start, const struct record_noun *noun,
                           enum permission create, record_list_verb *verb)
{
    struct page *page = start->page;
    struct record_filter filter = {.owner_id = page->actor->user_id, .limit = OWNED_SHOWN};
    struct record_list list;
    enum err err = verb(page->db, page->actor, &filter, &list);
    if (err != ERR_NONE)
        return err;
    struct view *block = start_add(start, "home/owned.tpl");
    view_text(block, "BASE", noun->base);
    view_text(block, "NOUN", noun->singular);
    page_uuid(page, block, "OWNER_ID", &page->actor->user_id);
    view_show(block, "MAY_CREATE", policy_allows_some(page->actor, create));
    view_show(block, "HAS_MORE", list.next != NULL);
    view_show(block, "NONE", list.count == 0);
    struct view *table = list.count > 0 ? view_add(block, "TABLE") : NULL;
    for (int i = 0; i < list.count; i++)
        show_owned(page, table, noun, &list.rows[i]);
    return ERR_NONE;
}

enum err start_agents(struct start *start)
{
    return show_block(start, &record_agent, PERMISSION_AGENT_CREATE, agent_list);
}

enum err start_teams(struct start *start)
{
    return show_block(start, &record_team, PERMISSION_TEAM_CREATE, team_list);
}
