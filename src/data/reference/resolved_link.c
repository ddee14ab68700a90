#include "data/reference/resolved_link.h"

#include <string.h>

#include "data/db/query.h"
#include "data/record/record_mark.h"
#include "data/reference/record_link.h"
#include "domain/record/label.h"
#include "domain/record/name.h"

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

static void begin_links(struct query *q, struct db *db, const struct resolved_source *source)
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

static void select_links(struct query *q, struct db *db, const struct resolved_source *source)
{
    begin_links(q, db, source);
    query_add(q, " FROM record_links l");
    add_targets(q);
    query_bind(q, " AND l.source_id = ", db_uuid(&source->id));
    query_bind(q, " AND l.source_version = ", db_int(source->version));
    query_bind(q, " ORDER BY l.position LIMIT ", db_int(RESOLVED_LINKS_MAX));
}

/* The version that a link means; 0: none. */
static int64_t version_of(struct arena *arena, const struct resolved_source *source,
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

void resolved_link_ahead(struct db *db, const struct resolved_source *source)
{
    struct query q;
    select_links(&q, db, source);
    query_ahead(&q);
}

static struct resolved_link read_link(struct arena *arena, const struct resolved_source *source,
                                      const struct db_result *links, int row)
{
    const char *now = db_get_text(links, row, LINK_NOW_NAME);
    struct resolved_link link = {.kind = record_kind_find(db_get_text(links, row, LINK_KIND)),
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

/* What programs are served is found by its name: a record that got the name since, of one that was
 * deleted or is called otherwise now. Members of a team are found by their ids. */
static bool is_another(struct arena *arena, const struct db_result *links, int row)
{
    const char *now = db_get_text(links, row, LINK_NOW_NAME);
    const char *given = db_get_text(links, row, LINK_NAME);
    if (strcmp(db_get_text(links, row, LINK_SORT), LINK_MEMBER) == 0)
        return false;
    return now == NULL || strcmp(name_key(arena, now), name_key(arena, given)) != 0;
}

static enum err find_named(struct db *db, const struct resolved_source *source,
                           const struct db_result *links, int row, struct resolved_link *link)
{
    struct arena *arena = db_arena(db);
    struct db_result found;
    struct query q;
    const char *given = db_get_text(links, row, LINK_NAME);
    query_begin(&q, db, "SELECT id, name, version, marks FROM ");
    query_add(&q, link->kind->table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&source->organization_id));
    query_bind(&q, " AND name_key = ", db_text(name_key(arena, given)));
    enum err err = query_run(&q, &found);
    if (err != ERR_NONE)
        return err;
    link->id = (struct uuid){{0}};
    link->name = given;
    link->version = 0;
    if (found.row_count == 0)
        return ERR_NONE;
    struct record_marks marks = record_mark_read(arena, db_get_text(&found, 0, 3));
    link->id = db_get_uuid(&found, 0, 0);
    link->name = db_get_text(&found, 0, 1);
    if (link->is_pinned)
        link->version = db_get_int(links, row, LINK_VERSION);
    else if (link->label == NULL || strcmp(link->label, LABEL_LATEST) == 0)
        link->version = db_get_int(&found, 0, 2);
    else
        link->version = record_mark_label(&marks, link->label);
    return ERR_NONE;
}

/* The links in rows [first, end). */
static enum err read_links(struct db *db, const struct resolved_source *source,
                           const struct db_result *links, int first, int end,
                           struct resolved_links *list)
{
    struct arena *arena = db_arena(db);
    enum err err = ERR_NONE;
    *list = (struct resolved_links){
        .items = arena_array(arena, (size_t)(end - first) + 1, sizeof *list->items),
        .count = end - first};
    for (int i = first; err == ERR_NONE && i < end; i++) {
        struct resolved_link *link = &list->items[i - first];
        *link = read_link(arena, source, links, i);
        if (source->at == 0 && is_another(arena, links, i))
            err = find_named(db, source, links, i, link);
    }
    return err;
}

enum err resolved_link_list(struct db *db, const struct resolved_source *source,
                            struct resolved_links *list)
{
    struct query q;
    struct db_result links;
    select_links(&q, db, source);
    enum err err = query_run(&q, &links);
    return err == ERR_NONE ? read_links(db, source, &links, 0, links.row_count, list) : err;
}

/* ---- of many sources ---------------------------------------------------------------------- */

/* One text, however many there are: those that are missing are of no record. */
static void select_many(struct query *q, struct db *db, const struct resolved_source *sources,
                        int count)
{
    static const struct resolved_source nothing;
    begin_links(q, db, sources);
    query_add(q, ", l.source_id, l.source_version FROM (VALUES (");
    for (int i = 0; i < RESOLVED_SOURCES; i++) {
        const struct resolved_source *source = i < count ? &sources[i] : &nothing;
        query_bind(q, i == 0 ? "" : "), (", db_uuid(&source->id));
        query_bind(q, ", ", db_int(source->version));
    }
    query_add(q, ")) w JOIN record_links l ON l.organization_id = $1 AND l.source_id = w.column1 "
                 "AND l.source_version = w.column2");
    add_targets(q);
    query_bind(q, " ORDER BY l.source_id, l.source_version, l.position LIMIT ",
               db_int((int64_t)RESOLVED_LINKS_MAX * RESOLVED_SOURCES));
}

static bool is_of(const struct db_result *links, int row, const struct resolved_source *source)
{
    struct uuid id = db_get_uuid(links, row, LINK_SOURCE_ID);
    return uuid_equal(&id, &source->id) &&
           db_get_int(links, row, LINK_SOURCE_VERSION) == source->version;
}

enum err resolved_link_lists(struct db *db, const struct resolved_source *sources, int count,
                             struct resolved_links *lists)
{
    struct query q;
    struct db_result links;
    select_many(&q, db, sources, count);
    enum err err = query_run(&q, &links);
    if (err != ERR_NONE)
        return err;
    for (int at = 0; err == ERR_NONE && at < count; at++) {
        int first = 0, end = 0;
        while (first < links.row_count && !is_of(&links, first, &sources[at]))
            first++;
        for (end = first; end < links.row_count && is_of(&links, end, &sources[at]);)
            end++;
        err = read_links(db, &sources[at], &links, first, end, &lists[at]);
    }
    return err;
}
