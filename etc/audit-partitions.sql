-- Divides the audit log of a large installation by month, so that an index of it is never larger than
-- a month, and cleaning up after a deletion touches the months it was in. Run it as the role that
-- owns the database, with the workers stopped the first time; then once a month, while they run:
--
--     psql -f etc/audit-partitions.sql 'postgresql://rostrum_owner@db.example.org/rostrum'
--
-- The ids of events begin with their time (UUID version 7, RFC 9562), so they say in which month an
-- event is, and the primary key and what refers to it stay as they are. What is there already
-- becomes the first part, without being copied. Twelve months are made ahead; where they end, events
-- go to the part audit_events_later and stay there, with the rest of their month. Not for what
-- etc/citus.sql distributes.
DO $$
DECLARE
    -- Without a time zone, and of UTC: months are added as they are there.
    month_begin timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
    first_part text := 'audit_events_before_' || to_char(month_begin + '1 month', 'YYYY_MM');
    statement text;
    kept text[];
    part text;
    low uuid;
    high uuid;
BEGIN
    LOCK TABLE audit_events IN ACCESS EXCLUSIVE MODE;
    CREATE FUNCTION pg_temp.first_id(moment timestamp) RETURNS uuid LANGUAGE sql IMMUTABLE AS
        'SELECT rpad(lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, ''0''), 32, ''0'')::uuid';
    high := pg_temp.first_id(month_begin + '1 month');

    IF (SELECT relkind FROM pg_class WHERE oid = 'audit_events'::regclass) = 'r' THEN
        -- What is to hold of the whole as it holds of the table: its indexes, triggers and rights,
        -- and what refers to it.
        SELECT array_agg(pg_get_indexdef(indexrelid) ORDER BY indexrelid) INTO kept FROM pg_index
            WHERE indrelid = 'audit_events'::regclass AND NOT indisunique;
        SELECT kept || array_agg(pg_get_triggerdef(oid) ORDER BY oid) INTO kept FROM pg_trigger
            WHERE tgrelid = 'audit_events'::regclass AND NOT tgisinternal;
        SELECT kept || array_agg(format('GRANT %s ON audit_events TO %s', a.privilege_type, a.grantee::regrole))
            INTO kept FROM pg_class c, aclexplode(c.relacl) a
            WHERE c.oid = 'audit_events'::regclass AND a.grantee <> c.relowner;
        SELECT kept || array_agg(format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
            pg_get_constraintdef(oid)) ORDER BY oid) INTO kept FROM pg_constraint
            WHERE contype = 'f' AND confrelid = 'audit_events'::regclass;
        FOR statement IN
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
                WHERE contype = 'f' AND confrelid = 'audit_events'::regclass
            UNION ALL SELECT format('DROP TRIGGER %I ON audit_events', tgname) FROM pg_trigger
                WHERE tgrelid = 'audit_events'::regclass AND NOT tgisinternal
            UNION ALL SELECT format('ALTER INDEX %s RENAME TO %I', indexrelid::regclass,
                    left(replace(indexrelid::regclass::text, 'audit_events', first_part), 63)) FROM pg_index
                WHERE indrelid = 'audit_events'::regclass
            UNION ALL SELECT format('ALTER TABLE audit_events RENAME TO %I', first_part)
            UNION ALL SELECT format('CREATE TABLE audit_events (LIKE %I INCLUDING ALL EXCLUDING INDEXES, '
                'PRIMARY KEY (organization_id, id)) PARTITION BY RANGE (id)', first_part)
        LOOP
            EXECUTE statement;
        END LOOP;
        PERFORM rostrum_protect('audit_events');
        REVOKE ALL ON audit_events FROM rostrum_app;
        EXECUTE format('REVOKE ALL ON %I FROM rostrum_app, rostrum_retention', first_part);
        EXECUTE format('ALTER TABLE audit_events ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)',
            first_part, high);
        CREATE TABLE audit_events_later PARTITION OF audit_events DEFAULT;
        -- The indexes of the first part become parts of these; none is built.
        FOREACH statement IN ARRAY kept LOOP
            EXECUTE statement;
        END LOOP;
    END IF;

    FOR months IN 1..12 LOOP
        part := 'audit_events_' || to_char(month_begin + make_interval(months => months), 'YYYY_MM');
        low := pg_temp.first_id(month_begin + make_interval(months => months));
        high := pg_temp.first_id(month_begin + make_interval(months => months + 1));
        CONTINUE WHEN to_regclass(part) IS NOT NULL
            OR EXISTS (SELECT FROM audit_events_later WHERE id >= low AND id < high);
        EXECUTE format('CREATE TABLE %I PARTITION OF audit_events FOR VALUES FROM (%L) TO (%L)', part, low, high);
    END LOOP;

    -- A request, and so a form that is sent again, has each of its numbers once in a part. Nobody goes to a
    -- part past the policies of the whole.
    FOR part IN SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_events'::regclass LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', part);
        IF NOT EXISTS (SELECT FROM pg_index WHERE indrelid = part::regclass AND indisunique AND NOT indisprimary) THEN
            EXECUTE format('CREATE UNIQUE INDEX ON %s (organization_id, request_id, request_part)', part);
        END IF;
    END LOOP;
    DROP FUNCTION pg_temp.first_id(timestamp);
END $$;
