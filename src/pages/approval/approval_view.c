#include "pages/approval/approval_view.h"

#include <string.h>

#include "base/json.h"
#include "pages/record/record_page.h"
#include "pages/release/record_review.h"

const char *approval_view_title(struct page *page, const struct approval *approval)
{
    if (!approval->kind->is_about_person)
        return approval->kind->title;
    return arena_printf(page->arena, "%s: %s", approval->kind->title,
                        record_page_name(approval->subject_name));
}

const char *approval_view_url(struct page *page, const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_printf(page->arena, "/approvals/%s", text);
}

/* Who decides about what was stopped does so beside it. */
static const char *url_of(struct page *page, const struct approval *approval)
{
    json_t *what = NULL;
    const char *problem = NULL;
    if (approval->kind->id != APPROVAL_RESUME ||
        json_parse(page->arena, approval->what, strlen(approval->what), &what, &problem) !=
            ERR_NONE)
        return approval_view_url(page, &approval->id);
    return json_string_value(json_object_get(what, "url"));
}

/* What people see of a request, whichever table it is in. */
struct look {
    const char *title;
    const char *url;
    enum approval_state state; /* as it is now */
    const char *asked_by;
    int64_t asked_at;
    int64_t expires_at;
    bool may_decide;
    bool is_decided;
    const char *decided_by;
    int64_t decided_at;
};

static void show(struct page *page, struct view *view, const struct look *look)
{
    static const char *const words[APPROVAL_STATE_COUNT][2] = {
        [APPROVAL_WAITING] = {"Waits for approval", "wait"},
        [APPROVAL_APPROVED] = {"Approved", ""},
        [APPROVAL_REJECTED] = {"Rejected", "bad"},
        [APPROVAL_WITHDRAWN] = {"Withdrawn", "off"},
        [APPROVAL_EXPIRED] = {"Expired", "off"},
        [APPROVAL_USED] = {"Carried out", ""},
    };
    view_text(view, "TITLE", look->title);
    view_text(view, "APPROVAL_URL", look->url);
    view_text(view, "STATE", words[look->state][0]);
    view_text(view, "STATE_CLASS", words[look->state][1]);
    record_page_person(view, "ASKED_BY", look->asked_by);
    page_time(page, view, "ASKED", look->asked_at);
    page_time(page, view, "EXPIRES", look->expires_at);
    view_show(view, "MAY_DECIDE", look->may_decide);
    if (!look->is_decided)
        return;
    struct view *decided = view_add(view, "DECIDED");
    record_page_person(decided, "DECIDED_BY", look->decided_by);
    page_time_here(page, decided, look->decided_at);
}

void approval_view(struct page *page, struct view *view, const struct approval *approval)
{
    bool is_live = approval->state == APPROVAL_WAITING || approval->state == APPROVAL_APPROVED;
    show(page, view,
         &(struct look){.title = approval_view_title(page, approval),
                        .url = url_of(page, approval),
                        .state = approval->state,
                        .asked_by = approval->requested_by_name,
                        .asked_at = approval->created_at,
                        .expires_at = is_live ? approval->expires_at : 0,
                        .may_decide = approval->may_decide,
                        .is_decided = !uuid_is_nil(&approval->decided_by),
                        .decided_by = approval->decided_by_name,
                        .decided_at = approval->decided_at});
}

static const char *proposal_title(struct page *page, const struct label_proposal *proposal)
{
    if (proposal->to_version == 0)
        return arena_printf(page->arena, "Remove %s from %s", proposal->label,
                            proposal->record_name);
    return arena_printf(page->arena, "Release %s v%lld of %s", proposal->label,
                        (long long)proposal->to_version, proposal->record_name);
}

void approval_view_proposal(struct page *page, struct view *view,
                            const struct label_proposal *proposal)
{
    struct approval_case request = label_proposal_case(proposal);
    bool is_decided = request.state == APPROVAL_APPROVED || request.state == APPROVAL_REJECTED;
    show(page, view,
         &(struct look){.title = proposal_title(page, proposal),
                        .url = record_review_url(page, proposal),
                        .state = request.state,
                        .asked_by = proposal->proposed_by_name,
                        .asked_at = proposal->created_at,
                        .expires_at = request.state == APPROVAL_WAITING ? request.expires_at : 0,
                        .may_decide = proposal->may_decide,
                        .is_decided = is_decided,
                        .decided_by = proposal->decided_by_name,
                        .decided_at = proposal->decided_at});
}
