-- Test runs that are carried out where the installation can't reach: sealed to the key of a runner,
-- and answered in a file that it signed.

-- A key that was registered. public_key is its line, which says what it is and is no secret;
-- data_class: how sensitive what is sealed to it may be. What it signs is taken until it is
-- withdrawn, and what it signed stays.
CREATE TABLE runner_keys (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    public_key text NOT NULL,
    data_class text NOT NULL
        CHECK (data_class IN ('public', 'internal', 'confidential', 'restricted')),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    withdrawn_by uuid,
    withdrawn_at timestamptz,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, name_key),
    UNIQUE (organization_id, public_key),
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
);

-- Of a run that is carried by file: the key that it is sealed to, and what that was called. Its
-- endpoint has no row, and its name is what was typed. carry_digest: SHA-256 of what is carried,
-- which is in carried until the answers are there; feed_due_at is never until then.
ALTER TABLE test_runs ADD COLUMN runner_id uuid;
-- engine: sqlite
ALTER TABLE test_runs ADD COLUMN runner_name text;
ALTER TABLE test_runs ADD COLUMN carry_digest text;
-- engine: postgresql
ALTER TABLE test_runs ADD COLUMN runner_name text COLLATE "C";
ALTER TABLE test_runs ADD COLUMN carry_digest text COLLATE "C";
-- engine: all
ALTER TABLE test_runs ADD COLUMN carried bytea;

-- engine: postgresql
SELECT rostrum_protect('runner_keys');
-- engine: all
