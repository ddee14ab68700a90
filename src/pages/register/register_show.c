#include "pages/register/register_show.h"

#include "base/clock.h"
#include "data/register/register.h"
#include "data/register/register_due.h"
#include "data/register/register_model.h"
#include "pages/handlers.h"
#include "pages/record/record_strip.h"
#include "pages/record/record_usage.h"

/* The entry of an agent or a team in the register: the tab of its page. */

static const char *const risk_classes[RISK_COUNT] = {
    [RISK_NOT_ASSESSED] = " off", [RISK_PROHIBITED] = " bad", [RISK_HIGH] = " wait",
    [RISK_LIMITED] = " wait",     [RISK_MINIMAL] = "",        [RISK_GENERAL_PURPOSE] = "",
};

void register_show_risk(struct view *view, enum register_risk risk)
{
    view_text(view, "RISK", register_risk_titles[risk]);
    view_text(view, "RISK_CLASS", risk_classes[risk]);
}

const char *register_show_day(struct page *page, int64_t day)
{
    if (day == 0)
        return "";
    char *text = arena_alloc(page->arena, CLOCK_DAY_LEN);
    clock_format_day(day, text);
    return text;
}

static void show_review(struct page *page, struct view *view, int64_t review_on)
{
    int64_t now = clock_now();
    view_text(view, "REVIEW", register_show_day(page, review_on));
    view_show(view, "HAS_REVIEW", review_on != 0);
    view_show(view, "NO_REVIEW", review_on == 0);
    view_show(view, "IS_OVERDUE", review_on != 0 && review_on <= now);
    view_show(view, "IS_SOON", review_on > now && review_on <= now + REGISTER_SOON);
}

static void show_texts(struct view *view, const struct register_entry *entry)
{
    static const char *const keys[][3] = {
        [REGISTER_PURPOSE] = {"PURPOSE", "HAS_PURPOSE", "NO_PURPOSE"},
        [REGISTER_DATA_CATEGORIES] = {"DATA_CATEGORIES", "HAS_DATA", "NO_DATA"},
        [REGISTER_AFFECTED_PEOPLE] = {"AFFECTED_PEOPLE", "HAS_PEOPLE", "NO_PEOPLE"},
        [REGISTER_RISK_REASON] = {"RISK_REASON", "HAS_REASON", "NO_REASON"},
    };
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++) {
        bool is_there = entry->texts[i][0] != '\0';
        view_text(view, keys[i][0], entry->texts[i]);
        view_show(view, keys[i][1], is_there);
        view_show(view, keys[i][2], !is_there);
    }
}

void register_show_entry(struct page *page, struct view *view, const struct register_entry *entry)
{
    bool is_overseen = !uuid_is_nil(&entry->oversight_id);
    show_texts(view, entry);
    register_show_risk(view, entry->risk);
    show_review(page, view, entry->review_on);
    view_text(view, "OVERSIGHT", is_overseen ? record_page_name(entry->oversight_name) : "");
    view_show(view, "HAS_OVERSIGHT", is_overseen);
    view_show(view, "NO_OVERSIGHT", !is_overseen);
    view_show(view, "IS_GONE", is_overseen && !entry->is_oversight_active);
    if (entry->missing[0] != '\0')
        view_text(view_add(view, "MISSING"), "WHAT", entry->missing);
    else
        view_show(view, "COMPLETE", true);
}

static enum err show_versions(struct page *page, const struct record_head *head)
{
    struct register_entry_list list;
    enum err err = register_entry_versions(page->db, page->actor, head, &list);
    if (err != ERR_NONE)
        return err;
    if (list.count == 0)
        return ERR_NONE;
    struct view *table = view_add(page->view, "VERSIONS");
    for (int i = 0; i < list.count; i++) {
        const struct register_entry *entry = &list.items[i];
        struct view *row = view_add(table, "ENTRY");
        view_number(row, "ENTRY_NUMBER", entry->revision);
        view_show(row, "IS_CURRENT", i == 0);
        view_show(row, "IS_OLD", i > 0);
        record_page_person(row, "AUTHOR", entry->author_name);
        page_time(page, row, "WHEN", entry->created_at);
        register_show_entry(page, row, entry);
        view_include(row, "FACTS", "register/facts.tpl");
    }
    view_show(table, "MORE", list.has_more);
    return ERR_NONE;
}

enum err page_register_show(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_head ahead = record_page_ahead(page, noun);
    struct register_entry entry;
    struct register_model_list models;
    bool is_required = false;
    record_strip_ahead(page, noun);
    usage_sum_ahead(page->db, &ahead, 0);
    register_entry_ahead(page->db, &ahead);
    register_entry_versions_ahead(page->db, &ahead);
    register_model_ahead(page->db, &ahead);
    register_required_ahead(page->db, &page->actor->organization_id);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = register_entry_get(page->db, page->actor, head, &entry);
    if (err == ERR_NONE)
        err = register_model_list(page->db, head, &models);
    if (err == ERR_NONE)
        err = register_is_required(page->db, page->actor, &is_required);
    if (err != ERR_NONE)
        return err;
    record_strip_head(page, noun, head, RECORD_TAB_REGISTER, head->version);
    view_text(page->view, "MODELS", register_model_words(page->arena, &models));
    view_show(page->view, "NO_MODELS", models.count == 0);
    view_show(page->view, "REQUIRED", is_required);
    view_show(page->view, "MAY_FILL_IN",
              head->archived_at == 0 && record_page_allows(page, noun->kind->change, head));
    view_show(page->view, "IS_FIRST", entry.revision == 0);
    view_show(page->view, "IS_SAVED", entry.revision > 0);
    register_show_entry(page, page->view, &entry);
    view_include(page->view, "FACTS", "register/facts.tpl");
    err = record_usage_line(page, head, 0);
    if (err == ERR_NONE)
        err = show_versions(page, head);
    return err == ERR_NONE
               ? record_page_show(page, 200, "Register entry of", head->name, "register/show.tpl")
               : err;
}
