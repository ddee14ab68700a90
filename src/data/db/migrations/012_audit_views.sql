-- Filters of the audit log that a person keeps under a name. filters: the part of the address behind
-- the question mark.
CREATE TABLE audit_views (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    name bytea NOT NULL,
    filters bytea NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX audit_views_user ON audit_views (organization_id, user_id, created_at, id);

-- engine: postgresql
SELECT rostrum_protect('audit_views');
-- engine: all
