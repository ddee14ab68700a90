#include "data/prompt_list.h"

#include <string.h>

#include "data/prompt_row.h"
#include "data/prompt_search.h"

/* The lists without a filter: each follows its own index. $1 organization, $2 how many, $3 time or
 * name and $4 id to go on behind. */
#define ROWS(state)                                                                                \
    "SELECT " PROMPT_ROW_COLUMNS "FROM prompts p WHERE p.organization_id = $1 " state
#define BY_TIME(state, column)                                                                     \
    {                                                                                              \
        ROWS(state "AND (p." column ", p.id) < ($3, $4) ")                                         \
        "ORDER BY p." column " DESC, p.id DESC LIMIT $2",                                          \
            ROWS(state "AND (p." column ", p.id) > ($3, $4) ") "ORDER BY p." column                \
                                                               ", p.id LIMIT $2"                   \
    }
#define BY_NAME(state)                                                                             \
    {                                                                                              \
        ROWS(state "AND p.name > $3 ")                                                             \
        "ORDER BY p.name LIMIT $2", ROWS(state "AND p.name < $3 ") "ORDER BY p.name DESC LIMIT $2" \
    }
#define BY_ANY(state)                                                                              \
    {                                                                                              \
        BY_TIME(state, "updated_at"), BY_TIME(state, "created_at"), BY_NAME(state)                 \
    }

/* State, order, direction. */
static const char *const plain_sql[][3][2] = {
    [PROMPT_STATE_ACTIVE] = BY_ANY("AND p.archived_at IS NULL "),
    [PROMPT_STATE_ARCHIVED] = BY_ANY("AND p.archived_at IS NOT NULL "),
    [PROMPT_STATE_ALL] = BY_ANY(""),
};

struct request {
    struct db *db;
    struct prompt_filter filter; /* with every text set */
    struct uuid organization_id;
    struct prompt_cursor cursor;
    int limit;
};

static const char *text_or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static bool is_good_text(const char *text)
{
    size_t len = strlen(text);
    return len <= PROMPT_QUERY_MAX && text_is_utf8(text, len);
}

static enum err check(const struct actor *actor, const struct prompt_filter *filter,
                      struct request *request)
{
    struct prompt_filter *own = &request->filter;
    enum prompt_type type;
    *own = *filter;
    own->q = text_or_empty(filter->q);
    own->tag = text_or_empty(filter->tag);
    own->label = text_or_empty(filter->label);
    own->type = text_or_empty(filter->type);
    own->folder = text_or_empty(filter->folder);
    own->cursor = text_or_empty(filter->cursor);
    own->in_bodies = filter->in_bodies && own->q[0] != '\0';
    request->organization_id =
        uuid_is_nil(&filter->organization_id) ? actor->organization_id : filter->organization_id;
    request->limit = filter->limit == 0 ? PROMPT_LIST_LIMIT : filter->limit;
    request->cursor = prompt_cursor_first();
    if (request->limit < 1 || request->limit > PROMPT_LIST_LIMIT_MAX)
        return ERR_INVALID;
    if (own->type[0] != '\0' && prompt_type_parse(own->type, &type) != ERR_NONE)
        return ERR_INVALID;
    if (!is_good_text(own->q) || !is_good_text(own->tag) || !is_good_text(own->label) ||
        !is_good_text(own->folder))
        return ERR_INVALID;
    if (own->cursor[0] != '\0')
        return prompt_cursor_parse(own->cursor, own->sort, &request->cursor);
    return ERR_NONE;
}

static bool is_plain(const struct prompt_filter *filter)
{
    return filter->q[0] == '\0' && uuid_is_nil(&filter->owner_id) && filter->tag[0] == '\0' &&
           filter->label[0] == '\0' && filter->type[0] == '\0' && filter->folder[0] == '\0';
}

