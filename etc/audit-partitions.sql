-- Divides the table of audit events by month, in PostgreSQL. Run it as the role that owns the
-- database, with the workers stopped; and again, while they run, to make the partitions of the next
-- twelve months. docs/scale.md says what it is good for.
--
--     psql -f etc/audit-partitions.sql 'postgresql://rostrum_owner@db1.example.org/rostrum'
--
-- Ids of events begin with their time (UUID version 7), so a range of ids is a range of time, and
-- the primary key can stay what it is. What is there already becomes the first partition, up to the
-- end of this month; nothing is copied. That a form is carried out once holds within a partition.

\set ON_ERROR_STOP on
\o /dev/null
SET client_min_messages TO warning;
SET rostrum.scope TO 'all';

-- The least id of a month.
CREATE FUNCTION pg_temp.first_id(month timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM month) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;
CREATE FUNCTION pg_temp.month_at(place integer) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT date_trunc('month', now() AT TIME ZONE 'UTC', 'UTC') + make_interval(months => place)
$$;

BEGIN;
CREATE FUNCTION pg_temp.divide() RETURNS void LANGUAGE plpgsql AS $divide$
DECLARE
    reference record;
    definition text;
BEGIN
    IF (SELECT relkind = 'p' FROM pg_class WHERE oid = 'audit_events'::regclass) THEN
        RETURN;
    END IF;
    CREATE TEMPORARY TABLE refers ON COMMIT DROP AS
        SELECT conrelid::regclass AS name, conname, pg_get_constraintdef(oid) AS words
        FROM pg_constraint WHERE contype = 'f' AND confrelid = 'audit_events'::regclass;
    FOR reference IN SELECT * FROM refers LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', reference.name, reference.conname);
    END LOOP;
    CREATE TEMPORARY TABLE indexed ON COMMIT DROP AS
        SELECT pg_get_indexdef(indexrelid) AS words FROM pg_index
        WHERE indrelid = 'audit_events'::regclass AND NOT indisunique;
    ALTER TABLE audit_events RENAME TO audit_events_before;
    CREATE TABLE audit_events (LIKE audit_events_before INCLUDING ALL EXCLUDING INDEXES)
        PARTITION BY RANGE (id);
    ALTER TABLE audit_events ADD PRIMARY KEY (organization_id, id);
    FOR definition IN SELECT words FROM indexed LOOP
        EXECUTE regexp_replace(definition, '^CREATE INDEX (\S+) ON (ONLY )?(\S+?)audit_events(_before)? ',
            'CREATE INDEX ON \3audit_events ');
    END LOOP;
    ALTER TABLE audit_events ATTACH PARTITION audit_events_before
        FOR VALUES FROM (MINVALUE) TO (pg_temp.first_id(pg_temp.month_at(1)));
    DROP TRIGGER no_update ON audit_events_before;
    DROP TRIGGER no_delete ON audit_events_before;
    REVOKE ALL ON audit_events_before FROM rostrum_app, rostrum_retention;
    PERFORM rostrum_protect('audit_events');
    PERFORM rostrum_append_only('audit_events', 'audit events are append-only', true);
    DROP TRIGGER no_delete ON audit_events;
    CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON audit_events FOR EACH STATEMENT
        EXECUTE FUNCTION rostrum_refuse_outside_retention('audit events are append-only');
    GRANT DELETE ON audit_events TO rostrum_retention;
    FOR reference IN SELECT * FROM refers LOOP
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', reference.name, reference.conname,
            regexp_replace(reference.words, 'audit_events(_before)?\(', 'audit_events('));
    END LOOP;
END $divide$;
SELECT pg_temp.divide();

DO $months$
DECLARE
    month timestamptz;
    name text;
BEGIN
    FOR place IN 1..12 LOOP
        month := pg_temp.month_at(place);
        name := 'audit_events_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
        CONTINUE WHEN to_regclass(name) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I PARTITION OF audit_events FOR VALUES FROM (%L) TO (%L)', name,
            pg_temp.first_id(month), pg_temp.first_id(pg_temp.month_at(place + 1)));
        EXECUTE format('CREATE UNIQUE INDEX ON %I (organization_id, request_id, request_part)', name);
        -- Nobody reads or writes it by its own name: without a policy nothing is shown.
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    END LOOP;
END $months$;
COMMIT;
