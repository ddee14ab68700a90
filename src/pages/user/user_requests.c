#include "pages/user/user_requests.h"

#include <string.h>

#include "data/account/invitation_request_list.h"

void user_requests_ahead(struct page *page)
{
    invitation_request_list_waiting_ahead(page->db, page->actor);
    if (!invitation_request_may_decide(page->actor))
        invitation_request_list_own_ahead(page->db, page->actor);
}

static void show_request(struct page *page, struct view *view,
                         const struct invitation_request *request)
{
    bool is_invited = strcmp(request->state, "invited") == 0;
    page_uuid(page, view, "REQUEST_ID", &request->id);
    view_text(view, "FULL_NAME", request->full_name);
    view_text(view, "EMAIL", request->email);
    view_text(view, "PERSONA", persona_names[request->persona]);
    view_text(view, "REASON", request->reason);
    view_text(view, "ASKED_BY",
              request->requested_by_name == NULL ? "an erased user" : request->requested_by_name);
    page_time_here(page, view, request->created_at);
    view_show(view, "IS_WAITING", strcmp(request->state, "waiting") == 0);
    view_show(view, "IS_DECLINED", strcmp(request->state, "declined") == 0);
    if (is_invited)
        page_uuid(page, view_add(view, "IS_INVITED"), "USER_ID", &request->user_id);
}

static void show_list(struct page *page, const char *section,
                      const struct invitation_request_list *list)
{
    if (list->count == 0)
        return;
    struct view *view = view_add(page->view, section);
    for (int i = 0; i < list->count; i++)
        show_request(page, view_add(view, "REQUEST"), &list->items[i]);
    view_show(view, "MORE_REQUESTS", list->has_more);
}

enum err user_requests_show(struct page *page)
{
    struct invitation_request_list list;
    bool may_decide = invitation_request_may_decide(page->actor);
    enum err err = may_decide ? invitation_request_list_waiting(page->db, page->actor, &list)
                              : invitation_request_list_own(page->db, page->actor, &list);
    if (err != ERR_NONE)
        return err;
    show_list(page, may_decide ? "REQUESTS" : "OWN_REQUESTS", &list);
    view_show(page->view, "MAY_ASK",
              !may_decide && policy_allows_some(page->actor, PERMISSION_INVITATION_ASK));
    return ERR_NONE;
}
