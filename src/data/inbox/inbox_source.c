#include "data/inbox/inbox_source.h"

#include "base/clock.h"
#include "data/approval/approval_expire.h"
#include "data/approval/approval_list.h"
#include "data/evidence/evidence_override.h"
#include "data/register/register_due.h"
#include "data/release/label_proposal_list.h"
#include "data/release/proposal_news.h"
#include "data/review/review.h"
#include "data/token/api_token_list.h"
#include "data/trail/inbox_news.h"
#include "data/transfer/import.h"
#include "data/webhook/webhook.h"

/* Of the newest open proposals those of others: one's own are for others to review. */
static void count_review(struct query *q)
{
    query_add(q, "(SELECT count(*) FROM (SELECT proposed_by FROM label_proposals "
                 "WHERE organization_id = $1 AND state = 'open' "
                 "AND created_at > ");
    query_bind(q, "", db_time(approval_proposed_since(q->db)));
    query_add(q, " ORDER BY created_at DESC, id DESC");
    query_bind(q, " LIMIT ", db_int(2 * INBOX_COUNT_MAX));
    query_add(q, ") open_ones WHERE proposed_by <> " INBOX_PERSON ")");
}

static void count_decisions(struct query *q)
{
    query_add(q, "(SELECT count(*) FROM (SELECT proposal_id FROM proposal_news "
                 "WHERE organization_id = $1 AND user_id = " INBOX_PERSON);
    query_bind(q, " LIMIT ", db_int(INBOX_COUNT_MAX));
    query_add(q, ") decided)");
}

static void count_tokens(struct query *q)
{
    query_add(q, "(SELECT count(*) FROM (" API_TOKEN_ENDING(INBOX_PERSON));
    query_bind(q, "AND expires_at < ", db_time(clock_now() + TOKEN_SOON));
    query_bind(q, " LIMIT ", db_int(INBOX_COUNT_MAX));
    query_add(q, ") ending)");
}

static void count_imports(struct query *q)
{
    query_add(q, "(SELECT count(*) FROM (SELECT state, phase, totals FROM imports "
                 "WHERE organization_id = $1 AND user_id = " INBOX_PERSON " AND expires_at > $2 "
                 "ORDER BY created_at DESC");
    query_bind(q, " LIMIT ", db_int(INBOX_COUNT_MAX));
    query_add(q, ") recent WHERE " IMPORT_WAITS ")");
}

static void count_invitations(struct query *q)
{
    query_add(q, "(SELECT count(*) FROM (SELECT id FROM invitation_requests "
                 "WHERE organization_id = $1 AND state = 'waiting'");
    query_bind(q, " LIMIT ", db_int(INBOX_COUNT_MAX));
    query_add(q, ") asked)");
}

/* What waits for a second person, and one's own that may be carried out. */
static void count_approvals(struct query *q)
{
    query_add(q, "(SELECT count(*) FROM (SELECT state, requested_by FROM approvals "
                 "WHERE organization_id = $1 AND state IN ('waiting', 'approved') "
                 "AND expires_at > $2 ORDER BY expires_at");
    query_bind(q, " LIMIT ", db_int(INBOX_COUNT_MAX));
    query_add(q, ") live WHERE (state = 'waiting') = (requested_by <> " INBOX_PERSON "))");
}

static void count_reviews(struct query *q)
{
    register_due_add_count(q, INBOX_PERSON, INBOX_COUNT_MAX);
}

/* One: the newest run, if it is a dry one in which something is due. */
static void count_retention(struct query *q)
{
    query_add(q, "(SELECT count(*) FROM (SELECT is_live, state, due_count FROM retention_runs "
                 "WHERE organization_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1) newest "
                 "WHERE NOT is_live AND state = 'listed' AND due_count > 0)");
}

static void count_access(struct query *q)
{
    review_due_add_count(q);
}

/* Those of others. */
static void count_overrides(struct query *q)
{
    query_add(q, "(SELECT count(*) FROM (SELECT moved_by FROM label_overrides "
                 "WHERE organization_id = $1 AND reviewed_at IS NULL "
                 "ORDER BY created_at DESC, id DESC");
    query_bind(q, " LIMIT ", db_int(2 * INBOX_COUNT_MAX));
    query_add(q, ") unreviewed WHERE moved_by <> " INBOX_PERSON ")");
}

static void count_webhooks(struct query *q)
{
    webhook_off_add_count(q);
}

static void count_comments(struct query *q)
{
    inbox_news_add_comment_count(q, INBOX_PERSON);
}

static void count_changes(struct query *q)
{
    inbox_news_add_event_count(q, INBOX_PERSON);
}

/* ---- those whom the person may decide about ------------------------------------------------- */

