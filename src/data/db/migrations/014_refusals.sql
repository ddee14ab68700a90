-- What someone who is not signed in is refused is one event of the audit log for each minute and
-- source, and a count beside it: the event is a leaf of the tree and never changes. source: the
-- keyed hash of a network address, empty for all others once a minute has too many. record_id: the
-- nil UUID if there is none.
CREATE TABLE audit_refusals (
    organization_id uuid NOT NULL,
    minute timestamptz NOT NULL,
    source bytea NOT NULL,
    action text NOT NULL,
    outcome text NOT NULL,
    record_id uuid NOT NULL,
    event_id uuid NOT NULL,
    event_count bigint NOT NULL CHECK (event_count > 0),
    PRIMARY KEY (organization_id, minute, source, action, outcome, record_id),
    UNIQUE (organization_id, event_id),
    FOREIGN KEY (organization_id, event_id) REFERENCES audit_events (organization_id, id)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- That somebody else reset one's password is said on every page until one has seen it.
ALTER TABLE one_time_links ADD COLUMN acknowledged_at timestamptz;
UPDATE one_time_links SET acknowledged_at = used_at;

-- engine: postgresql
SELECT rostrum_protect('audit_refusals');
-- engine: all
