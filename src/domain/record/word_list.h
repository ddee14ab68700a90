#ifndef DOMAIN_WORD_LIST_H
#define DOMAIN_WORD_LIST_H

#include "domain/record/tag.h"
#include "domain/text_match.h"

/* The words by which a record is found at once: those of its name and its tags. They are what an
 * index of names keeps, so that a word or the beginning of one is looked up however many records
 * there are. What the index does not find (the middle of a word, descriptions, contents), the
 * matcher finds by looking (text_match.h). */

enum { WORD_BYTES_MAX = 64 /* bytes: the rest of a word is left out */, WORD_LIST_MAX = 256 };

struct word_list {
    int count;
    const char **words; /* each once */
};

/* The words of a record, at most WORD_LIST_MAX. Case, width and accents are gone
 * (UNICODE_UNACCENTED of base/unicode.h); white space and - _ / . separate words. What stands in a
 * word after another sign is a word as well, and so is a number without its leading zeros:
 * "(beta)-007" has "(beta)", "beta)", "007" and "7". Owned by the arena. */
MUST_USE struct word_list word_list_of_record(struct arena *arena, const char *name,
                                              const struct tag_list *tags) NONNULL;

/* The words of a query, likewise folded and cut, each once. None for a query that has only what is
 * gone after folding. */
MUST_USE struct word_list word_list_of_query(struct arena *arena,
                                             const struct text_query *query) NONNULL;

/* True if every word of the query is the beginning of a word of the record, and there is one. */
bool word_list_begins(const struct word_list *record, const struct word_list *query) NONNULL;

#endif
