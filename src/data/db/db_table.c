#include "data/db/db_table.h"

#include <string.h>

#include "base/text.h"
#include "data/db/db_internal.h"

/* Audited, while reading, alone, visible. */
#define USUAL   true, false, false, true, NULL
#define SIGN_IN true, false, true, true
#define UNSEEN  true, false, false, false
#define COUNTED false, false, false, true
#define QUEUE   false, false, false, false
#define SESSION false, false, true, false
#define LOG     false, true, true, false
#define FACTOR  true, false, true, false

const struct db_table db_tables[] = {
    {"organizations", USUAL},
    {"organization_closings", USUAL},
    {"closing_certificates", USUAL},
    {"record_sizes", QUEUE, "counts what has events; and no page shows it"},
    {"organization_usage", COUNTED, "counts what has events, and limits that have one"},
    {"data_keys", USUAL}, /* without a person's key the name is gone */
    {"users", SIGN_IN, "a hash made anew at sign-in: only a change of that very person waits"},
    {"prompts", USUAL},
    {"prompt_versions", USUAL},
    {"prompt_tags", USUAL},
    {"prompt_labels", USUAL},
    {"agents", USUAL},
    {"agent_versions", USUAL},
    {"agent_tags", USUAL},
    {"agent_labels", USUAL},
    {"stops", USUAL},
    {"teams", USUAL},
    {"team_versions", USUAL},
    {"team_tags", USUAL},
    {"team_labels", USUAL},
    {"team_members", USUAL},
    {"sets", USUAL},
    {"set_versions", USUAL},
    {"set_tags", USUAL},
    {"set_labels", USUAL},
    {"set_words", USUAL},
    {"prompt_words", USUAL},
    {"agent_words", USUAL},
    {"team_words", USUAL},
    {"record_links", USUAL},
    {"protected_labels", USUAL},
    {"label_proposals", USUAL},
    {"label_moves", USUAL},
    {"label_rules", USUAL},
    {"label_overrides", USUAL},
    {"label_evidence", USUAL},
    {"cards", USUAL},
    {"card_keys", USUAL},
    {"card_signatures", LOG, "the first signature of what a card says; the card has its events"},
    {"comments", USUAL},
    {"comment_mentions", USUAL},
    {"record_follows", USUAL}, /* pages that are kept say whether one follows */
    {"folder_follows", USUAL},
    {"register_entries", USUAL},
    {"register_versions", USUAL},
    {"agent_providers", COUNTED, "follow the configs of agents, whose changes have their events"},
    {"record_counts", COUNTED, "counts records, whose changes have their events"},
    {"addresses", UNSEEN, "what sign-in searches; written with the person"},
    {"user_provisions", UNSEEN, "only a person's page and the service itself read them"},
    {"one_time_links", USUAL},   /* every page says that a password was reset */
    {"service_accounts", USUAL}, /* whose token it is, is kept under the version (api_token.c) */
    {"api_tokens", USUAL},
    {"api_token_secrets", USUAL},
    {"idempotency_keys", SESSION, "note what a program asked; the change has its events"},
    {"api_token_uses", SESSION, "that a token was used is no change; content never names it"},
    {"servings", SESSION, "count what programs were served, which is no change; never kept"},
    {"served_records", SESSION, "likewise"},
    {"mails", SESSION, "what a mail is about has its event; that it was sent changes nothing"},
    {"reset_requests", SESSION, "asked by nobody who is known; what comes of it has its event"},
    {"mail_choices", SESSION, "what a person knows already is no change; choosing has its event"},
    {"address_changes", UNSEEN, "only the links of its mails, and the person's profile, show it"},
    {"invitation_requests", USUAL}, /* how much waits for a person is kept: inbox.c */
    {"approvals", USUAL},
    {"access_reviews", COUNTED, "how far one is prepared; signing it has its event"},
    {"access_review_people", QUEUE, "how far one is prepared; signing it has its event"},
    {"erasures", QUEUE, "how far the search came is no change; what is decided has its events"},
    {"erasure_findings", QUEUE, "likewise"},
    {"legal_holds", UNSEEN, "only pages about holds and retention show them, and are never kept"},
    {"retention_rules", UNSEEN, "likewise"},
    {"retention_runs", COUNTED,
     "how far a run is; what it begins, deletes and ends has its events"},
    {"retention_lines", QUEUE, "what a run found, which is no change"},
    {"audit_views", UNSEEN, "a person's own filters, which nothing that is kept names"},
    {"sessions", SESSION,
     "they have events of their own, except for being seen; content never "
     "names them, and what ends those of a person bears with a wait"},
    {"sign_in_steps", SESSION, "what leads to a session, whose beginning or refusal has its event"},
    {"authenticator_apps", FACTOR, "only sign-in and the person's own page read them"},
    {"recovery_sets", FACTOR, "likewise"},
    {"recovery_codes", FACTOR, "likewise"},
    {"passkeys", FACTOR, "only sign-in and the person's own page read them"},
    {"passkey_challenges", SESSION, "what was answered, which has its event"},
    {"factor_rules", USUAL}, /* what a session must have is kept: session_row.c */
    {"sso_providers", UNSEEN, "only sign-in and the page that sets it read them"},
    {"sso_documents", LOG, "what a provider says of itself, kept for an hour; no page shows it"},
    {"sso_accounts", FACTOR,
     "only sign-in and pages about people, which are never kept, read them"},
    {"sso_changes", UNSEEN, "only approvals read them"},
    {"sso_returns", SESSION,
     "what came back, and leads to a session, whose beginning has its event"},
    {"webhooks", USUAL},
    {"webhook_health", QUEUE, "how it goes with an endpoint; what people change has its event"},
    {"webhook_deliveries", QUEUE, "what is to be sent of changes, which have their events"},
    {"model_endpoints", UNSEEN,
     "only pages about endpoints and calls show them, and are never kept"},
    {"model_prices", UNSEEN, "likewise"},
    {"model_calls", SESSION, "what was asked has its event; what came of it is for who asked"},
    {"runner_keys", UNSEEN, "only pages about them and about starting runs show them, never kept"},
    {"record_classes", UNSEEN, "only pages about calls show them, and are never kept"},
    {"test_runs", COUNTED, "how far a run is; what it begins and ends has its events"},
    {"carried_runs", COUNTED,
     "what is carried of a run, whose beginning and end have their events"},
    {"test_results", QUEUE, "what came of a case; the end of the run has its event"},
    {"judge_verdicts", USUAL},
    {"factor_removals", USUAL},
    {"account_changes", UNSEEN, "only approvals read them"},
    {"user_seen", SESSION, "that a person was seen is no change; content never names it"},
    {"inbox_reads", COUNTED, "what a person has read is no change, but counts"},
    {"proposal_news", COUNTED, "that a decision was read; the decision has its event"},
    {"imports", COUNTED, "how far an import is prepared; what it changes has its events"},
    {"import_lines", QUEUE, "an import that is only prepared changes nothing"},
    {"key_rotations", QUEUE, "how far a replacement of data keys is; each batch has its event"},
    {"content_versions", QUEUE, "follow the changes of the others"},
    {"installation", QUEUE, "checks of keys, before there are actors; the rest has events"},
    {"schema_migrations", QUEUE, "likewise"},
    {"signing_keys", QUEUE, "public halves of keys, added before there are actors"},
    {"audit_events", LOG, "they are the events, also of reads and refusals; only ever added to"},
    {"audit_sequence", LOG, "their numbers, written by one at a time, after the changes"},
    {"audit_heads", LOG, "the number of the last one, and the tree of all; likewise"},
    {"audit_nodes", LOG, "of the tree; likewise"},
    {"audit_checkpoints", LOG, "signed statements about it; likewise"},
    {"audit_queue", LOG, "those without a number: added to, and emptied by one at a time"},
    {"audit_refusals", LOG, "count how often an event of the log happened; nothing else shows it"},
    {"attempts", LOG, "count what is not verified yet, also for reads; of no customer"},
    {"daily_counts", LOG, "counts events; failed sign-ins have rows that content never counts in"},
};
const int db_table_count = (int)COUNT_OF(db_tables);

static const struct db_table *find(const char *name, size_t len)
{
    static const struct db_table unlisted = {"", USUAL};
    for (size_t i = 0; i < COUNT_OF(db_tables); i++)
        if (strlen(db_tables[i].name) == len && strncmp(name, db_tables[i].name, len) == 0)
            return &db_tables[i];
    return &unlisted;
}

const struct db_table *db_changed_table(const char *sql)
{
    static const char *const verbs[] = {"INSERT INTO ", "UPDATE ", "DELETE FROM "};
    for (size_t i = 0; i < COUNT_OF(verbs); i++) {
        if (!text_starts_with(sql, verbs[i]))
            continue;
        const char *name = sql + strlen(verbs[i]);
        return find(name, strcspn(name, " ("));
    }
    return NULL;
}

void db_only_read(struct db *db)
{
    db->is_reading = true;
}
