#include "data/release/label_set.h"

#include "data/evidence/evidence_gate.h"
#include "data/record/organization_flag.h"
#include "data/record/record_audit.h"
#include "data/record/record_load.h"
#include "data/release/label_proposal.h"
#include "data/release/protected_label.h"

static struct label_change change_of(const struct uuid *id, const struct label_set *set, int index,
                                     int64_t from_version)
{
    return (struct label_change){.record_id = *id,
                                 .label = set->labels[index],
                                 .from_version = from_version,
                                 .to_version = set->version,
                                 .reason = ""};
}

/* Whether a protected label that the actor may not move is to be proposed. */
static enum err may_propose(const struct work *work, const struct record_head *head,
                            bool *may_propose)
{
    struct policy_target target = record_target(head);
    *may_propose = false;
    if (uuid_is_nil(&work->actor->user_id) ||
        !policy_allows(work->actor, PERMISSION_LABEL_PROPOSE, &target))
        return ERR_NONE;
    return organization_flag_get(work->db, &head->organization_id, FLAG_PROPOSES_LABELS,
                                 may_propose);
}

static enum err refuse(const struct work *work, const struct record_head *head, const char *label)
{
    return work_refuse(work, ERR_DENIED, "labels",
                       arena_printf(db_arena(work->db),
                                    "You may not move the label “%s” of this %s. If it is "
                                    "protected, propose the move: a DevOps engineer or a customer "
                                    "administrator moves it, or a product manager approves.",
                                    label, head->store->kind->noun));
}

/* What becomes of a protected label that the actor may not move. */
static enum err propose_one(const struct work *work, const struct record_head *head,
                            const struct label_set *set, int index, bool is_new)
{
    bool is_proposed = false;
    int64_t now = 0;
    enum err err = may_propose(work, head, &is_proposed);
    if (err == ERR_NONE && !is_proposed)
        return refuse(work, head, set->labels[index]);
    if (err == ERR_NONE)
        err = label_version(work->db, head, set->labels[index], &now);
    if (err != ERR_NONE || now == set->version)
        return err;
    struct label_change change = change_of(&head->id, set, index, now);
    if (set->proposed != NULL)
        set->proposed[index] = true;
    return label_propose_inside(work, head, &change, is_new);
}

/* One label; is_new: the version was written in this transaction, and what it says was checked. */
static enum err put_one(const struct work *work, const struct record_head *head,
                        const struct label_set *set, int index, bool is_new)
{
    static const struct uuid no_proposal;
    int64_t now = 0;
    bool is_protected = false;
    const char *label = set->labels[index];
    enum err err = protected_label_check(work->db, &head->organization_id, label, &is_protected);
    bool may_move = label_is_movable(work->actor, head, is_protected);
    if (err == ERR_NONE && (!may_move || uuid_is_nil(&work->actor->user_id)))
        return is_protected ? propose_one(work, head, set, index, is_new)
                            : refuse(work, head, label);
    if (err == ERR_NONE)
        err = label_version(work->db, head, label, &now);
    struct label_change change = change_of(&head->id, set, index, now);
    if (err == ERR_NONE && now != set->version)
        err = is_new ? label_change_check(work, &change)
                     : label_change_check_place(work, head, &change);
    if (err != ERR_NONE || now == set->version)
        return err;
    return label_move_inside(work, head, &change, &no_proposal);
}

enum err label_set_inside(const struct work *work, const struct record_head *head,
                          const struct label_set *set)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < set->count; i++)
        err = put_one(work, head, set, i, true);
    return err;
}

static enum err put_all(const struct work *work, const struct record_store *store,
                        const struct uuid *id, const struct label_set *set)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err =
        record_load(work->db, work->actor, store, id, store->kind->see, RECORD_HEAD_ONLY, head);
    for (int i = 0; err == ERR_NONE && i < set->count; i++)
        err = put_one(work, head, set, i, false);
    return err;
}

static enum err set_all(struct work *work, const struct record_store *store, const struct uuid *id,
                        const struct label_set *set)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < set->count; i++) {
        struct label_change change = change_of(id, set, i, 0);
        err = label_change_check(work, &change);
        if (err == ERR_NONE)
            err = label_change_try(work, store, &change);
        if (err == ERR_NONE)
            err = evidence_gate_look(work, store, id, change.label, change.to_version, false);
    }
    if (err == ERR_NONE)
        err = db_begin(work->db);
    if (err != ERR_NONE)
        return err;
    return record_finish(work, store, put_all(work, store, id, set), "label.move", id);
}

enum err label_set(struct db *db, const struct actor *actor, const struct record_store *store,
                   const struct uuid *id, const struct label_set *set, struct problem *problem)
{
    struct work work;
    enum err err;
    int turn = 0;
    do {
        work = work_begin(db, actor, problem);
        err = set_all(&work, store, id, set);
    } while (evidence_gate_again(&work, ++turn));
    return err;
}
