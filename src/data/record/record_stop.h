#ifndef DATA_RECORD_STOP_H
#define DATA_RECORD_STOP_H

#include "data/db/query.h"
#include "data/record/record_head.h"
#include "data/record/work.h"

/* Inside the data module: whether what is read is stopped. Who stops and resumes is in
 * data/stop/stop.h.
 *
 * A stop is of a record as a whole (version 0), or of a version of one, and with it of every
 * version of any record that uses what is stopped, directly or through others, by its number or by
 * a label that is on it now: nobody is given a team without saying that its member is stopped. */

/* Adds an expression to a query that has the table of a kind's versions as v: the id of a stop that
 * covers the version in the row, or NULL. Where nothing of the organization is stopped it costs a
 * look into an index. */
void record_stop_add(struct query *query, const struct uuid *organization_id) NONNULL;

/* May this answer be given? ERR_STOPPED if a stop covers it and a program asks: people see what is
 * stopped. The second one is for those who ask nobody. Both note it for record_stop_refusal. */
MUST_USE enum err record_stop_check(struct db *db, const struct actor *actor,
                                    const struct uuid *stop_id) NONNULL;
MUST_USE enum err record_stop_refuse(struct db *db, const struct uuid *stop_id) NONNULL;

/* What a stop is of: "the agent “bot”", "version 3 of the prompt “tone”", and its record; NULL, and
 * nil, if the actor may not see that, or it is gone. In the actor's organization. */
const char *record_stop_words(struct db *db, const struct actor *actor, const struct uuid *stop_id,
                              struct uuid *record_id) NONNULL;

/* Why ERR_STOPPED was given last in this request, as a sentence for a program; NULL: it may not
 * know, or there was none. actor NULL: nobody is known. */
const char *record_stop_refusal(struct db *db, const struct actor *actor)
    __attribute__((nonnull(1)));

/* Asks for one version of a record, of which only store and ids are read; 0: the current one. *id
 * is nil if nothing stops it. */
MUST_USE enum err record_stop_find(struct db *db, const struct record_head *head, int64_t version,
                                   struct uuid *id) NONNULL;

/* The same of its current version and those with a label: any stop of one of them. The first asks
 * ahead (query_ahead). */
void record_stop_find_live_ahead(struct db *db, const struct record_head *head) NONNULL;
MUST_USE enum err record_stop_find_live(struct db *db, const struct record_head *head,
                                        struct uuid *id) NONNULL;

/* May it be deleted? ERR_CONFLICT, with words, while it or a version of it is stopped. */
MUST_USE enum err record_stop_check_delete(const struct work *work,
                                           const struct record_head *head) NONNULL;

/* May an old version become the newest again? ERR_CONFLICT, with words, for one that is stopped:
 * its content would be given out under another number. */
MUST_USE enum err record_stop_check_restore(const struct work *work, const struct record_head *head,
                                            int64_t version) NONNULL;

#endif
