-- The inbox, and the feed of the home page.

-- Decisions about a person's proposals that the person has not marked as read: written with the
-- decision, gone once it is read. user_id may be of another organization.
CREATE TABLE proposal_news (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    proposal_id uuid NOT NULL,
    PRIMARY KEY (organization_id, user_id, proposal_id),
    UNIQUE (organization_id, proposal_id),
    FOREIGN KEY (organization_id, proposal_id) REFERENCES label_proposals (organization_id, id)
        ON DELETE CASCADE
) -- sqlite: WITHOUT ROWID
;

-- What happened to records, in the order of time: the feed of the home page walks it, however many
-- people signed in since.
CREATE INDEX audit_events_content ON audit_events (organization_id, occurred_at, id)
    WHERE outcome = 'success' AND record_type IN ('prompt', 'agent', 'team');

-- engine: postgresql
SELECT rostrum_protect('proposal_news');
-- engine: all
