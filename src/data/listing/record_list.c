#include "data/listing/record_list.h"

#include <string.h>

#include "base/clock.h"
#include "base/setting.h"
#include "data/listing/record_word_search.h"
#include "domain/record/label.h"
#include "domain/record/name.h"

static enum err set_texts(struct record_filter *filter)
{
    const char **const texts[] = {&filter->q,     &filter->tag,    &filter->label,
                                  &filter->facet, &filter->folder, &filter->cursor};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (*texts[i] == NULL)
            *texts[i] = "";
        size_t len = strlen(*texts[i]);
        bool is_text = len <= RECORD_FILTER_MAX && text_is_utf8(*texts[i], len) &&
                       !text_has_control(*texts[i], len, false);
        if (texts[i] != &filter->q && !is_text)
            return ERR_INVALID;
    }
    if (strcmp(filter->label, LABEL_LATEST) == 0)
        filter->label = ""; /* on every record */
    return ERR_NONE;
}

static enum err set_words(struct record_request *request, const char **problem)
{
    const struct text_query *words = NULL;
    enum err err =
        text_query_parse(db_arena(request->source.db), request->filter.q, &words, problem);
    if (err != ERR_NONE || text_query_is_empty(words))
        return err;
    request->words = words;
    request->beginnings = word_list_of_query(db_arena(request->source.db), words);
    return ERR_NONE;
}

static enum err set_page(struct record_request *request)
{
    struct record_filter *filter = &request->filter;
    request->limit = filter->limit == 0 ? RECORD_LIST_LIMIT : filter->limit;
    request->cursor = record_cursor_first();
    if (request->limit < 1 || request->limit > RECORD_LIST_LIMIT_MAX)
        return ERR_INVALID;
    if (filter->cursor[0] == '\0')
        return ERR_NONE;
    return record_cursor_parse(db_arena(request->source.db), filter->cursor, filter->sort,
                               &request->cursor);
}

/* What a token that is restricted to a folder may list is in it. */
static enum err set_folder(const struct actor *actor, struct record_filter *filter)
{
    const char *folder = policy_folder(actor);
    if (filter->folder[0] == '\0')
        filter->folder = folder;
    return policy_folder_has(folder, filter->folder) ? ERR_NONE : ERR_NOT_FOUND;
}

static enum err check(const struct actor *actor, struct record_request *request,
                      const char **problem)
{
    struct record_filter *filter = &request->filter;
    struct record_row_source *source = &request->source;
    enum err err = set_texts(filter);
    if (err == ERR_NONE)
        err = set_folder(actor, filter);
    if (err != ERR_NONE)
        return err;
    source->organization_id =
        uuid_is_nil(&filter->organization_id) ? actor->organization_id : filter->organization_id;
    source->with_links = filter->with_links;
    source->with_state = filter->with_state;
    struct policy_target target = {.organization_id = source->organization_id,
                                   .folder = filter->folder};
    if (!policy_allows(actor, source->kind->see, &target))
        return ERR_DENIED;
    request->may_read = !filter->in_names && policy_allows(actor, source->kind->read, &target);
    request->tag_key = name_key(db_arena(source->db), filter->tag);
    err = set_words(request, problem);
    return err == ERR_NONE ? set_page(request) : err;
}

/* What was found, still in the direction of the cursor: one row too many says that there are more.
 */
struct found {
    struct record_row *rows;
    int count;
    bool has_more;
    bool is_unfinished;
    struct record_cursor reached;
    const bool *is_rest; /* of a list by words, of each row (record_cursor.h); else NULL */
};

static bool has_filter(const struct record_request *request)
{
    for (enum record_by by = 0; by < RECORD_BY_NOTHING; by++)
        if (record_where_has(request, by))
            return true;
    return false;
}

static void select_page(struct query *q, const struct record_request *request, enum record_by few)
{
    query_begin(q, request->source.db, "SELECT ");
    record_where_rows(q, request, few);
}

/* One query gives the page: an index has the order, or there are few to be sorted. */
static enum err find_at_once(const struct record_request *request, enum record_by few,
                             struct found *found)
{
    struct db *db = request->source.db;
    struct db_result result;
    struct query q;
    select_page(&q, request, few);
    db_read_last(db);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    found->has_more = result.row_count > request->limit;
    if (found->has_more)
        result.row_count--;
    found->count = result.row_count;
    return record_row_read(&request->source, &result, found->rows);
}

