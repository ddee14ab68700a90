#include "data/audit/audit_refusal.h"

#include <string.h>

#include "base/clock.h"
#include "base/network.h"
#include "crypt/keyring.h"

/* The key of a row of audit_refusals, with what is counted. */
struct row {
    const struct audit_refusal *refusal;
    struct uuid record_id;
    int64_t minute;
    struct text source;
};

static struct text source_of(struct db *db)
{
    const char *text = db_client(db);
    const void *data = text;
    size_t len = strlen(text);
    struct network_address address;
    if (network_parse(text, &address)) {
        data = address.bytes;
        len = address.len == NETWORK_SIX_LEN ? address.network_len : address.len;
    }
    uint8_t *hash = arena_alloc(db_arena(db), HASH_LEN);
    keyring_hash(db_keyring(db), KEY_PURPOSE_SOURCE, data, len, hash);
    return (struct text){(const char *)hash, HASH_LEN};
}

static enum err raise_count(struct db *db, const struct row *row, bool *is_there)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "UPDATE audit_refusals SET event_count = event_count + 1 "
                  "WHERE organization_id = $1 AND minute = $2 AND source = $3 AND action = $4 "
                  "AND outcome = $5 AND record_id = $6",
                  db_uuid(&row->refusal->organization_id), db_time(row->minute),
                  db_bytes(row->source.data, row->source.len), db_text(row->refusal->action),
                  db_text(row->refusal->outcome), db_uuid(&row->record_id));
    *is_there = err == ERR_NONE && result.change_count > 0;
    return err;
}

static enum err insert(struct db *db, const struct row *row, bool *is_new)
{
    struct db_result result;
    enum err err = db_select(
        db, &result,
        "INSERT INTO audit_refusals (organization_id, minute, source, action, outcome, "
        "record_id, event_id, event_count) VALUES ($1, $2, $3, $4, $5, $6, $7, 1) "
        "ON CONFLICT (organization_id, minute, source, action, outcome, record_id) "
        "DO NOTHING",
        db_uuid(&row->refusal->organization_id), db_time(row->minute),
        db_bytes(row->source.data, row->source.len), db_text(row->refusal->action),
        db_text(row->refusal->outcome), db_uuid(&row->record_id), db_uuid(&row->refusal->event_id));
    *is_new = err == ERR_NONE && result.change_count > 0;
    return err;
}

static enum err is_full(struct db *db, const struct row *row, bool *is)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT count(*) FROM audit_refusals "
                             "WHERE organization_id = $1 AND minute = $2",
                             db_uuid(&row->refusal->organization_id), db_time(row->minute));
    *is = err == ERR_NONE && db_get_int(&result, 0, 0) >= AUDIT_REFUSALS_PER_MINUTE;
    return err;
}

enum err audit_refusal_count(struct db *db, const struct audit_refusal *refusal,
                             enum audit_counted *counted)
{
    bool is_there = false;
    bool is_others = false;
    bool is_new = false;
    struct row row = {.refusal = refusal,
                      .record_id = refusal->record_id,
                      .minute = refusal->occurred_at / CLOCK_MINUTE * CLOCK_MINUTE,
                      .source = source_of(db)};
    *counted = AUDIT_COUNTED;
    enum err err = raise_count(db, &row, &is_there);
    if (err == ERR_NONE && !is_there)
        err = is_full(db, &row, &is_others);
    if (is_others) { /* from nowhere, and about nothing */
        row.record_id = (struct uuid){{0}};
        row.source = (struct text){"", 0};
        err = raise_count(db, &row, &is_there);
    }
    if (err != ERR_NONE || is_there)
        return err;
    err = insert(db, &row, &is_new);
    if (is_new)
        *counted = is_others ? AUDIT_FIRST_OF_OTHERS : AUDIT_FIRST;
    /* another was first meanwhile, and has committed */
    return err == ERR_NONE && !is_new ? raise_count(db, &row, &is_there) : err;
}
