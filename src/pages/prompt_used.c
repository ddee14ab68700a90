#include "pages/prompt_used.h"

#include "pages/prompt_page.h"

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

enum err prompt_used_show(struct page *page, const struct uuid *prompt_id)
{
    struct prompt_use_list list;
    enum err err = prompt_where_used(page->db, page->actor, prompt_id, &list);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_include(view, "USED", "prompts/used.tpl");
    view_show(view, "NO_USES", list.count == 0);
    if (list.count == 0)
        return ERR_NONE;
    struct view *uses = view_add(view, "USES");
    for (int i = 0; i < list.count; i++)
        show_use(page, uses, &list.uses[i]);
    view_show(uses, "MORE_USES", list.has_more);
    return ERR_NONE;
}
