-- Imports: a document that was uploaded, what it would do, and how far that was found out.

CREATE TABLE imports (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- Where it came from: the name of the file, as the person sees it.
    source text NOT NULL,
    -- Sealed; gone when the import is done.
    document bytea,
    state text NOT NULL CHECK (state IN ('checking', 'ready', 'done')),
    -- Names that exist already are left alone, instead of getting a new version.
    skips_existing boolean NOT NULL,
    -- The plan was made anew, because records changed between the plan and the start.
    is_renewed boolean NOT NULL,
    record_count bigint NOT NULL,
    checked_count bigint NOT NULL,
    -- How many records of each kind would be, or were, created, changed …: JSON.
    totals text NOT NULL,
    duration_us bigint NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX imports_user ON imports (organization_id, user_id, created_at);
CREATE INDEX imports_expires ON imports (organization_id, expires_at);

-- The plan: one line for each record of the document.
CREATE TABLE import_lines (
    id uuid NOT NULL UNIQUE,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    import_id uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    position bigint NOT NULL,
    noun text NOT NULL,
    name text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('created', 'changed', 'unchanged', 'skipped',
        'refused')),
    -- The version of the record that is there already; 0: none.
    base_version bigint NOT NULL,
    -- What changes, what is wrong, what it needs: sealed JSON.
    details bytea NOT NULL,
    PRIMARY KEY (import_id, position)
);
CREATE INDEX import_lines_outcome ON import_lines (import_id, outcome, position);

-- engine: postgresql
SELECT rostrum_protect('imports');
SELECT rostrum_protect('import_lines');
-- engine: all
