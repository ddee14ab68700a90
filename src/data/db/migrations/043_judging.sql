-- Whether a judge decides is asked when it matters, not when a run began: results and runs keep what
-- the checks say (state, rank, pass_count …) and what they and the judge say together (judged_*). A
-- person's verdict is in both. NULL of results, 0 of runs without a judge. judge_gates of test_runs
-- is not read any more.

-- engine: sqlite
ALTER TABLE test_results ADD COLUMN judged_state text
    CHECK (judged_state IN ('open', 'passed', 'failed', 'error'));
-- engine: postgresql
ALTER TABLE test_results ADD COLUMN judged_state text COLLATE "C"
    CHECK (judged_state IN ('open', 'passed', 'failed', 'error'));
-- engine: all
ALTER TABLE test_results ADD COLUMN judged_rank bigint;

-- What asking the judge about it took, as its endpoint said; NULL: it did not.
ALTER TABLE test_results ADD COLUMN judge_input_tokens bigint;
ALTER TABLE test_results ADD COLUMN judge_output_tokens bigint;
ALTER TABLE test_results ADD COLUMN judge_cost_nanos bigint;

ALTER TABLE test_runs ADD COLUMN judged_pass_count bigint NOT NULL DEFAULT 0;
ALTER TABLE test_runs ADD COLUMN judged_fail_count bigint NOT NULL DEFAULT 0;
ALTER TABLE test_runs ADD COLUMN judged_error_count bigint NOT NULL DEFAULT 0;
ALTER TABLE test_runs ADD COLUMN judged_critical_fail_count bigint NOT NULL DEFAULT 0;

-- The label by which the test set named the version of its judge; NULL: it named the version.
-- engine: sqlite
ALTER TABLE test_runs ADD COLUMN judge_label text;
-- engine: postgresql
ALTER TABLE test_runs ADD COLUMN judge_label text COLLATE "C";
-- engine: all

-- Of runs of before: what the checks of a result that the judge failed had said is sealed, so that it
-- stays failed.
UPDATE test_results SET judged_state = CASE
    WHEN state <> 'passed' OR verdict_count > 0 THEN state
    WHEN judge_passed IS NULL THEN 'error'
    WHEN judge_passed THEN 'passed' ELSE 'failed' END
WHERE EXISTS (SELECT 1 FROM test_runs r WHERE r.organization_id = test_results.organization_id
    AND r.id = test_results.run_id AND r.judge_id IS NOT NULL);
UPDATE test_results SET judged_rank = CASE
    WHEN judged_state = 'open' THEN 4 WHEN judged_state = 'passed' THEN 3
    WHEN is_critical THEN 0 WHEN judged_state = 'failed' THEN 1 ELSE 2 END
WHERE judged_state IS NOT NULL;
UPDATE test_runs SET
    judged_pass_count = (SELECT count(*) FROM test_results t
        WHERE t.organization_id = test_runs.organization_id AND t.run_id = test_runs.id
        AND t.judged_state = 'passed'),
    judged_fail_count = (SELECT count(*) FROM test_results t
        WHERE t.organization_id = test_runs.organization_id AND t.run_id = test_runs.id
        AND t.judged_state = 'failed'),
    judged_error_count = (SELECT count(*) FROM test_results t
        WHERE t.organization_id = test_runs.organization_id AND t.run_id = test_runs.id
        AND t.judged_state = 'error'),
    judged_critical_fail_count = (SELECT count(*) FROM test_results t
        WHERE t.organization_id = test_runs.organization_id AND t.run_id = test_runs.id
        AND t.judged_rank = 0)
WHERE judge_id IS NOT NULL;

CREATE INDEX test_results_judged ON test_results (organization_id, run_id, judged_rank, position)
    WHERE judged_rank IS NOT NULL;
