-- The register of AI systems: what an organization says of its agents and teams, in immutable
-- versions; and which provider an agent's model is from.

-- The current version of an entry, with what lists filter and sort by. Without a foreign key to the
-- record, which is an agent or a team: deleting it deletes the entry.
CREATE TABLE register_entries (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    record_id uuid NOT NULL,
    kind text NOT NULL,
    revision bigint NOT NULL,
    risk_class text NOT NULL CHECK (risk_class IN ('not_assessed', 'prohibited', 'high', 'limited',
        'minimal', 'general_purpose')),
    oversight_id uuid,
    review_on timestamptz,
    is_complete boolean NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, record_id),
    FOREIGN KEY (organization_id, oversight_id) REFERENCES users (organization_id, id)
        ON DELETE RESTRICT
);
CREATE INDEX register_entries_oversight ON register_entries (organization_id, oversight_id,
    review_on);
CREATE INDEX register_entries_review ON register_entries (organization_id, review_on, record_id);

CREATE TABLE register_versions (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    revision bigint NOT NULL,
    id uuid NOT NULL,
    risk_class text NOT NULL,
    oversight_id uuid,
    review_on timestamptz,
    author_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    purpose bytea,
    data_categories bytea,
    affected_people bytea,
    risk_reason bytea,
    PRIMARY KEY (organization_id, record_id, revision)
);

-- What the sealed config of an agent's current version says of its model beyond the name; written
-- with the agent.
CREATE TABLE agent_providers (
    organization_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    provider text NOT NULL,
    PRIMARY KEY (organization_id, agent_id),
    FOREIGN KEY (organization_id, agent_id) REFERENCES agents (organization_id, id)
        ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX agent_providers_provider ON agent_providers (organization_id, provider);

-- Which versions have a model that is withdrawn.
CREATE INDEX agent_versions_model ON agent_versions (organization_id, model, record_id, version);

-- May agents and teams go to production only with a complete entry?
ALTER TABLE organizations ADD COLUMN requires_register boolean NOT NULL DEFAULT FALSE;

-- engine: postgresql
SELECT rostrum_protect('register_entries');
SELECT rostrum_protect('register_versions');
SELECT rostrum_protect('agent_providers');
-- engine: all
