-- Models: where an organization may call them, and what that costs.

-- An endpoint that speaks as OpenAI's does. models: their names, a line each. data_class: how
-- sensitive what is sent there may be. secret_kind: whose API key is used, that of the organization
-- in secret, or the operator's for this host. check_*: what testing the connection came to last.
CREATE TABLE model_endpoints (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    revision bigint NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    models text NOT NULL,
    data_class text NOT NULL
        CHECK (data_class IN ('public', 'internal', 'confidential', 'restricted')),
    currency text NOT NULL,
    secret_kind text NOT NULL CHECK (secret_kind IN ('none', 'own', 'operator')),
    timeout_s bigint NOT NULL CHECK (timeout_s > 0),
    context_tokens bigint CHECK (context_tokens > 0),
    check_outcome text,
    check_status bigint,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    archived_at timestamptz,
    checked_at timestamptz,
    url bytea NOT NULL,
    secret bytea,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, name_key),
    CHECK ((secret_kind = 'own') = (secret IS NOT NULL)),
    CHECK ((checked_at IS NULL) = (check_outcome IS NULL))
);

-- What a million tokens cost from a day on (days since 1970, UTC), in millionths of the endpoint's
-- currency.
CREATE TABLE model_prices (
    organization_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    model text NOT NULL,
    day bigint NOT NULL,
    input_micros bigint NOT NULL CHECK (input_micros >= 0),
    output_micros bigint NOT NULL CHECK (output_micros >= 0),
    PRIMARY KEY (organization_id, endpoint_id, model, day),
    FOREIGN KEY (organization_id, endpoint_id) REFERENCES model_endpoints (organization_id, id)
        ON DELETE CASCADE
);

-- engine: postgresql
SELECT rostrum_protect('model_endpoints');
SELECT rostrum_protect('model_prices');
-- engine: all
