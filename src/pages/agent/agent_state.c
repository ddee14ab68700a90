#include "data/agent/agent.h"
#include "pages/handlers.h"
#include "pages/record/record_state.h"
#include "pages/record/record_used.h"

static enum err load(struct page *page, const char *verb, struct record_subject *subject)
{
    struct agent agent;
    enum err err = agent_get(page->db, page->actor, &page->match.ids[0], &agent);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, &record_agent, &agent.id, agent.name, verb);
    view_text(page->view, "LOSS",
              arena_printf(page->arena, "All %s and their configs go.",
                           record_page_count(page, agent.version_count, "version")));
    *subject =
        (struct record_subject){agent.id, agent_target(&agent), agent.name, agent.owner_name};
    return ERR_NONE;
}

static const struct record_state state = {
    .noun = &record_agent,
    .change = PERMISSION_AGENT_CHANGE,
    .delete = PERMISSION_AGENT_DELETE,
    .stays = "Its versions stay",
    .may = "change and archive it",
    .load = load,
    .show_uses = agent_used_show,
    .archive = agent_archive,
    .restore = agent_restore,
    .delete_for_good = agent_delete,
    .transfer = agent_transfer,
};

enum err page_agent_archive_post(struct page *page)
{
    return record_state_archive(page, &state);
}

enum err page_agent_restore_post(struct page *page)
{
    return record_state_restore(page, &state);
}

enum err page_agent_delete(struct page *page)
{
    return record_state_delete(page, &state);
}

enum err page_agent_delete_post(struct page *page)
{
    return record_state_delete_post(page, &state);
}

enum err page_agent_transfer(struct page *page)
{
    return record_state_transfer(page, &state);
}

enum err page_agent_transfer_post(struct page *page)
{
    return record_state_transfer_post(page, &state);
}
