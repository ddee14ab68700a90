#include "data/bom/bom_link.h"

#include <string.h>

#include "data/bom/bom_shape.h"
#include "data/db/query.h"
#include "data/record/record_mark.h"
#include "domain/record/label.h"

enum {
    LINK_KIND,
    LINK_ID,
    LINK_NAME,
    LINK_LABEL,
    LINK_VERSION,
    LINK_SORT,
    LINK_NOW_NAME,
    LINK_NOW_VERSION,
    LINK_MARKS,
    LINK_THEN_LABEL,
    LINK_THEN_PROMPT,
    LINK_THEN_AGENT,
    LINK_SOURCE_ID, /* of many sources */
    LINK_SOURCE_VERSION,
};

/* $1 is the organization. Of a moment before now: where the label was then, and the newest version
 * that was there. */
static void add_then(struct query *q, int64_t at)
{
    if (at == 0) {
        query_add(q, ", 0, 0, 0");
        return;
    }
    query_bind(q,
               ", (SELECT m.to_version FROM label_moves m WHERE m.organization_id = $1 AND "
               "m.record_id = l.target_id AND m.label = l.label AND m.created_at <= ",
               db_time(at));
    query_bind(q,
               " ORDER BY m.created_at DESC, m.id DESC LIMIT 1), (SELECT max(v.version) FROM "
               "prompt_versions v WHERE v.organization_id = $1 AND v.record_id = l.target_id AND "
               "v.created_at <= ",
               db_time(at));
    query_bind(q,
               "), (SELECT max(v.version) FROM agent_versions v WHERE v.organization_id = $1 AND "
               "v.record_id = l.target_id AND v.created_at <= ",
               db_time(at));
    query_add(q, ")");
}

static void begin_links(struct query *q, struct db *db, const struct bom_link_source *source)
{
    query_begin(q, db, "WITH here AS (SELECT o.id FROM organizations o WHERE o.id = ");
    query_bind(q, "", db_uuid(&source->organization_id));
    query_add(
        q, ") SELECT l.target_kind, l.target_id, l.target_name, l.label, l.target_version, l.sort, "
           "COALESCE(p.name, a.name), COALESCE(p.version, a.version), "
           "COALESCE(p.marks, a.marks)");
    add_then(q, source->at);
}

static void add_targets(struct query *q)
{
    query_add(q, " LEFT JOIN prompts p ON p.organization_id = $1 AND p.id = l.target_id "
                 "LEFT JOIN agents a ON a.organization_id = $1 AND a.id = l.target_id "
                 "WHERE l.organization_id = $1");
}

static void select_links(struct query *q, struct db *db, const struct bom_link_source *source)
{
    begin_links(q, db, source);
    query_add(q, " FROM record_links l");
    add_targets(q);
    query_bind(q, " AND l.source_id = ", db_uuid(&source->id));
    query_bind(q, " AND l.source_version = ", db_int(source->version));
    query_bind(q, " ORDER BY l.position LIMIT ", db_int(BOM_ITEMS_MAX));
}

/* The version that a link means; 0: none. */
static int64_t version_of(struct arena *arena, const struct bom_link_source *source,
                          const struct db_result *links, int row)
{
    const char *label = db_get_text(links, row, LINK_LABEL);
    bool is_current = label == NULL || strcmp(label, LABEL_LATEST) == 0;
    if (db_get_int(links, row, LINK_VERSION) != 0)
        return db_get_int(links, row, LINK_VERSION);
    if (source->at != 0) {
        int64_t of_prompt = db_get_int(links, row, LINK_THEN_PROMPT);
        int64_t current = of_prompt != 0 ? of_prompt : db_get_int(links, row, LINK_THEN_AGENT);
        return is_current ? current : db_get_int(links, row, LINK_THEN_LABEL);
    }
    if (is_current)
        return db_get_int(links, row, LINK_NOW_VERSION);
    struct record_marks marks = record_mark_read(arena, db_get_text(links, row, LINK_MARKS));
    return record_mark_label(&marks, label);
}

