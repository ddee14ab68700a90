#include "pages/record/record_used.h"

#include <string.h>

#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/record/record_strip.h"
#include "pages/record/record_usage.h"

/* How something uses a record, in a sentence without a full stop. */
static const char *words_of(struct page *page, const struct record_use *use)
{
    static const struct {
        const char *sort;
        bool is_test; /* the words of a test set */
        const char *verb, *by_label, *by_version;
    } sorts[] = {{LINK_REFERENCE, true, "tests it", "tests", "tests"},
                 {LINK_PROMPT, true, "is judged by it", "is judged by", "is judged by"},
                 {LINK_REFERENCE, false, "refers to it", "refers to", "refers to"},
                 {LINK_PROMPT, false, "takes its instructions from it",
                  "takes its instructions from", "takes its instructions from"},
                 {LINK_HANDOFF, false, "hands over to it", "hands over to", "hands over to"},
                 {LINK_MEMBER, false, "has it as a member", "has it as a member, following",
                  "has it as a member, pinned to"}};
    size_t at = 0;
    if (use->depth > 1)
        return arena_printf(page->arena, "through %s", use->through);
    while (strcmp(sorts[at].sort, use->sort) != 0 || sorts[at].is_test != use->kind->is_test)
        at++;
    if (use->label != NULL)
        return arena_printf(page->arena, "%s the label %s", sorts[at].by_label, use->label);
    if (use->target_version != 0)
        return arena_printf(page->arena, "%s version %lld", sorts[at].by_version,
                            (long long)use->target_version);
    return sorts[at].verb;
}

/* What becomes of one that uses the record; NULL: nothing. */
static const char *fate_of(struct page *page, const struct record_use *use, enum record_fate fate)
{
    switch (fate) {
    case RECORD_FATE_NONE:
        break;
    case RECORD_FATE_ARCHIVE:
        return use->depth > 1 ? "keeps working"
                              : "keeps working, and shows that it refers to something archived";
    case RECORD_FATE_DELETE:
        return use->depth > 1 ? NULL : "must stop using it first";
    case RECORD_FATE_REMOVE:
        return use->depth > 1
                   ? arena_printf(page->arena, "uses %s, which finds no version any more",
                                  use->through)
                   : "finds no version by it any more";
    }
    return NULL;
}

static void show_use(struct page *page, struct view *group, const struct record_use *use,
                     enum record_fate fate)
{
    struct view *row = view_add(group, "USED_ROW");
    view_text(row, "USE_URL", record_page_url(page, use->kind, &use->id, ""));
    view_text(row, "USE_NAME", use->name);
    view_number(row, "USE_VERSION", use->version);
    view_show(row, "USE_CURRENT", use->is_current);
    view_show(row, "USE_ARCHIVED", use->archived_at != 0);
    view_show(row, "USE_STOPPED", use->is_stopped);
    if (use->live_version != 0 && use->live_version != use->version)
        view_number(view_add(row, "USE_LIVE"), "LIVE_VERSION", use->live_version);
    for (int i = 0; i < use->label_count; i++) {
        struct view *label = view_add(row, "USE_LABEL");
        record_page_label(label, use->labels[i]);
    }
    view_text(row, "USE_WORDS", words_of(page, use));
    const char *becomes = fate_of(page, use, fate);
    if (becomes != NULL)
        view_text(view_add(row, "USE_FATE"), "FATE", becomes);
}

/* The first of them, which are the nearest. */
static void show_uses(struct page *page, const struct record_head *head,
                      const struct record_use_list *list, enum record_fate fate, int shown_max)
{
    struct view *view = page_view(page);
    int shown = list->count < shown_max ? list->count : shown_max;
    view_include(view, "USED", "record/used.tpl");
    view_text(view, "USED_NOUN", head->store->kind->noun);
    view_show(view, "NO_USES", list->count == 0);
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        struct view *group = NULL;
        for (int i = 0; i < shown; i++) {
            if (list->uses[i].kind != &record_kinds[k])
                continue;
            if (group == NULL)
                group = view_add(view, "USED_GROUP");
            view_text(group, "USED_TITLE", record_kinds[k].title);
            view_number(group, "USED_COUNT", list->kind_counts[k]);
            show_use(page, group, &list->uses[i], fate);
        }
    }
}

void record_used_show_list(struct page *page, const struct record_head *head,
                           const struct record_use_list *list, enum record_fate fate)
{
    show_uses(page, head, list, fate, list->count);
    view_show(page->view, "USED_MORE", list->has_more);
}

/* Who is affected stands on the page itself, as far as there is room. */
enum err record_used_show(struct page *page, const struct record_head *head)
{
    enum { SHOWN = 12 };
    struct record_use_list list;
    enum err err = record_use_list(page->db, head, RECORD_USE_DEPTH_MAX, &list);
    if (err != ERR_NONE)
        return err;
    show_uses(page, head, &list, RECORD_FATE_NONE, SHOWN);
    view_show(page->view, "USED_FURTHER", list.count > SHOWN || list.has_more);
    return ERR_NONE;
}

enum err page_record_used_by(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_use_list list;
    struct record_head ahead = record_page_ahead(page, noun);
    record_strip_ahead(page, noun);
    record_usage_ahead(page, &ahead);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = record_use_list(page->db, head, RECORD_USE_DEPTH_MAX, &list);
    if (err != ERR_NONE)
        return err;
    record_strip_head(page, noun, head, RECORD_TAB_USED_BY, head->version);
    record_used_show_list(page, head, &list, RECORD_FATE_NONE);
    err = record_usage_show(page, head);
    if (err != ERR_NONE)
        return err;
    return record_page_show(page, 200, "What uses", head->name, "record/used_by.tpl");
}
