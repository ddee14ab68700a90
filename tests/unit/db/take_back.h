#ifndef TESTS_TAKE_BACK_H
#define TESTS_TAKE_BACK_H

/* Takes migrations back, so that a database is as an earlier version of the program left it. */

#include "test.h"

#include <stdio.h>

#include "fixture.h"

enum { AUDIT_TREE = 5, RETENTION = 7 }; /* migrations that need more than what is undone below */

/* Takes a migration back, in both engines' words; the first one is never taken back. */
static const char *const undo[] = {
    NULL,
    "DROP TABLE proposal_news; DROP INDEX audit_events_content;",
    "DROP TABLE invitation_requests; ALTER TABLE user_seen DROP COLUMN visit_at; "
    "ALTER TABLE user_seen DROP COLUMN previous_visit_at; ALTER TABLE users DROP COLUMN time_zone;",
    "DROP TABLE inbox_reads; DROP TABLE folder_follows; DROP TABLE record_follows; "
    "DROP TABLE comment_mentions; DROP TABLE comments;",
    "DROP TABLE signing_keys; DROP TABLE audit_nodes; DROP TABLE audit_checkpoints; "
    "ALTER TABLE audit_heads DROP COLUMN tree_size; ALTER TABLE audit_heads DROP COLUMN frontier; "
    "ALTER TABLE audit_queue DROP COLUMN leaf_hash;",
    "DROP TABLE approvals;",
    "DROP TABLE legal_holds; DROP TABLE retention_lines; DROP TABLE retention_runs; "
    "DROP TABLE retention_rules;",
    "ALTER TABLE organizations DROP COLUMN requires_register; DROP INDEX agent_versions_model; "
    "DROP TABLE agent_providers; DROP TABLE register_versions; DROP TABLE register_entries;",
    "DROP TABLE closing_certificates; DROP TABLE organization_closings; "
    "DROP TABLE organization_usage; DROP TABLE record_sizes; DROP INDEX audit_events_outside; "
    "ALTER TABLE organizations DROP COLUMN closed_at;",
    "DROP TABLE erasure_findings; DROP TABLE erasures; "
    "ALTER TABLE organizations DROP COLUMN erasure_grace_days;",
    "DROP TABLE key_rotations; DROP INDEX data_keys_owner; ALTER TABLE data_keys DROP COLUMN "
    "owner_id;",
    "DROP TABLE audit_views;",
    "SELECT 1;", /* a function, which its migration replaces */
    "DROP TABLE audit_refusals; ALTER TABLE one_time_links DROP COLUMN acknowledged_at;",
    "DROP INDEX import_lines_applied; ALTER TABLE imports DROP COLUMN applied_count; "
    "ALTER TABLE imports DROP COLUMN phase; ALTER TABLE import_lines DROP COLUMN record_id; "
    "ALTER TABLE import_lines DROP COLUMN after_revision; ALTER TABLE import_lines DROP COLUMN "
    "applied_at; ALTER TABLE import_lines DROP COLUMN applied;",
    "DROP TABLE attempts;",
    "DROP TABLE api_token_uses; DROP TABLE api_token_secrets; DROP TABLE api_tokens; "
    "DROP TABLE service_accounts;",
    "DROP TABLE idempotency_keys;",
    "ALTER TABLE sessions DROP COLUMN factor; DROP TABLE factor_removals; "
    "DROP TABLE sign_in_steps; DROP TABLE recovery_codes; DROP TABLE recovery_sets; "
    "DROP TABLE authenticator_apps;",
    "DROP TABLE factor_rules;",
    "DROP TABLE mail_choices; DROP TABLE address_changes; DROP TABLE reset_requests; "
    "DROP TABLE mails;",
    "DROP TABLE passkey_challenges; DROP TABLE passkeys;",
    "ALTER TABLE organizations DROP COLUMN session_idle_minutes; "
    "ALTER TABLE organizations DROP COLUMN session_hours; "
    "ALTER TABLE organizations DROP COLUMN admin_session_idle_minutes; "
    "ALTER TABLE organizations DROP COLUMN admin_session_hours; "
    "ALTER TABLE sessions DROP COLUMN is_new_device;",
    "DROP TABLE access_review_people; DROP TABLE access_reviews; "
    "ALTER TABLE users DROP COLUMN invited_by; ALTER TABLE organizations DROP COLUMN review_days;",
    "DROP TABLE user_provisions; ALTER TABLE api_tokens DROP COLUMN default_persona;",
    "DROP TABLE sso_returns; DROP TABLE sso_changes; DROP TABLE sso_accounts; "
    "DROP TABLE sso_documents; DROP TABLE sso_providers; ALTER TABLE sessions DROP COLUMN is_sso; "
    "ALTER TABLE sessions DROP COLUMN is_sso_factor; "
    "ALTER TABLE sign_in_steps DROP COLUMN is_sso;",
    "DROP TABLE card_signatures; DROP TABLE card_keys; DROP TABLE cards;",
    "DROP TABLE served_records; DROP TABLE servings;",
    "DROP TABLE stops;",
    "DROP TABLE webhook_deliveries; DROP TABLE webhook_health; DROP TABLE webhooks;",
    "ALTER TABLE organizations DROP COLUMN proposes_labels;",
    "DROP INDEX prompt_labels_updated;",
    "DROP TABLE model_prices; DROP TABLE model_endpoints;",
    "DROP TABLE model_calls;",
    "DROP INDEX prompts_owner; DROP INDEX agents_owner; DROP INDEX teams_owner; "
    "CREATE INDEX prompts_owner ON prompts (organization_id, owner_id, updated_at, id); "
    "CREATE INDEX agents_owner ON agents (organization_id, owner_id, updated_at, id); "
    "CREATE INDEX teams_owner ON teams (organization_id, owner_id, updated_at, id);",
    "DROP TABLE set_labels; DROP TABLE set_words; DROP TABLE set_tags; DROP TABLE set_versions; "
    "DROP TABLE sets; DROP INDEX audit_events_content; "
    "CREATE INDEX audit_events_content ON audit_events (organization_id, occurred_at, id) "
    "WHERE outcome = 'success' AND record_type IN ('prompt', 'agent', 'team');",
    "ALTER TABLE model_calls DROP COLUMN run_id; DROP TABLE test_results; DROP TABLE test_runs;",
    "DROP TABLE label_evidence; DROP TABLE label_overrides; DROP TABLE label_rules;",
    "DROP TABLE account_changes; ALTER TABLE api_token_secrets DROP COLUMN created_by; "
    "ALTER TABLE label_proposals DROP COLUMN token_id; "
    "ALTER TABLE label_proposals DROP COLUMN agent_owner_id; "
    "ALTER TABLE label_proposals DROP COLUMN widens; ALTER TABLE approvals DROP COLUMN token_id; "
    "ALTER TABLE approvals DROP COLUMN agent_owner_id; "
    "ALTER TABLE organizations DROP COLUMN widening;",
    "ALTER TABLE model_calls DROP COLUMN partial; "
    "ALTER TABLE model_calls DROP COLUMN given; DROP TABLE record_classes; "
    "ALTER TABLE organizations DROP COLUMN data_class;",
    "DROP TABLE judge_verdicts; DROP INDEX test_runs_judge; "
    "ALTER TABLE organizations DROP COLUMN judge_floor;",
    "DROP TABLE carried_runs; DROP TABLE runner_keys;",
    "DROP INDEX test_results_judged; ALTER TABLE test_results DROP COLUMN judged_state; "
    "ALTER TABLE test_results DROP COLUMN judged_rank; "
    "ALTER TABLE test_results DROP COLUMN judge_input_tokens; "
    "ALTER TABLE test_results DROP COLUMN judge_output_tokens; "
    "ALTER TABLE test_results DROP COLUMN judge_cost_nanos; "
    "ALTER TABLE test_runs DROP COLUMN judged_pass_count; "
    "ALTER TABLE test_runs DROP COLUMN judged_fail_count; "
    "ALTER TABLE test_runs DROP COLUMN judged_error_count; "
    "ALTER TABLE test_runs DROP COLUMN judged_critical_fail_count; "
    "ALTER TABLE test_runs DROP COLUMN judge_label;",
    "ALTER TABLE test_runs DROP COLUMN source_name; "
    "ALTER TABLE test_runs DROP COLUMN source_digest; "
    "ALTER TABLE label_rules DROP COLUMN accepts_imported;",
    "ALTER TABLE test_runs DROP COLUMN token_id; ALTER TABLE label_overrides DROP COLUMN token_id; "
    "ALTER TABLE label_overrides DROP COLUMN agent_owner_id; "
    "ALTER TABLE one_time_links DROP COLUMN is_shown;",
};

