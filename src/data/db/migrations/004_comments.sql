-- What people say about records, and what they want to hear of: comments on a record, on one of its
-- versions or on a proposal, the people that they mention, and who follows which record or folder.

-- Without a foreign key to the record, which is of any kind: deleting it deletes them. The author
-- may be of another organization. version and proposal_id: what of the record it is about, NULL for
-- the record as a whole. revision counts the edits: what the form carries.
CREATE TABLE comments (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    kind text NOT NULL,
    record_id uuid NOT NULL,
    version bigint,
    proposal_id uuid,
    author_id uuid NOT NULL,
    revision bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    edited_at timestamptz,
    body bytea NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, proposal_id) REFERENCES label_proposals (organization_id, id)
        ON DELETE CASCADE
);
CREATE INDEX comments_record ON comments (organization_id, record_id, created_at, id);
CREATE INDEX comments_proposal ON comments (organization_id, proposal_id)
    WHERE proposal_id IS NOT NULL;

-- A person of the organization who is named in a comment: where in its text, in bytes. created_at:
-- when the name was written, which may be in an edit.
CREATE TABLE comment_mentions (
    organization_id uuid NOT NULL,
    comment_id uuid NOT NULL,
    position bigint NOT NULL,
    length bigint NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, comment_id, position),
    FOREIGN KEY (organization_id, comment_id) REFERENCES comments (organization_id, id)
        ON DELETE CASCADE,
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX comment_mentions_user ON comment_mentions (organization_id, user_id, created_at);

CREATE TABLE record_follows (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    record_id uuid NOT NULL,
    kind text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, user_id, record_id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX record_follows_record ON record_follows (organization_id, record_id);

-- Everything of a kind in the folder and below it.
CREATE TABLE folder_follows (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL,
    folder text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, user_id, kind, folder),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);

-- Until when a person has read the news of the inbox.
CREATE TABLE inbox_reads (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    read_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, user_id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);

-- engine: postgresql
SELECT rostrum_protect('comments');
SELECT rostrum_protect('comment_mentions');
SELECT rostrum_protect('record_follows');
SELECT rostrum_protect('folder_follows');
SELECT rostrum_protect('inbox_reads');
-- engine: all
