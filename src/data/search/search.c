#include "data/search/search.h"

#include <string.h>

#include "base/clock.h"
#include "base/setting.h"
#include "data/db/query.h"
#include "data/search/search_content.h"
#include "data/search/search_cursor.h"
#include "data/search/search_rows.h"
#include "data/search/search_text.h"

enum { STEP_MIN = 500, BATCH = 500, CONTENT_BATCH = 64, NAMED_PART = 4 };
enum { LOOKUP_BATCH = 2000 /* few (record_lookup.h) */ };

/* The steps in their order: what lists show first, for it is quick and counts more. Then the
 * contents of each kind. */
enum { STEP_CONTENT = SEARCH_GROUP_COUNT, STEP_COUNT = STEP_CONTENT + RECORD_KIND_COUNT };

static int group_of(int step)
{
    return step < STEP_CONTENT ? step : step - STEP_CONTENT;
}

static bool is_content(int step)
{
    return step >= STEP_CONTENT;
}

static enum permission permission_of(int step)
{
    if (step == SEARCH_PEOPLE)
        return PERMISSION_USER_SEE;
    const struct record_kind *kind = &record_kinds[group_of(step)];
    return is_content(step) ? kind->read : kind->see;
}

struct scan {
    struct db *db;
    const struct actor *actor;
    struct search_result *result;
    struct policy_target target;
    const struct text_query *query;
    struct search_content content;
    struct arena *keep;    /* for what is found */
    struct arena *batch;   /* for the rest: taken back after each batch */
    struct arena *scratch; /* of the matches */
    struct search_cursor at;
    int64_t budget;
    int64_t until;
    int64_t soon; /* the same once a step has looked at some: if names were found */
    /* What the index of words finds is shown first, of every kind, and left out later; but not
     * where a word is too common for that: then it is soon found by looking. */
    struct word_list beginnings;
    bool is_looked_up[RECORD_KIND_COUNT];
};

static struct record_row_source source_of(const struct scan *scan)
{
    return (struct record_row_source){.db = scan->db,
                                      .kind = &record_kinds[group_of(scan->at.step)],
                                      .organization_id = scan->target.organization_id};
}

/* Puts a hit in its place, if it is among the best. */
static void add_hit(struct search_hits *hits, const struct search_hit *hit)
{
    int at = hits->count;
    while (at > 0 && hits->items[at - 1].rank > hit->rank)
        at--;
    hits->has_more = hits->has_more || hits->count == SEARCH_HITS_MAX;
    if (at == SEARCH_HITS_MAX)
        return;
    if (hits->count < SEARCH_HITS_MAX)
        hits->count++;
    memmove(&hits->items[at + 1], &hits->items[at],
            (size_t)(hits->count - 1 - at) * sizeof hits->items[0]);
    hits->items[at] = *hit;
}

/* Looks at what is in the clear, the best places first. True if nothing is missing then. */
static bool look_at_plain(const struct db_result *rows, int row, struct text_match *match,
                          struct record_match_place *found, enum search_rank *rank)
{
    const char *name = db_get_text(rows, row, SEARCH_NAME_COLUMN);
    *rank = SEARCH_IN_NAME;
    if (search_text_look(match, name, strlen(name), found))
        return true;
    *rank = SEARCH_IN_MARK;
    const char *facet = db_get_text(rows, row, SEARCH_NAME_COLUMN + 3);
    return search_marks_look(match, db_get_text(rows, row, SEARCH_NAME_COLUMN + 2), found) ||
           search_text_look(match, facet, strlen(facet), found);
}

static void keep_hit(struct scan *scan, const struct db_result *rows, int row,
                     const struct record_match_place *found, enum search_rank rank)
{
    struct record_marks marks =
        record_mark_read(scan->keep, db_get_text(rows, row, SEARCH_NAME_COLUMN + 2));
    struct search_hit hit = {
        .id = db_get_uuid(rows, row, 0),
        .name = arena_strdup(scan->keep, db_get_text(rows, row, SEARCH_NAME_COLUMN)),
        .is_stopped = marks.stops.count > 0,
        .version = db_get_int(rows, row, SEARCH_NAME_COLUMN + 4),
        .archived_at = db_get_time(rows, row, SEARCH_NAME_COLUMN + 5),
        .rank = rank,
        .excerpt = text_excerpt_make(scan->keep, found->text, &found->span, rank <= SEARCH_IN_MARK),
    };
    add_hit(&scan->result->groups[group_of(scan->at.step)], &hit);
}

