#include "data/edit/record_state.h"

#include <string.h>

#include "data/release/record_desk.h"
#include "data/user/user.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/record/record_usage.h"
#include "pages/record/record_used.h"

/* The changes behind a record's buttons, for records of all kinds: archive and restore, delete,
 * transfer. */

/* ---- archive and restore ------------------------------------------------------------------ */

struct archive_form {
    bool accepts_uses;
};

static const struct form_field archive_fields[] = {
    {.name = "accept",
     .label = "Archive although it is used",
     .kind = FORM_BOOL,
     .offset = offsetof(struct archive_form, accepts_uses)},
};

/* What uses the record, before it is hidden from them; or why it can't be hidden at all. */
static enum err ask_to_archive(struct page *page, const struct record_noun *noun,
                               const struct problem *problem)
{
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    bool may_go_on = problem->field != NULL && strcmp(problem->field, "accept") == 0;
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, noun, head, "Archive");
    view_text(page->view, "WHY", problem->message);
    view_show(page->view, "MAY_GO_ON", may_go_on);
    struct record_use_list list;
    err = record_use_list(page->db, head, RECORD_USE_DEPTH_MAX, &list);
    if (err != ERR_NONE)
        return err;
    record_used_show_list(page, head, &list, may_go_on ? RECORD_FATE_ARCHIVE : RECORD_FATE_NONE);
    err = record_usage_fetchers(page, head, NULL);
    if (err != ERR_NONE)
        return err;
    return record_page_show(page, 409, "Archive", head->name, "record/archive.tpl");
}

enum err page_record_archive_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct archive_form typed;
    struct form form;
    struct problem problem = {0};
    const struct uuid *id = &page->match.ids[0];
    if (form_parse(&form, page->request, archive_fields, (int)COUNT_OF(archive_fields), &typed) !=
        ERR_NONE)
        return page_offer_again(page, &form,
                                arena_printf(page->arena, "Archive %s", noun->kind->noun));
    struct record_archive_draft draft = {*id, typed.accepts_uses};
    enum err err = record_archive(page->db, page->actor, noun->store, &draft, &problem);
    const char *url = record_page_url(page, noun->kind, id, "");
    if (err == ERR_CONFLICT && problem.message != NULL)
        return ask_to_archive(page, noun, &problem);
    if (err != ERR_NONE)
        return err;
    const struct page_step undo = {"Undo", record_page_url(page, noun->kind, id, "/restore"), true};
    return page_redirect_next(page, url, "success",
                              "Archived. Its versions and labels stay; lists no longer show it.",
                              &undo, 1);
}

enum err page_record_restore_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct form form;
    struct problem problem = {0};
    const struct uuid *id = &page->match.ids[0];
    const char *url = record_page_url(page, noun->kind, id, "");
    if (page_parse_empty(page, &form) != ERR_NONE)
        return page_offer_again(page, &form,
                                arena_printf(page->arena, "Restore %s", noun->kind->noun));
    enum err err = record_restore(page->db, page->actor, noun->store, id, &problem);
    if (err == ERR_CONFLICT && problem.message != NULL)
        return page_redirect(page, url, "error", problem.message);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, url, "success", "Restored. Lists show it again.");
}

/* The record of the address, which the actor may change like this. */
static enum err load(struct page *page, const struct record_noun *noun, const char *verb,
                     enum permission permission, struct record_head *head)
{
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, noun, head, verb);
    return record_page_allows(page, permission, head) ? ERR_NONE : ERR_DENIED;
}

/* ---- delete ------------------------------------------------------------------------------- */

struct delete_form {
    const char *name;
};

static const struct form_field delete_fields[] = {
    {.name = "name",
     .label = "Name",
     .kind = FORM_LINE,
     .is_required = true,
     .offset = offsetof(struct delete_form, name)},
};

