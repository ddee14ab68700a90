-- What was answered to a request of a program that may be sent again (Idempotency-Key): for a day.
-- The row is written in the transaction of the change, the answer after it. key_hash and
-- request_hash are keyed.
CREATE TABLE idempotency_keys (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    token_id uuid NOT NULL,
    key_hash bytea NOT NULL,
    request_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    answer bytea,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, token_id, key_hash),
    FOREIGN KEY (organization_id, token_id) REFERENCES api_tokens (organization_id, id)
        ON DELETE CASCADE
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (organization_id, created_at);

-- engine: postgresql
SELECT rostrum_protect('idempotency_keys');
-- engine: all
