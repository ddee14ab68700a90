#ifndef DATA_PROMPT_LABEL_H
#define DATA_PROMPT_LABEL_H

#include "data/prompt/prompt.h"
#include "domain/record/label.h"

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
                             const struct label_change *change, struct problem *problem) NONNULL;

/* May the actor move this label of this prompt now (true), or only propose to? */
MUST_USE enum err label_may_move(struct db *db, const struct actor *actor,
                                 const struct prompt *prompt, const char *label,
                                 bool *may_move) NONNULL;

#endif
