#ifndef DATA_LABEL_HISTORY_H
#define DATA_LABEL_HISTORY_H

#include "data/release/record_label.h"

/* What became of labels: "what was production on 3 May?" */

/* The history, newest first. */
struct label_history_filter {
    const struct record_head *head; /* a record that was loaded; NULL: all of the organization's */
    const char *label;              /* "": all; of all records only "" */
    const char *cursor;             /* "": from the newest */
    int limit;                      /* 0: 50; at most 100 */
};

struct label_history_entry {
    struct uuid id;
    const struct record_kind *kind;
    struct uuid record_id;
    const char *record_name;
    const char *label;
    int64_t from_version; /* 0: it was not set */
    int64_t to_version;   /* 0: removed */
    const char *reason;   /* "" also for who may not read the record */
    struct uuid moved_by;
    const char *moved_by_name;    /* NULL: erased */
    struct uuid proposal_id;      /* nil: moved directly */
    const char *proposed_by_name; /* NULL without a proposal */
    int64_t created_at;
    struct uuid run_id;      /* the test run that met its rule; nil: there was none, or an override */
    const char *digest;      /* of what was released by a rule; NULL: there was none */
    struct uuid override_id; /* the rule was not met (data/evidence/evidence_override.h); nil */
};

struct label_history {
    struct label_history_entry *entries;
    int count;
    const char *next; /* cursor, or NULL */
};

/* Asks ahead (query_ahead) for the newest moves of a record. */
void label_history_ahead(struct db *db, const struct record_head *head) NONNULL;

/* ERR_INVALID for a cursor or a limit that is none; ERR_DENIED for all records' from who may not
 * see records. */
MUST_USE enum err label_history(struct db *db, const struct actor *actor,
                                const struct label_history_filter *filter,
                                struct label_history *history) NONNULL;

/* Which version of a record that was loaded had the label at a time, and since when? "What was
 * production on 3 May?": ask for the end of the day. "latest" can be asked for too. version 0:
 * none. */
struct label_answer {
    int64_t version;
    int64_t since;             /* 0 if it never was set until then */
    const char *moved_by_name; /* NULL: nobody, or erased; of "latest" the author */
};
MUST_USE enum err label_at(struct db *db, const struct record_head *head, const char *label,
                           int64_t time, struct label_answer *answer) NONNULL;

#endif
