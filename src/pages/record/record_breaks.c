#include "pages/record/record_breaks.h"

#include <string.h>

#include "data/reference/record_broken.h"
#include "data/reference/record_link.h"
#include "domain/record/label.h"

enum { SOURCES = 2 };

/* The newest version and the live one. */
static void watched(const struct record_head *head, struct record_source sources[SOURCES])
{
    sources[0] = (struct record_source){.head = head};
    sources[1] = (struct record_source){.head = head, .label = LABEL_PRODUCTION};
}

void record_breaks_ahead(struct page *page, const struct record_noun *noun)
{
    struct record_head head = record_page_ahead(page, noun);
    struct record_source sources[SOURCES];
    watched(&head, sources);
    record_broken_ahead(page->db, sources, SOURCES);
}

/* ---- the list ------------------------------------------------------------------------------ */

/* is_test: of a test set. */
static const char *verb_of(const struct record_broken *link, bool is_test)
{
    static const char *const verbs[][2] = {{LINK_REFERENCE, "refers to"},
                                           {LINK_PROMPT, "takes its instructions from"},
                                           {LINK_HANDOFF, "hands off to"},
                                           {LINK_MEMBER, "has the member"}};
    if (is_test)
        return strcmp(link->sort, LINK_PROMPT) == 0 ? "is judged by" : "tests";
    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        if (strcmp(verbs[i][0], link->sort) == 0)
            return verbs[i][1];
    die("a link of the sort %s", link->sort);
}

/* What stands behind the name, with the full stop. */
static const char *why_of(struct page *page, const struct record_broken *link)
{
    switch (link->why) {
    case RECORD_BREAK_GONE:
        return ", which was deleted.";
    case RECORD_BREAK_ARCHIVED:
        return ", which is archived.";
    case RECORD_BREAK_RENAMED:
        return ", which has another name now.";
    case RECORD_BREAK_NO_LABEL:
        return arena_printf(page->arena, " by the label %s, which is on no version.", link->label);
    case RECORD_BREAK_NO_VERSION:
        break;
    }
    return arena_printf(page->arena, ", of which there is no version %lld.",
                        (long long)link->version);
}

/* The page where it is mended, but for the reference itself. */
static void show_mend(struct page *page, struct view *row, const struct record_broken *link)
{
    static const struct {
        enum record_break why;
        const char *words, *rest;
    } mends[] = {{RECORD_BREAK_ARCHIVED, "Restore it", ""},
                 {RECORD_BREAK_NO_LABEL, "Set the label", "/releases"},
                 {RECORD_BREAK_NO_VERSION, "See its versions", "/versions"}};
    for (size_t i = 0; i < COUNT_OF(mends); i++) {
        if (mends[i].why != link->why)
            continue;
        struct view *mend = view_add(row, "MEND");
        view_text(mend, "MEND_URL", record_page_url(page, link->kind, &link->id, mends[i].rest));
        view_text(mend, "MEND_WORDS", mends[i].words);
    }
}

static void show_link(struct page *page, struct view *list, const struct record_broken *link,
                      bool is_test)
{
    struct view *row = view_add(list, "BREAK");
    view_number(row, "BREAK_VERSION", link->source_version);
    view_text(row, "BREAK_VERB", verb_of(link, is_test));
    struct view *target = view_add(row, uuid_is_nil(&link->id) ? "BREAK_PLAIN" : "BREAK_LINKED");
    view_text(target, "BREAK_NAME", link->name);
    if (!uuid_is_nil(&link->id))
        view_text(target, "BREAK_URL", record_page_url(page, link->kind, &link->id, ""));
    view_text(row, "BREAK_WHY", why_of(page, link));
    show_mend(page, row, link);
}

static void show_list(struct page *page, const struct record_head *head,
                      const struct record_broken_list *list)
{
    if (list->count == 0)
        return;
    view_include(page->view, "BREAKS_PART", "record/breaks.tpl");
    struct view *shown = view_add(page->view, "BREAKS");
    view_text(shown, "BREAK_COUNT", record_page_count(page, list->count, "broken reference"));
    for (int i = 0; i < list->count; i++)
        show_link(page, shown, &list->items[i], head->store->kind->is_test);
    view_show(shown, "BREAK_EDIT",
              head->archived_at == 0 && list->items[0].source_version == head->version &&
                  record_page_allows(page, head->store->kind->change, head));
}

/* ---- the pages ----------------------------------------------------------------------------- */

void record_breaks_strip(struct page *page, const struct record_head *head, bool is_listed)
{
    struct record_source sources[SOURCES];
    struct record_broken_list list;
    int newest = 0;
    watched(head, sources);
    if (!record_page_allows(page, head->store->kind->read, head) ||
        record_broken_list(page->db, page->actor, sources, SOURCES, &list) != ERR_NONE ||
        list.count == 0)
        return;
    while (newest < list.count && list.items[newest].source_version == head->version)
        newest++;
    view_text(
        view_add(page->view, "IS_BROKEN"), "BROKEN_WORDS",
        arena_printf(page->arena, "%s%s",
                     record_page_count(page, newest > 0 ? newest : list.count, "broken reference"),
                     newest > 0 ? "" : " in production"));
    if (is_listed)
        show_list(page, head, &list);
}

void record_breaks_version_ahead(struct page *page, const struct record_source *source)
{
    record_broken_ahead(page->db, source, 1);
}

enum err record_breaks_version(struct page *page, const struct record_source *source)
{
    struct record_broken_list list;
    enum err err = record_broken_list(page->db, page->actor, source, 1, &list);
    if (err == ERR_NONE)
        show_list(page, source->head, &list);
    return err;
}
