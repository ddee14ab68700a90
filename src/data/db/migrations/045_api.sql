-- Test runs that a program started, and labels that one moved although their rule was not met: with
-- which token, and who owned the agent whose token it was. NULL: a person did it themself.
ALTER TABLE test_runs ADD COLUMN token_id uuid;
ALTER TABLE label_overrides ADD COLUMN token_id uuid;
ALTER TABLE label_overrides ADD COLUMN agent_owner_id uuid;

-- Whether anybody but the person whom it is for has seen a link; those that went by mail alone, nobody.
ALTER TABLE one_time_links ADD COLUMN is_shown boolean NOT NULL DEFAULT true;
