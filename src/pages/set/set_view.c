#include "data/set/set.h"
#include "data/set/set_content.h"
#include "pages/handlers.h"
#include "pages/overview/record_about.h"
#include "pages/record/record_strip.h"
#include "pages/set/set_content_show.h"
#include "pages/set/set_noun.h"

/* The page of a test set. */

enum err page_set_show(struct page *page)
{
    struct set set;
    struct set_content content;
    record_about_ahead(page, &set_noun);
    enum err err = record_page_load(page, &set_noun, RECORD_WHOLE, &set);
    if (err != ERR_NONE)
        return err;
    record_strip_head(page, &set_noun, &set.head, RECORD_TAB_RECORD, set.head.version);
    if (set.cases.data != NULL) {
        set_content_read(page->arena, &set.content, &content);
        set_content_show(page, &content);
    }
    err = record_about_show(page, &set_noun, &set.head);
    return err == ERR_NONE ? page_show(page, 200, set.name, "set/view.tpl") : err;
}
