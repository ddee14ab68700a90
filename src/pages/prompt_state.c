#include <string.h>

#include "data/prompt_use.h"
#include "data/prompt_version.h"
#include "data/user.h"
#include "pages/handlers.h"
#include "pages/prompt_page.h"
#include "pages/prompt_used.h"

/* The changes behind a prompt's buttons: archive and restore, an older version made current again,
 * delete, transfer. */

typedef enum err state_verb(struct db *db, const struct actor *actor, const struct uuid *id);

static enum err change_state(struct page *page, state_verb *verb, const char *action,
                             const char *done)
{
    static const struct form_field no_fields[1];
    struct form form;
    const struct uuid *id = &page->match.ids[0];
    if (form_parse(&form, page->request, no_fields, 0, &(char){0}) != ERR_NONE)
        return page_offer_again(page, &form, action);
    enum err err = verb(page->db, page->actor, id);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, prompt_page_url(page, id, ""), "success", done);
}

enum err page_prompt_archive_post(struct page *page)
{
    return change_state(page, prompt_archive, "Archive prompt",
                        "Archived. Its versions and labels stay; the list no longer shows it.");
}

enum err page_prompt_restore_post(struct page *page)
{
    return change_state(page, prompt_restore, "Restore prompt",
                        "Restored. The list shows it again.");
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
     .max = INT32_MAX,
     .offset = offsetof(struct restore_form, version)},
};

static enum err answer_restore(struct page *page, enum err err, const struct problem *problem,
                               int64_t version)
{
    const struct uuid *id = &page->match.ids[0];
    const char *url = prompt_page_url(page, id, "");
    if (err == ERR_STALE)
        return page_redirect(page, prompt_page_url(page, id, "/versions"), "warning",
                             "Somebody saved in the meantime, so nothing was restored. Look at "
                             "the newest version first.");
    if (err == ERR_CONFLICT || err == ERR_INVALID)
        return page_redirect(page, url, "error",
                             problem->message == NULL ? "This version can't be restored."
                                                      : problem->message);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, url, "success",
                         arena_printf(page->arena, "Version %lld is back, as version %lld.",
                                      (long long)page->match.number, (long long)version));
}

enum err page_prompt_version_restore_post(struct page *page)
{
    struct restore_form typed;
    struct form form;
    struct problem problem = {0};
    int64_t version = 0;
    if (form_parse(&form, page->request, restore_fields, (int)COUNT_OF(restore_fields), &typed) !=
        ERR_NONE)
        return page_offer_again(
            page, &form,
            arena_printf(page->arena, "Restore version %lld", (long long)page->match.number));
    struct prompt_restore_draft draft = {page->match.ids[0], page->match.number, typed.version};
    enum err err = prompt_restore_version(page->db, page->actor, &draft, &version, &problem);
    return answer_restore(page, err, &problem, version);
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

/* The page asks for the name, and says what stands in the way. */
static enum err load_deletable(struct page *page, struct prompt *prompt)
{
    enum err err = prompt_page_load(page, prompt);
    if (err != ERR_NONE)
        return err;
    if (!prompt_page_allows(page, PERMISSION_PROMPT_DELETE, prompt))
        return ERR_DENIED;
    prompt_page_subhead(page, prompt, "Delete");
    view_text(page->view, "FULL_NAME", prompt->name);
    view_text(page->view, "VERSIONS", record_page_count(page, prompt->version, "version"));
    return prompt_used_show(page, &prompt->id);
}

enum err page_prompt_delete(struct page *page)
{
    struct prompt prompt;
    enum err err = load_deletable(page, &prompt);
    if (err != ERR_NONE)
        return err;
    return prompt_page_show(page, 200, &prompt, "Delete", "prompts/delete.tpl");
}

enum err page_prompt_delete_post(struct page *page)
{
    struct delete_form typed;
    struct form form;
    struct prompt prompt;
    struct problem problem = {0};
    enum err err =
        form_parse(&form, page->request, delete_fields, (int)COUNT_OF(delete_fields), &typed);
    enum err loaded = load_deletable(page, &prompt);
    if (loaded != ERR_NONE)
        return loaded;
    if (err == ERR_NONE) {
        err = prompt_delete(page->db, page->actor, &prompt.id, typed.name, &problem);
        if (err == ERR_NONE)
            return page_redirect(page, "/prompts", "success",
                                 "Deleted for good. The audit log keeps that it existed.");
        if (!record_page_problem(&form, err, &problem))
            return err;
    }
    return record_page_refuse(page, &form, err, arena_printf(page->arena, "Delete %s", prompt.name),
                              "prompts/delete.tpl");
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

static enum err load_transferable(struct page *page, struct prompt *prompt,
                                  const struct uuid *chosen)
{
    struct user_list users;
    enum err err = prompt_page_load(page, prompt);
    if (err != ERR_NONE)
        return err;
    if (!prompt_page_allows(page, PERMISSION_PROMPT_CHANGE, prompt))
        return ERR_DENIED;
    err = user_list_choices(page->db, page->actor, &prompt->organization_id, &users);
    if (err != ERR_NONE)
        return err;
    prompt_page_subhead(page, prompt, "Transfer");
    record_page_person(page->view, "OWNER", prompt->owner_name);
    for (int i = 0; i < users.count; i++) {
        if (uuid_equal(&users.items[i].id, &prompt->owner_id))
            continue;
        struct view *option = view_add(page->view, "OWNER_OPTION");
        page_uuid(page, option, "VALUE", &users.items[i].id);
        record_page_person(option, "TEXT", users.items[i].full_name);
        view_show(option, "SELECTED", uuid_equal(&users.items[i].id, chosen));
    }
    return ERR_NONE;
}

enum err page_prompt_transfer(struct page *page)
{
    struct prompt prompt;
    struct uuid nobody = {{0}};
    enum err err = load_transferable(page, &prompt, &nobody);
    if (err != ERR_NONE)
        return err;
    return prompt_page_show(page, 200, &prompt, "Transfer", "prompts/transfer.tpl");
}

enum err page_prompt_transfer_post(struct page *page)
{
    struct transfer_form typed;
    struct form form;
    struct prompt prompt;
    struct problem problem = {0};
    enum err err =
        form_parse(&form, page->request, transfer_fields, (int)COUNT_OF(transfer_fields), &typed);
    enum err loaded = load_transferable(page, &prompt, &typed.owner_id);
    if (loaded != ERR_NONE)
        return loaded;
    if (err == ERR_NONE) {
        err = prompt_transfer(page->db, page->actor, &prompt.id, &typed.owner_id, &problem);
        if (err == ERR_NONE)
            return page_redirect(page, prompt_page_url(page, &prompt.id, ""), "success",
                                 "The prompt has a new owner.");
        if (!record_page_problem(&form, err, &problem))
            return err;
    }
    return record_page_refuse(page, &form, err,
                              arena_printf(page->arena, "Transfer %s", prompt.name),
                              "prompts/transfer.tpl");
}
