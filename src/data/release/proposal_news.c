#include "data/release/proposal_news.h"

void proposal_news_add(struct db *db, const struct label_proposal *proposal,
                       const struct uuid *decided_by)
{
    if (uuid_equal(&proposal->proposed_by, decided_by))
        return;
    db_change_later(db,
                    "INSERT INTO proposal_news (organization_id, user_id, proposal_id) "
                    "VALUES ($1, $2, $3)",
                    db_uuid(&proposal->organization_id), db_uuid(&proposal->proposed_by),
                    db_uuid(&proposal->id));
}

enum err proposal_news_mark_read(struct db *db, const struct actor *actor, const struct uuid *id)
{
    if (uuid_is_nil(id))
        return db_change(db,
                         "DELETE FROM proposal_news WHERE organization_id = $1 AND user_id = $2",
                         db_uuid(&actor->organization_id), db_uuid(&actor->user_id));
    return db_change(db,
                     "DELETE FROM proposal_news WHERE organization_id = $1 AND user_id = $2 "
                     "AND proposal_id = $3",
                     db_uuid(&actor->organization_id), db_uuid(&actor->user_id), db_uuid(id));
}
