#include "data/record/record_search.h"

#include <string.h>

#include "base/clock.h"
#include "data/vault/vault.h"

/* A filter with at most this many rows is read whole and sorted; one with more is found often
 * enough while walking. */
enum { FEW_MAX = 1000, BATCH_FIRST = 64, BATCH_MAX = 1024, BATCH_CONTENT = 200 };

struct walk {
    struct db *db;
    const struct record_search *search;
    struct record_search_result *result;
    struct db_value params[RECORD_PARAM_MAX];
    int param_count;
    struct record_range range;
    const char *sql;
    bool is_few; /* the source is read whole */
    struct uuid data_key_id;
    int64_t until;          /* when the budget ends */
    struct arena *batch;    /* for the rows of a batch */
    struct arena *contents; /* for the bodies or configs of a batch */
};

static bool has_param(const struct walk *walk, int param)
{
    if (param == RECORD_PARAM_OWNER)
        return !uuid_is_nil(&walk->search->filter->owner_id);
    return walk->params[param].text.len > 0;
}

/* Does this source give the page with little walking? */
static enum err fits(struct walk *walk, const struct record_source *source, bool *fits)
{
    enum record_sort sort = walk->search->filter->sort;
    *fits = source->count_sql == NULL && sort == RECORD_SORT_UPDATED;
    if (source->count_sql == NULL)
        return ERR_NONE;
    struct db_result result;
    enum err err =
        db_select(walk->db, &result, source->count_sql, walk->params[0],
                  walk->params[source->param], db_int(FEW_MAX + 1), db_text(walk->range.high));
    *fits = walk->is_few = err == ERR_NONE && db_get_int(&result, 0, 0) <= FEW_MAX;
    return err;
}

/* The source that gives the page with the least walking. */
static enum err choose_source(struct walk *walk)
{
    const struct record_table *table = walk->search->table;
    const struct record_filter *filter = walk->search->filter;
    bool is_backward = walk->search->cursor.is_backward;
    /* What has no index of its own by state is walked whole. */
    enum record_shown shown = filter->sort == RECORD_SORT_UPDATED ? filter->state : RECORD_ALL;
    walk->sql = table->walk_sql[shown][filter->sort][is_backward];
    for (int i = 0; i < table->source_count; i++) {
        const struct record_source *source = &table->sources[i];
        bool does_fit = false;
        if (!has_param(walk, source->param))
            continue;
        enum err err = fits(walk, source, &does_fit);
        if (does_fit)
            walk->sql = source->walk_sql[filter->sort][is_backward];
        if (err != ERR_NONE || does_fit)
            return err;
    }
    return ERR_NONE;
}

static void set_params(struct walk *walk)
{
    const struct record_filter *filter = walk->search->filter;
    struct arena *arena = db_arena(walk->db);
    const struct db_value params[RECORD_PARAM_OWN] = {
        db_uuid(&walk->search->organization_id),
        db_null(),
        db_null(),
        db_null(),
        db_bool(!uuid_is_nil(&filter->owner_id)),
        db_uuid(&filter->owner_id),
        db_bool(filter->state != RECORD_ARCHIVED),
        db_bool(filter->state != RECORD_ACTIVE),
        db_text(filter->q[0] == '\0' ? "" : db_like(arena, filter->q)),
    };
    memcpy(walk->params, params, sizeof params);
    walk->range = (struct record_range){"", ""};
    walk->param_count =
        RECORD_PARAM_OWN + walk->search->table->set_params(
                               arena, filter, walk->params + RECORD_PARAM_OWN, &walk->range);
}

static void set_place(struct walk *walk, const struct record_cursor *cursor)
{
    bool is_by_name = walk->search->filter->sort == RECORD_SORT_NAME;
    walk->params[1] = is_by_name ? db_text(cursor->name) : db_time(cursor->place.time);
    walk->params[2] = db_uuid(&cursor->place.id);
}

static bool has_range(const struct walk *walk)
{
    return walk->search->filter->sort == RECORD_SORT_NAME && walk->range.low[0] != '\0';
}

/* Names in a folder stand together: a walk by name begins and ends there. */
static void narrow_to_range(struct walk *walk, struct record_cursor *cursor)
{
    if (!has_range(walk))
        return;
    if (!cursor->is_backward && strcmp(cursor->name, walk->range.low) < 0)
        cursor->name = walk->range.low;
    if (cursor->is_backward && strcmp(cursor->name, walk->range.high) > 0)
        cursor->name = walk->range.high;
}

static bool is_past_range(const struct walk *walk, const struct record_cursor *cursor)
{
    return has_range(walk) && (strcmp(cursor->name, walk->range.low) < 0 ||
                               strcmp(cursor->name, walk->range.high) > 0);
}

