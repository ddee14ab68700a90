-- Retention: how long each kind of record is kept, what a run deleted, and legal holds, which keep
-- what a court or an authority may ask for.

-- Rules are never changed: saving them makes the next version. presets: the names of those that
-- bound them, with commas; rules: JSON, {"audit": {"days": 400, "on": true}}. standing_at: from then
-- on the timer deletes by this version, as long as it is the newest; another person approved it.
CREATE TABLE retention_rules (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    version bigint NOT NULL,
    id uuid NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    standing_at timestamptz,
    presets text NOT NULL,
    rules text NOT NULL,
    PRIMARY KEY (organization_id, version)
);

-- rules_version 0: the defaults of the program.
-- A run lists what is due at measured_at (state 'listing'); then a dry run is 'listed', and a live
-- one deletes what it listed ('deleting') until it is 'done', or it is 'stopped' because its count
-- is too far from that of the dry run that it names. at_*: how far the listing is. is_open: only
-- inside a transaction that deletes; audit events and versions can be deleted while it is so.
-- started_by is NULL for the timer. manifest_hash: SHA-256 of all lines, in hexadecimal.
CREATE TABLE retention_runs (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    rules_version bigint NOT NULL,
    is_live boolean NOT NULL,
    is_open boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('listing', 'listed', 'deleting', 'done', 'stopped')),
    dry_run_id uuid,
    approval_id uuid,
    started_by uuid,
    at_source bigint NOT NULL,
    at_time timestamptz,
    at_id uuid,
    at_number bigint NOT NULL,
    line_count bigint NOT NULL,
    due_count bigint NOT NULL,
    held_count bigint NOT NULL,
    kept_count bigint NOT NULL,
    deleted_count bigint NOT NULL,
    measured_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    manifest_hash text,
    certificate text,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX retention_runs_created ON retention_runs (organization_id, created_at, id);

-- The manifest: a line for each row that was due. outcome: 'due' until a live run 'deleted' it, or
-- 'held' by a legal hold, or 'kept', because something refers to it by now.
CREATE TABLE retention_lines (
    organization_id uuid NOT NULL,
    run_id uuid NOT NULL,
    position bigint NOT NULL,
    kind text NOT NULL,
    noun text NOT NULL,
    row_id uuid NOT NULL,
    number bigint NOT NULL,
    clock_at timestamptz NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('due', 'held', 'kept', 'deleted')),
    PRIMARY KEY (organization_id, run_id, position),
    FOREIGN KEY (organization_id, run_id) REFERENCES retention_runs (organization_id, id)
        ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX retention_lines_due ON retention_lines (organization_id, run_id, position)
    WHERE outcome = 'due';

-- subject_id: the organization itself, a person or a record, as kind says. Without a foreign key to
-- it: a hold stays on the books. placed_by and released_by may be of another organization.
CREATE TABLE legal_holds (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    placed_by uuid NOT NULL,
    placed_at timestamptz NOT NULL,
    released_by uuid,
    released_at timestamptz,
    reason bytea NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX legal_holds_placed ON legal_holds (organization_id, placed_at, id);
CREATE INDEX legal_holds_active ON legal_holds (organization_id, subject_id)
    WHERE released_at IS NULL;

-- engine: sqlite
-- Versions go with their record, or in a run of retention; events only in a run.
DROP TRIGGER audit_events_no_delete;
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
WHEN NOT EXISTS (SELECT 1 FROM retention_runs r
    WHERE r.organization_id = OLD.organization_id AND r.is_open)
BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END;
CREATE TRIGGER prompt_versions_no_delete BEFORE DELETE ON prompt_versions
WHEN EXISTS (SELECT 1 FROM prompts p
    WHERE p.organization_id = OLD.organization_id AND p.id = OLD.record_id)
AND NOT EXISTS (SELECT 1 FROM retention_runs r
    WHERE r.organization_id = OLD.organization_id AND r.is_open)
BEGIN SELECT RAISE(ABORT, 'prompt versions are immutable'); END;
CREATE TRIGGER agent_versions_no_delete BEFORE DELETE ON agent_versions
WHEN EXISTS (SELECT 1 FROM agents a
    WHERE a.organization_id = OLD.organization_id AND a.id = OLD.record_id)
AND NOT EXISTS (SELECT 1 FROM retention_runs r
    WHERE r.organization_id = OLD.organization_id AND r.is_open)
BEGIN SELECT RAISE(ABORT, 'agent versions are immutable'); END;
CREATE TRIGGER team_versions_no_delete BEFORE DELETE ON team_versions
WHEN EXISTS (SELECT 1 FROM teams t
    WHERE t.organization_id = OLD.organization_id AND t.id = OLD.record_id)
AND NOT EXISTS (SELECT 1 FROM retention_runs r
    WHERE r.organization_id = OLD.organization_id AND r.is_open)
BEGIN SELECT RAISE(ABORT, 'team versions are immutable'); END;

-- engine: postgresql
SELECT rostrum_protect('retention_rules');
SELECT rostrum_protect('retention_runs');
SELECT rostrum_protect('retention_lines');
SELECT rostrum_protect('legal_holds');

-- The role of `rostrum retention run`, a member of rostrum_app as well: nobody else deletes events,
-- or versions of a record that stays. Who may not create roles asks the administrator of the
-- cluster for it first, as the README says.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rostrum_retention') THEN
        CREATE ROLE rostrum_retention NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database's migration
END $$;
GRANT DELETE ON audit_events, prompt_versions, agent_versions, team_versions TO rostrum_retention;
REVOKE DELETE ON prompt_versions, agent_versions, team_versions FROM rostrum_app;

CREATE FUNCTION rostrum_is_in_retention() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT pg_has_role(current_user, 'rostrum_retention', 'USAGE')
        AND EXISTS (SELECT FROM retention_runs WHERE is_open)
$$;
CREATE FUNCTION rostrum_refuse_outside_retention() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND rostrum_is_in_retention() THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION rostrum_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    has_record boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE organization_id = $1 AND id = $2)',
        TG_ARGV[0]) INTO has_record USING OLD.organization_id, OLD.record_id;
    IF has_record AND NOT rostrum_is_in_retention() THEN
        RAISE EXCEPTION '%', TG_ARGV[1] USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
DO $$ -- a distributed table has no triggers
DECLARE
    kind text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'audit_events'::regclass
            AND tgname = 'no_delete') THEN
        RETURN;
    END IF;
    DROP TRIGGER no_delete ON audit_events;
    CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON audit_events FOR EACH STATEMENT
        EXECUTE FUNCTION rostrum_refuse_outside_retention('audit events are append-only');
    FOREACH kind IN ARRAY ARRAY['prompt', 'agent', 'team'] LOOP
        EXECUTE format('CREATE TRIGGER no_delete BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION '
            'rostrum_keep_version(%L, %L)', kind || '_versions', kind || 's',
            kind || ' versions are immutable');
    END LOOP;
END $$;
-- engine: all
