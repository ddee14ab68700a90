#ifndef PAGES_RECORD_STATE_H
#define PAGES_RECORD_STATE_H

#include "pages/record/record_page.h"

/* The changes behind a record's buttons, for prompts, agents and teams alike: archive and restore,
 * an older version made current again, delete, transfer. Each noun says in a const struct what is
 * particular about it; its handlers are one line each. */

/* What these pages need to know of a record. */
struct record_subject {
    struct uuid id;
    struct policy_target target;
    const char *name;
    const char *owner_name; /* NULL: erased */
};

struct record_state {
    const struct record_noun *noun;
    enum permission change;
    enum permission delete;
    const char *stays; /* after archiving: "Its versions stay" */
    const char *may;   /* what a new owner may do: "change and archive it" */
    /* The record of the address's first id; shows the head of the page with this verb, and sets
     * {{LOSS}}: what goes when it is deleted. */
    enum err (*load)(struct page *page, const char *verb, struct record_subject *subject);
    /* What refers to the record, as {{>USED}}; NULL if nothing can. */
    enum err (*show_uses)(struct page *page, const struct uuid *id);
    enum err (*archive)(struct db *db, const struct actor *actor, const struct uuid *id,
                        struct problem *problem);
    enum err (*restore)(struct db *db, const struct actor *actor, const struct uuid *id,
                        struct problem *problem);
    enum err (*delete_for_good)(struct db *db, const struct actor *actor, const struct uuid *id,
                                const char *typed_name, struct problem *problem);
    enum err (*transfer)(struct db *db, const struct actor *actor, const struct uuid *id,
                         const struct uuid *owner_id, struct problem *problem);
};

MUST_USE enum err record_state_archive(struct page *page, const struct record_state *state) NONNULL;
MUST_USE enum err record_state_restore(struct page *page, const struct record_state *state) NONNULL;

/* record/delete.tpl: asks for the name, and says what stands in the way. */
MUST_USE enum err record_state_delete(struct page *page, const struct record_state *state) NONNULL;
MUST_USE enum err record_state_delete_post(struct page *page,
                                           const struct record_state *state) NONNULL;

/* record/transfer.tpl */
MUST_USE enum err record_state_transfer(struct page *page,
                                        const struct record_state *state) NONNULL;
MUST_USE enum err record_state_transfer_post(struct page *page,
                                             const struct record_state *state) NONNULL;

/* POST …/versions/{n}/restore. The verb gets the version that the person saw as the current one,
 * and gives the number of the new one. */
typedef enum err record_version_verb(struct page *page, int64_t based_on_version, int64_t *version,
                                     struct problem *problem);
MUST_USE enum err record_version_restore(struct page *page, const struct record_noun *noun,
                                         record_version_verb *verb) NONNULL;

#endif
