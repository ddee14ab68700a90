-- The first schema: organizations, people, sessions, prompts, the audit log.
-- Column types are PostgreSQL's; SQLite keeps a uuid and bytea as a blob, a timestamptz as integer
-- microseconds, a boolean as 0 or 1.
--
-- A migration that makes a table with organization_id says once, in its own postgresql part:
--
--     -- engine: postgresql
--     SELECT rostrum_protect('agents');
--     -- engine: all
--
-- See rostrum_protect at the end. For a table that is only ever added to: rostrum_append_only.

CREATE TABLE key_checks (
    kid text NOT NULL PRIMARY KEY,
    check_value bytea NOT NULL,
    created_at timestamptz NOT NULL
);

-- Wrapped data keys: one per organization and one per person.
CREATE TABLE data_keys (
    id uuid NOT NULL PRIMARY KEY,
-- engine: sqlite
    organization_id uuid NOT NULL REFERENCES organizations (id) DEFERRABLE INITIALLY DEFERRED,
-- engine: postgresql
    organization_id uuid NOT NULL, -- the reference follows once organizations is there
-- engine: all
    kid text NOT NULL,
    wrapped_key bytea NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX data_keys_organization ON data_keys (organization_id);

CREATE TABLE organizations (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    slug text NOT NULL UNIQUE,
    settings text NOT NULL DEFAULT '{}',
    data_key_id uuid NOT NULL REFERENCES data_keys (id) DEFERRABLE INITIALLY DEFERRED,
    suspended_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE users (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    email bytea,
    email_index bytea UNIQUE,
    email_index_kid text,
    hashed_password bytea,
    full_name bytea,
    user_persona text NOT NULL CHECK (user_persona IN ('Individual Developer', 'Enterprise Team',
        'DevOps Engineer', 'Product Manager', 'Platform Admin', 'Customer Admin')),
    is_active boolean NOT NULL,
    is_superuser boolean NOT NULL,
    data_key_id uuid REFERENCES data_keys (id) ON DELETE SET NULL,
    version bigint NOT NULL DEFAULT 1,
    epoch bigint NOT NULL DEFAULT 1,
    deactivated_at timestamptz,
    erased_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX users_created ON users (organization_id, created_at, id);
CREATE INDEX users_updated ON users (organization_id, updated_at, id);

CREATE TABLE sessions (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE,
    epoch bigint NOT NULL,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    authenticated_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    client_address bytea,
    client_agent bytea
);
CREATE INDEX sessions_user ON sessions (user_id, created_at);

-- When a person was last seen, beside the person: no change of the person, so it needs no event.
CREATE TABLE user_seen (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    last_seen_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, user_id)
);

-- Invitations, password resets, address changes, and the set-up code of a new database.
CREATE TABLE one_time_links (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid REFERENCES organizations (id) ON DELETE CASCADE,
    user_id uuid REFERENCES users (id) ON DELETE CASCADE,
    purpose text NOT NULL CHECK (purpose IN ('setup', 'invitation', 'password_reset', 'email_change')),
    token_hash bytea NOT NULL UNIQUE,
    created_by uuid REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX one_time_links_user ON one_time_links (user_id, created_at);

CREATE TABLE prompts (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    name text NOT NULL,
    folder text NOT NULL,
    description text NOT NULL,
    type text NOT NULL CHECK (type IN ('text', 'chat')),
    version bigint NOT NULL,
    owner_id uuid NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    -- What lists show of prompt_tags and prompt_labels, written with them: see prompt_mark.h.
    marks text NOT NULL DEFAULT '',
    archived_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (organization_id, name)
);
CREATE INDEX prompts_updated ON prompts (organization_id, updated_at, id);
CREATE INDEX prompts_created ON prompts (organization_id, created_at, id);
CREATE INDEX prompts_owner ON prompts (organization_id, owner_id, updated_at, id);
CREATE INDEX prompts_archived ON prompts (organization_id, updated_at, id)
    WHERE archived_at IS NOT NULL;
CREATE INDEX prompts_active ON prompts (organization_id, updated_at, id)
    WHERE archived_at IS NULL;

-- How many active prompts are directly in a folder, written with them: what the folder strip shows,
-- without a look at the prompts. The empty folder is the top.
CREATE TABLE prompt_folders (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    folder text NOT NULL,
    prompt_count bigint NOT NULL,
    PRIMARY KEY (organization_id, folder)
);

-- Immutable; the current body is the row with the prompt's version. Numbers are never reused.
CREATE TABLE prompt_versions (
    id uuid NOT NULL UNIQUE,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
    version bigint NOT NULL,
    type text NOT NULL CHECK (type IN ('text', 'chat')),
    body bytea NOT NULL,
    settings bytea,
    message text NOT NULL,
    author_id uuid NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (prompt_id, version)
);
CREATE INDEX prompt_versions_created ON prompt_versions (organization_id, created_at);
CREATE INDEX prompt_versions_author ON prompt_versions (author_id);

CREATE TABLE prompt_tags (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
    tag text NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (prompt_id, tag)
);
CREATE INDEX prompt_tags_prompt ON prompt_tags (organization_id, prompt_id, position, tag);
CREATE INDEX prompt_tags_tag ON prompt_tags (organization_id, tag, prompt_id);

-- One version per label is a rule of the database. "latest" is computed, never stored.
CREATE TABLE prompt_labels (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
    label text NOT NULL,
    version bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (prompt_id, label),
    FOREIGN KEY (prompt_id, version) REFERENCES prompt_versions (prompt_id, version) ON DELETE CASCADE
);
CREATE INDEX prompt_labels_prompt ON prompt_labels (organization_id, prompt_id, label, version);
CREATE INDEX prompt_labels_label ON prompt_labels (organization_id, label, prompt_id);

CREATE TABLE protected_labels (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    label text NOT NULL,
    PRIMARY KEY (organization_id, label)
);

-- Who proposed to move a protected label, and what another person decided.
CREATE TABLE label_proposals (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
    label text NOT NULL,
    from_version bigint,
    to_version bigint,
    reason text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'approved', 'rejected', 'withdrawn')),
    proposed_by uuid NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    decided_by uuid REFERENCES users (id) ON DELETE RESTRICT,
    decision_reason text,
    created_at timestamptz NOT NULL,
    decided_at timestamptz
);
CREATE INDEX label_proposals_prompt ON label_proposals (organization_id, prompt_id, created_at, id);
CREATE INDEX label_proposals_prompt_state
    ON label_proposals (organization_id, prompt_id, state, created_at, id);
CREATE INDEX label_proposals_created ON label_proposals (organization_id, created_at, id);
CREATE INDEX label_proposals_state ON label_proposals (organization_id, state, created_at, id);

-- Every move of a label: "what was production on 3 May?" has an answer.
CREATE TABLE label_moves (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
    label text NOT NULL,
    from_version bigint,
    to_version bigint,
    reason text NOT NULL,
    moved_by uuid NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    proposal_id uuid REFERENCES label_proposals (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX label_moves_prompt ON label_moves (organization_id, prompt_id, created_at, id);
CREATE INDEX label_moves_label ON label_moves (organization_id, prompt_id, label, created_at, id);
CREATE INDEX label_moves_created ON label_moves (organization_id, created_at, id);

-- Which version of a prompt uses which other prompt, by label or by version. A prompt can be
-- deleted once no current or labelled version refers to it; old ones keep its name.
CREATE TABLE prompt_references (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    prompt_id uuid NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
    version bigint NOT NULL,
    position bigint NOT NULL,
    target_id uuid REFERENCES prompts (id) ON DELETE SET NULL,
    target_name text NOT NULL,
    label text,
    target_version bigint,
    PRIMARY KEY (prompt_id, version, position)
);
CREATE INDEX prompt_references_target ON prompt_references (target_id, prompt_id);

-- The audit log. organization_id has no foreign key: events that belong to nobody yet, such as a
-- sign-in with an unknown address, carry the nil UUID.
CREATE TABLE audit_heads (
    organization_id uuid NOT NULL PRIMARY KEY,
    last_seq bigint NOT NULL
);

CREATE TABLE audit_events (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    seq bigint NOT NULL,
    occurred_at timestamptz NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'token', 'command', 'nobody')),
    actor_id uuid,
    is_outside boolean NOT NULL,
    action text NOT NULL,
    record_type text NOT NULL,
    record_id uuid,
    outcome text NOT NULL CHECK (outcome IN ('success', 'failure', 'refusal')),
    request_id uuid NOT NULL,
    request_part bigint NOT NULL,
    details bytea,
    subject_id uuid,
    personal_details bytea,
    UNIQUE (organization_id, seq),
    UNIQUE (request_id, request_part)
);
CREATE INDEX audit_events_record ON audit_events (organization_id, record_id, seq);
CREATE INDEX audit_events_actor ON audit_events (organization_id, actor_id, seq);
CREATE INDEX audit_events_action ON audit_events (organization_id, action, seq);
CREATE INDEX audit_events_time ON audit_events (organization_id, occurred_at, seq);

-- engine: sqlite
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END;
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END;
CREATE TRIGGER prompt_versions_no_update BEFORE UPDATE ON prompt_versions
BEGIN SELECT RAISE(ABORT, 'prompt versions are immutable'); END;
CREATE TRIGGER label_moves_no_update BEFORE UPDATE ON label_moves
WHEN OLD.proposal_id IS NEW.proposal_id
BEGIN SELECT RAISE(ABORT, 'label moves are append-only'); END;

-- engine: postgresql
ALTER TABLE data_keys ADD FOREIGN KEY (organization_id) REFERENCES organizations (id)
    DEFERRABLE INITIALLY DEFERRED;

-- The role whose members are the application: it owns nothing. Who may not create roles asks the
-- administrator of the cluster for it first, as the README says.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rostrum_app') THEN
        CREATE ROLE rostrum_app NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database's migration
END $$;

-- The scope that the program enters for each transaction: 'identity' before somebody is known, an
-- organization's id, or 'all'. Whoever enters none sees nothing.
CREATE FUNCTION rostrum_scope() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT current_setting('rostrum.scope', true) $$;
CREATE FUNCTION rostrum_organization() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN length(current_setting('rostrum.scope', true)) = 36
        THEN current_setting('rostrum.scope', true)::uuid END $$;

-- Text sorts by its bytes, as in SQLite, whatever the database's locale.
CREATE FUNCTION rostrum_sort_by_bytes(of_table regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    text_column name;
BEGIN
    FOR text_column IN SELECT attname FROM pg_attribute
        WHERE attrelid = of_table AND attnum > 0 AND NOT attisdropped AND atttypid = 'text'::regtype
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER %I TYPE text COLLATE "C"', of_table, text_column);
    END LOOP;
END $$;

-- Keeps the rows of organizations apart, whatever a query forgets: row-level security by
-- organization_id (or the column named), for the owner too; and the application's rights.
-- (SELECT …) lets the setting be read once a query, not once a row.
CREATE FUNCTION rostrum_protect(of_table regclass, by_column name DEFAULT 'organization_id')
    RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM rostrum_sort_by_bytes(of_table);
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', of_table);
    EXECUTE format('CREATE POLICY organization ON %s USING (%I = (SELECT rostrum_organization()) '
        'OR (SELECT rostrum_scope()) = ''all'')', of_table, by_column);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO rostrum_app', of_table);
END $$;

-- Also for requests of nobody yet: sessions and links are found, people sign in. Every request looks
-- up a few rows of these, so the setting is read for each: that is cheaper than preparing more.
CREATE FUNCTION rostrum_open_to_identity(of_table regclass,
    by_column name DEFAULT 'organization_id') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER POLICY organization ON %s '
        'USING (rostrum_scope() IN (%I::text, ''identity'', ''all''))', of_table, by_column);
END $$;

CREATE FUNCTION rostrum_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$;

-- Rows are never changed, except as the condition allows; nor deleted, if is_kept.
CREATE FUNCTION rostrum_append_only(of_table regclass, message text, is_kept boolean,
    condition text DEFAULT 'true') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER no_update BEFORE UPDATE ON %s FOR EACH ROW WHEN (%s) '
        'EXECUTE FUNCTION rostrum_refuse(%L)', of_table, condition, message);
    EXECUTE format('REVOKE UPDATE ON %s FROM rostrum_app', of_table);
    IF is_kept THEN
        EXECUTE format('CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON %s '
            'FOR EACH STATEMENT EXECUTE FUNCTION rostrum_refuse(%L)', of_table, message);
        EXECUTE format('REVOKE DELETE ON %s FROM rostrum_app', of_table);
    END IF;