/* As many pages of a list as it may take to count INBOX_COUNT_MAX. */
enum { PAGES_MAX = 2 * INBOX_COUNT_MAX / LABEL_PROPOSAL_LIMIT };

static const struct evidence_override_filter open_overrides = {.is_open_only = true};

static const struct label_proposal_filter open_proposals = {.is_open_only = true, .cursor = ""};

static void proposals_ahead(struct db *db, const struct actor *actor)
{
    label_proposal_ahead(db, actor, &open_proposals);
}

static enum err decide_proposals(struct db *db, const struct actor *actor, int *count)
{
    struct label_proposal_filter filter = open_proposals;
    struct label_proposal_list list;
    enum err err = ERR_NONE;
    *count = 0;
    for (int page = 0; page < PAGES_MAX && filter.cursor != NULL && *count < INBOX_COUNT_MAX;
         page++) {
        err = label_proposal_list(db, actor, &filter, &list);
        if (err != ERR_NONE)
            return err;
        for (int i = 0; i < list.count; i++)
            *count += list.proposals[i].may_decide;
        filter.cursor = list.next;
    }
    return err;
}

static void approvals_ahead(struct db *db, const struct actor *actor)
{
    approval_list_ahead(db, actor, true);
}

static enum err decide_approvals(struct db *db, const struct actor *actor, int *count)
{
    struct approval_filter filter = {.is_live_only = true, .cursor = ""};
    struct approval_list list;
    enum err err = ERR_NONE;
    *count = 0;
    for (int page = 0; page < PAGES_MAX && filter.cursor != NULL && *count < INBOX_COUNT_MAX;
         page++) {
        err = approval_list(db, actor, &filter, &list);
        if (err != ERR_NONE)
            return err;
        for (int i = 0; i < list.count; i++)
            *count += approval_waits_for(&list.items[i], actor);
        filter.cursor = list.next;
    }
    return err;
}

static void overrides_ahead(struct db *db, const struct actor *actor)
{
    evidence_override_ahead(db, actor, &open_overrides);
}

static enum err decide_overrides(struct db *db, const struct actor *actor, int *count)
{
    struct evidence_overrides list;
    *count = 0;
    enum err err = evidence_override_list(db, actor, &open_overrides, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        *count += list.items[i].may_review && list.items[i].record_name != NULL;
    return err;
}

const struct inbox_source inbox_sources[INBOX_SOURCE_COUNT] = {
    [INBOX_REVIEW] = {PERMISSION_LABEL_APPROVE, count_review, NULL, decide_proposals,
                      proposals_ahead, PERMISSION_LABEL_PROPOSE},
    [INBOX_DECISION] = {PERMISSION_SIGNED_IN, count_decisions, proposal_news_mark_read},
    [INBOX_TOKEN] = {PERMISSION_SIGNED_IN, count_tokens, NULL},
    [INBOX_IMPORT] = {PERMISSION_IMPORT, count_imports, NULL},
    [INBOX_INVITATION] = {PERMISSION_USER_CHANGE, count_invitations, NULL},
    [INBOX_APPROVAL] = {PERMISSION_RETENTION, count_approvals, NULL, decide_approvals,
                        approvals_ahead, PERMISSION_SIGNED_IN},
    [INBOX_REGISTER] = {PERMISSION_AGENT_READ, count_reviews, NULL},
    [INBOX_RETENTION] = {PERMISSION_RETENTION, count_retention, NULL},
    [INBOX_ACCESS] = {PERMISSION_USER_CHANGE, count_access, NULL},
    [INBOX_OVERRIDE] = {PERMISSION_LABEL_APPROVE, count_overrides, NULL, decide_overrides,
                        overrides_ahead, PERMISSION_LABEL_APPROVE},
    [INBOX_WEBHOOK] = {PERMISSION_WEBHOOK, count_webhooks, NULL},
    [INBOX_COMMENT] = {PERMISSION_COMMENT_ADD, count_comments, NULL},
    [INBOX_CHANGE] = {PERMISSION_SIGNED_IN, count_changes, NULL},
};

const char *const inbox_source_names[INBOX_SOURCE_COUNT + 1] = {
    [INBOX_TOKEN] = "token",       [INBOX_REVIEW] = "review",         [INBOX_DECISION] = "decision",
    [INBOX_IMPORT] = "import",     [INBOX_INVITATION] = "invitation", [INBOX_APPROVAL] = "approval",
    [INBOX_REGISTER] = "register", [INBOX_RETENTION] = "retention",   [INBOX_COMMENT] = "comment",
    [INBOX_CHANGE] = "change",     [INBOX_ACCESS] = "access",         [INBOX_WEBHOOK] = "webhook",
    [INBOX_OVERRIDE] = "override",
};
