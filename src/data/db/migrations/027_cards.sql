-- Agent cards (A2A): agents and teams that programs outside can find.

-- An agent or a team that has one, at the address of its slug.
CREATE TABLE cards (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    agent_id uuid,
    team_id uuid,
    slug text NOT NULL,
    is_public boolean NOT NULL,
    is_signed boolean NOT NULL,
    revision bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    provider_url bytea,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, slug),
    UNIQUE (organization_id, agent_id),
    UNIQUE (organization_id, team_id),
    CHECK ((agent_id IS NULL) <> (team_id IS NULL)),
    FOREIGN KEY (organization_id, agent_id) REFERENCES agents (organization_id, id)
        ON DELETE CASCADE,
    FOREIGN KEY (organization_id, team_id) REFERENCES teams (organization_id, id)
        ON DELETE CASCADE
);

-- What an organization's cards are signed with (ES256): kid, x and y as the key is published
-- (RFC 7517), private_key its secret.
CREATE TABLE card_keys (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    kid text NOT NULL,
    x text NOT NULL,
    y text NOT NULL,
    created_at timestamptz NOT NULL,
    private_key bytea NOT NULL,
    PRIMARY KEY (organization_id, id)
);

-- Signatures that were made, so that what says the same is signed the same; text_hash: SHA-256 of
-- what was signed.
CREATE TABLE card_signatures (
    organization_id uuid NOT NULL,
    card_id uuid NOT NULL,
    text_hash bytea NOT NULL,
    signature text NOT NULL,
    signed_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, card_id, text_hash),
    FOREIGN KEY (organization_id, card_id) REFERENCES cards (organization_id, id)
        ON DELETE CASCADE
);

-- engine: postgresql
SELECT rostrum_protect('cards');
SELECT rostrum_protect('card_keys');
SELECT rostrum_protect('card_signatures');
-- engine: all