END $$;

SELECT rostrum_protect('organizations', 'id');
SELECT rostrum_protect('data_keys');
SELECT rostrum_protect('users');
SELECT rostrum_protect('sessions');
SELECT rostrum_protect('user_seen');
SELECT rostrum_protect('one_time_links');
SELECT rostrum_protect('prompts');
SELECT rostrum_protect('prompt_folders');
SELECT rostrum_protect('prompt_versions');
SELECT rostrum_protect('prompt_tags');
SELECT rostrum_protect('prompt_labels');
SELECT rostrum_protect('protected_labels');
SELECT rostrum_protect('label_proposals');
SELECT rostrum_protect('label_moves');
SELECT rostrum_protect('prompt_references');
SELECT rostrum_protect('audit_heads');
SELECT rostrum_protect('audit_events');

SELECT rostrum_open_to_identity('organizations', 'id');
SELECT rostrum_open_to_identity('data_keys');
SELECT rostrum_open_to_identity('users');
SELECT rostrum_open_to_identity('sessions');
SELECT rostrum_open_to_identity('user_seen');
SELECT rostrum_open_to_identity('one_time_links');

-- Whoever acted in an organization is known there by name: superusers of other organizations.
-- Functions, so that nothing is prepared for a question that is hardly ever asked. PostgreSQL tries
-- policies from the last name to the first: these names come before "organization", so that the
-- functions are called for rows only that the setting alone does not open.
CREATE FUNCTION rostrum_acted_here(user_id uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM audit_events WHERE audit_events.organization_id =
        rostrum_organization() AND audit_events.actor_id = user_id)
