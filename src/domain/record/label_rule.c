#include "domain/record/label_rule.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/clock.h"

/* ---- numbers ------------------------------------------------------------------------------ */

const char *label_rule_percent(struct arena *arena, int64_t permille)
{
    if (permille % 10 == 0)
        return arena_printf(arena, "%" PRId64 "%%", permille / 10);
    return arena_printf(arena, "%" PRId64 ".%" PRId64 "%%", permille / 10, permille % 10);
}

const char *label_rule_rate(struct arena *arena, int64_t part, int64_t all)
{
    return label_rule_percent(arena, part * 1000 / all);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

enum err label_rule_parse_percent(const char *text, int64_t *permille)
{
    int64_t percent = 0, tenth = 0;
    int digits = 0;
    for (; is_digit(*text) && digits < 4; text++, digits++)
        percent = 10 * percent + (*text - '0');
    if (digits == 0)
        return ERR_INVALID;
    if (text[0] == '.' && is_digit(text[1])) {
        tenth = text[1] - '0';
        text += 2;
    }
    *permille = 10 * percent + tenth;
    return *text == '\0' && *permille <= 1000 ? ERR_NONE : ERR_INVALID;
}

static const char *cases(struct arena *arena, int64_t count)
{
    return arena_printf(arena, "%" PRId64 " %s", count, count == 1 ? "case" : "cases");
}

/* ---- what is needed ----------------------------------------------------------------------- */

enum { TERMS_MAX = 5 };

static void add_terms(struct arena *arena, const struct label_rule_terms *terms, const char **words,
                      int *count)
{
    if (terms->min_pass_permille > 0)
        words[(*count)++] = arena_printf(arena, "at least %s passed",
                                         label_rule_percent(arena, terms->min_pass_permille));
    if (terms->forbids_critical)
        words[(*count)++] = "no critical failure";
    if (terms->max_age_days > 0)
        words[(*count)++] =
            terms->max_age_days == 1
                ? "an age of at most a day"
                : arena_printf(arena, "an age of at most %" PRId64 " days", terms->max_age_days);
    if (terms->forbids_worse)
        words[(*count)++] = "no lower pass rate than what is live";
    if (terms->needs_judge)
        words[(*count)++] = "a calibrated judge";
}

const char *label_rule_needs(struct arena *arena, const struct label_rule_terms *terms)
{
    const char *words[TERMS_MAX];
    int count = 0;
    struct buf buf;
    buf_init(&buf, arena);
    if (terms->set_name == NULL)
        buf_printf(&buf, "a run of any test set");
    else if (terms->set_name[0] == '\0')
        buf_printf(&buf, "a run of a test set that was deleted");
    else
        buf_printf(&buf, "a run of %s", terms->set_name);
    add_terms(arena, terms, words, &count);
    for (int i = 0; i < count; i++)
        buf_printf(&buf, "%s%s", i == 0 ? " with " : i == count - 1 ? " and " : ", ", words[i]);
    if (terms->accepts_imported)
        buf_add_text(&buf, ", where imported results count as well");
    return buf.data;
}

/* ---- what is missing ---------------------------------------------------------------------- */

/* a/b < c/d; counts are of cases and repeats, far from overflowing */
static bool is_less(int64_t a, int64_t b, int64_t c, int64_t d)
{
    return a * d < c * b;
}

static const char *check_counts(struct arena *arena, const struct label_rule_terms *terms,
                                const struct label_rule_run *run)
{
    if (run->result_count == 0)
        return "It has no results.";
    if (is_less(run->pass_count, run->result_count, terms->min_pass_permille, 1000))
        return arena_printf(arena, "It passed %s (%" PRId64 " of %" PRId64 ").",
                            label_rule_rate(arena, run->pass_count, run->result_count),
                            run->pass_count, run->result_count);
    if (terms->forbids_critical && run->critical_fail_count > 0)
        return arena_printf(arena, "It failed %s that %s critical.",
                            cases(arena, run->critical_fail_count),
                            run->critical_fail_count == 1 ? "is" : "are");
    if (terms->forbids_worse && run->live_result_count > 0 &&
        is_less(run->beside_pass_count, run->result_count, run->live_pass_count,
                run->live_result_count))
        return arena_printf(arena, "It passed %s, and v%" PRId64 ", which is live, %s.",
                            label_rule_rate(arena, run->beside_pass_count, run->result_count),
                            run->live_version,
                            label_rule_rate(arena, run->live_pass_count, run->live_result_count));
    return NULL;
}

const char *label_rule_unfit(struct arena *arena, const struct label_rule_terms *terms,
                             const struct label_rule_run *run)
{
    if (run->is_imported && !terms->accepts_imported)
        return "Another program graded it.";
    if (run->set_version_now == 0)
        return "Its test set was deleted.";
    if (run->set_version != run->set_version_now)
        return arena_printf(arena,
                            "It ran v%" PRId64 " of the test set, which is at v%" PRId64 " now.",
                            run->set_version, run->set_version_now);
    if (!run->is_as_served)
        return "It ran on another model, or with other parameters, than this version says.";
    if (terms->max_age_days > 0 && run->age_us > terms->max_age_days * CLOCK_DAY) {
        int64_t days = run->age_us / CLOCK_DAY;
        return arena_printf(arena, "It is %" PRId64 " %s old.", days, days == 1 ? "day" : "days");
    }
    return NULL;
}

const char *label_rule_missing(struct arena *arena, const struct label_rule_terms *terms,
                               const struct label_rule_run *run)
{
    const char *unfit = label_rule_unfit(arena, terms, run);
    if (unfit != NULL)
        return unfit;
    if (terms->needs_judge && !run->is_judged)
        return "It has no judge.";
    if (terms->needs_judge && run->objection != NULL)
        return run->objection;
    return check_counts(arena, terms, run);
}
