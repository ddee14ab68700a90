#include "data/prompt/prompt_bulk.h"

#include "pages/handlers.h"
#include "pages/record/record_bulk.h"

/* One change to the prompts that are ticked in the list: archived, tagged, untagged. */

enum bulk_action { BULK_ARCHIVE, BULK_TAG, BULK_UNTAG };

struct bulk_form {
    struct record_bulk_form bulk;
    const char *tag;
};

static const char *const actions[] = {"archive", "tag", "untag", NULL};

static const struct form_field fields[] = {
    RECORD_BULK_FIELDS(struct bulk_form, actions),
    {.name = "tag", .label = "Tag", .kind = FORM_LINE, .offset = offsetof(struct bulk_form, tag)},
};

static enum err run(struct page *page, const struct bulk_form *typed,
                    struct record_bulk_result *result)
{
    struct record_selection selection = {typed->bulk.ids.items, typed->bulk.ids.count};
    if (typed->bulk.action == BULK_ARCHIVE)
        return prompt_bulk_archive(page->db, page->actor, &selection, result);
    struct prompt_tag_change change = {typed->tag, typed->bulk.action == BULK_TAG};
    return prompt_bulk_tag(page->db, page->actor, &selection, &change, result);
}

enum err page_prompt_bulk_post(struct page *page)
{
    static const char *const done[] = {"archived", "tagged", "untagged"};
    struct bulk_form typed;
    struct form form;
    struct record_bulk_result result;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    bool is_tagging = typed.bulk.action == BULK_TAG || typed.bulk.action == BULK_UNTAG;
    const char *problem = is_tagging ? prompt_bulk_tag_problem(typed.tag) : NULL;
    if (problem != NULL)
        form_error(&form, "tag", problem);
    record_bulk_check(page, &record_prompt, &form, &typed.bulk);
    if (err != ERR_NONE || form.error_count > 0)
        return record_bulk_refuse(page, &record_prompt, &form, &typed.bulk, true);
    err = run(page, &typed, &result);
    if (err != ERR_NONE)
        return err;
    return record_bulk_answer(page, &record_prompt, &typed.bulk, done[typed.bulk.action], &result);
}
