#include "data/team/team.h"
#include "pages/handlers.h"
#include "pages/record/record_state.h"

static enum err load(struct page *page, const char *verb, struct record_subject *subject)
{
    struct team team;
    enum err err = team_get(page->db, page->actor, &page->match.ids[0], &team);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, &record_team, &team.id, team.name, verb);
    view_text(page->view, "LOSS", "The team with its members and settings goes; its agents stay.");
    *subject = (struct record_subject){team.id, team_target(&team), team.name, team.owner_name};
    return ERR_NONE;
}

static const struct record_state state = {
    .noun = &record_team,
    .change = PERMISSION_TEAM_CHANGE,
    .delete = PERMISSION_TEAM_DELETE,
    .stays = "Its members and settings stay",
    .may = "change and archive it",
    .load = load,
    .archive = team_archive,
    .restore = team_restore,
    .delete_for_good = team_delete,
    .transfer = team_transfer,
};

enum err page_team_archive_post(struct page *page)
{
    return record_state_archive(page, &state);
}

enum err page_team_restore_post(struct page *page)
{
    return record_state_restore(page, &state);
}

enum err page_team_delete(struct page *page)
{
    return record_state_delete(page, &state);
}

enum err page_team_delete_post(struct page *page)
{
    return record_state_delete_post(page, &state);
}

enum err page_team_transfer(struct page *page)
{
    return record_state_transfer(page, &state);
}

enum err page_team_transfer_post(struct page *page)
{
    return record_state_transfer_post(page, &state);
}
