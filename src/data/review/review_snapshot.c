#include "data/review/review_snapshot.h"

#include <string.h>

#include "base/budget.h"
#include "base/clock.h"
#include "crypt/digest.h"
#include "data/audit/audit.h"
#include "data/review/review_line.h"
#include "data/vault/vault.h"

enum { BATCH = 200, SCRATCH_MAX = 64 * 1024 * 1024 };

static enum err check(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_USER_CHANGE, &target) ? ERR_NONE : ERR_DENIED;
}

static struct seal_place line_place(const struct actor *actor, const struct uuid *id)
{
    return (struct seal_place){"access_review_people", "line", actor->organization_id, *id};
}

/* ---- what nobody signed --------------------------------------------------------------------- */

/* A review that goes, and how far it is gone: from the first batch on nobody can sign it, and each
 * begins behind the last, so that PostgreSQL does not walk over what is deleted again and again. */
struct drop {
    struct uuid review_id;
    struct uuid after;
    bool is_done;
};

static enum err find_old(struct db *db, const struct actor *actor, struct drop *drop)
{
    struct db_result result;
    *drop = (struct drop){.is_done = false};
    enum err err =
        db_select(db, &result,
                  "SELECT id FROM access_reviews WHERE organization_id = $1 "
                  "AND signed_at IS NULL AND (started_by = $2 OR started_at < $3) LIMIT 1",
                  db_uuid(&actor->organization_id), db_uuid(&actor->user_id),
                  db_time(clock_now() - CLOCK_DAY));
    if (err != ERR_NONE || result.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    drop->review_id = db_get_uuid(&result, 0, 0);
    return ERR_NONE;
}

static enum err drop_batch(struct db *db, const struct actor *actor, struct drop *drop)
{
    struct db_result result;
    enum err err = db_change_one(db,
                                 "UPDATE access_reviews SET taken_at = NULL "
                                 "WHERE organization_id = $1 AND id = $2 AND signed_at IS NULL",
                                 db_uuid(&actor->organization_id), db_uuid(&drop->review_id));
    if (err != ERR_NONE)
        return err;
    err = db_select(
        db, &result,
        "DELETE FROM access_review_people WHERE organization_id = $1 AND id IN (SELECT p.id "
        "FROM access_review_people p WHERE p.organization_id = $1 AND p.review_id = $2 "
        "AND p.user_id > $3 ORDER BY p.user_id LIMIT $4) RETURNING user_id",
        db_uuid(&actor->organization_id), db_uuid(&drop->review_id), db_uuid(&drop->after),
        db_int(BATCH));
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++) {
        struct uuid user_id = db_get_uuid(&result, i, 0);
        if (memcmp(&user_id, &drop->after, sizeof user_id) > 0)
            drop->after = user_id;
    }
    if (err != ERR_NONE || result.row_count == BATCH)
        return err;
    drop->is_done = true;
    return db_change(db,
                     "DELETE FROM access_reviews WHERE organization_id = $1 AND id = $2 "
                     "AND signed_at IS NULL",
                     db_uuid(&actor->organization_id), db_uuid(&drop->review_id));
}

static enum err drop_draft(struct db *db, const struct actor *actor, struct drop *drop)
{
    enum err err = ERR_NONE;
    while (err == ERR_NONE && !drop->is_done) {
        budget_look();
        err = db_begin(db);
        if (err == ERR_NONE)
            err = db_finish(db, drop_batch(db, actor, drop));
    }
    return err;
}

