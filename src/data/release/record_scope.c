#include "data/release/record_scope.h"

#include <string.h>

#include "data/db/query.h"
#include "data/record/record_load.h"
#include "data/record/record_version.h"

/* ---- a change ----------------------------------------------------------------------------- */

/* ERR_NOT_FOUND for a version that is not there. */
static enum err load_content(struct db *db, const struct record_source *source,
                             const struct record_content **content)
{
    struct record_version *version = arena_alloc(db_arena(db), sizeof *version);
    *content = &version->content;
    return record_version_load(db, source->head, source->number, version);
}

/* A move that was compared. */
struct work_scope {
    int64_t from, to;
    const json_t *wider; /* NULL: in nothing */
    struct work_scope *next;
};

static void note(struct work *work, const struct record_store *store, const int64_t versions[2],
                 const struct record_content *const contents[2])
{
    struct arena *arena = db_arena(work->db);
    struct work_scope *noted = arena_alloc(arena, sizeof *noted);
    struct scope scope;
    store->scope(arena, contents[0], contents[1], &scope);
    *noted = (struct work_scope){versions[0], versions[1], scope_wider_names(&scope), work->scopes};
    work->scopes = noted;
}

enum err record_scope_note(struct work *work, const struct record_store *store,
                           const struct uuid *id, int64_t from, int64_t to)
{
    struct record_head head = {
        .store = store, .id = *id, .organization_id = work->actor->organization_id};
    const struct record_source live = {.head = &head, .number = from};
    const struct record_source next = {.head = &head, .number = to};
    const struct record_content *contents[2] = {NULL, NULL};
    enum err err = ERR_NONE;
    if (store->scope == NULL || to == 0)
        return ERR_NONE;
    if (from != 0) {
        record_version_load_ahead(work->db, &next);
        err = load_content(work->db, &live, &contents[0]);
    }
    if (err == ERR_NONE)
        err = load_content(work->db, &next, &contents[1]);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    note(work, store, (const int64_t[2]){from, to}, contents);
    return ERR_NONE;
}

static const struct work_scope *find(const struct work *work, int64_t from, int64_t to)
{
    const struct work_scope *noted = work->scopes;
    while (noted != NULL && (noted->from != from || noted->to != to))
        noted = noted->next;
    return noted;
}

enum label_reach record_scope_reach(const struct work *work, const struct record_store *store,
                                    int64_t from, int64_t to)
{
    if (store->scope == NULL || to == 0)
        return REACH_NONE;
    const struct work_scope *noted = find(work, from, to);
    return noted != NULL && noted->wider == NULL ? REACH_WITHIN : REACH_WIDER;
}

const char *record_scope_words(const struct work *work, int64_t from, int64_t to)
{
    const struct work_scope *noted = find(work, from, to);
    return noted == NULL || noted->wider == NULL
               ? NULL
               : scope_wider_words(db_arena(work->db), noted->wider);
}

void record_scope_describe(json_t *details, const struct work *work, int64_t from, int64_t to)
{
    const struct work_scope *noted = find(work, from, to);
    if (noted != NULL && noted->wider != NULL)
        json_object_set_new(details, "wider", json_deep_copy(noted->wider));
}

/* ---- proposals ---------------------------------------------------------------------------- */

enum { BATCH = 8, BATCH_ARENA = 64 << 20 };

/* Proposals of one kind whose contents are read together. */
struct batch {
    struct db *db;
    const struct record_store *store;
    struct arena *arena; /* for what is read */
    const struct label_proposal *proposals[BATCH];
    const char **wider[BATCH];
    int count;
};

enum { COLUMN_PROPOSAL, COLUMN_VERSION, COLUMN_ID, COLUMN_FACET, COLUMN_KEY, COLUMN_PARTS };

/* The text is the same for every number of proposals. */
static enum err read_contents(const struct batch *batch, struct db_result *result)
{
    const struct record_kind *kind = batch->store->kind;
    struct query q;
    query_begin(&q, batch->db, "SELECT p.id, v.version, v.id, v.");
    query_add(&q, kind->facet);
    query_add(&q, ", (SELECT o.data_key_id FROM organizations o WHERE o.id = p.organization_id)");
    record_add_columns(&q, kind);
    query_add(&q, " FROM label_proposals p JOIN ");
    query_add(&q, kind->versions);
    query_bind(&q,
               " v ON v.organization_id = p.organization_id AND v.record_id = p.record_id "
               "AND (v.version = p.from_version OR v.version = p.to_version) "
               "WHERE p.organization_id = ",
               db_uuid(&batch->proposals[0]->organization_id));
    for (int i = 0; i < BATCH; i++)
        query_bind(&q, i == 0 ? " AND p.id IN (" : ", ",
                   db_uuid(&batch->proposals[i < batch->count ? i : 0]->id));
    query_bind(&q, ") LIMIT ", db_int(2 * BATCH));
    return query_run(&q, result);
}