static void look_at_person(struct scan *scan, const struct db_result *rows, int row)
{
    const char *name = db_get_text(rows, row, SEARCH_PERSON_COLUMN);
    struct text_match match;
    struct record_match_place found;
    text_match_begin(&match, scan->query, scan->scratch);
    if (name == NULL || !search_text_look(&match, name, strlen(name), &found))
        return;
    struct search_hit hit = {
        .id = db_get_uuid(rows, row, 0),
        .name = arena_strdup(scan->keep, name),
        .rank = SEARCH_IN_NAME,
        .excerpt = text_excerpt_make(scan->keep, found.text, &found.span, true),
    };
    add_hit(&scan->result->groups[SEARCH_PEOPLE], &hit);
}

/* What was found outside the content was found in an earlier step, and counts once. */
static enum err look_at_row(struct scan *scan, const struct db_result *rows, int row)
{
    struct text_match match;
    struct record_match_place found;
    enum search_rank rank = SEARCH_IN_NAME;
    if (scan->at.step == SEARCH_PEOPLE)
        look_at_person(scan, rows, row);
    if (scan->at.step == SEARCH_PEOPLE)
        return ERR_NONE;
    if (!search_rows_is_below(rows, row, scan->target.folder))
        return ERR_NONE;
    struct record_row_source source = source_of(scan);
    text_match_begin(&match, scan->query, scan->scratch);
    enum err err = ERR_NONE;
    if (!look_at_plain(rows, row, &match, &found, &rank)) {
        rank = SEARCH_IN_DESCRIPTION;
        err = search_description_look(&source, rows, row, &match, &found);
    }
    bool is_plain = match.missing == 0;
    if (err == ERR_NONE && is_plain && !is_content(scan->at.step))
        keep_hit(scan, rows, row, &found, rank);
    if (err != ERR_NONE || is_plain || !is_content(scan->at.step))
        return err;
    err = search_content_look(&scan->content, row, &match, &found);
    if (err == ERR_NONE && match.missing == 0)
        keep_hit(scan, rows, row, &found, SEARCH_IN_CONTENT);
    return err;
}

/* A group that has as many as it shows needs no worse ones. */
static bool is_full(const struct scan *scan)
{
    const struct search_hits *hits = &scan->result->groups[group_of(scan->at.step)];
    if (hits->count < SEARCH_HITS_MAX)
        return false;
    bool is_best = hits->items[SEARCH_HITS_MAX - 1].rank == SEARCH_IN_NAME;
    return is_content(scan->at.step) || is_best;
}

static enum err read_records(const struct scan *scan, int size, const struct record_lookup *lookup,
                             struct db_result *rows)
{
    struct record_row_source source = source_of(scan);
    return search_rows_records(&source,
                               &(struct search_rows){.place = scan->at.place,
                                                     .size = size,
                                                     .lookup = lookup,
                                                     .with_len = is_content(scan->at.step)},
                               rows);
}

/* Those who see names only find the people who are active. */
static enum err read_people(const struct scan *scan, int size, struct db_result *rows)
{
    struct search_rows asked = {.place = scan->at.place, .size = size};
    asked.may_keep = uuid_equal(&scan->target.organization_id, &scan->actor->organization_id);
    asked.only_active = !policy_allows(scan->actor, PERMISSION_USER_READ, &scan->target);
    return search_rows_people(scan->db, &scan->target.organization_id, &asked, rows);
}

/* Does the index find this record? Then it was shown at the beginning. */
static bool is_named(const struct scan *scan, const struct db_result *rows, int row)
{
    struct text_match match;
    if (is_content(scan->at.step) || scan->at.step == SEARCH_PEOPLE ||
        !scan->is_looked_up[scan->at.step])
        return false;
    text_match_begin(&match, scan->query, scan->scratch);
    struct tag_list tags =
        record_mark_tags(scan->content.opened, db_get_text(rows, row, SEARCH_NAME_COLUMN + 2));
    bool is_found =
        record_match_name(scan->content.opened, db_get_text(rows, row, SEARCH_NAME_COLUMN), &tags,
                          &match, &scan->beginnings);
    arena_reset(scan->content.opened);
    return is_found;
}

