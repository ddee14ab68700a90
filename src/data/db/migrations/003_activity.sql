-- How much happened on a day: what the charts of the start page show.

-- Written in the transaction of the event or version that it counts (activity.h), so that a chart
-- of 90 days reads some hundred short rows, however many events and versions there are. noun is
-- what the event's action begins with, a kind of version, or 'sign_in_failure'. day counts
-- from 1970-01-01 in UTC.
CREATE TABLE daily_counts (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    day bigint NOT NULL,
    noun text NOT NULL,
    event_count bigint NOT NULL,
    PRIMARY KEY (organization_id, day, noun)
);

-- What is there already.
-- engine: sqlite
INSERT INTO daily_counts (organization_id, day, noun, event_count)
SELECT e.organization_id, e.occurred_at / 86400000000,
    substr(e.action, 1, instr(e.action, '.') - 1), count(*)
FROM audit_events e JOIN organizations o ON o.id = e.organization_id
WHERE e.outcome = 'success' AND e.action NOT LIKE '%.export'
    AND substr(e.action, 1, instr(e.action, '.') - 1) IN ('prompt', 'label', 'agent', 'team')
GROUP BY 1, 2, 3;
INSERT INTO daily_counts (organization_id, day, noun, event_count)
SELECT e.organization_id, e.occurred_at / 86400000000, 'sign_in_failure', count(*)
FROM audit_events e JOIN organizations o ON o.id = e.organization_id
WHERE e.outcome = 'failure' AND e.action = 'session.sign_in'
GROUP BY 1, 2;
INSERT INTO daily_counts (organization_id, day, noun, event_count)
SELECT organization_id, created_at / 86400000000, 'prompt_version', count(*)
FROM prompt_versions GROUP BY 1, 2;
INSERT INTO daily_counts (organization_id, day, noun, event_count)
SELECT organization_id, created_at / 86400000000, 'agent_version', count(*)
FROM agent_versions GROUP BY 1, 2;

-- engine: postgresql
-- The migration reads the rows of every organization, past its own policies.
SELECT set_config('rostrum.scope', 'all', true);
INSERT INTO daily_counts (organization_id, day, noun, event_count)
SELECT e.organization_id, floor(extract(epoch FROM e.occurred_at) / 86400)::bigint,
    split_part(e.action, '.', 1), count(*)
FROM audit_events e JOIN organizations o ON o.id = e.organization_id
WHERE e.outcome = 'success' AND e.action NOT LIKE '%.export'
    AND split_part(e.action, '.', 1) IN ('prompt', 'label', 'agent', 'team')
GROUP BY 1, 2, 3;
INSERT INTO daily_counts (organization_id, day, noun, event_count)
SELECT e.organization_id, floor(extract(epoch FROM e.occurred_at) / 86400)::bigint,
    'sign_in_failure', count(*)
FROM audit_events e JOIN organizations o ON o.id = e.organization_id
WHERE e.outcome = 'failure' AND e.action = 'session.sign_in'
GROUP BY 1, 2;
INSERT INTO daily_counts (organization_id, day, noun, event_count)
SELECT organization_id, floor(extract(epoch FROM created_at) / 86400)::bigint,
    'prompt_version', count(*)
FROM prompt_versions GROUP BY 1, 2;
INSERT INTO daily_counts (organization_id, day, noun, event_count)
SELECT organization_id, floor(extract(epoch FROM created_at) / 86400)::bigint,
    'agent_version', count(*)
FROM agent_versions GROUP BY 1, 2;

SELECT rostrum_protect('daily_counts');
-- A failed sign-in counts before anybody is known.
SELECT rostrum_open_to_identity('daily_counts');
-- engine: all
