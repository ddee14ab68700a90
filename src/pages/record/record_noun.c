#include "pages/record/record_noun.h"

const struct record_noun *record_noun_of_page(const struct page *page)
{
    const struct record_kind *kind = record_kind_of_path(page->request->segments[0]);
    if (kind == NULL)
        die("a page of a record at another address");
    return record_nouns[kind->id];
}
