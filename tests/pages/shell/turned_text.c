#include "pages/record/record.h"

#include "data/vault/columns.h"
#include "rich.h"

/* No text of a person is stored that makes itself read otherwise than it is: embeddings, overrides
 * and isolates are refused wherever people write, and what was typed is shown again. What models
 * read, bodies and configs, stays byte for byte (tests/http/bytes.test.mjs). */

#define TURNED "abc%E2%80%AEcba"

struct row {
    const char *columns; /* where it would be stored */
    const char *pattern; /* "*" for what all kinds have in common */
    const char *form;    /* with "^" for the text */
    const char *field;
};

#define ENDPOINT                                                                                   \
    "secret_kind=own&data_class=public&timeout_s=9&context_tokens=&currency=USD&revision=0"
#define PASSWORD "&current_password=gravel+lantern+52+orbit"
#define PERSONA  "&user_persona=Product+Manager"
#define TEXTS    "revision=1&risk_class=high&oversight_id=&review_on="

static const struct row rows[] = {
    {"organizations.name", "/settings/organization", "do=rename&name=^", "name"},
    {"organizations.name", "/organizations/{id}/rename", "new_name=^", "new_name"},
    {"organizations.name", "/organizations/new",
     "name=^&full_name=Ada&email=ada%40house.example" PASSWORD, "name"},
    {"organization_closings.reason", "/organizations/{id}/closing", "reason=^" PASSWORD, "reason"},
    {"", "/organizations/{other}/suspend", "reason=^" PASSWORD, "reason"}, /* in an event */
    {"users.full_name", "/account", "full_name=^&version=1&email=a%40b.example", "full_name"},
    {"users.email", "/account", "full_name=Ada&version=1&email=^%40b.example", "email"},
    {"users.full_name", "/users/new", "full_name=^&email=a%40b.example" PERSONA, "full_name"},
    {"users.email", "/users/new", "full_name=Ada&email=^%40b.example" PERSONA, "email"},
    {"users.full_name", "/users/{id}/edit",
     "full_name=^&version=1&email=other%40one.example" PERSONA, "full_name"},
    {"invitation_requests.full_name", "/users/ask",
     "full_name=^&email=n%40one.example&reason=Because" PERSONA, "full_name"},
    {"invitation_requests.email", "/users/ask",
     "full_name=New&email=^%40one.example&reason=Because" PERSONA, "email"},
    {"invitation_requests.reason", "/users/ask",
     "full_name=New&email=n%40one.example&reason=^" PERSONA, "reason"},
    {"approvals.reason", "/users/{id}/erase", "hand_over_to=&reason=^" PASSWORD, "reason"},
    {"approvals.reason", "/users/{colleague}/superuser", "reason=^" PASSWORD, "reason"},
    {"approvals.reason", "/settings/retention/timer", "do=ask&reason=^" PASSWORD, "reason"},
    {"approvals.reason", "/settings/retention/runs/{id}/ask", "reason=^" PASSWORD, "reason"},
    {"approvals.decision_reason", "/approvals/{id}/reject", "reason=^" PASSWORD, "reason"},
    {"legal_holds.reason", "/settings/holds", "kind=record&name=Rich%2Fanswer&reason=^" PASSWORD,
     "reason"},
    {"prompts.name prompts.folder", "/prompts/new", "type=text&body=x&name=^", "name"},
    {"prompts.description", "/prompts/new", "type=text&body=x&name=N&description=^", "description"},
    {"prompt_tags.tag", "/prompts/new", "type=text&body=x&name=N&tags=^", "tags"},
    {"prompt_versions.message", "/prompts/new", "type=text&body=x&name=N&message=^", "message"},
    {"prompt_tags.tag", "*/bulk", "do=tag&tag=^", "tag"},
    {"folder_follows.folder", "*/follow-folder", "folder=^", "folder"},
    {"prompt_labels.label protected_labels.label label_moves.label", "*/{id}/releases/move",
     "label=^&to_version=1&seen=&reason=", "label"},
    {"label_moves.reason", "*/{id}/releases/move", "label=walked&to_version=1&seen=&reason=^",
     "reason"},
    {"label_proposals.label label_proposals.reason", "*/{id}/releases/propose",
     "label=staging&to_version=2&seen=&reason=^", "reason"},
    {"label_overrides.reason label_overrides.label", "/prompts/{id}/releases/override",
     "label=walked&from_version=0&to_version=1&reason=^", "reason"},
    {"label_rules.label", "/prompts/{id}/releases/rules", "min_pass=95&do=save&label=^", "label"},
    {"stops.reason", "*/{id}/stops", "version=1&reason=^", "reason"},
    {"label_proposals.decision_reason", "*/{id}/releases/{id}/reject", "reason=^", "reason"},
    {"comments.body", "*/{id}/comments", "body=^", "body"},
    {"comments.body", "*/{id}/comments/{id}/edit", "body=^&revision=2", "body"},
    {"register_versions.purpose", "/agents/{id}/register/edit", TEXTS "&purpose=^", "purpose"},
    {"register_versions.data_categories", "/teams/{id}/register/edit", TEXTS "&data_categories=^",
     "data_categories"},
    {"register_versions.affected_people", "/agents/{id}/register/edit", TEXTS "&affected_people=^",
     "affected_people"},
    {"register_versions.risk_reason", "/teams/{id}/register/edit", TEXTS "&risk_reason=^",
     "risk_reason"},
    {"access_reviews.note", "/settings/access/prepare", "note=^", "note"},
    {"audit_views.name", "/audit/views", "name=^&action=prompt.", "name"},
    {"sso_providers.client_id", "/settings/sso",
     "issuer=https%3A%2F%2Flogin.example.org&client_secret=x&revision=0&client_id=^" PASSWORD,
     "client_id"},
    {"sso_providers.issuer", "/settings/sso",
     "client_id=x&client_secret=x&revision=0&issuer=https%3A%2F%2F^" PASSWORD, "issuer"},
    {"webhooks.url", "/settings/webhooks/new",
     "events=label.moved&kinds=prompt&revision=0&url=https%3A%2F%2F^" PASSWORD, "url"},
    {"webhooks.description", "/settings/webhooks/new",
     "url=https%3A%2F%2Fh.example&events=label.moved&kinds=prompt&revision=0&description="
     "^" PASSWORD,
     "description"},
    {"webhooks.folder", "/settings/webhooks/new",
     "url=https%3A%2F%2Fh.example&events=label.moved&kinds=prompt&revision=0&folder=^" PASSWORD,
     "folder"},
    {"model_endpoints.name", "/settings/endpoints/new",
     ENDPOINT "&url=https%3A%2F%2Fh.example"
              "&models=m&secret=x&name=^" PASSWORD,
     "name"},
    {"model_endpoints.url", "/settings/endpoints/new",
     ENDPOINT "&name=A&models=m&secret=x"
              "&url=https%3A%2F%2F^" PASSWORD,
     "url"},
    {"model_endpoints.models", "/settings/endpoints/new",
     ENDPOINT "&name=A"
              "&url=https%3A%2F%2Fh.example&secret=x&models=^" PASSWORD,
     "models"},
    {"passkeys.name", "/account/passkeys/new", "name=^" PASSWORD, "name"},
    {"service_accounts.name", "/settings/service-accounts/new", "name=^" PERSONA PASSWORD, "name"},
    {"api_tokens.name", "/account/tokens/new", "name=^" PASSWORD, "name"},
    {"api_tokens.folder", "/account/tokens/new", "name=x&folder=^" PASSWORD, "folder"},
    {"audit_views.name", "/audit/views/{id}/rename", "name=^", "name"},
};

