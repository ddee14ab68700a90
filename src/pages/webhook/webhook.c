#include "data/webhook/webhook_delivery.h"
#include "data/webhook/webhook_state.h"
#include "domain/webhook/webhook_outcome.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_press.h"
#include "pages/webhook/webhook_view.h"

/* Webhooks: the list, one with its deliveries, and what buttons do with it. */

enum err page_webhook_list(struct page *page)
{
    struct webhook_list list;
    enum err err = webhook_list(page->db, page->actor, &list);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    struct view *table = list.count > 0 ? view_add(view, "WEBHOOKS") : view;
    for (int i = 0; i < list.count; i++)
        webhook_view(page, view_add(table, "WEBHOOK"), &list.items[i]);
    view_show(view, "EMPTY", list.count == 0);
    view_show(view, "MAY_ADD", list.count < WEBHOOK_MAX);
    view_show(view, "IS_FULL", list.count >= WEBHOOK_MAX);
    return page_show(page, 200, "Webhooks", "webhook/list.tpl");
}

/* ---- deliveries ---------------------------------------------------------------------------- */

static const char *version_text(struct page *page, int64_t version)
{
    return version == 0 ? "none" : arena_printf(page->arena, "v%lld", (long long)version);
}

/* "production from v3 to v4", "v4". */
static const char *what_text(struct page *page, const struct webhook_delivery *delivery)
{
    if (delivery->label != NULL)
        return arena_printf(page->arena, "%s from %s to %s", delivery->label,
                            version_text(page, delivery->from_version),
                            version_text(page, delivery->version));
    return delivery->event == WEBHOOK_VERSION_CREATED ? version_text(page, delivery->version) : "";
}

static void show_subject(struct page *page, struct view *row,
                         const struct webhook_delivery *delivery)
{
    view_text(row, "EVENT_NAME", webhook_events[delivery->event].name);
    view_text(row, "WHAT", what_text(page, delivery));
    if (delivery->kind == NULL)
        return;
    bool is_gone = delivery->event == WEBHOOK_RECORD_DELETED;
    struct view *record = view_add(row, is_gone ? "GONE" : "RECORD");
    view_text(record, "RECORD_NAME", delivery->record_name);
    view_text(record, "RECORD_URL",
              record_page_url(page, delivery->kind, &delivery->record_id, ""));
}

static void show_delivery(struct page *page, const struct webhook_delivery *delivery, bool may_send)
{
    static const char *const words[WEBHOOK_STATE_COUNT] = {"Waiting", "Sending", "Delivered",
                                                           "Failed"};
    static const char *const tones[WEBHOOK_STATE_COUNT] = {" wait", " wait", "", " bad"};
    struct view *row = view_add(page->view, "DELIVERY");
    const char *error = delivery->state == WEBHOOK_DELIVERED
                            ? ""
                            : webhook_outcome_text(delivery->outcome, delivery->status);
    page_uuid(page, row, "MESSAGE_ID", &delivery->message_id);
    show_subject(page, row, delivery);
    view_text(row, "STATE", words[delivery->state]);
    view_text(row, "STATE_CLASS", tones[delivery->state]);
    view_number(row, "ATTEMPTS", delivery->attempt_count);
    if (delivery->status != 0)
        view_number(view_add(row, "ANSWER"), "STATUS", delivery->status);
    view_show(row, "NO_ANSWER", delivery->status == 0);
    if (delivery->outcome[0] != '\0')
        view_number(view_add(row, "TOOK"), "MS", delivery->duration_ms);
    view_text(row, "ERROR", error);
    page_time(page, row, "CREATED", delivery->created_at);
    if (delivery->state == WEBHOOK_WAITING)
        page_time(page, row, "NEXT", delivery->due_at);
    view_show(row, "MAY_RESEND", may_send && delivery->ended_at != 0);
}

static enum err list_deliveries(struct page *page, struct webhook_delivery_list *list)
{
    const struct text *cursor = param_find(&page->request->query, "before");
    const struct uuid *id = &page->match.ids[0];
    enum err err =
        webhook_delivery_list(page->db, page->actor, id, cursor == NULL ? "" : cursor->data, list);
    return err == ERR_INVALID ? webhook_delivery_list(page->db, page->actor, id, "", list) : err;
}

enum err page_webhook(struct page *page)
{
    struct webhook webhook;
    struct webhook_delivery_list list;
    enum err err = webhook_get(page->db, page->actor, &page->match.ids[0], &webhook);
    if (err == ERR_NONE)
        err = list_deliveries(page, &list);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    webhook_view(page, view, &webhook);
    for (int i = 0; i < list.count; i++)
        show_delivery(page, &list.items[i], webhook.off == WEBHOOK_ON);
    view_show(view, "HAS_DELIVERIES", list.count > 0);
    view_show(view, "NO_DELIVERIES", list.count == 0);
    if (list.next != NULL)
        view_text(view_add(view, "OLDER"), "OLDER_CURSOR", list.next);
    return page_show(page, 200, webhook_view_name(page, &webhook), "webhook/show.tpl");
}

/* ---- buttons ------------------------------------------------------------------------------- */

static enum err test(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    return webhook_test(page->db, page->actor, &page->match.ids[0], problem);
}

static enum err resend(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    return webhook_resend(page->db, page->actor, &page->match.ids[0], &page->match.ids[1], problem);
}

static enum err enable(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    (void)problem;
    return webhook_enable(page->db, page->actor, &page->match.ids[0]);
}

static enum err disable(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    (void)problem;
    return webhook_disable(page->db, page->actor, &page->match.ids[0]);
}

static enum err delete_it(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    (void)problem;
    return webhook_delete(page->db, page->actor, &page->match.ids[0]);
}

static const char *own_url(struct page *page)
{
    return webhook_view_url(page, &page->match.ids[0], "");
}

enum err page_webhook_test_post(struct page *page)
{
    struct page_button button = {
        "Send test", own_url(page),
        "A test is on its way. Reload this page to see whether it arrived.", test};
    return page_press(page, &button);
}

enum err page_webhook_resend_post(struct page *page)
{
    struct page_button button = {"Resend", own_url(page), "It is sent again now.", resend};
    return page_press(page, &button);
}

enum err page_webhook_enable_post(struct page *page)
{
    struct page_button button = {"Enable webhook", own_url(page),
                                 "The webhook is enabled. It hears of what happens from now on.",
                                 enable};
    return page_press(page, &button);
}

enum err page_webhook_disable_post(struct page *page)
{
    struct page_button button = {"Disable webhook", own_url(page),
                                 "The webhook is disabled. What waited is not sent.", disable};
    return page_press(page, &button);
}

enum err page_webhook_delete(struct page *page)
{
    struct webhook webhook;
    enum err err = webhook_get(page->db, page->actor, &page->match.ids[0], &webhook);
    if (err != ERR_NONE)
        return err;
    webhook_view(page, page_view(page), &webhook);
    return record_page_show(page, 200, "Delete", webhook_view_name(page, &webhook),
                            "webhook/delete.tpl");
}

enum err page_webhook_delete_post(struct page *page)
{
    struct page_button button = {"Delete webhook", webhook_path, "The webhook is deleted.",
                                 delete_it};
    return page_press(page, &button);
}
