-- Test runs: the cases of a test set, sent to a model with a version of a record, and graded.

-- A run. state: 'waiting' until a worker begins, 'running' until every planned result is there
-- ('done'), somebody ends it ('canceled'), what is left would pass a cap ('stopped'), or nothing more
-- can be sent ('failed'); reason says why of the last two, in a word. Positions below fed_count are in
-- test_results; a worker looks for more to send at feed_due_at. case_ids: the only cases that are run,
-- a line each; NULL: all of the set. digest: of everything that the version would serve as the run
-- began. Tokens and costs are what the endpoint said; guessed_*: what counts against the caps where it
-- did not say. Costs are in billionths of the currency. grade: 'imported' where another program
-- graded. It refers to record, set, endpoint and judge without a key: all of them may go.
-- judge_*: which prompt judges the answers, and where; judge_key is the digest of what it is, and
-- judge_gates whether what it says decides, which is fixed as the run begins. NULL: nobody judges.
CREATE TABLE test_runs (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    id uuid NOT NULL,
    kind text NOT NULL,
    record_id uuid NOT NULL,
    version bigint NOT NULL,
    set_id uuid NOT NULL,
    set_version bigint NOT NULL,
    endpoint_id uuid NOT NULL,
    endpoint_name text NOT NULL,
    model text NOT NULL,
    grade text NOT NULL CHECK (grade IN ('full', 'imported')),
    state text NOT NULL
        CHECK (state IN ('waiting', 'running', 'done', 'canceled', 'stopped', 'failed')),
    reason text,
    digest text,
    again_of uuid,
    case_ids text,
    repeats bigint NOT NULL CHECK (repeats > 0),
    case_count bigint NOT NULL CHECK (case_count > 0),
    planned_count bigint NOT NULL,
    fed_count bigint NOT NULL DEFAULT 0,
    result_count bigint NOT NULL DEFAULT 0,
    pass_count bigint NOT NULL DEFAULT 0,
    fail_count bigint NOT NULL DEFAULT 0,
    error_count bigint NOT NULL DEFAULT 0,
    critical_fail_count bigint NOT NULL DEFAULT 0,
    input_tokens bigint NOT NULL DEFAULT 0,
    output_tokens bigint NOT NULL DEFAULT 0,
    cost_nanos bigint NOT NULL DEFAULT 0,
    guessed_tokens bigint NOT NULL DEFAULT 0,
    guessed_nanos bigint NOT NULL DEFAULT 0,
    currency text NOT NULL,
    is_priced boolean NOT NULL,
    token_cap bigint,
    cost_cap_nanos bigint,
    duration_ms bigint NOT NULL DEFAULT 0,
    p50_ms bigint,
    p95_ms bigint,
    judge_id uuid,
    judge_version bigint,
    judge_digest text,
    judge_endpoint_id uuid,
    judge_model text,
    judge_repeats bigint,
    judge_gates boolean,
    judge_name text,
    judge_endpoint_name text,
    judge_key text,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    feed_due_at timestamptz NOT NULL,
    ended_at timestamptz,
    outputs_deleted_at timestamptz,
    parameters bytea,
    PRIMARY KEY (organization_id, id),
    CHECK (result_count = pass_count + fail_count + error_count AND result_count <= planned_count),
    CHECK ((ended_at IS NULL) = (state IN ('waiting', 'running')))
);
CREATE INDEX test_runs_record ON test_runs (organization_id, record_id, id);
CREATE INDEX test_runs_version ON test_runs (organization_id, record_id, version, id);
CREATE INDEX test_runs_set ON test_runs (organization_id, set_id, id);
CREATE INDEX test_runs_open ON test_runs (feed_due_at) WHERE ended_at IS NULL;
CREATE INDEX test_runs_kept ON test_runs (organization_id, ended_at)
    WHERE outputs_deleted_at IS NULL;

-- A planned result that was sent: position is that of its call in the batch of the run. state: 'open'
-- until it is there; 'error' has an outcome instead of a grade. rank: in which order people read them,
-- what failed and is critical first. reserved_*: what the call takes at most. Retention deletes what
-- the model answered and what the checks found, and notes it in the run; the rest stays.
-- An answer that is judged stays 'open' until the judge has answered judge_repeats times; its calls
-- stand behind those of the run in its batch. judge_turn: how often it has; NULL: it is not asked.
-- judge_passed: what most of its answers say. verdict_passed: what people said last, which outranks it.
-- judge_tokens, judge_nanos: what the calls of the judge that are left take at most.
CREATE TABLE test_results (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    run_id uuid NOT NULL,
    position bigint NOT NULL,
    case_id text NOT NULL,
    repeat bigint NOT NULL,
    is_critical boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'passed', 'failed', 'error')),
    rank bigint NOT NULL,
    outcome text,
    status bigint,
    attempt_count bigint NOT NULL DEFAULT 0,
    input_tokens bigint,
    output_tokens bigint,
    cost_nanos bigint,
    reserved_tokens bigint NOT NULL,
    reserved_nanos bigint NOT NULL,
    duration_ms bigint,
    output_digest text,
    judge_turn bigint,
    judge_passed boolean,
    judge_score bigint,
    judge_tokens bigint NOT NULL DEFAULT 0,
    judge_nanos bigint NOT NULL DEFAULT 0,
    verdict_passed boolean,
    verdict_count bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    output bytea,
    findings bytea,
    judged bytea,
    PRIMARY KEY (organization_id, run_id, position),
    UNIQUE (organization_id, id),
    FOREIGN KEY (organization_id, run_id) REFERENCES test_runs (organization_id, id)
        ON DELETE CASCADE,
    CHECK ((ended_at IS NULL) = (state = 'open'))
);
CREATE INDEX test_results_rank ON test_results (organization_id, run_id, rank, position);

-- Of a call of a run: one that is lost is made again.
ALTER TABLE model_calls ADD COLUMN run_id uuid;

-- engine: postgresql
SELECT rostrum_protect('test_runs');
SELECT rostrum_protect('test_results');
-- engine: all
