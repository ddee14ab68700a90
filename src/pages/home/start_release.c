#include "pages/home/start_release.h"

#include <string.h>

#include "data/release/label_proposal.h"
#include "data/release/protected_label.h"
#include "data/trail/activity_recent.h"
#include "pages/inbox/inbox_proposal.h"
#include "pages/record/record_page.h"

enum { PROPOSALS_SHOWN = 8, DRAFTS_SHOWN = 5 };

static const struct label_proposal_filter open_ones = {.is_open_only = true, .cursor = ""};

/* Asked and named once for both blocks. */
static enum err load_proposals(struct start *start)
{
    struct page *page = start->page;
    if (start->proposals != NULL)
        return ERR_NONE;
    start->proposals = arena_alloc(page->arena, sizeof *start->proposals);
    *start->proposals = (struct label_proposal_list){.count = 0};
    return label_proposal_list(page->db, page->actor, &open_ones, start->proposals);
}

/* ---- to review ---------------------------------------------------------------------------- */

static void ahead_proposals(struct page *page)
{
    label_proposal_ahead(page->db, page->actor, &open_ones);
}

static void show_proposal(struct page *page, struct view *block,
                          const struct label_proposal *proposal)
{
    struct inbox_row row;
    struct view *view = view_add(block, "ROW");
    view_include(view, "LINE", "inbox/row.tpl");
    inbox_review_row(page, proposal, &row);
    inbox_row_show(page, view, inbox_source_names[INBOX_REVIEW], &row);
}

static enum err show_proposals(struct start *start)
{
    struct page *page = start->page;
    struct view *block = NULL;
    int count = 0;
    enum err err = load_proposals(start);
    for (int i = 0; err == ERR_NONE && i < start->proposals->count; i++) {
        const struct label_proposal *proposal = &start->proposals->proposals[i];
        if (!proposal->may_decide || count++ >= PROPOSALS_SHOWN)
            continue;
        if (block == NULL)
            block = start_add(start, "home/proposals.tpl");
        show_proposal(page, block, proposal);
    }
    if (count > PROPOSALS_SHOWN)
        view_text(view_add(block, "MORE"), "MORE_COUNT",
                  record_page_count(page, count - PROPOSALS_SHOWN, "more proposal"));
    return err;
}

const struct start_block start_proposals = {.ahead = ahead_proposals, .show = show_proposals};

/* ---- not released ------------------------------------------------------------------------- */

static void ahead_drafts(struct page *page)
{
    activity_unreleased_ahead(page->db, page->actor, DRAFTS_SHOWN);
    protected_label_ahead(page->db, page->actor);
    label_proposal_ahead(page->db, page->actor, &open_ones);
}

static bool is_proposed(const struct start *start, const struct unreleased_record *draft)
{
    for (int i = 0; i < start->proposals->count; i++) {
        const struct label_proposal *proposal = &start->proposals->proposals[i];
        if (uuid_equal(&proposal->record_id, &draft->id) &&
            proposal->to_version == draft->version &&
            strcmp(proposal->label, LABEL_PRODUCTION) == 0)
            return true;
    }
    return false;
}

/* The next step is never one that would be refused. */
static void show_step(const struct start *start, struct view *row,
                      const struct unreleased_record *draft, bool is_protected)
{
    const struct actor *actor = start->page->actor;
    struct policy_target target = {actor->organization_id, draft->owner_id, NULL};
    enum permission move = is_protected ? PERMISSION_LABEL_MOVE_PROTECTED : PERMISSION_LABEL_MOVE;
    const char *verb = NULL;
    if (is_proposed(start, draft))
        view_show(row, "IS_PROPOSED", true);
    else if (policy_allows(actor, move, &target))
        verb = "Release";
    else if (policy_allows(actor, PERMISSION_LABEL_PROPOSE, &target))
        verb = "Propose";
    if (verb != NULL)
        view_text(view_add(row, "STEP"), "VERB", verb);
}

static void show_draft(const struct start *start, struct view *block,
                       const struct unreleased_record *draft, bool is_protected)
{
    struct page *page = start->page;
    struct view *row = view_add(block, "ROW");
    view_text(row, "RECORD_URL", record_page_url(page, draft->kind, &draft->id, ""));
    record_page_path(row, draft->name);
    view_text(row, "KIND", draft->kind->name);
    view_number(row, "VERSION", draft->version);
    view_show(row, "NEVER_LIVE", draft->production_version == 0);
    if (draft->production_version > 0)
        view_number(view_add(row, "BEHIND"), "LIVE_VERSION", draft->production_version);
    page_time_here(page, row, draft->updated_at);
    show_step(start, row, draft, is_protected);
}

static enum err show_drafts(struct start *start)
{
    struct page *page = start->page;
    struct unreleased_list list;
    struct protected_label_list labels;
    enum err err = activity_unreleased(page->db, page->actor, DRAFTS_SHOWN, &list);
    if (err == ERR_NONE && list.count > 0)
        err = protected_label_list(page->db, page->actor, &labels);
    if (err == ERR_NONE && list.count > 0)
        err = load_proposals(start);
    if (err != ERR_NONE || list.count == 0)
        return err;
    struct view *block = start_add(start, "home/drafts.tpl");
    for (int i = 0; i < list.count; i++)
        show_draft(start, block, &list.items[i], protected_label_has(&labels, LABEL_PRODUCTION));
    return ERR_NONE;
}

const struct start_block start_drafts = {.ahead = ahead_drafts, .show = show_drafts};
