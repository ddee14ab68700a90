#include "pages/release/record_move.h"

#include <string.h>

#include "base/number.h"
#include "data/record/work_check.h"
#include "data/release/protected_label.h"
#include "data/release/record_desk.h"
#include "data/release/record_label.h"
#include "pages/handlers.h"
#include "pages/release/record_affects.h"
#include "pages/release/record_compare.h"
#include "pages/release/record_releases.h"

/* A move that is looked at. */
struct look {
    struct page *page;
    const struct record_noun *noun;
    const struct record_head *head;
    const struct record_move *move;
    int64_t from_version; /* 0: the label is on none */
    struct record_version to;
    bool may_move; /* or only propose to */
    bool is_back;
};

/* May the actor move this label, or only propose to? */
static enum err may_move_label(struct page *page, const struct record_head *head, const char *label,
                               bool *may_move)
{
    struct protected_label_list few;
    enum err err = protected_label_list(page->db, page->actor, &few);
    if (err != ERR_NONE)
        return err;
    enum permission move =
        protected_label_has(&few, label) ? PERMISSION_LABEL_MOVE_PROTECTED : PERMISSION_LABEL_MOVE;
    *may_move = record_page_allows(page, move, head);
    return *may_move || record_page_allows(page, PERMISSION_LABEL_PROPOSE, head) ? ERR_NONE
                                                                                 : ERR_DENIED;
}

static enum err read_label(struct look *look)
{
    struct record_label_list labels;
    enum err err = record_label_list(look->page->db, look->head, &labels);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < labels.count; i++)
        if (strcmp(labels.labels[i].label, look->move->label) == 0)
            look->from_version = labels.labels[i].version;
    return may_move_label(look->page, look->head, look->move->label, &look->may_move);
}

/* "Release v6", "Roll back to v3", "Move staging to v6", "Propose v6". */
static const char *verb_of(const struct look *look)
{
    struct arena *arena = look->page->arena;
    long long to = (long long)look->to.version;
    if (!look->may_move)
        return arena_printf(arena, "Propose v%lld", to);
    if (look->is_back)
        return arena_printf(arena, "Roll back to v%lld", to);
    if (strcmp(look->move->label, LABEL_PRODUCTION) == 0)
        return arena_printf(arena, "Release v%lld", to);
    return arena_printf(arena, "Move %s to v%lld", look->move->label, to);
}

static void show_form(const struct look *look)
{
    struct page *page = look->page;
    struct view *view = page->view;
    const struct record_move *move = look->move;
    view_text(view, "MOVE_VERB", verb_of(look));
    record_page_label(view, move->label);
    view_text(view, "LABELS_SEEN",
              look->from_version == 0 ? ""
                                      : arena_printf(page->arena, "%s:%lld", move->label,
                                                     (long long)look->from_version));
    view_text(view, "REASON", move->reason);
    view_number(view, "TO", look->to.version);
    record_page_version(view, "MOVES_FROM", look->from_version);
    view_show(view, "MOVES_FIRST", look->from_version == 0);
    view_show(view, "MAY_MOVE", look->may_move);
    view_show(view, "ONLY_PROPOSE", !look->may_move);
    view_text(view, "CHANGE_MESSAGE", look->to.message);
    record_page_person(view, "AUTHOR", look->to.author_name);
    page_time(page, view, "WHEN", look->to.created_at);
}

/* The difference to the version that the label leaves; the whole version if it leaves none. */
static enum err show_changes(const struct look *look, const char **file)
{
    struct page *page = look->page;
    struct record_source leaves = {.head = look->head, .label = look->move->label};
    struct record_version from;
    view_include(page->view, look->from_version == 0 ? "VERSION_HEAD" : "COMPARE",
                 "record/move.tpl");
    if (look->from_version == 0)
        return record_compare_show(page, look->head, NULL, &look->to, file);
    enum err err = record_version_get_source(page->db, page->actor, &leaves, &from);
    return err == ERR_NONE ? record_compare_show(page, look->head, &from, &look->to, file) : err;
}

