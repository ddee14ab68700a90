#include "data/search/search.h"

#include <string.h>

#include "base/clock.h"
#include "data/db/cursor.h"
#include "data/db/query.h"
#include "data/identity/person.h"
#include "data/record/record_load.h"
#include "data/search/search_content.h"
#include "data/vault/vault.h"

/* The columns of every batch: id, place in the walk, name, description, what lists show of it,
 * facet, version, archived; where contents are to be opened, how long they are
 * (SEARCH_LEN_COLUMN). */
enum { NAME_COLUMN = 2, PERSON_COLUMN = 2, BATCH = 500, CONTENT_BATCH = 64 };

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
    int step;
    struct cursor place;
    int64_t looked_at;
    int64_t until;
};

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

/* True if nothing is missing after this text. */
static bool look_at_text(struct text_match *match, const char *text, size_t len,
                         struct record_match_place *found)
{
    struct text_span span;
    if (text_match_look(match, text, len, &span))
        *found = (struct record_match_place){{text, len}, span};
    return match->missing == 0;
}

/* Tags and labels are lines (record_mark.h): the whole line is shown. */
static bool look_at_marks(struct text_match *match, const char *marks,
                          struct record_match_place *found)
{
    for (const char *at = marks; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        const char *word = at[0] == '#' ? at + 1 : at;
        const char *space = memchr(word, ' ', len - (size_t)(word - at));
        if (at[0] >= '0' && at[0] <= '9' && space != NULL && at[len] == '\n')
            word = space + 1; /* "VERSION label" */
        if (look_at_text(match, word, len - (size_t)(word - at), found))
            return true;
        at += len + (at[len] == '\n');
    }
    return false;
}

static enum err look_at_description(const struct scan *scan, const struct db_result *rows, int row,
                                    struct text_match *match, struct record_match_place *found)
{
    struct uuid id = db_get_uuid(rows, row, 0);
    struct seal_place place = record_description_place(&record_kinds[group_of(scan->step)],
                                                       &scan->target.organization_id, &id);
    const char *text = NULL;
    enum err err =
        vault_open_text(scan->db, &place, db_get_bytes(rows, row, NAME_COLUMN + 1), &text);
    if (err == ERR_NONE)
        (void)look_at_text(match, text, strlen(text), found);
    return err;
}

/* Looks at what is in the clear, the best places first. True if nothing is missing then. */
static bool look_at_plain(const struct db_result *rows, int row, struct text_match *match,
                          struct record_match_place *found, enum search_rank *rank)
{
    const char *name = db_get_text(rows, row, NAME_COLUMN);
    *rank = SEARCH_IN_NAME;
    if (look_at_text(match, name, strlen(name), found))
        return true;
    *rank = SEARCH_IN_MARK;
    const char *facet = db_get_text(rows, row, NAME_COLUMN + 3);
    return look_at_marks(match, db_get_text(rows, row, NAME_COLUMN + 2), found) ||
           look_at_text(match, facet, strlen(facet), found);
}

static void keep_hit(struct scan *scan, const struct db_result *rows, int row,
                     const struct record_match_place *found, enum search_rank rank)
{
    struct search_hit hit = {
        .id = db_get_uuid(rows, row, 0),
        .name = arena_strdup(scan->keep, db_get_text(rows, row, NAME_COLUMN)),
        .version = db_get_int(rows, row, NAME_COLUMN + 4),
        .archived_at = db_get_time(rows, row, NAME_COLUMN + 5),
        .rank = rank,
        .excerpt = text_excerpt_make(scan->keep, found->text, &found->span, rank <= SEARCH_IN_MARK),
    };
    add_hit(&scan->result->groups[group_of(scan->step)], &hit);
}

static enum err look_at_person(struct scan *scan, const struct db_result *rows, int row)
{
    const char *name = NULL;
    struct text_match match;
    struct record_match_place found;
    text_match_begin(&match, scan->query, scan->scratch);
    enum err err = person_name(scan->db, rows, row, PERSON_COLUMN, &name);
    if (err != ERR_NONE || name == NULL || !look_at_text(&match, name, strlen(name), &found))
        return err;
    struct search_hit hit = {
        .id = db_get_uuid(rows, row, 0),
        .name = arena_strdup(scan->keep, name),
        .rank = SEARCH_IN_NAME,
        .excerpt = text_excerpt_make(scan->keep, found.text, &found.span, true),
    };
    add_hit(&scan->result->groups[SEARCH_PEOPLE], &hit);
    return ERR_NONE;
}

