/* Makes a large library of a small one: each prompt of a filled SQLite database, with its versions,
 * tags, words, labels and moves, as many times as is asked for, into tables of the same schema that
 * are empty and have no indexes yet (data.bash). The verbs of the data module make some thousand
 * prompts a second, and fewer the more there are; this makes rows as those that the verbs made.
 *
 *     multiply SQLITE_FILE KEY_RING TIMES TARGET      TARGET: a file of SQLite, or postgresql://…
 *
 * Copies are older than the original by as much as all originals took, so that ids and times rise
 * from the first row to the last. A copy's number goes on where the last one's ended. Texts are
 * sealed for the row in which they are. */

#include <ctype.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "data/vault/vault.h"
#include "domain/record/name.h"

enum { ARENA_LEN = 1 << 30, COLUMNS = 20, BATCH = 1000, DIGITS = 6, SEND = 1 << 16 };

/* Seconds between 1970 and 2000, where PostgreSQL begins to count. */
#define POSTGRES_EPOCH (INT64_C(946684800) * CLOCK_SECOND)

/* Rows are written in the order of the primary key: of the words, all copies of one before the
 * next one. */
static const struct table {
    const char *name, *part, *order;
} tables[] = {
    {"prompts", "''", "id"},
    {"prompt_versions", "''", "record_id, version"},
    {"prompt_tags", "''", "record_id, tag_key"},
    {"prompt_words", "CASE WHEN word GLOB '[0-9]*' THEN '' ELSE word END", "1, word, record_id"},
    {"prompt_labels", "''", "record_id, label"},
    {"label_moves", "''", "id"},
    {"record_sizes", "''", "record_id"},
};

enum sort { KEPT, SHIFTED, TIME, SEALED, NAME, NAME_KEY, SORT_KEY, WORD };

struct column {
    const char *name;
    enum sort sort;
    bool is_text, is_boolean;
};

struct cell {
    const void *data; /* NULL: null, or a number */
    int64_t number;
    int len;
    bool is_null;
    struct uuid key_id; /* of what was sealed: data is the plain text */
};

struct row {
    const char *part;
    struct cell cells[COLUMNS];
};

struct copy {
    struct db *db; /* for its keys */
    struct arena *arena, *kept;
    sqlite3 *source, *file;
    PGconn *server; /* or file */
    sqlite3_stmt *insert;
    struct buf out;
    const struct table *table;
    struct column columns[COLUMNS];
    int column_count, id_column;
    struct row *rows;
    int row_count;
    struct uuid organization_id;
    int64_t times, span, number_count;
    int64_t back, number_from; /* of the copy that is being written */
};

static void must(bool is_fine, const char *what, const char *why)
{
    if (!is_fine)
        die("%s: %s", what, why);
}

static void begin(struct copy *copy)
{
    arena_reset(copy->arena);
    struct uuid request_id = uuid_make();
    db_begin_request(copy->db, copy->arena, &request_id);
    (void)db_enter(copy->db, (struct db_scope){.reach = DB_ALL});
}

static void end(struct copy *copy)
{
    must(db_end_request(copy->db) == ERR_NONE, "keys", "a request failed");
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        die("%s: %s", sql, sqlite3_errmsg(db));
    return statement;
}

static void run(struct copy *copy, const char *sql)
{
    if (copy->server == NULL) {
        if (sqlite3_exec(copy->file, sql, NULL, NULL, NULL) != SQLITE_OK)
            die("%s: %s", sql, sqlite3_errmsg(copy->file));
        return;
    }
    PGresult *result = PQexec(copy->server, sql);
    ExecStatusType status = PQresultStatus(result);
    must(status == PGRES_COMMAND_OK || status == PGRES_COPY_IN, sql, PQerrorMessage(copy->server));
    PQclear(result);
}

/* ---- the originals ------------------------------------------------------------------------ */

