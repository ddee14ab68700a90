#include "pages/comment/record_comments.h"

#include "pages/comment/record_comment_view.h"

/* ---- what was said ------------------------------------------------------------------------ */

/* What it is about, where the page shows comments on several things. */
static void show_about(struct page *page, struct view *row, const struct record_head *head,
                       const struct record_comment *comment)
{
    const char *words = NULL;
    if (comment->place.version != 0)
        words = arena_printf(page->arena, "v%lld", (long long)comment->place.version);
    else if (comment->proposal_label != NULL && comment->proposal_to_version != 0)
        words = arena_printf(page->arena, "v%lld for %s", (long long)comment->proposal_to_version,
                             comment->proposal_label);
    else if (comment->proposal_label != NULL)
        words = arena_printf(page->arena, "removal of %s", comment->proposal_label);
    if (words == NULL)
        return;
    struct view *about = view_add(row, "ABOUT");
    view_text(about, "ABOUT_URL", record_comment_view_place(page, head, &comment->place));
    view_text(about, "ABOUT_WORDS", words);
}

static void show_comment(struct page *page, const struct record_head *head, bool shows_about,
                         const struct record_comment *comment)
{
    struct view *row = view_add(page->view, "COMMENT");
    page_uuid(page, row, "COMMENT_ID", &comment->id);
    record_page_person(row, "AUTHOR", comment->author_name);
    view_text(row, "INITIALS", page_initials(page, record_page_name(comment->author_name)));
    page_time(page, row, "WHEN", comment->created_at);
    page_time(page, row, "EDITED", comment->edited_at);
    record_comment_view_body(page, row, comment);
    if (shows_about)
        show_about(page, row, head, comment);
    view_show(row, "MAY_EDIT_COMMENT", comment->may_edit);
    view_show(row, "MAY_DELETE_COMMENT", comment->may_delete);
}

/* ---- the section -------------------------------------------------------------------------- */

static const char *cursor_of(const struct page *page)
{
    const struct text *cursor = param_find(&page->request->query, "comments");
    return cursor == NULL ? "" : cursor->data;
}

void record_comments_ahead(struct page *page, const struct record_head *ahead,
                           const struct record_comment_place *place)
{
    struct record_comment_filter filter = {ahead, *place, ""};
    if (cursor_of(page)[0] == '\0')
        record_comment_ahead(page->db, &filter);
}

/* A cursor that leads nowhere gives the newest ones. */
static enum err read_list(struct page *page, const struct record_comment_filter *filter,
                          struct record_comment_list *list)
{
    enum err err = record_comment_list(page->db, page->actor, filter, list);
    if (err != ERR_INVALID)
        return err;
    struct record_comment_filter newest = {filter->head, filter->place, ""};
    return record_comment_list(page->db, page->actor, &newest, list);
}

enum err record_comments_show(struct page *page, const struct record_head *head,
                              const struct record_comment_place *place)
{
    struct record_comment_list list;
    struct view *view = page_view(page);
    if (!record_page_allows(page, head->store->kind->read, head))
        return ERR_NONE;
    struct record_comment_filter filter = {head, *place, cursor_of(page)};
    enum err err = read_list(page, &filter, &list);
    if (err != ERR_NONE)
        return err;
    bool is_whole = place->version == 0 && uuid_is_nil(&place->proposal_id);
    view_include(view, "COMMENTS", "record/comments.tpl");
    for (int i = 0; i < list.count; i++)
        show_comment(page, head, is_whole, &list.comments[i]);
    if (list.earlier != NULL)
        view_text(view_add(view, "EARLIER"), "EARLIER_CURSOR", list.earlier);
    view_show(view, "LATER", filter.cursor[0] != '\0');
    if (record_page_allows(page, PERMISSION_COMMENT_ADD, head))
        record_comment_view_form(page, view_add(view, "COMMENT_FORM"), place);
    return ERR_NONE;
}
