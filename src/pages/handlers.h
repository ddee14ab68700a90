#ifndef PAGES_HANDLERS_H
#define PAGES_HANDLERS_H

#include "web/route.h"

/* Every handler of the route table, by file. Their addresses and rights stand in routes.c. */

/* start.c, inbox.c, health.c */
route_handler page_start, page_inbox, page_inbox_read_post, page_health, page_ready;

/* setup.c, login.c, invite.c */
route_handler page_setup, page_setup_post;
route_handler page_login, page_login_post, page_logout_post, page_theme_post;
route_handler page_invite, page_invite_post, page_reset, page_reset_post;

/* account.c */
route_handler page_account, page_account_post;
route_handler page_account_password, page_account_password_post;
route_handler page_account_sessions, page_account_session_revoke_post;
route_handler page_account_sessions_revoke_others_post;

/* user*.c */
route_handler page_user_list, page_user_new, page_user_new_post, page_user_show;
route_handler page_user_edit, page_user_edit_post;
route_handler page_user_ask, page_user_ask_post, page_user_request_decline_post;
route_handler page_user_deactivate, page_user_deactivate_post, page_user_activate_post;
route_handler page_user_hand_over, page_user_hand_over_post, page_user_link_post;

/* record*.c: of every kind */
route_handler page_record_list, page_record_bulk_post;
route_handler page_record_version_list, page_record_version_show, page_record_version_restore_post;
route_handler page_record_diff, page_record_used_by, page_record_activity;
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
route_handler page_prompt_preview, page_prompt_preview_post, page_prompt_try;

/* agent*.c */
route_handler page_agent_new, page_agent_new_post, page_agent_import, page_agent_import_post;
route_handler page_agent_show, page_agent_edit, page_agent_edit_post;

/* team*.c */
route_handler page_team_new, page_team_new_post, page_team_show;
route_handler page_team_edit, page_team_edit_post;

/* search.c, export.c, export_record.c, import.c, starters.c, help.c */
route_handler page_search, page_export, page_export_post, page_record_export;
route_handler page_import, page_import_post, page_import_show, page_import_check_post;
route_handler page_import_start_post, page_import_discard_post;
route_handler page_starters, page_starters_post, page_help;

/* audit.c */
route_handler page_audit_list, page_audit_show;

/* inbox_news_page.c */
route_handler page_inbox_news, page_inbox_news_read_post;

/* organization.c */
route_handler page_organization, page_organization_post;
route_handler page_organization_list, page_organization_create_post, page_organization_enter_post,
    page_organization_leave_post;

#endif