/* Looks the words up in the index of a kind's names; shows what it finds if that is to be. */
static enum err find_names_of_kind(struct scan *scan, enum record_lookup_size size, bool is_shown)
{
    struct record_row_source source = source_of(scan);
    struct record_lookup lookup;
    struct record_match_place found;
    struct db_result rows = {.row_count = 0};
    enum search_rank rank;
    bool *is_looked_up = &scan->is_looked_up[scan->at.step];
    enum err err = record_lookup_find(&source, &scan->beginnings, size, &lookup, is_looked_up);
    *is_looked_up = *is_looked_up && lookup.count > 0;
    if (err == ERR_NONE && is_shown && *is_looked_up)
        err = read_records(scan, LOOKUP_BATCH, &lookup, &rows);
    for (int row = 0; err == ERR_NONE && row < rows.row_count; row++) {
        struct text_match match;
        if (!is_named(scan, &rows, row) || !search_rows_is_below(&rows, row, scan->target.folder))
            continue;
        text_match_begin(&match, scan->query, scan->scratch);
        (void)look_at_plain(&rows, row, &match, &found, &rank);
        keep_hit(scan, &rows, row, &found, rank);
    }
    arena_reset(scan->batch);
    return err;
}

/* Of all kinds that were not walked through yet. Once something was found so, the rest gets only a
 * part of the budget: it can be continued. */
static enum err find_names(struct scan *scan, bool is_shown)
{
    struct search_cursor begun_at = scan->at;
    enum err err = ERR_NONE;
    for (; err == ERR_NONE && scan->at.step < SEARCH_PEOPLE; scan->at.step++)
        if (policy_allows(scan->actor, permission_of(scan->at.step), &scan->target))
            err = find_names_of_kind(scan, RECORD_LOOKUP_FEW, is_shown);
    scan->at = begun_at;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        if (scan->result->groups[kind].count > 0)
            scan->soon = scan->until - scan->budget + scan->budget / NAMED_PART;
    return err;
}

/* The budget is over, and nothing was found of a kind whose names have the words too often to be
 * looked up before: those that have them are all far down. */
static enum err find_names_far_down(struct scan *scan)
{
    struct search_cursor reached = scan->at;
    enum err err = ERR_NONE;
    for (int kind = 0; err == ERR_NONE && kind < RECORD_KIND_COUNT; kind++) {
        scan->at = (struct search_cursor){.step = kind, .place = cursor_newest()};
        if (!scan->is_looked_up[kind] && scan->result->groups[kind].count == 0 &&
            policy_allows(scan->actor, permission_of(kind), &scan->target))
            err = find_names_of_kind(scan, RECORD_LOOKUP_MANY, true);
    }
    scan->at = reached;
    return err;
}

/* One batch. *is_over: the step's end. The budget is looked at after each row, so that every
 * request comes further. */
static enum err scan_batch(struct scan *scan, bool *is_over, bool *is_late)
{
    int size = is_content(scan->at.step) ? CONTENT_BATCH : BATCH;
    struct db_result rows = {.row_count = 0};
    enum err err = scan->at.step == SEARCH_PEOPLE ? read_people(scan, size, &rows)
                                                  : read_records(scan, size, NULL, &rows);
    int count = rows.row_count;
    if (err == ERR_NONE && is_content(scan->at.step) && count > 0)
        err = search_content_load(&scan->content, &rows, &count);
    bool is_end = err == ERR_NONE && count == rows.row_count && rows.row_count < size;
    int row = 0;
    while (err == ERR_NONE && row < count && !*is_late && !is_full(scan)) {
        if (!is_named(scan, &rows, row))
            err = look_at_row(scan, &rows, row);
        scan->at.place = (struct cursor){db_get_time(&rows, row, 1), db_get_uuid(&rows, row, 0)};
        scan->at.looked_at++;
        row++;
        *is_late = clock_now() >= (scan->at.looked_at < STEP_MIN ? scan->until : scan->soon);
    }
    *is_over = (is_end && row == count) || is_full(scan);
    return err;
}

