-- Trying prompts and agents: answers while they come, and how sensitive what is sent is.

-- What has come of an answer that is still coming, as the answer itself is kept.
ALTER TABLE model_calls ADD COLUMN partial bytea;

-- What a person filled in, of which the request was made: a case of a test set can be made of it.
ALTER TABLE model_calls ADD COLUMN given bytea;

-- The class of data of what an organization sends to models, unless its record has another: no endpoint
-- for data below it is sent any (model_endpoints.data_class).
-- engine: sqlite
ALTER TABLE organizations ADD COLUMN data_class text NOT NULL DEFAULT 'internal'
    CHECK (data_class IN ('public', 'internal', 'confidential', 'restricted'));
-- engine: postgresql
ALTER TABLE organizations ADD COLUMN data_class text COLLATE "C" NOT NULL DEFAULT 'internal'
    CHECK (data_class IN ('public', 'internal', 'confidential', 'restricted'));
-- engine: all

-- Records that have another.
CREATE TABLE record_classes (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    record_id uuid NOT NULL,
    kind text NOT NULL,
    data_class text NOT NULL CHECK (data_class IN ('public', 'internal', 'confidential', 'restricted')),
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, record_id)
);

-- engine: postgresql
SELECT rostrum_protect('record_classes');
-- engine: all
