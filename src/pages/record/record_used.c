#include "pages/record/record_used.h"

#include "domain/team/team_rules.h"

void record_used_show(struct page *page, const struct record_used *used,
                      const struct agent_use_list *list)
{
    if (list->count == 0)
        return;
    view_include(page_view(page), "USED_BY", "record/used_by.tpl");
    struct view *group = view_add(page->view, "USED_GROUP");
    view_text(group, "USED_TITLE", used->noun->title);
    for (int i = 0; i < list->count; i++) {
        const struct agent_use *use = &list->uses[i];
        struct view *row = view_add(group, "USED_ROW");
        view_text(row, "USE_URL", record_page_url(page, used->noun, &use->id, ""));
        view_text(row, "USE_NAME", use->name);
        view_show(row, "USE_ARCHIVED", use->archived_at != 0);
        view_text(row, "USE_WORDS", used->words(page, use));
    }
    view_show(group, "USED_MORE", list->has_more);
}

static const char *team_words(struct page *page, const struct agent_use *use)
{
    enum team_kind kind;
    if (team_kind_parse(use->kind, &kind) != ERR_NONE)
        die("a team of unknown kind");
    const char *words =
        arena_printf(page->arena, "%s; here as %s", team_kind_labels[kind], use->role);
    if (use->version == 0)
        return words;
    return arena_printf(page->arena, "%s, pinned to version %lld", words, (long long)use->version);
}

static const char *handoff_words(struct page *page, const struct agent_use *use)
{
    return arena_printf(page->arena, "hands over to it in version %lld", (long long)use->version);
}

enum err agent_used_show(struct page *page, const struct uuid *agent_id)
{
    struct agent_use_list teams, agents;
    enum err err = agent_team_list(page->db, page->actor, agent_id, &teams);
    if (err == ERR_NONE)
        err = agent_handoff_list(page->db, page->actor, agent_id, &agents);
    if (err != ERR_NONE)
        return err;
    view_include(page_view(page), "USED", "agent/used.tpl");
    view_show(page->view, "NO_USES", teams.count + agents.count == 0);
    record_used_show(page, &(struct record_used){&record_team, team_words}, &teams);
    record_used_show(page, &(struct record_used){&record_agent, handoff_words}, &agents);
    return ERR_NONE;
}
