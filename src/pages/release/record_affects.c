#include "pages/release/record_affects.h"

#include "base/buf.h"
#include "data/reference/record_use.h"
#include "pages/record/record_usage.h"

/* So many of each kind are named. */
enum { NAMED = 12 };

void record_affects_ahead(struct page *page, const struct record_noun *noun,
                          const struct record_source *leaves)
{
    struct record_head head = record_page_ahead(page, noun);
    record_use_ahead(page->db, &head);
    record_usage_fetchers_ahead(page, &head, leaves);
}

/* "7 prompts, 6 agents, 4 teams". */
static const char *count_all(struct page *page, const struct record_use_list *list)
{
    struct buf words;
    buf_init(&words, page->arena);
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++)
        if (list->kind_counts[k] > 0)
            buf_printf(&words, "%s%s", words.len > 0 ? ", " : "",
                       record_page_count(page, list->kind_counts[k], record_kinds[k].noun));
    buf_printf(&words, "%s", list->has_more ? " and more" : "");
    return words.data;
}

static void show_one(struct page *page, struct view *group, const struct record_use *use)
{
    struct view *row = view_add(group, "AFFECTED_ONE");
    view_text(row, "AFFECTED_URL", record_page_url(page, use->kind, &use->id, ""));
    view_text(row, "AFFECTED_NAME", use->name);
    view_show(row, "AFFECTED_LIVE", use->live_version != 0);
    view_show(row, "AFFECTED_ARCHIVED", use->archived_at != 0);
}

static void show_kind(struct page *page, struct view *affected, const struct record_kind *kind,
                      const struct record_use_list *list)
{
    struct view *group = view_add(affected, "AFFECTED_KIND");
    int shown = 0;
    view_text(group, "AFFECTED_TITLE", kind->title);
    for (int i = 0; i < list->count; i++)
        if (list->uses[i].kind == kind && shown++ < NAMED)
            show_one(page, group, &list->uses[i]);
    if (shown > NAMED)
        view_number(view_add(group, "AFFECTED_MORE"), "AFFECTED_REST", shown - NAMED);
}

static enum err show_fetchers(struct page *page, const struct record_head *head,
                              const struct record_affects *move)
{
    record_page_version(page->view, "LEAVES", move->from_version);
    return move->from_version == 0 ? ERR_NONE : record_usage_fetchers(page, head, &move->leaves);
}

enum err record_affects_show(struct page *page, const struct record_head *head,
                             const struct record_affects *move)
{
    const char *label = move->label;
    struct record_use_list all, followers;
    enum err err = record_use_list(page->db, head, RECORD_USE_DEPTH_MAX, &all);
    if (err == ERR_NONE)
        err = record_use_followers(page->db, head, label, &followers);
    if (err != ERR_NONE)
        return err;
    view_include(page->view, "AFFECTS", "record/affects.tpl");
    view_text(page->view, "AFFECTS_LABEL", label);
    view_show(page->view, "AFFECTS_NOTHING", followers.count == 0);
    if (followers.count > 0) {
        struct view *affected = view_add(page->view, "AFFECTED");
        view_text(affected, "AFFECTED_COUNT", count_all(page, &followers));
        for (size_t k = 0; k < COUNT_OF(record_kinds); k++)
            if (followers.kind_counts[k] > 0)
                show_kind(page, affected, &record_kinds[k], &followers);
    }
    int others = all.count - followers.count;
    if (others > 0)
        view_text(view_add(page->view, "AFFECTS_NOT"), "OTHER_USES",
                  arena_printf(page->arena, "%s %s",
                               record_page_count(page, others, "other record"),
                               others == 1 ? "uses it but does" : "use it but do"));
    return show_fetchers(page, head, move);
}
