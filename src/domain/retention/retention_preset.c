#include "domain/retention/retention_preset.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/number.h"

enum { SIX_MONTHS = 184, YEAR = 365, TWO_YEARS = 731, SIX_YEARS = 2192 };

const struct retention_preset retention_presets[PRESET_COUNT] = {
    [PRESET_GDPR] =
        {"gdpr",
         "GDPR",
         "Regulation (EU) 2016/679",
         "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
         {{RETENTION_PEOPLE, 0, YEAR, "Article 5(1)(e), Article 17(1)(a)",
           "Personal data is kept no longer than its purpose needs. The article names no number; "
           "Rostrum sets a year after the person left."},
          {RETENTION_SESSIONS, 0, 90, "Article 5(1)(c) and (e), Recital 39",
           "A session that ended holds an address and a browser. The article names no number; "
           "Rostrum sets three months."},
          {RETENTION_SECURITY, 0, TWO_YEARS, "Article 5(1)(e), Article 32",
           "Who signed in from where is kept as long as security needs it. The article names no "
           "number; Rostrum sets two years."}},
         3},
    [PRESET_SOC2] =
        {"soc2",
         "SOC 2",
         "AICPA Trust Services Criteria 2017, points of focus of 2022",
         "https://www.aicpa-cima.com/resources/download/"
         "2017-trust-services-criteria-with-revised-points-of-focus-2022",
         {{RETENTION_AUDIT, YEAR, 0, "CC4.1, CC8.1",
           "The auditor samples changes of the whole period of a Type 2 report, usually twelve "
           "months. The criteria name no number."},
          {RETENTION_SECURITY, YEAR, 0, "CC7.2, CC7.3",
           "The auditor samples security events of the whole period, usually twelve months. The "
           "criteria name no number."},
          {RETENTION_EXPORTS, YEAR, 0, "CC6.7",
           "Who took data out is sampled for the whole period as well."},
          {RETENTION_EVIDENCE, YEAR, 0, "C1.2",
           "That confidential information was disposed of is shown for the whole period."}},
         4},
    [PRESET_HIPAA] = {"hipaa",
                      "HIPAA",
                      "45 CFR Part 164, Subpart C (Security Rule)",
                      "https://www.ecfr.gov/current/title-45/section-164.316",
                      {{RETENTION_AUDIT, SIX_YEARS, 0, "45 CFR 164.316(b)(2)(i)",
                        "Documentation of actions and activities is kept for six years."},
                       {RETENTION_SECURITY, SIX_YEARS, 0, "45 CFR 164.316(b)(2)(i), 164.312(b)",
                        "Documentation of actions and activities is kept for six years."},
                       {RETENTION_EXPORTS, SIX_YEARS, 0, "45 CFR 164.316(b)(2)(i)",
                        "Documentation of actions and activities is kept for six years."},
                       {RETENTION_EVIDENCE, SIX_YEARS, 0, "45 CFR 164.316(b)(2)(i)",
                        "Documentation of actions and activities is kept for six years."}},
                      4},
    [PRESET_PCI] =
        {"pci",
         "PCI DSS",
         "PCI DSS v4.0.1",
         "https://www.pcisecuritystandards.org/document_library/",
         {{RETENTION_AUDIT, YEAR, 0, "Requirement 10.5.1",
           "Audit log history is kept for at least twelve months, the last three at hand."},
          {RETENTION_SECURITY, YEAR, 0, "Requirement 10.5.1",
           "Audit log history is kept for at least twelve months, the last three at hand."},
          {RETENTION_EXPORTS, YEAR, 0, "Requirement 10.5.1",
           "Audit log history is kept for at least twelve months, the last three at hand."}},
         3},
    [PRESET_AI_ACT] =
        {"ai-act",
         "EU AI Act",
         "Regulation (EU) 2024/1689",
         "https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
         {{RETENTION_AUDIT, SIX_MONTHS, 0, "Article 19(1), Article 26(6)",
           "Providers and deployers of high-risk systems keep logs for at least six months."},
          {RETENTION_SECURITY, SIX_MONTHS, 0, "Article 19(1), Article 26(6)",
           "Providers and deployers of high-risk systems keep logs for at least six months."},
          {RETENTION_EXPORTS, SIX_MONTHS, 0, "Article 19(1), Article 26(6)",
           "Providers and deployers of high-risk systems keep logs for at least six months."}},
         3},
};

void retention_rule_set_default(struct retention_rule_set *set)
{
    set->presets = 0;
    for (int i = 0; i < RETENTION_KIND_COUNT; i++)
        set->rules[i] =
            (struct retention_rule){retention_kinds[i].is_on, retention_kinds[i].default_days};
}

