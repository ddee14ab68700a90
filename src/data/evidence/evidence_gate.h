#ifndef DATA_EVIDENCE_GATE_H
#define DATA_EVIDENCE_GATE_H

#include "data/evidence/evidence.h"
#include "data/record/record_store.h"
#include "data/record/work.h"

/* Inside the data module: the rule of a label, in the transaction that moves it. What a version
 * would serve is read and hashed before; inside, that nothing of it changed since is proven by the
 * version of the organization's content, which every change moves (data/db/content_version.h), and
 * the counts of the run are read again. Whoever moves labels
 *
 *     do {
 *         work = work_begin(…);
 *         … evidence_gate_look(&work, …); db_begin …; evidence_gate_check(…) … record_finish
 *     } while (evidence_gate_again(&work, ++turn));
 */

enum { EVIDENCE_TURNS_MAX = 5 };

/* Notes of one move what its rule says. is_override: it is made whatever is missing. Part of the
 * write transaction of another verb it is looked at there. */
MUST_USE enum err evidence_gate_look(struct work *work, const struct record_store *store,
                                     const struct uuid *id, const char *label, int64_t to_version,
                                     bool is_override) NONNULL;

/* For a version that is saved together with its labels, before the transaction that does: what was
 * found out of a tested version of the record with the same content, which will serve the same
 * bytes, holds for the new one. The verb has opened the gate. */
void evidence_gate_open(struct work *work) NONNULL;
struct evidence_saving {
    const struct record_head *before; /* of the record, loaded */
    const struct record_content *content;
    int64_t version; /* the new one */
};
MUST_USE enum err evidence_gate_look_saving(const struct work *work,
                                            const struct evidence_saving *saving,
                                            const char *label) NONNULL;

/* What let a label move. */
struct evidence_passed {
    struct uuid move_id; /* of the move that is made now */
    bool has_rule;
    struct uuid run_id;  /* nil: no rule, or an override */
    const char *digest;  /* NULL: no rule */
    bool is_override;    /* the rule was not met, and the move is made all the same */
    const char *missing; /* by an override */
};

/* ERR_CONFLICT if the rule is not met: says which rule, what is missing and what to do. ERR_STALE
 * if something changed since it was looked at. */
MUST_USE enum err evidence_gate_check(const struct work *work, const struct record_head *head,
                                      const char *label, int64_t to_version,
                                      struct evidence_passed *passed) NONNULL;

/* Keeps by which evidence a label moved. */
MUST_USE enum err evidence_gate_keep(const struct work *work, const struct record_head *head,
                                     const struct evidence_passed *passed) NONNULL;

/* Adds to the event of a move the run that let it pass, and what it was of. */
void evidence_gate_describe(const struct work *work, const struct evidence_passed *passed,
                            json_t *details) NONNULL;

/* Whether the verb, which is over, is to be tried once more: something that the version uses
 * changed between the look and the transaction. turn: how often it was tried. */
bool evidence_gate_again(const struct work *work, int turn) NONNULL;

#endif