static enum err walk_filters(const struct record_request *request, enum record_by few, int wanted,
                             struct record_search_result *result)
{
    int64_t budget = setting_search_us(request->filter.budget, RECORD_LIST_BUDGET);
    const struct record_walk walk = {
        .few = few, .wanted = wanted, .until = clock_monotonic() + budget, .soon = INT64_MAX};
    *result = record_search_begin(request, wanted);
    return record_search(request, &walk, result);
}

static enum err find_by_walking(const struct record_request *request, enum record_by few,
                                struct found *found)
{
    struct record_search_result result;
    int wanted = request->limit + 1;
    enum err err = ERR_NONE;
    if (request->words != NULL)
        err = record_word_search(request, few, wanted, &result);
    else
        err = walk_filters(request, few, wanted, &result);
    if (err != ERR_NONE)
        return err;
    found->has_more = result.count > request->limit;
    if (found->has_more)
        result.count--;
    found->is_unfinished = result.is_unfinished;
    found->reached = result.reached;
    found->is_rest = result.is_rest;
    return record_row_load(&request->source, result.ids, result.count, found->rows, &found->count);
}

/* Turns the rows of a walk backwards round. */
static void turn(struct found *found)
{
    for (int i = 0; i < found->count / 2; i++) {
        struct record_row row = found->rows[i];
        found->rows[i] = found->rows[found->count - 1 - i];
        found->rows[found->count - 1 - i] = row;
    }
}

static enum err find(const struct record_request *request, struct found *found)
{
    enum record_by few = RECORD_BY_NOTHING;
    bool is_filtered = has_filter(request);
    *found = (struct found){.rows = arena_array(db_arena(request->source.db),
                                                (size_t)request->limit, sizeof *found->rows)};
    enum err err = is_filtered ? record_where_few(request, &few) : ERR_NONE;
    if (err != ERR_NONE)
        return err;
    if (request->words == NULL && (!is_filtered || few != RECORD_BY_NOTHING))
        err = find_at_once(request, few, found);
    else
        err = find_by_walking(request, few, found);
    if (request->cursor.is_backward)
        turn(found);
    return err;
}

/* Of the first row of the page, or of the last. */
static struct record_cursor place_of(const struct record_request *request,
                                     const struct found *found, bool is_first)
{
    bool was_first = is_first != request->cursor.is_backward; /* in the direction of the cursor */
    const struct record_row *row = &found->rows[is_first ? 0 : found->count - 1];
    bool is_by_created = request->filter.sort == RECORD_SORT_CREATED;
    struct record_cursor cursor = {
        .place = {is_by_created ? row->created_at : row->updated_at, row->id}, .name = row->name};
    if (found->is_rest != NULL)
        cursor.is_rest = found->is_rest[was_first ? 0 : found->count - 1];
    return cursor;
}

/* The cursor that goes on from the page in a direction, or NULL. */
static const char *cursor_from(const struct record_request *request, const struct found *found,
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
        cursor = place_of(request, found, is_backward);
    cursor.is_backward = is_backward;
    return record_cursor_format(db_arena(request->source.db), sort, &cursor);
}

void record_list_ahead(struct db *db, const struct actor *actor, const struct record_kind *kind,
                       const struct record_filter *filter)
{
    struct record_request request = {.source = {.db = db, .kind = kind}, .filter = *filter};
    const char *problem = NULL;
    struct query q;
    if (check(actor, &request, &problem) != ERR_NONE || request.words != NULL ||
        has_filter(&request))
        return;
    select_page(&q, &request, RECORD_BY_NOTHING);
    query_ahead(&q);
}

enum err record_list(struct db *db, const struct actor *actor, const struct record_kind *kind,
                     const struct record_filter *filter, struct record_list *list)
{
    struct record_request request = {.source = {.db = db, .kind = kind}, .filter = *filter};
    struct found found;
    *list = (struct record_list){.rows = NULL};
    enum err err = check(actor, &request, &list->q_problem);
    if (err == ERR_NONE)
        err = find(&request, &found);
    if (err == ERR_NONE && request.cursor.is_backward && !found.has_more && !found.is_unfinished) {
        /* Back at the beginning: the first page, whole. */
        request.cursor = record_cursor_first();
        request.filter.cursor = "";
        err = find(&request, &found);
    }
    if (err != ERR_NONE)
        return err;
    list->rows = found.rows;
    list->count = found.count;
    list->next = cursor_from(&request, &found, false);
    list->previous = cursor_from(&request, &found, true);
    list->is_unfinished = found.is_unfinished;
    return ERR_NONE;
}
