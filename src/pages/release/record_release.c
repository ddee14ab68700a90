#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "data/record/work_check.h"
#include "data/release/label_proposal.h"
#include "pages/handlers.h"
#include "pages/record/record_usage.h"
#include "pages/record/record_used.h"
#include "pages/release/record_move.h"
#include "pages/release/record_releases.h"
#include "pages/release/record_review.h"

/* Moving a label, removing it, proposing a move, and what becomes of proposals. */

struct move_form {
    const char *label;
    int64_t to_version;
    const char *reason;
    bool accepts_uses;
    bool has_compared; /* sent by the page that shows what the move changes */
    const char *seen;  /* where the labels were when the person looked: "production:5,staging:7" */
};

#define AT(member) offsetof(struct move_form, member)

static const struct form_field fields[] = {
    {.name = "label",
     .label = "Label",
     .kind = FORM_LINE,
     .is_required = true,
     .check = label_check,
     .offset = AT(label)},
    {.name = "to_version",
     .label = "Version",
     .kind = FORM_INT,
     .number = NUMBER_VERSION_OR_NONE,
     .offset = AT(to_version)},
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .max_chars = WORK_LINE_MAX,
     .offset = AT(reason)},
    {.name = "accept",
     .label = "Remove although it is used",
     .kind = FORM_BOOL,
     .offset = AT(accepts_uses)},
    {.name = "compared", .label = "Compared", .kind = FORM_BOOL, .offset = AT(has_compared)},
    {.name = "seen",
     .label = "Labels seen",
     .kind = FORM_LINE,
     .max_chars = 20000,
     .offset = AT(seen)},
};

/* The version that the label was on when the page was made; 0: it was not set. */
static int64_t version_seen(const struct move_form *typed)
{
    size_t len = strlen(typed->label);
    for (const char *at = typed->seen; *at != '\0';) {
        if (strncmp(at, typed->label, len) == 0 && at[len] == ':')
            return number_leading(NUMBER_VERSION, at + len + 1, NULL);
        at += strcspn(at, ",");
        at += *at == ',';
    }
    return 0;
}

static const char *done_message(struct page *page, const struct label_change *change)
{
    if (change->to_version == 0)
        return arena_printf(page->arena, "The label %s was removed.", change->label);
    return arena_printf(page->arena, "The label %s is on version %lld now.", change->label,
                        (long long)change->to_version);
}

static const char *releases_url(struct page *page, const struct record_noun *noun)
{
    return record_page_url(page, noun->kind, &page->match.ids[0], "/releases");
}

/* Those who refer by the label, before it is removed from under them. */
static enum err ask_to_remove(struct page *page, const struct record_noun *noun,
                              const struct record_head *head, const struct move_form *typed,
                              const char *message)
{
    struct record_use_list list;
    enum err err = record_use_followers(page->db, head, typed->label, &list);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, noun, head, "Remove label of");
    view_text(page->view, "WHY", message);
    record_page_label(page->view, typed->label);
    view_text(page->view, "LABELS_SEEN", typed->seen);
    view_show(page->view, "HAS_FOLLOWERS", list.count > 0);
    record_used_show_list(page, head, &list, RECORD_FATE_REMOVE);
    struct record_source leaves = {.head = head, .label = typed->label};
    record_page_version(page->view, "LEAVES", version_seen(typed));
    err = record_usage_fetchers(page, head, &leaves);
    if (err != ERR_NONE)
        return err;
    return record_page_show(page, 409, "Remove label of", head->name, "record/label_remove.tpl");
}

enum release { MOVE, REMOVE, PROPOSE };

static enum err run_release(struct page *page, const struct record_noun *noun, enum release release,
                            const struct label_change *change, struct problem *problem)
{
    struct uuid id;
    if (release == PROPOSE)
        return label_propose(page->db, page->actor, noun->store, change, &id, problem);
    return label_move(page->db, page->actor, noun->store, change, problem);
}

static struct label_change change_of(const struct record_head *head, enum release release,
                                     const struct move_form *typed)
{
    return (struct label_change){.record_id = head->id,
                                 .label = typed->label,
                                 .from_version = version_seen(typed),
                                 .to_version = release == REMOVE ? 0 : typed->to_version,
                                 .reason = typed->reason,
                                 .accepts_uses = typed->accepts_uses};
}

