#ifndef DATA_PROMPT_LABEL_H
#define DATA_PROMPT_LABEL_H

#include "data/prompt.h"
#include "domain/label.h"

/* Labels: names on versions, of which a prompt has each at most once. Protected ones ("production"
 * unless changed) are moved by few; others propose (label_proposal.h). "latest" is computed: the
 * newest version. Every move is kept. */

struct prompt_label {
    const char *label;
    int64_t version;
    int64_t updated_at;
    bool is_protected;
};

struct prompt_label_list {
    struct prompt_label *labels; /* by name */
    int count;
};

/* The labels of a prompt, without "latest". */
MUST_USE enum err prompt_label_list(struct db *db, const struct actor *actor,
                                    const struct uuid *prompt_id,
                                    struct prompt_label_list *list) NONNULL;

/* A move, done or proposed. */
struct label_change {
    struct uuid prompt_id;
    const char *label;
    int64_t from_version; /* where the person saw it; 0: nowhere */
    int64_t to_version;   /* 0 takes it off */
    const char *reason;   /* "" for none */
};

/* Moves a label. ERR_STALE if it is not on from_version any more; ERR_INVALID (fields "label",
 * "to_version", "reason") for a bad label, a version that is not there or where it already is, or a
 * cycle of references that the move would close; ERR_DENIED without the right for this label;
 * ERR_CONFLICT for an archived prompt. */
MUST_USE enum err label_move(struct db *db, const struct actor *actor,
                             const struct label_change *change,
                             struct prompt_problem *problem) NONNULL;

/* May the actor move this label of this prompt now (true), or only propose to? */
MUST_USE enum err label_may_move(struct db *db, const struct actor *actor,
                                 const struct prompt *prompt, const char *label,
                                 bool *may_move) NONNULL;

/* The history, newest first. */
struct label_history_filter {
    struct uuid prompt_id;
    const char *label;  /* "": all */
    const char *cursor; /* "": from the newest */
    int limit;          /* 0: 50; at most 100 */
};

struct label_history_entry {
    struct uuid id;
    const char *label;
    int64_t from_version; /* 0: it was not set */
    int64_t to_version;   /* 0: taken off */
    const char *reason;
    struct uuid moved_by;
    const char *moved_by_name;    /* NULL: erased */
    struct uuid proposal_id;      /* nil: moved directly */
    const char *proposed_by_name; /* NULL without a proposal */
    int64_t created_at;
};

struct label_history {
    struct label_history_entry *entries;
    int count;
    const char *next; /* cursor, or NULL */
};

MUST_USE enum err label_history(struct db *db, const struct actor *actor,
                                const struct label_history_filter *filter,
                                struct label_history *history) NONNULL;

/* Which version had the label at a time, and since when? "What was production on 3 May?": ask for
 * the end of the day. "latest" can be asked for too. version 0: none. */
struct label_question {
    struct uuid prompt_id;
    const char *label;
    int64_t time;
};

struct label_answer {
    int64_t version;
    int64_t since;             /* 0 if it never was set until then */
    const char *moved_by_name; /* NULL: nobody, or erased; of "latest" the author */
};

MUST_USE enum err label_at(struct db *db, const struct actor *actor,
                           const struct label_question *question,
                           struct label_answer *answer) NONNULL;

#endif
