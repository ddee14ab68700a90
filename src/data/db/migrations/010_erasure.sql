-- Erasing a person: asked for, approved by a second administrator, carried out after a grace period.

-- How many days an approved erasure can still be undone.
ALTER TABLE organizations ADD COLUMN erasure_grace_days bigint NOT NULL DEFAULT 7;

-- state: 'asked' by the person, 'waiting' for the approval and then for the end of the grace period,
-- 'erased' or 'cancelled'. user_id has no foreign key: the erasure outlives the row. hand_over_to:
-- who gets what the person owns. certificate: a signed note, which names people by id only. scan_*: how far the texts that may name the person are searched.
CREATE TABLE erasures (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'waiting', 'erased', 'cancelled')),
    asked_by uuid NOT NULL,
    approval_id uuid,
    hand_over_to uuid,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    scan_place bigint NOT NULL DEFAULT 0,
    scan_id uuid,
    scanned_count bigint NOT NULL DEFAULT 0,
    found_count bigint NOT NULL DEFAULT 0,
    scan_ended_at timestamptz,
    certificate text,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX erasures_live ON erasures (organization_id, user_id)
    WHERE state IN ('asked', 'waiting');
CREATE INDEX erasures_created ON erasures (organization_id, created_at, id);

-- A text that may name the person. source: the table and column; match: by what. kind, record_id and
-- number lead to the page where it can be changed.
CREATE TABLE erasure_findings (
    organization_id uuid NOT NULL,
    erasure_id uuid NOT NULL,
    id uuid NOT NULL,
    source text NOT NULL,
    match text NOT NULL,
    row_id uuid NOT NULL,
    kind text NOT NULL,
    record_id uuid NOT NULL,
    number bigint NOT NULL,
    reviewed_at timestamptz,
    PRIMARY KEY (organization_id, erasure_id, id),
    FOREIGN KEY (organization_id, erasure_id) REFERENCES erasures (organization_id, id)
        ON DELETE CASCADE
);

-- engine: postgresql
SELECT rostrum_protect('erasures');
SELECT rostrum_protect('erasure_findings');
-- engine: all