/* To the end of a step, or of the budget. */
static enum err scan_step(struct scan *scan, bool *is_over, bool *is_late)
{
    enum err err = ERR_NONE;
    *is_over =
        is_full(scan) || !policy_allows(scan->actor, permission_of(scan->at.step), &scan->target);
    if (!*is_over && is_content(scan->at.step))
        search_content_begin(&scan->content, &record_kinds[group_of(scan->at.step)]);
    while (err == ERR_NONE && !*is_over && !*is_late) {
        err = scan_batch(scan, is_over, is_late);
        arena_reset(scan->batch);
    }
    if (is_full(scan))
        scan->result->groups[group_of(scan->at.step)].has_more = true;
    return err;
}

static enum err scan_all(struct scan *scan)
{
    bool is_late = false;
    while (scan->at.step < STEP_COUNT) {
        bool is_over = false;
        enum err err = scan_step(scan, &is_over, &is_late);
        if (err != ERR_NONE)
            return err;
        if (!is_over)
            return ERR_NONE;
        scan->at = (struct search_cursor){.step = scan->at.step + 1, .place = cursor_newest()};
        if (is_late)
            return ERR_NONE;
    }
    return ERR_NONE;
}

static enum err count_group(struct scan *scan, int64_t *total)
{
    struct db_result result;
    struct query q;
    int group = group_of(scan->at.step);
    query_begin(&q, scan->db, "SELECT count(*) FROM (SELECT id FROM ");
    query_add(&q, group == SEARCH_PEOPLE ? "users" : record_kinds[group].table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&scan->target.organization_id));
    query_bind(&q, " LIMIT ", db_int(SEARCH_TOTAL_MAX + 1));
    query_add(&q, ") r");
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE)
        *total = db_get_int(&result, 0, 0);
    return err;
}

static enum err tell_where_to_go_on(struct scan *scan)
{
    struct search_result *result = scan->result;
    if (scan->at.step == STEP_COUNT)
        return ERR_NONE;
    result->at_group = group_of(scan->at.step);
    result->is_in_content = is_content(scan->at.step);
    result->looked_at = scan->at.looked_at;
    result->next = search_cursor_format(db_arena(scan->db), &scan->at);
    return count_group(scan, &result->total);
}

/* Batches live in memory of their own, so that a long search stays small. */
static enum err scan_apart(struct scan *scan, bool is_first)
{
    enum { APART_MAX = 64 * 1024 * 1024, SCRATCH_MAX = 128 * 1024 * 1024 };
    scan->batch = arena_create(APART_MAX);
    scan->scratch = arena_create(SCRATCH_MAX);
    scan->content.opened = arena_create(APART_MAX);
    scan->keep = db_use_arena(scan->db, scan->batch);
    enum err err = find_names(scan, is_first);
    if (err == ERR_NONE)
        err = scan_all(scan);
    if (err == ERR_NONE && is_first && scan->at.step < STEP_COUNT)
        err = find_names_far_down(scan);
    (void)!db_use_arena(scan->db, scan->keep);
    arena_destroy(scan->content.opened);
    arena_destroy(scan->scratch);
    arena_destroy(scan->batch);
    return err;
}

enum err search(struct db *db, const struct actor *actor, const struct search *search,
                struct search_result *result)
{
    struct scan scan = {
        .db = db,
        .actor = actor,
        .result = result,
        .target = {.organization_id = search->organization_id, .folder = policy_folder(actor)},
        .budget = setting_search_us(search->budget, SEARCH_BUDGET)};
    scan.until = scan.soon = clock_now() + scan.budget;
    *result = (struct search_result){.next = NULL};
    if (uuid_is_nil(&search->organization_id))
        scan.target.organization_id = actor->organization_id;
    if (!policy_allows(actor, PERMISSION_USER_SEE, &scan.target)) /* the kinds are asked for each */
        return ERR_DENIED;
    enum err err = text_query_parse(db_arena(db), search->q, &scan.query, &result->problem);
    if (err == ERR_NONE)
        err = search_cursor_parse(db_arena(db), search->cursor, STEP_COUNT, &scan.at);
    if (err != ERR_NONE || text_query_is_empty(scan.query))
        return err;
    scan.beginnings = word_list_of_query(db_arena(db), scan.query);
    err = search_content_open(&scan.content, db, &scan.target.organization_id);
    if (err == ERR_NONE)
        err = scan_apart(&scan, search->cursor[0] == '\0');
    return err == ERR_NONE ? tell_where_to_go_on(&scan) : err;
}
