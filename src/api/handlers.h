#ifndef API_HANDLERS_H
#define API_HANDLERS_H

#include "web/route.h"

/* Every handler of the route tables for programs, by file. Their addresses and rights stand in
 * the tables of dialect.c. */

/* record_get.c, record_list.c, record_versions.c */
call_handler api_record_get, api_record_get_by_name, api_record_list;
/* record_write.c, label_write.c */
call_handler api_record_create, api_record_update, api_record_archive, api_record_restore;
call_handler api_record_delete, api_version_restore, api_label_put, api_label_delete;
call_handler api_label_override;
call_handler api_proposal_list, api_proposal_get, api_proposal_create, api_proposal_withdraw;
call_handler api_version_list, api_version_get, api_label_list;
/* stop_write.c */
call_handler api_record_stop, api_record_resume, api_stop_list;
/* run_call.c, run_results_call.c */
call_handler api_run_estimate, api_run_create, api_run_list, api_run_get, api_run_cancel;
call_handler api_run_results, api_run_junit;
/* rule_call.c, override_call.c */
call_handler api_rule_list, api_rule_put, api_rule_delete;
call_handler api_override_list, api_override_list_open, api_override_review;
/* usage.c */
call_handler api_record_usage;

/* user.c, event.c, search_call.c, transfer_call.c, framework_call.c, bundle_call.c,
 * description.c */
call_handler api_user_list, api_user_get, api_event_list, api_event_get, api_search;
call_handler api_export, api_record_export, api_import_create, api_import_get, api_import_start;
call_handler api_import_discard, api_framework_export, api_bundle, api_description;

/* scim_discovery.c, scim_user.c, scim_write.c */
call_handler scim_provider, scim_type_list, scim_type_get, scim_schema_list, scim_schema_get;
call_handler scim_user_list, scim_user_get;
call_handler scim_user_create, scim_user_replace, scim_user_patch, scim_user_delete;
/* a2a_card.c */
call_handler a2a_card, a2a_keys;

/* langfuse/ */
call_handler langfuse_prompt_get, langfuse_prompt_list, langfuse_prompt_create;
call_handler langfuse_prompt_label, langfuse_prompt_delete;
call_handler langfuse_health, langfuse_project_list, langfuse_ingest, langfuse_traces;
/* mcp/mcp_serve.c, mlflow/mlflow_model.c */
call_handler mcp_serve;
call_handler mlflow_model_get, mlflow_model_search, mlflow_version_get, mlflow_version_search;
call_handler mlflow_alias_get;

#endif
