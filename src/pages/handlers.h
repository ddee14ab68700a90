#ifndef PAGES_HANDLERS_H
#define PAGES_HANDLERS_H

#include "web/route.h"

/* Every handler of the route table, by file. Their addresses and rights stand in routes.c. */

/* start.c, inbox.c, health.c */
route_handler page_help_api;
route_handler page_start, page_inbox, page_inbox_read_post, page_health, page_ready;

/* watch/metrics.c */
route_handler page_metrics;

/* setup.c, login.c, invite.c */
route_handler page_setup, page_setup_post;
route_handler page_login, page_login_post, page_logout_post, page_theme_post;
route_handler page_invite, page_invite_post, page_reset, page_reset_post;

/* account.c */
route_handler page_account, page_account_post;
route_handler page_account_password, page_account_password_post;
route_handler page_login_code, page_login_code_post, page_login_continue_post;
route_handler page_passkey_new, page_passkey_new_post, page_passkey_rename_post;
route_handler page_passkey_remove_post, page_login_passkey_post;
route_handler page_account_security, page_factor_rule, page_factor_rule_post;
route_handler page_second_factor, page_second_factor_post, page_second_factor_remove_post;
route_handler page_recovery_codes_post, page_recovery_codes_download_post;
route_handler page_user_factor_remove_post;
route_handler page_account_sessions, page_account_session_revoke_post;
route_handler page_account_sessions_revoke_others_post;
route_handler page_reset_seen_post;
route_handler page_account_mail_post;
route_handler page_reset_ask, page_reset_ask_post;
route_handler page_address_confirm, page_address_confirm_post;
route_handler page_address_undo, page_address_undo_post, page_address_cancel_post;
route_handler page_mail, page_mail_test_post, page_mail_send_post, page_mail_discard_post;

/* endpoint*.c */
route_handler page_endpoint_list, page_endpoint, page_endpoint_new, page_endpoint_new_post;
route_handler page_endpoint_edit, page_endpoint_edit_post, page_endpoint_prices;
route_handler page_endpoint_prices_post, page_endpoint_test_post, page_endpoint_archive_post;
route_handler page_endpoint_usual_post;
route_handler page_run_sealed, page_run_answers, page_run_answers_post;
route_handler page_runner_list, page_runner_new, page_runner_new_post, page_runner_withdraw;
route_handler page_runner_withdraw_post;
route_handler page_endpoint_restore_post, page_endpoint_delete, page_endpoint_delete_post;

/* webhook*.c */
route_handler page_webhook_list, page_webhook, page_webhook_new, page_webhook_new_post;
route_handler page_webhook_edit, page_webhook_edit_post, page_webhook_rotate;
route_handler page_webhook_rotate_post, page_webhook_delete, page_webhook_delete_post;
route_handler page_webhook_test_post, page_webhook_enable_post, page_webhook_disable_post;
route_handler page_webhook_resend_post;

/* sso*.c */
route_handler page_account_sso_unlink_post, page_user_sso_unlink_post;
route_handler page_sso, page_sso_start, page_sso_callback, page_sso_callback_post;
route_handler page_sso_settings, page_sso_settings_post, page_sso_check_post, page_sso_off_post;

/* user*.c */
route_handler page_user_list, page_user_new, page_user_new_post, page_user_show;
route_handler page_user_many, page_user_many_post;
route_handler page_user_edit, page_user_edit_post;
route_handler page_user_ask, page_user_ask_post, page_user_request_decline_post;
route_handler page_user_deactivate, page_user_deactivate_post, page_user_activate_post;
route_handler page_user_hand_over, page_user_hand_over_post, page_user_link_post;
route_handler page_user_sessions_end_post, page_user_tokens_revoke_post;
route_handler page_review_list, page_review_csv, page_review_remind_post, page_review_prepare_post;
route_handler page_review_show, page_review_show_csv, page_review_sign_post;

/* record*.c: of every kind */
route_handler page_record_list, page_record_bulk_post;
route_handler page_record_version_list, page_record_version_show, page_record_version_restore_post;
route_handler page_record_diff, page_record_proof_post, page_record_used_by, page_record_activity;
route_handler page_register_list, page_register_csv, page_register_print, page_register_duties;
route_handler page_bom_show, page_bom_cyclonedx;
route_handler page_register_require_post;
route_handler page_register_show, page_register_edit, page_register_edit_post;

/* card/card.c */
route_handler page_card, page_card_post, page_card_remove, page_card_remove_post;
route_handler page_card_settings, page_card_key_post, page_card_key_withdraw_post;
route_handler page_record_releases, page_record_move, page_record_review, page_record_labels;
route_handler page_label_move_post, page_label_remove_post, page_label_propose_post;
route_handler page_proposal_approve_post, page_proposal_reject_post, page_proposal_withdraw_post;
route_handler page_record_archive_post, page_record_restore_post;
route_handler page_record_delete, page_record_delete_post;
route_handler page_record_folder, page_record_folder_post;
route_handler page_record_transfer, page_record_transfer_post;
route_handler page_comment_add_post, page_comment_edit, page_comment_edit_post;
route_handler page_comment_delete, page_comment_delete_post;
route_handler page_record_follow_post, page_record_unfollow_post;
route_handler page_folder_follow_post, page_folder_unfollow_post;

