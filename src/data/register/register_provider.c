#include "data/register/register_provider.h"

enum err register_provider_store(struct db *db, const struct record_head *head,
                                 const char *provider)
{
    return db_change(db,
                     "INSERT INTO agent_providers (organization_id, agent_id, provider) "
                     "VALUES ($1, $2, $3) ON CONFLICT (organization_id, agent_id) "
                     "DO UPDATE SET provider = excluded.provider",
                     db_uuid(&head->organization_id), db_uuid(&head->id), db_text(provider));
}

void register_provider_add_known(struct query *query, const struct record_kind *kind)
{
    if (kind->id == RECORD_TEAM)
        query_add(query, "CASE WHEN EXISTS (SELECT 1 FROM team_members km LEFT JOIN "
                         "agent_providers kp ON kp.organization_id = km.organization_id AND "
                         "kp.agent_id = km.agent_id WHERE km.organization_id = r.organization_id "
                         "AND km.team_id = r.id AND COALESCE(kp.provider, '') = '') "
                         "THEN 0 ELSE 1 END");
    else
        query_add(query, "CASE WHEN EXISTS (SELECT 1 FROM agent_providers kp WHERE "
                         "kp.organization_id = r.organization_id AND kp.agent_id = r.id AND "
                         "kp.provider <> '') THEN 1 ELSE 0 END");
}
