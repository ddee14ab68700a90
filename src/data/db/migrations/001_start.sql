-- The first schema: organizations, people, sessions, records, imports, the audit log.
-- Column types are PostgreSQL's; SQLite keeps a uuid and bytea as a blob, a timestamptz as integer
-- microseconds, a boolean as 0 or 1.
--
-- Keys begin with the customer: every table of a customer has organization_id first in its primary
-- key, its unique rules and its foreign keys, so that a row cannot name a row of another customer,
-- and a distributed PostgreSQL can place a customer's rows together. Whoever may come from another
-- organization (an author, an approver) is named by id without a foreign key. No foreign key sets
-- NULL when its target is deleted: the verb clears the reference first.
--
-- Which columns are sealed (bytea), and why the others are not: src/data/vault/columns.c. A sealed
-- text that is empty is NULL. Texts and contents stand last, in this order: who asks for the rest
-- of a row never reads them.
--
-- A table of many short rows lies in its primary key in SQLite, rather than beside it: half as many
-- pages to read and write. What follows the mark at the end of its line is for SQLite.
--
-- A migration that makes a table with organization_id says once, in its own postgresql part:
--
--     -- engine: postgresql
--     SELECT rostrum_protect('agents');
--     -- engine: all
--
-- See rostrum_protect at the end. For a table that is only ever added to: rostrum_append_only.

-- What belongs to no customer: the set-up code of a new database ('setup_code'), and the check
-- values of the key ring's keys ('key_check:' and the key's id).
CREATE TABLE installation (
    name text NOT NULL PRIMARY KEY,
    value bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz
);

-- data_key_id has no foreign key: data_keys refers to organizations already.
CREATE TABLE organizations (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    slug text NOT NULL UNIQUE,
    settings text NOT NULL DEFAULT '{}',
    data_key_id uuid NOT NULL,
    suspended_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

-- A fresh version with each change that people of the organization can see, never a counter: after
-- a restore a number could come again over other content. What a process keeps of a customer's
-- content, it keeps under this version (data/db/kept.h).
CREATE TABLE content_versions (
    organization_id uuid NOT NULL PRIMARY KEY REFERENCES organizations (id) ON DELETE RESTRICT,
    version uuid NOT NULL
) -- sqlite: WITHOUT ROWID
;

-- Wrapped data keys: one per organization and one per person.
CREATE TABLE data_keys (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    kid text NOT NULL,
    wrapped_key bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id)
);

-- What sign-in searches: an address is one person's in all organizations. Named exception to keys
-- that begin with the customer; written with the user, without a foreign key.
CREATE TABLE addresses (
    email_index bytea NOT NULL PRIMARY KEY,
    email_index_kid text NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE INDEX addresses_user ON addresses (organization_id, user_id);

CREATE TABLE users (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    email bytea,
    hashed_password bytea,
    full_name bytea,
    user_persona text NOT NULL CHECK (user_persona IN ('Individual Developer', 'Enterprise Team',
        'DevOps Engineer', 'Product Manager', 'Platform Admin', 'Customer Admin')),
    is_active boolean NOT NULL,
    is_superuser boolean NOT NULL,
    data_key_id uuid, -- NULL: erased
    version bigint NOT NULL DEFAULT 1,
    epoch bigint NOT NULL DEFAULT 1,
    deactivated_at timestamptz,
    erased_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, data_key_id) REFERENCES data_keys (organization_id, id)
        ON DELETE RESTRICT
);
CREATE INDEX users_created ON users (organization_id, created_at, id);
CREATE INDEX users_updated ON users (organization_id, updated_at, id);

-- organization_id is the person's own; acting_organization_id the one that the session works in.
CREATE TABLE sessions (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    acting_organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    token_hash bytea NOT NULL,
    epoch bigint NOT NULL,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    authenticated_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    client_address bytea,
    client_agent bytea,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, token_hash),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX sessions_user ON sessions (organization_id, user_id, created_at);

-- When a person was last seen, beside the person: no change of the person, so it needs no event.
CREATE TABLE user_seen (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    last_seen_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, user_id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;

-- Invitations, password resets, address changes. created_by may be of another organization.
CREATE TABLE one_time_links (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('invitation', 'password_reset', 'email_change')),
    token_hash bytea NOT NULL,
    created_by uuid,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, token_hash),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX one_time_links_user ON one_time_links (organization_id, user_id, created_at);

