#include "pages/inbox/inbox_approval.h"

#include "data/approval/approval_list.h"
#include "pages/approval/approval_view.h"

static void ahead_approvals(struct page *page)
{
    approval_list_ahead(page->db, page->actor, true);
}

static struct inbox_row row_of(struct page *page, const struct approval *approval)
{
    bool is_approved = approval->state == APPROVAL_APPROVED;
    const char *url = approval_view_url(page, &approval->id);
    return (struct inbox_row){
        .icon = "check",
        .word = is_approved ? "Approved" : NULL,
        .tone = "",
        .name = approval_view_title(page, approval),
        .name_url = url,
        .what = is_approved ? "You can carry it out" : "Waits for approval",
        .reason = is_approved ? approval->decision_reason : approval->reason,
        .has_person = true,
        .person = is_approved ? approval->decided_by_name : approval->requested_by_name,
        .at = is_approved ? approval->decided_at : approval->created_at,
        .verb = is_approved ? "Open" : "Review",
        .url = url,
    };
}

static enum err show_approvals(struct inbox_section *section)
{
    struct page *page = section->page;
    const struct approval_filter live = {.is_live_only = true, .cursor = ""};
    struct approval_list list;
    enum err err = approval_list(page->db, page->actor, &live, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        const struct approval *approval = &list.items[i];
        if (!approval_waits_for(approval, page->actor))
            continue; /* but for others */
        struct inbox_row row = row_of(page, approval);
        inbox_section_add(section, &row);
    }
    if (err == ERR_NONE && list.next != NULL)
        inbox_section_more(section);
    return err;
}

const struct inbox_block inbox_approval = {INBOX_APPROVAL, "Approvals", ahead_approvals,
                                           show_approvals};
