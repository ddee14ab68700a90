#ifndef DATA_RECORD_FOLLOW_H
#define DATA_RECORD_FOLLOW_H

#include "data/record/record_store.h"

/* Following: a person wants to hear what becomes of a record, or of everything in a folder and
 * below it. The news are in data/trail/inbox_news.h. Only members of the organization follow:
 * ERR_DENIED for who came from outside, and for commands. */

/* News are looked up record by record, on every page for its count: a person follows no more than
 * this many records of a kind through folders, and as many by themselves. */
enum { RECORD_FOLLOW_MAX = 1000 };

/* Begins to follow a record, or ends it. Doing it twice is no error and no event. ERR_NOT_FOUND for
 * a record that the actor may not see. */
MUST_USE enum err record_follow(struct db *db, const struct actor *actor,
                                const struct record_store *store, const struct uuid *record_id,
                                bool follows, struct problem *problem) NONNULL;

/* The same for a folder of a kind, whether anything is in it or not. ERR_INVALID (field "folder")
 * for a text that is no name of a folder, and to follow one of more than RECORD_FOLLOW_MAX records.
 */
MUST_USE enum err record_follow_folder(struct db *db, const struct actor *actor,
                                       const struct record_kind *kind, const char *folder,
                                       bool follows, struct problem *problem) NONNULL;

/* May the actor follow anything here? */
bool record_follow_is_possible(const struct actor *actor) NONNULL;

/* Does the actor follow it? The first asks ahead (query_ahead); of head only store and ids are
 * read. */
void record_follow_ahead(struct db *db, const struct actor *actor,
                         const struct record_head *head) NONNULL;
MUST_USE enum err record_follow_get(struct db *db, const struct actor *actor,
                                    const struct record_head *head, bool *follows) NONNULL;
void record_follow_folder_ahead(struct db *db, const struct actor *actor,
                                const struct record_kind *kind, const char *folder) NONNULL;
MUST_USE enum err record_follow_folder_get(struct db *db, const struct actor *actor,
                                           const struct record_kind *kind, const char *folder,
                                           bool *follows) NONNULL;

/* Inside the data module: who follows a folder, or one below it, follows it under its new name. */
MUST_USE enum err record_follow_folder_moved(struct db *db, const struct uuid *organization_id,
                                             const struct record_kind *kind, const char *from,
                                             const char *to) NONNULL;

/* Inside the data module: nobody follows a record that is deleted. */
MUST_USE enum err record_follow_forget(struct db *db, const struct record_head *head) NONNULL;

#endif
