-- What people say of results of test runs, and how far a judge has to agree with them.

-- What a person said of a result; of those of a result the one with the highest turn holds. judge_*:
-- what the judge had said of it, and which judge that was: by its key verdicts calibrate it.
CREATE TABLE judge_verdicts (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    run_id uuid NOT NULL,
    position bigint NOT NULL,
    turn bigint NOT NULL CHECK (turn > 0),
    is_latest boolean NOT NULL,
    state_before text NOT NULL,
    passed boolean NOT NULL,
    judge_id uuid,
    judge_key text,
    judge_passed boolean,
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    note bytea,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, run_id, position, turn),
    FOREIGN KEY (organization_id, run_id, position)
        REFERENCES test_results (organization_id, run_id, position) ON DELETE CASCADE
);
CREATE INDEX test_runs_judge ON test_runs (organization_id, judge_id, judge_key, id)
    WHERE judge_id IS NOT NULL;
CREATE INDEX judge_verdicts_key ON judge_verdicts (organization_id, judge_key, id) WHERE is_latest;

-- The least agreement with people, in thousandths, of a judge that decides.
ALTER TABLE organizations ADD COLUMN judge_floor bigint NOT NULL DEFAULT 850
    CHECK (judge_floor BETWEEN 500 AND 1000);

-- engine: postgresql
SELECT rostrum_protect('judge_verdicts');
-- engine: all
