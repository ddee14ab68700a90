#include "pages/release/record_labels.h"

#include <string.h>

#include "base/buf.h"
#include "data/record/record_version.h"
#include "data/release/protected_label.h"
#include "data/release/record_desk.h"
#include "pages/history/record_versions.h"
#include "pages/record/record_page.h"

/* The labels of a record, each with what one may do there, and the form for any other move. */

/* What the actor may do with a label of this record. */
struct label_rights {
    bool may_move; /* a free one */
    bool may_move_protected;
    bool may_propose;
    bool may_read;
};

static struct label_rights rights_of(const struct page *page, const struct record_head *head)
{
    bool is_active = head->archived_at == 0;
    return (struct label_rights){
        is_active && record_page_allows(page, PERMISSION_LABEL_MOVE, head),
        is_active && record_page_allows(page, PERMISSION_LABEL_MOVE_PROTECTED, head),
        is_active && record_page_allows(page, PERMISSION_LABEL_PROPOSE, head),
        record_page_allows(page, head->store->kind->read, head),
    };
}

/* The version of each label, as the forms send it back: "production:5,staging:7". A label that was
 * moved since is then noticed. */
static const char *seen_text(struct page *page, const struct record_label_list *list)
{
    struct buf seen;
    buf_init(&seen, page->arena);
    for (int i = 0; i < list->count; i++)
        buf_printf(&seen, "%s%s:%lld", i > 0 ? "," : "", list->labels[i].label,
                   (long long)list->labels[i].version);
    return seen.data;
}

/* ---- the labels ---------------------------------------------------------------------------- */

static bool is_production(const char *label)
{
    return strcmp(label, LABEL_PRODUCTION) == 0;
}

/* What is on the page about one label. */
struct label_row {
    const struct label_rights *rights;
    const struct record_label *label;
    const struct label_history *history; /* the newest moves */
    const struct record_desk *desk;
    struct view *view;
};

static bool may_move(const struct label_row *row)
{
    return row->label->is_protected ? row->rights->may_move_protected : row->rights->may_move;
}

/* Who put it where it is; not among the newest moves: nobody says it. */
static void show_mover(struct page *page, const struct label_row *row)
{
    for (int i = 0; i < row->history->count; i++) {
        const struct label_history_entry *entry = &row->history->entries[i];
        if (strcmp(entry->label, row->label->label) != 0)
            continue;
        if (entry->to_version == row->label->version)
            record_page_person(view_add(row->view, "BY"), "MOVED_BY", entry->moved_by_name);
        break;
    }
    page_time(page, row->view, "SINCE", row->label->updated_at);
}

/* The last older version that the label was on; 0: none that the newest moves tell of. */
static int64_t version_before(const struct label_row *row)
{
    for (int i = 0; i < row->history->count; i++) {
        const struct label_history_entry *entry = &row->history->entries[i];
        if (strcmp(entry->label, row->label->label) == 0 && entry->from_version != 0 &&
            entry->from_version < row->label->version)
            return entry->from_version;
    }
    return 0;
}

/* What is proposed already is not offered again. */
static void add_step(const struct label_row *row, const char *verb, int64_t to_version)
{
    if (!may_move(row) && record_desk_is_proposed(row->desk, row->label->label, to_version))
        return;
    struct view *step = view_add(row->view, "STEP");
    view_text(step, "STEP_VERB", verb);
    view_number(step, "STEP_VERSION", to_version);
}

/* On the row is what one may do there. */
static void show_steps(const struct label_row *row, int64_t newest)
{
    const struct record_label *label = row->label;
    bool is_live = is_production(label->label);
    int64_t before = version_before(row);
    if (!may_move(row) && !row->rights->may_propose)
        return;
    if (label->version != newest)
        add_step(row, !may_move(row) ? "Propose" : is_live ? "Release" : "Move to", newest);
    if (before != 0)
        add_step(row, may_move(row) ? "Roll back to" : "Propose", before);
}

static void show_label(struct page *page, const struct record_head *head,
                       const struct label_row *given)
{
    struct label_row row = *given;
    const struct record_label *label = row.label;
    row.view = view_add(page->view, "LABEL");
    record_page_label(row.view, label->label);
    view_show(row.view, "PROTECTED", label->is_protected);
    view_show(row.view, "NOT_SET", label->version == 0);
    show_steps(&row, head->version);
    if (label->version == 0)
        return;
    view_number(view_add(row.view, row.rights->may_read ? "IS_LINKED" : "NOT_LINKED"),
                "LABEL_VERSION", label->version);
    show_mover(page, &row);
    view_show(row.view, "CERTIFICATE", row.rights->may_read);
    view_show(row.view, "MAY_REMOVE", may_move(&row));
}

