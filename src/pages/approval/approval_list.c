#include "data/approval/approval_list.h"

#include <string.h>

#include "data/db/cursor.h"
#include "pages/approval/approval_view.h"
#include "pages/handlers.h"
#include "pages/shell/page_places.h"

/* Everything that a second person decides about, or has decided. */

struct list_query {
    const char *before;
};

static const struct form_field query_fields[] = {
    {.name = "before",
     .label = "Page",
     .kind = FORM_LINE,
     .max_chars = 80,
     .offset = offsetof(struct list_query, before)},
};

/* ---- the one list of both tables ---------------------------------------------------------- */

/* A page of each, newest first, from the same place: together they have the newest. */
struct both {
    struct approval_list approvals;
    struct label_proposal_list proposals;
    int approvals_shown;
    int proposals_shown;
};

static const struct label_proposal_filter all_proposals = {.cursor = ""};

static bool may_know_proposals(const struct page *page)
{
    return approval_may_know(page->actor, &approval_kinds[APPROVAL_LABEL]);
}

static enum err load(struct page *page, const char *cursor, struct both *both)
{
    const struct approval_filter approvals = {.cursor = cursor};
    const struct label_proposal_filter proposals = {.cursor = cursor};
    *both = (struct both){.approvals_shown = 0};
    enum err err = approval_list(page->db, page->actor, &approvals, &both->approvals);
    return err == ERR_NONE && may_know_proposals(page)
               ? label_proposal_list(page->db, page->actor, &proposals, &both->proposals)
               : err;
}

static struct cursor place_of_approval(const struct both *both)
{
    const struct approval *next = &both->approvals.items[both->approvals_shown];
    return (struct cursor){next->created_at, next->id};
}

static struct cursor place_of_proposal(const struct both *both)
{
    const struct label_proposal *next = &both->proposals.proposals[both->proposals_shown];
    return (struct cursor){next->created_at, next->id};
}

static bool is_newer(const struct cursor *one, const struct cursor *other)
{
    if (one->time != other->time)
        return one->time > other->time;
    return memcmp(one->id.bytes, other->id.bytes, sizeof one->id.bytes) > 0;
}

/* Shows the newest that is not shown, and gives its place. */
static struct cursor show_next(struct page *page, struct view *row, struct both *both)
{
    bool has_approval = both->approvals_shown < both->approvals.count;
    bool has_proposal = both->proposals_shown < both->proposals.count;
    struct cursor approval = has_approval ? place_of_approval(both) : (struct cursor){0};
    struct cursor proposal = has_proposal ? place_of_proposal(both) : (struct cursor){0};
    if (has_approval && (!has_proposal || is_newer(&approval, &proposal))) {
        approval_view(page, row, &both->approvals.items[both->approvals_shown++]);
        return approval;
    }
    approval_view_proposal(page, row, &both->proposals.proposals[both->proposals_shown++]);
    return proposal;
}

static void show_rows(struct page *page, struct both *both)
{
    int count = both->approvals.count + both->proposals.count;
    int shown = count < APPROVAL_LIMIT ? count : APPROVAL_LIMIT;
    struct cursor last = cursor_newest();
    view_show(page->view, "EMPTY", count == 0);
    struct view *table = count > 0 ? view_add(page->view, "TABLE") : NULL;
    for (int i = 0; i < shown; i++)
        last = show_next(page, view_add(table, "ROW"), both);
    if (count == shown && both->approvals.next == NULL && both->proposals.next == NULL)
        return;
    struct view *pager = view_add(page->view, "PAGER");
    view_text(view_add(pager, "OLDER_URL"), "URL",
              arena_printf(page->arena, "/approvals?before=%s", cursor_format(page->arena, &last)));
}

enum err page_approval_list(struct page *page)
{
    struct form form;
    struct list_query typed;
    struct both both;
    (void)page_view(page);
    enum err err =
        form_parse_query(&form, page->request, query_fields, (int)COUNT_OF(query_fields), &typed);
    const char *cursor = err == ERR_NONE ? typed.before : "";
    approval_list_ahead(page->db, page->actor, false);
    if (may_know_proposals(page))
        label_proposal_ahead(page->db, page->actor, &all_proposals);
    err = load(page, cursor, &both);
    if (err == ERR_INVALID)
        err = load(page, "", &both);
    if (err != ERR_NONE)
        return err;
    show_rows(page, &both);
    view_include(page->view, "PAGER_LINKS", "shell/pager.tpl");
    err = page_settle_inbox(page);
    return err != ERR_NONE ? err : page_show(page, 200, "Approvals", "approval/approval_list.tpl");
}