/* prompt*.c */
route_handler page_prompt_new, page_prompt_new_post, page_prompt_show;
route_handler page_prompt_edit, page_prompt_edit_post;
route_handler page_trial_preview, page_trial_preview_post, page_trial_moved;
route_handler page_trial_send_post, page_trial_results, page_trial_cancel_post;
route_handler page_trial_case_post;
route_handler page_trial_class, page_trial_class_post;
route_handler page_run_list, page_run_new, page_run_new_post, page_run_show, page_run_cancel_post;
route_handler page_run_import, page_run_import_post;
route_handler page_judge_show, page_judge_show_post, page_run_verdicts, page_run_verdict_post;
route_handler page_run_result, page_run_csv, page_run_json, page_run_compare;

/* agent*.c */
route_handler page_agent_new, page_agent_new_post, page_agent_import, page_agent_import_post;
route_handler page_agent_show, page_agent_edit, page_agent_edit_post;

/* team*.c */
route_handler page_team_new, page_team_new_post, page_team_show;
route_handler page_team_edit, page_team_edit_post;

/* Test sets. */
route_handler page_set_new, page_set_new_post, page_set_show;
route_handler page_set_edit, page_set_edit_post;
route_handler page_set_import, page_set_import_post;
route_handler page_set_exports, page_set_export_file;

/* framework.c */
route_handler page_framework_list, page_framework_file;

/* search.c, export.c, export_record.c, import.c, starters.c, help.c */
route_handler page_search, page_export, page_export_post, page_record_export;
route_handler page_import, page_import_post, page_import_show, page_import_check_post;
route_handler page_import_start_post, page_import_discard_post, page_import_stop_post;
route_handler page_import_undo_post;
route_handler page_starters, page_starters_post, page_help;

/* retention.c, retention_run.c, hold.c */
route_handler page_retention, page_retention_post, page_retention_timer_post;
route_handler page_retention_preview_post, page_retention_run, page_retention_certificate;
route_handler page_retention_manifest;
route_handler page_retention_continue_post, page_retention_ask_post;
route_handler page_token_list, page_token_new, page_token_new_post, page_token_rotate;
route_handler page_token_rotate_post, page_token_revoke, page_token_revoke_post, page_agent_tokens;
route_handler page_service_account_list, page_service_account_new, page_service_account_new_post;
route_handler page_service_account_edit, page_service_account_edit_post;
route_handler page_service_account_deactivate_post;
route_handler page_record_stop, page_record_stop_post, page_stop_ask_post, page_stop_confirm_post;
route_handler page_stop_resume_post;
route_handler page_label_rule, page_label_rule_post, page_label_override, page_label_override_post;
route_handler page_override_review_post, page_label_rules, page_label_rules_post;
route_handler page_hold_list, page_hold_place_post, page_hold_ask_post, page_hold_release_post;

/* approval.c, approval_list.c */
route_handler page_approval_list, page_approval_show, page_approval_approve_post;
route_handler page_approval_reject_post, page_approval_withdraw_post;
route_handler page_superuser, page_superuser_post;

/* erasure*.c, person_data.c */
route_handler page_erasure_list, page_erasure_grace_post, page_erasure_show;
route_handler page_erasure_certificate, page_erasure_search_post, page_erasure_review_post;
route_handler page_erasure_cancel_post, page_erasure_erase_post;
route_handler page_user_erase, page_user_erase_post, page_user_data, page_user_data_post;
route_handler page_account_data, page_account_data_post;
route_handler page_account_erase_post, page_account_keep_post;

/* audit.c */
/* audit*.c */
route_handler page_audit_list, page_audit_show, page_audit_proof;
route_handler page_audit_export, page_audit_export_post;
route_handler page_audit_save_post, page_audit_rename_post, page_audit_unsave_post;

/* inbox_news_page.c */
route_handler page_inbox_news, page_inbox_news_read_post;

/* organization.c */
route_handler page_organization, page_organization_post;
route_handler page_organization_sessions, page_organization_sessions_post;
route_handler page_check, page_key;
route_handler page_organization_list, page_organization_enter_post, page_organization_leave_post;
route_handler page_organization_new, page_organization_new_post;
route_handler page_organization_show, page_organization_rename_post, page_organization_suspend_post,
    page_organization_resume_post, page_organization_limits_post;
route_handler page_closing, page_closing_ask_post, page_closing_begin_post,
    page_closing_cancel_post;
route_handler page_closing_run_post;

#endif
