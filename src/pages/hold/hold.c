#include <string.h>

#include "data/approval/approval.h"
#include "data/hold/legal_hold.h"
#include "data/record/record_load.h"
#include "data/user/user_list.h"
#include "domain/record/kind.h"
#include "pages/approval/approval_ask.h"
#include "pages/approval/approval_view.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_password.h"
#include "pages/shell/page_press.h"
#include "pages/user/user_fields.h"

/* Legal holds: placing, seeing and releasing them. */

static const char title[] = "Legal holds";
static const char file[] = "hold/hold_list.tpl";
static const char path[] = "/settings/holds";

/* What a hold can be on: people, records of each kind, the organization. */
enum { ON_PERSON, ON_RECORD, ON_ORGANIZATION = ON_RECORD + RECORD_KIND_COUNT, ON_COUNT };

static const char *name_of(int on)
{
    return on == ON_PERSON         ? LEGAL_HOLD_PERSON
           : on == ON_ORGANIZATION ? LEGAL_HOLD_ORGANIZATION
                                   : record_kinds[on - ON_RECORD].name;
}

static const char *word_of(struct page *page, const char *name)
{
    if (strcmp(name, LEGAL_HOLD_PERSON) == 0)
        return "Person";
    if (strcmp(name, LEGAL_HOLD_ORGANIZATION) == 0)
        return "Whole organization";
    return arena_printf(page->arena, "%c%s", name[0] - 'a' + 'A', name + 1);
}

struct hold_form {
    const char *kind;
    const char *name;
    const char *reason;
};

static const struct form_field fields[] = {
    {.name = "kind",
     .label = "On",
     .kind = FORM_LINE,
     .is_required = true,
     .offset = offsetof(struct hold_form, kind)},
    {.name = "name",
     .label = "Name",
     .kind = FORM_LINE,
     .max_chars = EMAIL_MAX,
     .offset = offsetof(struct hold_form, name)},
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = LEGAL_HOLD_REASON_MAX,
     .offset = offsetof(struct hold_form, reason)},
};

/* ---- the page ----------------------------------------------------------------------------- */

static void show_hold(struct page *page, struct view *view, const struct legal_hold *hold)
{
    bool is_all = strcmp(hold->kind, LEGAL_HOLD_ORGANIZATION) == 0;
    view_text(view, "SUBJECT",
              hold->subject_name != NULL ? hold->subject_name
              : is_all                   ? "Everything"
                                         : "Deleted or erased");
    view_text(view, "KIND_WORD", word_of(page, hold->kind));
    record_page_person(view, "PERSON", hold->placed_by_name);
}

static enum err show_release(struct page *page, struct view *view, const struct legal_hold *hold)
{
    struct approval approval = {.state = APPROVAL_REJECTED};
    char id[UUID_TEXT_LEN];
    uuid_format(&hold->id, id);
    enum err err =
        approval_find(page->db, page->actor, APPROVAL_HOLD_RELEASE, &hold->id, &approval);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    if (err == ERR_NONE && approval.state == APPROVAL_WAITING) {
        approval_view(page, view_add(view, "WAITS"), &approval);
    } else if (err == ERR_NONE && approval.state == APPROVAL_APPROVED) {
        struct view *approved = view_add(view, "APPROVED");
        approval_view(page, approved, &approval);
        view_text(approved, "RELEASE_URL", arena_printf(page->arena, "%s/%s/release", path, id));
    } else {
        struct view *ask = view_add(view, "ASK");
        view_text(ask, "ASK_URL", arena_printf(page->arena, "%s/%s/ask", path, id));
        page_uuid(page, ask, "HOLD_ID", &hold->id);
        view_show(ask, "ASK_PASSWORD", !page_is_reauthenticated(page));
    }
    return ERR_NONE;
}

static enum err show_active(struct page *page, const char *cursor)
{
    struct legal_hold_list list;
    enum err err = legal_hold_list(page->db, page->actor, false, cursor, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        struct view *view = view_add(page->view, "HOLD");
        show_hold(page, view, &list.items[i]);
        view_text(view, "REASON", list.items[i].reason);
        page_time(page, view, "PLACED", list.items[i].placed_at);
        err = show_release(page, view, &list.items[i]);
    }
    if (err == ERR_NONE && list.next != NULL)
        view_text(view_add(page->view, "OLDER"), "OLDER_CURSOR", list.next);
    view_show(page->view, "EMPTY", err == ERR_NONE && list.count == 0);
    return err;
}

