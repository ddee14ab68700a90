#ifndef DATA_SEARCH_TEXT_H
#define DATA_SEARCH_TEXT_H

#include "data/listing/record_match.h"
#include "data/listing/record_row.h"

/* Inside the data module: what a search looks at outside contents. True if nothing is missing after
 * that; *found is the last text that had some of it. */
bool search_text_look(struct text_match *match, const char *text, size_t len,
                      struct record_match_place *found) NONNULL;

/* Tags and labels, which are lines (record_mark.h): each is a text of its own. */
bool search_marks_look(struct text_match *match, const char *marks,
                       struct record_match_place *found) NONNULL;

/* The description of a row (search_rows.h), which is sealed. */
MUST_USE enum err search_description_look(const struct record_row_source *source,
                                          const struct db_result *rows, int row,
                                          struct text_match *match,
                                          struct record_match_place *found) NONNULL;

#endif
