#include "pages/prompt/prompt_used.h"

#include "domain/team/team_rules.h"
#include "pages/prompt/prompt_page.h"
#include "pages/record/record_used.h"

static void show_use(struct page *page, struct view *uses, const struct prompt_use *use)
{
    struct view *row = view_add(uses, "USE");
    view_text(row, "USE_URL", prompt_page_url(page, &use->prompt_id, ""));
    view_text(row, "USE_NAME", use->name);
    view_number(row, "USE_VERSION", use->version);
    view_show(row, "USE_CURRENT", use->is_current);
    view_show(row, "USE_ARCHIVED", use->archived_at != 0);
    for (int i = 0; i < use->label_count; i++)
        view_text(view_add(row, "USE_LABEL"), "LABEL_NAME", use->labels[i]);
    if (use->label != NULL)
        view_text(view_add(row, "BY_LABEL"), "TARGET_LABEL", use->label);
    record_page_version(row, "BY_VERSION", use->target_version);
}

static void show_prompts(struct page *page, const struct prompt_use_list *list)
{
    if (list->count == 0)
        return;
    struct view *uses = view_add(page_view(page), "USES");
    for (int i = 0; i < list->count; i++)
        show_use(page, uses, &list->uses[i]);
    view_show(uses, "MORE_USES", list->has_more);
}

static const char *agent_words(struct page *page, const struct agent_use *use)
{
    if (use->label != NULL)
        return arena_printf(page->arena, "version %lld uses the label %s", (long long)use->version,
                            use->label);
    return arena_printf(page->arena, "version %lld uses version %lld", (long long)use->version,
                        (long long)use->target_version);
}

static const char *team_words(struct page *page, const struct agent_use *use)
{
    enum team_kind kind;
    if (team_kind_parse(use->kind, &kind) != ERR_NONE)
        die("a team of unknown kind");
    return arena_printf(page->arena, "%s; a member uses it", team_kind_labels[kind]);
}

enum err prompt_used_show(struct page *page, const struct uuid *prompt_id)
{
    struct prompt_use_list prompts;
    struct agent_use_list agents, teams;
    enum err err = prompt_where_used(page->db, page->actor, prompt_id, &prompts);
    if (err == ERR_NONE)
        err = prompt_agent_list(page->db, page->actor, prompt_id, &agents);
    if (err == ERR_NONE)
        err = prompt_team_list(page->db, page->actor, prompt_id, &teams);
    if (err != ERR_NONE)
        return err;
    view_include(page_view(page), "USED", "prompt/used.tpl");
    view_show(page->view, "NO_USES", prompts.count + agents.count + teams.count == 0);
    show_prompts(page, &prompts);
    record_used_show(page, &(struct record_used){&record_agent, agent_words}, &agents);
    record_used_show(page, &(struct record_used){&record_team, team_words}, &teams);
    return ERR_NONE;
}