enum err record_move_show(struct page *page, const struct record_noun *noun,
                          const struct record_head *head, const struct record_move *move,
                          struct form *form, enum err refusal)
{
    struct look look = {.page = page, .noun = noun, .head = head, .move = move};
    const char *problem = NULL;
    const char *file = NULL;
    if (label_check(move->label, &problem) != ERR_NONE)
        return ERR_INVALID;
    enum err err = record_version_get(page->db, page->actor, head, move->to_version, &look.to);
    if (err == ERR_NOT_FOUND)
        return ERR_INVALID;
    if (err == ERR_NONE)
        err = read_label(&look);
    if (err != ERR_NONE)
        return err;
    look.is_back = look.from_version > look.to.version;
    record_page_subhead(page, noun, head, arena_printf(page->arena, "%s:", verb_of(&look)));
    show_form(&look);
    struct record_affects affects = {
        move->label, look.from_version, {.head = head, .label = move->label}};
    err = record_affects_show(page, head, &affects);
    if (err == ERR_NONE)
        err = show_changes(&look, &file);
    if (err != ERR_NONE)
        return err;
    const char *title = arena_printf(page->arena, "%s of %s", verb_of(&look), head->name);
    return refusal == ERR_NONE ? page_show(page, 200, title, file)
                               : record_page_refuse(page, form, refusal, title, file);
}

/* ---- the address ---------------------------------------------------------------------------- */

#define AT(member) offsetof(struct record_move, member)

static const struct form_field fields[] = {
    {.name = "label", .label = "Label", .kind = FORM_LINE, .max_chars = 500, .offset = AT(label)},
    {.name = "to_version",
     .label = "Version",
     .kind = FORM_INT,
     .number = NUMBER_VERSION,
     .offset = AT(to_version)},
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .max_chars = WORK_LINE_MAX,
     .offset = AT(reason)},
};

static void ask_ahead(struct page *page, const struct record_noun *noun,
                      const struct record_move *move)
{
    struct record_head ahead = record_page_ahead(page, noun);
    struct record_source to = {.head = &ahead, .number = move->to_version};
    struct record_source from = {.head = &ahead, .label = move->label};
    record_label_ahead(page->db, &ahead);
    protected_label_ahead(page->db, page->actor);
    record_desk_ahead(page->db, &ahead);
    record_compare_ahead(page, noun, &from, &to);
    record_affects_ahead(page, noun, &from);
}

/* Nothing to look at: the label is there already, or the record is archived. */
static enum err leave(struct page *page, const struct record_noun *noun, const char *why)
{
    return page_redirect(page, record_page_url(page, noun->kind, &page->match.ids[0], "/releases"),
                         "warning", why);
}

static enum err look_at(struct page *page, const struct record_noun *noun,
                        const struct record_head *head, const struct record_move *move)
{
    struct record_label_list labels;
    int64_t to = move->to_version == 0 ? head->version : move->to_version;
    if (head->archived_at != 0)
        return leave(page, noun,
                     arena_printf(page->arena,
                                  "This %s is archived. Restore it before you move its labels.",
                                  noun->kind->noun));
    enum err err = record_label_list(page->db, head, &labels);
    for (int i = 0; err == ERR_NONE && i < labels.count; i++)
        if (labels.labels[i].version == to && strcmp(labels.labels[i].label, move->label) == 0)
            return leave(
                page, noun,
                arena_printf(page->arena, "%s is on v%lld already.", move->label, (long long)to));
    struct record_desk desk;
    if (err == ERR_NONE)
        err = record_desk_load(page->db, page->actor, head, &desk);
    if (err != ERR_NONE)
        return err;
    bool may_move = false;
    err = may_move_label(page, head, move->label, &may_move);
    if (err == ERR_NONE && !may_move && record_desk_is_proposed(&desk, move->label, to))
        return leave(page, noun,
                     arena_printf(page->arena, "v%lld is proposed for %s already.", (long long)to,
                                  move->label));
    return err == ERR_NONE ? record_move_show(page, noun, head, move, NULL, ERR_NONE) : err;
}

enum err page_record_move(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_move move;
    struct form form;
    enum err asked = form_parse_query(&form, page->request, fields, (int)COUNT_OF(fields), &move);
    const struct text *other = param_find(&page->request->query, "other");
    if (other != NULL && other->len > 0)
        move.label = text_trim(page->arena, other->data);
    if (move.label[0] == '\0')
        move.label = LABEL_PRODUCTION;
    ask_ahead(page, noun, &move);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE && asked == ERR_NONE)
        err = look_at(page, noun, head, &move);
    if (asked == ERR_NONE && err != ERR_INVALID)
        return err;
    if (err != ERR_NONE && err != ERR_INVALID)
        return err;
    const char *problem = NULL;
    if (label_check(move.label, &problem) != ERR_NONE)
        form_error(&form, "label", problem);
    else if (form.error_count == 0)
        form_error(&form, "to_version", "There is no such version.");
    return record_releases_refuse(page, &form, ERR_INVALID, noun, head, move.to_version);
}
