#include "data/listing/record_search.h"

#include <string.h>

#include "base/clock.h"
#include "data/listing/record_match.h"
#include "data/record/record_load.h"
#include "data/vault/vault.h"

enum {
    BATCH_FIRST = 64,
    BATCH_MAX = 1024,
    BATCH_LOOKUP = 2048, /* more than few (record_lookup.h) */
    BATCH_CONTENT = 256, /* if contents are opened, a batch takes long enough */
    GROUP = 16,          /* contents that are read at once: each may have a megabyte */
    APART_MAX = 256 * 1024 * 1024,
};

/* The columns of a batch: what the filters say, and the texts if words are searched. */
enum {
    COLUMN_ID,
    COLUMN_KEY,
    COLUMN_FITS,
    COLUMN_FACET,
    COLUMN_NAME,
    COLUMN_DESCRIPTION,
    COLUMN_MARKS
};

struct walk {
    const struct record_request *request;
    const struct record_walk *order;
    struct record_search_result *result;
    bool opens; /* contents are looked into */
    int seen_count;
    struct uuid data_key_id;
    /* Memory of its own, so that a long walk stays small. */
    struct arena *keep;     /* the request's: for what is found */
    struct arena *batch;    /* for the rows of a batch */
    struct arena *contents; /* for the contents of a group */
    struct arena *scratch;  /* for the matcher */
};

/* A row that fits the filters, while the words are looked for. */
struct candidate {
    int row;     /* of the batch */
    bool is_out; /* found in the other part of the list, if at all */
    struct text_match match;
    struct record_content content; /* parts: NULL until they are opened */
};

/* ---- a batch ------------------------------------------------------------------------------ */

/* What an index has in front of the order is a condition of the walk; everything else is a column,
 * so that the walk can stop anywhere. */
static enum record_by index_of(const struct walk *walk)
{
    const struct record_request *request = walk->request;
    enum record_by few = walk->order->few;
    if (few == RECORD_BY_NOTHING && request->filter.sort == RECORD_SORT_NAME &&
        record_where_has(request, RECORD_BY_FOLDER))
        return RECORD_BY_FOLDER;
    if (few != RECORD_BY_NOTHING || request->filter.sort != RECORD_SORT_UPDATED)
        return RECORD_BY_NOTHING;
    if (record_where_has(request, RECORD_BY_OWNER))
        return RECORD_BY_OWNER;
    return record_where_has(request, RECORD_BY_FACET) ? RECORD_BY_FACET : RECORD_BY_NOTHING;
}

static void add_columns(struct query *q, const struct walk *walk)
{
    static const char *const keys[RECORD_SORT_COUNT] = {"r.updated_at", "r.created_at", "r.name"};
    const struct record_request *request = walk->request;
    enum record_by few = walk->order->few;
    query_add(q, "r.id, ");
    query_add(q, keys[request->filter.sort]);
    query_add(q, ", CASE WHEN true");
    record_where_all(q, request, few == RECORD_BY_NOTHING ? index_of(walk) : few);
    query_add(q, " THEN 1 ELSE 0 END");
    if (request->words == NULL)
        return;
    query_add(q, ", r.");
    query_add(q, request->source.kind->facet);
    query_add(q, ", r.name, r.description, r.marks");
}

static enum err select_batch(const struct walk *walk, int size, struct db_result *rows)
{
    const struct record_request *request = walk->request;
    enum record_by by = index_of(walk);
    struct query q;
    query_begin(&q, request->source.db, "SELECT ");
    add_columns(&q, walk);
    record_where_from(&q, request, walk->order->few, walk->order->lookup);
    record_where_add(&q, request, by);
    if (by == RECORD_BY_NOTHING && request->filter.sort == RECORD_SORT_UPDATED)
        record_where_state(&q, request);
    record_where_page(&q, request, &walk->result->reached, size);
    return query_run(&q, rows);
}

static void note_place(struct walk *walk, const struct db_result *rows, int row)
{
    struct record_cursor *reached = &walk->result->reached;
    reached->is_end = false;
    reached->place.id = db_get_uuid(rows, row, COLUMN_ID);
    if (walk->request->filter.sort == RECORD_SORT_NAME)
        reached->name = arena_strdup(walk->keep, db_get_text(rows, row, COLUMN_KEY));
    else
        reached->place.time = db_get_time(rows, row, COLUMN_KEY);
}

static bool is_late(const struct walk *walk)
{
    int64_t now = clock_monotonic();
    bool has_begun = walk->seen_count >= RECORD_WALK_MIN;
    return now >= walk->order->until || (has_begun && now >= walk->order->soon);
}

static bool is_full(const struct walk *walk)
{
    return walk->result->count == walk->order->wanted;
}

static void add_found(struct walk *walk, const struct db_result *rows, int row)
{
    struct record_search_result *result = walk->result;
    result->is_rest[result->count] = result->reached.is_rest;
    result->ids[result->count++] = db_get_uuid(rows, row, COLUMN_ID);
}

/* ---- words -------------------------------------------------------------------------------- */

