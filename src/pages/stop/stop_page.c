#include <string.h>

#include "data/approval/approval.h"
#include "data/reference/record_use.h"
#include "data/release/record_label.h"
#include "data/stop/stop_resume.h"
#include "domain/record/label.h"
#include "pages/handlers.h"
#include "pages/record/record_usage.h"
#include "pages/record/record_used.h"
#include "pages/stop/stop_view.h"

/* Stopping a record or a version of it: what that means, who fetched it lately, and going on. */

static const char file[] = "stop/stop.tpl";

struct stop_form {
    int64_t version; /* 0: the record as a whole */
    const char *reason;
};

static const struct form_field fields[] = {
    {.name = "version",
     .label = "What to stop",
     .kind = FORM_INT,
     .number = NUMBER_VERSION_OR_NONE,
     .offset = offsetof(struct stop_form, version)},
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = STOP_REASON_MAX,
     .offset = offsetof(struct stop_form, reason)},
};

/* ---- what stops with it -------------------------------------------------------------------- */

/* A test set is not stopped with what it tests. */
static void drop_tests(struct record_use_list *uses)
{
    int kept = 0;
    for (int i = 0; i < uses->count; i++)
        if (!uses->uses[i].kind->is_test)
            uses->uses[kept++] = uses->uses[i];
    uses->count = kept;
}

/* What a stop of this version takes along, or of all of it (0). */
static enum err list_uses(struct page *page, const struct record_head *head, int64_t version,
                          const struct record_label_list *labels, struct record_use_list *uses)
{
    struct record_use_target target = {.version = version};
    const char **names = arena_array(page->arena, (size_t)labels->count + 1, sizeof *names);
    for (int i = 0; i < labels->count; i++)
        if (labels->labels[i].version == version)
            names[target.label_count++] = labels->labels[i].label;
    target.labels = names;
    enum err err = version == 0 ? record_use_list(page->db, head, RECORD_USE_DEPTH_MAX, uses)
                                : record_use_of_version(page->db, head, &target, uses);
    if (err == ERR_NONE)
        drop_tests(uses);
    return err;
}

static void show_uses(struct page *page, const struct record_head *head, int64_t version,
                      const struct record_use_list *uses)
{
    record_used_show_list(page, head, uses, RECORD_FATE_NONE);
    const char *noun = head->store->kind->noun;
    if (version != 0)
        view_text(page->view, "USED_NOUN", arena_printf(page->arena, "version of the %s", noun));
    if (uses->count == 0)
        return;
    struct view *view = view_add(page->view, "SOME_WITH");
    view_text(view, "WITH_WHAT",
              version == 0 ? arena_printf(page->arena, "this %s", noun)
                           : arena_printf(page->arena, "version %lld", (long long)version));
    view_text(view, "WITH_COUNT", record_page_count(page, uses->count, "record"));
    view_show(view, "ONE_WITH", uses->count == 1);
    view_show(view, "MANY_WITH", uses->count > 1);
}

/* ---- what may be stopped ------------------------------------------------------------------ */

struct choice {
    struct view *form;
    const struct record_head *head;
    int64_t chosen;
    struct view *others; /* links to what the other choices take along; NULL: none yet */
};

/* A choice that is not shown below has a link that shows it. */
static void show_option(struct page *page, struct choice *choice, int64_t version, const char *text)
{
    if (record_stops_have(&choice->head->stops, version))
        return;
    struct view *option = view_add(choice->form, "WHAT_OPTION");
    view_number(option, "VALUE", version);
    view_text(option, "TEXT", text);
    view_show(option, "SELECTED", version == choice->chosen);
    if (version == choice->chosen)
        return;
    bool is_first = choice->others == NULL;
    if (is_first)
        choice->others = view_add(choice->form, "SEE_OTHER");
    struct view *other = view_add(choice->others, "OTHER");
    view_show(other, "IS_NEXT", !is_first);
    view_number(other, "VALUE", version);
    view_text(other, "TEXT",
              version == 0
                  ? arena_printf(page->arena, "the whole %s", choice->head->store->kind->noun)
                  : arena_printf(page->arena, "version %lld", (long long)version));
}

