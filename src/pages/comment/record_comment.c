#include "data/comment/record_comment.h"
#include "base/number.h"

#include "pages/comment/record_comment_view.h"
#include "pages/handlers.h"

/* Adding a comment, and the pages of a single one: edit and delete. */

/* Back to what it is about; to a comment, if it is still there. */
static const char *place_url(struct page *page, const struct record_head *head,
                             const struct record_comment_place *place, const struct uuid *id)
{
    const char *url = record_comment_view_place(page, head, place);
    char text[UUID_TEXT_LEN];
    if (id == NULL)
        return arena_printf(page->arena, "%s#comments", url);
    uuid_format(id, text);
    return arena_printf(page->arena, "%s#comment-%s", url, text);
}

/* ---- add ---------------------------------------------------------------------------------- */

struct add_form {
    struct text body;
    int64_t version;
    struct uuid proposal_id;
};

static const struct form_field add_fields[] = {
    {.name = "body",
     .label = "Comment",
     .kind = FORM_TEXT,
     .offset = offsetof(struct add_form, body)},
    {.name = "version",
     .label = "Version",
     .kind = FORM_INT,
     .number = NUMBER_VERSION_OR_NONE,
     .offset = offsetof(struct add_form, version)},
    {.name = "proposal",
     .label = "Proposal",
     .kind = FORM_UUID,
     .offset = offsetof(struct add_form, proposal_id)},
};

/* The form by itself, with what was typed. */
static enum err show_add(struct page *page, const struct record_noun *noun,
                         const struct record_head *head, const struct record_comment_place *place,
                         struct form *form, enum err refusal)
{
    record_page_subhead(page, noun, head, "Comment on");
    record_comment_view_form(page, page_view(page), place);
    view_text(page->view, "CANCEL_URL", record_comment_view_place(page, head, place));
    return record_page_refuse(page, form, refusal,
                              arena_printf(page->arena, "Comment on %s", head->name),
                              "record/comment_new.tpl");
}

enum err page_comment_add_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct add_form typed;
    struct form form;
    struct problem problem = {0};
    struct uuid id;
    enum err err = form_parse(&form, page->request, add_fields, (int)COUNT_OF(add_fields), &typed);
    enum err loaded = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    struct record_comment_place place = {typed.version, typed.proposal_id};
    if (loaded != ERR_NONE)
        return loaded;
    if (err != ERR_NONE)
        return show_add(page, noun, head, &place, &form, err);
    struct record_comment_draft draft = {head->id, place, typed.body.data};
    err = record_comment_add(page->db, page->actor, noun->store, &draft, &id, &problem);
    if (record_page_problem(&form, err, &problem))
        return show_add(page, noun, head, &place, &form, err);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, place_url(page, head, &place, &id), "success", "Comment added.");
}

/* ---- edit --------------------------------------------------------------------------------- */

struct edit_form {
    struct text body;
    int64_t revision;
};

static const struct form_field edit_fields[] = {
    {.name = "body",
     .label = "Comment",
     .kind = FORM_TEXT,
     .offset = offsetof(struct edit_form, body)},
    {.name = "revision",
     .label = "Revision",
     .kind = FORM_INT,
     .is_required = true,
     .number = NUMBER_REVISION,
     .offset = offsetof(struct edit_form, revision)},
};

/* The record and the comment of the address, under a head. */
static enum err load(struct page *page, const struct record_noun *noun, const char *verb,
                     struct record_head *head, struct record_comment *comment)
{
    struct record_head ahead = record_page_ahead(page, noun);
    const struct uuid *id = &page->match.ids[1];
    record_comment_get_ahead(page->db, &ahead, id);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = record_comment_get(page->db, page->actor, head, id, comment);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, noun, head, verb);
    page_uuid(page, page->view, "COMMENT_ID", id);
    view_text(page->view, "CANCEL_URL", place_url(page, head, &comment->place, id));
    return ERR_NONE;
}

enum err page_comment_edit(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_comment comment;
    enum err err = load(page, noun, "Edit comment on", head, &comment);
    if (err != ERR_NONE)
        return err;
    if (!comment.may_edit)
        return ERR_DENIED;
    view_text(page->view, "BODY", comment.body);
    view_number(page->view, "COMMENT_REVISION", comment.revision);
    return record_page_show(page, 200, "Edit comment on", head->name, "record/comment_edit.tpl");
}

/* What was typed, and beside it what someone saved in the meantime: saving again replaces that. */
static enum err refuse_edit(struct page *page, const struct record_head *head,
                            const struct record_comment *comment, struct form *form, enum err err)
{
    const char *title = arena_printf(page->arena, "Edit comment on %s", head->name);
    if (err == ERR_STALE)
        record_comment_view_body(page, view_add(page->view, "COMMENT_NOW"), comment);
    view_number(page->view, "COMMENT_REVISION", comment->revision);
    return record_page_refuse(page, form, err, title, "record/comment_edit.tpl");
}

/* It was deleted while its author edited it: what was typed can become another comment. */
static enum err offer_new(struct page *page, const struct record_noun *noun,
                          const struct record_head *head, struct form *form)
{
    form_error(form, "",
               "This comment was deleted while you were editing it. What you typed is still here: "
               "you can add it as a new comment.");
    return show_add(page, noun, head, &(struct record_comment_place){0}, form, ERR_CONFLICT);
}

enum err page_comment_edit_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_comment comment;
    struct edit_form typed;
    struct form form;
    struct problem problem = {0};
    enum err parsed =
        form_parse(&form, page->request, edit_fields, (int)COUNT_OF(edit_fields), &typed);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    err = load(page, noun, "Edit comment on", head, &comment);
    if (err == ERR_NOT_FOUND)
        return offer_new(page, noun, head, &form);
    if (err == ERR_NONE && !comment.may_edit)
        return ERR_DENIED;
    if (err == ERR_NONE && parsed != ERR_NONE)
        return refuse_edit(page, head, &comment, &form, parsed);
    if (err != ERR_NONE)
        return err;
    struct record_comment_edit edit = {head->id, comment.id, typed.revision, typed.body.data};
    err = record_comment_edit(page->db, page->actor, noun->store, &edit, &problem);
    if (err != ERR_DENIED && record_page_problem(&form, err, &problem))
        return refuse_edit(page, head, &comment, &form, err);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, place_url(page, head, &comment.place, &comment.id), "success",
                         "Comment saved.");
}

/* ---- delete ------------------------------------------------------------------------------- */

enum err page_comment_delete(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_comment comment;
    enum err err = load(page, noun, "Delete comment on", head, &comment);
    if (err != ERR_NONE)
        return err;
    if (!comment.may_delete)
        return ERR_DENIED;
    record_page_person(page->view, "AUTHOR", comment.author_name);
    page_time(page, page->view, "WHEN", comment.created_at);
    record_comment_view_body(page, page->view, &comment);
    return record_page_show(page, 200, "Delete comment on", head->name,
                            "record/comment_delete.tpl");
}

enum err page_comment_delete_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_comment comment;
    struct form form;
    struct problem problem = {0};
    enum err parsed = page_parse_empty(page, &form);
    enum err err = load(page, noun, "Delete comment on", head, &comment);
    if (err != ERR_NONE)
        return err;
    if (parsed != ERR_NONE)
        return page_offer_again(page, &form, "Delete comment");
    err =
        record_comment_delete(page->db, page->actor, noun->store, &head->id, &comment.id, &problem);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, place_url(page, head, &comment.place, NULL), "success",
                         "Comment deleted.");
}
