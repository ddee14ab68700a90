#include "data/user/user_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "data/db/query.h"
#include "data/user/user_record.h"
#include "domain/text_match.h"

/* Names and addresses are sealed: SQL narrows by what is in the clear, the rest is opened here and
 * looked at, batch by batch. */

enum {
    BATCH = 200,
    SCRATCH_MAX = 16 * 1024 * 1024,
    STATE_NOT_INACTIVE = USER_STATE_COUNT, /* for those who see names only */
};

#define SEARCH_TIME (CLOCK_SECOND / 5)

/* Before and after everything: the last microsecond of the year 9999. */
#define TIME_MAX INT64_C(253402300799999999)

#define LIST_WHERE                                                                                 \
    "WHERE u.organization_id = $1 AND ($4 = '' OR u.user_persona = $4) AND ($5 = -1 "              \
    "OR ($5 = 0 AND u.is_active AND u.hashed_password IS NOT NULL) "                               \
    "OR ($5 = 1 AND u.is_active AND u.hashed_password IS NULL) "                                   \
    "OR ($5 = 2 AND NOT u.is_active) OR ($5 = 3 AND u.is_active)) "

/* What a list run carries along. */
struct scan {
    struct db *db;
    const struct user_filter *filter;
    struct uuid organization_id;
    const struct text_query *query;
    struct arena *scratch; /* of the matches */
    bool is_names_only;
    const char *persona;
    int state;
    int limit;
    int64_t time; /* where the next batch begins */
    struct uuid id;
};

static bool matches(const struct scan *scan, const struct user *user)
{
    struct text_match match;
    struct text_span span;
    text_match_begin(&match, scan->query, scan->scratch);
    if (match.missing > 0 && user->full_name != NULL)
        (void)text_match_look(&match, user->full_name, strlen(user->full_name), &span);
    if (match.missing > 0 && !scan->is_names_only && user->email != NULL)
        (void)text_match_look(&match, user->email, strlen(user->email), &span);
    return match.missing == 0;
}

static enum err read_batch(const struct scan *scan, int count, struct db_result *result)
{
    const struct db_value params[] = {
        db_uuid(&scan->organization_id), db_time(scan->time), db_uuid(&scan->id),
        db_text(scan->persona),          db_int(scan->state), db_int(count),
    };
    if (scan->filter->is_backward)
        return db_query(scan->db,
                        USER_RECORD_SELECT LIST_WHERE "AND (u.updated_at, u.id) > ($2, $3) "
                                                      "ORDER BY u.updated_at, u.id LIMIT $6",
                        params, (int)COUNT_OF(params), result);
    return db_query(scan->db,
                    USER_RECORD_SELECT LIST_WHERE "AND (u.updated_at, u.id) < ($2, $3) "
                                                  "ORDER BY u.updated_at DESC, u.id DESC LIMIT $6",
                    params, (int)COUNT_OF(params), result);
}

/* Takes the rows of a batch that match until there is one more than the page holds. */
static enum err take_batch(struct scan *scan, const struct db_result *result,
                           struct user_list *list)
{
    for (int row = 0; row < result->row_count && list->count <= scan->limit; row++) {
        struct user_record record;
        enum err err = user_record_read(scan->db, result, row, &record);
        if (err != ERR_NONE)
            return err;
        scan->time = record.user.updated_at;
        scan->id = record.user.id;
        if (!matches(scan, &record.user))
            continue;
        struct user *item = &list->items[list->count++];
        *item = record.user;
        if (!scan->is_names_only)
            continue;
        *item = (struct user){
            .id = record.user.id,
            .organization_id = record.user.organization_id,
            .organization_name = record.user.organization_name,
            .full_name = record.user.full_name,
            .updated_at = record.user.updated_at,
        };
    }
    return ERR_NONE;
}

static enum err scan_all(struct scan *scan, struct user_list *list)
{
    int64_t end = clock_now() + SEARCH_TIME;
    int size = text_query_is_empty(scan->query) ? scan->limit + 1 : BATCH;
    while (list->count <= scan->limit) {
        struct db_result result;
        enum err err = read_batch(scan, size, &result);
        if (err == ERR_NONE)
            err = take_batch(scan, &result, list);
        if (err != ERR_NONE)
            return err;
        if (result.row_count < size)
            break;
        if (list->count <= scan->limit && clock_now() > end) {
            list->is_out_of_time = list->has_more = true;
            break;
        }
    }
    return ERR_NONE;
}