/* What was found outside the content was found in an earlier step, and counts once. */
static enum err look_at_row(struct scan *scan, const struct db_result *rows, int row)
{
    struct text_match match;
    struct record_match_place found;
    enum search_rank rank = SEARCH_IN_NAME;
    if (scan->step == SEARCH_PEOPLE)
        return look_at_person(scan, rows, row);
    text_match_begin(&match, scan->query, scan->scratch);
    enum err err = ERR_NONE;
    if (!look_at_plain(rows, row, &match, &found, &rank)) {
        rank = SEARCH_IN_DESCRIPTION;
        err = look_at_description(scan, rows, row, &match, &found);
    }
    bool is_plain = match.missing == 0;
    if (err == ERR_NONE && is_plain && !is_content(scan->step))
        keep_hit(scan, rows, row, &found, rank);
    if (err != ERR_NONE || is_plain || !is_content(scan->step))
        return err;
    err = search_content_look(&scan->content, row, &match, &found);
    if (err == ERR_NONE && match.missing == 0)
        keep_hit(scan, rows, row, &found, SEARCH_IN_CONTENT);
    return err;
}

/* A group that has as many as it shows needs no worse ones. */
static bool is_full(const struct scan *scan)
{
    const struct search_hits *hits = &scan->result->groups[group_of(scan->step)];
    if (hits->count < SEARCH_HITS_MAX)
        return false;
    bool is_best = hits->items[SEARCH_HITS_MAX - 1].rank == SEARCH_IN_NAME;
    return is_content(scan->step) || is_best;
}

static void add_place(struct query *q, const struct scan *scan, int size)
{
    query_bind(q, " AND (r.updated_at, r.id) < (", db_time(scan->place.time));
    query_bind(q, ", ", db_uuid(&scan->place.id));
    query_bind(q, ") ORDER BY r.updated_at DESC, r.id DESC LIMIT ", db_int(size));
}

/* Those who see names only find the people who are active. */
static enum err read_people(const struct scan *scan, int size, struct db_result *rows)
{
    struct query q;
    query_begin(&q, scan->db, "SELECT r.id, r.updated_at, " PERSON_COLUMNS(r) " FROM users r");
    query_bind(&q, " WHERE r.organization_id = ", db_uuid(&scan->target.organization_id));
    query_add(&q, " AND r.erased_at IS NULL");
    if (!policy_allows(scan->actor, PERMISSION_USER_READ, &scan->target))
        query_add(&q, " AND r.is_active");
    add_place(&q, scan, size);
    return query_run(&q, rows);
}

/* How long the parts of a content are, together. */
static void add_len(struct query *q, const struct record_kind *kind)
{
    query_add(q, ", (SELECT 0");
    for (int i = 0; i < RECORD_PARTS_MAX && kind->columns[i] != NULL; i++) {
        query_add(q, " + COALESCE(length(v.");
        query_add(q, kind->columns[i]);
        query_add(q, "), 0)");
    }
    query_add(q, " FROM ");
    query_add(q, kind->versions);
    query_add(q, " v WHERE v.organization_id = r.organization_id AND v.record_id = r.id "
                 "AND v.version = r.version)");
}

static enum err read_records(const struct scan *scan, int size, struct db_result *rows)
{
    const struct record_kind *kind = &record_kinds[group_of(scan->step)];
    struct query q;
    query_begin(&q, scan->db, "SELECT r.id, r.updated_at, r.name, r.description, r.marks, r.");
    query_add(&q, kind->facet);
    query_add(&q, ", r.version, r.archived_at");
    if (is_content(scan->step))
        add_len(&q, kind);
    query_add(&q, " FROM ");
    query_add(&q, kind->table);
    query_bind(&q, " r WHERE r.organization_id = ", db_uuid(&scan->target.organization_id));
    add_place(&q, scan, size);
    return query_run(&q, rows);
}

/* One batch. *is_over: the step's end. The budget is looked at after each row, so that every
 * request comes further. */
static enum err scan_batch(struct scan *scan, bool *is_over, bool *is_late)
{
    int size = is_content(scan->step) ? CONTENT_BATCH : BATCH;
    struct db_result rows = {.row_count = 0};
    enum err err = scan->step == SEARCH_PEOPLE ? read_people(scan, size, &rows)
                                               : read_records(scan, size, &rows);
    int count = rows.row_count;
    if (err == ERR_NONE && is_content(scan->step) && count > 0)
        err = search_content_load(&scan->content, &rows, &count);
    bool is_end = err == ERR_NONE && count == rows.row_count && rows.row_count < size;
    int row = 0;
    while (err == ERR_NONE && row < count && !*is_late && !is_full(scan)) {
        err = look_at_row(scan, &rows, row);
        scan->place = (struct cursor){db_get_time(&rows, row, 1), db_get_uuid(&rows, row, 0)};
        scan->looked_at++;
        row++;
        *is_late = clock_now() >= scan->until;
    }
    *is_over = (is_end && row == count) || is_full(scan);
    return err;
}

