#include <string.h>

#include "base/buf.h"
#include "data/edit/record_state.h"
#include "data/edit/record_tag.h"
#include "data/edit/record_tag_many.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/record/record_page.h"

/* One change to the records that are ticked in a list: archived, tagged, untagged. */

enum bulk_action { BULK_ARCHIVE, BULK_TAG, BULK_UNTAG };

struct bulk_form {
    struct uuid_list ids;
    int action;       /* enum bulk_action */
    const char *back; /* where the list was */
    const char *tag;
};

static const char *const actions[] = {"archive", "tag", "untag", NULL};

static const struct form_field fields[] = {
    {.name = "ids",
     .label = "Selection",
     .kind = FORM_UUIDS,
     .is_required = true,
     .offset = offsetof(struct bulk_form, ids)},
    {.name = "do",
     .label = "Action",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = actions,
     .offset = offsetof(struct bulk_form, action)},
    {.name = "return",
     .label = "Way back",
     .kind = FORM_LINE,
     .max_chars = 2000,
     .offset = offsetof(struct bulk_form, back)},
    {.name = "tag", .label = "Tag", .kind = FORM_LINE, .offset = offsetof(struct bulk_form, tag)},
};

/* Only the list itself, as we wrote it: nobody can send people elsewhere. */
static const char *way_back(const struct record_kind *kind, const char *typed)
{
    size_t len = strlen(kind->path);
    bool is_list =
        strncmp(typed, kind->path, len) == 0 && (typed[len] == '\0' || typed[len] == '?');
    for (const char *p = typed; *p != '\0' && is_list; p++)
        is_list = *p > ' ' && *p < 0x7f;
    return is_list ? typed : kind->path;
}

/* Without its full stop: it goes into brackets. */
static const char *reason_of(struct page *page, const struct record_bulk_item *item)
{
    enum { REASON_BYTES = 240 };
    if (item->outcome == RECORD_DENIED)
        return "not yours to change";
    if (item->outcome == RECORD_NOT_FOUND)
        return "no longer there";
    size_t len = item->reason == NULL ? 0 : strlen(item->reason);
    if (len == 0 || len > REASON_BYTES)
        return "its own page says why";
    return arena_copy(page->arena, item->reason, len - (item->reason[len - 1] == '.'));
}

/* What was refused, by name: a few of them, so that the message stays a message. */
static void name_refused(struct page *page, const struct record_kind *kind, struct buf *message,
                         const struct record_bulk_result *result)
{
    enum { NAMED_MAX = 5, NAME_BYTES = 120 };
    int named = 0;
    for (int i = 0; i < result->count; i++) {
        const struct record_bulk_item *item = &result->items[i];
        if (item->outcome < RECORD_DENIED || ++named > NAMED_MAX)
            continue;
        buf_add_text(message, named > 1 ? "; " : " Not changed: ");
        if (item->name != NULL && strlen(item->name) <= NAME_BYTES)
            buf_add_text(message, item->name);
        else
            buf_printf(message, item->name == NULL ? "one %s" : "one %s with a long name",
                       kind->noun);
        buf_printf(message, " (%s)", reason_of(page, item));
    }
    if (named > NAMED_MAX)
        buf_printf(message, "; and %d more", named - NAMED_MAX);
    if (named > 0)
        buf_add_char(message, '.');
}

/* Back to the list, with what was done and what was not, by name. */
static enum err answer(struct page *page, const struct record_kind *kind,
                       const struct bulk_form *typed, const struct record_bulk_result *result)
{
    static const char *const done[] = {"archived", "tagged", "untagged"};
    struct buf message;
    buf_init(&message, page->arena);
    buf_printf(&message, "%s %s.", record_page_count(page, result->changed_count, kind->noun),
               done[typed->action]);
    int unchanged = result->count - result->changed_count - result->refused_count;
    if (unchanged > 0)
        buf_printf(&message, " %d already %s.", unchanged, unchanged == 1 ? "was" : "were");
    name_refused(page, kind, &message, result);
    return page_redirect(page, way_back(kind, typed->back),
                         result->refused_count > 0 ? "warning" : "success", message.data);
}

/* record/bulk.tpl: the refused form with the same records. */
static enum err refuse(struct page *page, const struct record_kind *kind, struct form *form,
                       const struct bulk_form *typed)
{
    struct view *view = page_view(page);
    for (int i = 0; i < typed->ids.count; i++)
        page_uuid(page, view_add(view, "CHOSEN"), "ID", &typed->ids.items[i]);
    view_text(view, "COUNT", record_page_count(page, typed->ids.count, kind->noun));
    view_text(view, "BACK_URL", way_back(kind, typed->back));
    view_text(view, "LIST_URL", kind->path);
    return page_show_form(page, form, arena_printf(page->arena, "Change several %s", kind->nouns),
                          "record/bulk.tpl");
}

static void check(struct page *page, const struct record_kind *kind, struct form *form,
                  const struct bulk_form *typed)
{
    bool is_tagging = typed->action == BULK_TAG || typed->action == BULK_UNTAG;
    const char *problem = is_tagging ? record_tag_problem(page->arena, typed->tag) : NULL;
    if (problem != NULL)
        form_error(form, "tag", problem);
    if (typed->ids.count > RECORD_BULK_MAX)
        form_error(form, "ids",
                   arena_printf(page->arena, "Too many at once: at most %d %s.", RECORD_BULK_MAX,
                                kind->nouns));
}

static enum err run(struct page *page, const struct record_noun *noun,
                    const struct bulk_form *typed, struct record_bulk_result *result)
{
    struct record_selection selection = {typed->ids.items, typed->ids.count};
    if (typed->action == BULK_ARCHIVE)
        return record_archive_many(page->db, page->actor, noun->store, &selection, result);
    struct record_tag_change change = {noun->store, typed->tag, typed->action == BULK_TAG};
    return record_tag_many(page->db, page->actor, &change, &selection, result);
}

enum err page_record_bulk_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct bulk_form typed;
    struct form form;
    struct record_bulk_result result;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    check(page, noun->kind, &form, &typed);
    if (err != ERR_NONE || form.error_count > 0)
        return refuse(page, noun->kind, &form, &typed);
    err = run(page, noun, &typed, &result);
    return err == ERR_NONE ? answer(page, noun->kind, &typed, &result) : err;
}
