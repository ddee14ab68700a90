#include "pages/release/record_compare.h"

#include "pages/record/record_scope.h"

void record_compare_ahead(struct page *page, const struct record_noun *noun,
                          const struct record_source *from, const struct record_source *to)
{
    record_version_load_ahead(page->db, from);
    record_version_load_ahead(page->db, to);
    if (noun->diff_ahead != NULL) {
        noun->diff_ahead(page, from);
        noun->diff_ahead(page, to);
    }
    if (noun->ahead != NULL)
        noun->ahead(page, to);
}

enum err record_compare_show(struct page *page, const struct record_head *head,
                             const struct record_version *from, const struct record_version *to,
                             const char **file)
{
    const struct record_noun *noun = record_nouns[head->store->kind->id];
    *file = from == NULL ? noun->version_file : noun->diff_file;
    enum err err = record_scope_show(page, noun, head, from, to);
    if (err != ERR_NONE)
        return err;
    return from == NULL ? noun->show_content(page, head, to)
                        : noun->show_diff(page, head, from, to);
}
