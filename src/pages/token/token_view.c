#include "pages/token/token_view.h"

#include <string.h>

#include "base/clock.h"
#include "pages/record/record_page.h"

const char *token_view_base(const struct page *page)
{
    bool is_own =
        page->request->segment_count > 0 && strcmp(page->request->segments[0], "account") == 0;
    return is_own ? "/account/tokens" : "/settings/tokens";
}

static const char *owner_word(enum token_owner owner)
{
    static const char *const words[] = {"Personal", "Service account", "Agent"};
    return words[owner];
}

const char *token_view_left(struct page *page, int64_t until)
{
    int64_t left = until - clock_now();
    if (left < CLOCK_MINUTE)
        return "now";
    if (left < CLOCK_HOUR)
        return arena_printf(page->arena, "in %s",
                            record_page_count(page, left / CLOCK_MINUTE, "minute"));
    if (left < CLOCK_DAY)
        return arena_printf(page->arena, "in %s",
                            record_page_count(page, left / CLOCK_HOUR, "hour"));
    return arena_printf(page->arena, "in %s", record_page_count(page, left / CLOCK_DAY, "day"));
}

static void show_state(struct page *page, struct view *view, const struct api_token *token)
{
    static const char *const words[] = {
        [TOKEN_EXPIRED] = "Expired", [TOKEN_REVOKED] = "Revoked", [TOKEN_STOPPED] = "Stopped"};
    bool is_good = token->state == TOKEN_GOOD;
    bool is_soon = is_good && token->expires_at - clock_now() < TOKEN_SOON;
    if (!is_good)
        view_text(view_add(view, "OVER"), "STATE", words[token->state]);
    view_show(view, "STOPPED", token->state == TOKEN_STOPPED);
    view_show(view, "SOON", is_soon);
    view_text(view, "LEFT",
              token->state == TOKEN_REVOKED   ? "–"
              : token->state == TOKEN_EXPIRED ? "Over"
                                              : token_view_left(page, token->expires_at));
    if (is_good && token->previous_until != 0)
        view_text(view_add(view, "OVERLAP"), "PREVIOUS_LEFT",
                  token_view_left(page, token->previous_until));
}

static void show_rights(struct view *view, const struct api_token *token)
{
    for (int i = 0; i < TOKEN_SCOPE_COUNT; i++)
        if ((token->scopes & token_scopes[i].scope) != 0)
            view_text(view_add(view, "SCOPE"), "SCOPE_TITLE", token_scopes[i].title);
    if (token->folder != NULL)
        view_text(view_add(view, "IN_FOLDER"), "FOLDER", token->folder);
}

void token_view(struct page *page, struct view *view, const struct api_token *token)
{
    const char *nobody = "An erased user";
    bool is_personal = token->owner == TOKEN_OF_USER;
    page_uuid(page, view, "TOKEN_ID", &token->id);
    page_uuid(page, view, "SECRET_ID", &token->secret_id);
    view_text(view, "BASE", token_view_base(page));
    view_text(view, "TOKEN_NAME", token->name);
    view_text(view, "PREFIX", token->prefix);
    view_text(view, "OWNER", token->owner_name == NULL ? nobody : token->owner_name);
    view_text(view, "OWNER_WORD", owner_word(token->owner));
    if (!is_personal) {
        struct view *by = view_add(view, "ANSWERS");
        view_text(by, "RESPONSIBLE",
                  token->responsible_name == NULL ? nobody : token->responsible_name);
        view_show(by, "GONE", !token->is_responsible_active);
    }
    show_rights(view, token);
    show_state(page, view, token);
    page_time(page, view, "EXPIRES", token->expires_at);
    page_time(page, view, "USED", token->last_used_at);
    view_show(view, "NEVER_USED", token->last_used_at == 0);
    bool is_over = token->state == TOKEN_REVOKED;
    view_show(view, "MAY_ROTATE", !is_over && api_token_may_rotate(page->actor, token));
    view_show(view, "MAY_REVOKE", !is_over);
}

void token_view_list(struct page *page, const struct api_token_list *list, bool with_owner)
{
    struct view *view = page_view(page);
    if (list->count > 0)
        view_include(view, "TOKENS", "token/token_rows.tpl");
    view_show(view, "WITH_OWNER", with_owner);
    for (int i = 0; i < list->count; i++) {
        struct view *row = view_add(view, "TOKEN");
        token_view(page, row, &list->items[i]);
        view_show(row, "OWNED", with_owner);
    }
    if (list->next != NULL)
        view_text(view_add(view, "OLDER"), "OLDER_CURSOR", list->next);
    view_show(view, "EMPTY", list->count == 0);
}

enum err token_view_made(struct page *page, const struct api_token_made *made, const char *title,
                         const char *done_url)
{
    struct view *view = page_view(page);
    view_text(view, "PUBLIC_KEY", made->public_key);
    view_text(view, "SECRET_KEY", made->secret);
    view_text(view, "DONE_URL", done_url);
    view_text(view, "TITLE", title);
    view_text(view, "CURL",
              arena_printf(page->arena, "curl -H \"Authorization: Bearer %s\" %s/api/v1/prompts",
                           made->secret, page->config->public_url));
    return page_show(page, 200, title, "token/token_made.tpl");
}
