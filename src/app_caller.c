#include "app_caller.h"

#include "api/credential.h"
#include "base/metric.h"
#include "data/session/session_touch.h"

/* From here on the engine shows nothing else than the one organization that the session works in.
 */
int app_find_session(struct page *page, const char *token)
{
    struct session *session = arena_alloc(page->arena, sizeof *session);
    page->inbox = (struct inbox_question){.answer = {.values = NULL}};
    enum err err = session_find_kept(page->db, token, session);
    bool is_safe = request_is_safe(page->request);
    if (err == ERR_STALE && is_safe)
        inbox_ask(page->db, token, &page->inbox);
    if (err == ERR_STALE)
        err = session_find(page->db, token, session);
    page->is_suspended = err == ERR_DENIED;
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND || page->is_suspended ? 0 : response_status_of(err);
    page->session = session;
    page->actor = &session->actor;
    page->session_cookie = token;
    if (!is_safe) /* most lead to another page, which shows how much waits */
        return 0;
    inbox_ask_inside(page->db, page->actor, &page->inbox);
    err = inbox_find(page->db, page->actor, &page->inbox);
    return err == ERR_NONE ? 0 : response_status_of(err);
}

/* A program is known by its token alone: cookies are nothing to it. */
static int find_program(struct page *page, struct rates *rates, struct api_token_uses *uses)
{
    struct api_caller *caller = arena_alloc(page->arena, sizeof *caller);
    enum err err = credential_find(page->db, page->request, caller);
    page->is_suspended = err == ERR_DENIED;
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND || page->is_suspended ? 0 : response_status_of(err);
    page->rate = rate_take(rates, &caller->actor.token->id);
    if (page->rate.left < 0) {
        metric_add(METRIC_LIMITED_TOKENS, 1);
        return 429;
    }
    page->actor = &caller->actor;
    api_token_uses_note(uses, caller);
    return 0;
}

int app_find_caller(struct page *page, struct rates *rates, struct api_token_uses *uses)
{
    if (route_kind_is_program(page->match.kind))
        return find_program(page, rates, uses);
    const char *token = page_cookie(page, COOKIE_SESSION);
    if (token == NULL)
        return 0;
    int status = app_find_session(page, token);
    if (status == 0 && page->session != NULL)
        session_touch(page->db, page->session);
    return status;
}
