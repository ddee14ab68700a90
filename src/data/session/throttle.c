#include "data/session/throttle.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/metric.h"
#include "base/network.h"
#include "data/audit/audit.h"

enum {
    FREE_ATTEMPTS = 5,
    DOUBLINGS = 8, /* from FIRST_WAIT to beyond LONGEST_WAIT */
    PER_ADDRESS = 20,
    PER_NETWORK = 100,
    THROTTLE_KEY_LEN = 16,
    SET_LEN = 2, /* keys of one kind whose first bytes are the same are a set */
    ROWS_PER_SET = 64,
    KEYS_MAX = 3,
};
#define FIRST_WAIT   (5 * CLOCK_SECOND)
#define LONGEST_WAIT (15 * CLOCK_MINUTE)
#define QUIET        CLOCK_HOUR /* after so long without an attempt a subject begins anew */

static const struct {
    const char *name;
    bool has_subject;
    bool has_sources;
} rules[] = {
    [THROTTLE_SIGN_IN] = {"sign in", true, true},
    [THROTTLE_REAUTHENTICATE] = {"password", true, false},
    [THROTTLE_FACTOR] = {"second factor", true, false},
    [THROTTLE_RESET] = {"password reset", true, true},
    [THROTTLE_LINK] = {"link", false, true},
    [THROTTLE_TOKEN] = {"token", false, true},
    [THROTTLE_SSO] = {"single sign-on", false, true},
};

/* What is counted by, in the order in which everybody locks their rows. Its letter begins the key.
 */
enum kind { KIND_NETWORK, KIND_ADDRESS, KIND_SUBJECT, KIND_DEVICE };
static const struct {
    char letter;
    const char *name;
    int64_t per_minute; /* 0: waits that double */
} kinds[] = {
    [KIND_NETWORK] = {'n', "network", PER_NETWORK},
    [KIND_ADDRESS] = {'a', "address", PER_ADDRESS},
    [KIND_SUBJECT] = {'s', "account", 0},
    [KIND_DEVICE] = {'d', "device", 0},
};

struct key {
    enum kind kind;
    uint8_t bytes[THROTTLE_KEY_LEN];
};

struct key_list {
    struct key keys[KEYS_MAX];
    int count;
};

static struct db_value value_of(const struct key *key)
{
    return db_bytes(key->bytes, THROTTLE_KEY_LEN);
}

static void add(struct db *db, struct key_list *list, enum throttle_purpose purpose, enum kind kind,
                struct text what)
{
    struct buf buf;
    uint8_t hash[HASH_LEN];
    struct key *key = &list->keys[list->count++];
    buf_init(&buf, db_arena(db));
    buf_printf(&buf, "attempt %s %s ", rules[purpose].name, kinds[kind].name);
    buf_add(&buf, what.data, what.len);
    keyring_hash(db_keyring(db), KEY_PURPOSE_SOURCE, buf.data, buf.len, hash);
    key->kind = kind;
    key->bytes[0] = (uint8_t)kinds[kind].letter;
    memcpy(key->bytes + 1, hash, THROTTLE_KEY_LEN - 1);
}

static struct key_list keys_of(struct db *db, const struct throttle_attempt *attempt)
{
    struct key_list list = {.count = 0};
    enum throttle_purpose purpose = attempt->purpose;
    struct network_address from;
    if (attempt->device != NULL) {
        const char *device = arena_printf(db_arena(db), "%s %s", attempt->device, attempt->subject);
        add(db, &list, purpose, KIND_DEVICE, (struct text){device, strlen(device)});
        return list;
    }
    if (rules[purpose].has_sources && network_parse(db_client(db), &from)) {
        const char *bytes = (const char *)from.bytes;
        add(db, &list, purpose, KIND_NETWORK, (struct text){bytes, from.network_len});
        add(db, &list, purpose, KIND_ADDRESS, (struct text){bytes, from.len});
    }
    if (rules[purpose].has_subject)
        add(db, &list, purpose, KIND_SUBJECT,
            (struct text){attempt->subject, strlen(attempt->subject)});
    return list;
}

