-- What a person stopped: an agent or a team (version 0), or a version of a record, with everything
-- that uses it. While resumed_at is NULL programs are not given it. Without foreign keys: it says
-- what happened to a record although that is gone since. stopped_by and resumed_by may be of
-- another organization. token_count: of the agent, which were revoked with it.
CREATE TABLE stops (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    record_id uuid NOT NULL,
    version bigint NOT NULL,
    stopped_by uuid NOT NULL,
    stopped_at timestamptz NOT NULL,
    token_count bigint NOT NULL,
    resumed_by uuid,
    resumed_at timestamptz,
    reason bytea,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX stops_active ON stops (organization_id, record_id, version)
    WHERE resumed_at IS NULL;
CREATE INDEX stops_record ON stops (organization_id, record_id, stopped_at);
CREATE INDEX stops_stopped ON stops (organization_id, stopped_at, id);

-- engine: postgresql
SELECT rostrum_protect('stops');
-- engine: all
