-- Webhooks: where an organization wants to hear of changes, and what is sent there.

-- An endpoint. events and kinds: what it hears of, a bit for each (domain/webhook, domain/record);
-- folder: records in it and below it, '' for all. disabled_reason: a person did it, or nothing
-- arrived for days, or the endpoint said that it is gone. old_secret: what signs besides until
-- old_secret_until.
CREATE TABLE webhooks (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    revision bigint NOT NULL,
    events bigint NOT NULL CHECK (events > 0),
    kinds bigint NOT NULL CHECK (kinds > 0),
    folder text NOT NULL,
    disabled_reason text CHECK (disabled_reason IN ('person', 'failing', 'gone')),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    disabled_at timestamptz,
    old_secret_until timestamptz,
    url bytea NOT NULL,
    description bytea,
    secret bytea NOT NULL,
    old_secret bytea,
    PRIMARY KEY (organization_id, id),
    CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL)),
    CHECK ((old_secret IS NULL) = (old_secret_until IS NULL))
);

-- How it goes with an endpoint. free_at: the next delivery to it may begin then; one sender at a
-- time moves it forward before it sends. failure_count: in a row, since failing_since.
CREATE TABLE webhook_health (
    organization_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    failure_count bigint NOT NULL DEFAULT 0,
    free_at timestamptz NOT NULL,
    tried_at timestamptz NOT NULL,
    failing_since timestamptz,
    delivered_at timestamptz,
    PRIMARY KEY (organization_id, webhook_id),
    FOREIGN KEY (organization_id, webhook_id) REFERENCES webhooks (organization_id, id)
        ON DELETE CASCADE
);

-- What is to be said to an endpoint, or was: names and numbers, of which the body is made whenever it
-- is sent. message_id: the header webhook-id, the same for every endpoint and every attempt. state:
-- 'waiting' until due_at; 'sending' by a sender until due_at, when it counts as lost; 'delivered';
-- 'failed' when it is not tried any more. status: of the last answer; outcome: how the last attempt
-- ended. It does not refer to its endpoint: those of one that was deleted are swept in batches.
CREATE TABLE webhook_deliveries (
    organization_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    message_id uuid NOT NULL,
    event text NOT NULL,
    kind text,
    record_id uuid,
    record_name text,
    label text,
    version bigint,
    from_version bigint,
    proposal_id uuid,
    proposal_state text,
    actor_kind text NOT NULL,
    actor_id uuid,
    state text NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'failed')),
    outcome text,
    attempt_count bigint NOT NULL DEFAULT 0,
    status bigint,
    duration_ms bigint,
    created_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    tried_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (organization_id, webhook_id, message_id)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (organization_id, webhook_id, due_at)
    WHERE ended_at IS NULL;
CREATE INDEX webhook_deliveries_open ON webhook_deliveries (due_at) WHERE ended_at IS NULL;
CREATE INDEX webhook_deliveries_listed
    ON webhook_deliveries (organization_id, webhook_id, created_at, message_id);
CREATE INDEX webhook_deliveries_created ON webhook_deliveries (created_at);

-- engine: postgresql
SELECT rostrum_protect('webhooks');
SELECT rostrum_protect('webhook_health');
SELECT rostrum_protect('webhook_deliveries');
-- engine: all
