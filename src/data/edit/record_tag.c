#include "data/edit/record_tag.h"

#include "data/db/query.h"
#include "data/record/record_mark.h"
#include "data/record/record_store.h"
#include "domain/record/name.h"

static void insert_tag(struct db *db, const struct record_head *head, const char *tag, int position)
{
    struct query q;
    query_begin(&q, db, "INSERT INTO ");
    query_add(&q, head->store->kind->tags);
    query_bind(&q, " (organization_id, record_id, tag, tag_key, position) VALUES (",
               db_uuid(&head->organization_id));
    query_bind(&q, ", ", db_uuid(&head->id));
    query_bind(&q, ", ", db_text(tag));
    query_bind(&q, ", ", db_text(name_key(db_arena(db), tag)));
    query_bind(&q, ", ", db_int(position));
    query_add(&q, ")");
    query_change_later(&q);
}

enum err record_tag_write(struct db *db, const struct record_head *head,
                          const struct tag_list *tags)
{
    struct query q;
    query_begin(&q, db, "DELETE FROM ");
    query_add(&q, head->store->kind->tags);
    record_add_own(&q, head);
    query_change_later(&q);
    for (int i = 0; i < tags->count; i++)
        insert_tag(db, head, tags->tags[i], i);
    return record_mark_store(db, head);
}
