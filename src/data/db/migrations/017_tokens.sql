-- API tokens: what acts for a person, a service account or an agent without a browser.

-- Who is nobody: a program of the organization, with rights of its own and a person who answers for
-- it. name_key: the name as two names are compared (domain/record/name.h).
CREATE TABLE service_accounts (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    user_persona text NOT NULL CHECK (user_persona IN ('Individual Developer', 'Enterprise Team',
        'DevOps Engineer', 'Product Manager')),
    is_active boolean NOT NULL,
    epoch bigint NOT NULL DEFAULT 1,
    responsible_id uuid NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    deactivated_at timestamptz,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, name_key),
    FOREIGN KEY (organization_id, responsible_id) REFERENCES users (organization_id, id)
        ON DELETE RESTRICT
);
CREATE INDEX service_accounts_responsible ON service_accounts (organization_id, responsible_id);

-- One owner of three: a person, a service account, an agent; with responsible_id, who answers for
-- it, unless it is a person's. epoch: the owner's when it was made, 0 for an agent. scopes: bits
-- (domain/token_scope.h). folder: NULL, or what it is restricted to.
CREATE TABLE api_tokens (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid,
    service_account_id uuid,
    agent_id uuid,
    responsible_id uuid,
    epoch bigint NOT NULL,
    scopes bigint NOT NULL CHECK (scopes > 0),
    folder text,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_by uuid,
    name bytea NOT NULL,
    PRIMARY KEY (organization_id, id),
    CHECK ((user_id IS NOT NULL AND service_account_id IS NULL AND agent_id IS NULL
            AND responsible_id IS NULL)
        OR (user_id IS NULL AND service_account_id IS NOT NULL AND agent_id IS NULL
            AND responsible_id IS NOT NULL)
        OR (user_id IS NULL AND service_account_id IS NULL AND agent_id IS NOT NULL
            AND responsible_id IS NOT NULL)),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
        ON DELETE CASCADE,
    FOREIGN KEY (organization_id, service_account_id)
        REFERENCES service_accounts (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, agent_id) REFERENCES agents (organization_id, id)
        ON DELETE CASCADE,
    FOREIGN KEY (organization_id, responsible_id) REFERENCES users (organization_id, id)
        ON DELETE RESTRICT
);
CREATE INDEX api_tokens_user ON api_tokens (organization_id, user_id, created_at);
CREATE INDEX api_tokens_service_account
    ON api_tokens (organization_id, service_account_id, created_at);
CREATE INDEX api_tokens_agent ON api_tokens (organization_id, agent_id, created_at);
CREATE INDEX api_tokens_responsible ON api_tokens (organization_id, responsible_id);
CREATE INDEX api_tokens_expires ON api_tokens (organization_id, expires_at);

-- The secrets of a token: one, and while it is rotated the one before until ends_at. prefix: what
-- people know it by.
CREATE TABLE api_token_secrets (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    token_id uuid NOT NULL,
    secret_hash bytea NOT NULL,
    prefix text NOT NULL,
    created_at timestamptz NOT NULL,
    ends_at timestamptz,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, secret_hash),
    FOREIGN KEY (organization_id, token_id) REFERENCES api_tokens (organization_id, id)
        ON DELETE CASCADE
);
CREATE UNIQUE INDEX api_token_secrets_current ON api_token_secrets (organization_id, token_id)
    WHERE ends_at IS NULL;

-- When a token was last used, beside it: no change of the token, so it needs no event.
CREATE TABLE api_token_uses (
    organization_id uuid NOT NULL,
    token_id uuid NOT NULL,
    last_used_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, token_id),
    FOREIGN KEY (organization_id, token_id) REFERENCES api_tokens (organization_id, id)
        ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;

-- engine: postgresql
SELECT rostrum_protect('service_accounts');
SELECT rostrum_protect('api_tokens');
SELECT rostrum_protect('api_token_secrets');
SELECT rostrum_protect('api_token_uses');
-- engine: all
