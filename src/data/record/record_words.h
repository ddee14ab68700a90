#ifndef DATA_RECORD_WORDS_H
#define DATA_RECORD_WORDS_H

#include "data/db/db.h"
#include "data/record/record_head.h"

/* Inside the data module: the index of the words of names and tags (domain/record/word_list.h), a
 * table a kind, by which records are found by name however many there are. A row is a word of a
 * record. Nothing that is sealed is in it. */

/* In the open write transaction that changes the name or the tags of a record: the words of these
 * instead of those that it had; only what differs is written. before->name is NULL for a new one.
 */
void record_words_write(struct db *db, const struct record_head *before, const char *name,
                        const struct tag_list *tags) NONNULL;

#endif