static enum err look_at_description(const struct walk *walk, const struct db_result *rows,
                                    struct candidate *candidate)
{
    const struct record_row_source *source = &walk->request->source;
    struct uuid id = db_get_uuid(rows, candidate->row, COLUMN_ID);
    struct seal_place place = record_description_place(source->kind, &source->organization_id, &id);
    struct text_span span;
    const char *text = NULL;
    enum err err = vault_open_text(source->db, &place,
                                   db_get_bytes(rows, candidate->row, COLUMN_DESCRIPTION), &text);
    if (err == ERR_NONE)
        (void)text_match_look(&candidate->match, text, strlen(text), &span);
    return err;
}

/* Name and tags. True if that is all that it takes, and the index finds it too. */
static bool look_at_name(const struct walk *walk, const struct db_result *rows,
                         struct candidate *candidate)
{
    struct tag_list tags = {.count = 0};
    if (!walk->request->filter.in_names)
        tags = record_mark_tags(walk->contents, db_get_text(rows, candidate->row, COLUMN_MARKS));
    return record_match_name(walk->contents, db_get_text(rows, candidate->row, COLUMN_NAME), &tags,
                             &candidate->match, &walk->request->beginnings);
}

/* Name, tags, description. */
static enum err look_at_row(const struct walk *walk, const struct db_result *rows,
                            struct candidate *candidate)
{
    text_match_begin(&candidate->match, walk->request->words, walk->scratch);
    bool is_named = look_at_name(walk, rows, candidate);
    candidate->is_out = is_named != (walk->order->look == RECORD_LOOK_NAMES);
    if (is_named || candidate->is_out || walk->request->filter.in_names ||
        candidate->match.missing == 0)
        return ERR_NONE;
    return look_at_description(walk, rows, candidate);
}

static bool is_to_open(const struct candidate *candidate)
{
    return !candidate->is_out && candidate->match.missing > 0;
}

static enum err select_contents(const struct walk *walk, const struct db_result *rows,
                                const struct candidate *const *candidates, int count,
                                struct db_result *result)
{
    const struct record_row_source *source = &walk->request->source;
    const struct record_kind *kind = source->kind;
    struct uuid ids[GROUP];
    struct query q;
    for (int i = 0; i < count; i++)
        ids[i] = db_get_uuid(rows, candidates[i]->row, COLUMN_ID);
    query_begin(&q, source->db, "SELECT r.id, v.id");
    record_add_columns(&q, kind);
    record_row_from_ids(&q, source, ids, count, GROUP);
    query_add(&q, " JOIN ");
    query_add(&q, kind->versions);
    query_add(&q, " v ON v.organization_id = r.organization_id AND v.record_id = r.id "
                  "AND v.version = r.version");
    query_bind(&q, " LIMIT ", db_int(GROUP));
    return query_run(&q, result);
}

/* Opens the content of a candidate, which is one of these rows, and looks into it. */
static enum err look_into(const struct walk *walk, const struct db_result *contents,
                          const struct uuid *id, struct candidate *candidate)
{
    const struct record_row_source *source = &walk->request->source;
    struct record_match_place place;
    for (int row = 0; row < contents->row_count; row++) {
        struct uuid record_id = db_get_uuid(contents, row, 0);
        if (!uuid_equal(&record_id, id))
            continue;
        struct record_sealed sealed = {
            contents,         row, 2, source->organization_id, db_get_uuid(contents, row, 1),
            walk->data_key_id};
        enum err err = record_open(source->db, source->kind, &sealed, &candidate->content);
        if (err == ERR_NONE)
            (void)record_match_content(walk->contents, source->kind, &candidate->content,
                                       &candidate->match, &place);
        return err;
    }
    return ERR_NONE;
}

/* The contents of those in which not everything was found yet. *last is the last candidate that was
 * looked at: the budget may end before. */
static enum err look_into_contents(const struct walk *walk, const struct db_result *rows,
                                   struct candidate *candidates, int count, int *last)
{
    const struct candidate *missing[GROUP];
    struct db_result contents;
    int missing_count = 0;
    for (int i = 0; i < count; i++)
        if (is_to_open(&candidates[i]))
            missing[missing_count++] = &candidates[i];
    *last = count - 1;
    if (missing_count == 0)
        return ERR_NONE;
    enum err err = select_contents(walk, rows, missing, missing_count, &contents);
    for (int i = 0; err == ERR_NONE && i < count; i++) {
        struct uuid id = db_get_uuid(rows, candidates[i].row, COLUMN_ID);
        if (!is_to_open(&candidates[i]))
            continue;
        err = look_into(walk, &contents, &id, &candidates[i]);
        if (err == ERR_NONE && is_late(walk)) {
            *last = i;
            break;
        }
    }
    return err;
}

