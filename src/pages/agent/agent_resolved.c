#include "pages/agent/agent_resolved.h"

#include "data/agent/agent_resolve.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_noun.h"
#include "pages/record/record_page.h"

/* A chat is shown by its messages. */
static void show_body(struct page *page, struct view *view,
                      const struct agent_resolution *resolution)
{
    if (resolution->body.data != NULL)
        prompt_body_show(page, view,
                         &(struct prompt_body_shown){resolution->type, resolution->body,
                                                     "Resolved prompt", NULL});
}

enum err agent_resolved_show(struct page *page, struct view *view, const json_t *config,
                             const struct record_source *source)
{
    struct agent_resolution resolution;
    view_include(view, "RESOLVED_PART", "agent/resolved.tpl");
    enum err err = agent_resolve(page->db, page->actor, config, source, &resolution);
    if (err != ERR_NONE || !resolution.has_prompt)
        return err;
    struct agent_config_prompt reference = agent_config_prompt(config);
    struct view *shown = view_add(view, "RESOLVED");
    view_text(shown, "PROMPT_NAME", resolution.prompt_name);
    if (!uuid_is_nil(&resolution.prompt_id))
        view_text(view_add(shown, "FOUND"), "PROMPT_URL",
                  record_page_url(page, prompt_noun.kind, &resolution.prompt_id, ""));
    view_show(shown, "NOT_FOUND", uuid_is_nil(&resolution.prompt_id));
    if (resolution.version > 0)
        view_number(view_add(shown, "AT_VERSION"), "PROMPT_VERSION", resolution.version);
    if (reference.label != NULL)
        record_page_label(view_add(shown, "BY_LABEL"), reference.label);
    if (resolution.problem != NULL)
        view_text(view_add(shown, "UNRESOLVED"), "PROBLEM", resolution.problem);
    show_body(page, shown, &resolution);
    return ERR_NONE;
}
