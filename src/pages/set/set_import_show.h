#ifndef PAGES_SET_IMPORT_SHOW_H
#define PAGES_SET_IMPORT_SHOW_H

#include "domain/set_file/set_file_merge.h"
#include "pages/shell/page.h"

/* What an import would do, on the page of a set's files: "12 new, 3 changed, 2 refused", each row
 * with what becomes of it, and what is not taken along. */
void set_import_show(struct page *page, struct view *view, const struct set_file *file,
                     const struct set_file_merge *merge) NONNULL;

/* "12 new, 3 changed"; "nothing new" if there are neither. In the arena. */
const char *set_import_words(struct arena *arena, const struct set_file_merge *merge) NONNULL;

#endif
