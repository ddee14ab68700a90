-- What was deleted leaves no traces, and events of no organization are deleted as well.

-- engine: sqlite
-- Of no organization (the nil UUID): only beside this row of installation, which is there inside the
-- transactions that delete them, as is_open of a run is.
DROP TRIGGER audit_events_no_delete;
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
WHEN NOT EXISTS (SELECT 1 FROM retention_runs r
    WHERE r.organization_id = OLD.organization_id AND r.is_open)
AND NOT (OLD.organization_id = zeroblob(16)
    AND EXISTS (SELECT 1 FROM installation i WHERE i.name = 'retention'))
BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END;

-- engine: postgresql
CREATE OR REPLACE FUNCTION rostrum_is_in_retention() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT pg_has_role(current_user, 'rostrum_retention', 'USAGE')
        AND (EXISTS (SELECT FROM retention_runs WHERE is_open)
            OR (current_setting('rostrum.scope', true) = '00000000-0000-0000-0000-000000000000'
                AND EXISTS (SELECT FROM installation WHERE name = 'retention')))
$$;

-- What an erasure deleted leaves the files of these tables: only the owner of a table may rewrite it,
-- so the application asks for it here. In a moment when nobody uses them, else it fails (55P03):
-- again later. Of a distributed table only the workers could do it.
CREATE OR REPLACE FUNCTION rostrum_scrub() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path FROM CURRENT SET lock_timeout = '2s' AS $$
BEGIN
    IF to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL THEN
        RAISE EXCEPTION 'the tables are distributed' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    CLUSTER data_keys USING data_keys_pkey;
    CLUSTER addresses USING addresses_pkey;
END $$;
-- ANALYZE would copy values of these columns into the catalog. A change of type drops what it has.
ALTER TABLE data_keys ALTER COLUMN wrapped_key SET STATISTICS 0;
ALTER TABLE data_keys ALTER COLUMN wrapped_key TYPE bytea;
ALTER TABLE addresses ALTER COLUMN email_index SET STATISTICS 0;
ALTER TABLE addresses ALTER COLUMN email_index TYPE bytea;
REVOKE EXECUTE ON FUNCTION rostrum_scrub() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rostrum_scrub() TO rostrum_app;
-- engine: all
