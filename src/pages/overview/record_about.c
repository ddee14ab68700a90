#include "pages/overview/record_about.h"

#include "data/release/record_label.h"
#include "pages/history/record_events.h"
#include "pages/history/record_versions.h"
#include "pages/overview/record_code.h"
#include "pages/record/record_strip.h"
#include "pages/record/record_usage.h"
#include "pages/record/record_used.h"

static enum err show_labels(struct page *page, const struct record_head *head)
{
    struct record_label_list list;
    enum err err = record_label_list(page->db, head, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        struct view *chip = view_add(page->view, "LABEL");
        record_page_label(chip, list.labels[i].label);
        view_number(chip, "LABEL_VERSION", list.labels[i].version);
    }
    if (err == ERR_NONE)
        record_code_show(page, head, &list);
    return err;
}

static void show_about(struct page *page, const struct record_noun *noun,
                       const struct record_head *head)
{
    struct view *view = page->view;
    record_page_person(view, "OWNER", head->owner_name);
    page_time(page, view, "CREATED", head->created_at);
    page_time(page, view, "ARCHIVED_AT", head->archived_at);
    if (head->description[0] != '\0')
        view_text(view_add(view, "ABOUT"), "DESCRIPTION", head->description);
    for (int i = 0; i < head->tags.count; i++)
        view_text(view_add(view, "TAG"), "TAG_NAME", head->tags.tags[i]);
    view_show(view, "NO_TAGS", head->tags.count == 0);
    view_show(view, "METADATA_ONLY", !record_page_allows(page, noun->kind->read, head));
    view_include(view, "ABOUT_PART", "record/about.tpl");
}

void record_about_ahead(struct page *page, const struct record_noun *noun)
{
    struct record_head head = record_page_ahead(page, noun);
    record_label_ahead(page->db, &head);
    usage_sum_ahead(page->db, &head, 0);
    record_versions_ahead_recent(page, &head);
    record_strip_ahead(page, noun);
    record_events_ahead(page, &head);
}

enum err record_about_show(struct page *page, const struct record_noun *noun,
                           const struct record_head *head)
{
    show_about(page, noun, head);
    enum err err = show_labels(page, head);
    if (err == ERR_NONE)
        err = record_usage_line(page, head, 0);
    if (err == ERR_NONE)
        err = record_versions_show_recent(page, head);
    if (err == ERR_NONE)
        err = record_used_show(page, head);
    return err == ERR_NONE ? record_events_show(page, &head->organization_id, &head->id) : err;
}
