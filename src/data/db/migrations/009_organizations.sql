-- Customers side by side: what each may have and has, who looked into one from outside, and how one
-- is closed.

-- What people from outside looked at and did: counted and listed for those whose data it is.
CREATE INDEX audit_events_outside ON audit_events (organization_id, occurred_at, id)
    WHERE is_outside;

-- The bytes of all versions of a record, as they are stored: what goes when it is deleted. Without a
-- foreign key to the record, which is of any kind.
CREATE TABLE record_sizes (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    record_id uuid NOT NULL,
    byte_count bigint NOT NULL,
    PRIMARY KEY (organization_id, record_id)
) -- sqlite: WITHOUT ROWID
;
INSERT INTO record_sizes (organization_id, record_id, byte_count)
SELECT v.organization_id, v.record_id, CAST(sum(length(v.body) + COALESCE(length(v.settings), 0)
    + COALESCE(length(v.message), 0)) AS bigint)
FROM prompt_versions v GROUP BY v.organization_id, v.record_id;
INSERT INTO record_sizes (organization_id, record_id, byte_count)
SELECT v.organization_id, v.record_id, CAST(sum(length(v.config)
    + COALESCE(length(v.message), 0)) AS bigint)
FROM agent_versions v GROUP BY v.organization_id, v.record_id;
INSERT INTO record_sizes (organization_id, record_id, byte_count)
SELECT v.organization_id, v.record_id, CAST(sum(length(v.members) + length(v.settings)
    + COALESCE(length(v.message), 0)) AS bigint)
FROM team_versions v GROUP BY v.organization_id, v.record_id;

-- What an organization has, and may have at most (NULL: as much as it likes): all records, archived
-- or not; the bytes of all their versions; and the people who are active or invited. Moved in the
-- transaction of the change itself, so that no two changes pass a limit together.
CREATE TABLE organization_usage (
    organization_id uuid NOT NULL PRIMARY KEY REFERENCES organizations (id) ON DELETE RESTRICT,
    record_count bigint NOT NULL DEFAULT 0,
    byte_count bigint NOT NULL DEFAULT 0,
    person_count bigint NOT NULL DEFAULT 0,
    record_limit bigint,
    byte_limit bigint,
    person_limit bigint
) -- sqlite: WITHOUT ROWID
;
INSERT INTO organization_usage (organization_id, record_count, byte_count, person_count)
SELECT o.id,
    (SELECT count(*) FROM prompts p WHERE p.organization_id = o.id)
    + (SELECT count(*) FROM agents a WHERE a.organization_id = o.id)
    + (SELECT count(*) FROM teams t WHERE t.organization_id = o.id),
    (SELECT COALESCE(CAST(sum(r.byte_count) AS bigint), 0) FROM record_sizes r
        WHERE r.organization_id = o.id),
    (SELECT count(*) FROM users u WHERE u.organization_id = o.id AND u.is_active)
FROM organizations o;

-- A customer that somebody asked to close: approved by someone else, who suspends it, and closed
-- once it is due. requested_by and approved_by may be of another organization.
CREATE TABLE organization_closings (
    organization_id uuid NOT NULL PRIMARY KEY REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    requested_by uuid NOT NULL,
    requested_at timestamptz NOT NULL,
    approved_by uuid,
    approved_at timestamptz,
    due_at timestamptz,
    reason bytea NOT NULL
);

-- What was closed: its keys are gone, its name and the log of what happened stay.
ALTER TABLE organizations ADD COLUMN closed_at timestamptz;

-- The proof of it, which belongs to the installation.
CREATE TABLE closing_certificates (
    organization_id uuid NOT NULL PRIMARY KEY,
    closed_at timestamptz NOT NULL,
    certificate text NOT NULL
);

-- engine: postgresql
SELECT rostrum_protect('record_sizes');
SELECT rostrum_protect('organization_usage');
SELECT rostrum_protect('organization_closings');
SELECT rostrum_protect('closing_certificates');
-- engine: all
