#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "data/vault/columns.h"
#include "data/vault/vault.h"
#include "fixture.h"
#include "source_files.h"

/* The table of columns: is it the schema, and is docs/data.md what it says? With --print this
 * program prints that file: see printed in Makefile.am. */

/* ---- docs/data.md ------------------------------------------------------------------------- */

static const char introduction[] =
    "# What is stored, and what is sealed\n"
    "\n"
    "This file is printed from the table of columns in `src/data/vault/column_entry.c` (`make "
    "printed`). A test\n"
    "holds the schema of both engines against that table, so that nothing is stored that is not "
    "listed here.\n"
    "\n"
    "A *sealed* column is encrypted by the program before the database sees it "
    "(XChaCha20-Poly1305, a fresh nonce\n"
    "each time, padded to 64 bytes). There is one key for each organization and one for each "
    "person; they are stored\n"
    "in `data_keys`, themselves encrypted under the key ring, a file that is never in the database "
    "or its backup.\n"
    "A sealed value is bound to its place: table, column, organization and the `id` of its row. "
    "Moved to any other\n"
    "place it does not open, and the request that reads it fails. An empty text is not sealed but "
    "left out (NULL).\n"
    "Nothing sealed is indexed: search opens what it looks into.\n"
    "\n"
    "Whoever has the database without the key ring reads what is *in clear* below, and sees how "
    "long sealed values\n"
    "are, in steps of 64 bytes. Whoever has both reads everything but the columns of erased "
    "persons, whose key is gone.\n"
    "\n"
    "## The rules\n"
    "\n"
    "| what | stored | why |\n"
    "|---|---|---|\n";

/* "sealed: the organization's key" */
static void print_stored(struct buf *out, enum column_rule rule)
{
    const char *key = column_reasons[rule].key;
    if (key == NULL)
        buf_add_text(out, "in clear");
    else
        buf_printf(out, "**sealed**, the %s's key", key);
}

static void print_rules(struct buf *out)
{
    for (int i = 0; i < COLUMN_RULE_COUNT; i++) {
        buf_printf(out, "| %s | ", column_reasons[i].title);
        print_stored(out, (enum column_rule)i);
        buf_printf(out, " | %s |\n", column_reasons[i].why);
    }
}

static void end_row(struct buf *out, const struct column *column)
{
    buf_printf(out, " | %s | ", column_reasons[column->rule].title);
    print_stored(out, column->rule);
    buf_add_text(out, " |\n");
}

static void print_tables(struct buf *out)
{
    struct column before = {.entry = 0};
    struct column column = {.entry = 0};
    buf_add_text(out, "\n## The tables\n");
    while (columns_next(&column)) {
        bool is_new_table = strcmp(before.table, column.table) != 0;
        bool is_new_row = is_new_table || before.rule != column.rule;
        if (is_new_row && before.table[0] != '\0')
            end_row(out, &before);
        if (is_new_table)
            buf_printf(
                out,
                "\n### `%s`\n\nEach row is %s.\n\n| columns | what | stored |\n|---|---|---|\n",
                column.table, column.what);
        buf_printf(out, "%s`%s`", is_new_row ? "| " : ", ", column.name);
        before = column;
    }
    end_row(out, &before);
}

static const char *print(struct arena *arena)
{
    struct buf out;
    buf_init(&out, arena);
    buf_add_text(&out, introduction);
    print_rules(&out);
    print_tables(&out);
    return out.data;
}

static void the_document_is_what_the_table_says(void **state)
{
    (void)state;
    assert_printed("docs/data.md", print);
}

/* ---- the schema --------------------------------------------------------------------------- */

static const char sqlite_columns[] =
    "SELECT m.name, c.name, lower(c.type), c.cid FROM sqlite_schema m JOIN "
    "pragma_table_info(m.name) c "
    "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' LIMIT 10000";
static const char postgres_columns[] =
    "SELECT CAST(t.relname AS text), CAST(a.attname AS text), "
    "CASE y.typname WHEN 'int8' THEN 'bigint' WHEN 'bool' THEN 'boolean' "
    "ELSE CAST(y.typname AS text) END, CAST(a.attnum AS bigint) FROM pg_attribute a JOIN pg_class "
    "t ON t.oid = a.attrelid "
    "JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_type y ON y.oid = a.atttypid "
    "WHERE n.nspname = 'public' AND t.relkind IN ('r', 'p') AND a.attnum > 0 "
    "AND NOT a.attisdropped LIMIT 10000";

static struct db_result read_schema(struct fixture *f)
{
    struct db_result schema;
    assert_int_equal(
        db_query(f->db, f->is_postgres ? postgres_columns : sqlite_columns, NULL, 0, &schema),
        ERR_NONE);
    assert_true(schema.row_count > 200);
    return schema;
}

/* The row of the schema; -1: none. */
static int find(const struct db_result *schema, const struct column *column)
{
    for (int row = 0; row < schema->row_count; row++)
        if (strcmp(db_get_text(schema, row, 0), column->table) == 0 &&
            strcmp(db_get_text(schema, row, 1), column->name) == 0)
            return row;
    return -1;
}

