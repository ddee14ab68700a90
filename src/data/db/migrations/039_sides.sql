-- Four eyes: what it takes to tell whether two people are one side.

-- Who gave a token its secret, which need not be who made it. NULL: as before, who made it.
ALTER TABLE api_token_secrets ADD COLUMN created_by uuid;

-- With which token somebody asked, and who owned the agent whose token it was. widens: whether the
-- move lets what is released do more; NULL: it can't, or nobody compared.
ALTER TABLE label_proposals ADD COLUMN token_id uuid;
ALTER TABLE label_proposals ADD COLUMN agent_owner_id uuid;
ALTER TABLE label_proposals ADD COLUMN widens boolean;
ALTER TABLE approvals ADD COLUMN token_id uuid;
ALTER TABLE approvals ADD COLUMN agent_owner_id uuid;

-- Who may approve what widens: 'movers' of protected labels, 'approvers' of releases, or 'admins'.
-- engine: sqlite
ALTER TABLE organizations ADD COLUMN widening text NOT NULL DEFAULT 'movers'
    CHECK (widening IN ('movers', 'approvers', 'admins'));
-- engine: postgresql
ALTER TABLE organizations ADD COLUMN widening text COLLATE "C" NOT NULL DEFAULT 'movers'
    CHECK (widening IN ('movers', 'approvers', 'admins'));
-- engine: all

-- That somebody changed the address of another person, or that their token made the account.
CREATE TABLE account_changes (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('address', 'provision')),
    changed_by uuid,
    token_id uuid,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX account_changes_user ON account_changes (organization_id, user_id, changed_at);

-- engine: postgresql
SELECT rostrum_protect('account_changes');
-- engine: all
