#include "pages/stop/stop_view.h"

#include "data/approval/approval.h"
#include "data/stop/stop_resume.h"
#include "pages/approval/approval_view.h"

static const char *name_of(struct page *page, const struct record_noun *noun, int64_t version)
{
    if (version == 0)
        return arena_printf(page->arena, "The whole %s", noun->kind->noun);
    return arena_printf(page->arena, "Version %lld and what uses it", (long long)version);
}

static enum err show_resume(struct page *page, struct view *view, const struct record_head *head,
                            const struct stop *stop)
{
    struct approval asked = {.state = APPROVAL_REJECTED};
    enum err err = approval_find(page->db, page->actor, APPROVAL_RESUME, &stop->id, &asked);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    bool is_waiting = asked.state == APPROVAL_WAITING;
    if (is_waiting) {
        struct view *waits = view_add(view, "WAITS");
        approval_view(page, waits, &asked);
        view_text(waits, "ASKED_REASON", asked.reason);
        view_show(waits, "MAY_CONFIRM", asked.may_approve);
        if (asked.objection != NULL)
            view_text(view_add(waits, "OBJECTION"), "WHY_NOT", asked.objection);
        view_show(waits, "IS_OWN", asked.may_withdraw);
        if (policy_allows_some(page->actor, PERMISSION_RETENTION)) /* who may open it */
            view_text(view_add(waits, "REQUEST"), "REQUEST_URL",
                      approval_view_url(page, &asked.id));
    }
    if (asked.state == APPROVAL_APPROVED && stop_may(page->actor, head))
        (void)view_add(view, "APPROVED");
    else if (!is_waiting)
        view_show(view, "MAY_ASK", stop_may(page->actor, head));
    return ERR_NONE;
}

static enum err show_stop(struct page *page, const struct record_noun *noun,
                          const struct record_head *head, const struct stop *stop)
{
    struct view *row = view_add(page->view, stop->resumed_at == 0 ? "STOP" : "PAST");
    page_uuid(page, row, "STOP_ID", &stop->id);
    view_text(row, "STOPPED_WHAT", name_of(page, noun, stop->version));
    view_text(row, "STOPPED_WHY", stop->reason);
    record_page_person(row, "STOPPED_BY", stop->stopped_by_name);
    page_time(page, row, "STOPPED", stop->stopped_at);
    if (stop->token_count > 0)
        view_text(view_add(row, "ENDED_TOKENS"), "COUNTED",
                  record_page_count(page, stop->token_count, "API token"));
    if (stop->resumed_at == 0)
        return show_resume(page, row, head, stop);
    record_page_person(row, "RESUMED_BY", stop->resumed_by_name);
    page_time(page, row, "RESUMED", stop->resumed_at);
    return ERR_NONE;
}

enum err stop_view_show(struct page *page, const struct record_noun *noun,
                        const struct record_head *head)
{
    struct stop_list list;
    enum err err = stop_list(page->db, head, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        err = show_stop(page, noun, head, &list.items[i]);
    view_show(page->view, "HAS_PAST",
              err == ERR_NONE && list.count > 0 && list.items[list.count - 1].resumed_at != 0);
    return err;
}
