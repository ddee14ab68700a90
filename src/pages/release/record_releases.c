#include "pages/release/record_releases.h"

#include <string.h>

#include "base/clock.h"
#include "base/clock_local.h"
#include "base/number.h"
#include "data/release/label_day.h"
#include "data/release/label_history.h"
#include "data/release/label_proposal.h"
#include "data/release/protected_label.h"
#include "data/stop/stop.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/record/record_scope.h"
#include "pages/record/record_strip.h"
#include "pages/record/record_usage.h"
#include "pages/release/record_evidence.h"
#include "pages/release/record_labels.h"

static const char file[] = "record/releases.tpl";

static const char *title_of(struct page *page, const struct record_head *head)
{
    return arena_printf(page->arena, "Releases of %s", head->name);
}

static void show_proposal(struct page *page, const struct label_proposal *proposal,
                          const char *wider, bool may_read)
{
    static const char *const words[][2] = {{"open", "wait"},
                                           {"approved", ""},
                                           {"rejected", "bad"},
                                           {"withdrawn", "off"},
                                           {"expired", "off"}};
    struct view *row = view_add(page->view, "PROPOSAL");
    page_uuid(page, row, "PROPOSAL_ID", &proposal->id);
    record_page_label(row, proposal->label);
    record_page_version(row, "FROM", proposal->from_version);
    record_page_version(row, "TO", proposal->to_version);
    view_show(row, "IS_REMOVED", proposal->to_version == 0);
    if (proposal->reason[0] != '\0')
        view_text(view_add(row, "WHY"), "REASON", proposal->reason);
    view_text(row, "STATE", proposal->state);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i][0], proposal->state) == 0)
            view_text(row, "STATE_CLASS", words[i][1]);
    record_page_person(row, "PROPOSED_BY", proposal->proposed_by_name);
    page_time(page, row, "WHEN", proposal->created_at);
    if (!uuid_is_nil(&proposal->decided_by)) {
        struct view *decision = view_add(row, "DECISION");
        record_page_person(decision, "DECIDED_BY", proposal->decided_by_name);
        view_text(decision, "DECISION_REASON", proposal->decision_reason);
        page_time(page, decision, "DECIDED", proposal->decided_at);
    }
    record_scope_show_wider(row, wider);
    view_show(row, "IS_STALE", proposal->is_stale);
    if (may_read)
        view_text(view_add(row, "REVIEW_LINK"), "REVIEW_WORDS",
                  strcmp(proposal->state, "open") == 0 ? "Review" : "Open");
}

static enum err show_proposals(struct page *page, const struct record_head *head)
{
    struct label_proposal_filter filter = {.head = head, .cursor = ""};
    struct label_proposal_list list;
    const char *const *wider = NULL;
    bool may_read = record_page_allows(page, head->store->kind->read, head);
    enum err err = label_proposal_list(page->db, page->actor, &filter, &list);
    if (err == ERR_NONE)
        err = record_scope_wider(page, &list, &wider);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        show_proposal(page, &list.proposals[i], wider[i], may_read);
    if (err == ERR_NONE)
        view_show(page->view, "HAS_PROPOSALS", list.count > 0);
    return err;
}

static void show_move(struct page *page, struct view *table,
                      const struct label_history_entry *entry)
{
    struct view *row = view_add(table, "MOVE");
    record_page_label(row, entry->label);
    record_page_version(row, "FROM", entry->from_version);
    record_page_version(row, "TO", entry->to_version);
    view_show(row, "IS_REMOVED", entry->to_version == 0);
    view_text(row, "REASON", entry->reason);
    record_page_person(row, "MOVED_BY", entry->moved_by_name);
    if (!uuid_is_nil(&entry->proposal_id))
        record_page_person(view_add(row, "PROPOSED"), "PROPOSED_BY", entry->proposed_by_name);
    page_time(page, row, "WHEN", entry->created_at);
    if (!uuid_is_nil(&entry->override_id))
        page_uuid(page, view_add(row, "WITHOUT_EVIDENCE"), "OVERRIDE_ID", &entry->override_id);
    if (!uuid_is_nil(&entry->run_id))
        page_uuid(page, view_add(row, "BY_RUN"), "RUN_ID", &entry->run_id);
}

static enum err read_history(struct page *page, const struct record_head *head,
                             struct label_history *history)
{
    const struct text *cursor = param_find(&page->request->query, "cursor");
    struct label_history_filter filter = {
        .head = head, .label = "", .cursor = cursor == NULL ? "" : cursor->data};
    enum err err = label_history(page->db, page->actor, &filter, history);
    if (err != ERR_INVALID)
        return err;
    filter.cursor = "";
    return label_history(page->db, page->actor, &filter, history);
}

