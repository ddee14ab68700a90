#ifndef TESTS_PLANT_ROWS_H
#define TESTS_PLANT_ROWS_H

#include <stddef.h>

/* What plant.c can't type a mark into, or find one in. */

/* Sealed columns that no field of a form ends in. NULL: whatever the table or the column. */
static const struct {
    const char *table, *column;
} never_typed[] = {
    {"organization_closings", NULL}, /* its approval's */
    {"mails", NULL},                 /* there is no mail here: account.c and address_change.c */
    {"address_changes", NULL},       /* look at what it carries */
    {"idempotency_keys", NULL},      /* of programs, which fill in no form */
    {"user_provisions", NULL},       /* likewise: tests/unit/api/scim.c */
    {"authenticator_apps", "secret"},
    {"recovery_sets", "code_key"},
    {"access_reviews", "note"},     /* of one that is prepared: tests/pages/review/review.c */
    {"access_review_people", NULL}, /* as they were before */
    {"webhooks", "secret"},         /* made here */
    {"webhooks", "old_secret"},
    {"model_calls", NULL},     /* pages/endpoint/endpoint_try.c */
    {"label_overrides", NULL}, /* of a move that a rule refuses: pages/evidence/evidence.c */
    {"test_runs", NULL},       /* numbers */
    {"carried_runs", NULL},    /* of a record and a test set: unit/run/run_carry.c */
    {"test_results", NULL},    /* what models say: pages/run/run.c */
    {"judge_verdicts", NULL},  /* of a run: tests/unit/run/run_judging.c */
    {"sso_providers", "subject_key"},
    {"card_keys", "private_key"},
    {"cards", "provider_url"}, /* a web address: pages/card/card.c */
    {"sso_documents", NULL},   /* comes from the provider: pages/sso/sso_login.c */
    {"passkeys", "name"}, /* comes with what an authenticator signed: pages/sign_in/passkey.c */
    {NULL, "hashed_password"},
    {NULL, "client_address"},
    {NULL, "members"},
    {NULL, "what"},
    {NULL, "filters"},
};

/* Fields that take no mark: numbers, and what must be the name or the password of something that is
 * there. A field without a pattern is so in every form. */
static const struct {
    const char *pattern;
    const char *field;
} never_taken[] = {
    {"/settings/runners/new", "name"}, /* with a key: tests/pages/runner/runner.c */
    {"/settings/runners/new", "public_key"},
    {NULL, "model_temperature"},
    {NULL, "model_top_p"},
    {NULL, "model_max_output_tokens"},
    {NULL, "prompt_version"},
    {NULL, "limit_max_turns"},
    {NULL, "limit_timeout_s"},
    {NULL, "limit_max_tokens"},
    {NULL, "max_messages"},
    {NULL, "max_turns"},
    {NULL, "timeout_s"},
    {NULL, "max_tokens"},
    {NULL, "context_tokens"},
    {NULL, "currency"},
    {NULL, "handoff"},
    {NULL, "repeats"},
    {NULL, "min_pass"},
    {NULL, "max_age_days"},
    {NULL, "token_cap"},
    {NULL, "cost_cap"},
    {NULL, "floor"},
    {"/delete", "name"},
    {"/sets/new", "judge"},        /* with a label or a version of it */
    {"/sets/{id}/edit", "target"}, /* a prompt that is there */
    {"/sets/{id}/edit", "judge"},
    {"/tests/import", "set_version"},
    {"/tests/import", "version"},
    {"/tests/import", "file"}, /* results of promptfoo: tests/http/results_import.test.mjs */
    {"/login", "email"},
    {"/login", "password"},
    {"/account/second-factor", "code"}, /* of an app */
    {"/account/passkeys/new", "name"},  /* the script sends the rest */
    {"/account/tokens/new", "folder"},  /* with the scopes that a folder allows, and no other */
};

#endif
