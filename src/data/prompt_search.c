#include "data/prompt_search.h"

#include <string.h>

#include "base/clock.h"
#include "data/vault.h"

/* Parameters of every text below: $1 organization, $2 time or name and $3 id to go on behind,
 * $4 size of the batch, $5 is there an owner, $6 owner, $7 type, $8 tag, $9 label, $10 and $11 the
 * range of names of a folder, $12 active ones, $13 archived ones, $14 pattern of the words. A batch
 * gives every row of the walk with what was found about it, so that the walk can stop anywhere. */
#define FILTERS                                                                                    \
    "(($12 AND p.archived_at IS NULL) OR ($13 AND p.archived_at IS NOT NULL)) "                    \
    "AND (NOT $5 OR p.owner_id = $6) AND ($7 = '' OR p.type = $7) "                                \
    "AND ($10 = '' OR (p.name > $10 AND p.name < $11)) "                                           \
    "AND ($8 = '' OR EXISTS (SELECT 1 FROM prompt_tags t "                                         \
    "WHERE t.prompt_id = p.id AND t.tag = $8)) "                                                   \
    "AND ($9 = '' OR EXISTS (SELECT 1 FROM prompt_labels l "                                       \
    "WHERE l.prompt_id = p.id AND l.label = $9))"

#define WORDS                                                                                      \
    "$14 = '' OR lower(p.name) LIKE $14 ESCAPE '\\' OR lower(p.description) LIKE $14 ESCAPE '\\' " \
    "OR EXISTS (SELECT 1 FROM prompt_tags w "                                                      \
    "WHERE w.prompt_id = p.id AND lower(w.tag) LIKE $14 ESCAPE '\\')"

#define COLUMNS(key)                                                                               \
    "SELECT p.id, " key ", p.version, CASE WHEN " FILTERS " THEN 1 ELSE 0 END, "                   \
    "CASE WHEN " WORDS " THEN 1 ELSE 0 END "

/* The walks: a source of rows in two directions. */
#define BY_TIME(source, column)                                                                    \
    {                                                                                              \
        COLUMNS("p." column)                                                                       \
        source "AND (p." column ", p.id) < ($2, $3) "                                              \
               "ORDER BY p." column " DESC, p.id DESC LIMIT $4",                                   \
            COLUMNS("p." column) source "AND (p." column ", p.id) > ($2, $3) "                     \
                                        "ORDER BY p." column ", p.id LIMIT $4"                     \
    }
#define BY_NAME(source)                                                                            \
    {                                                                                              \
        COLUMNS("p.name")                                                                          \
        source "AND p.name > $2 ORDER BY p.name LIMIT $4",                                         \
            COLUMNS("p.name") source "AND p.name < $2 ORDER BY p.name DESC LIMIT $4"               \
    }
#define BY_ANY(source)                                                                             \
    {                                                                                              \
        BY_TIME(source, "updated_at"), BY_TIME(source, "created_at"), BY_NAME(source)              \
    }

#define ALL "FROM prompts p WHERE p.organization_id = $1 "
#define FEW(ids)                                                                                   \
    "FROM (" ids ") f CROSS JOIN prompts p WHERE p.id = f.id AND p.organization_id = $1 "

enum source {
    SOURCE_ALL,
    SOURCE_ACTIVE,
    SOURCE_ARCHIVED,
    SOURCE_OWNER,
    SOURCE_FEW_OF_TAG,
    SOURCE_FEW_OF_LABEL,
    SOURCE_FEW_OF_FOLDER,
    SOURCE_FEW_OF_OWNER,
    SOURCE_COUNT
};

enum { SORT_COUNT = PROMPT_SORT_NAME + 1 };