static enum sort sort_of(const char *name, const char *type)
{
    static const struct {
        const char *name;
        enum sort sort;
    } texts[] = {{"name", NAME}, {"name_key", NAME_KEY}, {"sort_key", SORT_KEY}, {"word", WORD}};
    if (strcmp(type, "uuid") == 0)
        return strcmp(name, "id") == 0 || strcmp(name, "record_id") == 0 ? SHIFTED : KEPT;
    if (strcmp(type, "timestamptz") == 0)
        return TIME;
    if (strcmp(type, "bytea") == 0)
        return SEALED;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (strcmp(name, texts[i].name) == 0)
            return texts[i].sort;
    return KEPT;
}

/* The first column of the statement is the part. */
static void learn_columns(struct copy *copy, sqlite3_stmt *statement)
{
    copy->column_count = sqlite3_column_count(statement) - 1;
    must(copy->column_count <= COLUMNS, copy->table->name, "too many columns");
    for (int i = 0; i < copy->column_count; i++) {
        const char *name = sqlite3_column_name(statement, i + 1);
        const char *type = sqlite3_column_decltype(statement, i + 1);
        copy->columns[i] = (struct column){.name = arena_strdup(copy->kept, name),
                                           .sort = sort_of(name, type),
                                           .is_text = strcasecmp(type, "text") == 0,
                                           .is_boolean = strcmp(type, "boolean") == 0};
        if (strcmp(name, "id") == 0)
            copy->id_column = i;
    }
}

static struct seal_place place_of(const struct copy *copy, int column, const struct uuid *id)
{
    return (struct seal_place){.table = copy->table->name,
                               .column = copy->columns[column].name,
                               .organization_id = copy->organization_id,
                               .row_id = *id};
}

static struct cell read_cell(struct copy *copy, sqlite3_stmt *statement, int at)
{
    struct cell cell = {.is_null = sqlite3_column_type(statement, at) == SQLITE_NULL};
    if (sqlite3_column_type(statement, at) == SQLITE_INTEGER)
        cell.number = sqlite3_column_int64(statement, at);
    else if (!cell.is_null) {
        const void *data = sqlite3_column_blob(statement, at);
        cell.len = sqlite3_column_bytes(statement, at);
        cell.data = arena_copy(copy->kept, cell.len > 0 ? data : "", (size_t)cell.len);
    }
    return cell;
}

static void open_cell(struct copy *copy, struct row *row, int column)
{
    struct cell *cell = &row->cells[column];
    struct text blob = {cell->data, (size_t)cell->len};
    struct text plain;
    struct seal_place place =
        place_of(copy, column, (const struct uuid *)row->cells[copy->id_column].data);
    cell->key_id = seal_key_id(blob);
    must(vault_unseal(copy->db, &cell->key_id, &place, blob, &plain) == ERR_NONE, copy->table->name,
         "does not open");
    cell->data = arena_copy(copy->kept, plain.data, plain.len);
    cell->len = (int)plain.len;
}

static void read_row(struct copy *copy, sqlite3_stmt *statement)
{
    struct row *row = &copy->rows[copy->row_count++];
    row->part = arena_strdup(copy->kept, (const char *)sqlite3_column_text(statement, 0));
    for (int i = 0; i < copy->column_count; i++)
        row->cells[i] = read_cell(copy, statement, i + 1);
    for (int i = 0; i < copy->column_count; i++)
        if (copy->columns[i].sort == SEALED && !row->cells[i].is_null)
            open_cell(copy, row, i);
}

static int64_t count_rows(struct copy *copy, const char *sql)
{
    sqlite3_stmt *statement = prepare(copy->source, sql);
    must(sqlite3_step(statement) == SQLITE_ROW, sql, "no answer");
    int64_t count = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return count;
}

#define OF_PROMPTS                                                                                 \
    " FROM %s t WHERE organization_id = (SELECT organization_id FROM prompts LIMIT 1)"             \
    " AND %s IN (SELECT id FROM prompts)"

