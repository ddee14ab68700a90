#include "data/reference/record_broken.h"

#include <string.h>

#include "data/record/record_mark.h"
#include "data/reference/record_link.h"
#include "data/reference/record_target.h"
#include "domain/record/label.h"
#include "domain/record/name.h"

/* No content has as many links. */
#define LINKS_MAX "1000"

/* A column of the target, whatever its kind. */
static void add_column(struct query *q, const char *suffix_sql, const char *column_sql)
{
    query_add(q, ", COALESCE(");
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        query_add(q, k == 0 ? "" : ", ");
        query_add(q, record_kinds[k].table);
        query_add(q, suffix_sql);
        query_add(q, column_sql);
    }
    query_add(q, ")");
}

/* $1 is the organization: a distributed PostgreSQL wants its value everywhere. */
static void join_targets(struct query *q)
{
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        const struct record_kind *kind = &record_kinds[k];
        query_add(q, " LEFT JOIN ");
        query_add(q, kind->table);
        query_add(q, " ON ");
        query_add(q, kind->table);
        query_add(q, ".organization_id = $1 AND ");
        query_add(q, kind->table);
        query_add(q, ".id = l.target_id LEFT JOIN ");
        query_add(q, kind->versions);
        query_add(q, " ");
        query_add(q, kind->table);
        query_add(q, "_v ON ");
        query_add(q, kind->table);
        query_add(q, "_v.organization_id = $1 AND ");
        query_add(q, kind->table);
        query_add(q, "_v.record_id = l.target_id AND ");
        query_add(q, kind->table);
        query_add(q, "_v.version = l.target_version");
    }
}

static void select_links(struct query *q, struct db *db, const struct record_source *sources,
                         int count)
{
    query_begin(q, db,
                "SELECT l.source_version, l.sort, l.target_kind, l.target_id, l.target_name, "
                "l.label, l.target_version");
    add_column(q, ".", "name_key");
    add_column(q, ".", "archived_at");
    add_column(q, ".", "marks");
    add_column(q, "_v.", "version");
    query_add(q, " FROM record_links l");
    join_targets(q);
    query_bind(q, " WHERE l.organization_id = ", db_uuid(&sources[0].head->organization_id));
    query_bind(q, " AND l.source_id = ", db_uuid(&sources[0].head->id));
    query_add(q, " AND l.source_version IN (");
    for (int i = 0; i < count; i++) {
        query_add(q, i == 0 ? "" : ", ");
        record_source_add(q, &sources[i]);
    }
    query_add(q, ") ORDER BY l.source_version DESC, l.position LIMIT " LINKS_MAX);
}

void record_broken_ahead(struct db *db, const struct record_source *sources, int count)
{
    struct query q;
    select_links(&q, db, sources, count);
    query_ahead(&q);
}

static bool is_renamed(struct arena *arena, const struct db_result *links, int row,
                       const struct record_broken *link)
{
    return strcmp(link->sort, LINK_MEMBER) != 0 && /* a team knows its members by id */
           strcmp(name_key(arena, link->name), db_get_text(links, row, 7)) != 0;
}

/* Is it broken, and why? */
static bool find_break(struct arena *arena, const struct db_result *links, int row,
                       struct record_broken *link)
{
    struct record_marks marks;
    link->why = RECORD_BREAK_GONE;
    if (uuid_is_nil(&link->id))
        return true;
    link->why = RECORD_BREAK_ARCHIVED;
    if (!db_is_null(links, row, 8))
        return true;
    link->why = RECORD_BREAK_RENAMED;
    if (is_renamed(arena, links, row, link))
        return true;
    link->why = RECORD_BREAK_NO_LABEL;
    marks = record_mark_read(arena, db_get_text(links, row, 9));
    if (link->label != NULL && strcmp(link->label, LABEL_LATEST) != 0 &&
        record_mark_label(&marks, link->label) == 0)
        return true;
    link->why = RECORD_BREAK_NO_VERSION;
    return link->version != 0 && db_is_null(links, row, 10);
}

static void read_links(struct arena *arena, const struct db_result *links,
                       struct record_broken_list *list)
{
    list->count = 0;
    list->items = arena_array(arena, (size_t)links->row_count + 1, sizeof *list->items);
    for (int i = 0; i < links->row_count; i++) {
        struct record_broken *link = &list->items[list->count];
        *link = (struct record_broken){
            .source_version = db_get_int(links, i, 0),
            .sort = db_get_text(links, i, 1),
            .kind = record_kind_find(db_get_text(links, i, 2)),
            .id = db_get_uuid(links, i, 3),
            .name = db_get_text(links, i, 4),
            .label = db_get_text(links, i, 5),
            .version = db_get_int(links, i, 6),
        };
        list->count += find_break(arena, links, i, link);
    }
}

static bool may_be_replaced(const struct record_broken *link, const struct record_kind *kind)
{
    return link->kind == kind && link->why == RECORD_BREAK_GONE &&
           strcmp(link->sort, LINK_MEMBER) != 0;
}

/* Another record may have the name of one that was deleted: then that one is meant now. */
static enum err drop_replaced(struct db *db, const struct actor *actor,
                              const struct record_kind *kind, struct record_broken_list *list)
{
    struct arena *arena = db_arena(db);
    const char **names = arena_array(arena, (size_t)list->count + 1, sizeof *names);
    struct record_meant *meant = arena_array(arena, (size_t)list->count + 1, sizeof *meant);
    int count = 0;
    for (int i = 0; i < list->count; i++)
        if (may_be_replaced(&list->items[i], kind))
            names[count++] = list->items[i].name;
    if (count == 0)
        return ERR_NONE;
    enum err err = record_target_find(db, actor, kind, NULL, names, count, meant);
    int kept = 0;
    for (int i = 0, at = 0; err == ERR_NONE && i < list->count; i++)
        if (!may_be_replaced(&list->items[i], kind) || uuid_is_nil(&meant[at++].id))
            list->items[kept++] = list->items[i];
    if (err == ERR_NONE)
        list->count = kept;
    return err;
}

enum err record_broken_list(struct db *db, const struct actor *actor,
                            const struct record_source *sources, int count,
                            struct record_broken_list *list)
{
    struct query q;
    struct db_result links;
    select_links(&q, db, sources, count);
    enum err err = query_run(&q, &links);
    if (err != ERR_NONE)
        return err;
    read_links(db_arena(db), &links, list);
    for (size_t k = 0; err == ERR_NONE && k < COUNT_OF(record_kinds); k++)
        err = drop_replaced(db, actor, &record_kinds[k], list);
    return err;
}
