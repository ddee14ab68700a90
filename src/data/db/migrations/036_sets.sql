-- Test sets: the fourth kind of record, with the columns that all have (001_start.sql). What they are
-- for, a prompt, an agent, or nothing by itself ('shared'), is what lists filter by. cases and
-- settings are JSON (domain/set).
CREATE TABLE sets (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    sort_key text NOT NULL,
    folder text NOT NULL,
    subject text NOT NULL CHECK (subject IN ('prompt', 'agent', 'shared')),
    version bigint NOT NULL,
    version_count bigint NOT NULL,
    revision bigint NOT NULL,
    owner_id uuid NOT NULL,
    marks text NOT NULL DEFAULT '',
    archived_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    description bytea,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, name_key),
    FOREIGN KEY (organization_id, owner_id) REFERENCES users (organization_id, id)
        ON DELETE RESTRICT
);
CREATE INDEX sets_updated ON sets (organization_id, updated_at, id);
CREATE INDEX sets_created ON sets (organization_id, created_at, id);
CREATE INDEX sets_name ON sets (organization_id, sort_key, id);
CREATE INDEX sets_owner ON sets (organization_id, owner_id, updated_at, id, archived_at);
CREATE INDEX sets_subject ON sets (organization_id, subject, updated_at, id);
CREATE INDEX sets_archived ON sets (organization_id, updated_at, id)
    WHERE archived_at IS NOT NULL;
CREATE INDEX sets_active ON sets (organization_id, updated_at, id)
    WHERE archived_at IS NULL;

CREATE TABLE set_versions (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    version bigint NOT NULL,
    id uuid NOT NULL,
    subject text NOT NULL CHECK (subject IN ('prompt', 'agent', 'shared')),
    author_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    message bytea,
    cases bytea NOT NULL,
    settings bytea NOT NULL,
    PRIMARY KEY (organization_id, record_id, version),
    UNIQUE (organization_id, id),
    FOREIGN KEY (organization_id, record_id) REFERENCES sets (organization_id, id)
        ON DELETE CASCADE
);
CREATE INDEX set_versions_created ON set_versions (organization_id, created_at);

CREATE TABLE set_tags (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    tag text NOT NULL,
    tag_key text NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (organization_id, record_id, tag_key),
    FOREIGN KEY (organization_id, record_id) REFERENCES sets (organization_id, id)
        ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX set_tags_tag ON set_tags (organization_id, tag_key, record_id);

CREATE TABLE set_words (
    organization_id uuid NOT NULL,
    word text NOT NULL,
    record_id uuid NOT NULL,
    PRIMARY KEY (organization_id, word, record_id),
    FOREIGN KEY (organization_id, record_id) REFERENCES sets (organization_id, id)
        ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX set_words_record ON set_words (organization_id, record_id);

CREATE TABLE set_labels (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    label text NOT NULL,
    version bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, record_id, label),
    FOREIGN KEY (organization_id, record_id, version)
        REFERENCES set_versions (organization_id, record_id, version) ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX set_labels_label ON set_labels (organization_id, label, record_id);

-- What happened to records of every kind, for the feed of the home page.
DROP INDEX audit_events_content;
CREATE INDEX audit_events_content ON audit_events (organization_id, occurred_at, id)
    WHERE outcome = 'success' AND record_type IN ('prompt', 'agent', 'team', 'set');

-- engine: sqlite
CREATE TRIGGER set_versions_no_update BEFORE UPDATE ON set_versions
BEGIN SELECT RAISE(ABORT, 'set versions are immutable'); END;
CREATE TRIGGER set_versions_no_delete BEFORE DELETE ON set_versions
WHEN EXISTS (SELECT 1 FROM sets s
    WHERE s.organization_id = OLD.organization_id AND s.id = OLD.record_id)
AND NOT EXISTS (SELECT 1 FROM retention_runs r
    WHERE r.organization_id = OLD.organization_id AND r.is_open)
BEGIN SELECT RAISE(ABORT, 'set versions are immutable'); END;

-- engine: postgresql
SELECT rostrum_protect('sets');
SELECT rostrum_protect('set_versions');
SELECT rostrum_protect('set_tags');
SELECT rostrum_protect('set_words');
SELECT rostrum_protect('set_labels');
SELECT rostrum_append_only('set_versions', 'set versions are immutable', false);
GRANT DELETE ON set_versions TO rostrum_retention;
REVOKE DELETE ON set_versions FROM rostrum_app;
DO $$ -- a distributed table has no triggers
BEGIN
    IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'team_versions'::regclass
            AND tgname = 'no_delete') THEN
        CREATE TRIGGER no_delete BEFORE DELETE ON set_versions FOR EACH ROW
            EXECUTE FUNCTION rostrum_keep_version('sets', 'set versions are immutable');
    END IF;
END $$;
-- engine: all