static bool has_label(const struct record_label_list *list, int64_t version)
{
    for (int i = 0; i < list->count; i++)
        if (list->labels[i].version == version)
            return true;
    return false;
}

static void show_versions(struct page *page, struct choice *choice,
                          const struct record_label_list *list)
{
    for (int i = 0; i < list->count; i++) {
        struct record_label_list before = {list->labels, i};
        int64_t version = list->labels[i].version;
        if (!has_label(&before, version))
            show_option(page, choice, version,
                        arena_printf(page->arena, "Version %lld (%s)", (long long)version,
                                     list->labels[i].label));
    }
    if (!has_label(list, choice->head->version))
        show_option(
            page, choice, choice->head->version,
            arena_printf(page->arena, "Version %lld (latest)", (long long)choice->head->version));
    if (choice->chosen != 0 && choice->chosen != choice->head->version &&
        !has_label(list, choice->chosen))
        show_option(page, choice, choice->chosen,
                    arena_printf(page->arena, "Version %lld", (long long)choice->chosen));
}

/* Of a prompt what is live is meant, unless the address says another; of others all of it. */
static int64_t chosen_of(const struct record_head *head, const struct record_label_list *list,
                         int64_t asked)
{
    if (asked != 0 || head->store->kind->id != RECORD_PROMPT)
        return asked;
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->labels[i].label, LABEL_PRODUCTION) == 0)
            return list->labels[i].version;
    return head->version;
}

static enum err show_form(struct page *page, const struct record_head *head,
                          const struct record_label_list *list, int64_t chosen)
{
    int64_t token_count = 0;
    const struct record_kind *kind = head->store->kind;
    enum err err =
        kind->id == RECORD_AGENT ? stop_count_tokens(page->db, head, &token_count) : ERR_NONE;
    if (err != ERR_NONE)
        return err;
    if (!stop_may(page->actor, head) || record_stops_have(&head->stops, 0))
        return ERR_NONE;
    struct choice choice = {view_add(page->view, "MAY_STOP"), head, chosen, NULL};
    if (kind->id != RECORD_PROMPT)
        show_option(page, &choice, 0, arena_printf(page->arena, "The whole %s", kind->noun));
    show_versions(page, &choice, list);
    if (token_count > 0)
        view_text(view_add(choice.form, "TOKENS_END"), "COUNTED",
                  record_page_count(page, token_count, "API token"));
    return ERR_NONE;
}

/* ---- the page ----------------------------------------------------------------------------- */

static void ask_ahead(struct page *page, const struct record_noun *noun)
{
    struct record_head ahead = record_page_ahead(page, noun);
    stop_list_ahead(page->db, &ahead);
    record_label_ahead(page->db, &ahead);
    record_use_ahead(page->db, &ahead);
    if (noun->kind->id == RECORD_AGENT)
        stop_count_tokens_ahead(page->db, &ahead);
}

static enum err show_copies(struct page *page, const struct record_head *head, int64_t version,
                            const struct record_use_list *uses)
{
    struct record_source source = {.head = head, .number = version};
    return record_usage_copies(page, head, version == 0 ? NULL : &source, uses);
}

static enum err fill(struct page *page, const struct record_noun *noun,
                     const struct record_head *head, int64_t asked)
{
    struct record_label_list labels;
    struct record_use_list uses;
    record_page_subhead(page, noun, head, "Stop");
    enum err err = stop_view_show(page, noun, head);
    if (err == ERR_NONE)
        err = record_label_list(page->db, head, &labels);
    if (err != ERR_NONE)
        return err;
    int64_t chosen = chosen_of(head, &labels, asked);
    err = show_form(page, head, &labels, chosen);
    if (err == ERR_NONE)
        err = list_uses(page, head, chosen, &labels, &uses);
    if (err != ERR_NONE)
        return err;
    show_uses(page, head, chosen, &uses);
    view_text(page->view, "REASON", "");
    view_show(page->view, noun->kind->id == RECORD_PROMPT ? "IS_PROMPT" : "NOT_PROMPT", true);
    view_show(page->view, "IS_OFF", head->stops.count > 0);
    return show_copies(page, head, chosen, &uses);
}

