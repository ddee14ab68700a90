#include "pages/release/record_review.h"

#include <string.h>

#include "pages/comment/record_comments.h"
#include "pages/handlers.h"
#include "pages/release/record_affects.h"
#include "pages/release/record_compare.h"

static const char file[] = "record/review.tpl";

struct review {
    struct page *page;
    const struct record_noun *noun;
    const struct record_head *head;
    const struct label_proposal *proposal;
};

const char *record_review_url(struct page *page, const struct label_proposal *proposal)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&proposal->id, id);
    return record_page_url(page, proposal->kind, &proposal->record_id,
                           arena_printf(page->arena, "/releases/%s", id));
}

/* ---- what is proposed, and what became of it ----------------------------------------------- */

static const char *title_of(const struct review *review)
{
    const struct label_proposal *proposal = review->proposal;
    if (proposal->to_version == 0)
        return arena_printf(review->page->arena, "Review removing %s from", proposal->label);
    return arena_printf(review->page->arena, "Review %s v%lld of", proposal->label,
                        (long long)proposal->to_version);
}

static void show_state(struct view *view, const char *state)
{
    static const char *const words[][3] = {{"open", "wait", "Needs review"},
                                           {"approved", "", "Approved"},
                                           {"rejected", "bad", "Rejected"},
                                           {"withdrawn", "off", "Withdrawn"},
                                           {"expired", "off", "Expired"}};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i][0], state) == 0) {
            view_text(view, "STATE_CLASS", words[i][1]);
            view_text(view, "STATE", words[i][2]);
        }
}

static void show_outcome(const struct review *review)
{
    const struct label_proposal *proposal = review->proposal;
    if (uuid_is_nil(&proposal->decided_by))
        return;
    struct view *view = view_add(review->page->view, "OUTCOME");
    record_page_person(view, "DECIDED_BY", proposal->decided_by_name);
    page_time(review->page, view, "DECIDED", proposal->decided_at);
    if (proposal->decision_reason[0] != '\0')
        view_text(view_add(view, "DECISION_COMMENT"), "DECISION_REASON", proposal->decision_reason);
}

static void show_proposal(const struct review *review)
{
    const struct label_proposal *proposal = review->proposal;
    struct view *view = review->page->view;
    view_text(view, "VERB", title_of(review));
    page_uuid(review->page, view, "PROPOSAL_ID", &proposal->id);
    show_state(view, proposal->state);
    record_page_label(view, proposal->label);
    record_page_version(view, "FROM", proposal->from_version);
    record_page_version(view, "TO", proposal->to_version);
    view_show(view, "IS_FIRST", proposal->from_version == 0);
    view_show(view, "IS_REMOVED", proposal->to_version == 0);
    record_page_person(view, "PROPOSED_BY", proposal->proposed_by_name);
    page_time(review->page, view, "WHEN", proposal->created_at);
    if (proposal->reason[0] != '\0')
        view_text(view_add(view, "WHY"), "REASON", proposal->reason);
    view_show(view, "NO_WHY", proposal->reason[0] == '\0');
    show_outcome(review);
}

/* ---- what one may do ----------------------------------------------------------------------- */

/* Nobody is offered what would be refused: what is stale, and what is archived, is only rejected.
 */
static void show_forms(const struct review *review, const char *comment)
{
    const struct label_proposal *proposal = review->proposal;
    struct view *view = review->page->view;
    bool is_open = strcmp(proposal->state, "open") == 0;
    bool is_archived = review->head->archived_at != 0;
    view_show(view, "IS_STALE", proposal->is_stale);
    view_show(view, "WAITS_ARCHIVED", is_open && is_archived);
    view_show(view, "IS_OWN", proposal->may_withdraw);
    view_show(view, "WAITS_FOR_OTHERS",
              is_open && !proposal->may_decide && !proposal->may_withdraw);
    view_show(view, "MAY_WITHDRAW", proposal->may_withdraw);
    if (!proposal->may_decide)
        return;
    bool may_approve = proposal->may_approve && !proposal->is_stale && !is_archived;
    struct approval_case asked = label_proposal_case(proposal);
    bool has_right = policy_allows(review->page->actor, asked.approve, &asked.target);
    if (proposal->objection != NULL && has_right) /* the right to is what show_reach says */
        view_text(view_add(view, "OBJECTION"), "WHY_NOT", proposal->objection);
    struct view *decide = view_add(view, "DECIDE");
    view_text(decide, "COMMENT", comment);
    view_show(decide, may_approve ? "MAY_APPROVE" : "ONLY_REJECT", true);
}

