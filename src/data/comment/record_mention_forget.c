#include "data/comment/record_mention_forget.h"

#include "base/buf.h"
#include "data/comment/record_comment_list.h"
#include "data/vault/vault.h"
#include "domain/record/mention.h"

enum { COMMENTS = 50 };
enum { COLUMN_COMMENT, COLUMN_BODY, COLUMN_START, COLUMN_LEN, COLUMN_USER, COLUMN_SINCE };

static const char erased[] = "Erased user";

struct rewrite {
    struct db *db;
    const struct uuid *organization_id;
    const struct uuid *user_id;
    const struct db_result *rows; /* mentions, comment by comment, in the order of the text */
};

/* All mentions of some comments that mention the person. */
static enum err load(const struct rewrite *rewrite, struct db_result *rows)
{
    return db_select(
        rewrite->db, rows,
        "SELECT c.id, c.body, m.position, m.length, m.user_id, m.created_at "
        "FROM comments c JOIN comment_mentions m ON m.organization_id = $1 AND m.comment_id = c.id "
        "WHERE c.organization_id = $1 AND c.id IN (SELECT x.comment_id FROM comment_mentions x "
        "WHERE x.organization_id = $1 AND x.user_id = $2 ORDER BY x.comment_id LIMIT $3) "
        "ORDER BY c.id, m.position LIMIT $4",
        db_uuid(rewrite->organization_id), db_uuid(rewrite->user_id), db_int(COMMENTS),
        db_int(COMMENTS * MENTION_MAX));
}

static void insert(const struct rewrite *rewrite, int row, size_t start)
{
    struct uuid *ids = arena_array(db_arena(rewrite->db), 2, sizeof *ids);
    ids[0] = db_get_uuid(rewrite->rows, row, COLUMN_COMMENT);
    ids[1] = db_get_uuid(rewrite->rows, row, COLUMN_USER);
    db_change_later(
        rewrite->db,
        "INSERT INTO comment_mentions (organization_id, comment_id, position, length, user_id, "
        "created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        db_uuid(rewrite->organization_id), db_uuid(&ids[0]), db_int((int64_t)start),
        db_int(db_get_int(rewrite->rows, row, COLUMN_LEN)), db_uuid(&ids[1]),
        db_time(db_get_time(rewrite->rows, row, COLUMN_SINCE)));
}

/* The rows from first to before end are the mentions of one comment. */
static enum err rewrite_comment(const struct rewrite *rewrite, int first, int end)
{
    struct db *db = rewrite->db;
    struct uuid id = db_get_uuid(rewrite->rows, first, COLUMN_COMMENT);
    struct seal_place place = record_comment_body_place(rewrite->organization_id, &id);
    const char *body = NULL;
    struct db_value sealed;
    struct buf text;
    size_t at = 0;
    enum err err =
        vault_open_text(db, &place, db_get_bytes(rewrite->rows, first, COLUMN_BODY), &body);
    if (err == ERR_NONE)
        err = db_change(db,
                        "DELETE FROM comment_mentions WHERE organization_id = $1 "
                        "AND comment_id = $2",
                        db_uuid(rewrite->organization_id), db_uuid(&id));
    if (err != ERR_NONE)
        return err;
    buf_init(&text, db_arena(db));
    for (int row = first; row < end; row++) {
        size_t start = (size_t)db_get_int(rewrite->rows, row, COLUMN_START);
        size_t len = (size_t)db_get_int(rewrite->rows, row, COLUMN_LEN);
        struct uuid user_id = db_get_uuid(rewrite->rows, row, COLUMN_USER);
        bool is_erased = uuid_equal(&user_id, rewrite->user_id);
        buf_add(&text, body + at, start - at);
        if (!is_erased)
            insert(rewrite, row, text.len);
        buf_add(&text, is_erased ? erased : body + start, is_erased ? sizeof erased - 1 : len);
        at = start + len;
    }
    buf_add_text(&text, body + at);
    err = vault_seal_text(db, &place, text.data, &sealed);
    return err == ERR_NONE ? db_change_one(db,
                                           "UPDATE comments SET body = $1, revision = revision + 1 "
                                           "WHERE organization_id = $2 AND id = $3",
                                           sealed, db_uuid(rewrite->organization_id), db_uuid(&id))
                           : err;
}

enum err record_mention_forget_some(struct db *db, const struct uuid *organization_id,
                                    const struct uuid *user_id, int64_t *count)
{
    struct db_result rows = {.row_count = 0};
    const struct rewrite rewrite = {db, organization_id, user_id, &rows};
    enum err err = load(&rewrite, &rows);
    *count = 0;
    for (int first = 0, end = 0; err == ERR_NONE && first < rows.row_count; first = end) {
        struct uuid id = db_get_uuid(&rows, first, COLUMN_COMMENT);
        for (end = first + 1; end < rows.row_count; end++) {
            struct uuid next = db_get_uuid(&rows, end, COLUMN_COMMENT);
            if (!uuid_equal(&id, &next))
                break;
        }
        err = rewrite_comment(&rewrite, first, end);
        (*count)++;
    }
    return err;
}

enum err record_mention_forget(struct db *db, const struct uuid *organization_id,
                               const struct uuid *user_id)
{
    int64_t count = 1;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && count > 0) /* what is rewritten is not found again */
        err = record_mention_forget_some(db, organization_id, user_id, &count);
    return err;
}