static void read_table(struct copy *copy, const struct table *table)
{
    const char *key = strcmp(table->name, "prompts") == 0 ? "id" : "record_id";
    copy->table = table;
    copy->id_column = 0;
    copy->row_count = 0;
    begin(copy);
    int64_t count =
        count_rows(copy, arena_printf(copy->kept, "SELECT count(*)" OF_PROMPTS, table->name, key));
    copy->rows = arena_array(copy->kept, (size_t)count + 1, sizeof *copy->rows);
    sqlite3_stmt *statement =
        prepare(copy->source, arena_printf(copy->kept, "SELECT %s, t.*" OF_PROMPTS " ORDER BY %s",
                                           table->part, table->name, key, table->order));
    learn_columns(copy, statement);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        if (copy->row_count % BATCH == BATCH - 1) {
            end(copy);
            begin(copy);
        }
        read_row(copy, statement);
    }
    sqlite3_finalize(statement);
    end(copy);
}

/* ---- copies ------------------------------------------------------------------------------- */

/* The first 48 bits are milliseconds (RFC 9562, 5.7): all others stay. */
static void shift_id(const struct copy *copy, struct cell *cell)
{
    uint8_t *bytes = arena_alloc(copy->arena, sizeof(struct uuid));
    memcpy(bytes, cell->data, sizeof(struct uuid));
    int64_t time = 0;
    for (int i = 0; i < 6; i++)
        time = time << 8 | bytes[i];
    time -= copy->back / 1000;
    for (int i = 5; i >= 0; i--, time >>= 8)
        bytes[i] = (uint8_t)time;
    cell->data = bytes;
}

static void set_text(struct cell *cell, const char *text)
{
    cell->data = text;
    cell->len = (int)strlen(text);
}

/* "support/prompt-000017": with the number of the copy. */
static const char *name_of(const struct copy *copy, const struct cell *cell)
{
    int stem = cell->len - DIGITS;
    const char *name = cell->data;
    return arena_printf(copy->arena, "%.*s%06lld", stem, name,
                        (long long)(atoll(name + stem) + copy->number_from));
}

static void renumber(const struct copy *copy, struct cell *cell, enum sort sort,
                     const struct cell *name)
{
    if (sort == WORD)
        set_text(cell, arena_printf(copy->arena, "%06lld",
                                    (long long)(atoll(cell->data) + copy->number_from)));
    else if (sort == SORT_KEY)
        set_text(cell, name_sort_key(copy->arena, name_of(copy, name)));
    else
        set_text(cell, name_of(copy, cell));
}

static void seal_cell(struct copy *copy, struct cell *cell, int column, const struct uuid *id)
{
    struct db_value sealed;
    struct seal_place place = place_of(copy, column, id);
    must(vault_seal(copy->db, &cell->key_id, &place, (struct text){cell->data, (size_t)cell->len},
                    &sealed) == ERR_NONE,
         copy->table->name, "can't be sealed");
    cell->data = sealed.text.data;
    cell->len = (int)sealed.text.len;
}

/* A word that is a number has the six digits of its name, and without its leading zeros it is a
 * second word, which a copy's number of six digits has not. False for that one. */
static bool make_cell(struct copy *copy, const struct row *row, int column, struct row *out)
{
    struct cell *cell = &out->cells[column];
    enum sort sort = copy->columns[column].sort;
    *cell = row->cells[column];
    if (cell->is_null)
        return true;
    if (sort == SHIFTED)
        shift_id(copy, cell);
    else if (sort == TIME)
        cell->number -= copy->back;
    else if (sort == SEALED)
        seal_cell(copy, cell, column, (const struct uuid *)out->cells[copy->id_column].data);
    else if (sort == WORD && copy->number_from > 0 && isdigit(*(const char *)cell->data)) {
        if (cell->len < DIGITS)
            return false;
        renumber(copy, cell, sort, NULL);
    } else if (sort == NAME || sort == NAME_KEY || sort == SORT_KEY)
        renumber(copy, cell, sort, &row->cells[copy->id_column + 1]);
    return true;
}

/* ---- writing ------------------------------------------------------------------------------ */

