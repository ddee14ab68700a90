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

-- A run that is carried by file: the key that it is sealed to, and what that was called. Its
-- endpoint has no row, and its name is what was typed; feed_due_at is never. digest: SHA-256 of the
-- document that is carried, which is here until the answers are, or the run ends. id: of the run.
CREATE TABLE carried_runs (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    runner_id uuid NOT NULL,
    runner_name text NOT NULL,
    digest text NOT NULL,
    document bytea,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, id) REFERENCES test_runs (organization_id, id) ON DELETE CASCADE
);

-- engine: postgresql
SELECT rostrum_protect('runner_keys');
SELECT rostrum_protect('carried_runs');
-- engine: all
