#include "data/set/set_list.h"

#include "data/db/query.h"
#include "data/record/record_mark.h"
#include "data/reference/record_link.h"
#include "domain/record/label.h"
#include "domain/set/set_settings.h"

static void select_sets(struct query *q, struct db *db, const struct record_head *head)
{
    query_begin(q, db,
                "SELECT s.id, s.name, s.version, s.marks, s.updated_at, s.owner_id, s.folder "
                "FROM record_links l JOIN sets s ON s.id = l.source_id "
                "AND s.version = l.source_version");
    query_bind(q, " AND s.organization_id = ", db_uuid(&head->organization_id));
    query_bind(q, " WHERE l.organization_id = ", db_uuid(&head->organization_id));
    query_bind(q, " AND l.target_id = ", db_uuid(&head->id));
    query_bind(q, " AND l.sort = ", db_text(LINK_REFERENCE));
    query_bind(q, " AND l.source_kind = ", db_text(record_kinds[RECORD_SET].name));
    query_add(q, " AND s.archived_at IS NULL ORDER BY s.sort_key, s.id");
    query_bind(q, " LIMIT ", db_int(SET_LIST_MAX));
}

void set_list_for_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    select_sets(&q, db, head);
    query_ahead(&q);
}

static enum err read_sets(struct query *q, const struct actor *actor, struct set_list *list)
{
    struct db *db = q->db;
    struct db_result rows;
    *list = (struct set_list){.count = 0};
    enum err err = query_run(q, &rows);
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *list->items);
    for (int i = 0; i < rows.row_count; i++) {
        struct record_marks marks = record_mark_read(db_arena(db), db_get_text(&rows, i, 3));
        struct policy_target target = {actor->organization_id, db_get_uuid(&rows, i, 5),
                                       db_get_text(&rows, i, 6)};
        if (policy_allows(actor, PERMISSION_SET_SEE, &target))
            list->items[list->count++] =
                (struct set_row){.id = db_get_uuid(&rows, i, 0),
                                 .name = db_get_text(&rows, i, 1),
                                 .version = db_get_int(&rows, i, 2),
                                 .live_version = record_mark_label(&marks, LABEL_PRODUCTION),
                                 .updated_at = db_get_time(&rows, i, 4)};
    }
    return ERR_NONE;
}

enum err set_list_for(struct db *db, const struct actor *actor, const struct record_head *head,
                      struct set_list *list)
{
    struct query q;
    select_sets(&q, db, head);
    return read_sets(&q, actor, list);
}

enum err set_list_shared(struct db *db, const struct actor *actor, struct set_list *list)
{
    struct query q;
    query_begin(&q, db, "SELECT id, name, version, marks, updated_at, owner_id, folder FROM sets");
    query_bind(&q, " WHERE organization_id = ", db_uuid(&actor->organization_id));
    query_bind(&q, " AND subject = ", db_text(set_subject_names[SET_SHARED]));
    query_bind(&q, " AND archived_at IS NULL ORDER BY updated_at DESC, id DESC LIMIT ",
               db_int(SET_LIST_MAX));
    return read_sets(&q, actor, list);
}