/* Source, order, direction. */
static const char *const walks[SOURCE_COUNT][SORT_COUNT][2] = {
    [SOURCE_ALL] = BY_ANY(ALL),
    [SOURCE_ACTIVE] = BY_ANY(ALL "AND p.archived_at IS NULL "),
    [SOURCE_ARCHIVED] = BY_ANY(ALL "AND p.archived_at IS NOT NULL "),
    [SOURCE_OWNER] = BY_ANY(ALL "AND p.owner_id = $6 "),
    [SOURCE_FEW_OF_TAG] = BY_ANY(FEW("SELECT prompt_id AS id FROM prompt_tags "
                                     "WHERE organization_id = $1 AND tag = $8")),
    [SOURCE_FEW_OF_LABEL] = BY_ANY(FEW("SELECT prompt_id AS id FROM prompt_labels "
                                       "WHERE organization_id = $1 AND label = $9")),
    [SOURCE_FEW_OF_FOLDER] = BY_ANY(FEW("SELECT id FROM prompts "
                                        "WHERE organization_id = $1 AND name > $10 "
                                        "AND name < $11")),
    [SOURCE_FEW_OF_OWNER] = BY_ANY(FEW("SELECT id FROM prompts "
                                       "WHERE organization_id = $1 AND owner_id = $6")),
};

/* A filter with at most this many rows is read whole and sorted; one with more is found often
 * enough while walking. */
enum { FEW_MAX = 1000, BATCH_FIRST = 64, BATCH_MAX = 1024, BATCH_BODIES = 200 };

enum { PARAM_COUNT = 14 };

struct walk {
    struct db *db;
    const struct prompt_search *search;
    struct prompt_search_result *result;
    struct db_value params[PARAM_COUNT];
    const char *sql;
    struct uuid data_key_id;
    int64_t until;        /* when the budget ends */
    struct arena *batch;  /* for the rows of a batch */
    struct arena *bodies; /* for the bodies of a batch */
};

static enum err count_few(struct walk *walk, const char *sql, struct db_value what, bool *is_few)
{
    struct db_result result;
    enum err err = db_select(walk->db, &result, sql, walk->params[0], what, db_int(FEW_MAX + 1),
                             walk->params[10]);
    *is_few = err == ERR_NONE && db_get_int(&result, 0, 0) <= FEW_MAX;
    return err;
}

struct probe {
    enum source source;
    int param; /* empty: this filter is not used */
    const char *sql;
};

static const struct probe probes[] = {
    {SOURCE_FEW_OF_TAG, 7,
     "SELECT count(*) FROM (SELECT 1 AS one FROM prompt_tags WHERE organization_id = $1 "
     "AND tag = $2 LIMIT $3) f"},
    {SOURCE_FEW_OF_LABEL, 8,
     "SELECT count(*) FROM (SELECT 1 AS one FROM prompt_labels WHERE organization_id = $1 "
     "AND label = $2 LIMIT $3) f"},
    {SOURCE_FEW_OF_FOLDER, 9,
     "SELECT count(*) FROM (SELECT 1 AS one FROM prompts WHERE organization_id = $1 "
     "AND name > $2 AND name < $4 LIMIT $3) f"},
    {SOURCE_FEW_OF_OWNER, 5,
     "SELECT count(*) FROM (SELECT 1 AS one FROM prompts WHERE organization_id = $1 "
     "AND owner_id = $2 LIMIT $3) f"},
};

static bool has_param(const struct walk *walk, int param)
{
    if (param == 5)
        return walk->params[4].integer != 0;
    return walk->params[param].text.len > 0;
}

/* The source that gives the page with the least walking. */
static enum err choose_source(struct walk *walk, enum source *source)
{
    const struct prompt_filter *filter = walk->search->filter;
    for (size_t i = 0; i < COUNT_OF(probes); i++) {
        bool is_few = false;
        if (!has_param(walk, probes[i].param))
            continue;
        enum err err = count_few(walk, probes[i].sql, walk->params[probes[i].param], &is_few);
        *source = probes[i].source;
        if (err != ERR_NONE || is_few)
            return err;
    }
    if (has_param(walk, 5) && filter->sort == PROMPT_SORT_UPDATED)
        *source = SOURCE_OWNER;
    else if (filter->sort != PROMPT_SORT_UPDATED || filter->state == PROMPT_STATE_ALL)
        *source = SOURCE_ALL;
    else
        *source = filter->state == PROMPT_STATE_ACTIVE ? SOURCE_ACTIVE : SOURCE_ARCHIVED;
    return ERR_NONE;
}

