#include "data/edit/record_folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "data/comment/record_follow.h"
#include "data/db/query.h"
#include "data/edit/record_save.h"
#include "data/listing/record_list.h"
#include "data/listing/record_row.h"
#include "data/record/record_audit.h"
#include "data/reference/record_edge.h"
#include "data/reference/record_link.h"
#include "data/reference/record_rename.h"
#include "domain/record/name.h"
#include "domain/record/record_name.h"

_Static_assert((int)RECORD_FOLDER_MAX <= (int)RECORD_LIST_LIMIT_MAX,
               "a folder is read as one list");

/* Ids and names are asked for by so many at once, so that there are few texts of queries. */
enum { ASKED = RECORD_EDGE_TARGETS, ASKINGS = (RECORD_FOLDER_MAX + ASKED - 1) / ASKED, NAMED = 3 };

/* A plan on its way, with the records as they are. */
struct folder_work {
    struct work work;
    const struct record_store *store;
    struct record_folder_plan *plan;
    struct record_head *heads; /* of the lines */
    const char **new_keys;     /* of their new names (name.h) */
    struct db_result taken[ASKINGS];
    struct db_result edges[ASKINGS];
    struct db_result others;
};

/* ---- what is in the folder ---------------------------------------------------------------- */

static enum err read_records(struct folder_work *folder)
{
    struct arena *arena = db_arena(folder->work.db);
    struct record_folder_plan *plan = folder->plan;
    struct record_list list;
    const struct record_filter filter = {.folder = plan->from,
                                         .state = RECORD_ALL,
                                         .sort = RECORD_SORT_NAME,
                                         .limit = RECORD_FOLDER_MAX};
    enum err err =
        record_list(folder->work.db, folder->work.actor, folder->store->kind, &filter, &list);
    if (err != ERR_NONE)
        return err;
    plan->has_more = list.next != NULL;
    plan->lines = arena_array(arena, (size_t)list.count + 1, sizeof *plan->lines);
    folder->heads = arena_array(arena, (size_t)list.count + 1, sizeof *folder->heads);
    folder->new_keys = arena_array(arena, (size_t)list.count + 1, sizeof *folder->new_keys);
    for (int i = 0; i < list.count; i++) {
        folder->heads[i] =
            record_row_head(&list.rows[i], folder->store, &folder->work.actor->organization_id);
        plan->lines[i] = (struct record_folder_line){.id = list.rows[i].id,
                                                     .name = list.rows[i].name,
                                                     .is_archived = list.rows[i].archived_at != 0};
        plan->archived_count += plan->lines[i].is_archived;
    }
    plan->count = list.count;
    return plan->count == 0 ? ERR_NOT_FOUND : ERR_NONE;
}

/* ---- what speaks against a record --------------------------------------------------------- */

static void refuse(struct folder_work *folder, int at, const char *reason)
{
    struct record_folder_line *line = &folder->plan->lines[at];
    if (line->reason != NULL)
        return;
    line->reason = reason;
    folder->plan->refused_count++;
}

static void name_anew(struct folder_work *folder, int at)
{
    struct arena *arena = db_arena(folder->work.db);
    struct record_folder_plan *plan = folder->plan;
    struct record_folder_line *line = &plan->lines[at];
    struct policy_target target = record_target(&folder->heads[at]);
    const char *problem = NULL;
    line->new_name = arena_printf(arena, "%s%s", plan->to, line->name + strlen(plan->from));
    folder->new_keys[at] = name_key(arena, line->new_name);
    line->is_denied = !policy_allows(folder->work.actor, folder->store->kind->change, &target);
    if (line->is_denied)
        refuse(folder, at, "You may not change it.");
    else if (record_name_check(line->new_name, &problem) != ERR_NONE)
        refuse(folder, at, problem);
}

