-- Judges of test runs, and what people say of results.

-- Which prompt judges the answers of a run, and where; judge_key is the digest of what it is, and
-- judge_gates whether what it says decides, which is fixed as the run begins. NULL: nobody judges.
ALTER TABLE test_runs ADD COLUMN judge_repeats bigint;
ALTER TABLE test_runs ADD COLUMN judge_gates boolean;
-- engine: sqlite
ALTER TABLE test_runs ADD COLUMN judge_name text;
ALTER TABLE test_runs ADD COLUMN judge_endpoint_name text;
ALTER TABLE test_runs ADD COLUMN judge_key text;
-- engine: postgresql
ALTER TABLE test_runs ADD COLUMN judge_name text COLLATE "C";
ALTER TABLE test_runs ADD COLUMN judge_endpoint_name text COLLATE "C";
ALTER TABLE test_runs ADD COLUMN judge_key text COLLATE "C";
-- engine: all

-- An answer that is judged stays 'open' until the judge has answered judge_repeats times; its calls
-- stand behind those of the run in its batch. judge_turn: how often it has; NULL: it is not asked.
-- judge_passed: what most of its answers say. verdict_passed: what people said last, which outranks it.
-- judge_tokens, judge_nanos: what the calls of the judge that are left take at most.
ALTER TABLE test_results ADD COLUMN judge_turn bigint;
ALTER TABLE test_results ADD COLUMN judge_passed boolean;
ALTER TABLE test_results ADD COLUMN judge_score bigint;
ALTER TABLE test_results ADD COLUMN verdict_passed boolean;
ALTER TABLE test_results ADD COLUMN verdict_count bigint NOT NULL DEFAULT 0;
ALTER TABLE test_results ADD COLUMN judge_tokens bigint NOT NULL DEFAULT 0;
ALTER TABLE test_results ADD COLUMN judge_nanos bigint NOT NULL DEFAULT 0;
ALTER TABLE test_results ADD COLUMN judged bytea;

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
