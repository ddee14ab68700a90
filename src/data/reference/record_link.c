#include "data/reference/record_link.h"

#include "data/db/query.h"
#include "data/record/record_load.h"

void record_link_insert(struct db *db, const struct record_head *head, int64_t version,
                        const struct record_links *links)
{
    for (int i = 0; i < links->count; i++) {
        const struct record_link *link = &links->items[i];
        db_change_later(
            db,
            "INSERT INTO record_links (organization_id, source_kind, source_id, source_version, "
            "position, sort, target_kind, target_id, target_name, label, target_version, is_live) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            db_uuid(&head->organization_id), db_text(head->store->kind->name), db_uuid(&head->id),
            db_int(version), db_int(i), db_text(link->sort), db_text(link->target_kind->name),
            db_uuid_or_null(&link->target_id), db_text(link->target_name), db_text(link->label),
            link->target_version == 0 ? db_null_of(DB_INT) : db_int(link->target_version),
            db_bool(true));
    }
}

void record_link_copy(struct db *db, const struct record_head *head, int64_t from_version,
                      int64_t to_version)
{
    db_change_later(
        db,
        "INSERT INTO record_links (organization_id, source_kind, source_id, source_version, "
        "position, sort, target_kind, target_id, target_name, label, target_version, is_live) "
        "SELECT organization_id, source_kind, source_id, CAST($4 AS bigint), position, sort, "
        "target_kind, target_id, target_name, label, target_version, $5 FROM record_links "
        "WHERE organization_id = $1 AND source_id = $2 AND source_version = $3",
        db_uuid(&head->organization_id), db_uuid(&head->id), db_int(from_version),
        db_int(to_version), db_bool(true));
}

void record_link_set_live(struct db *db, const struct record_head *head)
{
    const struct record_kind *kind = head->store->kind;
    struct query q;
    query_begin(&q, db,
                "UPDATE record_links SET is_live = (source_version IN (SELECT r.version FROM ");
    query_add(&q, kind->table);
    query_bind(&q, " r WHERE r.organization_id = ", db_uuid(&head->organization_id));
    query_bind(&q, " AND r.id = ", db_uuid(&head->id));
    query_add(&q, " UNION SELECT l.version FROM ");
    query_add(&q, kind->labels);
    query_bind(&q, " l WHERE l.organization_id = ", db_uuid(&head->organization_id));
    query_bind(&q, " AND l.record_id = ", db_uuid(&head->id));
    query_bind(&q, ")) WHERE organization_id = ", db_uuid(&head->organization_id));
    query_bind(&q, " AND source_id = ", db_uuid(&head->id));
    query_change_later(&q);
}

/* The links of the current version that have no target; no content has as many as LINKS_MAX. */
static enum err select_open(struct db *db, const struct record_head *head, struct db_result *result)
{
    enum { LINKS_MAX = 1000 };
    struct query q;
    query_begin(&q, db, "SELECT l.source_version, l.position, l.target_kind, l.target_name FROM ");
    query_add(&q, head->store->kind->table);
    query_add(&q, " r JOIN record_links l ON l.organization_id = r.organization_id "
                  "AND l.source_id = r.id AND l.source_version = r.version");
    query_bind(&q, " WHERE r.organization_id = ", db_uuid(&head->organization_id));
    query_bind(&q, " AND r.id = ", db_uuid(&head->id));
    query_bind(&q, " AND l.target_id IS NULL ORDER BY l.position LIMIT ", db_int(LINKS_MAX));
    return query_run(&q, result);
}

enum err record_link_complete(const struct work *work, const struct record_head *head)
{
    struct db_result open;
    enum err err = select_open(work->db, head, &open);
    for (int i = 0; err == ERR_NONE && i < open.row_count; i++) {
        const struct record_kind *kind = record_kind_find(db_get_text(&open, i, 2));
        const char *name = db_get_text(&open, i, 3);
        struct record_found found;
        err = record_find(work->db, work->actor, kind, name, &found);
        if (err == ERR_NOT_FOUND)
            return work_refuse(
                work, ERR_INVALID, "",
                arena_printf(db_arena(work->db), "There is no %s “%s”.", kind->noun, name));
        if (err == ERR_NONE)
            err = db_change_one(work->db,
                                "UPDATE record_links SET target_id = $5 WHERE organization_id = $1 "
                                "AND source_id = $2 AND source_version = $3 AND position = $4",
                                db_uuid(&head->organization_id), db_uuid(&head->id),
                                db_int(db_get_int(&open, i, 0)), db_int(db_get_int(&open, i, 1)),
                                db_uuid(&found.id));
    }
    return err;
}

enum err record_link_forget(struct db *db, const struct record_head *head)
{
    enum err err =
        db_change(db, "DELETE FROM record_links WHERE organization_id = $1 AND source_id = $2",
                  db_uuid(&head->organization_id), db_uuid(&head->id));
    if (err != ERR_NONE)
        return err;
    return db_change(db,
                     "UPDATE record_links SET target_id = NULL "
                     "WHERE organization_id = $1 AND target_id = $2",
                     db_uuid(&head->organization_id), db_uuid(&head->id));
}
