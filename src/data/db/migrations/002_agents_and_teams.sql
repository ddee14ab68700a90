-- Agents with their versions, and teams of agents.

CREATE TABLE agents (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    name text NOT NULL,
    description text NOT NULL,
    -- The name of the model in the current config, for lists and filters; the config itself is
    -- sealed in its version.
    model text NOT NULL,
    version bigint NOT NULL,
    owner_id uuid NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    archived_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (organization_id, name)
);
CREATE INDEX agents_updated ON agents (organization_id, updated_at, id);
CREATE INDEX agents_created ON agents (organization_id, created_at, id);
CREATE INDEX agents_owner ON agents (organization_id, owner_id, updated_at, id);
CREATE INDEX agents_model ON agents (organization_id, model, updated_at, id);
CREATE INDEX agents_archived ON agents (organization_id, updated_at, id)
    WHERE archived_at IS NOT NULL;
CREATE INDEX agents_active ON agents (organization_id, updated_at, id)
    WHERE archived_at IS NULL;

-- How many active agents use a model, written with them: the choices of the filter.
CREATE TABLE agent_models (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    model text NOT NULL,
    agent_count bigint NOT NULL,
    PRIMARY KEY (organization_id, model)
);

-- Immutable; the current config is the row with the agent's version. Numbers are never reused.
CREATE TABLE agent_versions (
    id uuid NOT NULL UNIQUE,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    version bigint NOT NULL,
    config bytea NOT NULL,
    message text NOT NULL,
    author_id uuid NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (agent_id, version)
);
CREATE INDEX agent_versions_created ON agent_versions (organization_id, created_at);
CREATE INDEX agent_versions_author ON agent_versions (author_id);

-- What the config of a version refers to: at most one prompt of the library, by label or version …
CREATE TABLE agent_prompts (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    version bigint NOT NULL,
    prompt_id uuid REFERENCES prompts (id) ON DELETE SET NULL,
    prompt_name text NOT NULL,
    label text,
    prompt_version bigint,
    PRIMARY KEY (agent_id, version)
);
CREATE INDEX agent_prompts_prompt ON agent_prompts (prompt_id, agent_id);

-- … and the agents it hands over to.
CREATE TABLE agent_handoffs (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    version bigint NOT NULL,
    position bigint NOT NULL,
    target_id uuid REFERENCES agents (id) ON DELETE SET NULL,
    target_name text NOT NULL,
    PRIMARY KEY (agent_id, version, position)
);
CREATE INDEX agent_handoffs_target ON agent_handoffs (target_id, agent_id);

CREATE TABLE teams (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    name text NOT NULL,
    description text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('round_robin', 'selector', 'handoff', 'sequential',
        'hierarchical', 'graph')),
    settings bytea NOT NULL,
    -- How many members it has, written with them: what lists show.
    member_count bigint NOT NULL,
    version bigint NOT NULL,
    owner_id uuid NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    archived_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (organization_id, name)
);
CREATE INDEX teams_updated ON teams (organization_id, updated_at, id);
CREATE INDEX teams_created ON teams (organization_id, created_at, id);
CREATE INDEX teams_owner ON teams (organization_id, owner_id, updated_at, id);
CREATE INDEX teams_kind ON teams (organization_id, kind, updated_at, id);
CREATE INDEX teams_archived ON teams (organization_id, updated_at, id)
    WHERE archived_at IS NOT NULL;
CREATE INDEX teams_active ON teams (organization_id, updated_at, id)
    WHERE archived_at IS NULL;

-- The one truth about members. agent_version is set for a member that is pinned to a version.
CREATE TABLE team_members (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    team_id uuid NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE RESTRICT,
    position bigint NOT NULL,
    role text NOT NULL CHECK (role IN ('lead', 'worker', 'reviewer')),
    agent_version bigint,
    PRIMARY KEY (team_id, agent_id),
    UNIQUE (team_id, position),
    FOREIGN KEY (agent_id, agent_version) REFERENCES agent_versions (agent_id, version)
        ON DELETE RESTRICT
);
CREATE INDEX team_members_agent ON team_members (agent_id, team_id);

-- engine: sqlite
CREATE TRIGGER agent_versions_no_update BEFORE UPDATE ON agent_versions
BEGIN SELECT RAISE(ABORT, 'agent versions are immutable'); END;

-- engine: postgresql
SELECT rostrum_protect('agents');
SELECT rostrum_protect('agent_models');
SELECT rostrum_protect('agent_versions');
SELECT rostrum_protect('agent_prompts');
SELECT rostrum_protect('agent_handoffs');
SELECT rostrum_protect('teams');
SELECT rostrum_protect('team_members');

SELECT rostrum_append_only('agent_versions', 'agent versions are immutable', false);
-- engine: all