/* Asks who has one of the new names, for some of the records. */
static void ask_taken(struct folder_work *folder, int first, struct db_result *taken)
{
    const struct record_folder_plan *plan = folder->plan;
    struct query q;
    query_begin(&q, folder->work.db, "SELECT id, name_key, name, archived_at FROM ");
    query_add(&q, folder->store->kind->table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&folder->work.actor->organization_id));
    query_add(&q, " AND name_key IN (");
    for (int i = 0; i < ASKED; i++) { /* the last one fills the list */
        int at = first + i < plan->count ? first + i : plan->count - 1;
        query_bind(&q, i == 0 ? "" : ", ", db_text(folder->new_keys[at]));
    }
    query_add(&q, ")");
    query_later(&q, taken);
}

/* Asks who links to some of the records. */
static void ask_edges(struct folder_work *folder, int first, struct db_result *edges)
{
    struct uuid ids[ASKED];
    struct query q;
    int count = 0;
    for (int at = first; at < folder->plan->count && count < ASKED; at++)
        ids[count++] = folder->plan->lines[at].id;
    record_edge_select(&q, folder->work.db, &folder->work.actor->organization_id, ids, count);
    query_later(&q, edges);
}

/* Asks for what is in the new folder already, one more than may come from the old one. */
static void ask_others(struct folder_work *folder)
{
    struct arena *arena = db_arena(folder->work.db);
    const char *key = name_key(arena, folder->plan->to);
    const char *low = arena_printf(arena, "%s/", key);
    const char *high = arena_printf(arena, "%s0", key);
    struct query q;
    query_begin(&q, folder->work.db, "SELECT id FROM ");
    query_add(&q, folder->store->kind->table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&folder->work.actor->organization_id));
    query_bind(&q, " AND name_key >= ", db_text(low));
    query_bind(&q, " AND name_key < ", db_text(high));
    query_bind(&q, " ORDER BY name_key LIMIT ", db_int(RECORD_FOLDER_MAX + 1));
    query_later(&q, &folder->others);
}

static int find_line(const struct record_folder_plan *plan, const struct uuid *id)
{
    for (int i = 0; i < plan->count; i++)
        if (uuid_equal(&plan->lines[i].id, id))
            return i;
    return -1;
}

/* What is moved itself makes room for the others. */
static void read_taken(struct folder_work *folder, const struct db_result *taken)
{
    struct db *db = folder->work.db;
    const struct record_kind *kind = folder->store->kind;
    struct record_folder_plan *plan = folder->plan;
    for (int row = 0; row < taken->row_count; row++) {
        struct uuid id = db_get_uuid(taken, row, 0);
        const char *key = db_get_text(taken, row, 1);
        if (find_line(plan, &id) >= 0)
            continue;
        for (int i = 0; i < plan->count; i++) {
            struct record_folder_line *line = &plan->lines[i];
            if (line->reason != NULL || strcmp(folder->new_keys[i], key) != 0)
                continue;
            refuse(folder, i,
                   arena_printf(db_arena(db), "%s %s has the new name.",
                                db_is_null(taken, row, 3) ? "Another" : "An archived", kind->noun));
            line->blocking_path = arena_printf(db_arena(db), "%s/%s", kind->path, work_id(db, &id));
            line->blocking_name = db_get_text(taken, row, 2);
        }
    }
}

static bool is_by_name(const struct record_edge *edge)
{
    static const char *const sorts[] = {LINK_REFERENCE, LINK_PROMPT, LINK_HANDOFF};
    for (size_t i = 0; i < COUNT_OF(sorts); i++)
        if (strcmp(edge->sort, sorts[i]) == 0)
            return true;
    return false;
}

