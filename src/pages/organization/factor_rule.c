#include "data/session/factor_rule.h"

#include "base/clock.h"
#include "data/user/user.h"
#include "pages/handlers.h"
#include "pages/user/user_view.h"
#include "web/form_render.h"

/* Who of the organization must have a second factor. What a choice would mean is shown before it is
 * saved: the form asks this page first, and its answer holds the form that saves. */

enum { GRACE_DAYS = 14 };

static const char title[] = "Second factor";
static const char file[] = "organization/factor_rule.tpl";

struct rule_form {
    int who;
    int64_t days;
};

static const struct form_field fields[] = {
    {.name = "who",
     .label = "Required for",
     .kind = FORM_CHOICE,
     .choices = factor_who_names,
     .offset = offsetof(struct rule_form, who)},
    {.name = "days",
     .label = "Days of grace",
     .kind = FORM_INT,
     .number = NUMBER_FACTOR_GRACE,
     .fallback = GRACE_DAYS,
     .offset = offsetof(struct rule_form, days)},
};

static const char *const who_texts[FACTOR_WHO_COUNT] = {"Nobody", "Administrators", "Everyone"};

static void show_form(struct page *page, const struct factor_rule *rule)
{
    struct view *view = page->view;
    for (int i = 0; i < FACTOR_WHO_COUNT; i++) {
        struct view *option = view_add(view, "WHO_OPTION");
        view_text(option, "VALUE", factor_who_names[i]);
        view_text(option, "TEXT", who_texts[i]);
        view_show(option, "CHECKED", i == (int)rule->who);
    }
    view_number(view, "DAYS",
                rule->set_at == 0 && rule->who == FACTOR_WHO_NOBODY ? GRACE_DAYS
                                                                    : rule->grace_days);
}

static void show_missing(struct page *page, const struct factor_missing *missing)
{
    struct view *view = page->view;
    for (int i = 0; i < missing->count; i++) {
        const struct factor_missing_person *person = &missing->people[i];
        struct view *row = view_add(view, "ROW");
        view_text(row, "URL", user_view_path(page, &person->id, ""));
        view_text(row, "NAME", person->full_name == NULL ? "Erased user" : person->full_name);
        view_text(row, "PERSONA", persona_names[person->persona]);
        view_show(row, "NOT_ASKED", person->due_at == 0);
        view_show(row, "OVERDUE", person->due_at != 0 && person->due_at <= clock_now());
        page_time(page, row, "DUE", person->due_at > clock_now() ? person->due_at : 0);
    }
    view_show(view, "ALL_HAVE", missing->count == 0);
    view_show(view, "SOME_MISS", missing->count > 0);
    view_text(
        view, "MISSING",
        arena_printf(page->arena, missing->count == 1 ? "%d person" : "%d people", missing->count));
}

/* What a choice would mean, were it saved now. */
static void show_consequence(struct page *page, const struct factor_rule *choice,
                             const struct factor_missing *missing)
{
    int asked = 0;
    int64_t in_all = choice->who == FACTOR_WHO_ALL ? missing->person_count : missing->admin_count;
    struct view *view = view_add(page->view, "CHOICE");
    for (int i = 0; i < missing->count; i++)
        asked += choice->who == FACTOR_WHO_ALL ||
                 (choice->who == FACTOR_WHO_ADMINS && missing->people[i].is_admin);
    view_text(view, "WHO", factor_who_names[choice->who]);
    view_number(view, "CHOICE_DAYS", choice->grace_days);
    view_show(view, "FREES", choice->who == FACTOR_WHO_NOBODY);
    if (choice->who == FACTOR_WHO_NOBODY)
        return;
    struct view *asks = view_add(view, "ASKS");
    view_number(asks, "ASKED", asked);
    view_number(asks, "IN_ALL", in_all);
    view_text(asks, "WHOM", choice->who == FACTOR_WHO_ALL ? "people" : "administrators");
    view_show(asks, "AT_ONCE", choice->grace_days == 0);
    page_time(page, asks, "FROM",
              choice->grace_days > 0 ? clock_now() + choice->grace_days * CLOCK_DAY : 0);
}

static enum err fill(struct page *page, const struct factor_rule *choice, bool is_valid)
{
    struct factor_rule rule;
    struct factor_missing missing;
    enum err err = factor_rule_get(page->db, page->actor, &rule);
    if (err == ERR_NONE)
        err = factor_rule_missing(page->db, page->actor, &rule, &missing);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_text(view, "NOW", who_texts[rule.who]);
    view_show(view, "HAS_RULE", rule.who != FACTOR_WHO_NOBODY);
    page_time(page, view, "SET", rule.set_at);
    show_form(page, choice != NULL ? choice : &rule);
    show_missing(page, &missing);
    if (choice != NULL && is_valid)
        show_consequence(page, choice, &missing);
    return ERR_NONE;
}

static struct factor_rule rule_of(const struct rule_form *typed)
{
    return (struct factor_rule){.who = (enum factor_who)typed->who, .grace_days = typed->days};
}

static enum err refuse(struct page *page, const struct form *form, const struct rule_form *typed)
{
    struct factor_rule rule = rule_of(typed);
    enum err err = fill(page, typed->who >= 0 ? &rule : NULL, false);
    return err == ERR_NONE ? page_show_form(page, form, title, file) : err;
}

enum err page_factor_rule(struct page *page)
{
    struct form form;
    struct rule_form typed;
    enum err wrong = form_parse_query(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (wrong != ERR_NONE)
        return wrong == ERR_INVALID ? refuse(page, &form, &typed) : wrong;
    struct factor_rule choice = rule_of(&typed);
    enum err err = fill(page, typed.who >= 0 ? &choice : NULL, true);
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}

enum err page_factor_rule_post(struct page *page)
{
    struct form form;
    struct rule_form typed;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE && typed.who < 0) {
        form_error(&form, "who", "Choose who must have a second factor.");
        err = ERR_INVALID;
    }
    struct factor_rule rule = rule_of(&typed);
    if (err == ERR_NONE)
        err = factor_rule_set(page->db, page->actor, &rule);
    if (err == ERR_NONE)
        return page_redirect(page, "/settings/second-factor", "success",
                             rule.who == FACTOR_WHO_NOBODY
                                 ? "Nobody must have a second factor."
                                 : "The rule is saved. Whoever has no second factor is led to it "
                                   "at their next sign-in.");
    return err == ERR_INVALID ? refuse(page, &form, &typed) : err;
}
