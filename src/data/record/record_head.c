#include "data/record/record_head.h"

#include "data/db/query.h"

void record_add_self(struct query *query, const struct record_head *head)
{
    query_bind(query, " WHERE organization_id = ", db_uuid(&head->organization_id));
    query_bind(query, " AND id = ", db_uuid(&head->id));
}

void record_add_own(struct query *query, const struct record_head *head)
{
    query_bind(query, " WHERE organization_id = ", db_uuid(&head->organization_id));
    query_bind(query, " AND record_id = ", db_uuid(&head->id));
}

bool record_stops_have(const struct record_stops *stops, int64_t version)
{
    for (int i = 0; i < stops->count; i++)
        if (stops->versions[i] == 0 || stops->versions[i] == version)
            return true;
    return false;
}
