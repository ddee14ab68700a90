#include "pages/comment/record_comment_view.h"

#include <string.h>

void record_comment_view_body(struct page *page, struct view *view,
                              const struct record_comment *comment)
{
    const char *body = comment->body;
    size_t at = 0;
    for (int i = 0; i <= comment->mention_count; i++) {
        const struct record_comment_mention *next = &comment->mentions[i];
        struct view *part = view_add(view, "COMMENT_PART");
        if (i > 0) {
            const struct record_comment_mention *mention = &comment->mentions[i - 1];
            struct view *person = view_add(part, "MENTION");
            page_uuid(page, person, "USER_ID", &mention->user_id);
            view_text(person, "NAME", arena_copy(page->arena, body + mention->start, mention->len));
            at = mention->start + mention->len;
        }
        size_t end = i < comment->mention_count ? next->start : strlen(body);
        view_text(part, "TEXT", arena_copy(page->arena, body + at, end - at));
    }
}

const char *record_comment_view_place(struct page *page, const struct record_head *head,
                                      const struct record_comment_place *place)
{
    char id[UUID_TEXT_LEN];
    if (place->version != 0)
        return record_page_url(
            page, head->store->kind, &head->id,
            arena_printf(page->arena, "/versions/%lld", (long long)place->version));
    if (uuid_is_nil(&place->proposal_id))
        return record_page_url(page, head->store->kind, &head->id, "/activity");
    uuid_format(&place->proposal_id, id);
    return record_page_url(page, head->store->kind, &head->id,
                           arena_printf(page->arena, "/releases/%s", id));
}

void record_comment_view_form(struct page *page, struct view *view,
                              const struct record_comment_place *place)
{
    if (place->version != 0)
        view_number(view_add(view, "ON_VERSION"), "N", place->version);
    if (!uuid_is_nil(&place->proposal_id))
        page_uuid(page, view_add(view, "ON_PROPOSAL"), "PROPOSAL_ID", &place->proposal_id);
}
