#include "data/review/review_sign.h"

#include "base/clock_local.h"
#include "data/review/review_snapshot.h"
#include "pages/handlers.h"
#include "pages/review/review_view.h"

/* One review: prepared, to be looked at and signed, or as it was signed. */

static const char file[] = "review/review_show.tpl";

struct sign_form {
    struct text note;
};

static const struct form_field fields[] = {
    {.name = "note",
     .label = "Note",
     .kind = FORM_TEXT,
     .max_chars = REVIEW_NOTE_MAX,
     .check = review_note_check,
     .offset = offsetof(struct sign_form, note)},
};

static const char *title_of(struct page *page, const struct review *review)
{
    char day[CLOCK_DAY_LEN];
    int64_t at = review->signed_at == 0 ? review->started_at : review->signed_at;
    clock_format_day(clock_local_day(page_zone(page), at), day);
    return arena_printf(page->arena, "Access review of %s", day);
}

/* The review, and whether it is what it says now. */
static enum err show(struct page *page, struct review *review)
{
    struct review_change_list changes;
    enum err err = review_get(page->db, page->actor, &page->match.ids[0], review);
    if (err == ERR_NONE)
        err = review_changes(page->db, page->actor, review, &changes);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    bool is_signed = review->signed_at != 0;
    review_view(page, view, review);
    view_text(view, "TITLE", title_of(page, review));
    view_show(view, "IS_SIGNED", is_signed);
    view_show(view, "IS_PREPARED", !is_signed && review->taken_at != 0 && changes.count == 0);
    view_show(view, "IS_UNFINISHED", review->taken_at == 0);
    view_show(view, "IS_STALE", !is_signed && review->taken_at != 0 && changes.count > 0);
    if (changes.count > 0 || is_signed)
        review_view_changes(page, view_add(view, "DIFFERENT"), &changes);
    return ERR_NONE;
}

enum err page_review_show(struct page *page)
{
    struct review review;
    enum err err = show(page, &review);
    if (err != ERR_NONE)
        return err;
    view_text(page->view, "NOTE", review.note);
    return page_show(page, 200, title_of(page, &review), file);
}

enum err page_review_prepare_post(struct page *page)
{
    struct form form;
    struct sign_form typed;
    struct uuid id;
    if (form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed) != ERR_NONE)
        return page_offer_again(page, &form, "Prepare a review");
    enum err err = review_prepare(page->db, page->actor, typed.note.data, &id);
    return err == ERR_NONE ? page_redirect(page, review_view_url(page, &id, ""), "success",
                                           "Everyone's access is written down as it is now. Look "
                                           "at it, then sign it.")
                           : err;
}

static enum err show_again(struct page *page, const struct form *form, bool is_stale)
{
    struct review review;
    enum err err = show(page, &review);
    if (err != ERR_NONE)
        return err;
    enum err shown = page_show_form(page, form, title_of(page, &review), file);
    if (is_stale)
        page->response->status = 409;
    return shown;
}

enum err page_review_sign_post(struct page *page)
{
    struct form form;
    struct sign_form typed;
    const struct uuid *id = &page->match.ids[0];
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE) {
        err = review_sign(page->db, page->actor, id, typed.note.data);
        if (err == ERR_STALE)
            form_error(&form, "",
                       "Access changed since this was prepared: it is not signed. "
                       "Prepare it again, and look at what changed. Your note is still here.");
    }
    if (err == ERR_CONFLICT)
        return page_redirect(
            page, review_view_url(page, id, ""), "warning",
            "This review can't be signed any more: it is signed, or was not prepared "
            "to its end.");
    if (err == ERR_INVALID || err == ERR_STALE)
        return show_again(page, &form, err == ERR_STALE);
    return err == ERR_NONE ? page_redirect(page, "/settings/access#reviews", "success",
                                           "The access review is signed.")
                           : err;
}
