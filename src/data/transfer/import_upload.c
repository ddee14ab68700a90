#include "data/transfer/import_upload.h"

#include <string.h>

#include "base/clock.h"
#include "data/record/work.h"
#include "data/vault/vault.h"
#include "domain/transfer/bundle_open.h"

enum { SOURCE_MAX = 200 /* bytes */, LINES_AT_ONCE = 1000 };

/* What came, sealed before the transaction: it may be large. */
struct upload {
    struct uuid id;
    int record_count;
    const char *format;
    struct db_value sealed[2];
};

/* Seals what came: the name of the file, and what is in it. */
static enum err seal_upload(struct db *db, const struct actor *actor,
                            const struct import_draft *draft, const struct uuid *id,
                            struct db_value sealed[2])
{
    struct uuid key_id;
    struct seal_place place = {"imports", "source", actor->organization_id, *id};
    size_t source_len = text_cut(draft->source, strlen(draft->source), SOURCE_MAX);
    enum err err = vault_seal_text(db, &place, arena_copy(db_arena(db), draft->source, source_len),
                                   &sealed[0]);
    if (err == ERR_NONE)
        err = vault_organization_key(db, &actor->organization_id, &key_id);
    place.column = "document";
    return err == ERR_NONE ? vault_seal(db, &key_id, &place, draft->document, &sealed[1]) : err;
}

static enum err insert(const struct work *work, const struct import_draft *draft,
                       const struct upload *upload)
{
    const struct actor *actor = work->actor;
    const struct import import = {.format = upload->format};
    return db_change_one(
        work->db,
        "INSERT INTO imports (id, organization_id, user_id, source, document, state, "
        "skips_existing, is_renewed, record_count, checked_count, totals, duration_us, created_at, "
        "expires_at) VALUES ($1, $2, $3, $4, $5, 'checking', $6, $7, $8, 0, $9, 0, $10, $11)",
        db_uuid(&upload->id), db_uuid(&actor->organization_id), db_uuid(&actor->user_id),
        upload->sealed[0], upload->sealed[1], db_bool(draft->skips_existing), db_bool(false),
        db_int(upload->record_count), db_text(import_format_totals(db_arena(work->db), &import)),
        db_time(clock_now()), db_time(clock_now() + IMPORT_LIFETIME));
}

/* ---- what has expired ------------------------------------------------------------------------ */

/* The next lines of one that expired; once none is left, it goes itself. It has as many as its
 * document has records. */
static enum err sweep_some(struct db *db, const struct actor *actor, bool *is_over)
{
    struct db_result expired, lines;
    enum err err = db_select(db, &expired,
                             "SELECT id FROM imports WHERE organization_id = $1 "
                             "AND expires_at <= $2 ORDER BY id LIMIT 1",
                             db_uuid(&actor->organization_id), db_time(clock_now()));
    *is_over = err != ERR_NONE || expired.row_count == 0;
    if (*is_over)
        return err;
    struct uuid id = db_get_uuid(&expired, 0, 0);
    err = db_select(db, &lines,
                    "DELETE FROM import_lines WHERE organization_id = $1 AND import_id = $2 "
                    "AND position < $3 + (SELECT min(l.position) FROM import_lines l "
                    "WHERE l.organization_id = $1 AND l.import_id = $2)",
                    db_uuid(&actor->organization_id), db_uuid(&id), db_int(LINES_AT_ONCE));
    if (err != ERR_NONE || lines.change_count > 0)
        return err;
    return db_change(db, "DELETE FROM imports WHERE organization_id = $1 AND id = $2",
                     db_uuid(&actor->organization_id), db_uuid(&id));
}

static enum err sweep(struct db *db, const struct actor *actor)
{
    bool is_over = false;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && !is_over) {
        err = db_begin(db);
        if (err == ERR_NONE)
            err = db_finish(db, sweep_some(db, actor, &is_over));
    }
    return err;
}

/* ---- the upload ------------------------------------------------------------------------------ */

static enum err keep(const struct work *work, const struct import_draft *draft,
                     const struct upload *upload)
{
    struct import_list waiting;
    enum err err = import_forget_empty(work->db, work->actor);
    if (err == ERR_NONE)
        err = import_list(work->db, work->actor, &waiting);
    if (err == ERR_NONE && waiting.count == IMPORT_OPEN_MAX)
        return work_refuse(work, ERR_CONFLICT, "document",
                           "Ten imports of yours wait already. Finish or discard one of them.");
    return err == ERR_NONE ? insert(work, draft, upload) : err;
}

enum err import_create(struct db *db, const struct actor *actor, const struct import_draft *draft,
                       struct uuid *id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct bundle bundle;
    const char *message = NULL;
    *id = uuid_make();
    if (!import_is_allowed(actor))
        return work_refuse(&work, ERR_DENIED, "", "You do not have the right to import.");
    if (bundle_open(db_arena(db), draft->document.data, draft->document.len, &bundle, &message) !=
        ERR_NONE)
        return work_refuse(&work, ERR_INVALID, "document", message);
    struct upload upload = {.id = *id, .record_count = bundle.count, .format = bundle.format};
    enum err err = seal_upload(db, actor, draft, id, upload.sealed);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err == ERR_NONE)
        err = db_finish(db, keep(&work, draft, &upload));
    return err == ERR_NONE ? sweep(db, actor) : err;
}

enum err import_discard(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct import import;
    if (!import_is_allowed(actor))
        return ERR_DENIED;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err =
        db_finish(db, db_change_one(db,
                                    "UPDATE imports SET expires_at = $4 WHERE id = $1 "
                                    "AND organization_id = $2 AND user_id = $3 AND expires_at > $4 "
                                    "AND phase NOT IN ('applying', 'undoing')",
                                    db_uuid(id), db_uuid(&actor->organization_id),
                                    db_uuid(&actor->user_id), db_time(clock_now())));
    if (err == ERR_NONE)
        return sweep(db, actor);
    if (err != ERR_NOT_FOUND)
        return err;
    err = import_get(db, actor, id, &import);
    return err == ERR_NONE ? ERR_CONFLICT : err;
}
