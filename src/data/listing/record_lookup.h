#ifndef DATA_RECORD_LOOKUP_H
#define DATA_RECORD_LOOKUP_H

#include "data/listing/record_row.h"
#include "domain/record/word_list.h"

/* Inside the data module: the index of the words of names and tags (record_words.h) is asked which
 * records have a word that begins so. */

/* Two sizes of answers. Few (2,000): reading and sorting them takes some milliseconds, whatever
 * else they must be; and a word that more records have is soon found while walking over the list,
 * unless these are all far down. Many (100,000): what is worth sorting then. */
enum record_lookup_size { RECORD_LOOKUP_FEW, RECORD_LOOKUP_MANY };

struct record_lookup {
    const char *word; /* the beginning of one; the rarest of several */
    enum record_lookup_size size;
    int64_t count; /* of such words, at most one more than fit into the size */
};

/* Which of the words is the rarest? False if too many records have it. Only the first words are
 * looked at. */
MUST_USE enum err record_lookup_find(const struct record_row_source *source,
                                     const struct word_list *words, enum record_lookup_size size,
                                     struct record_lookup *lookup, bool *is_found) NONNULL;

/* Adds "SELECT …": the ids, as id, of the records that were found. */
void record_lookup_add(struct query *query, const struct record_row_source *source,
                       const struct record_lookup *lookup) NONNULL;

#endif