/* Production comes first, also where nothing is released yet: it is the label of the given row. */
static void show_rows(struct page *page, const struct record_head *head,
                      const struct record_label_list *list, const struct label_row *first)
{
    struct label_row row = *first;
    show_label(page, head, &row);
    for (int i = 0; i < list->count; i++) {
        row.label = &list->labels[i];
        if (!is_production(row.label->label))
            show_label(page, head, &row);
    }
}

/* ---- setting any label --------------------------------------------------------------------- */

static void add_choice(struct view *form, const char *label, const char *chosen)
{
    struct view *option = view_add(form, "LABEL_OPTION");
    view_text(option, "VALUE", label);
    view_show(option, "SELECTED", strcmp(label, chosen) == 0);
}

static const char *param_text(const struct param_list *params, const char *name)
{
    const struct text *value = param_find(params, name);
    return value == NULL ? "" : value->data;
}

/* The labels that are there, and those that there are usually; another one is typed. */
static void show_choices(struct page *page, struct view *form, const struct record_label_list *list,
                         const struct protected_label_list *few)
{
    bool has_staging = protected_label_has(few, LABEL_STAGING);
    const char *chosen = param_text(&page->request->query, "label");
    const char *other = param_text(&page->request->query, "other");
    for (int i = 0; i < few->count; i++)
        add_choice(form, few->labels[i], chosen);
    for (int i = 0; i < list->count; i++) {
        has_staging = has_staging || strcmp(list->labels[i].label, LABEL_STAGING) == 0;
        if (!list->labels[i].is_protected)
            add_choice(form, list->labels[i].label, chosen);
    }
    if (!has_staging)
        add_choice(form, LABEL_STAGING, chosen);
    if (page->request->method == HTTP_POST)
        other = param_text(&page->request->form, "label");
    view_text(form, "OTHER", other);
}

static void add_version(struct view *form, int64_t version, const char *message, bool is_chosen)
{
    struct view *option = view_add(form, "VERSION_OPTION");
    view_number(option, "VALUE", version);
    view_text(option, "TEXT", message);
    view_show(option, "SELECTED", is_chosen);
}

/* The versions to choose from: the newest ones, and the one that was asked for. */
static enum err show_versions(struct page *page, const struct record_head *head, struct view *form,
                              int64_t chosen)
{
    struct record_version_list list;
    bool is_listed = chosen == 0;
    enum err err = record_version_list(page->db, head, 0, &list);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < list.count; i++) {
        int64_t version = list.versions[i].version;
        add_version(form, version, record_versions_message(&list.versions[i]), version == chosen);
        is_listed = is_listed || version == chosen;
    }
    if (!is_listed)
        add_version(form, chosen, "", true);
    return ERR_NONE;
}

enum err record_labels_show(struct page *page, const struct record_head *head,
                            const struct label_history *history, int64_t chosen_version)
{
    struct label_rights rights = rights_of(page, head);
    struct record_label_list list;
    struct protected_label_list few;
    struct record_desk desk;
    enum err err = record_desk_load(page->db, page->actor, head, &desk);
    if (err == ERR_NONE)
        err = record_label_list(page->db, head, &list);
    if (err == ERR_NONE)
        err = protected_label_list(page->db, page->actor, &few);
    if (err != ERR_NONE)
        return err;
    struct record_label production = {.label = LABEL_PRODUCTION,
                                      .is_protected = protected_label_has(&few, LABEL_PRODUCTION)};
    for (int i = 0; i < list.count; i++)
        if (is_production(list.labels[i].label))
            production = list.labels[i];
    view_text(page->view, "LABELS_SEEN", seen_text(page, &list));
    show_rows(page, head, &list,
              &(struct label_row){
                  .rights = &rights, .label = &production, .history = history, .desk = &desk});
    if (!rights.may_read || (!rights.may_move && !rights.may_propose))
        return ERR_NONE;
    struct view *form = view_add(page->view, "MOVE_FORM");
    show_choices(page, form, &list, &few);
    return show_versions(page, head, form, chosen_version);
}