-- Records: prompts, agents and teams. Three kinds with the same columns, read and written by one
-- code (src/data/record); what differs is the content of a version and one clear column of it, by
-- which lists filter: the type of a prompt, the model of an agent, the kind of a team.

-- Prompts. name_key is the name as two names are compared (domain/record/name.h), sort_key as lists
-- sort it, folder what stands before its last slash. version numbers the content (numbers may
-- be left out: version_count is how many there are), revision counts every change. marks is what
-- lists show of tags and labels, written with them (record_mark.h).
CREATE TABLE prompts (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    sort_key text NOT NULL,
    folder text NOT NULL,
    type text NOT NULL CHECK (type IN ('text', 'chat')),
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
CREATE INDEX prompts_updated ON prompts (organization_id, updated_at, id);
CREATE INDEX prompts_created ON prompts (organization_id, created_at, id);
CREATE INDEX prompts_name ON prompts (organization_id, sort_key, id);
CREATE INDEX prompts_owner ON prompts (organization_id, owner_id, updated_at, id);
CREATE INDEX prompts_type ON prompts (organization_id, type, updated_at, id);
CREATE INDEX prompts_archived ON prompts (organization_id, updated_at, id)
    WHERE archived_at IS NOT NULL;
CREATE INDEX prompts_active ON prompts (organization_id, updated_at, id)
    WHERE archived_at IS NULL;

-- Immutable; the current content is the row with the record's version. Numbers are never reused.
-- The content stands last: who asks for the rest of a row never reads it.
CREATE TABLE prompt_versions (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    version bigint NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL CHECK (type IN ('text', 'chat')),
    author_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    message bytea,
    body bytea NOT NULL,
    settings bytea,
    PRIMARY KEY (organization_id, record_id, version),
    UNIQUE (organization_id, id),
    FOREIGN KEY (organization_id, record_id) REFERENCES prompts (organization_id, id)
        ON DELETE CASCADE
);
CREATE INDEX prompt_versions_created ON prompt_versions (organization_id, created_at);

CREATE TABLE prompt_tags (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    tag text NOT NULL,
    tag_key text NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (organization_id, record_id, tag_key),
    FOREIGN KEY (organization_id, record_id) REFERENCES prompts (organization_id, id)
        ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX prompt_tags_tag ON prompt_tags (organization_id, tag_key, record_id);

-- Each word of the name and the tags, folded (domain/record/word_list.h): by it and by its
-- beginning a name is found, however many there are. Written with name and tags (record_words.h).
CREATE TABLE prompt_words (
    organization_id uuid NOT NULL,
    word text NOT NULL,
    record_id uuid NOT NULL,
    PRIMARY KEY (organization_id, word, record_id),
    FOREIGN KEY (organization_id, record_id) REFERENCES prompts (organization_id, id)
        ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX prompt_words_record ON prompt_words (organization_id, record_id);

-- One version per label is a rule of the database. "latest" is computed, never stored.
CREATE TABLE prompt_labels (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    label text NOT NULL,
    version bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, record_id, label),
    FOREIGN KEY (organization_id, record_id, version)
        REFERENCES prompt_versions (organization_id, record_id, version) ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX prompt_labels_label ON prompt_labels (organization_id, label, record_id);

-- Agents. name_key is the name as two names are compared (domain/record/name.h), sort_key as lists
-- sort it, folder what stands before its last slash. version numbers the content (numbers may
-- be left out: version_count is how many there are), revision counts every change. marks is what
-- lists show of tags and labels, written with them (record_mark.h).
CREATE TABLE agents (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    sort_key text NOT NULL,
    folder text NOT NULL,
    model text NOT NULL,
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
CREATE INDEX agents_updated ON agents (organization_id, updated_at, id);
CREATE INDEX agents_created ON agents (organization_id, created_at, id);
CREATE INDEX agents_name ON agents (organization_id, sort_key, id);
CREATE INDEX agents_owner ON agents (organization_id, owner_id, updated_at, id);
CREATE INDEX agents_model ON agents (organization_id, model, updated_at, id);
CREATE INDEX agents_archived ON agents (organization_id, updated_at, id)
    WHERE archived_at IS NOT NULL;
CREATE INDEX agents_active ON agents (organization_id, updated_at, id)
    WHERE archived_at IS NULL;

-- Immutable; the current content is the row with the record's version. Numbers are never reused.
-- The content stands last: who asks for the rest of a row never reads it.
CREATE TABLE agent_versions (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    version bigint NOT NULL,
    id uuid NOT NULL,
    model text NOT NULL,
    author_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    message bytea,
    config bytea NOT NULL,
    PRIMARY KEY (organization_id, record_id, version),
    UNIQUE (organization_id, id),
    FOREIGN KEY (organization_id, record_id) REFERENCES agents (organization_id, id)
        ON DELETE CASCADE
);
CREATE INDEX agent_versions_created ON agent_versions (organization_id, created_at);

CREATE TABLE agent_tags (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    tag text NOT NULL,
    tag_key text NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (organization_id, record_id, tag_key),
    FOREIGN KEY (organization_id, record_id) REFERENCES agents (organization_id, id)
        ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX agent_tags_tag ON agent_tags (organization_id, tag_key, record_id);

-- Each word of the name and the tags, folded (domain/record/word_list.h): by it and by its
-- beginning a name is found, however many there are. Written with name and tags (record_words.h).
CREATE TABLE agent_words (
    organization_id uuid NOT NULL,
    word text NOT NULL,
    record_id uuid NOT NULL,
    PRIMARY KEY (organization_id, word, record_id),
    FOREIGN KEY (organization_id, record_id) REFERENCES agents (organization_id, id)
        ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX agent_words_record ON agent_words (organization_id, record_id);

-- One version per label is a rule of the database. "latest" is computed, never stored.
CREATE TABLE agent_labels (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    label text NOT NULL,
    version bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, record_id, label),
    FOREIGN KEY (organization_id, record_id, version)
        REFERENCES agent_versions (organization_id, record_id, version) ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX agent_labels_label ON agent_labels (organization_id, label, record_id);

-- Teams. name_key is the name as two names are compared (domain/record/name.h), sort_key as lists
-- sort it, folder what stands before its last slash. version numbers the content (numbers may
-- be left out: version_count is how many there are), revision counts every change. marks is what
-- lists show of tags and labels, written with them (record_mark.h).
CREATE TABLE teams (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    sort_key text NOT NULL,
    folder text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('round_robin', 'selector', 'handoff', 'sequential',
        'hierarchical', 'graph')),
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
CREATE INDEX teams_updated ON teams (organization_id, updated_at, id);
CREATE INDEX teams_created ON teams (organization_id, created_at, id);
CREATE INDEX teams_name ON teams (organization_id, sort_key, id);
CREATE INDEX teams_owner ON teams (organization_id, owner_id, updated_at, id);
CREATE INDEX teams_kind ON teams (organization_id, kind, updated_at, id);
CREATE INDEX teams_archived ON teams (organization_id, updated_at, id)
    WHERE archived_at IS NOT NULL;
CREATE INDEX teams_active ON teams (organization_id, updated_at, id)
    WHERE archived_at IS NULL;

-- Immutable; the current content is the row with the record's version. Numbers are never reused.
-- The content stands last: who asks for the rest of a row never reads it.
CREATE TABLE team_versions (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    version bigint NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('round_robin', 'selector', 'handoff', 'sequential',
        'hierarchical', 'graph')),
    author_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    message bytea,
    members bytea NOT NULL,
    settings bytea NOT NULL,
    PRIMARY KEY (organization_id, record_id, version),
    UNIQUE (organization_id, id),
    FOREIGN KEY (organization_id, record_id) REFERENCES teams (organization_id, id)
        ON DELETE CASCADE
);
CREATE INDEX team_versions_created ON team_versions (organization_id, created_at);

CREATE TABLE team_tags (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    tag text NOT NULL,
    tag_key text NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (organization_id, record_id, tag_key),
    FOREIGN KEY (organization_id, record_id) REFERENCES teams (organization_id, id)
        ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX team_tags_tag ON team_tags (organization_id, tag_key, record_id);

-- Each word of the name and the tags, folded (domain/record/word_list.h): by it and by its
-- beginning a name is found, however many there are. Written with name and tags (record_words.h).
CREATE TABLE team_words (
    organization_id uuid NOT NULL,
    word text NOT NULL,
    record_id uuid NOT NULL,
    PRIMARY KEY (organization_id, word, record_id),
    FOREIGN KEY (organization_id, record_id) REFERENCES teams (organization_id, id)
        ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX team_words_record ON team_words (organization_id, record_id);

-- One version per label is a rule of the database. "latest" is computed, never stored.
CREATE TABLE team_labels (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    label text NOT NULL,
    version bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, record_id, label),
    FOREIGN KEY (organization_id, record_id, version)
        REFERENCES team_versions (organization_id, record_id, version) ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX team_labels_label ON team_labels (organization_id, label, record_id);

-- The members of each team's current version: the one truth about who is in it. agent_version is
-- set for a member that is pinned to a version, agent_label for one that follows a label.
CREATE TABLE team_members (
    organization_id uuid NOT NULL,
    team_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    position bigint NOT NULL,
    role text NOT NULL CHECK (role IN ('lead', 'worker', 'reviewer')),
    agent_version bigint,
    agent_label text,
    PRIMARY KEY (organization_id, team_id, agent_id),
    UNIQUE (organization_id, team_id, position),
    FOREIGN KEY (organization_id, team_id) REFERENCES teams (organization_id, id)
        ON DELETE CASCADE,
    FOREIGN KEY (organization_id, agent_id) REFERENCES agents (organization_id, id)
        ON DELETE RESTRICT,
    FOREIGN KEY (organization_id, agent_id, agent_version)
        REFERENCES agent_versions (organization_id, record_id, version) ON DELETE RESTRICT
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX team_members_agent ON team_members (organization_id, agent_id, team_id);

-- How many active records are directly in a folder, and how many have a type, a model or a kind:
-- what the folders and filters of a list offer, without a look at the records. dimension is
-- 'folder' or the name of the column.
CREATE TABLE record_counts (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    kind text NOT NULL,
    dimension text NOT NULL,
    value text NOT NULL,
    record_count bigint NOT NULL,
    PRIMARY KEY (organization_id, kind, dimension, value)
) -- sqlite: WITHOUT ROWID
;

-- Which version of a record uses which other record, by label or by version, and how: a reference
-- in a prompt's text, the prompt of an agent, a handoff, a member of a team. One graph for all
-- kinds. is_live: the version is its record's current one or has a label. A target that is gone
-- keeps its name here; a record can be deleted once nothing that is live refers to it.
CREATE TABLE record_links (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    source_kind text NOT NULL,
    source_id uuid NOT NULL,
    source_version bigint NOT NULL,
    position bigint NOT NULL,
    sort text NOT NULL CHECK (sort IN ('reference', 'prompt', 'handoff', 'member')),
    target_kind text NOT NULL,
    target_id uuid,
    target_name text NOT NULL,
    label text,
    target_version bigint,
    is_live boolean NOT NULL,
    PRIMARY KEY (organization_id, source_id, source_version, position)
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX record_links_target ON record_links (organization_id, target_id, source_id);

CREATE TABLE protected_labels (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    label text NOT NULL,
    PRIMARY KEY (organization_id, label)
) -- sqlite: WITHOUT ROWID
;

-- Who proposed to move a protected label, and what another person decided.
CREATE TABLE label_proposals (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    kind text NOT NULL,
    record_id uuid NOT NULL,
    label text NOT NULL,
    from_version bigint,
    to_version bigint,
    state text NOT NULL CHECK (state IN ('open', 'approved', 'rejected', 'withdrawn')),
    proposed_by uuid NOT NULL,
    decided_by uuid,
    created_at timestamptz NOT NULL,
    decided_at timestamptz,
    reason bytea,
    decision_reason bytea,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX label_proposals_record
    ON label_proposals (organization_id, record_id, created_at, id);
CREATE INDEX label_proposals_record_state
    ON label_proposals (organization_id, record_id, state, created_at, id);
CREATE INDEX label_proposals_created ON label_proposals (organization_id, created_at, id);
CREATE INDEX label_proposals_state ON label_proposals (organization_id, state, created_at, id);

-- Every move of a label: "what was production on 3 May?" has an answer.
CREATE TABLE label_moves (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    kind text NOT NULL,
    record_id uuid NOT NULL,
    label text NOT NULL,
    from_version bigint,
    to_version bigint,
    moved_by uuid NOT NULL,
    proposal_id uuid,
    created_at timestamptz NOT NULL,
    reason bytea,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, proposal_id) REFERENCES label_proposals (organization_id, id)
        ON DELETE RESTRICT
);
CREATE INDEX label_moves_record ON label_moves (organization_id, record_id, created_at, id);
CREATE INDEX label_moves_label ON label_moves (organization_id, record_id, label, created_at, id);
CREATE INDEX label_moves_created ON label_moves (organization_id, created_at, id);

-- How much happened on a day: what the charts of the home page show.
-- Written in the transaction of the event or version that it counts (activity.h), so that a chart
-- of 90 days reads some hundred short rows, however many events and versions there are. noun is
-- what the event's action begins with, a kind of version, or 'sign_in_failure'. day counts
-- from 1970-01-01 in UTC.
CREATE TABLE daily_counts (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    day bigint NOT NULL,
    noun text NOT NULL,
    event_count bigint NOT NULL,
    PRIMARY KEY (organization_id, day, noun)
) -- sqlite: WITHOUT ROWID
;

-- Imports: a document that was uploaded, what it would do, and how far that was found out.
CREATE TABLE imports (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    -- May be of another organization.
    user_id uuid NOT NULL,
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
    expires_at timestamptz NOT NULL,
    -- Where it came from: the name of the file, as the person sees it; sealed.
    source bytea,
    -- Sealed; NULL when the import is done.
    document bytea,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX imports_user ON imports (organization_id, user_id, created_at);
CREATE INDEX imports_expires ON imports (organization_id, expires_at);

-- The plan: one line for each record of the document.
CREATE TABLE import_lines (
    organization_id uuid NOT NULL,
    import_id uuid NOT NULL,
    position bigint NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('created', 'changed', 'unchanged', 'skipped',
        'refused')),
    -- The version of the record that is there already; 0: none.
    base_version bigint NOT NULL,
    name bytea,
    -- What changes, what is wrong, what it needs: sealed JSON.
    details bytea NOT NULL,
    PRIMARY KEY (organization_id, import_id, position),
    UNIQUE (organization_id, id),
    FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id)
        ON DELETE CASCADE
);
CREATE INDEX import_lines_outcome ON import_lines (organization_id, import_id, outcome, position);

-- The audit log. organization_id has no foreign key: events that belong to nobody yet, such as a
-- sign-in with an unknown address, carry the nil UUID.
CREATE TABLE audit_events (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
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
    subject_id uuid,
    details bytea,
    personal_details bytea,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, request_id, request_part)
);
CREATE INDEX audit_events_record ON audit_events (organization_id, record_id, occurred_at, id);
CREATE INDEX audit_events_actor ON audit_events (organization_id, actor_id, occurred_at, id);
CREATE INDEX audit_events_action ON audit_events (organization_id, action, occurred_at, id);
CREATE INDEX audit_events_time ON audit_events (organization_id, occurred_at, id);

-- Events have numbers without gaps, beside the events: where several write at once, an event is
-- numbered after its commit (audit_sequence.h), so that no sign-in waits for a change of content.
CREATE TABLE audit_sequence (
    organization_id uuid NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    leaf_hash bytea,
    PRIMARY KEY (organization_id, seq),
    UNIQUE (organization_id, event_id),
    FOREIGN KEY (organization_id, event_id) REFERENCES audit_events (organization_id, id)
) -- sqlite: WITHOUT ROWID
;
CREATE TABLE audit_heads (
    organization_id uuid NOT NULL PRIMARY KEY,
    last_seq bigint NOT NULL
) -- sqlite: WITHOUT ROWID
;

-- Events that have no number yet: written with the event, in the order of the key, and gone as soon
-- as it has one. Without a foreign key: audit_sequence has it.
CREATE TABLE audit_queue (
    organization_id uuid NOT NULL,
    occurred_at timestamptz NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (organization_id, occurred_at, event_id)
) -- sqlite: WITHOUT ROWID
;

-- engine: sqlite
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END;
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END;
CREATE TRIGGER audit_sequence_no_update BEFORE UPDATE ON audit_sequence
BEGIN SELECT RAISE(ABORT, 'numbers of audit events are append-only'); END;
CREATE TRIGGER audit_sequence_no_delete BEFORE DELETE ON audit_sequence
BEGIN SELECT RAISE(ABORT, 'numbers of audit events are append-only'); END;
CREATE TRIGGER prompt_versions_no_update BEFORE UPDATE ON prompt_versions
BEGIN SELECT RAISE(ABORT, 'prompt versions are immutable'); END;
CREATE TRIGGER agent_versions_no_update BEFORE UPDATE ON agent_versions
BEGIN SELECT RAISE(ABORT, 'agent versions are immutable'); END;
CREATE TRIGGER team_versions_no_update BEFORE UPDATE ON team_versions
BEGIN SELECT RAISE(ABORT, 'team versions are immutable'); END;
CREATE TRIGGER label_moves_no_update BEFORE UPDATE ON label_moves
BEGIN SELECT RAISE(ABORT, 'label moves are append-only'); END;

-- engine: postgresql
-- The role whose members are the application: it owns nothing. Who may not create roles asks the
-- administrator of the cluster for it first, as the README says.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rostrum_app') THEN
        CREATE ROLE rostrum_app NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database's migration
END $$;

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
-- The setting is compared directly, without a sub-select or a function: so the policy holds on the
-- nodes of a distributed PostgreSQL as well. COALESCE keeps the planner from taking the comparison
-- for one that few rows pass: it would sort a whole table rather than walk its index.
CREATE FUNCTION rostrum_protect(of_table regclass, by_column name DEFAULT 'organization_id')
    RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM rostrum_sort_by_bytes(of_table);
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', of_table);
    EXECUTE format('CREATE POLICY organization ON %s USING (COALESCE('
        'current_setting(''rostrum.scope'', true) IN (%I::text, ''all''), false))', of_table,
        by_column);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO rostrum_app', of_table);
END $$;

CREATE FUNCTION rostrum_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$;

-- Rows are never changed; nor deleted, if is_kept. The application has not even the right to: a
-- distributed table has no triggers.
CREATE FUNCTION rostrum_append_only(of_table regclass, message text, is_kept boolean)
    RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER no_update BEFORE UPDATE ON %s FOR EACH ROW '
        'EXECUTE FUNCTION rostrum_refuse(%L)', of_table, message);
    EXECUTE format('REVOKE UPDATE ON %s FROM rostrum_app', of_table);
    IF is_kept THEN
        EXECUTE format('CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON %s '
            'FOR EACH STATEMENT EXECUTE FUNCTION rostrum_refuse(%L)', of_table, message);
        EXECUTE format('REVOKE DELETE ON %s FROM rostrum_app', of_table);
    END IF;
END $$;

SELECT rostrum_protect('organizations', 'id');
SELECT rostrum_protect('content_versions');
SELECT rostrum_protect('data_keys');
SELECT rostrum_protect('addresses');
SELECT rostrum_protect('users');
SELECT rostrum_protect('sessions');
SELECT rostrum_protect('user_seen');
SELECT rostrum_protect('one_time_links');
SELECT rostrum_protect('prompts');
SELECT rostrum_protect('prompt_versions');
SELECT rostrum_protect('prompt_tags');
SELECT rostrum_protect('prompt_words');
SELECT rostrum_protect('prompt_labels');
SELECT rostrum_protect('agents');
SELECT rostrum_protect('agent_versions');
SELECT rostrum_protect('agent_tags');
SELECT rostrum_protect('agent_words');
SELECT rostrum_protect('agent_labels');
SELECT rostrum_protect('teams');
SELECT rostrum_protect('team_versions');
SELECT rostrum_protect('team_tags');
SELECT rostrum_protect('team_words');
SELECT rostrum_protect('team_labels');
SELECT rostrum_protect('team_members');
SELECT rostrum_protect('record_counts');
SELECT rostrum_protect('record_links');
SELECT rostrum_protect('protected_labels');
SELECT rostrum_protect('label_proposals');
SELECT rostrum_protect('label_moves');
SELECT rostrum_protect('daily_counts');
SELECT rostrum_protect('imports');
SELECT rostrum_protect('import_lines');
SELECT rostrum_protect('audit_events');
SELECT rostrum_protect('audit_sequence');
SELECT rostrum_protect('audit_heads');
SELECT rostrum_protect('audit_queue');

-- Before anyone is known: sign-in looks for an address, set-up for organizations.
CREATE POLICY identity ON organizations FOR SELECT
    USING (current_setting('rostrum.scope', true) = 'identity');
CREATE POLICY identity ON addresses FOR SELECT
    USING (current_setting('rostrum.scope', true) = 'identity');

SELECT rostrum_append_only('audit_events', 'audit events are append-only', true);
SELECT rostrum_append_only('audit_sequence', 'numbers of audit events are append-only', true);
SELECT rostrum_append_only('prompt_versions', 'prompt versions are immutable', false);
SELECT rostrum_append_only('agent_versions', 'agent versions are immutable', false);
SELECT rostrum_append_only('team_versions', 'team versions are immutable', false);
SELECT rostrum_append_only('label_moves', 'label moves are append-only', false);

GRANT SELECT, INSERT, UPDATE, DELETE ON installation TO rostrum_app;
GRANT SELECT ON schema_migrations TO rostrum_app;
-- engine: all
