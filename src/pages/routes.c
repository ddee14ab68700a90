#include "pages/routes.h"

#include "domain/policy.h"
#include "pages/handlers.h"

/* Short names, so that a row is a line and the table can be read down its columns. */
#define GET  HTTP_GET
#define POST HTTP_POST
#define FAST POOL_FAST
#define SLOW POOL_SLOW

/* clang-format off */
const struct route routes[] = {
    {GET,  "/",                                 page_start,                        PERMISSION_SIGNED_IN,     FAST},
    {GET,  "/help",                             page_help,                         PERMISSION_SIGNED_IN,     FAST},
    {GET,  "/search",                           page_search,                       PERMISSION_SIGNED_IN,     SLOW},
    {GET,  "/healthz",                          page_health,                       PERMISSION_PUBLIC,        FAST},
    {GET,  "/readyz",                           page_ready,                        PERMISSION_PUBLIC,        FAST},
    {POST, "/theme",                            page_theme_post,                   PERMISSION_PUBLIC,        FAST},

    {GET,  "/setup",                            page_setup,                        PERMISSION_PUBLIC,        SLOW},
    {POST, "/setup",                            page_setup_post,                   PERMISSION_PUBLIC,        SLOW},
    {GET,  "/login",                            page_login,                        PERMISSION_PUBLIC,        SLOW},
    {POST, "/login",                            page_login_post,                   PERMISSION_PUBLIC,        SLOW},
    {POST, "/logout",                           page_logout_post,                  PERMISSION_SIGNED_IN,     FAST},
    {GET,  "/invite/{token}",                   page_invite,                       PERMISSION_PUBLIC,        SLOW},
    {POST, "/invite/{token}",                   page_invite_post,                  PERMISSION_PUBLIC,        SLOW},
    {GET,  "/reset/{token}",                    page_reset,                        PERMISSION_PUBLIC,        SLOW},
    {POST, "/reset/{token}",                    page_reset_post,                   PERMISSION_PUBLIC,        SLOW},

    {GET,  "/account",                          page_account,                      PERMISSION_SIGNED_IN,     SLOW},
    {POST, "/account",                          page_account_post,                 PERMISSION_SIGNED_IN,     SLOW},
    {GET,  "/account/password",                 page_account_password,             PERMISSION_SIGNED_IN,     SLOW},
    {POST, "/account/password",                 page_account_password_post,        PERMISSION_SIGNED_IN,     SLOW},
    {GET,  "/account/sessions",                 page_account_sessions,             PERMISSION_SIGNED_IN,     FAST},
    {POST, "/account/sessions/{id}/revoke",     page_account_session_revoke_post,  PERMISSION_SIGNED_IN,     FAST},
    {POST, "/account/sessions/revoke-others",   page_account_sessions_revoke_others_post, PERMISSION_SIGNED_IN, FAST},

    {GET,  "/users",                            page_user_list,                    PERMISSION_USER_SEE,      SLOW},
    {GET,  "/users/new",                        page_user_new,                     PERMISSION_USER_CHANGE,   SLOW},
    {POST, "/users/new",                        page_user_new_post,                PERMISSION_USER_CHANGE,   SLOW},
    {GET,  "/users/{id}",                       page_user_show,                    PERMISSION_USER_SEE,      SLOW},
    {GET,  "/users/{id}/edit",                  page_user_edit,                    PERMISSION_USER_CHANGE,   SLOW},
    {POST, "/users/{id}/edit",                  page_user_edit_post,               PERMISSION_USER_CHANGE,   SLOW},
    {GET,  "/users/{id}/deactivate",            page_user_deactivate,              PERMISSION_USER_CHANGE,   SLOW},
    {POST, "/users/{id}/deactivate",            page_user_deactivate_post,         PERMISSION_USER_CHANGE,   SLOW},
    {POST, "/users/{id}/activate",              page_user_activate_post,           PERMISSION_USER_CHANGE,   SLOW},
    {GET,  "/users/{id}/hand-over",             page_user_hand_over,               PERMISSION_USER_CHANGE,   SLOW},
    {POST, "/users/{id}/hand-over",             page_user_hand_over_post,          PERMISSION_USER_CHANGE,   SLOW},
    {POST, "/users/{id}/link",                  page_user_link_post,               PERMISSION_USER_CHANGE,   SLOW},

    {GET,  "/prompts",                          page_prompt_list,                  PERMISSION_PROMPT_SEE,    FAST},
    {POST, "/prompts/bulk",                     page_prompt_bulk_post,             PERMISSION_PROMPT_CHANGE, FAST},
    {GET,  "/prompts/new",                      page_prompt_new,                   PERMISSION_PROMPT_CREATE, FAST},
    {POST, "/prompts/new",                      page_prompt_new_post,              PERMISSION_PROMPT_CREATE, FAST},
    {GET,  "/prompts/{id}",                     page_prompt_show,                  PERMISSION_PROMPT_SEE,    FAST},
    {GET,  "/prompts/{id}/edit",                page_prompt_edit,                  PERMISSION_PROMPT_CHANGE, FAST},
    {POST, "/prompts/{id}/edit",                page_prompt_edit_post,             PERMISSION_PROMPT_CHANGE, FAST},
    {GET,  "/prompts/{id}/versions",            page_prompt_version_list,          PERMISSION_PROMPT_SEE,    FAST},
    {GET,  "/prompts/{id}/versions/{n}",        page_prompt_version_show,          PERMISSION_PROMPT_READ,   FAST},
    {POST, "/prompts/{id}/versions/{n}/restore", page_prompt_version_restore_post, PERMISSION_PROMPT_CHANGE, FAST},
    {GET,  "/prompts/{id}/diff",                page_prompt_diff,                  PERMISSION_PROMPT_READ,   SLOW},
    {GET,  "/prompts/{id}/try",                 page_prompt_try,                   PERMISSION_PROMPT_READ,   FAST},
    {POST, "/prompts/{id}/try",                 page_prompt_try_post,              PERMISSION_PROMPT_READ,   FAST},
    {GET,  "/prompts/{id}/labels",              page_prompt_labels,                PERMISSION_PROMPT_SEE,    FAST},
    {POST, "/prompts/{id}/labels/move",         page_label_move_post,              PERMISSION_LABEL_MOVE,    FAST},
    {POST, "/prompts/{id}/labels/remove",       page_label_remove_post,            PERMISSION_LABEL_MOVE,    FAST},
    {POST, "/prompts/{id}/labels/propose",      page_label_propose_post,           PERMISSION_LABEL_PROPOSE, FAST},
    {POST, "/prompts/{id}/proposals/{id}/approve", page_proposal_approve_post,     PERMISSION_LABEL_APPROVE, FAST},
    {POST, "/prompts/{id}/proposals/{id}/reject", page_proposal_reject_post,       PERMISSION_LABEL_APPROVE, FAST},
    {POST, "/prompts/{id}/proposals/{id}/withdraw", page_proposal_withdraw_post,   PERMISSION_LABEL_PROPOSE, FAST},
    {POST, "/prompts/{id}/archive",             page_prompt_archive_post,          PERMISSION_PROMPT_CHANGE, FAST},
    {POST, "/prompts/{id}/restore",             page_prompt_restore_post,          PERMISSION_PROMPT_CHANGE, FAST},
    {GET,  "/prompts/{id}/delete",              page_prompt_delete,                PERMISSION_PROMPT_DELETE, FAST},
    {POST, "/prompts/{id}/delete",              page_prompt_delete_post,           PERMISSION_PROMPT_DELETE, FAST},
    {GET,  "/prompts/{id}/transfer",            page_prompt_transfer,              PERMISSION_PROMPT_CHANGE, FAST},
    {POST, "/prompts/{id}/transfer",            page_prompt_transfer_post,         PERMISSION_PROMPT_CHANGE, FAST},

    {GET,  "/agents",                           page_agent_list,                   PERMISSION_AGENT_SEE,     FAST},
    {POST, "/agents/bulk",                      page_agent_bulk_post,              PERMISSION_AGENT_CHANGE,  FAST},
    {GET,  "/agents/new",                       page_agent_new,                    PERMISSION_AGENT_CREATE,  FAST},
    {POST, "/agents/new",                       page_agent_new_post,               PERMISSION_AGENT_CREATE,  FAST},
    {GET,  "/agents/import",                    page_agent_import,                 PERMISSION_AGENT_CREATE,  SLOW},
    {POST, "/agents/import",                    page_agent_import_post,            PERMISSION_AGENT_CREATE,  SLOW},
    {GET,  "/agents/{id}",                      page_agent_show,                   PERMISSION_AGENT_SEE,     FAST},
    {GET,  "/agents/{id}/edit",                 page_agent_edit,                   PERMISSION_AGENT_CHANGE,  FAST},
    {POST, "/agents/{id}/edit",                 page_agent_edit_post,              PERMISSION_AGENT_CHANGE,  FAST},
    {GET,  "/agents/{id}/versions",             page_agent_version_list,           PERMISSION_AGENT_SEE,     FAST},
    {GET,  "/agents/{id}/versions/{n}",         page_agent_version_show,           PERMISSION_AGENT_READ,    FAST},
    {POST, "/agents/{id}/versions/{n}/restore", page_agent_version_restore_post,   PERMISSION_AGENT_CHANGE,  FAST},
    {GET,  "/agents/{id}/diff",                 page_agent_diff,                   PERMISSION_AGENT_READ,    SLOW},
    {GET,  "/agents/{id}/export",               page_agent_export,                 PERMISSION_AGENT_READ,    FAST},
    {POST, "/agents/{id}/archive",              page_agent_archive_post,           PERMISSION_AGENT_CHANGE,  FAST},
    {POST, "/agents/{id}/restore",              page_agent_restore_post,           PERMISSION_AGENT_CHANGE,  FAST},
    {GET,  "/agents/{id}/delete",               page_agent_delete,                 PERMISSION_AGENT_DELETE,  FAST},
    {POST, "/agents/{id}/delete",               page_agent_delete_post,            PERMISSION_AGENT_DELETE,  FAST},
    {GET,  "/agents/{id}/transfer",             page_agent_transfer,               PERMISSION_AGENT_CHANGE,  FAST},
    {POST, "/agents/{id}/transfer",             page_agent_transfer_post,          PERMISSION_AGENT_CHANGE,  FAST},

    {GET,  "/teams",                            page_team_list,                    PERMISSION_TEAM_SEE,      FAST},
    {POST, "/teams/bulk",                       page_team_bulk_post,               PERMISSION_TEAM_CHANGE,   FAST},
    {GET,  "/teams/new",                        page_team_new,                     PERMISSION_TEAM_CREATE,   FAST},
    {POST, "/teams/new",                        page_team_new_post,                PERMISSION_TEAM_CREATE,   FAST},
    {GET,  "/teams/{id}",                       page_team_show,                    PERMISSION_TEAM_SEE,      FAST},
    {GET,  "/teams/{id}/edit",                  page_team_edit,                    PERMISSION_TEAM_CHANGE,   FAST},
    {POST, "/teams/{id}/edit",                  page_team_edit_post,               PERMISSION_TEAM_CHANGE,   FAST},
    {GET,  "/teams/{id}/export",                page_team_export,                  PERMISSION_TEAM_READ,     FAST},
    {POST, "/teams/{id}/archive",               page_team_archive_post,            PERMISSION_TEAM_CHANGE,   FAST},
    {POST, "/teams/{id}/restore",               page_team_restore_post,            PERMISSION_TEAM_CHANGE,   FAST},
    {GET,  "/teams/{id}/delete",                page_team_delete,                  PERMISSION_TEAM_DELETE,   FAST},
    {POST, "/teams/{id}/delete",                page_team_delete_post,             PERMISSION_TEAM_DELETE,   FAST},
    {GET,  "/teams/{id}/transfer",              page_team_transfer,                PERMISSION_TEAM_CHANGE,   FAST},
    {POST, "/teams/{id}/transfer",              page_team_transfer_post,           PERMISSION_TEAM_CHANGE,   FAST},

    {GET,  "/export",                           page_export,                       PERMISSION_EXPORT,        SLOW},
    {POST, "/export",                           page_export_post,                  PERMISSION_EXPORT,        SLOW},
    {GET,  "/import",                           page_import,                       PERMISSION_IMPORT,        SLOW},
    {POST, "/import",                           page_import_post,                  PERMISSION_IMPORT,        SLOW},
    {GET,  "/import/{id}",                      page_import_show,                  PERMISSION_IMPORT,        SLOW},
    {POST, "/import/{id}/check",                page_import_check_post,            PERMISSION_IMPORT,        SLOW},
    {POST, "/import/{id}/start",                page_import_start_post,            PERMISSION_IMPORT,        SLOW},
    {POST, "/import/{id}/discard",              page_import_discard_post,          PERMISSION_IMPORT,        SLOW},
    {GET,  "/starters",                         page_starters,                     PERMISSION_IMPORT,        SLOW},
    {POST, "/starters",                         page_starters_post,                PERMISSION_IMPORT,        SLOW},

    {GET,  "/audit",                            page_audit_list,                   PERMISSION_AUDIT_SEE,     FAST},
    {GET,  "/audit/{n}",                        page_audit_show,                   PERMISSION_AUDIT_SEE,     FAST},

    {GET,  "/settings/organization",            page_organization,                 PERMISSION_ORGANIZATION_RENAME, FAST},
    {POST, "/settings/organization",            page_organization_post,            PERMISSION_ORGANIZATION_RENAME, FAST},
};
/* clang-format on */

const int route_count = (int)COUNT_OF(routes);