/* Who may write there; most of it a superuser may. */
static int persona_of(const char *pattern)
{
    if (strcmp(pattern, "/users/ask") == 0)
        return PERSONA_PRODUCT_MANAGER;
    if (text_starts_with(pattern, "/approvals/"))
        return PERSONA_CUSTOMER_ADMIN; /* the superuser asked */
    return strstr(pattern, "/releases/propose") != NULL ? PERSONA_INDIVIDUAL_DEVELOPER
                                                        : FIXTURE_SUPERUSER;
}

/* What else is named or sealed: nobody writes it freely. */
static const char *const others[] = {
    "schema_migrations.name",
    "organizations.slug",               /* made from the name */
    "closing_certificates.certificate", /* made by the program */
    "users.time_zone",                  /* one of a list */
    "users.hashed_password",
    "sessions.client_address", /* from the connection; the other is left out if it turns */
    "sessions.client_agent",
    "prompts.name_key", /* made from the name */
    "prompts.sort_key",
    "prompts.marks",
    "prompts.type", /* a word */
    "prompt_versions.type",
    "prompt_tags.tag_key",
    "prompt_words.word",        /* made from the body */
    "team_members.agent_label", /* a label that is there */
    "record_counts.value",
    "record_links.target_name", /* the name of a record */
    "record_links.label",
    "agent_providers.provider", /* from the config */
    "imports.source",           /* left out if it turns (src/web/multipart.c) */
    "import_lines.name",        /* of a line that may be refused */
    "audit_events.personal_details",
    "audit_views.filters",       /* names of actions, ids and days */
    "access_review_people.line", /* made by the program of what was checked */
    "mails.content",             /* made by the program of what was checked */
    "mails.reason",              /* what a mail server says, in printable ASCII */
    "address_changes.new_email", /* checked as users.email */
    "address_changes.old_email",
    "service_accounts.name_key", /* made from the name */
    "api_token_secrets.prefix",
    "idempotency_keys.answer", /* what the program answered */
    "servings.label",          /* that a version was found by, so it was checked as a label */
    "authenticator_apps.secret",
    "recovery_sets.code_key",
    "user_provisions.external_id", /* from a provisioning service, and compared byte by byte */
    "user_provisions.given_name",  /* a part of what is checked as users.full_name */
    "model_endpoints.secret",      /* ASCII, and never shown */
    "model_endpoints.name_key",    /* made from the name */
    "model_calls.endpoint_name",   /* of an endpoint */
    "model_calls.model",
    "model_calls.request",     /* what models read stays as it is */
    "model_calls.answer",      /* what an endpoint said, shown as text */
    "test_runs.endpoint_name", /* of an endpoint */
    "test_runs.model",
    "test_runs.case_ids", /* ASCII: tests/unit/set/set_cases.c */
    "test_runs.judge_model",
    "test_runs.judge_name", /* of a prompt and an endpoint, as they were */
    "test_runs.judge_endpoint_name",
    "test_runs.judge_label", /* domain/record/label.h: ASCII */
    "test_runs.parameters",  /* numbers */
    "test_results.case_id",
    "test_results.output",     /* what an endpoint said, shown as text */
    "test_results.findings",   /* made by the program */
    "model_prices.model",      /* ASCII: tests/unit/endpoint/endpoint_price.c */
    "webhooks.secret",         /* made by the program */
    "label_overrides.missing", /* made by the program */
    "label_overrides.review",  /* a line, checked as the reason is */
    "model_calls.partial",     /* likewise */
    "model_calls.given",       /* what models read */
    "test_results.judged",     /* what an endpoint said, shown as text */
    "judge_verdicts.note",     /* tests/unit/run/run_judging.c */
    "webhooks.old_secret",
    "webhook_deliveries.record_name", /* of a record */
    "webhook_deliveries.label",
    "sso_providers.client_secret", /* of the provider, and never shown */
    "sso_providers.subject_key",
    "cards.slug",             /* of a few letters */
    "cards.provider_url",     /* a web address in ASCII */
    "card_keys.private_key",  /* made by the program */
    "sso_documents.document", /* of the provider; its addresses are ASCII */
};

