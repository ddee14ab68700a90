-- The first schema: organizations, people, sessions, prompts, the audit log.
-- Column types are PostgreSQL's; SQLite keeps a uuid and bytea as a blob, a timestamptz as integer
-- microseconds, a boolean as 0 or 1.

CREATE TABLE key_checks (
    kid text NOT NULL PRIMARY KEY,
    check_value bytea NOT NULL,
    created_at timestamptz NOT NULL
);

-- Wrapped data keys: one per organization and one per person.
CREATE TABLE data_keys (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id) DEFERRABLE INITIALLY DEFERRED,
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
    last_seen_at timestamptz,
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
-- engine: all
