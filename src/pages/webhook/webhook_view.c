#include "pages/webhook/webhook_view.h"

#include <string.h>

const char webhook_path[] = "/settings/webhooks";

enum { SHORT_MAX = 60 };

const char *webhook_view_url(struct page *page, const struct uuid *id, const char *rest)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_printf(page->arena, "%s/%s%s", webhook_path, text, rest);
}

/* It is ASCII (base/fetch.h). */
const char *webhook_view_name(struct page *page, const struct webhook *webhook)
{
    const char *begin = strstr(webhook->url, "://");
    const char *text = begin == NULL ? webhook->url : begin + 3;
    size_t len = strcspn(text, "?");
    return len <= SHORT_MAX
               ? arena_copy(page->arena, text, len)
               : arena_printf(page->arena, "%s…", arena_copy(page->arena, text, SHORT_MAX));
}

/* "All events", "2 events", or the only one. */
static const char *how_many(struct page *page, unsigned bits, int all, const char *noun)
{
    int count = 0;
    for (int i = 0; i < all; i++)
        count += (bits & WEBHOOK_BIT(i)) != 0;
    return count == all ? arena_printf(page->arena, "All %ss", noun)
                        : arena_printf(page->arena, "%d %ss", count, noun);
}

static void show_what(struct page *page, struct view *view, const struct webhook *webhook)
{
    const char *event = NULL, *kind = NULL;
    for (int i = 0; i < WEBHOOK_CHOICES; i++)
        if ((webhook->events & WEBHOOK_BIT(i)) != 0)
            view_text(view_add(view, "EVENT"), "EVENT_TITLE", event = webhook_events[i].title);
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        if ((webhook->kinds & WEBHOOK_BIT(i)) != 0)
            view_text(view_add(view, "KIND"), "KIND_TITLE", kind = record_kinds[i].title);
    bool is_one = (webhook->events & (webhook->events - 1)) == 0;
    view_text(view, "EVENTS",
              is_one ? event : how_many(page, webhook->events, WEBHOOK_CHOICES, "event"));
    is_one = (webhook->kinds & (webhook->kinds - 1)) == 0;
    view_text(view, "KINDS",
              is_one ? kind : how_many(page, webhook->kinds, RECORD_KIND_COUNT, "kind"));
}

static void show_state(struct page *page, struct view *view, const struct webhook *webhook)
{
    bool is_on = webhook->off == WEBHOOK_ON;
    bool is_failing = is_on && webhook->failing_since != 0;
    view_show(view, "IS_ON", is_on && !is_failing);
    view_show(view, "MAY_SEND", is_on);
    view_show(view, "IS_OFF", webhook->off == WEBHOOK_OFF_BY_PERSON);
    view_show(view, "HAS_STOPPED",
              webhook->off == WEBHOOK_OFF_FAILING || webhook->off == WEBHOOK_OFF_GONE);
    view_show(view, "MAY_ENABLE", !is_on);
    view_show(view, "IS_GONE", webhook->off == WEBHOOK_OFF_GONE);
    view_show(view, "IS_GIVEN_UP", webhook->off == WEBHOOK_OFF_FAILING);
    if (is_failing)
        page_time(page, view, "IS_FAILING", webhook->failing_since);
    page_time(page, view, "DISABLED", webhook->disabled_at);
    page_time(page, view, "DELIVERED", webhook->delivered_at);
    view_show(view, "NEVER_DELIVERED", webhook->delivered_at == 0);
}

void webhook_view(struct page *page, struct view *view, const struct webhook *webhook)
{
    page_uuid(page, view, "ID", &webhook->id);
    view_text(view, "URL", webhook->url);
    view_text(view, "SHORT_URL", webhook_view_name(page, webhook));
    view_text(view, "DESCRIPTION", webhook->description);
    view_text(view, "SECRET_PREFIX", webhook->secret);
    page_time(page, view, "OVERLAP", webhook->old_secret_until);
    show_what(page, view, webhook);
    if (webhook->folder[0] != '\0')
        view_text(view_add(view, "IN_FOLDER"), "FOLDER", webhook->folder);
    show_state(page, view, webhook);
}
