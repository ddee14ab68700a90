#include "pages/privacy/erasure_view.h"

#include "pages/record/record_page.h"

const char *erasure_view_url(struct page *page, const struct uuid *id, const char *rest)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_printf(page->arena, "/settings/erasure/%s%s", text, rest);
}

void erasure_view(struct page *page, struct view *view, const struct erasure_case *erasure)
{
    static const char *const words[ERASURE_STATE_COUNT][2] = {
        [ERASURE_ASKED] = {"Asked for by the person", "wait"},
        [ERASURE_WAITING] = {"Waits for approval", "wait"},
        [ERASURE_SCHEDULED] = {"Approved, can be undone", "wait"},
        [ERASURE_DUE] = {"Due", "wait"},
        [ERASURE_LAPSED] = {"Not approved", "off"},
        [ERASURE_ERASED] = {"Erased", ""},
        [ERASURE_CANCELLED] = {"Undone", "off"},
    };
    bool is_approved = erasure->state == ERASURE_SCHEDULED || erasure->state == ERASURE_DUE;
    view_text(view, "CASE_URL", erasure_view_url(page, &erasure->id, ""));
    record_page_person(view, "PERSON", erasure->user_name);
    record_page_person(view, "ASKED_BY", erasure->asked_by_name);
    view_text(view, "STATE", words[erasure->state][0]);
    view_text(view, "STATE_CLASS", words[erasure->state][1]);
    page_time(page, view, "ASKED", erasure->created_at);
    page_time(page, view, "DUE", is_approved ? erasure->due_at : 0);
    page_time(page, view, "ENDED", erasure->ended_at);
}