static void show_history(struct page *page, const struct label_history *history)
{
    view_show(page->view, "NO_MOVES", history->count == 0);
    struct view *table = history->count > 0 ? view_add(page->view, "MOVES") : NULL;
    for (int i = 0; i < history->count; i++)
        show_move(page, table, &history->entries[i]);
    if (history->next != NULL)
        view_text(view_add(page->view, "OLDER_MOVES"), "OLDER_CURSOR", history->next);
}

/* "What was production on 3 May?" */
struct day_query {
    const char *label;
    int64_t on;
    int64_t to_version;
};

#define AT(member) offsetof(struct day_query, member)

/* Any label can be asked for, the computed one too. */
static enum err check_asked(const char *label, const char **problem)
{
    if (label_is_wellformed(label))
        return ERR_NONE;
    *problem = "A label has lowercase letters, digits, dots, dashes and underscores.";
    return ERR_INVALID;
}

static const struct form_field day_fields[] = {
    {.name = "label",
     .label = "Label",
     .kind = FORM_LINE,
     .max_chars = LABEL_MAX,
     .check = check_asked,
     .offset = AT(label)},
    {.name = "on", .label = "Day", .kind = FORM_DAY, .offset = AT(on)},
    {.name = "to_version",
     .label = "Version",
     .kind = FORM_INT,
     .number = NUMBER_VERSION,
     .offset = AT(to_version)},
};

/* "14:05:06", of a time within the day. */
static const char *time_of_day(struct page *page, int64_t time)
{
    struct clock_local local = clock_local(page_zone(page), time);
    return arena_printf(page->arena, "%02d:%02d:%02d", local.hour, local.minute, local.second);
}

static void show_answer(struct page *page, struct view *shown, const struct label_day_entry *entry,
                        int64_t start, bool may_read)
{
    struct view *row = view_add(shown, "ANSWER_ROW");
    bool is_from_before = entry->since < start;
    view_text(row, "ANSWER_FROM", time_of_day(page, is_from_before ? start : entry->since));
    if (is_from_before)
        page_time(page, row, "ANSWER_SINCE", entry->since);
    record_page_version(row, "ANSWER_VERSION", entry->version);
    view_show(row, "ANSWER_REMOVED", entry->version == 0);
    record_page_person(row, "ANSWER_BY", entry->moved_by_name);
    if (entry->version == 0 || !may_read)
        return;
    char *at = arena_alloc(page->arena, CLOCK_ISO_LEN);
    clock_format_iso(is_from_before ? start : entry->since, at);
    view_text(view_add(row, "ANSWER_PROOF"), "PROOF_AT", at);
}

static enum err answer_day(struct page *page, const struct record_head *head,
                           const struct day_query *query)
{
    const char *label = query->label[0] == '\0' ? LABEL_PRODUCTION : query->label;
    int64_t start = clock_local_start(page_zone(page), query->on);
    int64_t end = clock_local_start(page_zone(page), query->on + CLOCK_DAY);
    struct label_day answer;
    enum err err = label_day(page->db, head, label, start, end, &answer);
    if (err != ERR_NONE)
        return err;
    char *day = arena_alloc(page->arena, CLOCK_DAY_LEN);
    clock_format_day(query->on, day);
    struct view *shown = view_add(page->view, "ANSWER");
    view_text(shown, "ASKED_LABEL", label);
    view_text(shown, "ASKED_DAY", day);
    view_show(shown, "ANSWER_SO_FAR", end > clock_now());
    view_show(shown, "ANSWER_NONE", answer.count == 0);
    view_show(shown, "ANSWER_MORE", answer.has_more);
    struct policy_target target = record_target(head);
    bool may_read = policy_allows(page->actor, head->store->kind->read, &target);
    for (int i = 0; i < answer.count; i++)
        show_answer(page, shown, &answer.entries[i], start, may_read);
    return ERR_NONE;
}

static enum err show_day(struct page *page, const struct record_head *head,
                         const struct day_query *query, const struct form *form)
{
    const struct text *typed_day = param_find(&page->request->query, "on");
    bool is_day = query->on != 0 && typed_day != NULL; /* a date input holds nothing else */
    view_text(page->view, "DAY_LABEL", query->label[0] == '\0' ? LABEL_PRODUCTION : query->label);
    view_text(page->view, "ZONE", page_zone(page));
    view_text(page->view, "DAY", is_day ? text_trim(page->arena, typed_day->data) : "");
    if (form->error_count > 0)
        view_text(view_add(page->view, "DAY_ERROR"), "DAY_PROBLEM", form->errors[0].message);
    return query->on == 0 || form->error_count > 0 ? ERR_NONE : answer_day(page, head, query);
}

/* ---- evidence ------------------------------------------------------------------------------- */

