#include <stdlib.h>
#include <string.h>

#include "data/record/label_proposal.h"
#include "domain/record/version.h"
#include "pages/handlers.h"
#include "pages/prompt/prompt_labels.h"
#include "pages/prompt/prompt_page.h"

/* Moving a label, taking it off, proposing a move, and what becomes of proposals. */

struct move_form {
    const char *label;
    int64_t to_version;
    const char *reason;
    const char *seen; /* where the labels were when the person looked: "production:5,staging:7" */
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
     .max = VERSION_MAX,
     .offset = AT(to_version)},
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .max_chars = PROMPT_MESSAGE_MAX,
     .offset = AT(reason)},
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
            return strtoll(at + len + 1, NULL, 10);
        at += strcspn(at, ",");
        at += *at == ',';
    }
    return 0;
}

static const char *done_message(struct page *page, const struct label_change *change)
{
    if (change->to_version == 0)
        return arena_printf(page->arena, "The label %s was taken off.", change->label);
    return arena_printf(page->arena, "The label %s is on version %lld now.", change->label,
                        (long long)change->to_version);
}

static const char *labels_url(struct page *page)
{
    return prompt_page_url(page, &page->match.ids[0], "/labels");
}

static enum err move(struct page *page, const struct label_change *change, struct problem *problem)
{
    return label_move(page->db, page->actor, change, problem);
}

static enum err propose(struct page *page, const struct label_change *change,
                        struct problem *problem)
{
    struct uuid id;
    return label_propose(page->db, page->actor, change, &id, problem);
}

typedef enum err change_verb(struct page *page, const struct label_change *change,
                             struct problem *problem);

/* The three forms differ in the verb, and in whether there is a version to move to. */
static enum err change_label(struct page *page, change_verb *verb, bool is_removing)
{
    struct move_form typed;
    struct form form;
    struct prompt prompt;
    struct problem problem = {0};
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (!is_removing && typed.to_version == 0 && form_message(&form, "to_version") == NULL)
        form_error(&form, "to_version", "Choose a version.");
    enum err loaded = prompt_page_load(page, &prompt);
    if (loaded != ERR_NONE)
        return loaded;
    int64_t to_version = is_removing ? 0 : typed.to_version;
    struct label_change change = {prompt.id, typed.label, version_seen(&typed), to_version,
                                  typed.reason};
    if (err != ERR_NONE || form.error_count > 0)
        return prompt_labels_refuse(page, &form, ERR_INVALID, &prompt, typed.to_version);
    err = verb(page, &change, &problem);
    if (record_page_problem(&form, err, &problem))
        return prompt_labels_refuse(page, &form, err, &prompt, typed.to_version);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, labels_url(page), "success",
                         verb == propose ? "Proposed. Somebody else has to approve it."
                                         : done_message(page, &change));
}

enum err page_label_move_post(struct page *page)
{
    return change_label(page, move, false);
}

enum err page_label_remove_post(struct page *page)
{
    return change_label(page, move, true);
}

enum err page_label_propose_post(struct page *page)
{
    return change_label(page, propose, false);
}

struct decision_form {
    const char *reason;
};

static const struct form_field decision_fields[] = {
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .max_chars = PROMPT_MESSAGE_MAX,
     .offset = offsetof(struct decision_form, reason)},
};

enum decision { APPROVE, REJECT, WITHDRAW };

static enum err run_decision(struct page *page, enum decision decision, const char *reason,
                             struct problem *problem)
{
    const struct uuid *id = &page->match.ids[1];
    switch (decision) {
    case APPROVE:
        return label_proposal_approve(page->db, page->actor, id, reason, problem);
    case REJECT:
        return label_proposal_reject(page->db, page->actor, id, reason, problem);
    case WITHDRAW:
        break;
    }
    return label_proposal_withdraw(page->db, page->actor, id, problem);
}

/* The proposal of the address must be one of the prompt of the address. */
static enum err check_address(struct page *page)
{
    struct label_proposal proposal;
    enum err err = label_proposal_get(page->db, page->actor, &page->match.ids[1], &proposal);
    if (err != ERR_NONE)
        return err;
    return uuid_equal(&proposal.prompt_id, &page->match.ids[0]) ? ERR_NONE : ERR_NOT_FOUND;
}

static enum err decide(struct page *page, enum decision decision)
{
    static const char *const actions[] = {"Approve proposal", "Reject proposal",
                                          "Withdraw proposal"};
    static const char *const done[] = {"Approved: the label was moved.", "Rejected.", "Withdrawn."};
    struct decision_form typed;
    struct form form;
    struct problem problem = {0};
    enum err parsed =
        form_parse(&form, page->request, decision_fields, (int)COUNT_OF(decision_fields), &typed);
    enum err err = check_address(page);
    if (err != ERR_NONE)
        return err;
    if (parsed != ERR_NONE)
        return page_offer_again(page, &form, actions[decision]);
    err = run_decision(page, decision, typed.reason, &problem);
    if (err == ERR_NONE)
        return page_redirect(page, labels_url(page), "success", done[decision]);
    if (err != ERR_STALE && err != ERR_CONFLICT && err != ERR_INVALID)
        return err;
    return page_redirect(page, labels_url(page), "error",
                         problem.message != NULL ? problem.message
                         : err == ERR_STALE
                             ? "The label was moved since this was proposed. Propose it again."
                             : "This proposal can't be decided any more.");
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