/* The names of those that refer to a record by its name; NULL: nobody does. */
static const char *users_of(struct folder_work *folder, const struct db_result *edges, int at)
{
    struct buf names;
    struct uuid last = {0};
    int count = 0;
    buf_init(&names, db_arena(folder->work.db));
    for (int row = 0; row < edges->row_count; row++) {
        struct record_edge edge = record_edge_read(edges, row);
        if (!uuid_equal(&edge.target_id, &folder->plan->lines[at].id) || !is_by_name(&edge) ||
            uuid_equal(&edge.source_id, &edge.target_id) || uuid_equal(&edge.source_id, &last))
            continue;
        last = edge.source_id;
        if (count++ < NAMED)
            buf_printf(&names, count == 1 ? "%s" : ", %s", edge.source.name);
    }
    if (count > NAMED)
        buf_printf(&names, " and %d more", count - NAMED);
    return count == 0 ? NULL : names.data;
}

/* Of so many links that some were not read, each record is asked by itself. */
static enum err check_one(struct folder_work *folder, int at)
{
    const char *new_name = folder->plan->lines[at].new_name;
    enum err err = record_rename_check(&folder->work, &folder->heads[at], new_name, false);
    if (err != ERR_CONFLICT)
        return err;
    refuse(folder, at, folder->work.problem->message);
    return ERR_NONE;
}

/* As for a single record (record_rename.h): its name must stay while others refer to it by it. */
static enum err read_edges(struct folder_work *folder, const struct db_result *edges, int first)
{
    const struct record_folder_plan *plan = folder->plan;
    enum err err = ERR_NONE;
    for (int at = first; err == ERR_NONE && at < plan->count && at < first + ASKED; at++) {
        if (plan->lines[at].reason != NULL)
            continue;
        if (edges->row_count == RECORD_EDGES_MAX) {
            err = check_one(folder, at);
            continue;
        }
        const char *names = users_of(folder, edges, at);
        if (names != NULL)
            refuse(folder, at,
                   arena_printf(db_arena(folder->work.db), "Others refer to it by its name: %s.",
                                names));
    }
    return err;
}

static enum err check(struct folder_work *folder)
{
    struct record_folder_plan *plan = folder->plan;
    for (int i = 0; i < plan->count; i++)
        name_anew(folder, i);
    ask_others(folder);
    for (int i = 0; i * ASKED < plan->count; i++) {
        ask_taken(folder, i * ASKED, &folder->taken[i]);
        ask_edges(folder, i * ASKED, &folder->edges[i]);
    }
    enum err err = db_collect(folder->work.db);
    for (int i = 0; err == ERR_NONE && i * ASKED < plan->count; i++) {
        read_taken(folder, &folder->taken[i]);
        err = read_edges(folder, &folder->edges[i], i * ASKED);
    }
    if (err != ERR_NONE)
        return err;
    for (int row = 0; row < folder->others.row_count; row++) {
        struct uuid id = db_get_uuid(&folder->others, row, 0);
        plan->is_joined = plan->is_joined || find_line(plan, &id) < 0;
    }
    return ERR_NONE;
}

/* ---- the plan ----------------------------------------------------------------------------- */

static enum err parse_target(struct folder_work *folder, const char *typed)
{
    const char *message = NULL;
    struct record_folder_plan *plan = folder->plan;
    if (record_name_parse(db_arena(folder->work.db), typed, &plan->to, &message) != ERR_NONE)
        return work_refuse(&folder->work, ERR_INVALID, "to", message);
    if (strcmp(plan->to, plan->from) == 0)
        return work_refuse(&folder->work, ERR_INVALID, "to",
                           "The folder is called so already. Enter another name.");
    return ERR_NONE;
}

static enum err make_plan(struct folder_work *folder, const struct record_folder_draft *draft)
{
    *folder->plan = (struct record_folder_plan){.from = draft->from, .to = ""};
    if (draft->from[0] == '\0')
        return ERR_NOT_FOUND;
    enum err err = read_records(folder);
    if (err != ERR_NONE || draft->to[0] == '\0' || folder->plan->has_more)
        return err;
    err = parse_target(folder, draft->to);
    return err == ERR_NONE ? check(folder) : err;
}

