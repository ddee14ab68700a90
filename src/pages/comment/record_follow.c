#include "data/comment/record_follow.h"

#include "pages/handlers.h"
#include "pages/record/record_page.h"

/* Following a record, or a folder of a list. */

static enum err change(struct page *page, bool follows)
{
    const struct record_noun *noun = record_noun_of_page(page);
    const struct uuid *id = &page->match.ids[0];
    struct form form;
    struct problem problem = {0};
    if (page_parse_empty(page, &form) != ERR_NONE)
        return page_offer_again(
            page, &form,
            arena_printf(page->arena, "%s %s", follows ? "Follow" : "Unfollow", noun->kind->noun));
    enum err err = record_follow(page->db, page->actor, noun->store, id, follows, &problem);
    if (err != ERR_NONE)
        return err;
    const struct page_step steps[] = {
        {"Undo", record_page_url(page, noun->kind, id, follows ? "/unfollow" : "/follow"), true},
        {"Inbox", "/inbox", false}};
    const char *done =
        follows ? "You follow this %s. Your inbox shows what happens to it."
                : "You no longer follow this %s. Your inbox still shows where you are mentioned.";
    return page_redirect_next(page, record_page_url(page, noun->kind, id, ""), "success",
                              arena_printf(page->arena, done, noun->kind->noun), steps,
                              (int)COUNT_OF(steps));
}

enum err page_record_follow_post(struct page *page)
{
    return change(page, true);
}

enum err page_record_unfollow_post(struct page *page)
{
    return change(page, false);
}

/* ---- a folder ----------------------------------------------------------------------------- */

struct folder_form {
    const char *folder;
};

static const struct form_field folder_fields[] = {
    {.name = "folder",
     .label = "Folder",
     .kind = FORM_LINE,
     .is_required = true,
     .offset = offsetof(struct folder_form, folder)},
};

static enum err change_folder(struct page *page, bool follows)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct folder_form typed;
    struct form form;
    struct problem problem = {0};
    const char *action = follows ? "Follow folder" : "Unfollow folder";
    enum err err =
        form_parse(&form, page->request, folder_fields, (int)COUNT_OF(folder_fields), &typed);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, action);
    err = record_follow_folder(page->db, page->actor, noun->kind, typed.folder, follows, &problem);
    if (err == ERR_INVALID && record_page_problem(&form, err, &problem))
        return page_offer_again(page, &form, action);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page,
                         arena_printf(page->arena, "%s?folder=%s", noun->kind->path,
                                      text_percent_encode(page->arena, typed.folder)),
                         "success",
                         arena_printf(page->arena,
                                      follows
                                          ? "You follow %s. Your inbox shows what happens in it."
                                          : "You no longer follow %s.",
                                      typed.folder));
}

enum err page_folder_follow_post(struct page *page)
{
    return change_folder(page, true);
}

enum err page_folder_unfollow_post(struct page *page)
{
    return change_folder(page, false);
}
