-- Results of tests that another program made and graded: evidence of a lower grade.

-- The file that an imported run was in, and its SHA-256. Such a run has no endpoint: its endpoint_id
-- is nil, and endpoint_name is the program; created_at is when it was imported, ended_at when the
-- program ended.
-- engine: sqlite
ALTER TABLE test_runs ADD COLUMN source_digest text;
-- engine: postgresql
ALTER TABLE test_runs ADD COLUMN source_digest text COLLATE "C";
-- engine: all
ALTER TABLE test_runs ADD COLUMN source_name bytea;

-- Whether imported runs meet the rule of a label as well.
ALTER TABLE label_rules ADD COLUMN accepts_imported boolean NOT NULL DEFAULT FALSE;
