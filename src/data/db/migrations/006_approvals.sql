-- What two people must agree on: one asks with a reason, another person decides.

-- Of every kind but a move of a label (label_proposals), which has its own columns. subject_id is
-- what it is about, digest the hash of what exactly was asked for. requested_by and decided_by may
-- be of another organization. expires_at: a request that waits, and an approval that nobody used,
-- end then. ended_at: when it was used, withdrawn or found expired.
CREATE TABLE approvals (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    digest bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected', 'withdrawn', 'expired',
        'used')),
    requested_by uuid NOT NULL,
    decided_by uuid,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    decided_at timestamptz,
    ended_at timestamptz,
    reason bytea,
    decision_reason bytea,
    what bytea NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX approvals_created ON approvals (organization_id, created_at, id);
CREATE INDEX approvals_subject ON approvals (organization_id, kind, subject_id, created_at);
CREATE INDEX approvals_live ON approvals (organization_id, expires_at, id)
    WHERE state IN ('waiting', 'approved');

-- engine: postgresql
SELECT rostrum_protect('approvals');
-- engine: all
