#ifndef DATA_INBOX_SOURCE_H
#define DATA_INBOX_SOURCE_H

#include "data/db/query.h"
#include "domain/policy.h"

/* THE table of what an inbox counts. What waits for people lies in the rooms that it is about; here
 * is how it is counted and marked as read, and pages/inbox shows it. */

enum { INBOX_COUNT_MAX = 100 }; /* counted no further, for each source */

enum inbox_source_id {
    INBOX_REVIEW,
    INBOX_DECISION,
    INBOX_TOKEN, /* API tokens that end soon (data/token/api_token_list.h) */
    INBOX_IMPORT,
    INBOX_INVITATION,
    INBOX_APPROVAL,
    INBOX_REGISTER, /* reviews of entries in the register (data/register/register_due.h) */
    INBOX_RETENTION,
    INBOX_ACCESS,   /* an access review that is due (data/review/review.h) */
    INBOX_OVERRIDE, /* labels moved without their evidence (data/evidence/evidence_override.h) */
    INBOX_WEBHOOK,  /* webhooks that stopped by themselves (data/webhook/webhook.h) */
    INBOX_COMMENT,  /* the news (data/trail/inbox_news.h): what was said … */
    INBOX_CHANGE,   /* … and what was done */
    INBOX_SOURCE_COUNT
};

struct inbox_source {
    enum permission permission; /* for those who don't have it nothing is counted */
    /* Adds the text of an expression: how many there are, at most INBOX_COUNT_MAX. $1 is the
     * organization, $2 the time, INBOX_PERSON whose inbox it is. It looks at a bounded number of
     * rows, by an index. */
    void (*add_count)(struct query *q);
    /* Inside the write transaction: marks one as read, or all (id nil); NULL: what waits leaves
     * when it is done. */
    enum err (*mark_read)(struct db *db, const struct actor *actor, const struct uuid *id);
    /* How many of them the person may decide about, by their rights and sides: no more than were
     * counted, with a few questions more; NULL: all. ahead asks ahead (query_ahead) for it. Nothing
     * waits for those who don't have the permission decides. */
    enum err (*decide)(struct db *db, const struct actor *actor, int *count);
    void (*ahead)(struct db *db, const struct actor *actor);
    enum permission decides;
};

#define INBOX_PERSON "(SELECT me.user_id FROM me)"

extern const struct inbox_source inbox_sources[INBOX_SOURCE_COUNT];

/* What they are called in the form that marks as read; NULL after the last. */
extern const char *const inbox_source_names[INBOX_SOURCE_COUNT + 1];

#endif