static struct prompt_cursor place_of(const struct prompt_row *row, enum prompt_sort sort,
                                     bool is_backward)
{
    int64_t time = sort == PROMPT_SORT_CREATED ? row->created_at : row->updated_at;
    return (struct prompt_cursor){is_backward, {time, row->id}, row->name};
}

/* What a walk found, still in its direction: one row too many tells that there are more. */
struct found {
    struct prompt_row *rows;
    int count;
    bool has_more;
    bool is_unfinished;
    struct prompt_cursor reached;
};

static enum err find_plain(const struct request *request, struct found *found)
{
    const struct prompt_filter *filter = &request->filter;
    const struct prompt_cursor *cursor = &request->cursor;
    struct db_result result;
    enum err err = db_select(
        request->db, &result, plain_sql[filter->state][filter->sort][cursor->is_backward],
        db_uuid(&request->organization_id), db_int(request->limit + 1),
        filter->sort == PROMPT_SORT_NAME ? db_text(cursor->name) : db_time(cursor->place.time),
        db_uuid(&cursor->place.id));
    if (err != ERR_NONE)
        return err;
    found->has_more = result.row_count > request->limit;
    if (found->has_more)
        result.row_count--;
    found->count = result.row_count;
    err = prompt_row_read(request->db, &request->organization_id, &result, found->rows);
    if (cursor->is_backward)
        prompt_row_turn(found->rows, found->count);
    return err;
}

static enum err find_filtered(const struct request *request, struct found *found)
{
    struct prompt_search search = {.organization_id = request->organization_id,
                                   .filter = &request->filter,
                                   .cursor = request->cursor,
                                   .wanted = request->limit + 1};
    struct prompt_search_result result;
    enum err err = prompt_search(request->db, &search, &result);
    if (err != ERR_NONE)
        return err;
    found->has_more = result.count > request->limit;
    if (found->has_more)
        result.count--;
    if (request->cursor.is_backward)
        prompt_row_turn_ids(result.ids, result.count);
    found->is_unfinished = result.is_unfinished;
    found->reached = result.reached;
    struct prompt_ids ids = {&request->organization_id, result.ids, result.count};
    return prompt_row_load(request->db, &ids, found->rows, &found->count);
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
    enum prompt_sort sort = request->filter.sort;
    bool is_same_way = request->cursor.is_backward == is_backward;
    struct prompt_cursor cursor = request->cursor;
    if (is_same_way && !found->has_more && !found->is_unfinished)
        return NULL;
    if (!is_same_way && request->filter.cursor[0] == '\0')
        return NULL;
    if (is_same_way && found->is_unfinished)
        cursor = found->reached;
    else if (found->count > 0)
        cursor = place_of(&found->rows[is_backward ? 0 : found->count - 1], sort, is_backward);
    cursor.is_backward = is_backward;
    return prompt_cursor_format(db_arena(request->db), sort, &cursor);
}

enum err prompt_list(struct db *db, const struct actor *actor, const struct prompt_filter *filter,
                     struct prompt_list *list)
{
    struct request request = {.db = db};
    struct found found;
    enum err err = check(actor, filter, &request);
    if (err != ERR_NONE)
        return err;
    struct policy_target target = {.organization_id = request.organization_id};
    if (!policy_allows(actor, PERMISSION_PROMPT_SEE, &target) ||
        (request.filter.in_bodies && !policy_allows(actor, PERMISSION_PROMPT_READ, &target)))
        return ERR_DENIED;
    err = find(&request, &found);
    if (err == ERR_NONE && request.cursor.is_backward && !found.has_more && !found.is_unfinished) {
        /* Back at the beginning: the first page, whole. */
        request.cursor = prompt_cursor_first();
        request.filter.cursor = "";
        err = find(&request, &found);
    }
    if (err != ERR_NONE)
        return err;
    *list = (struct prompt_list){.rows = found.rows,
                                 .count = found.count,
                                 .next = cursor_from(&request, &found, false),
                                 .previous = cursor_from(&request, &found, true),
                                 .is_unfinished = found.is_unfinished};
    return ERR_NONE;
}
