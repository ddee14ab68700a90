-- Data keys that are replaced.

-- Whose each data key is: an organization's or a person's id. A row may be sealed with a key that its
-- owner had before; what is only added to (events, versions, moves of labels) stays so.
ALTER TABLE data_keys ADD COLUMN owner_id uuid;
UPDATE data_keys SET owner_id = organization_id;
UPDATE data_keys SET owner_id = u.id FROM users u
    WHERE u.organization_id = data_keys.organization_id AND u.data_key_id = data_keys.id;
CREATE INDEX data_keys_owner ON data_keys (organization_id, owner_id);

-- A replacement of the data keys of an organization and its people, from data_key_id on: how many
-- rows were looked at, of how many there were at its beginning. Its events tell the rest.
CREATE TABLE key_rotations (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    data_key_id uuid NOT NULL,
    done_count bigint NOT NULL,
    total_count bigint NOT NULL,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX key_rotations_open ON key_rotations (organization_id) WHERE ended_at IS NULL;

-- engine: postgresql
SELECT rostrum_sort_by_bytes('key_rotations');
SELECT rostrum_protect('key_rotations');
-- engine: all