/* For the version that a label is on, and for the newest. */
static enum err show_rule(struct page *page, const struct record_head *head,
                          const struct evidence_rule *rule, const struct record_label_list *labels)
{
    struct evidence_asked asked = {.label = rule->terms.label, .version = head->version};
    struct view *row = view_add(page->view, "EVIDENCE_RULE");
    enum err err = ERR_NONE;
    record_page_label(row, rule->terms.label);
    view_text(row, "NEEDS", label_rule_needs(page->arena, &rule->terms));
    for (int i = 0; i < labels->count; i++)
        if (strcmp(labels->labels[i].label, rule->terms.label) == 0)
            asked.live_version = labels->labels[i].version;
    if (asked.live_version != 0 && asked.live_version != head->version) {
        struct evidence_asked live = asked;
        live.version = asked.live_version;
        err = record_evidence_line(page, head, &live, rule, row);
    }
    return err == ERR_NONE ? record_evidence_line(page, head, &asked, rule, row) : err;
}

static enum err show_evidence(struct page *page, const struct record_head *head)
{
    struct evidence_rules rules;
    struct record_label_list labels;
    bool has_rule = false;
    if (!evidence_kind_is_tested(head->store->kind) ||
        !record_page_allows(page, head->store->kind->read, head))
        return ERR_NONE;
    enum err err = evidence_rule_list(page->db, head, &rules);
    if (err == ERR_NONE)
        err = record_label_list(page->db, head, &labels);
    for (int i = 0; err == ERR_NONE && i < rules.count; i++) {
        const struct evidence_rule *rule = evidence_rule_of(&rules, rules.items[i].terms.label);
        if (rule != &rules.items[i] || !evidence_rule_holds(rule))
            continue;
        has_rule = true;
        err = show_rule(page, head, rule, &labels);
    }
    struct view *view = view_add(page->view, "EVIDENCE_SECTION");
    view_show(view, "NO_RULE", !has_rule);
    view_show(view, "SETS_RULES", policy_allows_some(page->actor, PERMISSION_ORGANIZATION_RENAME));
    return err;
}

/* Reads everything and fills the page's view. chosen_version is offered in the form. */
static enum err fill(struct page *page, const struct record_noun *noun,
                     const struct record_head *head, int64_t chosen_version)
{
    static const struct label_history unknown;
    struct label_history history;
    bool is_newest = param_find(&page->request->query, "cursor") == NULL;
    record_strip_head(page, noun, head, RECORD_TAB_RELEASES, head->version);
    enum err err = read_history(page, head, &history);
    if (err == ERR_NONE)
        err = record_labels_show(page, head, is_newest ? &history : &unknown, chosen_version);
    if (err == ERR_NONE)
        err = record_usage_labels(page, head);
    if (err == ERR_NONE)
        err = show_evidence(page, head);
    if (err != ERR_NONE)
        return err;
    view_show(page->view, "STOP_BUTTON", stop_may(page->actor, head));
    show_history(page, &history);
    return show_proposals(page, head);
}

enum err record_releases_refuse(struct page *page, struct form *form, enum err err,
                                const struct record_noun *noun, const struct record_head *head,
                                int64_t chosen_version)
{
    enum err filled = fill(page, noun, head, chosen_version);
    if (filled != ERR_NONE)
        return filled;
    view_text(page->view, "DAY_LABEL", LABEL_PRODUCTION);
    view_text(page->view, "ZONE", page_zone(page));
    view_text(page->view, "DAY", "");
    return record_page_refuse(page, form, err, title_of(page, head), file);
}

enum err page_record_releases(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct day_query query;
    struct form form;
    enum err asked =
        form_parse_query(&form, page->request, day_fields, (int)COUNT_OF(day_fields), &query);
    struct record_head ahead = record_page_ahead(page, noun);
    record_label_ahead(page->db, &ahead);
    usage_labels_ahead(page->db, &ahead);
    record_version_ahead(page->db, &ahead, RECORD_VERSION_LIMIT);
    protected_label_ahead(page->db, page->actor);
    label_history_ahead(page->db, &ahead);
    evidence_rule_ahead(page->db, &ahead);
    label_proposal_ahead(page->db, page->actor,
                         &(struct label_proposal_filter){.head = &ahead, .cursor = ""});
    record_strip_ahead(page, noun);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = fill(page, noun, head, query.to_version);
    bool is_ahead = query.on > clock_local_day(page_zone(page), clock_now());
    if (is_ahead)
        form_error(&form, "on", "This day has not begun yet.");
    if (err == ERR_NONE)
        err = show_day(page, head, &query, &form);
    if (err != ERR_NONE)
        return err;
    return page_show(page, asked == ERR_NONE && !is_ahead ? 200 : 422, title_of(page, head), file);
}

/* Where this page was. */
enum err page_record_labels(struct page *page)
{
    return record_page_moved(page, record_noun_of_page(page), "/releases");
}