$$;
CREATE FUNCTION rostrum_key_acted_here(in_organization uuid, key_id uuid) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM users WHERE users.organization_id = in_organization
        AND users.data_key_id = key_id)
$$;
CREATE POLICY acted_here ON users FOR SELECT USING (rostrum_acted_here(id));
CREATE POLICY acted_here ON data_keys FOR SELECT
    USING (rostrum_key_acted_here(organization_id, id));

-- Events may come from nobody; and of nobody (the nil UUID) from everybody. The heads count them.
CREATE POLICY identity ON audit_events FOR INSERT
    WITH CHECK ((SELECT rostrum_scope()) = 'identity'
        OR organization_id = '00000000-0000-0000-0000-000000000000');
CREATE POLICY identity ON audit_heads
    USING ((SELECT rostrum_scope()) = 'identity'
        OR organization_id = '00000000-0000-0000-0000-000000000000');

SELECT rostrum_append_only('audit_events', 'audit events are append-only', true);
SELECT rostrum_append_only('prompt_versions', 'prompt versions are immutable', false);
SELECT rostrum_append_only('label_moves', 'label moves are append-only', false,
    'OLD.proposal_id IS NOT DISTINCT FROM NEW.proposal_id');

GRANT SELECT, INSERT ON key_checks TO rostrum_app;
GRANT SELECT ON schema_migrations TO rostrum_app;
-- engine: all
