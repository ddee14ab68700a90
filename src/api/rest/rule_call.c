#include <string.h>

#include "api/body.h"
#include "api/handlers.h"
#include "api/operation.h"
#include "api/rest/record_view.h"
#include "base/json.h"
#include "data/evidence/evidence_rule_set.h"
#include "data/set/set.h"

/* What labels need before they move: the rules of a record, and those of all records of a kind. */

/* "99.5" */
static const char *rate_of(struct call *call, const struct label_rule_terms *terms)
{
    const char *percent = label_rule_percent(call->arena, terms->min_pass_permille);
    return arena_copy(call->arena, percent, strcspn(percent, "%"));
}

static json_t *rule_json(struct call *call, const struct evidence_rule *rule)
{
    const struct label_rule_terms *terms = &rule->terms;
    const char *needs = rule->is_free ? "nothing" : label_rule_needs(call->arena, terms);
    return json_pack(
        "{s:s, s:s, s:o, s:b, s:o, s:s?, s:s, s:b, s:o, s:b, s:b, s:b, s:s, s:o, s:o}", "label",
        terms->label, "kind", rule->kind->name, "record_id", json_uuid(&rule->record_id), "is_free",
        (int)rule->is_free, "set_id", json_uuid(&rule->set_id), "set_name",
        terms->set_name == NULL || terms->set_name[0] == '\0' ? NULL : terms->set_name, "min_pass",
        rate_of(call, terms), "forbids_critical", (int)terms->forbids_critical, "max_age_days",
        terms->max_age_days == 0 ? json_null() : json_integer(terms->max_age_days), "forbids_worse",
        (int)terms->forbids_worse, "needs_judge", (int)terms->needs_judge, "accepts_imported",
        (int)terms->accepts_imported, "needs", needs, "updated_by", json_uuid(&rule->updated_by),
        "updated_at", json_time(rule->updated_at));
}

static enum err answer_list(struct call *call, const struct evidence_rules *rules)
{
    json_t *items = json_array();
    for (int i = 0; i < rules->count; i++)
        json_array_append_new(items, rule_json(call, &rules->items[i]));
    return call_answer(call, 200, json_pack("{s:o}", "items", items));
}

/* The kind of an address: of a record, or /rules/prompts/production. */
static const struct record_kind *kind_of(const struct call *call)
{
    const struct record_kind *kind = operation_kind(call->match->route);
    for (int i = 0; kind == NULL && i < RECORD_KIND_COUNT; i++)
        if (strstr(call->match->route->pattern, record_kinds[i].path) != NULL)
            kind = &record_kinds[i];
    return kind;
}

static bool is_of_record(const struct call *call)
{
    return operation_kind(call->match->route) != NULL;
}

/* The rules of the place that the address is about. */
static enum err load_rules(struct call *call, struct evidence_rules *rules)
{
    struct record_head *head = NULL;
    if (!is_of_record(call))
        return evidence_rule_kinds(call->db, call->actor, rules);
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, &head);
    return err == ERR_NONE ? evidence_rule_list(call->db, head, rules) : err;
}

enum err api_rule_list(struct call *call)
{
    struct evidence_rules rules;
    enum err err = load_rules(call, &rules);
    return err == ERR_NONE ? answer_list(call, &rules) : err;
}

/* The rule of exactly this place. */
static enum err answer_rule(struct call *call)
{
    struct evidence_rules rules;
    const struct record_kind *kind = kind_of(call);
    enum err err = load_rules(call, &rules);
    for (int i = 0; err == ERR_NONE && i < rules.count; i++) {
        const struct evidence_rule *rule = &rules.items[i];
        if (rule->kind == kind && uuid_is_nil(&rule->record_id) != is_of_record(call) &&
            strcmp(rule->terms.label, call->match->token) == 0)
            return call_answer(call, 200, rule_json(call, rule));
    }
    return err == ERR_NONE ? ERR_NOT_FOUND : err;
}

/* ---- setting ------------------------------------------------------------------------------- */

static struct evidence_rule_draft begin(const struct call *call)
{
    struct evidence_rule_draft draft = {.kind = kind_of(call), .label = call->match->token};
    if (!is_of_record(call))
        return draft;
    draft.store = record_view_store(call);
    draft.record_id = call->match->ids[0];
    return draft;
}

/* ERR_INVALID with a problem. */
static enum err read_set(struct call *call, const json_t *body, struct evidence_rule_draft *draft,
                         struct problem *problem)
{
    struct record_found found;
    const char *named = body_text(body, "set", NULL);
    if (named == NULL || uuid_parse(named, &draft->set_id) == ERR_NONE)
        return ERR_NONE;
    enum err err = record_find(call->db, call->actor, set_store.kind, named, &found);
    if (err == ERR_NONE)
        draft->set_id = found.id;
    return err == ERR_NOT_FOUND || err == ERR_DENIED || err == ERR_INVALID
               ? problem_refuse(problem, ERR_INVALID, "set", "There is no such test set.")
               : err;
}

static enum err read_pass_rate(const json_t *body, struct evidence_rule_draft *draft,
                               struct problem *problem)
{
    const char *given = body_text(body, "min_pass", NULL);
    if (given == NULL || label_rule_parse_percent(given, &draft->min_pass_permille) == ERR_NONE)
        return ERR_NONE;
    return problem_refuse(problem, ERR_INVALID, "min_pass",
                          "This must be a percentage from 0 to 100, such as 95 or 99.5.");
}

static enum err read_draft(struct call *call, const json_t *body, struct evidence_rule_draft *draft,
                           struct problem *problem)
{
    draft->is_free = body_truth(body, "is_free");
    draft->forbids_critical = body_truth(body, "forbids_critical");
    draft->forbids_worse = body_truth(body, "forbids_worse");
    draft->needs_judge = body_truth(body, "needs_judge");
    draft->accepts_imported = body_truth(body, "accepts_imported");
    draft->max_age_days = body_number(body, "max_age_days");
    enum err err = read_set(call, body, draft, problem);
    return err == ERR_NONE ? read_pass_rate(body, draft, problem) : err;
}

enum err api_rule_put(struct call *call)
{
    json_t *body = NULL;
    struct problem problem = {0};
    struct evidence_rules before;
    struct evidence_rule_draft draft = begin(call);
    if (body_read(call, &body_rule, API_TO_CREATE, &body) != ERR_NONE)
        return ERR_NONE;
    enum err err = load_rules(call, &before); /* who sets one sees them */
    if (err == ERR_NONE)
        err = read_draft(call, body, &draft, &problem);
    if (err == ERR_NONE)
        err = evidence_rule_set(call->db, call->actor, &draft, &problem);
    return err == ERR_NONE ? answer_rule(call) : call_refuse(call, err, &problem);
}

enum err api_rule_delete(struct call *call)
{
    struct problem problem = {0};
    const struct evidence_rule_draft draft = begin(call);
    enum err err = evidence_rule_remove(call->db, call->actor, &draft, &problem);
    if (err != ERR_NONE)
        return call_refuse(call, err, &problem);
    call->response->status = 204;
    return ERR_NONE;
}
