-- Single sign-on by OpenID Connect.

-- The provider of an organization. configured_at: when its address, client or secret changed last.
-- subject_key: what the provider's names of people are hashed with.
CREATE TABLE sso_providers (
    organization_id uuid NOT NULL PRIMARY KEY REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    revision bigint NOT NULL,
    is_only boolean NOT NULL,
    trusts_factor boolean NOT NULL,
    configured_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    issuer bytea NOT NULL,
    client_id bytea NOT NULL,
    client_secret bytea NOT NULL,
    subject_key bytea NOT NULL
);

-- What the provider says of itself, and its keys, as they were fetched last; tried_at: when that was
-- tried last.
CREATE TABLE sso_documents (
    organization_id uuid NOT NULL PRIMARY KEY REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    tried_at timestamptz NOT NULL,
    fetched_at timestamptz,
    document bytea
);

-- Whose account belongs to which name at the provider: its hash under the provider's subject_key.
CREATE TABLE sso_accounts (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    subject_hash bytea NOT NULL,
    linked_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, user_id),
    UNIQUE (organization_id, subject_hash),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);

-- Who changed the provider: they could have signed in as anyone who signs in through it.
-- changed_by may be of another organization; NULL: a command.
CREATE TABLE sso_changes (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    changed_by uuid,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id)
);

-- Sign-ins that came back from the provider, until they are too old to come back again.
CREATE TABLE sso_returns (
    organization_id uuid NOT NULL,
    state_hash bytea NOT NULL,
    used_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, state_hash)
) -- sqlite: WITHOUT ROWID
;

-- Whether the provider said who it is, in place of the password; and asked for a second factor.
ALTER TABLE sessions ADD COLUMN is_sso boolean NOT NULL DEFAULT false;
ALTER TABLE sessions ADD COLUMN is_sso_factor boolean NOT NULL DEFAULT false;
ALTER TABLE sign_in_steps ADD COLUMN is_sso boolean NOT NULL DEFAULT false;

-- engine: postgresql
SELECT rostrum_protect('sso_providers');
SELECT rostrum_protect('sso_documents');
SELECT rostrum_protect('sso_accounts');
SELECT rostrum_protect('sso_changes');
SELECT rostrum_protect('sso_returns');
-- engine: all
