-- Access reviews: what administrators saw of who can do what, and that they signed it.

-- After how many days without a review administrators are reminded; 0: never.
ALTER TABLE organizations ADD COLUMN review_days bigint NOT NULL DEFAULT 90
    CHECK (review_days IN (0, 90, 180, 365));

-- Who invited a person or made their account, of whichever organization; NULL: a command, or nobody
-- knows any more.
ALTER TABLE users ADD COLUMN invited_by uuid;
UPDATE users SET invited_by = (SELECT l.created_by FROM one_time_links l
    WHERE l.organization_id = users.organization_id AND l.user_id = users.id
    AND l.purpose = 'invitation' ORDER BY l.created_at, l.id LIMIT 1);

-- A review: everyone as they were when it was prepared, in batches from started_at to taken_at;
-- nothing that counts until it is signed. csv_sha256: of the file that was reviewed. started_by and
-- signed_by may be of another organization.
CREATE TABLE access_reviews (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    started_by uuid NOT NULL,
    started_at timestamptz NOT NULL,
    taken_at timestamptz,
    signed_by uuid,
    signed_at timestamptz,
    person_count bigint NOT NULL DEFAULT 0,
    admin_count bigint NOT NULL DEFAULT 0,
    flagged_count bigint NOT NULL DEFAULT 0,
    token_count bigint NOT NULL DEFAULT 0,
    csv_sha256 text,
    note bytea,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX access_reviews_signed ON access_reviews (organization_id, signed_at, id)
    WHERE signed_at IS NOT NULL;
CREATE INDEX access_reviews_draft ON access_reviews (organization_id, started_at)
    WHERE signed_at IS NULL;

-- A person in it, and their line of the file. access: what is compared with later, 1 or 0 for being
-- active, having a second factor and being a superuser, and the persona: "110Product Manager".
CREATE TABLE access_review_people (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    review_id uuid NOT NULL,
    user_id uuid NOT NULL,
    access text NOT NULL,
    line bytea NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, review_id, user_id),
    FOREIGN KEY (organization_id, review_id) REFERENCES access_reviews (organization_id, id)
        ON DELETE CASCADE,
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX access_review_people_user ON access_review_people (organization_id, user_id);

-- engine: postgresql
SELECT rostrum_protect('access_reviews');
SELECT rostrum_protect('access_review_people');
-- engine: all
