#include "pages/home/start_prompt.h"

#include <string.h>

#include "data/record/label_history.h"
#include "data/record/label_proposal.h"
#include "data/trail/activity_recent.h"
#include "pages/inbox/inbox_proposal.h"
#include "pages/record/record_page.h"

enum { PROPOSALS_SHOWN = 8, CHANGES_SHOWN = 8, DRAFTS_SHOWN = 6, MOVES_SHOWN = 8 };

static void show_label(struct view *row, const char *label)
{
    view_text(row, "LABEL_NAME", label);
    view_show(row, "PRODUCTION", strcmp(label, LABEL_PRODUCTION) == 0);
}

/* "/prompts/ID/diff?from=2&to=3", or the version alone if there is none to compare it with. */
static void show_difference(struct page *page, struct view *row, const struct record_kind *kind,
                            const struct uuid *id, int64_t from, int64_t to)
{
    const char *rest =
        from > 0 && to > 0
            ? arena_printf(page->arena, "/diff?from=%lld&to=%lld", (long long)from, (long long)to)
            : arena_printf(page->arena, "/versions/%lld", (long long)(to > 0 ? to : from));
    view_text(row, "DIFF_URL", record_page_url(page, kind, id, rest));
    record_page_version(row, "FROM", from);
    record_page_version(row, "TO", to);
    view_show(row, "IS_REMOVED", to == 0);
}

static const struct label_proposal_filter open_ones = {.is_open_only = true, .cursor = ""};

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
    inbox_row_show(page, view, inbox_sources[INBOX_REVIEW].name, &row);
}

static enum err show_proposals(struct start *start)
{
    struct page *page = start->page;
    struct label_proposal_list list;
    struct view *block = NULL;
    int count = 0;
    enum err err = label_proposal_list(page->db, page->actor, &open_ones, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        if (!list.proposals[i].may_decide || count++ >= PROPOSALS_SHOWN)
            continue;
        if (block == NULL)
            block = start_add(start, "home/proposals.tpl");
        show_proposal(page, block, &list.proposals[i]);
    }
    if (count > PROPOSALS_SHOWN)
        view_text(view_add(block, "MORE"), "MORE_COUNT",
                  record_page_count(page, count - PROPOSALS_SHOWN, "more proposal"));
    return err;
}

const struct start_block start_proposals = {.ahead = ahead_proposals, .show = show_proposals};

static void show_change(struct page *page, struct view *block, const struct recent_change *change)
{
    struct view *row = view_add(block, "ROW");
    view_text(row, "URL", record_page_url(page, change->kind, &change->id, ""));
    start_name(row, change->name);
    view_text(row, "KIND", change->kind->name);
    view_number(row, "VERSION", change->version);
    if (change->message[0] != '\0')
        view_text(view_add(row, "WHY"), "MESSAGE", change->message);
    show_difference(page, row, change->kind, &change->id, change->previous, change->version);
    view_show(row, "IS_NEW", change->previous == 0);
    record_page_person(row, "PERSON", change->author_name);
    page_time_here(page, row, change->changed_at);
}

static enum err show_recent(struct start *start)
{
    struct page *page = start->page;
    struct recent_change_list list;
    enum err err = activity_recent(page->db, page->actor, CHANGES_SHOWN, &list);
    if (err != ERR_NONE || list.count == 0)
        return err;
    struct view *block = start_add(start, "home/recent.tpl");
    for (int i = 0; i < list.count; i++)
        show_change(page, block, &list.items[i]);
    return ERR_NONE;
}

const struct start_block start_recent = {.show = show_recent};

static enum err show_drafts(struct start *start)
{
    struct page *page = start->page;
    struct unreleased_list list;
    enum err err = activity_unreleased(page->db, page->actor, DRAFTS_SHOWN, &list);
    if (err != ERR_NONE || list.count == 0)
        return err;
    struct view *block = start_add(start, "home/drafts.tpl");
    for (int i = 0; i < list.count; i++) {
        const struct unreleased_record *draft = &list.items[i];
        struct view *row = view_add(block, "ROW");
        view_text(row, "RECORD_URL", record_page_url(page, draft->kind, &draft->id, ""));
        start_name(row, draft->name);
        view_number(row, "VERSION", draft->version);
        view_show(row, "NEVER_LIVE", draft->production_version == 0);
        if (draft->production_version > 0)
            show_difference(page, view_add(row, "BEHIND"), draft->kind, &draft->id,
                            draft->production_version, draft->version);
        page_time_here(page, row, draft->updated_at);
    }
    return ERR_NONE;
}

const struct start_block start_drafts = {.show = show_drafts};

static enum err show_moves(struct start *start)
{
    struct page *page = start->page;
    struct label_history_filter filter = {.label = "", .cursor = "", .limit = MOVES_SHOWN};
    struct label_history history;
    enum err err = label_history(page->db, page->actor, &filter, &history);
    if (err != ERR_NONE || history.count == 0)
        return err;
    struct view *block = start_add(start, "home/moves.tpl");
    for (int i = 0; i < history.count; i++) {
        const struct label_history_entry *entry = &history.entries[i];
        struct view *row = view_add(block, "ROW");
        view_text(row, "RECORD_URL", record_page_url(page, entry->kind, &entry->record_id, ""));
        start_name(row, entry->record_name);
        show_label(row, entry->label);
        show_difference(page, row, entry->kind, &entry->record_id, entry->from_version,
                        entry->to_version);
        if (entry->reason[0] != '\0')
            view_text(view_add(row, "WHY"), "REASON", entry->reason);
        record_page_person(row, "PERSON", entry->moved_by_name);
        page_time_here(page, row, entry->created_at);
    }
    return ERR_NONE;
}

const struct start_block start_moves = {.show = show_moves};
