#include "pages/inbox/inbox_invitation.h"

#include "data/account/invitation_request_list.h"

static void ahead_requests(struct page *page)
{
    invitation_request_list_waiting_ahead(page->db, page->actor);
}

/* Invited or declined on the page of people, which has the whole request. */
static enum err show_requests(struct inbox_section *section)
{
    struct page *page = section->page;
    struct invitation_request_list list;
    enum err err = invitation_request_list_waiting(page->db, page->actor, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        inbox_section_add(section, &(struct inbox_row){.icon = "user",
                                                       .name = list.items[i].full_name,
                                                       .name_url = "/users#requests",
                                                       .what = persona_names[list.items[i].persona],
                                                       .reason = list.items[i].reason,
                                                       .has_person = true,
                                                       .person = list.items[i].requested_by_name,
                                                       .at = list.items[i].created_at,
                                                       .verb = "Review",
                                                       .url = "/users#requests"});
    if (err == ERR_NONE && list.has_more)
        inbox_section_more(section);
    return err;
}

const struct inbox_block inbox_invitation = {INBOX_INVITATION, "Requests for invitations",
                                             ahead_requests, show_requests};
