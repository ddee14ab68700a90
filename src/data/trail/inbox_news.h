#ifndef DATA_INBOX_NEWS_H
#define DATA_INBOX_NEWS_H

#include "data/trail/audit_list.h"
#include "domain/record/kind.h"

/* What a person has not read yet: comments that mention them, and what others did to the records
 * and folders that they follow (data/comment/record_follow.h) since they do: versions, releases,
 * proposals, comments, archivings. Everything until inbox_news_mark_read() (inbox_news_read.h) was
 * read. */

enum {
    INBOX_NEWS_MAX = AUDIT_SOME_MAX, /* in one list */
    INBOX_NEWS_COUNT_MAX = 100,      /* a count of so many means: at least so many */
};

/* A comment, or an event of the log. */
struct inbox_news_item {
    struct uuid id;
    int64_t occurred_at; /* of a mention: when the name was written */
    const struct record_kind *kind;
    struct uuid record_id;
    const char *record_name;
    const char *actor_name;          /* NULL: a command, or erased */
    const struct audit_entry *entry; /* the event; NULL: a comment, id is its id */
    bool is_mention;                 /* of the person, in the comment */
    const char *comment;             /* its text */
    int64_t version;                 /* that it is about; 0: none */
    struct uuid proposal_id;         /* likewise; nil: none */
};

struct inbox_news_filter {
    const char *cursor; /* "": the newest */
    int limit;          /* 1 … INBOX_NEWS_MAX */
};

struct inbox_news {
    struct inbox_news_item *items; /* newest first */
    int count;
    const char *next; /* cursor, or NULL */
};

/* The news of the actor in the organization that they work in. ERR_INVALID for a cursor or a limit
 * that is none, ERR_DENIED for who may not see records. Who may only see metadata gets no
 * comments. */
MUST_USE enum err inbox_news_list(struct db *db, const struct actor *actor,
                                  const struct inbox_news_filter *filter,
                                  struct inbox_news *news) NONNULL;

/* How many there are, at most INBOX_NEWS_COUNT_MAX. The first asks ahead (query_ahead). */
void inbox_news_count_ahead(struct db *db, const struct actor *actor) NONNULL;
MUST_USE enum err inbox_news_count(struct db *db, const struct actor *actor, int *count) NONNULL;

/* Adds the text of an expression, how many there are, to a query that counts other things as well:
 * of comments, which only those get who may read contents, and of events; each at most
 * INBOX_NEWS_COUNT_MAX. In the query $1 is the organization; person_sql is the person. */
struct query;
void inbox_news_add_comment_count(struct query *q, const char *person_sql) NONNULL;
void inbox_news_add_event_count(struct query *q, const char *person_sql) NONNULL;

#endif