/* The rows */

static const char double_sql[] =
    "UPDATE attempts SET attempt_count = attempt_count + 1, open_from = CASE "
    "WHEN attempt_count + 1 < $3 THEN 0 WHEN attempt_count + 1 >= $3 + $4 THEN $2 + $5 "
    "ELSE $2 + ($6 << CAST(attempt_count + 1 - $3 AS integer)) END, kept_until = $7, "
    "is_told = false WHERE key = $1 AND open_from <= $2 AND kept_until > $2";

static const char per_minute_sql[] =
    "UPDATE attempts SET attempt_count = attempt_count + 1, open_from = CASE "
    "WHEN attempt_count + 1 < $3 THEN 0 ELSE kept_until END, is_told = false "
    "WHERE key = $1 AND open_from <= $2 AND kept_until > $2";

/* One more, if it may be made now. */
static enum err raise(struct db *db, const struct key *key, int64_t now, bool *is_counted)
{
    struct db_result result;
    int64_t per_minute = kinds[key->kind].per_minute;
    enum err err =
        per_minute > 0
            ? db_select(db, &result, per_minute_sql, value_of(key), db_int(now), db_int(per_minute))
            : db_select(db, &result, double_sql, value_of(key), db_int(now), db_int(FREE_ATTEMPTS),
                        db_int(DOUBLINGS), db_int(LONGEST_WAIT), db_int(FIRST_WAIT),
                        db_int(now + LONGEST_WAIT + QUIET));
    *is_counted = err == ERR_NONE && result.change_count > 0;
    return err;
}

/* Of these keys the one that is open last, if any is not open yet. */
static enum err find_closed(struct db *db, const struct key_list *list, int64_t now,
                            struct db_result *closed)
{
    const struct key *last = &list->keys[list->count - 1];
    return db_select(db, closed,
                     "SELECT open_from, is_told, key FROM attempts WHERE key IN ($1, $2, $3) "
                     "AND open_from > $4 AND kept_until > $4 ORDER BY open_from DESC LIMIT 1",
                     value_of(&list->keys[0]), value_of(&list->keys[list->count > 1 ? 1 : 0]),
                     value_of(last), db_int(now));
}

/* The first and the last key of a set. What finds no room in it shares the first. */
static void bound_set(const struct key *key, struct key *first, struct key *last)
{
    *first = *last = *key;
    memset(first->bytes + SET_LEN, 0, THROTTLE_KEY_LEN - SET_LEN);
    memset(last->bytes + SET_LEN, 0xff, THROTTLE_KEY_LEN - SET_LEN);
}

/* A row for a key that has none that counts: rows of the set whose time is over make room. */
static enum err begin_row(struct db *db, struct key *key, int64_t now)
{
    struct key first;
    struct key last;
    struct db_result result;
    bound_set(key, &first, &last);
    enum err err =
        db_change(db, "DELETE FROM attempts WHERE key BETWEEN $1 AND $2 AND kept_until <= $3",
                  value_of(&first), value_of(&last), db_int(now));
    if (err == ERR_NONE)
        err = db_select(db, &result, "SELECT count(*) FROM attempts WHERE key BETWEEN $1 AND $2",
                        value_of(&first), value_of(&last));
    if (err != ERR_NONE)
        return err;
    if (db_get_int(&result, 0, 0) >= ROWS_PER_SET - 1)
        *key = first;
    return db_change(db,
                     "INSERT INTO attempts (key, attempt_count, open_from, kept_until, is_told) "
                     "VALUES ($1, 0, 0, $2, false) ON CONFLICT (key) DO NOTHING",
                     value_of(key), db_int(now + CLOCK_MINUTE));
}