/* A move goes back to the page that shows what it changes, unless there is nothing to show. */
static enum err refuse(struct page *page, const struct record_noun *noun,
                       const struct record_head *head, enum release release,
                       const struct move_form *typed, struct form *form, enum err refusal)
{
    struct record_move move = {typed->label, typed->to_version, typed->reason};
    enum err err = release == REMOVE || head->archived_at != 0
                       ? ERR_INVALID
                       : record_move_show(page, noun, head, &move, form, refusal);
    return err == ERR_INVALID
               ? record_releases_refuse(page, form, refusal, noun, head, typed->to_version)
               : err;
}

/* What is live changes only after a look at what the change is. */
static bool is_blind(enum release release, const struct move_form *typed)
{
    if (strcmp(typed->label, LABEL_PRODUCTION) != 0 || release == PROPOSE)
        return false;
    return release == MOVE ? !typed->has_compared : !typed->accepts_uses;
}

static enum err look_first(struct page *page, const struct record_noun *noun,
                           const struct record_head *head, enum release release,
                           const struct move_form *typed, struct form *form)
{
    if (release == REMOVE)
        return ask_to_remove(page, noun, head, typed,
                             "Nothing is live without the label production.");
    form_error(form, "", "Look at what changes first, then confirm the move.");
    return refuse(page, noun, head, release, typed, form, ERR_CONFLICT);
}

/* The page that a label moves through. */
static const char *change_url(struct page *page, const struct record_noun *noun,
                              const struct uuid *id, const char *label, int64_t to_version)
{
    return record_page_url(page, noun->kind, id,
                           arena_printf(page->arena, "/releases/change?label=%s&to_version=%lld",
                                        label, (long long)to_version));
}

/* To where the label was; nowhere if it was on no version. */
static struct page_step way_back(struct page *page, const struct record_noun *noun,
                                 const struct label_change *change)
{
    long long from = (long long)change->from_version;
    return (struct page_step){
        from == 0 ? NULL : arena_printf(page->arena, "Back to v%lld", from),
        change_url(page, noun, &change->record_id, change->label, change->from_version), false};
}

static enum err carry_out(struct page *page, const struct record_noun *noun,
                          const struct record_head *head, enum release release,
                          const struct move_form *typed, struct form *form)
{
    struct problem problem = {0};
    struct label_change change = change_of(head, release, typed);
    enum err err = run_release(page, noun, release, &change, &problem);
    if (err == ERR_CONFLICT && release == REMOVE && head->archived_at == 0)
        return ask_to_remove(page, noun, head, typed, problem.message);
    if (record_page_problem(form, err, &problem))
        return refuse(page, noun, head, release, typed, form, err);
    if (err != ERR_NONE)
        return err;
    if (release == PROPOSE)
        return page_redirect(page, releases_url(page, noun), "success",
                             "Proposed. Someone else has to approve it.");
    const struct page_step back = way_back(page, noun, &change);
    return page_redirect_next(page, releases_url(page, noun), "success",
                              done_message(page, &change), &back, 1);
}

/* The three forms differ in the verb, and in whether there is a version to move to. */
static enum err change_label(struct page *page, enum release release)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct move_form typed;
    struct form form;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (release != REMOVE && typed.to_version == 0 && form_message(&form, "to_version") == NULL)
        form_error(&form, "to_version", "Choose a version.");
    enum err loaded = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (loaded != ERR_NONE)
        return loaded;
    if (err != ERR_NONE || form.error_count > 0)
        return refuse(page, noun, head, release, &typed, &form, ERR_INVALID);
    if (is_blind(release, &typed) && head->archived_at == 0)
        return look_first(page, noun, head, release, &typed, &form);
    return carry_out(page, noun, head, release, &typed, &form);
}

enum err page_label_move_post(struct page *page)
{
    return change_label(page, MOVE);
}

enum err page_label_remove_post(struct page *page)
{
    return change_label(page, REMOVE);
}

enum err page_label_propose_post(struct page *page)
{
    return change_label(page, PROPOSE);
}

struct decision_form {
    const char *reason;
    bool has_compared; /* sent by the page that shows what the move changes */
};

static const struct form_field decision_fields[] = {
    {.name = "reason",
     .label = "Comment",
     .kind = FORM_LINE,
     .max_chars = WORK_LINE_MAX,
     .offset = offsetof(struct decision_form, reason)},
    {.name = "compared",
     .label = "Compared",
     .kind = FORM_BOOL,
     .offset = offsetof(struct decision_form, has_compared)},
};

enum decision { APPROVE, REJECT, WITHDRAW };

static enum err run_decision(struct page *page, const struct record_noun *noun,
                             enum decision decision, const char *reason, struct problem *problem)
{
    const struct uuid *id = &page->match.ids[1];
    switch (decision) {
    case APPROVE:
        return label_proposal_approve(page->db, page->actor, noun->store, id, reason, problem);
    case REJECT:
        return label_proposal_reject(page->db, page->actor, noun->store, id, reason, problem);
    case WITHDRAW:
        break;
    }
    return label_proposal_withdraw(page->db, page->actor, noun->store, id, problem);
}