static enum err show_released(struct page *page)
{
    struct legal_hold_list list;
    enum err err = legal_hold_list(page->db, page->actor, true, "", &list);
    struct view *table =
        err == ERR_NONE && list.count > 0 ? view_add(page->view, "RELEASED") : page->view;
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        struct view *view = view_add(table, "RELEASED_HOLD");
        show_hold(page, view, &list.items[i]);
        record_page_person(view, "RELEASED_BY", list.items[i].released_by_name);
        page_time(page, view, "UNTIL", list.items[i].released_at);
    }
    return err;
}

static enum err fill(struct page *page, const char *kind)
{
    struct view *view = page_view(page);
    const struct text *cursor = param_find(&page->request->query, "before");
    for (int on = 0; on < ON_COUNT; on++) {
        struct view *option = view_add(view, "KIND_OPTION");
        view_text(option, "VALUE", name_of(on));
        view_text(option, "TEXT", word_of(page, name_of(on)));
        view_show(option, "SELECTED", strcmp(kind, name_of(on)) == 0);
    }
    view_show(view, "ASK_PASSWORD", !page_is_reauthenticated(page));
    enum err err = show_active(page, cursor == NULL ? "" : cursor->data);
    return err == ERR_NONE ? show_released(page) : err;
}

enum err page_hold_list(struct page *page)
{
    enum err err = fill(page, "");
    view_text(page->view, "NAME", "");
    view_text(page->view, "REASON", "");
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}

static enum err refuse(struct page *page, struct form *form, enum err err, const char *kind)
{
    enum err filled = fill(page, kind);
    view_text(page->view, "NAME", "");
    view_text(page->view, "REASON", "");
    return filled == ERR_NONE ? record_page_refuse(page, form, err, title, file) : filled;
}

/* ---- placing ------------------------------------------------------------------------------ */

static enum err find_person(struct page *page, struct form *form, const char *name, struct uuid *id)
{
    struct user_list list;
    const struct user_filter filter = {.search = name, .persona = -1, .state = -1, .limit = 2};
    enum err err = user_list(page->db, page->actor, &filter, &list);
    if (err == ERR_NONE && list.count == 1) {
        *id = list.items[0].id;
        return ERR_NONE;
    }
    if (err == ERR_UNAVAILABLE)
        return err;
    form_error(form, "name",
               err == ERR_NONE && list.count > 1 ? "More than one person matches. Enter the email."
                                                 : "Nobody here has this name or email.");
    return ERR_INVALID;
}

static enum err find_subject(struct page *page, struct form *form, const struct hold_form *typed,
                             struct uuid *id)
{
    struct record_found found;
    const struct record_kind *kind = record_kind_find(typed->kind);
    if (strcmp(typed->kind, LEGAL_HOLD_ORGANIZATION) == 0)
        return ERR_NONE;
    if (typed->name[0] == '\0') {
        form_error(form, "name", "Enter a name.");
        return ERR_INVALID;
    }
    if (kind == NULL)
        return find_person(page, form, typed->name, id);
    enum err err = record_find(page->db, page->actor, kind, typed->name, &found);
    if (err == ERR_NOT_FOUND) {
        form_error(form, "name",
                   arena_printf(page->arena, "There is no %s of this name.", kind->noun));
        return ERR_INVALID;
    }
    *id = found.id;
    return err;
}

static enum err place(struct page *page, struct form *form, const struct hold_form *typed)
{
    struct uuid id;
    struct problem problem;
    struct legal_hold_draft draft = {.kind = typed->kind, .reason = typed->reason};
    enum err err = find_subject(page, form, typed, &draft.subject_id);
    if (err != ERR_NONE)
        return err;
    err = legal_hold_place(page->db, page->actor, &draft, &id, &problem);
    (void)record_page_problem(form, err, &problem);
    return err;
}

enum err page_hold_place_post(struct page *page)
{
    struct hold_form typed;
    struct form form;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE)
        err = place(page, &form, &typed);
    if (err == ERR_UNAVAILABLE)
        return err;
    return err == ERR_NONE ? page_redirect(page, path, "success", "The legal hold is on.")
                           : refuse(page, &form, err, typed.kind);
}

/* ---- releasing ---------------------------------------------------------------------------- */

enum err page_hold_ask_post(struct page *page)
{
    struct form form;
    struct legal_hold hold;
    enum err err = legal_hold_get(page->db, page->actor, &page->match.ids[0], &hold);
    if (err != ERR_NONE)
        return err;
    err = approval_ask(page, &form, legal_hold_ask_release);
    bool is_over = err == ERR_NONE || err == ERR_UNAVAILABLE || err == ERR_NOT_FOUND;
    return is_over ? err : refuse(page, &form, err, "");
}

static enum err release(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    return legal_hold_release(page->db, page->actor, &page->match.ids[0], problem);
}

enum err page_hold_release_post(struct page *page)
{
    struct page_button button = {"Release the hold", path, "The legal hold is released.", release};
    return page_press(page, &button);
}
