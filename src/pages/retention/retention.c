#include <string.h>

#include "data/approval/approval.h"
#include "data/retention/retention_manifest.h"
#include "pages/approval/approval_view.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/retention/retention_view.h"
#include "pages/shell/page_password.h"

/* The rules of retention, whether the timer deletes by them, and the runs. */

static const char title[] = "Retention";
static const char file[] = "retention/retention.tpl";
static const char path[] = "/settings/retention";

enum rules_action { ACTION_SAVE, ACTION_FIT };

struct rules_form {
    int64_t days[RETENTION_KIND_COUNT];
    bool on[RETENTION_KIND_COUNT];
    bool presets[PRESET_COUNT];
    int64_t version;
    int action;
};

enum { FIXED_FIELDS = 2, FIELDS = 2 * RETENTION_KIND_COUNT + PRESET_COUNT + FIXED_FIELDS };

/* A field for the days of each kind, which has its name, one that switches it on, and one for each
 * preset. */
static void declare(struct page *page, struct form_field fields[FIELDS])
{
    static const char *const actions[] = {"save", "fit", NULL};
    int count = 0;
    for (int i = 0; i < RETENTION_KIND_COUNT; i++) {
        const struct retention_kind *kind = &retention_kinds[i];
        fields[count++] = (struct form_field){.name = kind->name,
                                              .label = kind->title,
                                              .kind = FORM_INT,
                                              .number = NUMBER_RETENTION_DAYS,
                                              .is_required = true,
                                              .offset = offsetof(struct rules_form, days) +
                                                        (size_t)i * sizeof(int64_t)};
        fields[count++] = (struct form_field){
            .name = arena_printf(page->arena, "%s_on", kind->name),
            .label = kind->title,
            .kind = FORM_BOOL,
            .offset = offsetof(struct rules_form, on) + (size_t)i * sizeof(bool)};
    }
    for (int p = 0; p < PRESET_COUNT; p++)
        fields[count++] = (struct form_field){
            .name = arena_printf(page->arena, "preset_%s", retention_presets[p].name),
            .label = retention_presets[p].title,
            .kind = FORM_BOOL,
            .offset = offsetof(struct rules_form, presets) + (size_t)p * sizeof(bool)};
    fields[count++] = (struct form_field){.name = "version",
                                          .label = "Version",
                                          .kind = FORM_INT,
                                          .number = NUMBER_COUNTER,
                                          .offset = offsetof(struct rules_form, version)};
    fields[count++] = (struct form_field){.name = "do",
                                          .label = "Action",
                                          .kind = FORM_CHOICE,
                                          .choices = actions,
                                          .is_required = true,
                                          .offset = offsetof(struct rules_form, action)};
}

/* ---- the page ----------------------------------------------------------------------------- */

static enum err show_timer(struct page *page, const struct retention_rules *rules)
{
    struct approval approval = {.state = APPROVAL_REJECTED};
    struct view *view = page->view;
    enum err err =
        rules->version == 0
            ? ERR_NOT_FOUND
            : approval_find(page->db, page->actor, APPROVAL_RETENTION_RUN, &rules->id, &approval);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    bool is_live = err == ERR_NONE &&
                   (approval.state == APPROVAL_WAITING || approval.state == APPROVAL_APPROVED);
    view_text(view, "REASON", "");
    view_show(view, "NEVER_SAVED", rules->version == 0);
    if (rules->standing_at != 0)
        page_time(page, view_add(view, "STANDING"), "SINCE", rules->standing_at);
    else if (is_live && approval.state == APPROVAL_APPROVED)
        approval_view(page, view_add(view, "APPROVED"), &approval);
    else if (is_live)
        approval_view(page, view_add(view, "WAITS"), &approval);
    else if (rules->version > 0)
        view_show(view, "MAY_ASK", true);
    return ERR_NONE;
}

static enum err show_runs(struct page *page, const char *cursor)
{
    struct retention_run_list list;
    struct retention_run due;
    enum err err = retention_run_list(page->db, page->actor, cursor, &list);
    if (err == ERR_NONE)
        err = retention_run_due(page->db, page->actor, &due);
    if (err != ERR_NONE)
        return err;
    view_show(page->view, "NO_RUNS", list.count == 0);
    struct view *table = list.count > 0 ? view_add(page->view, "RUNS") : page->view;
    for (int i = 0; i < list.count; i++)
        retention_view_run(page, view_add(table, "RUN"), &list.items[i]);
    if (list.next != NULL)
        view_text(view_add(page->view, "OLDER"), "OLDER_CURSOR", list.next);
    if (due.due_count > 0)
        retention_view_run(page, view_add(page->view, "DUE"), &due);
    return ERR_NONE;
}

static void show_rules(struct page *page, const struct retention_rules *rules,
                       const struct form *form)
{
    struct view *view = page_view(page);
    view_number(view, "RULES_VERSION", rules->version);
    view_show(view, "ASK_PASSWORD", !page_is_reauthenticated(page));
    if (rules->version > 0) {
        struct view *saved = view_add(view, "SAVED");
        view_number(saved, "VERSION_NUMBER", rules->version);
        record_page_person(saved, "PERSON", rules->created_by_name);
        page_time_here(page, saved, rules->created_at);
    }
    for (int p = 0; p < PRESET_COUNT; p++)
        retention_view_preset(view_add(view, "PRESET"), (enum retention_preset_id)p,
                              (rules->set.presets & 1U << p) != 0);
    for (int i = 0; i < RETENTION_KIND_COUNT; i++)
        retention_view_kind(view_add(view, "KIND"), (enum retention_kind_id)i, &rules->set,
                            form == NULL ? NULL : form_message(form, retention_kinds[i].name));
}

