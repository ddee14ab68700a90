#include <string.h>

#include "base/clock.h"
#include "crypt/token.h"
#include "data/db/kept.h"
#include "data/db/kept_row.h"
#include "data/session/session.h"
#include "data/session/session_row_internal.h"
#include "data/vault/vault.h"

/* A token, as it is looked up and as its row is kept. */
struct wanted {
    const struct uuid *organization_id;
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    struct text key;
};

static struct wanted wanted_of(struct db *db, const struct uuid *organization_id, const char *token)
{
    static const char name[] = "session ";
    struct wanted wanted = {.organization_id = organization_id};
    token_hash(db_keyring(db), KEY_PURPOSE_SESSION, token, wanted.hashes);
    size_t len = sizeof name - 1 + sizeof wanted.hashes;
    char *key = arena_alloc(db_arena(db), len);
    memcpy(key, name, sizeof name - 1);
    memcpy(key + sizeof name - 1, wanted.hashes, sizeof wanted.hashes);
    wanted.key = (struct text){key, len};
    return wanted;
}

/* A session of this token that has not ended, of a person who may have it. */
#define IS_LIVE                                                                                    \
    "WHERE s.organization_id = $1 AND s.token_hash IN ($2, $4) AND s.expires_at > $3 "             \
    "AND s.ended_at IS NULL AND s.epoch = u.epoch AND u.is_active"
#define LIVE_VALUES(wanted)                                                                        \
    db_uuid((wanted)->organization_id), db_bytes((wanted)->hashes[0], HASH_LEN),                   \
        db_time(clock_now()), db_bytes((wanted)->hashes[1], HASH_LEN)

/* Every table but sessions and user_seen is visible (db_table.h). Whether one signed in by a
 * provider is the session's for good. */
static enum err ask(struct db *db, const struct wanted *wanted, struct db_result *row)
{
    /* clang-format off */
    return db_select(
        db, row,
        "SELECT s.id, s.user_id, s.organization_id, s.created_at, s.last_seen_at, "
        "s.authenticated_at, u.user_persona, u.is_superuser, u.data_key_id, u.full_name, "
        "o.name, o.data_key_id, s.acting_organization_id, v.version, u.time_zone, "
        USER_SEEN_COLUMNS(n) ", " VAULT_KEY_COLUMNS(k) ", " VAULT_KEY_COLUMNS(ok)
        ", o.suspended_at, " SESSION_ENDS_COLUMNS(o) ", " ORGANIZATION_USAGE_COLUMNS(q) ", "
        "(SELECT count(*) FROM one_time_links l WHERE l.organization_id = u.organization_id "
        "AND l.user_id = u.id AND l.purpose = 'password_reset' AND l.used_at IS NOT NULL "
        "AND l.acknowledged_at IS NULL AND (l.created_by IS NULL OR l.created_by <> l.user_id)) + "
        "(SELECT count(*) FROM factor_removals f WHERE f.organization_id = u.organization_id "
        "AND f.user_id = u.id AND f.acknowledged_at IS NULL), s.factor, u.created_at, "
        FACTOR_RULE_COLUMNS(fr) ", s.is_sso, s.is_sso_factor FROM sessions s "
        "JOIN users u ON u.organization_id = s.organization_id AND u.id = s.user_id "
        "JOIN organizations o ON o.id = s.organization_id "
        "JOIN data_keys ok ON ok.organization_id = o.id AND ok.id = o.data_key_id"
        VAULT_KEY_JOIN(k, u)
        FACTOR_RULE_JOIN(fr, "s.organization_id")
        "LEFT JOIN organization_usage q ON q.organization_id = s.organization_id "
        "LEFT JOIN content_versions v ON v.organization_id = s.organization_id "
        "LEFT JOIN user_seen n ON n.organization_id = s.organization_id AND n.user_id = s.user_id "
        IS_LIVE, LIVE_VALUES(wanted));
    /* clang-format on */
}

/* What is asked for each time, and where it is in the whole row: the session's own, and the rights
 * of its person. */
enum { OWN_VERSION, OWN_ACTING };
static const int own_columns[] = {COLUMN_VERSION,   COLUMN_ACTING,        COLUMN_SEEN,
                                  COLUMN_SEEN + 1,  COLUMN_SEEN + 2,      COLUMN_CREATED,
                                  COLUMN_LAST_SEEN, COLUMN_AUTHENTICATED, COLUMN_PERSONA,
                                  COLUMN_SUPERUSER, COLUMN_TIME_ZONE,     COLUMN_FACTOR,
                                  COLUMN_SSO};

static enum err ask_own(struct db *db, const struct wanted *wanted, struct db_result *own)
{
    db_read_last(db);
    /* clang-format off */
    return db_select(
        db, own,
        "SELECT v.version, s.acting_organization_id, " USER_SEEN_COLUMNS(n) ", s.created_at, "
        "s.last_seen_at, s.authenticated_at, u.user_persona, u.is_superuser, u.time_zone, s.factor, "
        "s.is_sso FROM sessions s "
        "JOIN users u ON u.organization_id = s.organization_id AND u.id = s.user_id "
        "LEFT JOIN content_versions v ON v.organization_id = s.organization_id "
        "LEFT JOIN user_seen n ON n.organization_id = s.organization_id AND n.user_id = s.user_id "
        IS_LIVE, LIVE_VALUES(wanted));
    /* clang-format on */
}

static bool acts_at_home(const struct wanted *wanted, const struct db_result *row, int column)
{
    struct uuid acting = db_get_uuid(row, 0, column);
    return uuid_equal(&acting, wanted->organization_id);
}

static void enter(struct db *db, const struct wanted *wanted, const struct db_result *row,
                  int column)
{
    struct uuid version = db_get_uuid(row, 0, column);
    kept_enter(db, wanted->organization_id, &version);
}

/* The kept row, with what was asked for now. */
static void join(struct db *db, const struct db_result *own, struct db_result *row)
{
    size_t count = (size_t)row->column_count;
    struct db_value *values = arena_array(db_arena(db), count, sizeof *values);
    memcpy(values, row->values, count * sizeof *values);
    for (size_t i = 0; i < COUNT_OF(own_columns); i++)
        values[own_columns[i]] = own->values[i];
    row->values = values;
}

enum err session_row_find_kept(struct db *db, const struct uuid *organization_id, const char *token,
                               struct db_result *row)
{
    struct db_result own;
    struct wanted wanted = wanted_of(db, organization_id, token);
    *row = (struct db_result){.values = NULL};
    if (!kept_may_hold(db, organization_id, wanted.key))
        return ERR_STALE;
    enum err err = ask_own(db, &wanted, &own);
    if (err != ERR_NONE || own.row_count == 0)
        return err;
    if (!acts_at_home(&wanted, &own, OWN_ACTING))
        return ERR_STALE;
    enter(db, &wanted, &own, OWN_VERSION);
    if (!kept_row_read(db, wanted.key, row))
        return ERR_STALE;
    join(db, &own, row);
    return ERR_NONE;
}

enum err session_row_find(struct db *db, const struct uuid *organization_id, const char *token,
                          struct db_result *row)
{
    struct wanted wanted = wanted_of(db, organization_id, token);
    enum err err = ask(db, &wanted, row);
    if (err != ERR_NONE || row->row_count == 0 || !acts_at_home(&wanted, row, COLUMN_ACTING))
        return err;
    enter(db, &wanted, row, COLUMN_VERSION);
    kept_row_store(db, wanted.key, row);
    return ERR_NONE;
}
