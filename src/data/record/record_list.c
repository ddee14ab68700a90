#include "data/record/record_list.h"

#include <string.h>

#include "data/identity/name_cache.h"
#include "data/record/record_row.h"
#include "data/record/record_search.h"

struct request {
    struct db *db;
    const struct record_table *table;
    struct record_filter filter; /* with every text set */
    struct uuid organization_id;
    struct record_cursor cursor;
    int limit;
};

/* The texts of a filter that are looked for. */
#define TEXTS(filter)                                                                              \
    {                                                                                              \
        &(filter)->q, &(filter)->tag, &(filter)->label, &(filter)->type, &(filter)->folder,        \
            &(filter)->model, &(filter)->kind                                                      \
    }

static enum err set_texts(struct record_filter *filter)
{
    const char **const texts[] = TEXTS(filter);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (*texts[i] == NULL)
            *texts[i] = "";
        size_t len = strlen(*texts[i]);
        if (len > RECORD_QUERY_MAX || !text_is_utf8(*texts[i], len))
            return ERR_INVALID;
    }
    return ERR_NONE;
}

static bool is_plain(const struct record_filter *filter)
{
    const char *const *const texts[] = TEXTS(filter);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if ((*texts[i])[0] != '\0')
            return false;
    return uuid_is_nil(&filter->owner_id);
}

static enum err check(const struct actor *actor, const struct record_filter *filter,
                      struct request *request)
{
    struct record_filter *own = &request->filter;
    *own = *filter;
    enum err err = set_texts(own);
    if (err == ERR_NONE && request->table->check != NULL)
        err = request->table->check(own);
    own->in_content =
        filter->in_content && own->q[0] != '\0' && request->table->content_sql != NULL;
    request->organization_id =
        uuid_is_nil(&filter->organization_id) ? actor->organization_id : filter->organization_id;
    request->limit = filter->limit == 0 ? RECORD_LIST_LIMIT : filter->limit;
    request->cursor = record_cursor_first();
    if (request->limit < 1 || request->limit > RECORD_LIST_LIMIT_MAX)
        return ERR_INVALID;
    if (own->cursor == NULL)
        own->cursor = "";
    if (err == ERR_NONE && own->cursor[0] != '\0')
        err = record_cursor_parse(own->cursor, own->sort, &request->cursor);
    return err;
}

static struct record_cursor place_of(const struct record_row *row, enum record_sort sort,
                                     bool is_backward)
{
    int64_t time = sort == RECORD_SORT_CREATED ? row->created_at : row->updated_at;
    return (struct record_cursor){is_backward, {time, row->id}, row->name};
}

/* What a walk found, still in its direction: one row too many tells that there are more. */
struct found {
    struct record_row *rows;
    int count;
    bool has_more;
    bool is_unfinished;
    struct record_cursor reached;
};

static enum err find_plain(const struct request *request, struct found *found)
{
    const struct record_table *table = request->table;
    const struct record_filter *filter = &request->filter;
    const struct record_cursor *cursor = &request->cursor;
    struct db_result result;
    name_cache_ask(request->db, &request->organization_id);
    db_read_last(request->db); /* but for names that are not kept */
    enum err err = db_select(
        request->db, &result, table->plain_sql[filter->state][filter->sort][cursor->is_backward],
        db_uuid(&request->organization_id),
        filter->sort == RECORD_SORT_NAME ? db_text(cursor->name) : db_time(cursor->place.time),
        db_uuid(&cursor->place.id), db_int(request->limit + 1));
    if (err != ERR_NONE)
        return err;
    found->has_more = result.row_count > request->limit;
    if (found->has_more)
        result.row_count--;
    found->count = result.row_count;
    err = record_row_read(request->db, table, &request->organization_id, &result, found->rows);
    if (cursor->is_backward)
        record_row_turn(found->rows, found->count);
    return err;
}

static enum err find_filtered(const struct request *request, struct found *found)
{
    struct record_search search = {.table = request->table,
                                   .organization_id = request->organization_id,
                                   .filter = &request->filter,
                                   .cursor = request->cursor,
                                   .wanted = request->limit + 1};
    struct record_search_result result;
    enum err err = record_search(request->db, &search, &result);
    if (err != ERR_NONE)
        return err;
    found->has_more = result.count > request->limit;
    if (found->has_more)
        result.count--;
    if (request->cursor.is_backward)
        record_row_turn_ids(result.ids, result.count);
    found->is_unfinished = result.is_unfinished;
    found->reached = result.reached;
    struct record_ids ids = {&request->organization_id, result.ids, result.count};
    return record_row_load(request->db, request->table, &ids, found->rows, &found->count);
}

static enum err find(const struct request *request, struct found *found)
{
    *found = (struct found){
        .rows = arena_array(db_arena(request->db), (size_t)request->limit, sizeof *found->rows)};
    return is_plain(&request->filter) ? find_plain(request, found) : find_filtered(request, found);
}

/* The cursor that goes on from the page in a direction, or NULL. */
static const char *cursor_from(const struct request *request, const struct found *found,
                               bool is_backward)
{
    enum record_sort sort = request->filter.sort;
    bool is_same_way = request->cursor.is_backward == is_backward;
    struct record_cursor cursor = request->cursor;
    if (is_same_way && !found->has_more && !found->is_unfinished)
        return NULL;
    if (!is_same_way && request->filter.cursor[0] == '\0')
        return NULL;
    if (is_same_way && found->is_unfinished)
        cursor = found->reached;
    else if (found->count > 0)
        cursor = place_of(&found->rows[is_backward ? 0 : found->count - 1], sort, is_backward);
    cursor.is_backward = is_backward;
    return record_cursor_format(db_arena(request->db), sort, &cursor);
}

enum err record_list_read(struct db *db, const struct actor *actor,
                          const struct record_table *table, const struct record_filter *filter,
                          struct record_list *list)
{
    struct request request = {.db = db, .table = table};
    struct found found;
    enum err err = check(actor, filter, &request);
    if (err != ERR_NONE)
        return err;
    struct policy_target target = {.organization_id = request.organization_id};
    if (!policy_allows(actor, table->see, &target) ||
        (request.filter.in_content && !policy_allows(actor, table->read, &target)))
        return ERR_DENIED;
    err = find(&request, &found);
    if (err == ERR_NONE && request.cursor.is_backward && !found.has_more && !found.is_unfinished) {
        /* Back at the beginning: the first page, whole. */
        request.cursor = record_cursor_first();
        request.filter.cursor = "";
        err = find(&request, &found);
    }
    if (err != ERR_NONE)
        return err;
    *list = (struct record_list){.rows = found.rows,
                                 .count = found.count,
                                 .next = cursor_from(&request, &found, false),
                                 .previous = cursor_from(&request, &found, true),
                                 .is_unfinished = found.is_unfinished};
    return ERR_NONE;
}
