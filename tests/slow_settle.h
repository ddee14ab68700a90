#ifndef TESTS_SLOW_SETTLE_H
#define TESTS_SLOW_SETTLE_H

#include "fixture.h"

/* A PostgreSQL whose log does not reach its standbys, for the test's database alone: what settles a
 * change there takes longer than the program waits. On connections that are made from then on. */

static inline void slow_settle_begin(const struct fixture *f)
{
    fixture_admin_close(
        fixture_admin(f, "ALTER DATABASE \"%s\" SET search_path TO slow, pg_catalog, public"));
    fixture_admin_close(
        fixture_admin(f, "CREATE SCHEMA slow; GRANT USAGE ON SCHEMA slow TO PUBLIC; "
                         "CREATE FUNCTION slow.pg_logical_emit_message(boolean, text, text) "
                         "RETURNS void LANGUAGE sql AS 'SELECT pg_sleep(8)'"));
}

static inline void slow_settle_end(const struct fixture *f)
{
    fixture_admin_close(fixture_admin(f, "DROP SCHEMA slow CASCADE"));
}

#endif
