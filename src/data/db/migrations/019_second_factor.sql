-- The authenticator app of a person. secret: in base32, sealed under the person's key. last_step: the
-- newest 30 seconds whose code was used (RFC 6238): a code of these or of older ones is refused.
CREATE TABLE authenticator_apps (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    last_step bigint NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    secret bytea NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, user_id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);

-- Recovery codes, made ten at a time: code_hash is their hash under the key of their set, which is
-- sealed under the person's key, so that they live as long as the person wants.
CREATE TABLE recovery_sets (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    code_key bytea NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, user_id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE TABLE recovery_codes (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (organization_id, user_id, code_hash),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;

-- A browser in which somebody gave the right password, until they give the second factor.
CREATE TABLE sign_in_steps (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    epoch bigint NOT NULL,
    try_count bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, token_hash),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX sign_in_steps_user ON sign_in_steps (organization_id, user_id, created_at);

-- That somebody else removed a person's second factor is said on every page until they have seen it.
-- removed_by may be of another organization; NULL: a command.
CREATE TABLE factor_removals (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    removed_by uuid,
    removed_at timestamptz NOT NULL,
    acknowledged_at timestamptz,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX factor_removals_user ON factor_removals (organization_id, user_id, removed_at);

-- How a session began.
-- engine: sqlite
ALTER TABLE sessions ADD COLUMN factor text NOT NULL DEFAULT 'password'
    CHECK (factor IN ('password', 'app', 'recovery', 'passkey'));
-- engine: postgresql
ALTER TABLE sessions ADD COLUMN factor text COLLATE "C" NOT NULL DEFAULT 'password'
    CHECK (factor IN ('password', 'app', 'recovery', 'passkey'));
SELECT rostrum_protect('authenticator_apps');
SELECT rostrum_protect('recovery_sets');
SELECT rostrum_protect('recovery_codes');
SELECT rostrum_protect('sign_in_steps');
SELECT rostrum_protect('factor_removals');
-- engine: all
