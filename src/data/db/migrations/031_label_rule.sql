-- Whether a program that may not move a protected label proposes the move instead.
ALTER TABLE organizations ADD COLUMN proposes_labels boolean NOT NULL DEFAULT FALSE;
