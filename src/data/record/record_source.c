#include "data/record/record_source.h"

static void add_current(struct query *query, const struct record_source *source)
{
    query_add(query, "(SELECT s.version FROM ");
    query_add(query, source->head->store->kind->table);
    query_bind(query, " s WHERE s.organization_id = ", db_uuid(&source->head->organization_id));
    query_bind(query, " AND s.id = ", db_uuid(&source->head->id));
    query_add(query, ")");
}

static void add_labelled(struct query *query, const struct record_source *source)
{
    query_add(query, "(SELECT s.version FROM ");
    query_add(query, source->head->store->kind->labels);
    query_bind(query, " s WHERE s.organization_id = ", db_uuid(&source->head->organization_id));
    query_bind(query, " AND s.record_id = ", db_uuid(&source->head->id));
    query_bind(query, " AND s.label = ", db_text(source->label));
    query_add(query, ")");
}

static void add_proposed(struct query *query, const struct record_source *source)
{
    query_add(query, source->is_moved_from ? "(SELECT s.from_version" : "(SELECT s.to_version");
    query_bind(query, " FROM label_proposals s WHERE s.organization_id = ",
               db_uuid(&source->head->organization_id));
    query_bind(query, " AND s.record_id = ", db_uuid(&source->head->id));
    query_bind(query, " AND s.id = ", db_uuid(source->proposal_id));
    query_add(query, ")");
}

static void add_number(struct query *query, const struct record_source *source)
{
    if (source->number != 0)
        query_bind(query, "", db_int(source->number));
    else if (source->label != NULL)
        add_labelled(query, source);
    else if (source->proposal_id != NULL)
        add_proposed(query, source);
    else
        add_current(query, source);
}

void record_source_add(struct query *query, const struct record_source *source)
{
    if (!source->is_previous) {
        add_number(query, source);
        return;
    }
    query_add(query, "(SELECT max(b.version) FROM ");
    query_add(query, source->head->store->kind->versions);
    query_bind(query, " b WHERE b.organization_id = ", db_uuid(&source->head->organization_id));
    query_bind(query, " AND b.record_id = ", db_uuid(&source->head->id));
    query_add(query, " AND b.version < ");
    add_number(query, source);
    query_add(query, ")");
}