static enum err count_key(struct db *db, const struct key *of, int64_t now)
{
    bool is_counted = false;
    struct key_list one = {{*of}, 1};
    struct db_result closed;
    for (int i = 0; i < 2; i++) {
        enum err err = raise(db, &one.keys[0], now, &is_counted);
        if (err == ERR_NONE && !is_counted)
            err = find_closed(db, &one, now, &closed);
        if (err != ERR_NONE || is_counted)
            return err;
        if (closed.row_count > 0) {
            db_note_retry_at(db, db_get_int(&closed, 0, 0));
            return ERR_LIMITED;
        }
        if (i == 0)
            err = begin_row(db, &one.keys[0], now);
        if (err != ERR_NONE)
            return err;
    }
    /* another made room for theirs meanwhile */
    db_note_retry_at(db, now + CLOCK_SECOND);
    return ERR_LIMITED;
}

static enum err count_all(struct db *db, const struct key_list *list, int64_t now)
{
    enum err err = ERR_NONE;
    for (int i = 0; i < list->count && err == ERR_NONE; i++)
        err = count_key(db, &list->keys[i], now);
    return err;
}

/* Refusing */

static enum err note_told(struct db *db, struct text key, bool *is_first)
{
    struct db_result result;
    enum err err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    err =
        db_finish(db, db_select(db, &result,
                                "UPDATE attempts SET is_told = true WHERE key = $1 AND NOT is_told",
                                db_bytes(key.data, key.len)));
    *is_first = err == ERR_NONE && result.change_count > 0;
    return err;
}

/* Of nobody: it is not known yet whether there is such a subject. */
static enum err record(struct db *db)
{
    const struct audit_event event = {
        .action = "session.throttle", .record_type = "request", .outcome = AUDIT_REFUSAL};
    return audit_record_alone(db, NULL, &event);
}

static enum err refuse(struct db *db, const struct db_result *closed)
{
    bool is_first = false;
    enum err err = ERR_NONE;
    db_note_retry_at(db, db_get_int(closed, 0, 0));
    if (!db_get_bool(closed, 0, 1))
        err = note_told(db, db_get_bytes(closed, 0, 2), &is_first);
    if (is_first)
        err = record(db);
    return err == ERR_NONE ? ERR_LIMITED : err;
}

/* Who has to wait is found by reading alone, and counts no further: a flood writes nothing. */
static enum err count_or_refuse(struct db *db, const struct key_list *list)
{
    struct db_result closed;
    int64_t now = clock_now();
    enum err err = find_closed(db, list, now, &closed);
    if (err != ERR_NONE)
        return err;
    if (closed.row_count > 0)
        return refuse(db, &closed);
    err = db_begin_alone(db);
    return err == ERR_NONE ? db_finish(db, count_all(db, list, now)) : err;
}

enum err throttle_count(struct db *db, const struct throttle_attempt *attempt)
{
    struct key_list list = keys_of(db, attempt);
    if (list.count == 0) /* of a command */
        return ERR_NONE;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = count_or_refuse(db, &list);
    if (err == ERR_LIMITED)
        metric_add(METRIC_LIMITED_ATTEMPTS, 1);
    (void)db_enter(db, before);
    return err;
}

static enum err forget_all(struct db *db, const struct key_list *list)
{
    enum err err = ERR_NONE;
    for (int i = 0; i < list->count && err == ERR_NONE; i++)
        err = kinds[list->keys[i].kind].per_minute > 0
                  ? db_change(db,
                              "UPDATE attempts SET attempt_count = attempt_count - 1, "
                              "open_from = 0 WHERE key = $1 AND attempt_count > 0",
                              value_of(&list->keys[i]))
                  : db_change(db, "DELETE FROM attempts WHERE key = $1", value_of(&list->keys[i]));
    return err;
}

enum err throttle_forget(struct db *db, const struct throttle_attempt *attempt)
{
    struct key_list list = keys_of(db, attempt);
    if (db_is_writing(db))
        return forget_all(db, &list);
    enum err err = db_begin_alone(db);
    return err == ERR_NONE ? db_finish(db, forget_all(db, &list)) : err;
}