static void bind(struct copy *copy, int column, const struct cell *cell)
{
    int at = column + 1;
    if (cell->is_null)
        sqlite3_bind_null(copy->insert, at);
    else if (cell->data == NULL)
        sqlite3_bind_int64(copy->insert, at, cell->number);
    else if (copy->columns[column].is_text)
        sqlite3_bind_text(copy->insert, at, cell->data, cell->len, SQLITE_STATIC);
    else
        sqlite3_bind_blob(copy->insert, at, cell->data, cell->len, SQLITE_STATIC);
}

static void add_number(struct buf *out, int64_t number, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        buf_add_char(out, (char)(number >> (8 * i)));
}

/* The binary format of COPY. */
static void add_cell(struct copy *copy, int column, const struct cell *cell)
{
    int width = copy->columns[column].is_boolean ? 1 : 8;
    bool is_time = copy->columns[column].sort == TIME;
    add_number(&copy->out, cell->is_null ? -1 : cell->data != NULL ? cell->len : width, 4);
    if (cell->data != NULL)
        buf_add(&copy->out, cell->data, (size_t)cell->len);
    else if (!cell->is_null)
        add_number(&copy->out, is_time ? cell->number - POSTGRES_EPOCH : cell->number, width);
}

static void send_rows(struct copy *copy)
{
    must(PQputCopyData(copy->server, copy->out.data, (int)copy->out.len) == 1, copy->table->name,
         PQerrorMessage(copy->server));
    copy->out.len = 0;
}

static void write_row(struct copy *copy, const struct row *row)
{
    if (copy->server == NULL) {
        for (int i = 0; i < copy->column_count; i++)
            bind(copy, i, &row->cells[i]);
        if (sqlite3_step(copy->insert) != SQLITE_DONE)
            die("%s: %s", copy->table->name, sqlite3_errmsg(copy->file));
        sqlite3_reset(copy->insert);
        return;
    }
    add_number(&copy->out, copy->column_count, 2);
    for (int i = 0; i < copy->column_count; i++)
        add_cell(copy, i, &row->cells[i]);
    if (copy->out.len >= SEND)
        send_rows(copy);
}

static void copy_row(struct copy *copy, const struct row *row)
{
    struct row out;
    for (int i = 0; i < copy->column_count; i++)
        if (!make_cell(copy, row, i, &out))
            return;
    write_row(copy, &out);
}

static void copy_part(struct copy *copy, const struct row *rows, int count)
{
    for (int64_t n = 0; n < copy->times; n++) {
        copy->back = (copy->times - 1 - n) * copy->span;
        copy->number_from = n * copy->number_count;
        for (int i = 0; i < count; i++) {
            if (i % BATCH == 0)
                begin(copy);
            copy_row(copy, &rows[i]);
            if (i % BATCH == BATCH - 1 || i == count - 1)
                end(copy);
        }
    }
}

static const char *column_names(struct copy *copy)
{
    struct buf names;
    buf_init(&names, copy->kept);
    for (int i = 0; i < copy->column_count; i++)
        buf_printf(&names, "%s%s", i == 0 ? "" : ", ", copy->columns[i].name);
    return names.data;
}

static void begin_table(struct copy *copy)
{
    if (copy->server == NULL) {
        struct buf sql;
        buf_init(&sql, copy->kept);
        buf_printf(&sql, "INSERT INTO %s VALUES (?", copy->table->name);
        for (int i = 1; i < copy->column_count; i++)
            buf_add_text(&sql, ", ?");
        buf_add_char(&sql, ')');
        copy->insert = prepare(copy->file, sql.data);
        return;
    }
    static const char header[19] = "PGCOPY\n\377\r\n";
    run(copy, arena_printf(copy->kept, "COPY %s (%s) FROM STDIN (FORMAT binary)", copy->table->name,
                           column_names(copy)));
    buf_init(&copy->out, copy->kept);
    buf_add(&copy->out, header, sizeof header);
}

static void end_table(struct copy *copy)
{
    sqlite3_finalize(copy->insert);
    copy->insert = NULL;
    if (copy->server == NULL)
        return;
    add_number(&copy->out, -1, 2);
    send_rows(copy);
    must(PQputCopyEnd(copy->server, NULL) == 1, copy->table->name, PQerrorMessage(copy->server));
    PGresult *result = PQgetResult(copy->server);
    must(PQresultStatus(result) == PGRES_COMMAND_OK, copy->table->name,
         PQerrorMessage(copy->server));
    PQclear(result);
    PQclear(PQgetResult(copy->server));
}

