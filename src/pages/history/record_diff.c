#include "base/number.h"
#include "pages/handlers.h"
#include "pages/history/record_versions.h"
#include "pages/record/record_noun.h"
#include "pages/record/record_scope.h"
#include "pages/record/record_strip.h"

/* The difference of any two versions of a record. */

struct comparison {
    int64_t from;
    int64_t to;
};

static const struct form_field fields[] = {
    {.name = "from",
     .label = "From version",
     .kind = FORM_INT,
     .number = NUMBER_VERSION,
     .offset = offsetof(struct comparison, from)},
    {.name = "to",
     .label = "To version",
     .kind = FORM_INT,
     .number = NUMBER_VERSION,
     .offset = offsetof(struct comparison, to)},
};

/* Which two the address asks to compare. What it leaves out is the newest version, and the one
 * before it; the first one is compared with itself. */
static struct comparison read_asked(struct page *page)
{
    struct form form;
    struct comparison asked;
    if (form_parse_query(&form, page->request, fields, (int)COUNT_OF(fields), &asked) != ERR_NONE)
        asked = (struct comparison){0, 0};
    return asked;
}

static void ask_ahead(struct page *page, const struct record_noun *noun,
                      const struct comparison *asked)
{
    struct record_head head = record_page_ahead(page, noun);
    const struct record_source sources[] = {
        {.head = &head, .number = asked->to},
        {.head = &head,
         .number = asked->from == 0 ? asked->to : asked->from,
         .is_previous = asked->from == 0},
    };
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        record_version_load_ahead(page->db, &sources[i]);
        if (noun->diff_ahead != NULL)
            noun->diff_ahead(page, &sources[i]);
    }
}

static enum err load_versions(struct page *page, const struct record_head *head,
                              const struct comparison *asked, struct record_version *from,
                              struct record_version *to)
{
    enum err err = record_version_get(page->db, page->actor, head, asked->to, to);
    if (err != ERR_NONE)
        return err;
    if (asked->from != 0)
        return record_version_get(page->db, page->actor, head, asked->from, from);
    *from = *to;
    if (to->previous == 0)
        return ERR_NONE;
    struct record_source previous = {.head = head, .number = asked->to, .is_previous = true};
    return record_version_get_source(page->db, page->actor, &previous, from);
}

enum err page_record_diff(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_version from, to;
    struct comparison asked = read_asked(page);
    ask_ahead(page, noun, &asked);
    record_strip_ahead(page, noun);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = load_versions(page, head, &asked, &from, &to);
    if (err != ERR_NONE)
        return err;
    record_strip_head(page, noun, head, RECORD_TAB_VERSIONS, to.version);
    struct view *view = page->view;
    view_number(view, "FROM", from.version);
    view_number(view, "TO", to.version);
    record_versions_show_about(page, view_add(view, "FROM_SIDE"), &from);
    record_versions_show_about(page, view_add(view, "TO_SIDE"), &to);
    view_include(view, "COMPARE", "record/compare.tpl");
    if (from.version != to.version)
        err = record_scope_show(page, noun, head, &from, &to);
    if (err == ERR_NONE)
        err = noun->show_diff(page, head, &from, &to);
    if (err != ERR_NONE)
        return err;
    return record_page_show(page, 200,
                            arena_printf(page->arena, "Version %lld to %lld of",
                                         (long long)from.version, (long long)to.version),
                            head->name, noun->diff_file);
}
