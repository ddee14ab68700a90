-- Calls of models: the queue of `rostrum work`, and what came of them.

-- A call. batch_id: those that somebody asked for together, by position. state: 'waiting' until due_at;
-- 'running' by a worker until due_at, when the worker counts as lost, and with it the call, which may
-- have been charged and is never sent again by itself; 'done'; 'failed', by outcome. status: of the last
-- answer. Tokens and cost are what the endpoint said, and what that costs at the prices of that day, in
-- billionths of the currency. It refers to its endpoint and its record without a key: both may go.
CREATE TABLE model_calls (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    batch_id uuid NOT NULL,
    position bigint NOT NULL,
    endpoint_id uuid NOT NULL,
    endpoint_name text NOT NULL,
    model text NOT NULL,
    user_id uuid NOT NULL,
    record_id uuid NOT NULL,
    version bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    outcome text,
    status bigint,
    attempt_count bigint NOT NULL DEFAULT 0,
    input_tokens bigint,
    output_tokens bigint,
    cost_nanos bigint,
    currency text,
    duration_ms bigint,
    created_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    ended_at timestamptz,
    request bytea NOT NULL,
    answer bytea,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, batch_id, position),
    CHECK ((ended_at IS NULL) = (state IN ('waiting', 'running')))
);
CREATE INDEX model_calls_due ON model_calls (due_at) WHERE ended_at IS NULL;
CREATE INDEX model_calls_open ON model_calls (organization_id, endpoint_id) WHERE ended_at IS NULL;
CREATE INDEX model_calls_created ON model_calls (created_at);

-- engine: postgresql
SELECT rostrum_protect('model_calls');
-- engine: all