static bool is_in(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at += len)
        if ((at == list || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
            return true;
    return false;
}

static bool is_known(const char *column)
{
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (strcmp(others[i], column) == 0)
            return true;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (is_in(rows[i].columns, column))
            return true;
    return false;
}

static void every_column_of_text_has_a_row(void **state)
{
    struct column column = {.table = ""};
    int unknown_count = 0;
    (void)state;
    while (columns_next(&column)) {
        char name[2 * COLUMN_NAME_LEN + 2];
        bool is_text = column.rule == COLUMN_NAME || column.rule == COLUMN_TEXT ||
                       column.rule == COLUMN_PERSON;
        (void)snprintf(name, sizeof name, "%s.%s", column.table, column.name);
        if (!is_text || column.kind > 0 || is_known(name))
            continue;
        print_error("%s has no row in tests/pages/shell/turned_text.c\n", name);
        unknown_count++;
    }
    assert_int_equal(unknown_count, 0);
}

enum { LEN = 512 };

/* Puts an id where the pattern has a word for it. */
static void put_id(char pattern[LEN], const char *word, const struct uuid *id)
{
    char text[UUID_TEXT_LEN], rest[LEN];
    char *at = strstr(pattern, word);
    if (at == NULL)
        return;
    uuid_format(id, text);
    (void)snprintf(rest, sizeof rest, "%s%s", text, at + strlen(word));
    (void)snprintf(at, LEN - (size_t)(at - pattern), "%s", rest);
}

static void fill(char out[LEN], const char *form)
{
    const char *at = strchr(form, '^');
    int before = at == NULL ? (int)strlen(form) : (int)(at - form);
    (void)snprintf(out, LEN, "%.*s%s%s", before, form, at == NULL ? "" : TURNED,
                   at == NULL ? "" : at + 1);
}

static bool has_field(const char *body, const char *format, const char *field)
{
    char wanted[64];
    (void)snprintf(wanted, sizeof wanted, format, field);
    return strstr(body, wanted) != NULL;
}

static bool is_about_retention(const char *pattern)
{
    return text_starts_with(pattern, "/settings/retention/");
}

/* 1 and a word about it if the text is not refused at its field. */
static int write_one(struct fixture *f, const struct rich *rich, const struct row *row,
                     const char *pattern)
{
    char path[LEN], form[LEN];
    fixture_use_jar(f, 0);
    fixture_sign_in(f, &f->own.users[persona_of(pattern)]);
    fixture_begin(f);
    fill(path, rich_address(f, rich, pattern));
    fill(form, row->form);
    (void)fixture_csrf(f);
    const struct response *response = fixture_post_patiently(f, path, form);
    const char *body = response->body.data == NULL ? "" : response->body.data;
    bool is_said = has_field(body, "id=\"%s-error\"", row->field) ||
                   has_field(body, "href=\"#%s\"", row->field);
    /* where there is a form: some are gone with the state of what they are about */
    bool is_kept = strstr(body, "abc\u202ecba") != NULL ||
                   (is_about_retention(pattern) && !has_field(body, "name=\"%s\"", row->field));
    if (response->status == 422 && is_said && is_kept)
        return 0;
    print_error("POST %s, %s: status %d%s%s\n", path, row->field, response->status,
                is_said ? "" : ", nothing at the field", is_kept ? "" : ", what was typed is gone");
    return 1;
}

static void no_field_takes_a_text_that_turns(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    int wrong_count = 0;
    rich_make(f, &rich);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
            char pattern[LEN];
            bool is_of_kinds = rows[i].pattern[0] == '*';
            (void)snprintf(pattern, sizeof pattern, "%s%s",
                           is_of_kinds ? record_kinds[kind].path : "",
                           rows[i].pattern + is_of_kinds);
            put_id(pattern, "{other}", &f->other.id);
            put_id(pattern, "{colleague}", &f->own.users[PERSONA_DEVOPS_ENGINEER].id);
            if (is_of_kinds || kind == 0)
                wrong_count += write_one(f, &rich, &rows[i], pattern);
        }
    assert_int_equal(wrong_count, 0);
}

int main(void)
{
    assert_int_equal(setenv("ROSTRUM_MODEL_HOSTS", "public", 1), 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_column_of_text_has_a_row),
        cmocka_unit_test_setup_teardown(no_field_takes_a_text_that_turns, fixture_open_app,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
