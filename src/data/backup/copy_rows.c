#include "data/backup/copy_rows.h"

#include <string.h>

#include "base/log.h"
#include "data/db/query.h"

enum {
    ARENA_LEN = 1 << 30, /* of addresses; most is never touched */
    LIMIT_FIRST = 64,
    LIMIT_LEAST = 4,
    LIMIT_MOST = 512,
    BATCH_LITTLE = 256 << 10, /* bytes of text: the next batch may have more rows */
    BATCH_MUCH = 4 << 20,
    WRITE_ROWS = 4096, /* of a transaction, about */
    WRITE_BYTES = 8 << 20,
    SHORT_LEN = 8,
};

/* The key of a row, behind which reading goes on. */
struct place {
    struct db_value key[COPY_KEYS_MAX];
    bool is_known; /* false: at the beginning */
};

/* Finished rows of a table, with the types of its columns. */
struct batch {
    struct db_value *values;
    int row_count;
    size_t bytes; /* of texts */
};

void copy_rows_open(struct copy_rows *rows, struct db *from, struct db *to)
{
    *rows = (struct copy_rows){.from = from, .to = to, .limit = LIMIT_FIRST};
    for (int i = 0; i < 2; i++)
        rows->arenas[i] = arena_create(ARENA_LEN);
}

void copy_rows_close(struct copy_rows *rows)
{
    for (int i = 0; i < 2; i++)
        arena_destroy(rows->arenas[i]);
}

/* The arena of the next batch, for both connections. What they had is in *before. */
static void use_next_arena(struct copy_rows *rows, struct arena *before[2])
{
    rows->turn = !rows->turn;
    arena_reset(rows->arenas[rows->turn]);
    before[0] = db_use_arena(rows->from, rows->arenas[rows->turn]);
    before[1] = db_use_arena(rows->to, rows->arenas[rows->turn]);
}

static void use_arenas_before(struct copy_rows *rows, struct arena *const before[2])
{
    (void)!db_use_arena(rows->from, before[0]);
    (void)!db_use_arena(rows->to, before[1]);
}

/* SQLite has no types but these: numbers, texts and bytes. */
static bool convert(enum db_type type, const struct db_value *in, struct db_value *out)
{
    bool is_number = in->type == DB_INT || in->type == DB_BOOL || in->type == DB_TIME;
    bool is_text = in->type == DB_TEXT || in->type == DB_BYTES;
    *out = *in;
    out->type = type;
    if (in->type == DB_NULL)
        *out = db_null_of(type);
    else if (type == DB_INT || type == DB_BOOL || type == DB_TIME)
        return is_number;
    else if (type == DB_TEXT || type == DB_BYTES)
        return is_text;
    else if (in->type == DB_BYTES && in->text.len == sizeof out->uuid.bytes)
        memcpy(out->uuid.bytes, in->text.data, sizeof out->uuid.bytes);
    else
        return in->type == type;
    return true;
}

static enum err convert_all(const struct copy_table *table, const struct db_result *result,
                            struct batch *batch, struct arena *arena)
{
    size_t count = (size_t)result->row_count * (size_t)table->column_count;
    *batch = (struct batch){.row_count = result->row_count};
    batch->values = arena_array(arena, count + 1, sizeof *batch->values);
    for (size_t i = 0; i < count; i++) {
        const struct copy_column *column = &table->columns[i % (size_t)table->column_count];
        struct db_value *value = &batch->values[i];
        if (!convert(column->type, &result->values[i], value)) {
            log_line("error", "copy.row",
                     (const struct log_field[]){{"table", table->sql}, {"column", column->name}},
                     2);
            return ERR_INVALID;
        }
        if (value->type == DB_TEXT || value->type == DB_BYTES)
            batch->bytes += value->text.len;
    }
    return ERR_NONE;
}

static void add_columns(struct query *q, const struct copy_table *table)
{
    for (int i = 0; i < table->column_count; i++) {
        query_add(q, i == 0 ? "" : ", ");
        query_add(q, table->columns[i].name);
    }
}

static void add_keys(struct query *q, const struct copy_table *table, const char *direction_sql)
{
    for (int i = 0; i < table->key_count; i++) {
        query_add(q, i == 0 ? "" : ", ");
        int key = table->keys[i];
        query_add(q, table->columns[key].name);
        query_add(q, direction_sql);
    }
}

static void add_after(struct query *q, const struct copy_table *table, const struct db_value *after)
{
    query_add(q, table->where_sql == NULL ? " WHERE (" : " AND (");
    add_keys(q, table, "");
    for (int i = 0; i < table->key_count; i++)
        query_bind(q, i == 0 ? ") > (" : ", ", after[i]);
    query_add(q, ")");
}