/* The proposal of the address must be one of the record of the address. */
static enum err load_proposal(struct page *page, const struct record_noun *noun,
                              struct record_head *head, struct label_proposal *proposal)
{
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = label_proposal_get(page->db, page->actor, noun->store, &page->match.ids[1], proposal);
    if (err != ERR_NONE)
        return err;
    return uuid_equal(&proposal->record_id, &head->id) ? ERR_NONE : ERR_NOT_FOUND;
}

/* What is live changes only after a look at what the change is; and who hears no should hear why.
 */
static enum err check_decision(struct form *form, enum decision decision,
                               const struct label_proposal *proposal,
                               const struct decision_form *typed)
{
    if (decision == APPROVE && !typed->has_compared &&
        strcmp(proposal->label, LABEL_PRODUCTION) == 0) {
        form_error(form, "", "Look at what changes first, then approve.");
        return ERR_CONFLICT;
    }
    if (decision == REJECT && typed->reason[0] == '\0') {
        form_error(form, "reason", "Say why, so that the next proposal can be better.");
        return ERR_INVALID;
    }
    return ERR_NONE;
}

static enum err told(struct page *page, const struct record_noun *noun, enum decision decision,
                     const struct label_proposal *proposal)
{
    struct arena *arena = page->arena;
    const char *url = record_page_url(page, noun->kind, &proposal->record_id, "");
    const struct label_change change = {.record_id = proposal->record_id,
                                        .label = proposal->label,
                                        .from_version = proposal->from_version,
                                        .to_version = proposal->to_version};
    char id[UUID_TEXT_LEN];
    uuid_format(&proposal->id, id);
    struct page_step steps[] = {way_back(page, noun, &change),
                                {"Open the review",
                                 record_page_url(page, noun->kind, &proposal->record_id,
                                                 arena_printf(arena, "/releases/%s", id)),
                                 false}};
    if (decision == APPROVE)
        return page_redirect_next(page, url, "success",
                                  arena_printf(arena, "Approved. %s", done_message(page, &change)),
                                  steps, 2);
    if (decision == WITHDRAW && proposal->to_version != 0) {
        steps[0].words = "Propose again";
        steps[0].path = change_url(page, noun, &change.record_id, change.label, change.to_version);
        return page_redirect_next(page, url, "success", "Withdrawn.", steps, 2);
    }
    return page_redirect_next(page, url, "success",
                              decision == REJECT ? "Rejected. Nothing was moved." : "Withdrawn.",
                              &steps[1], 1);
}

/* What was refused is shown as it is now: decided by someone else, moved since. */
static enum err refuse_decision(struct page *page, const struct record_noun *noun,
                                const struct record_head *head, struct form *form, enum err refusal)
{
    struct label_proposal now;
    enum err err =
        label_proposal_get(page->db, page->actor, noun->store, &page->match.ids[1], &now);
    return err == ERR_NONE ? record_review_show(page, head, &now, form, refusal) : err;
}

static enum err decide(struct page *page, enum decision decision)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct label_proposal proposal;
    struct decision_form typed;
    struct form form;
    struct problem problem = {0};
    enum err refusal =
        form_parse(&form, page->request, decision_fields, (int)COUNT_OF(decision_fields), &typed);
    enum err err = load_proposal(page, noun, head, &proposal);
    if (err != ERR_NONE)
        return err;
    if (refusal == ERR_NONE)
        refusal = check_decision(&form, decision, &proposal, &typed);
    if (refusal != ERR_NONE)
        return record_review_show(page, head, &proposal, &form, refusal);
    err = run_decision(page, noun, decision, typed.reason, &problem);
    if (err == ERR_NONE)
        return told(page, noun, decision, &proposal);
    if (err == ERR_STALE && problem.message != NULL)
        problem.message =
            arena_printf(page->arena, "%s was moved since this was proposed.", proposal.label);
    if (err == ERR_DENIED || !record_page_problem(&form, err, &problem))
        return err;
    return refuse_decision(page, noun, head, &form, err == ERR_INVALID ? ERR_CONFLICT : err);
}

enum err page_proposal_approve_post(struct page *page)
{
    return decide(page, APPROVE);
}

enum err page_proposal_reject_post(struct page *page)
{
    return decide(page, REJECT);
}

enum err page_proposal_withdraw_post(struct page *page)
{
    return decide(page, WITHDRAW);
}
