#include "data/release/label_override.h"

#include "base/text.h"
#include "data/evidence/evidence_rule.h"

enum err label_override(struct db *db, const struct actor *actor, const struct record_store *store,
                        const struct label_change *change, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct label_change override = *change;
    override.is_override = true;
    if (!evidence_is_by_person(actor))
        return work_refuse(&work, ERR_DENIED, "",
                           "Only a person, or a token of their own, moves a label without its "
                           "evidence.");
    if (text_trim(db_arena(db), change->reason)[0] == '\0')
        return work_refuse(&work, ERR_INVALID, "reason",
                           "Say why it can't wait. Everyone who may approve will read it.");
    return label_move(db, actor, store, &override, problem);
}
