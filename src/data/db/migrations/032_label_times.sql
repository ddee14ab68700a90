-- Which labels of prompts were moved lately: what programs that keep a copy ask for.
CREATE INDEX prompt_labels_updated ON prompt_labels (organization_id, updated_at, record_id);
