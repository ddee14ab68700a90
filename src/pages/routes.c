#include "pages/routes.h"

#include "domain/policy.h"
#include "domain/record/version.h"
#include "pages/handlers.h"

_Static_assert(VERSION_MAX <= INT32_MAX, "{n} must take the number of every version");

/* Short names, so that a row is a line and the table can be read down its columns. */
#define GET    HTTP_GET
#define POST   HTTP_POST
#define FAST   .pool = POOL_FAST, .kind = ROUTE_PAGE
#define SLOW   .pool = POOL_SLOW, .kind = ROUTE_PAGE
#define HEALTH .pool = POOL_ANY, .kind = ROUTE_HEALTH
/* The main part of the page may be kept. */
#define FAST_KEPT FAST, .is_kept = true
#define SLOW_KEPT SLOW, .is_kept = true
/* Fast and kept, but for a query with a value of this parameter. */
#define SLOW_WITH(param) FAST_KEPT, .slow_param = param

/* A GET row says, before its pool, how many round trips to PostgreSQL it may take: signing in the
 * session is one. tests/pages/shell/round_trips.c holds every page to it. */

/* clang-format off */
const struct route routes[] = {
    {GET,  "/",                                 page_start,                        PERMISSION_SIGNED_IN,      4, FAST},
    {GET,  "/help",                             page_help,                         PERMISSION_SIGNED_IN,      1, FAST},
    {GET,  "/search",                           page_search,                       PERMISSION_SIGNED_IN,      1, SLOW},
    {GET,  "/healthz",                          page_health,                       PERMISSION_PUBLIC,         1, HEALTH},
    {GET,  "/readyz",                           page_ready,                        PERMISSION_PUBLIC,         3, HEALTH},
    {POST, "/theme",                            page_theme_post,                   PERMISSION_PUBLIC,        FAST},

    {GET,  "/setup",                            page_setup,                        PERMISSION_PUBLIC,         2, SLOW},
    {POST, "/setup",                            page_setup_post,                   PERMISSION_PUBLIC,        SLOW},
    {GET,  "/login",                            page_login,                        PERMISSION_PUBLIC,         1, SLOW},
    {POST, "/login",                            page_login_post,                   PERMISSION_PUBLIC,        SLOW},
    {POST, "/logout",                           page_logout_post,                  PERMISSION_SIGNED_IN,     FAST},
    {GET,  "/invite/{token}",                   page_invite,                       PERMISSION_PUBLIC,         3, SLOW},
    {POST, "/invite/{token}",                   page_invite_post,                  PERMISSION_PUBLIC,        SLOW},
    {GET,  "/reset/{token}",                    page_reset,                        PERMISSION_PUBLIC,         3, SLOW},
    {POST, "/reset/{token}",                    page_reset_post,                   PERMISSION_PUBLIC,        SLOW},

    {GET,  "/account",                          page_account,                      PERMISSION_ACCOUNT,        2, SLOW},
    {POST, "/account",                          page_account_post,                 PERMISSION_ACCOUNT,       SLOW},
    {GET,  "/account/password",                 page_account_password,             PERMISSION_ACCOUNT,        2, SLOW},
    {POST, "/account/password",                 page_account_password_post,        PERMISSION_ACCOUNT,       SLOW},
    {GET,  "/account/sessions",                 page_account_sessions,             PERMISSION_ACCOUNT,        2, FAST},
    {POST, "/account/sessions/{id}/revoke",     page_account_session_revoke_post,  PERMISSION_ACCOUNT,       FAST},
    {POST, "/account/sessions/revoke-others",   page_account_sessions_revoke_others_post, PERMISSION_ACCOUNT, FAST},

    {GET,  "/users",                            page_user_list,                    PERMISSION_USER_SEE,       2, SLOW},
    {GET,  "/users/new",                        page_user_new,                     PERMISSION_USER_CHANGE,    1, SLOW},
    {POST, "/users/new",                        page_user_new_post,                PERMISSION_USER_CHANGE,   SLOW},
    {GET,  "/users/{id}",                       page_user_show,                    PERMISSION_USER_SEE,       2, SLOW},
    {GET,  "/users/{id}/edit",                  page_user_edit,                    PERMISSION_USER_CHANGE,    2, SLOW},
    {POST, "/users/{id}/edit",                  page_user_edit_post,               PERMISSION_USER_CHANGE,   SLOW},
    {GET,  "/users/{id}/deactivate",            page_user_deactivate,              PERMISSION_USER_CHANGE,    2, SLOW},
    {POST, "/users/{id}/deactivate",            page_user_deactivate_post,         PERMISSION_USER_CHANGE,   SLOW},
    {POST, "/users/{id}/activate",              page_user_activate_post,           PERMISSION_USER_CHANGE,   SLOW},
    {GET,  "/users/{id}/hand-over",             page_user_hand_over,               PERMISSION_USER_CHANGE,    2, SLOW},
    {POST, "/users/{id}/hand-over",             page_user_hand_over_post,          PERMISSION_USER_CHANGE,   SLOW},
    {POST, "/users/{id}/link",                  page_user_link_post,               PERMISSION_USER_CHANGE,   SLOW},

    {GET,  "/prompts",                                page_record_list,                 PERMISSION_PROMPT_SEE,  2, SLOW_WITH("q")},
    {POST, "/prompts/bulk",                           page_record_bulk_post,            PERMISSION_PROMPT_CHANGE, FAST},
    {GET,  "/prompts/new",                            page_prompt_new,                  PERMISSION_PROMPT_CREATE,  2, FAST},
    {POST, "/prompts/new",                            page_prompt_new_post,             PERMISSION_PROMPT_CREATE, FAST},
    {GET,  "/prompts/{id}",                           page_prompt_show,                 PERMISSION_PROMPT_SEE,     2, FAST_KEPT},
    {GET,  "/prompts/{id}/edit",                      page_prompt_edit,                 PERMISSION_PROMPT_CHANGE,  2, FAST},
    {POST, "/prompts/{id}/edit",                      page_prompt_edit_post,            PERMISSION_PROMPT_CHANGE, FAST},
    {GET,  "/prompts/{id}/versions",                  page_record_version_list,         PERMISSION_PROMPT_SEE,     2, FAST_KEPT},
    {GET,  "/prompts/{id}/versions/{n}",              page_record_version_show,         PERMISSION_PROMPT_READ,    2, FAST_KEPT},
    {POST, "/prompts/{id}/versions/{n}/restore",      page_record_version_restore_post, PERMISSION_PROMPT_CHANGE, FAST},
    {GET,  "/prompts/{id}/diff",                      page_record_diff,                 PERMISSION_PROMPT_READ,    2, SLOW_KEPT},
    {GET,  "/prompts/{id}/releases",                  page_record_releases,             PERMISSION_PROMPT_SEE,     2, FAST_KEPT},
    {GET,  "/prompts/{id}/releases/change",           page_record_move,                 PERMISSION_PROMPT_READ,    5, SLOW},
    {GET,  "/prompts/{id}/labels",                    page_record_labels,               PERMISSION_PROMPT_SEE,     2, FAST},
    {POST, "/prompts/{id}/releases/move",             page_label_move_post,             PERMISSION_LABEL_MOVE,    FAST},
    {POST, "/prompts/{id}/releases/remove",           page_label_remove_post,           PERMISSION_LABEL_MOVE,    FAST},
    {POST, "/prompts/{id}/releases/propose",          page_label_propose_post,          PERMISSION_LABEL_PROPOSE, FAST},
    {POST, "/prompts/{id}/releases/{id}/approve",     page_proposal_approve_post,       PERMISSION_LABEL_APPROVE, FAST},
    {POST, "/prompts/{id}/releases/{id}/reject",      page_proposal_reject_post,        PERMISSION_LABEL_APPROVE, FAST},
    {POST, "/prompts/{id}/releases/{id}/withdraw",    page_proposal_withdraw_post,      PERMISSION_LABEL_PROPOSE, FAST},
    {GET,  "/prompts/{id}/used-by",                   page_record_used_by,              PERMISSION_PROMPT_SEE,     2, FAST_KEPT},
    {GET,  "/prompts/{id}/activity",                  page_record_activity,             PERMISSION_PROMPT_SEE,     2, FAST},
    {GET,  "/prompts/{id}/preview",                   page_prompt_preview,              PERMISSION_PROMPT_READ,    2, FAST},
    {POST, "/prompts/{id}/preview",                   page_prompt_preview_post,         PERMISSION_PROMPT_READ,   FAST},
    {GET,  "/prompts/{id}/try",                       page_prompt_try,                  PERMISSION_PROMPT_READ,    2, FAST},
    {POST, "/prompts/{id}/archive",                   page_record_archive_post,         PERMISSION_PROMPT_CHANGE, FAST},
    {POST, "/prompts/{id}/restore",                   page_record_restore_post,         PERMISSION_PROMPT_CHANGE, FAST},
    {GET,  "/prompts/{id}/delete",                    page_record_delete,               PERMISSION_PROMPT_DELETE,  2, FAST},
    {POST, "/prompts/{id}/delete",                    page_record_delete_post,          PERMISSION_PROMPT_DELETE, FAST},
    {GET,  "/prompts/{id}/transfer",                  page_record_transfer,             PERMISSION_PROMPT_CHANGE,  2, FAST},
    {POST, "/prompts/{id}/transfer",                  page_record_transfer_post,        PERMISSION_PROMPT_CHANGE, FAST},

    {GET,  "/agents",                                 page_record_list,                  PERMISSION_AGENT_SEE,  2, SLOW_WITH("q")},
    {POST, "/agents/bulk",                            page_record_bulk_post,             PERMISSION_AGENT_CHANGE,  FAST},
    {GET,  "/agents/new",                             page_agent_new,                   PERMISSION_AGENT_CREATE,   2, FAST},
    {POST, "/agents/new",                             page_agent_new_post,              PERMISSION_AGENT_CREATE,  FAST},
    {GET,  "/agents/import",                          page_agent_import,                PERMISSION_AGENT_CREATE,   1, SLOW},
    {POST, "/agents/import",                          page_agent_import_post,           PERMISSION_AGENT_CREATE,  SLOW},
    {GET,  "/agents/{id}",                            page_agent_show,                  PERMISSION_AGENT_SEE,      2, FAST_KEPT},
    {GET,  "/agents/{id}/edit",                       page_agent_edit,                  PERMISSION_AGENT_CHANGE,   2, FAST},
    {POST, "/agents/{id}/edit",                       page_agent_edit_post,             PERMISSION_AGENT_CHANGE,  FAST},
    {GET,  "/agents/{id}/versions",                   page_record_version_list,         PERMISSION_AGENT_SEE,      2, FAST_KEPT},
    {GET,  "/agents/{id}/versions/{n}",               page_record_version_show,         PERMISSION_AGENT_READ,     2, FAST_KEPT},
    {POST, "/agents/{id}/versions/{n}/restore",       page_record_version_restore_post, PERMISSION_AGENT_CHANGE,  FAST},
    {GET,  "/agents/{id}/diff",                       page_record_diff,                 PERMISSION_AGENT_READ,     2, SLOW_KEPT},
    {GET,  "/agents/{id}/releases",                   page_record_releases,             PERMISSION_AGENT_SEE,      2, FAST_KEPT},
    {GET,  "/agents/{id}/releases/change",            page_record_move,                 PERMISSION_AGENT_READ,     8, SLOW},
    {GET,  "/agents/{id}/labels",                     page_record_labels,               PERMISSION_AGENT_SEE,      2, FAST},
    {POST, "/agents/{id}/releases/move",              page_label_move_post,             PERMISSION_LABEL_MOVE,    FAST},
    {POST, "/agents/{id}/releases/remove",            page_label_remove_post,           PERMISSION_LABEL_MOVE,    FAST},
    {POST, "/agents/{id}/releases/propose",           page_label_propose_post,          PERMISSION_LABEL_PROPOSE, FAST},
    {POST, "/agents/{id}/releases/{id}/approve",      page_proposal_approve_post,       PERMISSION_LABEL_APPROVE, FAST},
    {POST, "/agents/{id}/releases/{id}/reject",       page_proposal_reject_post,        PERMISSION_LABEL_APPROVE, FAST},
    {POST, "/agents/{id}/releases/{id}/withdraw",     page_proposal_withdraw_post,      PERMISSION_LABEL_PROPOSE, FAST},
    {GET,  "/agents/{id}/used-by",                    page_record_used_by,              PERMISSION_AGENT_SEE,      2, FAST_KEPT},
    {GET,  "/agents/{id}/activity",                   page_record_activity,             PERMISSION_AGENT_SEE,      2, FAST},
    {GET,  "/agents/{id}/export",                     page_agent_export,                PERMISSION_AGENT_READ,     2, FAST},
    {POST, "/agents/{id}/archive",                    page_record_archive_post,         PERMISSION_AGENT_CHANGE,  FAST},
    {POST, "/agents/{id}/restore",                    page_record_restore_post,         PERMISSION_AGENT_CHANGE,  FAST},
    {GET,  "/agents/{id}/delete",                     page_record_delete,               PERMISSION_AGENT_DELETE,   2, FAST},
    {POST, "/agents/{id}/delete",                     page_record_delete_post,          PERMISSION_AGENT_DELETE,  FAST},
    {GET,  "/agents/{id}/transfer",                   page_record_transfer,             PERMISSION_AGENT_CHANGE,   2, FAST},
    {POST, "/agents/{id}/transfer",                   page_record_transfer_post,        PERMISSION_AGENT_CHANGE,  FAST},

    {GET,  "/teams",                                  page_record_list,                   PERMISSION_TEAM_SEE,  2, SLOW_WITH("q")},
    {POST, "/teams/bulk",                             page_record_bulk_post,              PERMISSION_TEAM_CHANGE,   FAST},
    {GET,  "/teams/new",                              page_team_new,                    PERMISSION_TEAM_CREATE,    2, FAST},
    {POST, "/teams/new",                              page_team_new_post,               PERMISSION_TEAM_CREATE,   FAST},
    {GET,  "/teams/{id}",                             page_team_show,                   PERMISSION_TEAM_SEE,       2, FAST_KEPT},
    {GET,  "/teams/{id}/edit",                        page_team_edit,                   PERMISSION_TEAM_CHANGE,    3, FAST},
    {POST, "/teams/{id}/edit",                        page_team_edit_post,              PERMISSION_TEAM_CHANGE,   FAST},
    {GET,  "/teams/{id}/versions",                    page_record_version_list,         PERMISSION_TEAM_SEE,       2, FAST_KEPT},
    {GET,  "/teams/{id}/versions/{n}",                page_record_version_show,         PERMISSION_TEAM_READ,      2, FAST_KEPT},
    {POST, "/teams/{id}/versions/{n}/restore",        page_record_version_restore_post, PERMISSION_TEAM_CHANGE,   FAST},
    {GET,  "/teams/{id}/diff",                        page_record_diff,                 PERMISSION_TEAM_READ,      2, SLOW_KEPT},
    {GET,  "/teams/{id}/releases",                    page_record_releases,             PERMISSION_TEAM_SEE,       2, FAST_KEPT},
    {GET,  "/teams/{id}/releases/change",             page_record_move,                 PERMISSION_TEAM_READ,      9, SLOW},
    {GET,  "/teams/{id}/labels",                      page_record_labels,               PERMISSION_TEAM_SEE,       2, FAST},
    {POST, "/teams/{id}/releases/move",               page_label_move_post,             PERMISSION_LABEL_MOVE,    FAST},
    {POST, "/teams/{id}/releases/remove",             page_label_remove_post,           PERMISSION_LABEL_MOVE,    FAST},
    {POST, "/teams/{id}/releases/propose",            page_label_propose_post,          PERMISSION_LABEL_PROPOSE, FAST},
    {POST, "/teams/{id}/releases/{id}/approve",       page_proposal_approve_post,       PERMISSION_LABEL_APPROVE, FAST},
    {POST, "/teams/{id}/releases/{id}/reject",        page_proposal_reject_post,        PERMISSION_LABEL_APPROVE, FAST},
    {POST, "/teams/{id}/releases/{id}/withdraw",      page_proposal_withdraw_post,      PERMISSION_LABEL_PROPOSE, FAST},
    {GET,  "/teams/{id}/used-by",                     page_record_used_by,              PERMISSION_TEAM_SEE,       2, FAST_KEPT},
    {GET,  "/teams/{id}/activity",                    page_record_activity,             PERMISSION_TEAM_SEE,       2, FAST},
    {GET,  "/teams/{id}/export",                      page_team_export,                 PERMISSION_TEAM_READ,      2, FAST},
    {POST, "/teams/{id}/archive",                     page_record_archive_post,         PERMISSION_TEAM_CHANGE,   FAST},
    {POST, "/teams/{id}/restore",                     page_record_restore_post,         PERMISSION_TEAM_CHANGE,   FAST},
    {GET,  "/teams/{id}/delete",                      page_record_delete,               PERMISSION_TEAM_DELETE,    2, FAST},
    {POST, "/teams/{id}/delete",                      page_record_delete_post,          PERMISSION_TEAM_DELETE,   FAST},
    {GET,  "/teams/{id}/transfer",                    page_record_transfer,             PERMISSION_TEAM_CHANGE,    2, FAST},
    {POST, "/teams/{id}/transfer",                    page_record_transfer_post,        PERMISSION_TEAM_CHANGE,   FAST},

    {GET,  "/export",                           page_export,                       PERMISSION_EXPORT,         1, SLOW},
    {POST, "/export",                           page_export_post,                  PERMISSION_EXPORT,        SLOW},
    {GET,  "/import",                           page_import,                       PERMISSION_IMPORT,         2, SLOW},
    {POST, "/import",                           page_import_post,                  PERMISSION_IMPORT,        SLOW},
    {GET,  "/import/{id}",                      page_import_show,                  PERMISSION_IMPORT,         2, SLOW},
    {POST, "/import/{id}/check",                page_import_check_post,            PERMISSION_IMPORT,        SLOW},
    {POST, "/import/{id}/start",                page_import_start_post,            PERMISSION_IMPORT,        SLOW},
    {POST, "/import/{id}/discard",              page_import_discard_post,          PERMISSION_IMPORT,        SLOW},
    {GET,  "/starters",                         page_starters,                     PERMISSION_IMPORT,        11, SLOW},
    {POST, "/starters",                         page_starters_post,                PERMISSION_IMPORT,        SLOW},

    {GET,  "/audit",                            page_audit_list,                   PERMISSION_AUDIT_SEE,      3, FAST},
    {GET,  "/audit/{id}",                       page_audit_show,                   PERMISSION_AUDIT_SEE,      3, FAST},

    {GET,  "/settings/organization",            page_organization,                 PERMISSION_ORGANIZATION_RENAME,  3, FAST},
    {POST, "/settings/organization",            page_organization_post,            PERMISSION_ORGANIZATION_RENAME, FAST},
    {GET,  "/organizations",                    page_organization_list,            PERMISSION_ORGANIZATION_ENTER,   3, SLOW},
    {POST, "/organizations",                    page_organization_create_post,     PERMISSION_ORGANIZATION_CREATE, SLOW},
    {POST, "/organizations/{id}/enter",         page_organization_enter_post,      PERMISSION_ORGANIZATION_ENTER,  SLOW},
    {POST, "/organizations/leave",              page_organization_leave_post,      PERMISSION_ORGANIZATION_ENTER,  SLOW},
};
/* clang-format on */

const int route_count = (int)COUNT_OF(routes);
