#ifndef DATA_EVIDENCE_RULE_H
#define DATA_EVIDENCE_RULE_H

#include "data/record/record_store.h"
#include "domain/record/label_rule.h"

/* Rules of labels: what a label needs before it moves. A record's own rule for a label goes before
 * that of its kind. */

enum { EVIDENCE_RULES_MAX = 200 /* of a kind, or of a record, in one list */ };

/* Can records of the kind be tested? What others are made of is what a model is asked with. */
static inline bool evidence_kind_is_tested(const struct record_kind *kind)
{
    return kind->is_used;
}

/* Does a person act, or their own token? What an agent or a service account needs before its labels
 * move is not for it to say. */
static inline bool evidence_is_by_person(const struct actor *actor)
{
    return actor->token == NULL || actor->token->owner_name == NULL;
}

struct evidence_rule {
    struct uuid id; /* nil: there is none */
    const struct record_kind *kind;
    struct uuid record_id; /* nil: of every record of the kind */
    struct uuid set_id;    /* nil: any test set */
    bool is_free;          /* nothing is needed, whatever the rule of the kind says */
    struct label_rule_terms terms;
    struct uuid updated_by;
    const char *updated_by_name; /* NULL: erased */
    int64_t updated_at;
};

struct evidence_rules {
    struct evidence_rule *items; /* by label */
    int count;
};

/* Those that hold for a record that was loaded: its own, and those of its kind. The first asks
 * ahead (query_ahead). */
void evidence_rule_ahead(struct db *db, const struct record_head *head) NONNULL;
MUST_USE enum err evidence_rule_list(struct db *db, const struct record_head *head,
                                     struct evidence_rules *rules) NONNULL;

/* Those of all kinds, in the actor's organization. */
void evidence_rule_kinds_ahead(struct db *db, const struct actor *actor) NONNULL;
MUST_USE enum err evidence_rule_kinds(struct db *db, const struct actor *actor,
                                      struct evidence_rules *rules) NONNULL;

/* The one of a list that holds for a label, also one that frees it; NULL: there is none. */
const struct evidence_rule *evidence_rule_of(const struct evidence_rules *rules,
                                             const char *label) NONNULL;
/* Must something be there before a label moves by this rule? */
bool evidence_rule_holds(const struct evidence_rule *rule);

/* The test sets to choose from, by name; at most EVIDENCE_RULES_MAX. */
struct evidence_set {
    struct uuid id;
    const char *name;
};
struct evidence_sets {
    struct evidence_set *items;
    int count;
};
void evidence_rule_sets_ahead(struct db *db, const struct actor *actor) NONNULL;
MUST_USE enum err evidence_rule_sets(struct db *db, const struct actor *actor,
                                     struct evidence_sets *sets) NONNULL;

/* Which records have a rule for a label that must be met: *held is a list by kind and record. */
struct evidence_held {
    struct evidence_rule *items;
    int count;
};
void evidence_rule_held_ahead(struct db *db, const struct actor *actor, const char *label) NONNULL;
MUST_USE enum err evidence_rule_held(struct db *db, const struct actor *actor, const char *label,
                                     struct evidence_held *held) NONNULL;
bool evidence_held_has(const struct evidence_held *held, const struct record_kind *kind,
                       const struct uuid *id) NONNULL;

/* Inside the data module: whoever asks; head needs only store and ids. */
MUST_USE enum err evidence_rule_find(struct db *db, const struct record_head *head,
                                     const char *label, struct evidence_rule *rule) NONNULL;

/* Before a record is deleted: its rules, and what was done without them. */
MUST_USE enum err evidence_rule_forget(struct db *db, const struct record_head *head) NONNULL;

#endif
