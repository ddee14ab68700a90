#include "data/audit/audit_sequence.h"

#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_tree.h"
#include "data/db/db_self.h"
#include "data/db/db_slot.h"
#include "data/db/gather.h"

enum {
    BATCH = 1000,
    ORGANIZATIONS_NOTED = 16,
    ORGANIZATIONS_AT_ONCE = 100,
    CATCH_UPS = 4, /* batches of leaves of earlier versions, after an answer */
};

/* An organization in whose log this connection has written. */
struct written {
    struct uuid organization_id;
    int64_t last_seq; /* as far as this connection knows */
    bool is_behind;   /* the tree lacks leaves */
};

struct noted {
    struct written organizations[ORGANIZATIONS_NOTED];
    int count;
};

static struct noted *noted_of(struct db *db)
{
    static const char owner;
    void **slot = db_slot(db, &owner);
    if (*slot == NULL)
        *slot = arena_alloc(db_slot_arena(db), sizeof(struct noted));
    return *slot;
}

/* With more of them than there is room for, the rest is left to the next who writes there. */
static void note(struct db *db, const struct uuid *organization_id, const struct audit_head *head)
{
    struct noted *noted = noted_of(db);
    int i = 0;
    while (i < noted->count &&
           !uuid_equal(&noted->organizations[i].organization_id, organization_id))
        i++;
    if (i == ORGANIZATIONS_NOTED)
        return;
    if (i == noted->count)
        noted->organizations[noted->count++] =
            (struct written){.organization_id = *organization_id};
    if (head != NULL) {
        noted->organizations[i].last_seq = head->last_seq;
        noted->organizations[i].is_behind = head->chain.size < head->last_seq;
    }
}

/* The head of the organization whose events joined parts number: read by the first of them. */
static struct audit_head *joined_head(struct db *db)
{
    static const char owner;
    void **slot = db_slot(db, &owner);
    if (*slot == NULL)
        *slot = arena_alloc(db_slot_arena(db), sizeof(struct audit_head));
    return *slot;
}

static void save_joined(struct db *db, const struct uuid *organization_id, const char *key,
                        int change)
{
    (void)key;
    (void)change;
    audit_head_save(db, organization_id, joined_head(db));
}

static enum err number_now(struct db *db, const struct audit_place *place)
{
    const struct uuid *id = &place->organization_id;
    struct audit_head alone;
    int64_t *kept = gather_seq(db, id);
    bool is_joined = kept != NULL && gather_add(db, save_joined, id, "", 1);
    struct audit_head *head = is_joined ? joined_head(db) : &alone;
    if (!is_joined || *kept == 0) {
        enum err err = audit_head_load(db, id, head);
        if (err != ERR_NONE)
            return err;
    }
    head->last_seq++;
    if (is_joined)
        *kept = head->last_seq;
    db_change_later(db,
                    "INSERT INTO audit_sequence (organization_id, seq, event_id, leaf_hash) "
                    "VALUES ($1, $2, $3, $4)",
                    db_uuid(id), db_int(head->last_seq), db_uuid(&place->event_id),
                    db_bytes(place->leaf, HASH_LEN));
    audit_head_add(db, id, head, place->leaf);
    if (!is_joined)
        audit_head_save(db, id, head);
    note(db, id, head);
    return ERR_NONE;
}

static void add_to_queue(struct db *db, const struct audit_place *place)
{
    db_change_later(db,
                    "INSERT INTO audit_queue (organization_id, occurred_at, event_id, leaf_hash) "
                    "VALUES ($1, $2, $3, $4)",
                    db_uuid(&place->organization_id), db_time(place->occurred_at),
                    db_uuid(&place->event_id),
                    db_bytes(arena_copy(db_arena(db), place->leaf, HASH_LEN), HASH_LEN));
}

enum err audit_sequence_add(struct db *db, const struct audit_place *place)
{
    if (!db_has_many_writers(db))
        return number_now(db, place);
    note(db, &place->organization_id, NULL);
    add_to_queue(db, place);
    return ERR_NONE;
}

/* Adds the leaves of what was numbered, whose rows come in any order: number and leaf. */
static void add_leaves(struct db *db, const struct uuid *organization_id, struct audit_head *head,
                       const struct db_result *numbered)
{
    int64_t first = head->last_seq + 1;
    const char *leaves[BATCH] = {NULL};
    for (int i = 0; i < numbered->row_count; i++)
        leaves[db_get_int(numbered, i, 0) - first] = db_get_bytes(numbered, i, 1).data;
    bool is_behind = false;
    for (int i = 0; i < numbered->row_count; i++) {
        head->last_seq++;
        is_behind = is_behind || leaves[i] == NULL;
        if (!is_behind)
            audit_head_add(db, organization_id, head, (const uint8_t *)leaves[i]);
    }
}

