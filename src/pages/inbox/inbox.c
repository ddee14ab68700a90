#include "pages/handlers.h"
#include "pages/inbox/inbox_access.h"
#include "pages/inbox/inbox_approval.h"
#include "pages/inbox/inbox_import.h"
#include "pages/inbox/inbox_invitation.h"
#include "pages/inbox/inbox_override.h"
#include "pages/inbox/inbox_proposal.h"
#include "pages/inbox/inbox_register.h"
#include "pages/inbox/inbox_retention.h"
#include "pages/inbox/inbox_token.h"
#include "pages/inbox/inbox_webhook.h"
#include "pages/shell/page_places.h"
#include "pages/trail/inbox_news.h"

static const struct inbox_block *const blocks[] = {
    &inbox_review,    &inbox_override, &inbox_approval, &inbox_invitation,
    &inbox_decision,  &inbox_register, &inbox_token,    &inbox_import,
    &inbox_retention, &inbox_access,   &inbox_webhook};

static bool is_for(const struct page *page, const struct inbox_block *block)
{
    return inbox_lists(page->actor, block->source);
}

static enum err show_blocks(struct page *page, bool has_news)
{
    int row_count = 0;
    int readable_count = 0;
    for (size_t i = 0; i < COUNT_OF(blocks); i++) {
        struct inbox_section section = {.page = page, .block = blocks[i]};
        enum err err = is_for(page, blocks[i]) ? blocks[i]->show(&section) : ERR_NONE;
        if (err != ERR_NONE)
            return err;
        row_count += section.count;
        if (inbox_sources[blocks[i]->source].mark_read != NULL)
            readable_count += section.count;
    }
    view_show(page->view, "HAS_READABLE", readable_count > 0);
    if (row_count == 0 && !has_news)
        view_text(view_add(page->view, "EMPTY"), "WHAT_COMES",
                  policy_allows_some(page->actor, PERMISSION_LABEL_PROPOSE)
                      ? "Proposals that need your review, decisions"
                      : "Decisions");
    return ERR_NONE;
}

enum err page_inbox(struct page *page)
{
    for (size_t i = 0; i < COUNT_OF(blocks); i++)
        if (blocks[i]->ahead != NULL && is_for(page, blocks[i]))
            blocks[i]->ahead(page);
    (void)page_view(page);
    bool has_news = false;
    enum err err = inbox_news_show(page, &has_news);
    if (err == ERR_NONE)
        err = show_blocks(page, has_news);
    if (err == ERR_NONE)
        err = page_settle_inbox(page);
    return err == ERR_NONE ? page_show(page, 200, "Inbox", "inbox/inbox.tpl") : err;
}

/* ---- mark as read ------------------------------------------------------------------------- */

struct read_form {
    int source;
    struct uuid id; /* nil: all */
};

static const struct form_field fields[] = {
    {.name = "source",
     .label = "What",
     .kind = FORM_CHOICE,
     .choices = inbox_source_names,
     .offset = offsetof(struct read_form, source)},
    {.name = "id", .label = "Id", .kind = FORM_UUID, .offset = offsetof(struct read_form, id)},
};

enum err page_inbox_read_post(struct page *page)
{
    struct read_form typed;
    struct form form;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE && typed.source < 0 && !uuid_is_nil(&typed.id))
        err = ERR_INVALID;
    if (err == ERR_NONE)
        err = inbox_mark_read(page->db, page->actor, (enum inbox_source_id)typed.source, &typed.id);
    if (err == ERR_INVALID)
        return page_offer_again(page, &form, "Mark as read");
    return err == ERR_NONE ? page_redirect(page, "/inbox", "success",
                                           uuid_is_nil(&typed.id) ? "Everything is marked as read"
                                                                  : "Marked as read")
                           : err;
}
