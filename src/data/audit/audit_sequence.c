#include "data/audit/audit_sequence.h"

#include "data/db/db_self.h"
#include "data/db/db_slot.h"
#include "data/db/gather.h"

enum { BATCH = 1000, ORGANIZATIONS_NOTED = 16, ORGANIZATIONS_AT_ONCE = 100 };

/* The organizations whose events this connection has queued. */
struct queued {
    struct uuid organizations[ORGANIZATIONS_NOTED];
    int count;
};

static struct queued *queued_of(struct db *db)
{
    static const char owner;
    void **slot = db_slot(db, &owner);
    if (*slot == NULL)
        *slot = arena_alloc(db_slot_arena(db), sizeof(struct queued));
    return *slot;
}

/* With more of them than there is room for, the rest is left to the next who writes there. */
static void note(struct queued *queued, const struct uuid *organization_id)
{
    for (int i = 0; i < queued->count; i++)
        if (uuid_equal(&queued->organizations[i], organization_id))
            return;
    if (queued->count < ORGANIZATIONS_NOTED)
        queued->organizations[queued->count++] = *organization_id;
}

static void raise_head(struct db *db, const struct uuid *organization_id, const char *key,
                       int change)
{
    (void)key;
    db_change_later(db,
                    "UPDATE audit_heads SET last_seq = last_seq + $2 WHERE organization_id = $1",
                    db_uuid(organization_id), db_int(change));
}

/* Of joined parts the first event raises the head, the others count on from it. */
static enum err next_seq(struct db *db, const struct uuid *organization_id, int64_t *seq)
{
    struct db_result result;
    int64_t *kept = gather_seq(db, organization_id);
    if (kept != NULL && *kept != 0 && gather_add(db, raise_head, organization_id, "", 1)) {
        *seq = ++*kept;
        return ERR_NONE;
    }
    enum err err = db_select(db, &result,
                             "INSERT INTO audit_heads (organization_id, last_seq) VALUES ($1, 1) "
                             "ON CONFLICT (organization_id) DO UPDATE "
                             "SET last_seq = audit_heads.last_seq + 1 RETURNING last_seq",
                             db_uuid(organization_id));
    if (err == ERR_NONE)
        *seq = db_get_int(&result, 0, 0);
    if (err == ERR_NONE && kept != NULL)
        *kept = *seq;
    return err;
}

static void add_to_queue(struct db *db, const struct audit_place *place)
{
    note(queued_of(db), &place->organization_id);
    db_change_later(
        db, "INSERT INTO audit_queue (organization_id, occurred_at, event_id) VALUES ($1, $2, $3)",
        db_uuid(&place->organization_id), db_time(place->occurred_at), db_uuid(&place->event_id));
}

enum err audit_sequence_add(struct db *db, const struct audit_place *place)
{
    if (db_has_many_writers(db)) {
        add_to_queue(db, place);
        return ERR_NONE;
    }
    int64_t seq = 0;
    enum err err = next_seq(db, &place->organization_id, &seq);
    if (err != ERR_NONE)
        return err;
    db_change_later(
        db, "INSERT INTO audit_sequence (organization_id, seq, event_id) VALUES ($1, $2, $3)",
        db_uuid(&place->organization_id), db_int(seq), db_uuid(&place->event_id));
    return ERR_NONE;
}

/* Each statement sees what is committed when it begins, and nobody else numbers or takes away. */
static enum err number_batch(struct db *db, const struct uuid *organization_id)
{
    struct db_result numbered;
    struct db_result taken;
    enum err err = db_select(
        db, &numbered,
        "INSERT INTO audit_sequence (organization_id, seq, event_id) "
        "SELECT q.organization_id, COALESCE((SELECT h.last_seq FROM audit_heads h "
        "WHERE h.organization_id = $1), 0) + row_number() OVER (ORDER BY q.occurred_at, "
        "q.event_id), q.event_id FROM (SELECT organization_id, occurred_at, event_id "
        "FROM audit_queue WHERE organization_id = $1 ORDER BY occurred_at, event_id LIMIT $2) q",
        db_uuid(organization_id), db_int(BATCH));
    if (err != ERR_NONE || numbered.change_count == 0)
        return err;
    err = db_select(db, &taken,
                    "DELETE FROM audit_queue WHERE organization_id = $1 AND event_id IN "
                    "(SELECT s.event_id FROM audit_sequence s WHERE s.organization_id = $1 "
                    "AND s.seq > COALESCE((SELECT h.last_seq FROM audit_heads h "
                    "WHERE h.organization_id = $1), 0))",
                    db_uuid(organization_id));
    if (err != ERR_NONE)
        return err;
    if (taken.change_count != numbered.change_count)
        die("an event was numbered, but is still to be numbered");
    return db_change_one(db,
                         "INSERT INTO audit_heads (organization_id, last_seq) VALUES ($1, $2) "
                         "ON CONFLICT (organization_id) DO UPDATE "
                         "SET last_seq = audit_heads.last_seq + excluded.last_seq",
                         db_uuid(organization_id), db_int(numbered.change_count));
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
    return queued_of(db)->count > 0;
}

void audit_sequence_written(struct db *db, struct arena *arena)
{
    struct queued *queued = queued_of(db);
    while (queued->count > 0) {
        struct uuid id = queued->organizations[--queued->count];
        struct uuid request_id = uuid_make();
        db_begin_request(db, arena, &request_id);
        (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, id});
        (void)!number_all_of(db, &id);
        (void)!db_end_request(db);
    }
}
