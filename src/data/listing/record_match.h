#ifndef DATA_RECORD_MATCH_H
#define DATA_RECORD_MATCH_H

#include "data/record/record_content.h"
#include "domain/record/kind.h"
#include "domain/record/word_list.h"

/* Inside the data module: looks for what is still missing of a match in the contents of a version:
 * in its texts, and in the strings of what is JSON. If something was found, *text is the first one
 * that has it, in the arena or the content, and *span where. */
struct record_match_place {
    struct text text;
    struct text_span span;
};
bool record_match_content(struct arena *arena, const struct record_kind *kind,
                          const struct record_content *content, struct text_match *match,
                          struct record_match_place *place) NONNULL;

/* Looks for it in a name and tags. True if nothing is missing then, and the index of words finds
 * the record by these too: each of the beginnings, which are the words of the query, begins a word.
 * The arena is for work. */
bool record_match_name(struct arena *arena, const char *name, const struct tag_list *tags,
                       struct text_match *match, const struct word_list *beginnings) NONNULL;

#endif
