#include "pages/inbox/inbox_webhook.h"

#include "data/webhook/webhook.h"
#include "pages/webhook/webhook_view.h"

static void ahead_webhooks(struct page *page)
{
    webhook_list_ahead(page->db, page->actor);
}

/* They leave when they are enabled, disabled by a person, or deleted. */
static enum err show_webhooks(struct inbox_section *section)
{
    struct page *page = section->page;
    struct webhook_list list;
    enum err err = webhook_list(page->db, page->actor, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        const struct webhook *webhook = &list.items[i];
        const char *url = webhook_view_url(page, &webhook->id, "");
        bool is_gone = webhook->off == WEBHOOK_OFF_GONE;
        if (is_gone || webhook->off == WEBHOOK_OFF_FAILING)
            inbox_section_add(section,
                              &(struct inbox_row){.icon = "warning",
                                                  .word = "Disabled",
                                                  .tone = "bad",
                                                  .name = webhook_view_name(page, webhook),
                                                  .name_url = url,
                                                  .what = is_gone ? "It answered 410 Gone"
                                                                  : "Nothing arrived for 5 days",
                                                  .at = webhook->disabled_at,
                                                  .verb = "Open",
                                                  .url = url});
    }
    return err;
}

const struct inbox_block inbox_webhook = {INBOX_WEBHOOK, "Webhooks", ahead_webhooks, show_webhooks};
