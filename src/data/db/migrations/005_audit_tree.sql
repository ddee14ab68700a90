-- What makes the audit log a thing that can be proved: one Merkle tree for each organization (RFC
-- 6962), whose leaves are the events in the order of their numbers; checkpoints, which are signed
-- statements of how many events there are and what the root of the tree is; and the public keys by
-- which signatures are checked. Leaves of events that were there before are made afterwards, in
-- batches (audit_tree.h).

-- The public half of the signing key that each master key has (crypt/signed_note.h). It belongs to
-- no customer, and stays when its master key is retired: what was signed with it can be checked for
-- as long as it is kept.
CREATE TABLE signing_keys (
    kid text NOT NULL PRIMARY KEY,
    public_key bytea NOT NULL,
    created_at timestamptz NOT NULL
);

-- How far the tree has grown: tree_size leaves, at most last_seq. frontier: the roots of the full
-- subtrees that it is made of, those of the largest first.
ALTER TABLE audit_heads ADD COLUMN tree_size bigint NOT NULL DEFAULT 0;
ALTER TABLE audit_heads ADD COLUMN frontier bytea;

-- The leaf of the event. NULL: queued by a version that made no leaves.
ALTER TABLE audit_queue ADD COLUMN leaf_hash bytea;

-- The roots of every 256, 65536 … leaves, by which proofs read some hundred hashes of a tree of any
-- size: position counts the nodes of a level, which is 8, 16 …
CREATE TABLE audit_nodes (
    organization_id uuid NOT NULL,
    level bigint NOT NULL,
    position bigint NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (organization_id, level, position)
) -- sqlite: WITHOUT ROWID
;

-- note: as it was signed (c2sp.org/tlog-checkpoint). Each is also in a file outside the database.
CREATE TABLE audit_checkpoints (
    organization_id uuid NOT NULL,
    tree_size bigint NOT NULL,
    created_at timestamptz NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (organization_id, tree_size)
) -- sqlite: WITHOUT ROWID
;

-- engine: sqlite
-- A number and a leaf stay when retention deletes their event: without the foreign key to it.
CREATE TABLE audit_sequence_new (
    organization_id uuid NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    leaf_hash bytea,
    PRIMARY KEY (organization_id, seq),
    UNIQUE (organization_id, event_id)
) WITHOUT ROWID;
INSERT INTO audit_sequence_new (organization_id, seq, event_id, leaf_hash)
    SELECT organization_id, seq, event_id, leaf_hash FROM audit_sequence;
DROP TABLE audit_sequence;
ALTER TABLE audit_sequence_new RENAME TO audit_sequence;

-- A leaf may be added where there is none yet; nothing else changes.
CREATE TRIGGER audit_sequence_no_update BEFORE UPDATE ON audit_sequence
WHEN OLD.leaf_hash IS NOT NULL OR NEW.leaf_hash IS NULL OR NEW.seq <> OLD.seq
    OR NEW.event_id <> OLD.event_id OR NEW.organization_id <> OLD.organization_id
BEGIN SELECT RAISE(ABORT, 'numbers of audit events are append-only'); END;
CREATE TRIGGER audit_sequence_no_delete BEFORE DELETE ON audit_sequence
BEGIN SELECT RAISE(ABORT, 'numbers of audit events are append-only'); END;
CREATE TRIGGER audit_nodes_no_update BEFORE UPDATE ON audit_nodes
BEGIN SELECT RAISE(ABORT, 'nodes of the audit log are append-only'); END;
CREATE TRIGGER audit_nodes_no_delete BEFORE DELETE ON audit_nodes
BEGIN SELECT RAISE(ABORT, 'nodes of the audit log are append-only'); END;
CREATE TRIGGER audit_checkpoints_no_update BEFORE UPDATE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER audit_checkpoints_no_delete BEFORE DELETE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER signing_keys_no_update BEFORE UPDATE ON signing_keys
BEGIN SELECT RAISE(ABORT, 'public keys are append-only'); END;
CREATE TRIGGER signing_keys_no_delete BEFORE DELETE ON signing_keys
BEGIN SELECT RAISE(ABORT, 'public keys are append-only'); END;

-- engine: postgresql
ALTER TABLE audit_sequence DROP CONSTRAINT audit_sequence_organization_id_event_id_fkey;
DO $$ -- a distributed table has no triggers
BEGIN
    IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'audit_sequence'::regclass
            AND tgname = 'no_update') THEN
        DROP TRIGGER no_update ON audit_sequence;
        CREATE TRIGGER no_update BEFORE UPDATE ON audit_sequence FOR EACH ROW
            WHEN (OLD.leaf_hash IS NOT NULL OR NEW.leaf_hash IS NULL OR NEW.seq <> OLD.seq
                OR NEW.event_id <> OLD.event_id OR NEW.organization_id <> OLD.organization_id)
            EXECUTE FUNCTION rostrum_refuse('numbers of audit events are append-only');
    END IF;
END $$;
GRANT UPDATE (leaf_hash) ON audit_sequence TO rostrum_app;

SELECT rostrum_protect('audit_nodes');
SELECT rostrum_protect('audit_checkpoints');
SELECT rostrum_append_only('audit_nodes', 'nodes of the audit log are append-only', true);
SELECT rostrum_append_only('audit_checkpoints', 'checkpoints are append-only', true);

SELECT rostrum_sort_by_bytes('signing_keys');
GRANT SELECT, INSERT ON signing_keys TO rostrum_app;
SELECT rostrum_append_only('signing_keys', 'public keys are append-only', true);
-- engine: all
