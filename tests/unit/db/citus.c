#include "test.h"

#include <stdlib.h>

#include "data/db/query.h"
#include "fixture.h"

/* etc/citus.sql on the schema of today, beside stand-ins for what the script calls of Citus, which
 * refuse what Citus 12.1 refuses. Whether each statement of the program works there, only a trial
 * tells (docs/scale.md). */

static const char stand_ins[] =
    "CREATE TABLE pg_dist_partition (logicalrelid regclass PRIMARY KEY, partmethod \"char\");"
    "CREATE VIEW citus_tables AS SELECT logicalrelid AS table_name, partmethod AS "
    "citus_table_type, 1 AS colocation_id, 32 AS shard_count, '' AS table_size "
    "FROM pg_dist_partition;"
    "CREATE FUNCTION create_reference_table(regclass) RETURNS void LANGUAGE sql AS "
    "'INSERT INTO pg_dist_partition VALUES ($1, ''n'')';"
    "CREATE FUNCTION truncate_local_data_after_distributing_table(regclass) RETURNS void "
    "LANGUAGE sql AS '';"
    "CREATE FUNCTION run_command_on_workers(text) RETURNS TABLE (nodename text, nodeport int, "
    "success boolean, result text) LANGUAGE sql AS 'SELECT '''', 0, true, '''' WHERE false';"
    "CREATE FUNCTION create_distributed_table(name regclass, by text, colocate_with text) "
    "RETURNS void LANGUAGE plpgsql AS $$ DECLARE why text; BEGIN "
    "SELECT 'the trigger ' || tgname INTO why FROM pg_trigger "
    "WHERE tgrelid = name AND NOT tgisinternal;"
    "IF why IS NULL THEN SELECT 'the policy ' || polname INTO why FROM pg_policy "
    "WHERE polrelid = name AND concat(pg_get_expr(polqual, name), "
    "pg_get_expr(polwithcheck, name)) ~* '\\mselect\\M'; END IF;"
    "IF why IS NULL THEN SELECT 'the rule ' || conname INTO why FROM pg_constraint c "
    "WHERE conrelid = name AND contype IN ('p', 'u', 'x', 'f') "
    "AND (contype <> 'f' OR confrelid <> 'organizations'::regclass) AND NOT EXISTS (SELECT FROM "
    "generate_subscripts(conkey, 1) i JOIN pg_attribute a ON a.attrelid = name "
    "AND a.attnum = conkey[i] WHERE a.attname = by AND (contype <> 'f' OR EXISTS (SELECT FROM "
    "pg_attribute b WHERE b.attrelid = confrelid AND b.attnum = confkey[i] "
    "AND b.attname = by))); END IF;"
    "IF why IS NULL THEN SELECT 'not yet ' || confrelid::regclass INTO why FROM pg_constraint "
    "WHERE conrelid = name AND contype = 'f' AND confrelid <> name "
    "AND confrelid NOT IN (SELECT logicalrelid FROM pg_dist_partition); END IF;"
    "IF why IS NULL THEN SELECT 'from ' || conrelid::regclass INTO why FROM pg_constraint "
    "WHERE confrelid = name AND NOT EXISTS (SELECT FROM pg_attribute "
    "WHERE attrelid = conrelid AND attname = by); END IF;"
    "IF colocate_with <> (CASE WHEN EXISTS (SELECT FROM pg_dist_partition WHERE partmethod = 'h') "
    "THEN 'data_keys' ELSE 'none' END) THEN why = 'beside ' || colocate_with; END IF;"
    "IF why IS NOT NULL THEN RAISE EXCEPTION '%: %', name, why; END IF;"
    "INSERT INTO pg_dist_partition VALUES (name, 'h'); END $$;";

static void distribute(struct fixture *f)
{
    const char *top = getenv("top_srcdir");
    assert_int_equal(
        system(arena_printf(f->arena,
                            "psql -X -q -h '%s' -U rostrum_admin -d '%s' -f '%s/etc/citus.sql' "
                            ">/dev/null",
                            getenv("ROSTRUM_TEST_POSTGRES"), f->database_name,
                            top != NULL ? top : ".")),
        0);
}

/* The names that a query finds, a space before each. */
static const char *names(struct fixture *f, const char *sql)
{
    struct db_result result;
    struct buf out;
    buf_init(&out, f->arena);
    assert_int_equal(db_query(f->db, sql, NULL, 0, &result), ERR_NONE);
    for (int i = 0; i < result.row_count; i++)
        buf_printf(&out, " %s", db_get_text(&result, i, 0));
    return out.data;
}

/* The grants are the owner's to see: the application asks the catalog alone. */
#define TABLES_WITHOUT(condition)                                                                  \
    "SELECT CAST(c.relname AS text) FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = "   \
    "'public'::regnamespace AND c.relname <> 'pg_dist_partition' AND " condition " ORDER BY 1"

static void every_table_finds_its_place(void **state)
{
    struct fixture *f = *state;
    *f->is_altered = true;
    fixture_script(f, "", stand_ins);
    fixture_script(f, "", "GRANT SELECT ON pg_dist_partition TO rostrum_app");
    fixture_begin(f);
    for (int again = 0; again < 2; again++) {
        distribute(f);
        fixture_begin(f);
        assert_string_equal(
            names(f, TABLES_WITHOUT("c.oid NOT IN (SELECT logicalrelid FROM pg_dist_partition)")),
            " addresses attempts installation schema_migrations signing_keys");
        assert_string_equal(names(f, TABLES_WITHOUT("c.oid IN (SELECT logicalrelid FROM "
                                                    "pg_dist_partition WHERE partmethod = 'n')")),
                            " organizations");
        assert_string_equal(
            names(f, TABLES_WITHOUT("c.relrowsecurity AND NOT c.relforcerowsecurity")), "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate_setup_teardown(every_table_finds_its_place, fixture_open,
                                                 fixture_close,
                                                 (void *)(uintptr_t)fixture_postgres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
