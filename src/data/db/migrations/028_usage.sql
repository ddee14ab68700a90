-- How often programs were served which version of a record: by day (of UTC, since 1970), by the
-- label that they asked for ('': by the version's number), protocol and token (nil: nobody had to
-- be known). Without foreign keys: it is written long after the answer, and says what was served
-- although the record or the token is gone since.
CREATE TABLE servings (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    day bigint NOT NULL,
    version bigint NOT NULL,
    label text NOT NULL,
    protocol text NOT NULL,
    token_id uuid NOT NULL,
    kind text NOT NULL,
    serving_count bigint NOT NULL,
    first_served_at timestamptz NOT NULL,
    last_served_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, record_id, day, version, label, protocol, token_id)
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX servings_day ON servings (organization_id, day);

-- When a record was served last; and last of all while it was archived, NULL: never.
CREATE TABLE served_records (
    organization_id uuid NOT NULL,
    record_id uuid NOT NULL,
    kind text NOT NULL,
    last_served_at timestamptz NOT NULL,
    archived_served_at timestamptz,
    PRIMARY KEY (organization_id, record_id)
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX served_records_last ON served_records (organization_id, last_served_at);
CREATE INDEX served_records_archived ON served_records (organization_id, archived_served_at)
    WHERE archived_served_at IS NOT NULL;

-- engine: postgresql
SELECT rostrum_protect('servings');
SELECT rostrum_protect('served_records');
-- engine: all