/* Looks for the words in a group of rows that fit; *last as above. */
static enum err look_at_group(struct walk *walk, const struct db_result *rows,
                              struct candidate *candidates, int count, int *last)
{
    enum err err = ERR_NONE;
    *last = count - 1;
    for (int i = 0; err == ERR_NONE && i < count; i++)
        err = look_at_row(walk, rows, &candidates[i]);
    arena_reset(walk->contents);
    if (err == ERR_NONE && walk->opens) {
        struct arena *before = db_use_arena(walk->request->source.db, walk->contents);
        err = look_into_contents(walk, rows, candidates, count, last);
        (void)!db_use_arena(walk->request->source.db, before);
        arena_reset(walk->contents);
    }
    for (int i = 0; err == ERR_NONE && i <= *last && !is_full(walk); i++)
        if (!candidates[i].is_out && candidates[i].match.missing == 0)
            add_found(walk, rows, candidates[i].row);
    return err;
}

/* The next rows that fit, from *row on, which goes behind them. */
static int next_group(const struct db_result *rows, int *row, struct candidate *candidates)
{
    int count = 0;
    for (; *row < rows->row_count && count < GROUP; ++*row)
        if (db_get_int(rows, *row, COLUMN_FITS) != 0)
            candidates[count++] = (struct candidate){
                .row = *row, .content = {.facet = db_get_text(rows, *row, COLUMN_FACET)}};
    return count;
}

/* *seen becomes how many rows of the batch were looked at. */
static enum err search_words(struct walk *walk, const struct db_result *rows, int *seen)
{
    struct candidate candidates[GROUP];
    enum err err = ERR_NONE;
    while (err == ERR_NONE && *seen < rows->row_count && !is_full(walk)) {
        int last = 0;
        int row = *seen;
        int count = next_group(rows, &row, candidates);
        if (count > 0)
            err = look_at_group(walk, rows, candidates, count, &last);
        bool is_whole = count == 0 || last == count - 1;
        row = is_whole ? row : candidates[last].row + 1;
        walk->seen_count += row - *seen;
        *seen = row;
        if (!is_whole || (walk->order->few != RECORD_BY_LOOKUP && is_late(walk)))
            break;
    }
    return err;
}

static void take_fitting(struct walk *walk, const struct db_result *rows, int *seen)
{
    for (; *seen < rows->row_count && !is_full(walk); ++*seen)
        if (db_get_int(rows, *seen, COLUMN_FITS) != 0)
            add_found(walk, rows, *seen);
}

/* ---- the walk ----------------------------------------------------------------------------- */

/* One batch. *is_over: as many as wanted, the end, or the budget. */
static enum err walk_batch(struct walk *walk, int size, bool *is_over)
{
    struct db_result rows;
    int seen = 0;
    enum err err = select_batch(walk, size, &rows);
    if (err == ERR_NONE && walk->request->words != NULL)
        err = search_words(walk, &rows, &seen);
    else if (err == ERR_NONE)
        take_fitting(walk, &rows, &seen);
    if (err != ERR_NONE)
        return err;
    if (seen > 0)
        note_place(walk, &rows, seen - 1);
    bool is_at_end = seen == rows.row_count && rows.row_count < size;
    *is_over = is_full(walk) || is_at_end;
    if (!*is_over && is_late(walk))
        *is_over = walk->result->is_unfinished = true;
    return ERR_NONE;
}

/* The few are read at once; of many that the index names, the first. */
static int first_size(const struct record_walk *order)
{
    if (order->few == RECORD_BY_LOOKUP)
        return BATCH_LOOKUP;
    return order->few == RECORD_BY_NOTHING ? BATCH_FIRST : RECORD_FEW_MAX + 1;
}

static enum err walk_all(struct walk *walk)
{
    int size_max = walk->opens ? BATCH_CONTENT : BATCH_MAX;
    int size = first_size(walk->order);
    bool is_over = false;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && !is_over) {
        err = walk_batch(walk, size, &is_over);
        arena_reset(walk->batch);
        if (walk->order->few == RECORD_BY_NOTHING)
            size = size * 2 < size_max ? size * 2 : size_max;
    }
    return err;
}

static enum err walk_apart(struct walk *walk)
{
    struct db *db = walk->request->source.db;
    walk->batch = arena_create(APART_MAX);
    walk->contents = arena_create(APART_MAX);
    walk->scratch = arena_create(APART_MAX);
    walk->keep = db_use_arena(db, walk->batch);
    enum err err = walk_all(walk);
    (void)!db_use_arena(db, walk->keep);
    arena_destroy(walk->batch);
    arena_destroy(walk->contents);
    arena_destroy(walk->scratch);
    return err;
}

struct record_search_result record_search_begin(const struct record_request *request, int wanted)
{
    struct arena *arena = db_arena(request->source.db);
    return (struct record_search_result){
        .ids = arena_array(arena, (size_t)wanted, sizeof(struct uuid)),
        .is_rest = arena_array(arena, (size_t)wanted, sizeof(bool)),
        .reached = request->cursor};
}

enum err record_search(const struct record_request *request, const struct record_walk *order,
                       struct record_search_result *result)
{
    struct db *db = request->source.db;
    struct walk walk = {.request = request, .order = order, .result = result};
    walk.opens = request->words != NULL && request->may_read && order->look == RECORD_LOOK_REST;
    enum err err = ERR_NONE;
    if (walk.opens)
        err = vault_organization_key(db, &request->source.organization_id, &walk.data_key_id);
    return err == ERR_NONE ? walk_apart(&walk) : err;
}
