#include "pages/record/record_state.h"

#include "data/identity/user.h"
#include "domain/record/version.h"

static enum err change_state(struct page *page, const struct record_state *state, bool is_archived)
{
    struct form form;
    struct problem problem = {0};
    const struct uuid *id = &page->match.ids[0];
    const char *url = record_page_url(page, state->noun, id, "");
    if (page_parse_empty(page, &form) != ERR_NONE)
        return page_offer_again(page, &form,
                                arena_printf(page->arena, "%s %s",
                                             is_archived ? "Archive" : "Restore",
                                             state->noun->singular));
    enum err err =
        (is_archived ? state->archive : state->restore)(page->db, page->actor, id, &problem);
    if (err == ERR_CONFLICT && problem.message != NULL)
        return page_redirect(page, url, "error", problem.message);
    if (err != ERR_NONE)
        return err;
    if (!is_archived)
        return page_redirect(page, url, "success", "Restored. The list shows it again.");
    return page_redirect(
        page, url, "success",
        arena_printf(page->arena, "Archived. %s; the list no longer shows it.", state->stays));
}

enum err record_state_archive(struct page *page, const struct record_state *state)
{
    return change_state(page, state, true);
}

enum err record_state_restore(struct page *page, const struct record_state *state)
{
    return change_state(page, state, false);
}

static enum err load(struct page *page, const struct record_state *state, const char *verb,
                     enum permission permission, struct record_subject *subject)
{
    enum err err = state->load(page, verb, subject);
    if (err != ERR_NONE)
        return err;
    if (!policy_allows(page->actor, permission, &subject->target))
        return ERR_DENIED;
    view_text(page->view, "NOUN", state->noun->singular);
    return ERR_NONE;
}

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

static enum err load_deletable(struct page *page, const struct record_state *state,
                               struct record_subject *subject)
{
    enum err err = load(page, state, "Delete", state->delete, subject);
    if (err != ERR_NONE)
        return err;
    view_text(page->view, "FULL_NAME", subject->name);
    view_text(page->view, "NAME", "");
    if (state->show_uses == NULL)
        return ERR_NONE;
    view_show(page->view, "CAN_BE_USED", true);
    return state->show_uses(page, &subject->id);
}

enum err record_state_delete(struct page *page, const struct record_state *state)
{
    struct record_subject subject;
    enum err err = load_deletable(page, state, &subject);
    if (err != ERR_NONE)
        return err;
    return record_page_show(page, 200, "Delete", subject.name, "record/delete.tpl");
}

enum err record_state_delete_post(struct page *page, const struct record_state *state)
{
    struct delete_form typed;
    struct form form;
    struct record_subject subject;
    struct problem problem = {0};
    enum err err =
        form_parse(&form, page->request, delete_fields, (int)COUNT_OF(delete_fields), &typed);
    enum err loaded = load_deletable(page, state, &subject);
    if (loaded != ERR_NONE)
        return loaded;
    if (err == ERR_NONE) {
        err = state->delete_for_good(page->db, page->actor, &subject.id, typed.name, &problem);
        if (err == ERR_NONE)
            return page_redirect(page, state->noun->base, "success",
                                 "Deleted for good. The audit log keeps that it existed.");
        if (!record_page_problem(&form, err, &problem))
            return err;
    }
    return record_page_refuse(page, &form, err,
                              arena_printf(page->arena, "Delete %s", subject.name),
                              "record/delete.tpl");
}

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

static enum err load_transferable(struct page *page, const struct record_state *state,
                                  const struct uuid *chosen, struct record_subject *subject)
{
    struct user_list users;
    enum err err = load(page, state, "Transfer", state->change, subject);
    if (err == ERR_NONE)
        err = user_list_choices(page->db, page->actor, &subject->target.organization_id, &users);
    if (err != ERR_NONE)
        return err;
    record_page_person(page->view, "OWNER", subject->owner_name);
    view_text(page->view, "OWNER_MAY", state->may);
    show_owners(page, &users, &subject->target.owner_id, chosen);
    return ERR_NONE;
}

enum err record_state_transfer(struct page *page, const struct record_state *state)
{
    struct record_subject subject;
    struct uuid nobody = {{0}};
    enum err err = load_transferable(page, state, &nobody, &subject);
    if (err != ERR_NONE)
        return err;
    return record_page_show(page, 200, "Transfer", subject.name, "record/transfer.tpl");
}

enum err record_state_transfer_post(struct page *page, const struct record_state *state)
{
    struct transfer_form typed;
    struct form form;
    struct record_subject subject;
    struct problem problem = {0};
    enum err err =
        form_parse(&form, page->request, transfer_fields, (int)COUNT_OF(transfer_fields), &typed);
    enum err loaded = load_transferable(page, state, &typed.owner_id, &subject);
    if (loaded != ERR_NONE)
        return loaded;
    if (err == ERR_NONE) {
        err = state->transfer(page->db, page->actor, &subject.id, &typed.owner_id, &problem);
        if (err == ERR_NONE)
            return page_redirect(
                page, record_page_url(page, state->noun, &subject.id, ""), "success",
                arena_printf(page->arena, "The %s has a new owner.", state->noun->singular));
        if (!record_page_problem(&form, err, &problem))
            return err;
    }
    return record_page_refuse(page, &form, err,
                              arena_printf(page->arena, "Transfer %s", subject.name),
                              "record/transfer.tpl");
}

/* The version that the person saw as the current one: somebody may have saved since. */
struct restore_form {
    int64_t version;
};

static const struct form_field restore_fields[] = {
    {.name = "version",
     .label = "Version",
     .kind = FORM_INT,
     .is_required = true,
     .min = 1,
     .max = VERSION_MAX,
     .offset = offsetof(struct restore_form, version)},
};

enum err record_version_restore(struct page *page, const struct record_noun *noun,
                                record_version_verb *verb)
{
    struct restore_form typed;
    struct form form;
    struct problem problem = {0};
    int64_t version = 0;
    long long number = page->match.number;
    const struct uuid *id = &page->match.ids[0];
    const char *url = record_page_url(page, noun, id, "");
    if (form_parse(&form, page->request, restore_fields, (int)COUNT_OF(restore_fields), &typed) !=
        ERR_NONE)
        return page_offer_again(page, &form,
                                arena_printf(page->arena, "Restore version %lld", number));
    enum err err = verb(page, typed.version, &version, &problem);
    if (err == ERR_STALE)
        return page_redirect(page, record_page_url(page, noun, id, "/versions"), "warning",
                             "Somebody saved in the meantime, so nothing was restored. Look at "
                             "the newest version first.");
    if (err == ERR_CONFLICT || err == ERR_INVALID)
        return page_redirect(page, url, "error",
                             problem.message == NULL ? "This version can't be restored."
                                                     : problem.message);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, url, "success",
                         arena_printf(page->arena, "Version %lld is back, as version %lld.", number,
                                      (long long)version));
}