static enum err load_deletable(struct page *page, const struct record_noun *noun,
                               struct record_head *head)
{
    struct record_use_list list;
    struct record_desk desk;
    struct record_head ahead = record_page_ahead(page, noun);
    record_use_ahead(page->db, &ahead);
    record_desk_ahead(page->db, &ahead);
    record_usage_fetchers_ahead(page, &ahead, NULL);
    enum err err = load(page, noun, "Delete", noun->kind->remove, head);
    if (err == ERR_NONE)
        err = record_use_list(page->db, head, RECORD_USE_DEPTH_MAX, &list);
    if (err == ERR_NONE)
        err = record_desk_load(page->db, page->actor, head, &desk);
    if (err == ERR_NONE)
        err = record_usage_fetchers(page, head, NULL);
    if (err != ERR_NONE)
        return err;
    record_page_version(page->view, "LIVE_LOSS", desk.live_version);
    record_used_show_list(page, head, &list, RECORD_FATE_DELETE);
    view_show(page->view, list.count > 0 ? "MUST_STAY" : "MAY_GO", true);
    view_text(page->view, "NAME", "");
    view_text(page->view, "LOSS",
              arena_printf(page->arena, "Its %s%s%s, its labels and their history are deleted.",
                           record_page_count(page, head->version_count, "version"),
                           noun->loss == NULL ? "" : " with ",
                           noun->loss == NULL ? "" : noun->loss));
    return ERR_NONE;
}

enum err page_record_delete(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    enum err err = load_deletable(page, noun, head);
    return err == ERR_NONE ? record_page_show(page, 200, "Delete", head->name, "record/delete.tpl")
                           : err;
}

enum err page_record_delete_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct delete_form typed;
    struct form form;
    struct problem problem = {0};
    enum err err =
        form_parse(&form, page->request, delete_fields, (int)COUNT_OF(delete_fields), &typed);
    enum err loaded = load_deletable(page, noun, head);
    if (loaded != ERR_NONE)
        return loaded;
    if (err == ERR_NONE) {
        err = record_delete(page->db, page->actor, noun->store, &head->id, typed.name, &problem);
        if (err == ERR_NONE)
            return page_redirect(page, noun->kind->path, "success",
                                 "Deleted permanently. The audit log keeps that it existed.");
        if (!record_page_problem(&form, err, &problem))
            return err;
    }
    return record_page_refuse(page, &form, err, arena_printf(page->arena, "Delete %s", head->name),
                              "record/delete.tpl");
}

/* ---- transfer ----------------------------------------------------------------------------- */

struct transfer_form {
    struct uuid owner_id;
};

static const struct form_field transfer_fields[] = {
    {.name = "owner_id",
     .label = "New owner",
     .kind = FORM_UUID,
     .is_required = true,
     .offset = offsetof(struct transfer_form, owner_id)},
};

static void show_owners(struct page *page, const struct user_list *users,
                        const struct uuid *owner_id, const struct uuid *chosen)
{
    for (int i = 0; i < users->count; i++) {
        if (uuid_equal(&users->items[i].id, owner_id))
            continue;
        struct view *option = view_add(page->view, "OWNER_OPTION");
        page_uuid(page, option, "VALUE", &users->items[i].id);
        record_page_person(option, "TEXT", users->items[i].full_name);
        view_show(option, "SELECTED", uuid_equal(&users->items[i].id, chosen));
    }
}

static enum err load_transferable(struct page *page, const struct record_noun *noun,
                                  const struct uuid *chosen, struct record_head *head)
{
    struct user_list users;
    user_list_choices_ahead(page->db, &page->actor->organization_id);
    enum err err = load(page, noun, "Transfer", noun->kind->change, head);
    if (err == ERR_NONE)
        err = user_list_choices(page->db, page->actor, &head->organization_id, &users);
    if (err != ERR_NONE)
        return err;
    record_page_person(page->view, "OWNER", head->owner_name);
    show_owners(page, &users, &head->owner_id, chosen);
    return ERR_NONE;
}

enum err page_record_transfer(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct uuid nobody = {{0}};
    enum err err = load_transferable(page, noun, &nobody, head);
    if (err != ERR_NONE)
        return err;
    return record_page_show(page, 200, "Transfer", head->name, "record/transfer.tpl");
}

enum err page_record_transfer_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct transfer_form typed;
    struct form form;
    struct problem problem = {0};
    enum err err =
        form_parse(&form, page->request, transfer_fields, (int)COUNT_OF(transfer_fields), &typed);
    enum err loaded = load_transferable(page, noun, &typed.owner_id, head);
    if (loaded != ERR_NONE)
        return loaded;
    if (err == ERR_NONE) {
        err = record_transfer(page->db, page->actor, noun->store, &head->id, &typed.owner_id,
                              &problem);
        if (err == ERR_NONE)
            return page_redirect(
                page, record_page_url(page, noun->kind, &head->id, ""), "success",
                arena_printf(page->arena, "The %s has a new owner.", noun->kind->noun));
        if (!record_page_problem(&form, err, &problem))
            return err;
    }
    return record_page_refuse(page, &form, err,
                              arena_printf(page->arena, "Transfer %s", head->name),
                              "record/transfer.tpl");
}