/* The rows behind a key, or the first ones. */
static enum err read_batch(struct db *db, const struct copy_table *table, const struct place *after,
                           int limit, struct batch *batch)
{
    struct query q;
    struct db_result result;
    query_begin(&q, db, "SELECT ");
    add_columns(&q, table);
    query_add(&q, " FROM ");
    query_add(&q, table->sql);
    if (table->where_sql != NULL) {
        query_add(&q, " WHERE ");
        query_add(&q, table->where_sql);
    }
    if (after->is_known)
        add_after(&q, table, after->key);
    query_add(&q, " ORDER BY ");
    add_keys(&q, table, "");
    query_bind(&q, " LIMIT ", db_int(limit));
    enum err err = query_run(&q, &result);
    return err == ERR_NONE ? convert_all(table, &result, batch, db_arena(db)) : err;
}

/* That of the last row that is there; none in an empty table. */
static enum err find_last(struct db *db, const struct copy_table *table, struct place *last)
{
    struct query q;
    struct db_result result;
    query_begin(&q, db, "SELECT ");
    add_keys(&q, table, "");
    query_add(&q, " FROM ");
    query_add(&q, table->sql);
    query_add(&q, " ORDER BY ");
    add_keys(&q, table, " DESC");
    query_add(&q, " LIMIT 1");
    enum err err = query_run(&q, &result);
    last->is_known = err == ERR_NONE && result.row_count > 0;
    for (int i = 0; last->is_known && i < table->key_count; i++)
        if (!convert(table->columns[table->keys[i]].type, &result.values[i], &last->key[i]))
            return ERR_INVALID;
    return err;
}

static void take_place(const struct copy_table *table, const struct batch *batch,
                       struct place *place)
{
    const struct db_value *row = batch->values + (batch->row_count - 1) * table->column_count;
    for (int i = 0; i < table->key_count; i++)
        place->key[i] = row[table->keys[i]];
    place->is_known = true;
}

static void adapt(struct copy_rows *rows, const struct batch *batch)
{
    if (batch->bytes > BATCH_MUCH && rows->limit > LIMIT_LEAST)
        rows->limit /= 2;
    else if (batch->bytes < BATCH_LITTLE && rows->limit < LIMIT_MOST)
        rows->limit *= 2;
}

/* As many rows in a statement as it may have parameters, and then one by one. */
static void insert_batch(struct db *db, const struct copy_table *table, const struct batch *batch)
{
    int at_once = QUERY_PARAMS_MAX / table->column_count;
    for (int row = 0; row < batch->row_count;) {
        struct query q;
        int count = batch->row_count - row < at_once ? 1 : at_once;
        const struct db_value *value = batch->values + row * table->column_count;
        query_begin(&q, db, "INSERT INTO ");
        query_add(&q, table->sql);
        query_add(&q, " (");
        add_columns(&q, table);
        query_add(&q, ") VALUES ");
        for (int i = 0; i < count * table->column_count; i++) {
            bool is_first = i % table->column_count == 0;
            query_bind(&q, is_first ? i == 0 ? "(" : "), (" : ", ", value[i]);
        }
        query_add(&q, ")");
        query_change_later(&q);
        row += count;
    }
}

/* One batch, inside the open write transaction of the target. */
static enum err copy_batch(struct copy_rows *rows, const struct copy_table *table,
                           struct place *place, struct batch *batch)
{
    struct arena *before[2];
    use_next_arena(rows, before);
    enum err err = read_batch(rows->from, table, place, rows->limit, batch);
    if (err == ERR_NONE && batch->row_count > 0) {
        insert_batch(rows->to, table, batch);
        take_place(table, batch, place);
        err = db_collect(rows->to);
    }
    use_arenas_before(rows, before);
    adapt(rows, batch);
    return err;
}

/* Batches of one transaction. *count rises by their rows; *is_over: the source has no more. */
static enum err copy_some(struct copy_rows *rows, const struct copy_table *table,
                          struct place *place, int64_t *count, bool *is_over)
{
    int row_count = 0;
    size_t bytes = 0;
    struct batch batch = {.row_count = 1};
    enum err err = db_begin(rows->to);
    if (err != ERR_NONE)
        return err;
    while (err == ERR_NONE && batch.row_count > 0 && row_count < WRITE_ROWS &&
           bytes < WRITE_BYTES) {
        err = copy_batch(rows, table, place, &batch);
        row_count += batch.row_count;
        bytes += batch.bytes;
    }
    *is_over = batch.row_count == 0;
    err = db_finish(rows->to, err);
    if (err == ERR_NONE)
        *count += row_count;
    return err;
}

