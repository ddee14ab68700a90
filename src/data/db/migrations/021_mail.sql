-- Mail: what waits to be sent, who asked for a new password, whose address is to change.

-- A mail to a person. state: 'waiting' until due_at; 'sending' by a sender until due_at, when it
-- counts as lost; 'sent'; 'dead' when it can't be delivered. expires_at: not sent any more after it.
-- content: what its words are made of, JSON, with the link that it carries; gone once it was sent.
-- reason: what the server said last.
CREATE TABLE mails (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'dead')),
    attempt_count bigint NOT NULL DEFAULT 0,
    loss_count bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    tried_at timestamptz,
    ended_at timestamptz,
    content bytea,
    reason bytea,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX mails_due ON mails (organization_id, due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX mails_state ON mails (organization_id, state, created_at, id);
CREATE INDEX mails_user ON mails (organization_id, user_id);
CREATE INDEX mails_created ON mails (organization_id, created_at);

-- Someone who is not signed in asked for a new password: of no organization (the nil UUID), because
-- nobody has looked yet whether the address is anyone's. The address is a keyed hash;
-- email_index_before is that under the key before.
CREATE TABLE reset_requests (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    email_index bytea NOT NULL,
    email_index_before bytea NOT NULL,
    created_at timestamptz NOT NULL,
    handled_at timestamptz,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX reset_requests_open ON reset_requests (organization_id, created_at)
    WHERE handled_at IS NULL;

-- A person asked for another address. confirm_hash: of the link that the new address got, NULL if it
-- is someone else's; cancel_hash and undo_hash: of those that the old one got when it was asked for
-- and when it was confirmed. The change can be undone until undo_until.
CREATE TABLE address_changes (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    confirm_hash bytea,
    cancel_hash bytea NOT NULL,
    undo_hash bytea,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    undo_until timestamptz NOT NULL,
    ended_at timestamptz,
    new_email bytea,
    old_email bytea,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX address_changes_user ON address_changes (organization_id, user_id, created_at);
CREATE INDEX address_changes_confirm ON address_changes (organization_id, confirm_hash);
CREATE INDEX address_changes_cancel ON address_changes (organization_id, cancel_hash);
CREATE INDEX address_changes_undo ON address_changes (organization_id, undo_hash);

-- Whether a person gets mail about what waits in their inbox, when it is looked at next, and how much
-- waited when they were last told: a number for each source, with spaces between them.
CREATE TABLE mail_choices (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    inbox text NOT NULL CHECK (inbox IN ('at once', 'daily', 'never')),
    look_at timestamptz NOT NULL,
    told text NOT NULL DEFAULT '',
    PRIMARY KEY (organization_id, user_id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX mail_choices_look ON mail_choices (organization_id, look_at);

-- engine: postgresql
SELECT rostrum_protect('mails');
SELECT rostrum_protect('reset_requests');
SELECT rostrum_protect('address_changes');
SELECT rostrum_protect('mail_choices');
-- engine: all
