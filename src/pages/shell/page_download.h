#ifndef PAGES_PAGE_DOWNLOAD_H
#define PAGES_PAGE_DOWNLOAD_H

#include "base/buf.h"
#include "pages/shell/page_shape.h"

/* Answers with a file that the browser saves. name is what it is called, without its ending, which
 * is ending (".json"): every character that some system refuses becomes a dash. content_type and
 * body must live as long as the response. A body without data: the response is given a stream. */
struct page_file {
    const char *name;
    const char *ending;
    const char *content_type;
    struct buf body;
};
void page_download(struct page *page, const struct page_file *file) NONNULL;

#endif
