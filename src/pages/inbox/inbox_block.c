#include "pages/inbox/inbox_block.h"

#include "pages/record/record_page.h"
#include "pages/record/record_scope.h"

static void show_text(struct view *view, const char *section, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0')
        view_text(view_add(view, section), key, text);
}

void inbox_row_show(struct page *page, struct view *view, const char *source,
                    const struct inbox_row *row)
{
    view_text(view, "ICON", row->icon);
    view_text(view, "TONE", row->tone);
    show_text(view, "HAS_WORD", "WORD", row->word);
    record_page_path(view, row->name);
    view_text(view, "NAME_URL", row->name_url);
    view_text(view, "WHAT", row->what);
    if (row->what_url != NULL)
        view_text(view_add(view, "WHAT_LINK"), "WHAT_URL", row->what_url);
    view_show(view, "WHAT_PLAIN", row->what_url == NULL);
    record_scope_show_wider(view, row->wider);
    show_text(view, "WHY", "REASON", row->reason);
    if (row->has_person)
        record_page_person(view_add(view, "BY"), "PERSON", row->person);
    page_time_here(page, view, row->at);
    if (row->read_id != NULL) {
        struct view *form = view_add(view, "MARK_READ");
        view_text(form, "SOURCE", source);
        page_uuid(page, form, "ID", row->read_id);
        return;
    }
    struct view *verb = view_add(view, "DO");
    view_text(verb, "VERB", row->verb);
    view_text(verb, "VERB_URL", row->url);
}

void inbox_section_add(struct inbox_section *section, const struct inbox_row *row)
{
    const char *source = inbox_source_names[section->block->source];
    if (section->view == NULL) {
        section->view = view_add(section->page->view, "SECTION");
        view_text(section->view, "SOURCE", source);
        view_text(section->view, "TITLE", section->block->title);
    }
    section->count++;
    struct view *view = view_add(section->view, "ROW");
    view_include(view, "LINE", "inbox/row.tpl");
    inbox_row_show(section->page, view, source, row);
}

void inbox_section_more(struct inbox_section *section)
{
    if (section->view != NULL)
        view_show(section->view, "HAS_MORE", true);
}
