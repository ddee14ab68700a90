#include "data/prompt/prompt_version.h"
#include "pages/handlers.h"
#include "pages/prompt/prompt_page.h"
#include "pages/prompt/prompt_used.h"
#include "pages/record/record_state.h"

static enum err load(struct page *page, const char *verb, struct record_subject *subject)
{
    struct prompt prompt;
    enum err err = prompt_page_load(page, &prompt);
    if (err != ERR_NONE)
        return err;
    prompt_page_subhead(page, &prompt, verb);
    view_text(page->view, "LOSS",
              arena_printf(page->arena, "All %s, the labels and their history go.",
                           record_page_count(page, prompt.version_count, "version")));
    *subject =
        (struct record_subject){prompt.id, prompt_target(&prompt), prompt.name, prompt.owner_name};
    return ERR_NONE;
}

static enum err archive(struct db *db, const struct actor *actor, const struct uuid *id,
                        struct problem *problem)
{
    problem->message = NULL; /* nothing speaks against it */
    return prompt_archive(db, actor, id);
}

static enum err restore(struct db *db, const struct actor *actor, const struct uuid *id,
                        struct problem *problem)
{
    problem->message = NULL;
    return prompt_restore(db, actor, id);
}

static const struct record_state state = {
    .noun = &record_prompt,
    .change = PERMISSION_PROMPT_CHANGE,
    .delete = PERMISSION_PROMPT_DELETE,
    .stays = "Its versions and labels stay",
    .may = "change, archive and label it",
    .load = load,
    .show_uses = prompt_used_show,
    .archive = archive,
    .restore = restore,
    .delete_for_good = prompt_delete,
    .transfer = prompt_transfer,
};

enum err page_prompt_archive_post(struct page *page)
{
    return record_state_archive(page, &state);
}

enum err page_prompt_restore_post(struct page *page)
{
    return record_state_restore(page, &state);
}

enum err page_prompt_delete(struct page *page)
{
    return record_state_delete(page, &state);
}

enum err page_prompt_delete_post(struct page *page)
{
    return record_state_delete_post(page, &state);
}

enum err page_prompt_transfer(struct page *page)
{
    return record_state_transfer(page, &state);
}

enum err page_prompt_transfer_post(struct page *page)
{
    return record_state_transfer_post(page, &state);
}

static enum err restore_version(struct page *page, int64_t based_on_version, int64_t *version,
                                struct problem *problem)
{
    struct prompt_restore_draft draft = {page->match.ids[0], page->match.number, based_on_version};
    return prompt_restore_version(page->db, page->actor, &draft, version, problem);
}

enum err page_prompt_version_restore_post(struct page *page)
{
    return record_version_restore(page, &record_prompt, restore_version);
}