/* Who may approve it, in one sentence; in what it is wider, the comparison has found. */
static void show_reach(const struct review *review)
{
    const struct label_proposal *proposal = review->proposal;
    struct view *view = review->page->view;
    if (strcmp(proposal->state, "open") != 0)
        return;
    view_show(view, "REACH_WITHIN", proposal->reach == REACH_WITHIN);
    if (proposal->reach == REACH_WIDER)
        view_text(view_add(view, "REACH_WIDER"), "APPROVERS",
                  widening_rules[proposal->widening].people);
}

/* ---- the changes --------------------------------------------------------------------------- */

static struct record_source side_of(const struct record_head *head, const struct uuid *proposal_id,
                                    bool is_moved_from)
{
    return (struct record_source){
        .head = head, .proposal_id = proposal_id, .is_moved_from = is_moved_from};
}

/* A version may be gone that the proposal names: then there is nothing to compare. */
static enum err show_changes(const struct review *review)
{
    struct page *page = review->page;
    const struct uuid *id = &review->proposal->id;
    struct record_source moved_from = side_of(review->head, id, true);
    struct record_source moved_to = side_of(review->head, id, false);
    struct record_version from, to;
    const char *shown = NULL;
    if (review->proposal->to_version == 0)
        return ERR_NONE;
    enum err err = record_version_get_source(page->db, page->actor, &moved_to, &to);
    if (err == ERR_NONE && review->proposal->from_version != 0)
        err = record_version_get_source(page->db, page->actor, &moved_from, &from);
    if (err == ERR_NONE)
        err = record_compare_show(page, review->head,
                                  review->proposal->from_version == 0 ? NULL : &from, &to, &shown);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    struct view *view = page->view;
    view_text(view_add(view, "TO_MESSAGE"), "CHANGE_MESSAGE",
              to.message[0] == '\0' ? "No message" : to.message);
    view_show(view, "HAS_CHANGES", true);
    view_include(view, "REVIEWED", shown);
    return ERR_NONE;
}

enum err record_review_show(struct page *page, const struct record_head *head,
                            const struct label_proposal *proposal, struct form *form,
                            enum err refusal)
{
    struct review review = {page, record_nouns[head->store->kind->id], head, proposal};
    const struct text *comment = param_find(&page->request->form, "reason");
    record_page_values(page, review.noun, head);
    show_proposal(&review);
    show_reach(&review);
    show_forms(&review, comment == NULL ? "" : comment->data);
    struct record_affects affects = {proposal->label, proposal->from_version,
                                     side_of(head, &proposal->id, true)};
    enum err err = record_affects_show(page, head, &affects);
    if (err == ERR_NONE)
        err = show_changes(&review);
    struct record_comment_place place = {.proposal_id = proposal->id};
    if (err == ERR_NONE)
        err = record_comments_show(page, head, &place);
    if (err != ERR_NONE)
        return err;
    const char *title = arena_printf(page->arena, "%s %s", title_of(&review), head->name);
    return form == NULL ? page_show(page, 200, title, file)
                        : record_page_refuse(page, form, refusal, title, file);
}

/* ---- the address --------------------------------------------------------------------------- */

static void ask_ahead(struct page *page, const struct record_noun *noun)
{
    struct record_head ahead = record_page_ahead(page, noun);
    const struct uuid *id = &page->match.ids[1];
    struct record_source from = side_of(&ahead, id, true);
    struct record_source to = side_of(&ahead, id, false);
    label_proposal_get_ahead(page->db, page->actor, &ahead, id);
    record_comments_ahead(page, &ahead, &(struct record_comment_place){.proposal_id = *id});
    record_affects_ahead(page, noun, &from);
    record_compare_ahead(page, noun, &from, &to);
}

enum err page_record_review(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct label_proposal proposal;
    ask_ahead(page, noun);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err =
            label_proposal_get(page->db, page->actor, noun->store, &page->match.ids[1], &proposal);
    if (err == ERR_NONE && !uuid_equal(&proposal.record_id, &head->id))
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? record_review_show(page, head, &proposal, NULL, ERR_NONE) : err;
}