/* Each statement sees what is committed when it begins, and nobody else numbers or takes away. */
static enum err number_batch(struct db *db, const struct uuid *organization_id)
{
    struct db_result numbered;
    struct db_result taken;
    struct audit_head head;
    enum err err = audit_head_load(db, organization_id, &head);
    if (err != ERR_NONE)
        return err;
    err = db_select(
        db, &numbered,
        "INSERT INTO audit_sequence (organization_id, seq, event_id, leaf_hash) "
        "SELECT q.organization_id, $3 + row_number() OVER (ORDER BY q.occurred_at, q.event_id), "
        "q.event_id, q.leaf_hash FROM (SELECT organization_id, occurred_at, event_id, leaf_hash "
        "FROM audit_queue WHERE organization_id = $1 ORDER BY occurred_at, event_id LIMIT $2) q "
        "RETURNING seq, leaf_hash",
        db_uuid(organization_id), db_int(BATCH), db_int(head.last_seq));
    if (err != ERR_NONE || numbered.row_count == 0)
        return err;
    err = db_select(db, &taken,
                    "DELETE FROM audit_queue WHERE organization_id = $1 AND event_id IN "
                    "(SELECT s.event_id FROM audit_sequence s WHERE s.organization_id = $1 "
                    "AND s.seq > $2)",
                    db_uuid(organization_id), db_int(head.last_seq));
    if (err != ERR_NONE)
        return err;
    if (taken.change_count != numbered.row_count)
        die("an event was numbered, but is still to be numbered");
    add_leaves(db, organization_id, &head, &numbered);
    audit_head_save(db, organization_id, &head);
    note(db, organization_id, &head);
    return ERR_NONE;
}

static enum err number_if_free(struct db *db, const struct uuid *organization_id, bool *is_ours)
{
    enum err err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    err = db_try_lock(db, organization_id, is_ours);
    if (err == ERR_NONE && *is_ours)
        err = number_batch(db, organization_id);
    return db_finish(db, err);
}

static enum err has_queued(struct db *db, const struct uuid *organization_id, bool *has)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT event_id FROM audit_queue WHERE organization_id = $1 LIMIT 1",
                             db_uuid(organization_id));
    *has = err == ERR_NONE && result.row_count > 0;
    return err;
}

/* Whoever finds the lock taken goes away, after the commit of what it queued; so whoever had the
 * lock looks once more after giving it back. */
static enum err number_all_of(struct db *db, const struct uuid *organization_id)
{
    bool is_ours = true;
    bool has_more = true;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && has_more) {
        err = number_if_free(db, organization_id, &is_ours);
        if (err != ERR_NONE || !is_ours)
            return err;
        err = has_queued(db, organization_id, &has_more);
    }
    return err;
}

enum err audit_sequence_all(struct db *db)
{
    if (!db_has_many_writers(db))
        return ERR_NONE;
    struct db_result result;
    struct uuid last = {{0}};
    bool is_first = true;
    do { /* the nil organization is one of them */
        enum err err = db_select(db, &result,
                                 "SELECT DISTINCT organization_id FROM audit_queue "
                                 "WHERE organization_id > $1 OR (organization_id = $1 AND $2) "
                                 "ORDER BY organization_id LIMIT $3",
                                 db_uuid(&last), db_bool(is_first), db_int(ORGANIZATIONS_AT_ONCE));
        for (int i = 0; err == ERR_NONE && i < result.row_count; i++) {
            last = db_get_uuid(&result, i, 0);
            err = number_all_of(db, &last);
        }
        if (err != ERR_NONE)
            return err;
        is_first = false;
    } while (result.row_count == ORGANIZATIONS_AT_ONCE);
    return ERR_NONE;
}

bool audit_sequence_is_due(struct db *db)
{
    return noted_of(db)->count > 0;
}

/* Leaves for the events of earlier versions, some batches of them. */
static void catch_up(struct db *db, const struct uuid *organization_id, bool *is_behind)
{
    for (int i = 0; i < CATCH_UPS && *is_behind; i++) {
        bool is_done = false;
        if (audit_tree_catch_up(db, organization_id, &is_done) != ERR_NONE)
            return;
        *is_behind = !is_done;
    }
}

static void settle(struct db *db, struct arena *arena, struct written written)
{
    const struct uuid *id = &written.organization_id;
    struct uuid request_id = uuid_make();
    db_begin_request(db, arena, &request_id);
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, *id});
    enum err err = ERR_NONE;
    if (db_has_many_writers(db)) {
        err = number_all_of(db, id);
        struct noted *noted = noted_of(db); /* again, with what is known now */
        if (noted->count > 0 &&
            uuid_equal(&noted->organizations[noted->count - 1].organization_id, id))
            written = noted->organizations[--noted->count];
    }
    if (err == ERR_NONE)
        catch_up(db, id, &written.is_behind);
    if (err == ERR_NONE && !written.is_behind)
        audit_checkpoint_if_due(db, id, written.last_seq);
    (void)!db_end_request(db);
}

void audit_sequence_written(struct db *db, struct arena *arena)
{
    struct noted *noted = noted_of(db);
    while (noted->count > 0) {
        struct written written = noted->organizations[--noted->count];
        if (db_has_many_writers(db) || written.is_behind ||
            audit_checkpoint_is_due(db, &written.organization_id, written.last_seq))
            settle(db, arena, written);
    }
}