static void set_params(struct walk *walk)
{
    const struct prompt_filter *filter = walk->search->filter;
    struct arena *arena = db_arena(walk->db);
    bool has_folder = filter->folder[0] != '\0';
    bool is_latest = strcmp(filter->label, LABEL_LATEST) == 0; /* on every prompt */
    const struct db_value params[PARAM_COUNT] = {
        db_uuid(&walk->search->organization_id),
        db_null(),
        db_null(),
        db_null(),
        db_bool(!uuid_is_nil(&filter->owner_id)),
        db_uuid(&filter->owner_id),
        db_text(filter->type),
        db_text(filter->tag),
        db_text(is_latest ? "" : filter->label),
        db_text(has_folder ? arena_printf(arena, "%s/", filter->folder) : ""),
        db_text(has_folder ? arena_printf(arena, "%s0", filter->folder) : ""),
        db_bool(filter->state != PROMPT_STATE_ARCHIVED),
        db_bool(filter->state != PROMPT_STATE_ACTIVE),
        db_text(filter->q[0] == '\0' ? "" : db_like(arena, filter->q)),
    };
    memcpy(walk->params, params, sizeof params);
}

static void set_place(struct walk *walk, const struct prompt_cursor *cursor)
{
    bool is_by_name = walk->search->filter->sort == PROMPT_SORT_NAME;
    walk->params[1] = is_by_name ? db_text(cursor->name) : db_time(cursor->place.time);
    walk->params[2] = db_uuid(&cursor->place.id);
}

/* Names in a folder stand together: a walk by name begins and ends there. */
static void narrow_to_folder(struct walk *walk, struct prompt_cursor *cursor)
{
    const char *low = walk->params[9].text.data;
    const char *high = walk->params[10].text.data;
    if (walk->search->filter->sort != PROMPT_SORT_NAME || low[0] == '\0')
        return;
    if (!cursor->is_backward && strcmp(cursor->name, low) < 0)
        cursor->name = low;
    if (cursor->is_backward && strcmp(cursor->name, high) > 0)
        cursor->name = high;
}

static bool is_past_folder(const struct walk *walk, const struct prompt_cursor *cursor)
{
    const char *low = walk->params[9].text.data;
    const char *high = walk->params[10].text.data;
    if (walk->search->filter->sort != PROMPT_SORT_NAME || low[0] == '\0')
        return false;
    return strcmp(cursor->name, low) < 0 || strcmp(cursor->name, high) > 0;
}

static enum err find_in_body(struct walk *walk, const struct uuid *id, int64_t version,
                             bool *is_found)
{
    struct db_result result;
    struct text body;
    enum err err = db_select(walk->db, &result,
                             "SELECT id, body FROM prompt_versions WHERE prompt_id = $1 "
                             "AND version = $2 AND organization_id = $3",
                             db_uuid(id), db_int(version), walk->params[0]);
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    struct seal_place place = {.table = "prompt_versions",
                               .column = "body",
                               .organization_id = walk->search->organization_id,
                               .row_id = db_get_uuid(&result, 0, 0)};
    err = vault_unseal(walk->db, &walk->data_key_id, &place, db_get_bytes(&result, 0, 1), &body);
    if (err == ERR_NONE)
        *is_found = strcasestr(body.data, walk->search->filter->q) != NULL;
    return err;
}

/* The same in memory of its own, which is taken back often: bodies may be large. */
static enum err look_into_body(struct walk *walk, const struct uuid *id, int64_t version,
                               bool *is_found)
{
    enum { KEEP = 256 * 1024 };
    struct arena *before = db_use_arena(walk->db, walk->bodies);
    enum err err = find_in_body(walk, id, version, is_found);
    (void)!db_use_arena(walk->db, before);
    if (arena_used(walk->bodies) > KEEP)
        arena_reset(walk->bodies);
    return err;
}