static enum err fill(struct page *page, const struct retention_rules *rules,
                     const struct form *form, const char *cursor)
{
    show_rules(page, rules, form);
    enum err err = show_timer(page, rules);
    return err == ERR_NONE ? show_runs(page, cursor) : err;
}

enum err page_retention(struct page *page)
{
    struct retention_rules rules;
    const struct text *cursor = param_find(&page->request->query, "before");
    enum err err = retention_rules_get(page->db, page->actor, &rules);
    if (err == ERR_NONE)
        err = fill(page, &rules, NULL, cursor == NULL ? "" : cursor->data);
    view_include(page_view(page), "ERROR_SUMMARY", "shell/errors.tpl");
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}

/* ---- saving ------------------------------------------------------------------------------- */

static void take(const struct rules_form *typed, struct retention_rule_set *set)
{
    set->presets = 0;
    for (int p = 0; p < PRESET_COUNT; p++)
        set->presets |= typed->presets[p] ? 1U << p : 0;
    for (int i = 0; i < RETENTION_KIND_COUNT; i++)
        set->rules[i] = (struct retention_rule){typed->on[i], (int)typed->days[i]};
    if (typed->action == ACTION_FIT)
        retention_rule_set_fit(set);
}

static enum err refuse(struct page *page, struct form *form, enum err err,
                       const struct retention_rules *typed)
{
    enum err filled = fill(page, typed, form, "");
    return filled == ERR_NONE ? record_page_refuse(page, form, err, title, file) : filled;
}

/* Every rule that a preset refuses, and not only the first. */
static void explain(struct page *page, struct form *form, const struct retention_rule_set *set)
{
    for (int i = 0; i < RETENTION_KIND_COUNT; i++) {
        const char *message = NULL;
        if (retention_rule_check(page->arena, set, (enum retention_kind_id)i, &message) != ERR_NONE)
            form_error(form, retention_kinds[i].name, message);
    }
}

enum err page_retention_post(struct page *page)
{
    struct form_field *fields = arena_array(page->arena, FIELDS, sizeof *fields);
    struct rules_form typed;
    struct form form;
    struct retention_rules rules;
    struct problem problem;
    declare(page, fields);
    enum err wrong = form_parse(&form, page->request, fields, FIELDS, &typed);
    enum err err = retention_rules_get(page->db, page->actor, &rules);
    if (err != ERR_NONE)
        return err;
    take(&typed, &rules.set);
    err = wrong;
    if (err == ERR_NONE) {
        err = retention_rules_save(page->db, page->actor, &rules.set, typed.version, &problem);
        if (err == ERR_INVALID)
            explain(page, &form, &rules.set);
        else
            (void)record_page_problem(&form, err, &problem);
    }
    if (err == ERR_UNAVAILABLE || err == ERR_NOT_FOUND)
        return err;
    if (err != ERR_NONE)
        return refuse(page, &form, err, &rules);
    return page_redirect(page, path, "success",
                         "The rules are saved. Nothing is deleted before it is approved.");
}

/* ---- the timer ---------------------------------------------------------------------------- */

enum timer_action { TIMER_ASK, TIMER_ON, TIMER_OFF };

struct timer_form {
    int action;
    const char *reason;
};

static const char *const timer_actions[] = {"ask", "on", "off", NULL};

static const struct form_field timer_fields[] = {
    {.name = "do",
     .label = "Action",
     .kind = FORM_CHOICE,
     .choices = timer_actions,
     .is_required = true,
     .offset = offsetof(struct timer_form, action)},
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .max_chars = APPROVAL_REASON_MAX,
     .offset = offsetof(struct timer_form, reason)},
};

static enum err run_timer(struct page *page, const struct timer_form *typed,
                          struct problem *problem)
{
    struct uuid approval_id;
    if (typed->action == TIMER_ASK)
        return retention_rules_ask(page->db, page->actor, typed->reason, &approval_id, problem);
    if (typed->action == TIMER_ON)
        return retention_rules_switch_on(page->db, page->actor, problem);
    return retention_rules_switch_off(page->db, page->actor, problem);
}

enum err page_retention_timer_post(struct page *page)
{
    static const char *const done[] = {"Another administrator has to approve it.",
                                       "The timer now deletes by these rules.",
                                       "The timer does not delete any more."};
    struct timer_form typed;
    struct form form;
    struct retention_rules rules;
    struct problem problem;
    enum err err =
        form_parse(&form, page->request, timer_fields, (int)COUNT_OF(timer_fields), &typed);
    if (err == ERR_NONE) {
        err = run_timer(page, &typed, &problem);
        (void)record_page_problem(&form, err, &problem);
    }
    if (err == ERR_NONE)
        return page_redirect(page, path, "success", done[typed.action]);
    if (err == ERR_UNAVAILABLE || err == ERR_NOT_FOUND)
        return err;
    enum err read = retention_rules_get(page->db, page->actor, &rules);
    return read == ERR_NONE ? refuse(page, &form, err, &rules) : read;
}