enum err record_folder_plan(struct db *db, const struct actor *actor,
                            const struct record_store *store,
                            const struct record_folder_draft *draft,
                            struct record_folder_plan *plan, struct problem *problem)
{
    struct folder_work folder = {
        .work = work_begin(db, actor, problem), .store = store, .plan = plan};
    return make_plan(&folder, draft);
}

/* ---- the move ----------------------------------------------------------------------------- */

static int compare_lengths(const void *a, const void *b)
{
    const struct record_head *const *x = a, *const *y = b;
    size_t x_len = strlen((*x)->name), y_len = strlen((*y)->name);
    return x_len == y_len ? 0 : x_len < y_len ? -1 : 1;
}

/* A folder may move into one that it is in, or that is in it: "a/b/b/x" takes the name "a/b/x" only
 * after that became "a/x". Names that get shorter go from the shortest, others from the longest. */
static enum err rename_all(struct folder_work *folder)
{
    const struct record_folder_plan *plan = folder->plan;
    size_t from_len = strlen(plan->from), to_len = strlen(plan->to);
    const struct record_head **order =
        arena_array(db_arena(folder->work.db), (size_t)plan->count, sizeof *order);
    for (int i = 0; i < plan->count; i++)
        order[i] = &folder->heads[i];
    qsort(order, (size_t)plan->count, sizeof *order, compare_lengths);
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < plan->count; i++) {
        const struct record_head *head = order[to_len < from_len ? i : plan->count - 1 - i];
        const struct record_folder_line *line = &plan->lines[head - folder->heads];
        err = record_save_name(&folder->work, head, line->new_name);
    }
    return err;
}

static enum err refuse_lines(const struct folder_work *folder)
{
    const struct record_folder_plan *plan = folder->plan;
    for (int i = 0; i < plan->count; i++)
        if (plan->lines[i].is_denied)
            return work_refuse(&folder->work, ERR_DENIED, "",
                               "You may not change every record of this folder, so nothing was "
                               "renamed.");
    return work_refuse(&folder->work, ERR_CONFLICT, "",
                       "Some records can't be renamed, so nothing was.");
}

static enum err move(struct folder_work *folder, const struct record_folder_draft *draft,
                     int64_t seen_count)
{
    struct record_folder_plan *plan = folder->plan;
    enum err err = make_plan(folder, draft);
    if (err != ERR_NONE)
        return err;
    if (plan->has_more || plan->to[0] == '\0')
        return work_refuse(&folder->work, ERR_CONFLICT, "",
                           "Nothing was renamed: too many records, or no new name.");
    if (plan->count != seen_count)
        return work_refuse(&folder->work, ERR_STALE, "",
                           "What is in this folder changed in the meantime, so nothing was "
                           "renamed. This is what is in it now.");
    if (plan->refused_count > 0)
        return refuse_lines(folder);
    err = rename_all(folder);
    return err == ERR_NONE
               ? record_follow_folder_moved(folder->work.db, &folder->work.actor->organization_id,
                                            folder->store->kind, plan->from, plan->to)
               : err;
}

/* The first of those that may not be changed, for the event of the refusal. */
static struct uuid denied_id(const struct record_folder_plan *plan)
{
    for (int i = 0; i < plan->count; i++)
        if (plan->lines[i].is_denied)
            return plan->lines[i].id;
    return (struct uuid){0};
}

enum err record_folder_move(struct db *db, const struct actor *actor,
                            const struct record_store *store,
                            const struct record_folder_draft *draft, int64_t seen_count,
                            struct record_folder_plan *plan, struct problem *problem)
{
    struct folder_work folder = {
        .work = work_begin(db, actor, problem), .store = store, .plan = plan};
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = move(&folder, draft, seen_count);
    struct uuid id = denied_id(plan);
    return record_finish(&folder.work, store, err, store->kind->event.update, &id);
}