/* Before, numbers had no leaves, and referred to their events. */
static inline void take_leaves_back(struct fixture *f)
{
    fixture_script(
        f,
        "DROP TRIGGER audit_sequence_no_update; UPDATE audit_sequence SET leaf_hash = NULL; "
        "CREATE TRIGGER audit_sequence_no_update BEFORE UPDATE ON audit_sequence "
        "BEGIN SELECT RAISE(ABORT, 'numbers of audit events are append-only'); END;",
        "ALTER TABLE audit_sequence DISABLE TRIGGER USER; "
        "SET rostrum.scope = 'all'; UPDATE audit_sequence SET leaf_hash = NULL; "
        "ALTER TABLE audit_sequence ENABLE TRIGGER USER; "
        "REVOKE UPDATE (leaf_hash) ON audit_sequence FROM rostrum_app; "
        "ALTER TABLE audit_sequence ADD FOREIGN KEY (organization_id, event_id) "
        "REFERENCES audit_events (organization_id, id);");
}

/* Before, nobody deleted an event, and anybody the versions of a record. */
static inline void take_retention_back(struct fixture *f)
{
    fixture_script(
        f,
        "DROP TRIGGER prompt_versions_no_delete; DROP TRIGGER agent_versions_no_delete; "
        "DROP TRIGGER team_versions_no_delete; DROP TRIGGER audit_events_no_delete; "
        "CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events "
        "BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END;",
        "DROP FUNCTION rostrum_keep_version CASCADE; "
        "DROP FUNCTION rostrum_refuse_outside_retention CASCADE; "
        "DROP FUNCTION rostrum_is_in_retention; "
        "CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON audit_events FOR EACH STATEMENT "
        "EXECUTE FUNCTION rostrum_refuse('audit events are append-only'); "
        "GRANT DELETE ON prompt_versions, agent_versions, team_versions TO rostrum_app;");
}

static inline void take_back(struct fixture *f, int number)
{
    if (number == RETENTION)
        take_retention_back(f);
    if (number == AUDIT_TREE)
        take_leaves_back(f);
    char script[1024];
    (void)snprintf(script, sizeof script, "%s DELETE FROM schema_migrations WHERE number = %d;",
                   undo[number - 1], number);
    fixture_script(f, script, script);
}

#endif