/* The page is cut to its size and turned newest first; the cursor is where it ended. */
static void finish_page(const struct scan *scan, struct user_list *list)
{
    list->next_time = scan->time;
    list->next_id = scan->id;
    if (list->count > scan->limit) {
        list->count = scan->limit;
        list->has_more = true;
        list->next_time = list->items[scan->limit - 1].updated_at;
        list->next_id = list->items[scan->limit - 1].id;
    }
    for (int i = 0, j = list->count - 1; scan->filter->is_backward && i < j; i++, j--) {
        struct user swapped = list->items[i];
        list->items[i] = list->items[j];
        list->items[j] = swapped;
    }
}

static void set_cursor(struct scan *scan)
{
    scan->time = scan->filter->cursor_time;
    scan->id = scan->filter->cursor_id;
    if (scan->time != 0)
        return;
    scan->time = scan->filter->is_backward ? 0 : TIME_MAX;
    memset(scan->id.bytes, scan->filter->is_backward ? 0 : 0xff, sizeof scan->id.bytes);
}

enum err user_list(struct db *db, const struct actor *actor, const struct user_filter *filter,
                   struct user_list *list)
{
    *list = (struct user_list){0};
    struct policy_target target = {.organization_id = actor->organization_id};
    if (!policy_allows(actor, PERMISSION_USER_SEE, &target))
        return ERR_NOT_FOUND;
    bool is_full = policy_allows(actor, PERMISSION_USER_READ, &target);
    struct scan scan = {
        .db = db,
        .filter = filter,
        .organization_id = target.organization_id,
        .is_names_only = !is_full,
        .persona = is_full && filter->persona >= 0 ? persona_names[filter->persona] : "",
        .state = is_full ? filter->state : STATE_NOT_INACTIVE,
        .limit = filter->limit < 1 || filter->limit > USER_LIST_MAX ? USER_LIST_MAX : filter->limit,
    };
    const char *typed = filter->search == NULL ? "" : filter->search;
    if (text_query_parse(db_arena(db), typed, &scan.query, &list->problem) != ERR_NONE)
        return ERR_INVALID;
    set_cursor(&scan);
    list->items = arena_array(db_arena(db), (size_t)scan.limit + 1, sizeof *list->items);
    scan.scratch = arena_create(SCRATCH_MAX);
    enum err err = scan_all(&scan, list);
    arena_destroy(scan.scratch);
    if (err == ERR_NONE)
        finish_page(&scan, list);
    return err;
}

static int compare_names(const void *a, const void *b)
{
    const struct user *left = a;
    const struct user *right = b;
    int order = strcasecmp(left->full_name, right->full_name);
    return order != 0 ? order : memcmp(left->id.bytes, right->id.bytes, sizeof left->id.bytes);
}

static void select_choices(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db, USER_RECORD_SELECT);
    query_bind(q, "WHERE u.organization_id = ", db_uuid(organization_id));
    query_bind(q,
               " AND u.is_active AND u.hashed_password IS NOT NULL "
               "ORDER BY u.updated_at DESC, u.id DESC LIMIT ",
               db_int(USER_CHOICES_MAX));
}

void user_list_choices_ahead(struct db *db, const struct uuid *organization_id)
{
    struct query q;
    select_choices(&q, db, organization_id);
    query_ahead(&q);
}

enum err user_list_choices(struct db *db, const struct actor *actor,
                           const struct uuid *organization_id, struct user_list *list)
{
    *list = (struct user_list){0};
    struct policy_target target = {.organization_id = *organization_id};
    if (!policy_allows(actor, PERMISSION_USER_SEE, &target))
        return ERR_NOT_FOUND;
    struct query q;
    struct db_result result;
    select_choices(&q, db, organization_id);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(db_arena(db), (size_t)result.row_count, sizeof *list->items);
    for (int i = 0; i < result.row_count; i++) {
        struct user_record record;
        err = user_record_read(db, &result, i, &record);
        if (err != ERR_NONE)
            return err;
        if (record.user.full_name != NULL)
            list->items[list->count++] =
                (struct user){.id = record.user.id, .full_name = record.user.full_name};
    }
    qsort(list->items, (size_t)list->count, sizeof *list->items, compare_names);
    return ERR_NONE;
}
