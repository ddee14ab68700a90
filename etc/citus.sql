-- Distributes Rostrum's tables over the nodes of Citus, so that all rows of one organization lie on
-- one node. Run it as the role that owns the database, on the coordinator, after "rostrum init" or
-- "rostrum migrate" and with the workers stopped; again after a "rostrum migrate" that made tables,
-- after a node was added, or if it did not come to its end. docs/scale.md says what has to be there
-- first.
--
--     psql -f etc/citus.sql 'postgresql://rostrum_owner@coordinator.example.org/rostrum'
--
-- Every table with a column organization_id is distributed by it, except addresses: that is what
-- sign-in searches before anyone's organization is known. It, attempts, installation, signing_keys and
-- schema_migrations stay on the coordinator. organizations is copied to every node.

\set ON_ERROR_STOP on
\o /dev/null
SET client_min_messages TO error;
-- Tables that refer to organizations are distributed below, and not here on the way.
SET citus.enable_local_reference_table_foreign_keys TO off;
-- What touches organizations and the tables that refer to it, goes over one connection to a node.
SET citus.multi_shard_modify_mode TO 'sequential';

CREATE TEMPORARY VIEW wanted AS
    SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        AND a.attname = 'organization_id' AND NOT a.attisdropped AND c.relname <> 'addresses'
        AND c.oid NOT IN (SELECT logicalrelid FROM pg_dist_partition WHERE partmethod = 'h');

-- From the next connection on: the scope, which the program sets for a transaction with SET LOCAL,
-- goes to the nodes as well; each statement is planned for its values, because only they say on
-- which node its rows are; and a transaction has one connection to a node, with one snapshot. With
-- a second one, a transaction that makes an organization would wait for itself.
SELECT format('ALTER DATABASE %I SET %s', current_database(), setting)
    FROM (VALUES ('citus.propagate_set_commands TO ''local'''),
        ('citus.max_adaptive_executor_pool_size TO 1'),
        ('plan_cache_mode TO ''auto''')) AS settings (setting) \gexec

-- The nodes compile nothing. The program turns that off for its own sessions, which those of the
-- coordinator on the nodes are not; there it takes longer than all else that a page asks for.
SELECT format('DO $$ BEGIN RAISE EXCEPTION %L; END $$',
        nodename || ':' || nodeport || ': ' || result)
    FROM run_command_on_workers(format('ALTER DATABASE %I SET jit TO off', current_database()))
    WHERE NOT success \gexec

-- Triggers can't be distributed. Those of Rostrum refuse to change what is only ever added to, and
-- the application has not the right to do that either: no UPDATE, on the audit log no DELETE. The
-- rights go to the nodes with the table. Where one of them is missing, nothing is distributed.
SELECT format('DO $$ BEGIN RAISE EXCEPTION %L; END $$',
        'rostrum_app may do what the trigger ' || tgname || ' of ' || name || ' refuses')
    FROM wanted JOIN pg_trigger ON tgrelid = name
    WHERE NOT tgisinternal
        AND (tgtype & 16 > 0 AND has_table_privilege('rostrum_app', name, 'UPDATE')
            OR tgtype & 8 > 0 AND has_table_privilege('rostrum_app', name, 'DELETE')) \gexec
SELECT format('DROP TRIGGER %I ON %s', tgname, name)
    FROM wanted JOIN pg_trigger ON tgrelid = name WHERE NOT tgisinternal \gexec

-- Rows that are there already are copied to their nodes. Row-level security would refuse that, so
-- the owner is free of it until the end.
SELECT format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', name)
    FROM (SELECT name FROM wanted UNION SELECT 'organizations') AS tables (name) \gexec

SELECT 'SELECT create_reference_table(''organizations'')'
    WHERE 'organizations'::regclass NOT IN (SELECT logicalrelid FROM pg_dist_partition) \gexec

-- What others refer to comes first: a table's level is the longest way to it along foreign keys.
WITH RECURSIVE reached AS (
    SELECT name, 0 AS level FROM wanted
    UNION
    SELECT conrelid::regclass, level + 1 FROM reached JOIN pg_constraint
        ON contype = 'f' AND confrelid = name AND conrelid <> confrelid
)
SELECT format('SELECT create_distributed_table(%L, ''organization_id'', colocate_with => %L)', name,
        CASE WHEN name = 'data_keys'::regclass THEN 'none' ELSE 'data_keys' END)
    FROM wanted JOIN reached USING (name) GROUP BY name
    ORDER BY name <> 'data_keys'::regclass, max(level), name::text \gexec

-- What was copied is still in the coordinator's own tables, where nobody sees it.
SELECT format('SELECT truncate_local_data_after_distributing_table(%L)', logicalrelid)
    FROM pg_dist_partition \gexec
SELECT format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', oid::regclass)
    FROM pg_class JOIN pg_dist_partition ON logicalrelid = oid
    WHERE relrowsecurity AND NOT relforcerowsecurity \gexec

\o
SELECT table_name, citus_table_type AS kind, colocation_id, shard_count, table_size
    FROM citus_tables ORDER BY citus_table_type DESC, table_name::text;