static bool is_chosen(const struct retention_rule_set *set, int preset)
{
    return (set->presets & 1U << preset) != 0;
}

/* What one bound has against a rule; NULL: nothing. */
static const char *objection(struct arena *arena, const struct retention_preset *preset,
                             const struct retention_bound *bound, const struct retention_rule *rule)
{
    if (rule->is_on && bound->min_days > rule->days)
        return arena_printf(arena, "%s asks for at least %d days (%s): %s", preset->title,
                            bound->min_days, bound->source, bound->why);
    if (bound->max_days > 0 && !rule->is_on)
        return arena_printf(arena, "%s asks for at most %d days, so this rule must be on (%s): %s",
                            preset->title, bound->max_days, bound->source, bound->why);
    if (bound->max_days > 0 && rule->days > bound->max_days)
        return arena_printf(arena, "%s asks for at most %d days (%s): %s", preset->title,
                            bound->max_days, bound->source, bound->why);
    return NULL;
}

enum err retention_rule_check(struct arena *arena, const struct retention_rule_set *set,
                              enum retention_kind_id kind, const char **message)
{
    const struct retention_rule *rule = &set->rules[kind];
    *message = NULL;
    if (!number_fits(NUMBER_RETENTION_DAYS, rule->days))
        *message =
            arena_printf(arena, "The days must be %s.", number_limits[NUMBER_RETENTION_DAYS].words);
    for (int p = 0; p < PRESET_COUNT; p++)
        for (int i = 0; is_chosen(set, p) && i < retention_presets[p].bound_count; i++)
            if (*message == NULL && retention_presets[p].bounds[i].kind == kind)
                *message =
                    objection(arena, &retention_presets[p], &retention_presets[p].bounds[i], rule);
    return *message == NULL ? ERR_NONE : ERR_INVALID;
}

void retention_rule_set_fit(struct retention_rule_set *set)
{
    int least[RETENTION_KIND_COUNT] = {0};
    for (int p = 0; p < PRESET_COUNT; p++)
        for (int i = 0; is_chosen(set, p) && i < retention_presets[p].bound_count; i++) {
            const struct retention_bound *bound = &retention_presets[p].bounds[i];
            struct retention_rule *rule = &set->rules[bound->kind];
            if (bound->max_days > 0 && (!rule->is_on || rule->days > bound->max_days))
                *rule = (struct retention_rule){true, bound->max_days};
            if (bound->min_days > least[bound->kind])
                least[bound->kind] = bound->min_days;
        }
    for (int i = 0; i < RETENTION_KIND_COUNT; i++)
        if (set->rules[i].days < least[i])
            set->rules[i].days = least[i];
}

char *retention_rules_write(struct arena *arena, const struct retention_rule_set *set)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < RETENTION_KIND_COUNT; i++)
        buf_printf(&buf, "%s\"%s\":{\"days\":%d,\"on\":%s}", i == 0 ? "{" : ",",
                   retention_kinds[i].name, set->rules[i].days,
                   set->rules[i].is_on ? "true" : "false");
    buf_add_char(&buf, '}');
    return buf.data;
}

char *retention_presets_write(struct arena *arena, unsigned presets)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int p = 0; p < PRESET_COUNT; p++)
        if ((presets & 1U << p) != 0)
            buf_printf(&buf, "%s%s", buf.len > 0 ? "," : "", retention_presets[p].name);
    return buf.data;
}

static unsigned read_presets(const char *text)
{
    unsigned presets = 0;
    while (*text != '\0') {
        size_t len = strcspn(text, ",");
        for (int p = 0; p < PRESET_COUNT; p++)
            if (strlen(retention_presets[p].name) == len &&
                strncmp(retention_presets[p].name, text, len) == 0)
                presets |= 1U << p;
        text += len + (text[len] == ',');
    }
    return presets;
}

void retention_rule_set_read(struct arena *arena, const char *presets, const char *rules,
                             struct retention_rule_set *set)
{
    const json_t *json =
        json_stored(arena, (struct text){rules, strlen(rules)}, "rules of retention");
    retention_rule_set_default(set);
    set->presets = read_presets(presets);
    for (int i = 0; i < RETENTION_KIND_COUNT; i++) {
        const json_t *rule = json_object_get(json, retention_kinds[i].name);
        const json_t *days = json_object_get(rule, "days");
        int count = (int)number_of_json(NUMBER_RETENTION_DAYS, days, 0);
        if (count > 0)
            set->rules[i] =
                (struct retention_rule){json_is_true(json_object_get(rule, "on")), count};
    }
}
