-- What people set in their profile, their visits, and requests for invitations.

-- The zone of the times and days that a person reads: a name of the IANA database.
-- engine: sqlite
ALTER TABLE users ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC';
-- engine: postgresql
ALTER TABLE users ADD COLUMN time_zone text COLLATE "C" NOT NULL DEFAULT 'UTC';
-- engine: all

-- When the visit began that last_seen_at belongs to, and the one before: a visit ends when a person
-- is away for half an hour. Moved with last_seen_at.
ALTER TABLE user_seen ADD COLUMN visit_at timestamptz;
ALTER TABLE user_seen ADD COLUMN previous_visit_at timestamptz;

-- Whom members ask administrators to invite. email_index finds a second request for the same
-- address while the first one waits; it goes with the decision, and address and name go with an
-- invitation: the person invited has them, under a key of their own. user_id is whom it made.
CREATE TABLE invitation_requests (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    requested_by uuid NOT NULL,
    user_persona text NOT NULL CHECK (user_persona IN ('Individual Developer', 'Enterprise Team',
        'DevOps Engineer', 'Product Manager', 'Platform Admin', 'Customer Admin')),
    state text NOT NULL CHECK (state IN ('waiting', 'invited', 'declined')),
    email_index bytea,
    decided_by uuid,
    user_id uuid,
    created_at timestamptz NOT NULL,
    decided_at timestamptz,
    email bytea,
    full_name bytea,
    reason bytea,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, email_index),
    FOREIGN KEY (organization_id, requested_by) REFERENCES users (organization_id, id)
        ON DELETE RESTRICT
);
CREATE INDEX invitation_requests_waiting ON invitation_requests (organization_id, created_at, id)
    WHERE state = 'waiting';
CREATE INDEX invitation_requests_person ON invitation_requests (organization_id, requested_by,
    created_at, id);

-- engine: postgresql
SELECT rostrum_protect('invitation_requests');
-- engine: all
