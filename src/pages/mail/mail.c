#include "base/clock.h"
#include "data/mail/mail_list.h"
#include "pages/handlers.h"
#include "pages/shell/page.h"

/* Whether mail goes out, and what could not be delivered. */

static void show_entry(struct page *page, const struct mail_entry *entry)
{
    struct view *row = view_add(page->view, "DEAD");
    page_uuid(page, row, "ID", &entry->id);
    view_text(row, "KIND", mail_kinds[entry->kind].title);
    view_text(row, "TO", entry->to == NULL ? "" : entry->to);
    view_text(row, "PERSON", entry->full_name == NULL ? "" : entry->full_name);
    page_uuid(page, row, "PERSON_ID", &entry->user_id);
    view_text(row, "REASON", entry->reason == NULL ? "" : entry->reason);
    view_number(row, "ATTEMPTS", entry->attempt_count);
    page_time(page, row, "ENDED", entry->ended_at);
    view_show(row, "MAY_SEND", entry->expires_at > clock_now());
    view_show(row, "TOO_OLD", entry->expires_at <= clock_now());
}

enum err page_mail(struct page *page)
{
    struct mail_status status;
    enum err err = mail_status_get(page->db, page->actor, &status);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_show(view, "IS_ON", status.is_on);
    view_show(view, "IS_OFF", !status.is_on);
    view_show(view, "MAY_TEST",
              status.is_on && !policy_is_outside(page->actor, &page->actor->organization_id));
    view_text(view, "WAITING",
              status.waiting_count < MAIL_COUNT_MAX
                  ? arena_printf(page->arena, "%lld", (long long)status.waiting_count)
                  : "1000 or more");
    view_show(view, "NEVER_SENT", status.last_sent_at == 0);
    if (status.last_sent_at != 0)
        page_time(page, view, "SENT", status.last_sent_at);
    if (status.oldest_at != 0)
        page_time(page, view, "OLDEST", status.oldest_at);
    if (status.failed_at != 0) {
        struct view *failure = view_add(view, "FAILURE");
        view_text(failure, "REASON", status.failure == NULL ? "" : status.failure);
        page_time(page, failure, "FAILED", status.failed_at);
    }
    for (int i = 0; i < status.count; i++)
        show_entry(page, &status.items[i]);
    view_show(view, "HAS_DEAD", status.count > 0);
    view_show(view, "NO_DEAD", status.count == 0);
    if (status.dead_count > status.count)
        view_number(view_add(view, "MORE_DEAD"), "DEAD_COUNT", status.dead_count);
    return page_show(page, 200, "Mail", "mail/mail_status.tpl");
}

static enum err back(struct page *page, enum err err, const char *done, const char *problem)
{
    if (err == ERR_CONFLICT)
        return page_redirect(page, "/settings/mail", "error", problem);
    return err == ERR_NONE ? page_redirect(page, "/settings/mail", "success", done) : err;
}

enum err page_mail_test_post(struct page *page)
{
    struct form form;
    struct problem problem;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Send me a test");
    err = mail_send_test(page->db, page->actor, &problem);
    return back(page, err,
                "A test is on its way to your address. This page says if it could not be sent.",
                problem.message);
}

enum err page_mail_send_post(struct page *page)
{
    struct form form;
    struct problem problem;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Send again");
    err = mail_send_again(page->db, page->actor, &page->match.ids[0], &problem);
    return back(page, err, "The mail is in the queue again.", problem.message);
}

enum err page_mail_discard_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Discard mail");
    err = mail_discard(page->db, page->actor, &page->match.ids[0]);
    return back(page, err, "The mail is discarded.", "");
}