static enum err check_row(struct walk *walk, const struct db_result *rows, int row)
{
    struct prompt_search_result *result = walk->result;
    struct uuid id = db_get_uuid(rows, row, 0);
    bool is_found = db_get_int(rows, row, 4) != 0;
    if (db_get_int(rows, row, 3) == 0)
        return ERR_NONE;
    if (!is_found && walk->search->filter->in_bodies) {
        enum err err = look_into_body(walk, &id, db_get_int(rows, row, 2), &is_found);
        if (err != ERR_NONE)
            return err;
    }
    if (is_found)
        result->ids[result->count++] = id;
    return ERR_NONE;
}

static void note_place(struct walk *walk, struct arena *keep, const struct db_result *rows, int row)
{
    struct prompt_cursor *reached = &walk->result->reached;
    if (walk->search->filter->sort == PROMPT_SORT_NAME) {
        reached->name = arena_strdup(keep, db_get_text(rows, row, 1));
        return;
    }
    reached->place.time = db_get_time(rows, row, 1);
    reached->place.id = db_get_uuid(rows, row, 0);
}

/* One batch. *is_over: as many as wanted, the end, or the budget. */
static enum err walk_batch(struct walk *walk, struct arena *keep, int size, bool *is_over)
{
    struct prompt_search_result *result = walk->result;
    struct db_result rows;
    walk->params[3] = db_int(size);
    set_place(walk, &result->reached);
    enum err err = db_query(walk->db, walk->sql, walk->params, PARAM_COUNT, &rows);
    int row = 0;
    while (err == ERR_NONE && row < rows.row_count && result->count < walk->search->wanted) {
        err = check_row(walk, &rows, row++);
        if (walk->search->filter->in_bodies && clock_now() >= walk->until)
            break;
    }
    if (err != ERR_NONE)
        return err;
    if (row > 0)
        note_place(walk, keep, &rows, row - 1);
    bool is_at_end = row == rows.row_count && rows.row_count < size;
    *is_over = result->count == walk->search->wanted || is_at_end ||
               is_past_folder(walk, &result->reached);
    if (!*is_over && clock_now() >= walk->until)
        *is_over = result->is_unfinished = true;
    return ERR_NONE;
}

static enum err walk_all(struct walk *walk, struct arena *keep, bool is_few)
{
    bool has_bodies = walk->search->filter->in_bodies;
    int size_max = has_bodies ? BATCH_BODIES : BATCH_MAX;
    int size = is_few ? FEW_MAX + 1 : BATCH_FIRST;
    bool is_over = false;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && !is_over) {
        err = walk_batch(walk, keep, size, &is_over);
        arena_reset(walk->batch);
        if (!is_few)
            size = size * 2 < size_max ? size * 2 : size_max;
    }
    return err;
}

/* Batches and bodies live in memory of their own, so that a long walk stays small. */
static enum err walk_apart(struct walk *walk, bool is_few)
{
    enum { APART_MAX = 64 * 1024 * 1024 };
    walk->batch = arena_create(APART_MAX);
    walk->bodies = arena_create(APART_MAX);
    struct arena *keep = db_use_arena(walk->db, walk->batch);
    enum err err = walk_all(walk, keep, is_few);
    (void)!db_use_arena(walk->db, keep);
    arena_destroy(walk->batch);
    arena_destroy(walk->bodies);
    return err;
}

enum err prompt_search(struct db *db, const struct prompt_search *search,
                       struct prompt_search_result *result)
{
    int64_t budget = search->filter->budget;
    struct walk walk = {.db = db,
                        .search = search,
                        .result = result,
                        .until = clock_now() + (budget > 0 ? budget : PROMPT_SEARCH_BUDGET)};
    enum source source = SOURCE_ALL;
    *result = (struct prompt_search_result){
        .ids = arena_array(db_arena(db), (size_t)search->wanted, sizeof *result->ids),
        .reached = search->cursor};
    set_params(&walk);
    narrow_to_folder(&walk, &result->reached);
    enum err err = vault_organization_key(db, &search->organization_id, &walk.data_key_id);
    if (err == ERR_NONE)
        err = choose_source(&walk, &source);
    if (err != ERR_NONE)
        return err;
    walk.sql = walks[source][search->filter->sort][search->cursor.is_backward];
    return walk_apart(&walk, source >= SOURCE_FEW_OF_TAG);
}
