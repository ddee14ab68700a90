#include "pages/request/request_turn.h"

#include "base/metric.h"

/* One person's two hashes at a time are enough: of what signs in only that is counted. */
static bool needs_turn(const struct page *page)
{
    enum route_pool pool = route_pool_of(page->match.route, page->request);
    return page->actor != NULL &&
           (pool == POOL_SLOW || (pool == POOL_SIGN_IN && !request_is_safe(page->request)));
}

int page_take_turn(struct page *page, struct request *request, struct turns *turns)
{
    if (!needs_turn(page) ||
        turns_take(turns, &page->actor->user_id, &page->actor->organization_id) == ERR_NONE)
        return 0;
    metric_add(METRIC_LIMITED_TURNS, 1);
    request->is_waiting = true;
    request->refusal_status = 503;
    if (!request_is_safe(request))
        request->form_refusal =
            "Several requests of yours or of your organization are still being worked on. Nothing "
            "was done yet: send it again in a moment. A file must be chosen again.";
    db_forbid_writes(page->db);
    return 503;
}