static enum err find_in_content(struct walk *walk, const struct uuid *id, int64_t version,
                                bool *is_found)
{
    const struct record_table *table = walk->search->table;
    struct db_result result;
    struct text content;
    enum err err = db_select(walk->db, &result, table->content_sql, db_uuid(id), db_int(version),
                             walk->params[0]);
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    struct seal_place place = {.table = table->content_table,
                               .column = table->content_column,
                               .organization_id = walk->search->organization_id,
                               .row_id = db_get_uuid(&result, 0, 0)};
    err = vault_unseal(walk->db, &walk->data_key_id, &place, db_get_bytes(&result, 0, 1), &content);
    if (err == ERR_NONE)
        *is_found = strcasestr(content.data, walk->search->filter->q) != NULL;
    return err;
}

/* The same in memory of its own, which is taken back often: contents may be large. */
static enum err look_into_content(struct walk *walk, const struct uuid *id, int64_t version,
                                  bool *is_found)
{
    enum { KEEP = 256 * 1024 };
    struct arena *before = db_use_arena(walk->db, walk->contents);
    enum err err = find_in_content(walk, id, version, is_found);
    (void)!db_use_arena(walk->db, before);
    if (arena_used(walk->contents) > KEEP)
        arena_reset(walk->contents);
    return err;
}

static enum err check_row(struct walk *walk, const struct db_result *rows, int row)
{
    struct record_search_result *result = walk->result;
    struct uuid id = db_get_uuid(rows, row, 0);
    bool is_found = db_get_int(rows, row, 4) != 0;
    if (db_get_int(rows, row, 3) == 0)
        return ERR_NONE;
    if (!is_found && walk->search->filter->in_content) {
        enum err err = look_into_content(walk, &id, db_get_int(rows, row, 2), &is_found);
        if (err != ERR_NONE)
            return err;
    }
    if (is_found)
        result->ids[result->count++] = id;
    return ERR_NONE;
}

static void note_place(struct walk *walk, struct arena *keep, const struct db_result *rows, int row)
{
    struct record_cursor *reached = &walk->result->reached;
    if (walk->search->filter->sort == RECORD_SORT_NAME) {
        reached->name = arena_strdup(keep, db_get_text(rows, row, 1));
        return;
    }
    reached->place.time = db_get_time(rows, row, 1);
    reached->place.id = db_get_uuid(rows, row, 0);
}

/* One batch. *is_over: as many as wanted, the end, or the budget. */
static enum err walk_batch(struct walk *walk, struct arena *keep, int size, bool *is_over)
{
    struct record_search_result *result = walk->result;
    struct db_result rows;
    walk->params[3] = db_int(size);
    set_place(walk, &result->reached);
    enum err err = db_query(walk->db, walk->sql, walk->params, walk->param_count, &rows);
    int row = 0;
    while (err == ERR_NONE && row < rows.row_count && result->count < walk->search->wanted) {
        err = check_row(walk, &rows, row++);
        if (walk->search->filter->in_content && clock_now() >= walk->until)
            break;
    }
    if (err != ERR_NONE)
        return err;
    if (row > 0)
        note_place(walk, keep, &rows, row - 1);
    bool is_at_end = row == rows.row_count && rows.row_count < size;
    *is_over =
        result->count == walk->search->wanted || is_at_end || is_past_range(walk, &result->reached);
    if (!*is_over && clock_now() >= walk->until)
        *is_over = result->is_unfinished = true;
    return ERR_NONE;
}

static enum err walk_all(struct walk *walk, struct arena *keep)
{
    int size_max = walk->search->filter->in_content ? BATCH_CONTENT : BATCH_MAX;
    int size = walk->is_few ? FEW_MAX + 1 : BATCH_FIRST;
    bool is_over = false;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && !is_over) {
        err = walk_batch(walk, keep, size, &is_over);
        arena_reset(walk->batch);
        if (!walk->is_few)
            size = size * 2 < size_max ? size * 2 : size_max;
    }
    return err;
}

/* Batches and contents live in memory of their own, so that a long walk stays small. */
static enum err walk_apart(struct walk *walk)
{
    enum { APART_MAX = 64 * 1024 * 1024 };
    walk->batch = arena_create(APART_MAX);
    walk->contents = arena_create(APART_MAX);
    struct arena *keep = db_use_arena(walk->db, walk->batch);
    enum err err = walk_all(walk, keep);
    (void)!db_use_arena(walk->db, keep);
    arena_destroy(walk->batch);
    arena_destroy(walk->contents);
    return err;
}

enum err record_search(struct db *db, const struct record_search *search,
                       struct record_search_result *result)
{
    int64_t budget = search->filter->budget;
    struct walk walk = {.db = db,
                        .search = search,
                        .result = result,
                        .until = clock_now() + (budget > 0 ? budget : RECORD_SEARCH_BUDGET)};
    *result = (struct record_search_result){
        .ids = arena_array(db_arena(db), (size_t)search->wanted, sizeof *result->ids),
        .reached = search->cursor};
    set_params(&walk);
    narrow_to_range(&walk, &result->reached);
    enum err err = vault_organization_key(db, &search->organization_id, &walk.data_key_id);
    if (err == ERR_NONE)
        err = choose_source(&walk);
    return err == ERR_NONE ? walk_apart(&walk) : err;
}
