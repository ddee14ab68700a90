#ifndef DATA_RECORD_WORD_SEARCH_H
#define DATA_RECORD_WORD_SEARCH_H

#include "data/listing/record_search.h"

/* Inside the data module: a list by words, in two parts, each in the order of the list and each
 * record once. First the records in whose name or tags every word of the query begins one: the
 * index finds them however many records there are. Then those that are found by looking: in the
 * middle of words, in descriptions and in contents. */

/* As record_search, from the cursor on, also from one part to the other. Once something was found
 * by its name, the rest of the search gets only a part of the budget: it can be continued. */
MUST_USE enum err record_word_search(const struct record_request *request, enum record_by few,
                                     int wanted, struct record_search_result *result) NONNULL;

#endif
