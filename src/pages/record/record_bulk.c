#include "pages/record/record_bulk.h"

#include <string.h>

/* Only the list itself, as we wrote it: nobody can send people elsewhere. */
static const char *way_back(const struct record_noun *noun, const char *typed)
{
    size_t len = strlen(noun->base);
    bool is_list =
        strncmp(typed, noun->base, len) == 0 && (typed[len] == '\0' || typed[len] == '?');
    for (const char *p = typed; *p != '\0' && is_list; p++)
        is_list = *p > ' ' && *p < 0x7f;
    return is_list ? typed : noun->base;
}

/* Without its full stop: it goes into brackets. */
static const char *reason_of(struct page *page, const struct record_bulk_item *item)
{
    enum { REASON_BYTES = 240 };
    if (item->outcome == RECORD_DENIED)
        return "not yours to change";
    if (item->outcome == RECORD_NOT_FOUND)
        return "not there any more";
    size_t len = item->reason == NULL ? 0 : strlen(item->reason);
    if (len == 0 || len > REASON_BYTES)
        return "its own page says why";
    return arena_copy(page->arena, item->reason, len - (item->reason[len - 1] == '.'));
}

/* What was refused, by name: a few of them, so that the message stays a message. */
static void name_refused(struct page *page, const struct record_noun *noun, struct buf *message,
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
                       noun->singular);
        buf_printf(message, " (%s)", reason_of(page, item));
    }
    if (named > NAMED_MAX)
        buf_printf(message, "; and %d more", named - NAMED_MAX);
    if (named > 0)
        buf_add_char(message, '.');
}

enum err record_bulk_answer(struct page *page, const struct record_noun *noun,
                            const struct record_bulk_form *typed, const char *done,
                            const struct record_bulk_result *result)
{
    struct buf message;
    buf_init(&message, page->arena);
    buf_printf(&message, "%s %s.", record_page_count(page, result->changed_count, noun->singular),
               done);
    int unchanged = result->count - result->changed_count - result->refused_count;
    if (unchanged > 0)
        buf_printf(&message, " %d %s so already.", unchanged, unchanged == 1 ? "was" : "were");
    name_refused(page, noun, &message, result);
    return page_redirect(page, way_back(noun, typed->back),
                         result->refused_count > 0 ? "warning" : "success", message.data);
}

enum err record_bulk_refuse(struct page *page, const struct record_noun *noun, struct form *form,
                            const struct record_bulk_form *typed, bool may_tag)
{
    struct view *view = page_view(page);
    for (int i = 0; i < typed->ids.count; i++)
        page_uuid(page, view_add(view, "CHOSEN"), "ID", &typed->ids.items[i]);
    view_text(view, "COUNT", record_page_count(page, typed->ids.count, noun->singular));
    view_text(view, "BACK_URL", way_back(noun, typed->back));
    view_text(view, "LIST_URL", noun->base);
    view_show(view, "MAY_TAG", may_tag);
    view_text(view, "TAG", "");
    return page_show_form(page, form, arena_printf(page->arena, "Change several %s", noun->plural),
                          "record/bulk.tpl");
}

void record_bulk_check(struct page *page, const struct record_noun *noun, struct form *form,
                       const struct record_bulk_form *typed)
{
    if (typed->ids.count > RECORD_BULK_MAX)
        form_error(form, "ids",
                   arena_printf(page->arena, "These are too many at once: at most %d %s.",
                                RECORD_BULK_MAX, noun->plural));
}

struct archive_form {
    struct record_bulk_form bulk;
};

static const char *const actions[] = {"archive", NULL};

static const struct form_field fields[] = {RECORD_BULK_FIELDS(struct archive_form, actions)};

enum err record_bulk_archive(struct page *page, const struct record_noun *noun,
                             record_bulk_verb *verb)
{
    struct archive_form typed;
    struct form form;
    struct record_bulk_result result;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    record_bulk_check(page, noun, &form, &typed.bulk);
    if (err != ERR_NONE || form.error_count > 0)
        return record_bulk_refuse(page, noun, &form, &typed.bulk, false);
    struct record_selection selection = {typed.bulk.ids.items, typed.bulk.ids.count};
    err = verb(page->db, page->actor, &selection, &result);
    return err == ERR_NONE ? record_bulk_answer(page, noun, &typed.bulk, "archived", &result) : err;
}
