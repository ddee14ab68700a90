#ifndef DATA_INBOX_H
#define DATA_INBOX_H

#include "data/inbox/inbox_source.h"

/* What waits for a person, in the organization that they work in: how much it is, for the
 * navigation of every page, and marking it as read. How much it is, is kept like all else under the
 * version of the content (data/db/kept.h), which everything moves that makes it more or less but
 * time: what begins or ends by itself counts up to a minute late. */

/* Asked without waiting: the answer comes with the next question that is waited for. It lies where
 * it was asked until then. */
struct inbox_question {
    struct db_result answer;
    bool is_decided; /* by inbox_settle */
};

/* Asks for the person whose session has this token, ahead of session_find: so it costs no round
 * trip. Enters the scope of the organization that the token claims; a token that claims none is not
 * asked for. */
void inbox_ask(struct db *db, const char *token, struct inbox_question *question) NONNULL;

/* After session_find, when the version of the content is known: keeps the answer, or has the one
 * that was kept, or asks now. ERR_UNAVAILABLE. */
MUST_USE enum err inbox_find(struct db *db, const struct actor *actor,
                             struct inbox_question *question) NONNULL;

/* Asks again for someone who has entered another organization, in its scope; for others the answer
 * stays. */
void inbox_ask_inside(struct db *db, const struct actor *actor,
                      struct inbox_question *question) NONNULL;

/* Asks for a person, in the scope of their organization. */
void inbox_ask_for(struct db *db, const struct actor *actor,
                   struct inbox_question *question) NONNULL;

/* Waits for the answer, and leaves of what others ask for what the actor may decide about, by their
 * rights and sides: for pages that list it, and for mail. Without it the count of those who may
 * approve everything is the most that it can be, and others have none of it: so much costs every
 * page nothing. */
MUST_USE enum err inbox_settle(struct db *db, const struct actor *actor,
                               struct inbox_question *question) NONNULL;

/* Whether things of a source may wait for the actor at all. */
bool inbox_lists(const struct actor *actor, enum inbox_source_id source) NONNULL;

/* How much of one source waits for the actor whom it was asked for, and how much of all: of what
 * they have the right to, at most INBOX_COUNT_MAX of each source. 0 if it was not asked or is not
 * answered. */
int inbox_count_of(const struct inbox_question *question, const struct actor *actor,
                   enum inbox_source_id source) NONNULL;
int inbox_count(const struct inbox_question *question, const struct actor *actor) NONNULL;

/* Marks one thing of a source as read, or everything that can be (id nil, source ignored). ERR_NONE
 * as well if it was read before; ERR_INVALID for a source whose things leave when they are done. */
MUST_USE enum err inbox_mark_read(struct db *db, const struct actor *actor,
                                  enum inbox_source_id source, const struct uuid *id) NONNULL;

#endif
