#include "pages/inbox/inbox_proposal.h"

#include <string.h>

#include "pages/record/record_page.h"
#include "pages/record/record_scope.h"
#include "pages/release/record_review.h"

/* "v6 for production" */
static const char *what_of(struct page *page, const struct label_proposal *proposal)
{
    if (proposal->to_version == 0)
        return arena_printf(page->arena, "Remove %s", proposal->label);
    return arena_printf(page->arena, "v%lld for %s", (long long)proposal->to_version,
                        proposal->label);
}

static struct inbox_row row_of(struct page *page, const struct label_proposal *proposal)
{
    return (struct inbox_row){
        .name = proposal->record_name,
        .name_url = record_page_url(page, proposal->kind, &proposal->record_id, ""),
        .what = what_of(page, proposal),
        .icon = proposal->kind->name,
        .has_person = true,
    };
}

/* ---- to review ---------------------------------------------------------------------------- */

void inbox_review_row(struct page *page, const struct label_proposal *proposal,
                      struct inbox_row *row)
{
    *row = row_of(page, proposal);
    row->word = proposal->is_stale ? "Label moved since" : NULL;
    row->tone = "wait";
    row->reason = proposal->reason;
    row->person = proposal->proposed_by_name;
    row->at = proposal->created_at;
    row->verb = "Review";
    row->url = record_review_url(page, proposal);
}

static const struct label_proposal_filter open_ones = {.is_open_only = true, .cursor = ""};

static void ahead_review(struct page *page)
{
    label_proposal_ahead(page->db, page->actor, &open_ones);
}

static enum err show_review(struct inbox_section *section)
{
    struct page *page = section->page;
    struct label_proposal_list list;
    const char *const *wider = NULL;
    enum err err = label_proposal_list(page->db, page->actor, &open_ones, &list);
    if (err == ERR_NONE)
        err = record_scope_wider(page, &list, &wider);
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        struct inbox_row row;
        if (!list.proposals[i].may_decide)
            continue;
        inbox_review_row(page, &list.proposals[i], &row);
        row.wider = wider[i];
        inbox_section_add(section, &row);
    }
    if (err == ERR_NONE && list.next != NULL)
        inbox_section_more(section);
    return err;
}

const struct inbox_block inbox_review = {INBOX_REVIEW, "Needs your review", ahead_review,
                                         show_review};

/* ---- decided ------------------------------------------------------------------------------ */

static const struct label_proposal_filter news = {.is_news_only = true, .cursor = ""};

static void ahead_decision(struct page *page)
{
    label_proposal_ahead(page->db, page->actor, &news);
}

static void show_decided(struct inbox_section *section, const struct label_proposal *proposal)
{
    static const struct {
        const char *state;
        const char *word;
        const char *tone;
    } looks[] = {{"approved", "Approved", ""},
                 {"rejected", "Rejected", "bad"},
                 {"withdrawn", "Withdrawn", "off"},
                 {"expired", "Expired", "off"}};
    struct page *page = section->page;
    struct inbox_row row = row_of(page, proposal);
    for (size_t i = 0; i < COUNT_OF(looks); i++)
        if (strcmp(looks[i].state, proposal->state) == 0) {
            row.word = looks[i].word;
            row.tone = looks[i].tone;
        }
    row.what_url = record_review_url(page, proposal);
    row.reason = proposal->decision_reason;
    row.has_person = !uuid_is_nil(&proposal->decided_by);
    row.person = proposal->decided_by_name;
    row.at = proposal->decided_at;
    row.read_id = &proposal->id;
    inbox_section_add(section, &row);
}

static enum err show_decision(struct inbox_section *section)
{
    struct page *page = section->page;
    struct label_proposal_list list;
    enum err err = label_proposal_list(page->db, page->actor, &news, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        show_decided(section, &list.proposals[i]);
    if (err == ERR_NONE && list.next != NULL)
        inbox_section_more(section);
    return err;
}

const struct inbox_block inbox_decision = {INBOX_DECISION, "Your proposals", ahead_decision,
                                           show_decision};
