-- How many active records a person owns is counted in the index alone, wherever the rows lie.
DROP INDEX prompts_owner;
CREATE INDEX prompts_owner ON prompts (organization_id, owner_id, updated_at, id, archived_at);
DROP INDEX agents_owner;
CREATE INDEX agents_owner ON agents (organization_id, owner_id, updated_at, id, archived_at);
DROP INDEX teams_owner;
CREATE INDEX teams_owner ON teams (organization_id, owner_id, updated_at, id, archived_at);
