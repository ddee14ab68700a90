-- What a label needs before it moves: a test run of exactly what would be served. record_id NULL:
-- of every record of the kind that has no rule of its own for the label. set_id NULL: any test set.
-- is_free: nothing is needed, for a record that the rule of its kind would hold. It refers to record
-- and set without a key: a rule whose set is gone is met by nothing.
CREATE TABLE label_rules (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    kind text NOT NULL,
    record_id uuid,
    label text NOT NULL,
    set_id uuid,
    is_free boolean NOT NULL,
    min_pass_permille bigint NOT NULL CHECK (min_pass_permille BETWEEN 0 AND 1000),
    forbids_critical boolean NOT NULL,
    max_age_days bigint CHECK (max_age_days > 0),
    forbids_worse boolean NOT NULL,
    needs_judge boolean NOT NULL,
    updated_by uuid NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX label_rules_kind ON label_rules (organization_id, kind, label)
    WHERE record_id IS NULL;
CREATE UNIQUE INDEX label_rules_record ON label_rules (organization_id, record_id, label)
    WHERE record_id IS NOT NULL;

-- A label that was moved although its rule was not met. missing: what it needed, as it was refused.
-- Open until another person reviewed it; then it says so for ever. Without keys, like label_moves.
CREATE TABLE label_overrides (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    record_id uuid NOT NULL,
    label text NOT NULL,
    from_version bigint,
    to_version bigint NOT NULL,
    move_id uuid NOT NULL,
    moved_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    reviewed_by uuid,
    reviewed_at timestamptz,
    missing bytea,
    reason bytea,
    review bytea,
    PRIMARY KEY (organization_id, id),
    CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL))
);
CREATE INDEX label_overrides_record ON label_overrides (organization_id, record_id, created_at);
CREATE INDEX label_overrides_open ON label_overrides (organization_id, created_at, id)
    WHERE reviewed_at IS NULL;
CREATE UNIQUE INDEX label_overrides_move ON label_overrides (organization_id, move_id);

-- The run that met the rule as the label moved, and the digest of what was released; NULL: there was
-- no rule.
ALTER TABLE label_moves ADD COLUMN run_id uuid;
ALTER TABLE label_moves ADD COLUMN digest text;

-- engine: postgresql
SELECT rostrum_protect('label_rules');
SELECT rostrum_protect('label_overrides');
-- engine: all
