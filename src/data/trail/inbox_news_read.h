#ifndef DATA_INBOX_NEWS_READ_H
#define DATA_INBOX_NEWS_READ_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Until when a person has read the news of the inbox (inbox_news.h). */

/* Marks everything as read that happened until a time, that of the newest which was shown; what was
 * read stays read, and no later time than now counts. ERR_DENIED for who has no inbox here:
 * commands, and who came from outside. */
MUST_USE enum err inbox_news_mark_read(struct db *db, const struct actor *actor,
                                       int64_t until) NONNULL;

#endif
