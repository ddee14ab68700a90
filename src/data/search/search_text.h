#ifndef DATA_SEARCH_TEXT_H
#define DATA_SEARCH_TEXT_H

#include "data/record/record_match.h"

/* Inside the data module: what a search looks at outside contents. True if nothing is missing after
 * that; *found is the last text that had some of it. */
bool search_text_look(struct text_match *match, const char *text, size_t len,
                      struct record_match_place *found) NONNULL;

/* Tags and labels, which are lines (record_mark.h): each is a text of its own. */
bool search_marks_look(struct text_match *match, const char *marks,
                       struct record_match_place *found) NONNULL;

#endif