/* The content of a version of a proposal, *content NULL if it is not there. */
static enum err find_content(const struct batch *batch, const struct db_result *result,
                             const struct label_proposal *proposal, int64_t version,
                             struct record_content **content)
{
    *content = NULL;
    for (int i = 0; i < result->row_count; i++) {
        struct uuid id = db_get_uuid(result, i, COLUMN_PROPOSAL);
        if (!uuid_equal(&id, &proposal->id) || db_get_int(result, i, COLUMN_VERSION) != version)
            continue;
        *content = arena_alloc(batch->arena, sizeof **content);
        (*content)->facet = db_get_text(result, i, COLUMN_FACET);
        struct record_sealed sealed = {result,
                                       i,
                                       COLUMN_PARTS,
                                       proposal->organization_id,
                                       db_get_uuid(result, i, COLUMN_ID),
                                       db_get_uuid(result, i, COLUMN_KEY)};
        return record_open(batch->db, batch->store->kind, &sealed, *content);
    }
    return ERR_NONE;
}

static enum err compare(const struct batch *batch, const struct db_result *result, int index,
                        const json_t **names)
{
    const struct label_proposal *proposal = batch->proposals[index];
    struct record_content *before = NULL, *after = NULL;
    struct scope scope;
    enum err err = find_content(batch, result, proposal, proposal->from_version, &before);
    if (err == ERR_NONE)
        err = find_content(batch, result, proposal, proposal->to_version, &after);
    if (err != ERR_NONE || after == NULL)
        return err;
    batch->store->scope(batch->arena, before, after, &scope);
    *names = scope_wider_names(&scope);
    return ERR_NONE;
}

/* What is read is gone afterwards: configs are large, and many may wait. */
static enum err run(struct batch *batch)
{
    struct db_result result;
    struct arena *kept = db_use_arena(batch->db, batch->arena);
    enum err err = read_contents(batch, &result);
    for (int i = 0; err == ERR_NONE && i < batch->count; i++) {
        const json_t *names = NULL;
        err = compare(batch, &result, i, &names);
        if (names != NULL)
            *batch->wider[i] = scope_wider_words(kept, names);
    }
    (void)!db_use_arena(batch->db, kept);
    arena_reset(batch->arena);
    batch->count = 0;
    return err;
}

static bool is_asked(const struct actor *actor, const struct record_kind *kind,
                     const struct label_proposal *proposal)
{
    struct policy_target target = label_proposal_target(proposal);
    return proposal->kind == kind && proposal->to_version != 0 &&
           strcmp(proposal->state, "open") == 0 && policy_allows(actor, kind->read, &target);
}

static enum err run_kind(struct batch *batch, const struct actor *actor,
                         const struct label_proposal_list *list, const char **wider)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < list->count; i++) {
        const struct label_proposal *proposal = &list->proposals[i];
        if (!is_asked(actor, batch->store->kind, proposal))
            continue;
        batch->proposals[batch->count] = proposal;
        batch->wider[batch->count++] = &wider[i];
        if (batch->count == BATCH)
            err = run(batch);
    }
    return err == ERR_NONE && batch->count > 0 ? run(batch) : err;
}

enum err record_scope_proposals(struct db *db, const struct actor *actor,
                                const struct record_store *const *stores,
                                const struct label_proposal_list *list, const char **wider)
{
    enum err err = db_collect(db); /* what was asked before stays */
    struct batch batch = {.db = db, .arena = arena_create(BATCH_ARENA)};
    for (int i = 0; i < list->count; i++)
        wider[i] = NULL;
    for (int kind = 0; err == ERR_NONE && kind < RECORD_KIND_COUNT; kind++) {
        batch.store = stores[kind];
        if (batch.store->scope != NULL)
            err = run_kind(&batch, actor, list, wider);
    }
    arena_destroy(batch.arena);
    return err;
}