static void copy_table(struct copy *copy, const struct table *table)
{
    arena_reset(copy->kept);
    read_table(copy, table);
    begin_table(copy);
    for (int from = 0, i = 1; i <= copy->row_count; i++)
        if (i == copy->row_count || strcmp(copy->rows[i].part, copy->rows[from].part) != 0) {
            copy_part(copy, &copy->rows[from], i - from);
            from = i;
        }
    end_table(copy);
    (void)fprintf(stderr, "%s: %lld times %d\n", table->name, (long long)copy->times,
                  copy->row_count);
}

/* What is copied again, the originals among it. */
static void empty_tables(struct copy *copy)
{
    if (copy->server != NULL)
        run(copy, "SET session_replication_role = replica");
    else
        run(copy, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-500000");
    run(copy, "BEGIN");
    run(copy, "DELETE FROM label_moves WHERE record_id IN (SELECT id FROM prompts)");
    run(copy, "DELETE FROM record_sizes WHERE record_id IN (SELECT id FROM prompts)");
    if (copy->server != NULL) {
        run(copy, "TRUNCATE prompts, prompt_versions, prompt_tags, prompt_words, prompt_labels");
        return;
    }
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        if (strncmp(tables[i].name, "prompt", 6) == 0)
            run(copy, arena_printf(copy->kept, "DELETE FROM %s", tables[i].name));
}

/* How many originals there are, whose they are, and how long they took. */
static void measure_originals(struct copy *copy)
{
    copy->number_count = count_rows(copy, "SELECT count(*) FROM prompts");
    must(copy->number_count > 0, "multiply", "there are no prompts");
    copy->span = count_rows(copy, "SELECT max(updated_at) - min(created_at) FROM prompts");
    copy->span = (copy->span / CLOCK_SECOND + 1) * CLOCK_SECOND;
    sqlite3_stmt *statement = prepare(copy->source, "SELECT organization_id FROM prompts LIMIT 1");
    must(sqlite3_step(statement) == SQLITE_ROW, "multiply", "there are no prompts");
    memcpy(&copy->organization_id, sqlite3_column_blob(statement, 0), sizeof(struct uuid));
    sqlite3_finalize(statement);
}

static void open_all(struct copy *copy, char **argv)
{
    struct keyring *keyring = NULL;
    copy->arena = arena_create(ARENA_LEN);
    copy->kept = arena_create(ARENA_LEN);
    copy->times = atoll(argv[3]);
    must(keyring_open(argv[2], &keyring) == ERR_NONE, argv[2], "can't be opened");
    const char *url = arena_printf(copy->kept, "sqlite:%s", argv[1]);
    must(db_open(&(struct db_config){.url = url, .keyring = keyring}, &copy->db) == ERR_NONE,
         argv[1], "can't be opened");
    must(sqlite3_open(argv[1], &copy->source) == SQLITE_OK, argv[1], "can't be opened");
    if (strncmp(argv[4], "postgresql:", 11) == 0) {
        copy->server = PQconnectdb(argv[4]);
        must(PQstatus(copy->server) == CONNECTION_OK, argv[4], PQerrorMessage(copy->server));
    } else
        must(sqlite3_open(argv[4], &copy->file) == SQLITE_OK, argv[4], "can't be opened");
}

int main(int argc, char **argv)
{
    static struct copy copy;
    if (argc != 5)
        die("usage: multiply SQLITE_FILE KEY_RING TIMES TARGET");
    open_all(&copy, argv);
    measure_originals(&copy);
    empty_tables(&copy);
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        copy_table(&copy, &tables[i]);
    run(&copy, "COMMIT");
    sqlite3_close(copy.source);
    sqlite3_close(copy.file);
    PQfinish(copy.server);
    db_close(copy.db);
    return 0;
}
