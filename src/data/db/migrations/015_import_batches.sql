-- Imports are carried out in batches, each of which is committed; and can be undone.
-- phase: what is being done beside state: '' nothing, 'applying' (state 'ready'), 'undoing' and
-- 'undone' (state 'done'). applied_count: lines that the batches have dealt with.
ALTER TABLE imports ADD COLUMN applied_count bigint NOT NULL DEFAULT 0;

-- What became of a line: '' nothing yet, 'made' (what it refers to may not be there yet), 'applied',
-- 'undone', or 'kept' when it was not to be undone. record_id: the record that was made or changed,
-- as it then was (after_revision), and when. NULL where nothing was.
ALTER TABLE import_lines ADD COLUMN record_id uuid;
ALTER TABLE import_lines ADD COLUMN after_revision bigint NOT NULL DEFAULT 0;
ALTER TABLE import_lines ADD COLUMN applied_at timestamptz;

-- engine: sqlite
ALTER TABLE imports ADD COLUMN phase text NOT NULL DEFAULT ''
    CHECK (phase IN ('', 'applying', 'undoing', 'undone'));
ALTER TABLE import_lines ADD COLUMN applied text NOT NULL DEFAULT ''
    CHECK (applied IN ('', 'made', 'applied', 'undone', 'kept'));
-- engine: postgresql
ALTER TABLE imports ADD COLUMN phase text COLLATE "C" NOT NULL DEFAULT ''
    CHECK (phase IN ('', 'applying', 'undoing', 'undone'));
ALTER TABLE import_lines ADD COLUMN applied text COLLATE "C" NOT NULL DEFAULT ''
    CHECK (applied IN ('', 'made', 'applied', 'undone', 'kept'));
-- engine: all
CREATE INDEX import_lines_applied ON import_lines (organization_id, import_id, applied, position);