void bom_link_ahead(struct db *db, const struct bom_link_source *source)
{
    struct query q;
    select_links(&q, db, source);
    query_ahead(&q);
}

static struct bom_link read_link(struct arena *arena, const struct bom_link_source *source,
                                 const struct db_result *links, int row)
{
    const char *now = db_get_text(links, row, LINK_NOW_NAME);
    struct bom_link link = {.kind = record_kind_find(db_get_text(links, row, LINK_KIND)),
                            .name = now == NULL ? db_get_text(links, row, LINK_NAME) : now,
                            .sort = db_get_text(links, row, LINK_SORT),
                            .label = db_get_text(links, row, LINK_LABEL),
                            .is_pinned = db_get_int(links, row, LINK_VERSION) != 0};
    if (now == NULL)
        return link;
    link.id = db_get_uuid(links, row, LINK_ID);
    link.version = version_of(arena, source, links, row);
    return link;
}

enum err bom_link_list(struct db *db, const struct bom_link_source *source,
                       struct bom_link_list *list)
{
    struct arena *arena = db_arena(db);
    struct query q;
    struct db_result links;
    select_links(&q, db, source);
    enum err err = query_run(&q, &links);
    if (err != ERR_NONE)
        return err;
    *list = (struct bom_link_list){
        .items = arena_array(arena, (size_t)links.row_count + 1, sizeof *list->items),
        .count = links.row_count};
    for (int i = 0; i < links.row_count; i++)
        list->items[i] = read_link(arena, source, &links, i);
    return ERR_NONE;
}

/* ---- of many sources ---------------------------------------------------------------------- */

/* One text, however many there are: those that are missing are of no record. */
static void select_many(struct query *q, struct db *db, const struct bom_link_source *sources,
                        int count)
{
    static const struct bom_link_source nothing;
    begin_links(q, db, sources);
    query_add(q, ", l.source_id, l.source_version FROM (VALUES (");
    for (int i = 0; i < BOM_LINK_SOURCES; i++) {
        const struct bom_link_source *source = i < count ? &sources[i] : &nothing;
        query_bind(q, i == 0 ? "" : "), (", db_uuid(&source->id));
        query_bind(q, ", ", db_int(source->version));
    }
    query_add(q, ")) w JOIN record_links l ON l.organization_id = $1 AND l.source_id = w.column1 "
                 "AND l.source_version = w.column2");
    add_targets(q);
    query_bind(q, " ORDER BY l.source_id, l.source_version, l.position LIMIT ",
               db_int((int64_t)BOM_ITEMS_MAX * BOM_LINK_SOURCES));
}

static bool is_of(const struct db_result *links, int row, const struct bom_link_source *source)
{
    struct uuid id = db_get_uuid(links, row, LINK_SOURCE_ID);
    return uuid_equal(&id, &source->id) &&
           db_get_int(links, row, LINK_SOURCE_VERSION) == source->version;
}

enum err bom_link_lists(struct db *db, const struct bom_link_source *sources, int count,
                        struct bom_link_list *lists)
{
    struct arena *arena = db_arena(db);
    struct query q;
    struct db_result links;
    select_many(&q, db, sources, count);
    enum err err = query_run(&q, &links);
    if (err != ERR_NONE)
        return err;
    for (int at = 0; at < count; at++) {
        int first = 0, end = 0;
        while (first < links.row_count && !is_of(&links, first, &sources[at]))
            first++;
        for (end = first; end < links.row_count && is_of(&links, end, &sources[at]);)
            end++;
        lists[at] = (struct bom_link_list){
            .items = arena_array(arena, (size_t)(end - first) + 1, sizeof *lists->items),
            .count = end - first};
        for (int i = first; i < end; i++)
            lists[at].items[i - first] = read_link(arena, &sources[at], &links, i);
    }
    return ERR_NONE;
}
