-- Passkeys of a person. public_key: as libfido2 has it, of the algorithm (its number in COSE).
-- sign_count: how often it was used so far, as it says itself; 0 for those that do not count.
CREATE TABLE passkeys (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    algorithm bigint NOT NULL CHECK (algorithm IN (-7, -8, -257)),
    sign_count bigint NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    name bytea NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, credential_id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX passkeys_user ON passkeys (organization_id, user_id, created_at);

-- Challenges that were answered, until they are too old to be answered again.
CREATE TABLE passkey_challenges (
    organization_id uuid NOT NULL,
    challenge_hash bytea NOT NULL,
    used_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, challenge_hash)
) -- sqlite: WITHOUT ROWID
;

-- engine: postgresql
SELECT rostrum_protect('passkeys');
SELECT rostrum_protect('passkey_challenges');
-- engine: all