enum err copy_rows_table(struct copy_rows *rows, const struct copy_table *table, int64_t *count)
{
    struct place place;
    struct arena *before[2];
    use_next_arena(rows, before);
    enum err err = find_last(rows->to, table, &place);
    use_arenas_before(rows, before);
    for (bool is_over = false; err == ERR_NONE && !is_over;)
        err = copy_some(rows, table, &place, count, &is_over);
    return err;
}

enum err copy_rows_again(struct copy_rows *rows, const struct copy_table *table)
{
    struct query q;
    struct place place = {.is_known = false};
    struct batch batch = {.row_count = 1};
    enum err err = db_begin(rows->to);
    if (err != ERR_NONE)
        return err;
    query_begin(&q, rows->to, "DELETE FROM ");
    query_add(&q, table->sql);
    if (table->where_sql != NULL) {
        query_add(&q, " WHERE ");
        query_add(&q, table->where_sql);
    }
    struct db_result result;
    err = query_run(&q, &result);
    while (err == ERR_NONE && batch.row_count > 0)
        err = copy_batch(rows, table, &place, &batch);
    return db_finish(rows->to, err);
}

/* ---- comparing ---------------------------------------------------------------------------- */

static void put_number(struct buf *buf, uint64_t number)
{
    char bytes[SHORT_LEN];
    for (int i = 0; i < SHORT_LEN; i++)
        bytes[i] = (char)(number >> (56 - 8 * i) & 0xff);
    buf_add(buf, bytes, sizeof bytes);
}

static void put_value(struct buf *buf, const struct db_value *value)
{
    switch (value->type) {
    case DB_NULL:
        buf_add_char(buf, 0);
        return;
    case DB_INT:
    case DB_BOOL:
    case DB_TIME:
        buf_add_char(buf, 1);
        put_number(buf, (uint64_t)value->integer);
        return;
    case DB_TEXT:
    case DB_BYTES:
        buf_add_char(buf, 2);
        put_number(buf, value->text.len);
        if (value->text.len > 0)
            buf_add(buf, value->text.data, value->text.len);
        return;
    case DB_UUID:
        buf_add_char(buf, 3);
        buf_add(buf, value->uuid.bytes, sizeof value->uuid.bytes);
        return;
    }
}

static void add_row(const struct copy_table *table, const struct db_value *row, struct buf *buf,
                    uint8_t hash[HASH_LEN])
{
    buf->len = 0;
    buf_add(buf, hash, HASH_LEN);
    for (int i = 0; i < table->column_count; i++)
        put_value(buf, &row[i]);
    sha256(buf->data, buf->len, hash);
}

static enum err compare(const struct copy_table *table, const struct batch batches[2],
                        struct arena *arena, struct copy_digest *digest)
{
    struct buf buf;
    bool is_same = batches[0].row_count == batches[1].row_count;
    buf_init(&buf, arena);
    for (int row = 0; is_same && row < batches[0].row_count; row++) {
        uint8_t other[HASH_LEN];
        memcpy(other, digest->hash, HASH_LEN);
        add_row(table, batches[0].values + row * table->column_count, &buf, digest->hash);
        add_row(table, batches[1].values + row * table->column_count, &buf, other);
        is_same = memcmp(other, digest->hash, HASH_LEN) == 0;
    }
    if (is_same) {
        digest->count += batches[0].row_count;
        return ERR_NONE;
    }
    log_line("error", "copy.differs", (const struct log_field[]){{"table", table->sql}}, 1);
    return ERR_CONFLICT;
}

enum err copy_rows_verify(struct copy_rows *rows, const struct copy_table *table,
                          struct copy_digest *digest)
{
    struct place place = {.is_known = false};
    struct batch batches[2] = {{.row_count = 1}};
    enum err err = ERR_NONE;
    *digest = (struct copy_digest){.count = 0};
    while (err == ERR_NONE && batches[0].row_count > 0) {
        struct arena *before[2];
        use_next_arena(rows, before);
        err = read_batch(rows->from, table, &place, rows->limit, &batches[0]);
        if (err == ERR_NONE)
            err = read_batch(rows->to, table, &place, rows->limit, &batches[1]);
        if (err == ERR_NONE)
            err = compare(table, batches, rows->arenas[rows->turn], digest);
        if (err == ERR_NONE && batches[0].row_count > 0)
            take_place(table, &batches[0], &place);
        use_arenas_before(rows, before);
        adapt(rows, &batches[0]);
    }
    return err;
}
