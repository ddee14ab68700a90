#include "data/prompt_bulk.h"

#include <string.h>

#include "pages/handlers.h"
#include "pages/prompt_page.h"

/* One change to the prompts that are ticked in the list. */

enum bulk_action { BULK_ARCHIVE, BULK_TAG, BULK_UNTAG };

struct bulk_form {
    struct uuid_list ids;
    int action;
    const char *tag;
    const char *back;
};

static const char *const actions[] = {"archive", "tag", "untag", NULL};

#define AT(member) offsetof(struct bulk_form, member)

static const struct form_field fields[] = {
    {.name = "ids", .label = "Prompts", .kind = FORM_UUIDS, .is_required = true, .offset = AT(ids)},
    {.name = "do",
     .label = "Action",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = actions,
     .offset = AT(action)},
    {.name = "tag", .label = "Tag", .kind = FORM_LINE, .offset = AT(tag)},
    {.name = "return",
     .label = "Way back",
     .kind = FORM_LINE,
     .max_chars = 2000,
     .offset = AT(back)},
};

/* Only the list itself, as we wrote it: nobody can send people elsewhere. */
static const char *way_back(const char *typed)
{
    bool is_list = strcmp(typed, "/prompts") == 0 || text_starts_with(typed, "/prompts?");
    for (const char *p = typed; *p != '\0' && is_list; p++)
        is_list = *p > ' ' && *p < 0x7f;
    return is_list ? typed : "/prompts";
}

static const char *reason_of(enum record_outcome outcome)
{
    switch (outcome) {
    case RECORD_DENIED:
        return "not yours to change";
    case RECORD_NOT_FOUND:
        return "not there any more";
    default:
        return "archived, or too many tags";
    }
}

/* What was refused, by name: a few of them, so that the message stays a message. */
static void name_refused(struct buf *message, const struct record_bulk_result *result)
{
    enum { NAMED_MAX = 5, NAME_BYTES = 120 };
    int named = 0;
    for (int i = 0; i < result->count; i++) {
        const struct record_bulk_item *item = &result->items[i];
        if (item->outcome == RECORD_CHANGED || item->outcome == RECORD_UNCHANGED ||
            ++named > NAMED_MAX)
            continue;
        const char *name = item->name == NULL ? "One prompt" : item->name;
        buf_printf(message, "%s %s (%s)", named > 1 ? ";" : " Not changed:",
                   strlen(name) > NAME_BYTES ? "a prompt with a long name" : name,
                   reason_of(item->outcome));
    }
    if (named > NAMED_MAX)
        buf_printf(message, "; and %d more", named - NAMED_MAX);
    if (named > 0)
        buf_add_char(message, '.');
}

static enum err answer(struct page *page, const struct bulk_form *typed,
                       const struct record_bulk_result *result)
{
    static const char *const done[] = {"archived", "tagged", "untagged"};
    struct buf message;
    buf_init(&message, page->arena);
    buf_printf(&message, "%s %s.", record_page_count(page, result->changed_count, "prompt"),
               done[typed->action]);
    int unchanged = result->count - result->changed_count - result->refused_count;
    if (unchanged > 0)
        buf_printf(&message, " %d %s so already.", unchanged, unchanged == 1 ? "was" : "were");
    name_refused(&message, result);
    return page_redirect(page, way_back(typed->back),
                         result->refused_count > 0 ? "warning" : "success", message.data);
}

static enum err refuse(struct page *page, struct form *form, const struct bulk_form *typed)
{
    struct view *view = page_view(page);
    for (int i = 0; i < typed->ids.count; i++)
        page_uuid(page, view_add(view, "CHOSEN"), "ID", &typed->ids.items[i]);
    view_text(view, "COUNT", record_page_count(page, typed->ids.count, "prompt"));
    view_text(view, "BACK_URL", way_back(typed->back));
    return page_show_form(page, form, "Change several prompts", "prompts/bulk.tpl");
}

static enum err run(struct page *page, const struct bulk_form *typed,
                    struct record_bulk_result *result)
{
    struct record_selection selection = {typed->ids.items, typed->ids.count};
    if (typed->action == BULK_ARCHIVE)
        return prompt_bulk_archive(page->db, page->actor, &selection, result);
    struct prompt_tag_change change = {typed->tag, typed->action == BULK_TAG};
    return prompt_bulk_tag(page->db, page->actor, &selection, &change, result);
}

enum err page_prompt_bulk_post(struct page *page)
{
    struct bulk_form typed;
    struct form form;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    bool is_tagging = typed.action == BULK_TAG || typed.action == BULK_UNTAG;
    const char *problem = is_tagging ? prompt_bulk_tag_problem(typed.tag) : NULL;
    if (problem != NULL)
        form_error(&form, "tag", problem);
    if (typed.ids.count > RECORD_BULK_MAX)
        form_error(&form, "ids", "These are too many at once: at most 100 prompts.");
    if (err != ERR_NONE || form.error_count > 0)
        return refuse(page, &form, &typed);
    struct record_bulk_result result;
    err = run(page, &typed, &result);
    if (err == ERR_NONE)
        return answer(page, &typed, &result);
    if (err != ERR_INVALID)
        return err;
    form_error(&form, "tag", "This tag can't be used.");
    return refuse(page, &form, &typed);
}