static enum err load(struct page *page, const struct record_noun *noun, struct record_head **head)
{
    ask_ahead(page, noun);
    *head = arena_alloc(page->arena, noun->store->size);
    return record_page_load(page, noun, RECORD_HEAD_ONLY, *head);
}

enum err page_record_stop(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    const struct text *version = param_find(&page->request->query, "version");
    struct record_head *head = NULL;
    int64_t asked = 0;
    if (version != NULL && number_parse(NUMBER_VERSION, version->data, &asked) != ERR_NONE)
        asked = 0;
    enum err err = load(page, noun, &head);
    if (err == ERR_NONE)
        err = fill(page, noun, head, asked);
    if (err != ERR_NONE)
        return err;
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    return record_page_show(page, 200, "Stop", head->name, file);
}

/* The form again, with what was typed and why it was refused. */
static enum err refuse(struct page *page, struct form *form, enum err err, int64_t asked)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = NULL;
    enum err loaded = load(page, noun, &head);
    if (loaded == ERR_NONE)
        loaded = fill(page, noun, head, asked);
    if (loaded != ERR_NONE)
        return loaded;
    return record_page_refuse(page, form, err, arena_printf(page->arena, "Stop %s", head->name),
                              file);
}

static const char *stop_url(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    return record_page_url(page, noun->kind, &page->match.ids[0], "/stop");
}

enum err page_record_stop_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct stop_form typed = {0};
    struct form form;
    struct problem problem = {0};
    struct uuid id;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE) {
        struct stop_draft draft = {page->match.ids[0], typed.version, typed.reason};
        err = stop_begin(page->db, page->actor, noun->store, &draft, &id, &problem);
        if (err != ERR_NONE && !record_page_problem(&form, err, &problem))
            return err;
    }
    if (err != ERR_NONE)
        return refuse(page, &form, err, typed.version);
    return page_redirect(page, stop_url(page), "success",
                         "Stopped. From now on no program is given it.");
}

/* ---- going on ----------------------------------------------------------------------------- */

static const struct form_field reason_fields[] = {
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .max_chars = APPROVAL_REASON_MAX,
     .offset = offsetof(struct stop_form, reason)},
};

typedef enum err resume_verb(struct db *db, const struct actor *actor,
                             const struct record_store *store, const struct uuid *id,
                             const char *reason, struct problem *problem);

static enum err resume_with(struct page *page, resume_verb *verb, const char *done)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct stop_form typed = {.reason = ""};
    struct form form;
    struct problem problem = {0};
    enum err err = form_parse(&form, page->request, reason_fields, 1, &typed);
    if (err == ERR_NONE) {
        err = verb(page->db, page->actor, noun->store, &page->match.ids[1], typed.reason, &problem);
        if (err != ERR_NONE && !record_page_problem(&form, err, &problem))
            return err;
    }
    return err == ERR_NONE ? page_redirect(page, stop_url(page), "success", done)
                           : refuse(page, &form, err, 0);
}

static enum err carry_out(struct db *db, const struct actor *actor,
                          const struct record_store *store, const struct uuid *id,
                          const char *reason, struct problem *problem)
{
    (void)reason;
    return stop_resume(db, actor, store, id, problem);
}

enum err page_stop_ask_post(struct page *page)
{
    return resume_with(page, stop_ask_resume, "Another person has to confirm it.");
}

enum err page_stop_confirm_post(struct page *page)
{
    return resume_with(page, stop_confirm_resume, "Resumed. Programs are given it again.");
}

enum err page_stop_resume_post(struct page *page)
{
    return resume_with(page, carry_out, "Resumed. Programs are given it again.");
}