/* To the end of a step, or of the budget. */
static enum err scan_step(struct scan *scan, bool *is_over, bool *is_late)
{
    enum err err = ERR_NONE;
    *is_over =
        is_full(scan) || !policy_allows(scan->actor, permission_of(scan->step), &scan->target);
    if (!*is_over && is_content(scan->step))
        search_content_begin(&scan->content, &record_kinds[group_of(scan->step)]);
    while (err == ERR_NONE && !*is_over && !*is_late) {
        err = scan_batch(scan, is_over, is_late);
        arena_reset(scan->batch);
    }
    if (is_full(scan))
        scan->result->groups[group_of(scan->step)].has_more = true;
    return err;
}

static enum err scan_all(struct scan *scan)
{
    bool is_late = false;
    while (scan->step < STEP_COUNT) {
        bool is_over = false;
        enum err err = scan_step(scan, &is_over, &is_late);
        if (err != ERR_NONE)
            return err;
        if (!is_over)
            return ERR_NONE;
        scan->step++;
        scan->place = cursor_newest();
        scan->looked_at = 0;
        if (is_late)
            return ERR_NONE;
    }
    return ERR_NONE;
}

/* "STEP.LOOKED_AT.TIME.ID" */
static enum err read_cursor(struct scan *scan, const char *text)
{
    int64_t step = 0;
    size_t step_len = strcspn(text, ".");
    scan->place = cursor_newest();
    if (text[0] == '\0')
        return ERR_NONE;
    if (text[step_len] == '\0')
        return ERR_INVALID;
    const char *rest = text + step_len + 1;
    size_t count_len = strcspn(rest, ".");
    struct arena *arena = db_arena(scan->db);
    if (rest[count_len] == '\0' ||
        text_parse_int(arena_copy(arena, text, step_len), 0, STEP_COUNT - 1, &step) != ERR_NONE ||
        text_parse_int(arena_copy(arena, rest, count_len), 0, INT32_MAX, &scan->looked_at) !=
            ERR_NONE)
        return ERR_INVALID;
    scan->step = (int)step;
    return cursor_parse(rest + count_len + 1, &scan->place);
}

static enum err count_group(struct scan *scan, int64_t *total)
{
    struct db_result result;
    struct query q;
    int group = group_of(scan->step);
    query_begin(&q, scan->db, "SELECT count(*) FROM ");
    query_add(&q, group == SEARCH_PEOPLE ? "users" : record_kinds[group].table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&scan->target.organization_id));
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE)
        *total = db_get_int(&result, 0, 0);
    return err;
}

static enum err tell_where_to_go_on(struct scan *scan)
{
    struct search_result *result = scan->result;
    if (scan->step == STEP_COUNT)
        return ERR_NONE;
    result->at_group = group_of(scan->step);
    result->is_in_content = is_content(scan->step);
    result->looked_at = scan->looked_at;
    result->next =
        arena_printf(db_arena(scan->db), "%d.%lld.%s", scan->step, (long long)scan->looked_at,
                     cursor_format(db_arena(scan->db), &scan->place));
    return count_group(scan, &result->total);
}

/* Batches live in memory of their own, so that a long search stays small. */
static enum err scan_apart(struct scan *scan)
{
    enum { APART_MAX = 64 * 1024 * 1024, SCRATCH_MAX = 128 * 1024 * 1024 };
    scan->batch = arena_create(APART_MAX);
    scan->scratch = arena_create(SCRATCH_MAX);
    scan->content.opened = arena_create(APART_MAX);
    scan->keep = db_use_arena(scan->db, scan->batch);
    enum err err = scan_all(scan);
    (void)!db_use_arena(scan->db, scan->keep);
    arena_destroy(scan->content.opened);
    arena_destroy(scan->scratch);
    arena_destroy(scan->batch);
    return err;
}

enum err search(struct db *db, const struct actor *actor, const struct search *search,
                struct search_result *result)
{
    struct scan scan = {.db = db,
                        .actor = actor,
                        .result = result,
                        .target = {.organization_id = search->organization_id},
                        .until =
                            clock_now() + (search->budget > 0 ? search->budget : SEARCH_BUDGET)};
    *result = (struct search_result){.next = NULL};
    if (uuid_is_nil(&search->organization_id))
        scan.target.organization_id = actor->organization_id;
    if (!record_kinds_visible(actor, &scan.target))
        return ERR_DENIED;
    enum err err = text_query_parse(db_arena(db), search->q, &scan.query, &result->problem);
    if (err == ERR_NONE)
        err = read_cursor(&scan, search->cursor);
    if (err != ERR_NONE || text_query_is_empty(scan.query))
        return err;
    err = search_content_open(&scan.content, db, &scan.target.organization_id);
    if (err == ERR_NONE)
        err = scan_apart(&scan);
    return err == ERR_NONE ? tell_where_to_go_on(&scan) : err;
}
