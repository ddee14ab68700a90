#include "pages/user/user_access.h"

#include "data/token/api_token_list.h"
#include "data/user/user.h"
#include "data/user/user_access.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/user/user_view.h"

static struct api_token_filter tokens_of(const struct uuid *user_id)
{
    return (struct api_token_filter){.by = TOKENS_OF_PERSON, .id = *user_id, .cursor = ""};
}

void user_access_show_ahead(struct page *page, const struct uuid *user_id)
{
    struct api_token_filter filter = tokens_of(user_id);
    if (!policy_allows_some(page->actor, PERMISSION_USER_CHANGE))
        return;
    user_access_ahead(page->db, page->actor, user_id);
    if (policy_allows_some(page->actor, PERMISSION_TOKEN_ORGANIZATION))
        api_token_list_ahead(page->db, page->actor, &filter);
}

/* Each that works, for who may see the tokens of others. */
static enum err show_tokens(struct page *page, struct view *view, const struct user *user)
{
    struct api_token_list list;
    struct api_token_filter filter = tokens_of(&user->id);
    if (!policy_allows_some(page->actor, PERMISSION_TOKEN_ORGANIZATION))
        return ERR_NONE;
    enum err err = api_token_list(page->db, page->actor, &filter, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        const struct api_token *token = &list.items[i];
        if (token->state != TOKEN_GOOD)
            continue;
        struct view *row = view_add(view, "LIVE_TOKEN");
        page_uuid(page, row, "TOKEN_ID", &token->id);
        view_text(row, "TOKEN_NAME", token->name);
        page_time(page, row, "EXPIRES", token->expires_at);
        page_time(page, row, "USED", token->last_used_at);
        view_show(row, "NEVER_USED", token->last_used_at == 0);
    }
    return err;
}

enum err user_access_show(struct page *page, const struct user *user)
{
    struct user_access access;
    if (!user_may_change(page->actor, user) || uuid_equal(&user->id, &page->actor->user_id))
        return ERR_NONE;
    enum err err = user_access_get(page->db, page->actor, &user->id, &access);
    if (err != ERR_NONE)
        return err;
    struct view *view = view_add(page->view, "ACCESS");
    view_text(view, "SESSIONS", record_page_count(page, access.session_count, "open session"));
    view_text(view, "LIVE_TOKENS", record_page_count(page, access.token_count, "API token"));
    view_show(view, "NOTHING_OPEN", access.session_count + access.token_count == 0);
    view_show(view, "MAY_END", access.session_count > 0);
    view_show(view, "MAY_REVOKE_ALL", access.token_count > 0);
    return show_tokens(page, view, user);
}

/* ---- taking it back ------------------------------------------------------------------------- */

typedef enum err take_back(struct db *db, const struct actor *actor, const struct uuid *id,
                           int64_t *count);

static enum err take(struct page *page, take_back *verb, const char *button, const char *what,
                     const char *done)
{
    struct form form;
    int64_t count = 0;
    const struct uuid *id = &page->match.ids[0];
    if (page_parse_empty(page, &form) != ERR_NONE)
        return page_offer_again(page, &form, button);
    enum err err = verb(page->db, page->actor, id, &count);
    if (err != ERR_NONE)
        return err;
    return page_redirect(
        page, user_view_path(page, id, "#access"), "success",
        arena_printf(page->arena, "%s %s.", record_page_count(page, count, what), done));
}

enum err page_user_sessions_end_post(struct page *page)
{
    return take(page, user_end_sessions, "End all sessions", "session", "ended");
}

enum err page_user_tokens_revoke_post(struct page *page)
{
    return take(page, user_revoke_tokens, "Revoke all API tokens", "API token", "revoked");
}
