-- Who of an organization must have a second factor, and for how many days after set_at, or after a
-- person came, they may still do without. No row: nobody must.
CREATE TABLE factor_rules (
    organization_id uuid NOT NULL PRIMARY KEY REFERENCES organizations (id) ON DELETE RESTRICT,
    grace_days bigint NOT NULL CHECK (grace_days BETWEEN 0 AND 90),
    set_at timestamptz NOT NULL,
    is_for_all boolean NOT NULL
) -- sqlite: WITHOUT ROWID
;

-- engine: postgresql
SELECT rostrum_protect('factor_rules');
-- engine: all