static void every_column_is_listed_once_with_a_type_that_fits(void **state)
{
    struct fixture *f = *state;
    struct db_result schema = read_schema(f);
    bool *is_listed = arena_array(f->arena, (size_t)schema.row_count, sizeof *is_listed);
    struct column column = {.entry = 0};
    while (columns_next(&column)) {
        char type[COLUMN_NAME_LEN];
        int row = find(&schema, &column);
        if (row < 0)
            fail_msg("%s.%s is listed, but not there", column.table, column.name);
        if (is_listed[row])
            fail_msg("%s.%s is listed twice", column.table, column.name);
        is_listed[row] = true;
        (void)snprintf(type, sizeof type, " %s ", db_get_text(&schema, row, 2));
        if (strstr(column_reasons[column.rule].types, type) == NULL)
            fail_msg("%s.%s is%snot fit for: %s", column.table, column.name, type,
                     column_reasons[column.rule].title);
    }
    for (int row = 0; row < schema.row_count; row++)
        if (!is_listed[row])
            fail_msg("%s.%s is not listed", db_get_text(&schema, row, 0),
                     db_get_text(&schema, row, 1));
}

/* What is not sealed must not be able to hold what people write: text is a name or a word. */
static void sealed_columns_are_bytes_and_text_has_its_reason(void **state)
{
    struct fixture *f = *state;
    int sealed_count = 0;
    struct column column = {.entry = 0};
    while (columns_next(&column)) {
        const struct column_reason *reason = &column_reasons[column.rule];
        if (column_is_sealed(&column)) {
            assert_string_equal(reason->types, " bytea ");
            assert_true(strcmp(reason->key, "organization") == 0 ||
                        strcmp(reason->key, "person") == 0);
            sealed_count++;
        }
        assert_true(strlen(reason->why) > 20 && strlen(column.what) > 5);
    }
    assert_true(sealed_count >= 24);
    (void)f;
}

/* A place is where the id of its row is: without that column nothing could be opened again. */
static void tables_with_sealed_columns_have_an_id_of_their_own(void **state)
{
    struct fixture *f = *state;
    struct db_result schema = read_schema(f);
    struct column column = {.entry = 0};
    while (columns_next(&column)) {
        struct column id = column, organization = column;
        (void)snprintf(id.name, sizeof id.name, "id");
        (void)snprintf(organization.name, sizeof organization.name, "organization_id");
        if (column_is_sealed(&column))
            assert_true(find(&schema, &id) >= 0 && find(&schema, &organization) >= 0);
    }
}

/* Columns that a migration added behind: of an import, which is there for a day, of a call, which
 * says while it waits whose it is, of a token, whose name has 80 characters, and of a run and its
 * results, which are counted in an index and listed with their texts. */
static bool was_added_later(const struct column *column)
{
    if (strcmp(column->table, "model_calls") == 0)
        return strcmp(column->name, "run_id") == 0;
    if (strcmp(column->table, "test_runs") == 0 || strcmp(column->table, "test_results") == 0)
        return strncmp(column->name, "judge", strlen("judge")) == 0 ||
               strcmp(column->name, "source_digest") == 0 || strcmp(column->name, "token_id") == 0;
    if (strcmp(column->table, "label_overrides") == 0)
        return strcmp(column->name, "token_id") == 0 || strcmp(column->name, "agent_owner_id") == 0;
    if (strcmp(column->table, "api_tokens") == 0)
        return strcmp(column->name, "default_persona") == 0;
    if (strcmp(column->table, "approvals") == 0 || strcmp(column->table, "label_proposals") == 0)
        return strcmp(column->name, "token_id") == 0 ||
               strcmp(column->name, "agent_owner_id") == 0 || strcmp(column->name, "widens") == 0;

    static const char *const names[] = {"applied_count",  "phase",      "record_id",
                                        "after_revision", "applied_at", "applied"};
    bool is_import =
        strcmp(column->table, "imports") == 0 || strcmp(column->table, "import_lines") == 0;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (is_import && strcmp(column->name, names[i]) == 0)
            return true;
    return false;
}

/* Who asks for the rest of a row never reads what may be long. */
static void contents_stand_last_and_texts_before_them(void **state)
{
    struct fixture *f = *state;
    struct db_result schema = read_schema(f);
    struct column column = {.entry = 0};
    while (columns_next(&column)) {
        struct column other = {.entry = 0};
        int rank = column.rule == COLUMN_CONTENT ? 2 : column.rule == COLUMN_TEXT;
        while (rank > 0 && columns_next(&other)) {
            int other_rank = other.rule == COLUMN_CONTENT ? 2 : other.rule == COLUMN_TEXT;
            bool is_behind = strcmp(other.table, column.table) == 0 && other_rank < rank &&
                             other.rule != COLUMN_PERSON && !was_added_later(&other) &&
                             db_get_int(&schema, find(&schema, &other), 3) >
                                 db_get_int(&schema, find(&schema, &column), 3);
            if (is_behind)
                fail_msg("%s.%s stands behind %s", other.table, other.name, column.name);
        }
    }
}

int main(int argc, char **argv)
{
    if (is_printed(argc, argv, print))
        return 0;
#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_document_is_what_the_table_says),
        WITH_DATA(every_column_is_listed_once_with_a_type_that_fits),
        WITH_DATA(sealed_columns_are_bytes_and_text_has_its_reason),
        WITH_DATA(tables_with_sealed_columns_have_an_id_of_their_own),
        WITH_DATA(contents_stand_last_and_texts_before_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