static enum err drop_drafts(struct db *db, const struct actor *actor)
{
    struct drop drop;
    enum err err = ERR_NONE;
    while (err == ERR_NONE) {
        err = find_old(db, actor, &drop);
        if (err == ERR_NONE)
            err = drop_draft(db, actor, &drop);
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

/* ---- preparing ------------------------------------------------------------------------------ */

struct snapshot {
    struct db *db;
    const struct actor *actor;
    struct uuid id;
    const char *note;
    struct digest digest;
    struct review_filter filter;
    struct review counts;
    bool is_done;
};

/* A row that is ready to be written. */
struct line {
    struct uuid id;
    struct db_value sealed;
};

static enum err begin_row(struct snapshot *snapshot)
{
    struct db_value note;
    struct seal_place place = review_note_place(snapshot->actor, &snapshot->id);
    enum err err = vault_seal_text(snapshot->db, &place, snapshot->note, &note);
    if (err == ERR_NONE)
        err = db_begin(snapshot->db);
    if (err != ERR_NONE)
        return err;
    err = db_change_one(snapshot->db,
                        "INSERT INTO access_reviews (organization_id, id, started_by, started_at, "
                        "note) VALUES ($1, $2, $3, $4, $5)",
                        db_uuid(&snapshot->actor->organization_id), db_uuid(&snapshot->id),
                        db_uuid(&snapshot->actor->user_id), db_time(clock_now()), note);
    return db_finish(snapshot->db, err);
}

static enum err seal_line(struct snapshot *snapshot, const struct review_person *person,
                          struct line *line)
{
    struct buf text;
    buf_init(&text, db_arena(snapshot->db));
    review_line_add(&text, db_arena(snapshot->db), person);
    digest_add(&snapshot->digest, text.data, text.len);
    snapshot->counts.person_count++;
    snapshot->counts.admin_count += (person->marks & REVIEW_ADMIN) != 0;
    snapshot->counts.flagged_count += (person->marks & REVIEW_LOOK) != 0;
    snapshot->counts.token_count += person->token_count;
    line->id = uuid_make();
    struct seal_place place = line_place(snapshot->actor, &line->id);
    return vault_seal(snapshot->db, &person->data_key_id, &place,
                      (struct text){text.data, text.len}, &line->sealed);
}

static void insert_line(const struct snapshot *snapshot, const struct review_person *person,
                        const struct line *line)
{
    const char *access =
        arena_printf(db_arena(snapshot->db), "%d%d%d%s", person->state != USER_INACTIVE,
                     person->has_app || person->passkey_count > 0, person->is_superuser,
                     persona_names[person->persona]);
    db_change_later(snapshot->db,
                    "INSERT INTO access_review_people (organization_id, id, review_id, user_id, "
                    "access, line) VALUES ($1, $2, $3, $4, $5, $6)",
                    db_uuid(&snapshot->actor->organization_id), db_uuid(&line->id),
                    db_uuid(&snapshot->id), db_uuid(&person->id), db_text(access), line->sealed);
}

/* The next people: read and sealed before, and written in a transaction. */
static enum err take_batch(struct snapshot *snapshot)
{
    struct review_list list;
    struct line lines[BATCH];
    enum err err =
        review_list(snapshot->db, snapshot->actor, &snapshot->filter, clock_now(), &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        err = seal_line(snapshot, &list.items[i], &lines[i]);
    snapshot->is_done = err != ERR_NONE || !list.has_more;
    if (err != ERR_NONE || list.count == 0)
        return err;
    snapshot->filter.id = list.next_id;
    err = db_begin(snapshot->db);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < list.count; i++)
        insert_line(snapshot, &list.items[i], &lines[i]);
    return db_finish(snapshot->db, ERR_NONE);
}

static enum err finish_row(struct snapshot *snapshot)
{
    char sha256[SHA256_HEX_LEN];
    digest_end(&snapshot->digest, sha256);
    enum err err = db_begin(snapshot->db);
    if (err != ERR_NONE)
        return err;
    err = db_change_one(
        snapshot->db,
        "UPDATE access_reviews SET taken_at = $1, person_count = $2, admin_count = $3, "
        "flagged_count = $4, token_count = $5, csv_sha256 = $6 "
        "WHERE organization_id = $7 AND id = $8",
        db_time(clock_now()), db_int(snapshot->counts.person_count),
        db_int(snapshot->counts.admin_count), db_int(snapshot->counts.flagged_count),
        db_int(snapshot->counts.token_count), db_text(sha256),
        db_uuid(&snapshot->actor->organization_id), db_uuid(&snapshot->id));
    return db_finish(snapshot->db, err);
}

/* Batch after batch, each in memory that the next one uses again. */
static enum err take_all(struct snapshot *snapshot)
{
    enum err err = ERR_NONE;
    while (err == ERR_NONE && !snapshot->is_done) {
        struct arena *scratch = arena_create(SCRATCH_MAX);
        struct arena *before = db_use_arena(snapshot->db, scratch);
        err = take_batch(snapshot);
        (void)!db_use_arena(snapshot->db, before);
        arena_destroy(scratch);
        budget_look();
    }
    return err;
}

enum err review_prepare(struct db *db, const struct actor *actor, const char *note, struct uuid *id)
{
    struct snapshot snapshot = {.db = db,
                                .actor = actor,
                                .id = uuid_make(),
                                .note = note,
                                .filter = {.is_by_id = true, .limit = BATCH}};
    struct buf titles;
    const char *problem = NULL;
    enum err err = check(actor);
    if (err == ERR_NONE)
        err = review_note_check(note, &problem);
    if (err == ERR_NONE)
        err = drop_drafts(db, actor);
    if (err == ERR_NONE)
        err = begin_row(&snapshot);
    if (err != ERR_NONE)
        return err;
    buf_init(&titles, db_arena(db));
    review_line_begin(&titles);
    digest_begin(&snapshot.digest);
    digest_add(&snapshot.digest, titles.data, titles.len);
    err = take_all(&snapshot);
    *id = snapshot.id;
    return err == ERR_NONE ? finish_row(&snapshot) : err;
}

/* ---- the file ------------------------------------------------------------------------------- */

static enum err record_export(struct db *db, const struct actor *actor,
                              const struct uuid *review_id, int64_t count)
{
    bool is_now = uuid_is_nil(review_id);
    struct audit_event event = {.action = "access.export",
                                .record_type = is_now ? "organization" : "access_review",
                                .record_id = is_now ? actor->organization_id : *review_id,
                                .details = json_object()};
    audit_change_int(event.details, "people", 0, count);
    return audit_record_alone(db, actor, &event);
}

enum err review_file_begin(struct db *db, const struct actor *actor, const struct uuid *review_id,
                           struct review_file *file)
{
    struct review review;
    struct review_counts counts;
    bool is_of_review = !uuid_is_nil(review_id);
    *file = (struct review_file){.db = db,
                                 .actor = *actor,
                                 .is_of_review = is_of_review,
                                 .review_id = *review_id,
                                 .made_at = clock_now()};
    enum err err = is_of_review ? review_get(db, actor, review_id, &review)
                                : review_count(db, actor, file->made_at, &counts);
    if (err != ERR_NONE)
        return err;
    if (is_of_review)
        file->made_at = review.started_at;
    return record_export(db, actor, review_id,
                         is_of_review ? review.person_count - review.erased_count : counts.people);
}

static enum err add_now(struct review_file *file, struct arena *arena, struct buf *lines,
                        bool *is_done)
{
    struct review_list list;
    struct review_filter filter = {.is_by_id = true, .id = file->after, .limit = BATCH};
    enum err err = review_list(file->db, &file->actor, &filter, file->made_at, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        review_line_add(lines, arena, &list.items[i]);
    *is_done = err != ERR_NONE || !list.has_more;
    file->after = list.next_id;
    return err;
}

static enum err add_line(struct review_file *file, const struct db_result *result, int row,
                         struct buf *lines)
{
    struct text line = {NULL, 0};
    struct uuid id = db_get_uuid(result, row, 1);
    struct uuid data_key_id = db_get_uuid(result, row, 3);
    struct seal_place place = line_place(&file->actor, &id);
    file->after = db_get_uuid(result, row, 0);
    enum err err =
        vault_learn_key(file->db, &file->actor.organization_id, &data_key_id, result, row, 4);
    if (err == ERR_NONE)
        err = vault_unseal(file->db, &data_key_id, &place, db_get_bytes(result, row, 2), &line);
    if (err == ERR_NONE && line.data != NULL)
        buf_add(lines, line.data, line.len);
    return err;
}

static enum err add_then(struct review_file *file, struct buf *lines, bool *is_done)
{
    struct db_result result;
    enum err err = db_select(
        file->db, &result,
        "SELECT p.user_id, p.id, p.line, u.data_key_id, " VAULT_KEY_COLUMNS(
            k) " FROM access_review_people p JOIN users u ON u.organization_id = p.organization_id "
               "AND u.id = p.user_id" VAULT_KEY_JOIN(
                   k, u) "WHERE p.organization_id = $1 AND p.review_id = $2 AND p.user_id > $3 "
                         "ORDER BY p.user_id LIMIT $4",
        db_uuid(&file->actor.organization_id), db_uuid(&file->review_id), db_uuid(&file->after),
        db_int(BATCH));
    for (int row = 0; err == ERR_NONE && row < result.row_count; row++)
        err = add_line(file, &result, row, lines);
    *is_done = err != ERR_NONE || result.row_count < BATCH;
    return err;
}

enum err review_file_next(struct review_file *file, struct arena *arena, struct buf *lines,
                          bool *is_done)
{
    struct uuid request_id = uuid_make();
    db_begin_request(file->db, arena, &request_id);
    (void)db_enter(file->db, (struct db_scope){DB_ORGANIZATION, file->actor.organization_id});
    if (!file->has_begun)
        review_line_begin(lines);
    file->has_begun = true;
    enum err err =
        file->is_of_review ? add_then(file, lines, is_done) : add_now(file, arena, lines, is_done);
    enum err end = db_end_request(file->db);
    return err == ERR_NONE ? end : err;
}
