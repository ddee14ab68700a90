-- People that a provisioning service of the organization looks after (SCIM 2.0, RFC 7643): what it
-- calls them, how it splits their name, and when it gave them up. external_index: a keyed hash of
-- external_id, NULL where there is none, or where nobody is to be found by it any more.
CREATE TABLE user_provisions (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    external_index bytea,
    external_index_kid text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    ended_at timestamptz,
    external_id bytea,
    given_name bytea,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, user_id),
    UNIQUE (organization_id, external_index),
    CHECK ((external_index IS NULL) = (external_index_kid IS NULL)),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);

-- Of tokens that provision people: the persona of those who come without one.
-- engine: sqlite
ALTER TABLE api_tokens ADD COLUMN default_persona text CHECK (default_persona IN (
    'Individual Developer', 'Enterprise Team', 'DevOps Engineer', 'Product Manager'));
-- engine: postgresql
ALTER TABLE api_tokens ADD COLUMN default_persona text COLLATE "C" CHECK (default_persona IN (
    'Individual Developer', 'Enterprise Team', 'DevOps Engineer', 'Product Manager'));
-- engine: all

-- engine: postgresql
SELECT rostrum_protect('user_provisions');
-- engine: all
