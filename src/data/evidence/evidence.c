#include "data/evidence/evidence.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "domain/run/run_served.h"

/* ---- what a rule says of them -------------------------------------------------------------- */

/* One version that is looked at. */
struct look {
    struct db *db;
    const struct record_head *head;
    const struct evidence_asked *asked;
    const struct composition *composition;
    struct evidence_runs runs;
    struct evidence *evidence;
};

/* Another program says "openai:chat:gpt-5". */
static bool is_model(const struct evidence_run *run, const char *model)
{
    size_t len = strlen(run->model), end = strlen(model);
    if (strcmp(run->model, model) == 0)
        return true;
    return run->is_imported && len > end && run->model[len - end - 1] == ':' &&
           strcmp(run->model + len - end, model) == 0;
}

/* The model and the parameters are what the version says. */
static bool is_as_served(const struct look *look, const struct evidence_run *run)
{
    const struct composition_part *part = &look->composition->parts[0];
    const struct run_served served = {.is_agent = part->kind->id == RECORD_AGENT,
                                      .has_settings = part->hashes[1][0] != '\0',
                                      .own_model = part->facet,
                                      .model =
                                          is_model(run, part->facet) ? part->facet : run->model,
                                      .has_temperature = run->has_parameters};
    return run_served_objection(db_arena(look->db), &served) == NULL;
}

/* The newest run of the live version with the same test set. */
static const struct evidence_run *live_run(const struct look *look, const struct evidence_run *run)
{
    for (int i = 0; i < look->runs.count; i++) {
        const struct evidence_run *other = &look->runs.items[i];
        if (other->version == look->asked->live_version && uuid_equal(&other->set_id, &run->set_id))
            return other;
    }
    return NULL;
}

/* As they are compared: by a judge if the same one decides on both, else by the checks alone. */
static struct evidence_counts beside(const struct evidence_run *run,
                                     const struct evidence_run *other)
{
    bool is_same = strcmp(run->judge.key, other->judge.key) == 0;
    return is_same ? run->counts : run->by_checks;
}

static struct label_rule_run what_it_says(const struct look *look, const struct evidence_run *run)
{
    const struct evidence_run *live = live_run(look, run);
    bool is_other = live != NULL && look->asked->live_version != look->asked->version;
    return (struct label_rule_run){
        .pass_count = run->counts.pass_count,
        .result_count = run->result_count,
        .critical_fail_count = run->counts.critical_fail_count,
        .age_us = clock_now() - run->ended_at,
        .is_judged = !uuid_is_nil(&run->judge.prompt_id),
        .objection = judge_standing_texts[run->standing],
        .set_version = run->set_version,
        .set_version_now = run->set_version_now,
        .is_as_served = is_as_served(look, run),
        .is_imported = run->is_imported,
        .live_pass_count = is_other ? beside(live, run).pass_count : 0,
        .beside_pass_count = is_other ? beside(run, live).pass_count : 0,
        .live_result_count = is_other ? live->result_count : 0,
        .version = look->asked->version,
        .live_version = look->asked->live_version,
    };
}

static bool is_of_these_bytes(const struct look *look, const struct evidence_run *run)
{
    return look->evidence->digest[0] != '\0' && strcmp(run->digest, look->evidence->digest) == 0;
}

/* The first run that meets the rule; else the first of these bytes. Where we graded these bytes and
 * they did not do, what another program says does not help. */
static void find_run(const struct look *look)
{
    struct evidence *evidence = look->evidence;
    const struct label_rule_terms *terms = &evidence->rule.terms;
    const char *first = NULL;
    bool is_decided = false;
    for (int i = 0; i < look->runs.count && !evidence->is_met; i++) {
        const struct evidence_run *run = &look->runs.items[i];
        if (!is_of_these_bytes(look, run) || (run->is_imported && is_decided))
            continue;
        struct label_rule_run said = what_it_says(look, run);
        const char *missing = label_rule_missing(db_arena(look->db), terms, &said);
        is_decided = is_decided || label_rule_unfit(db_arena(look->db), terms, &said) == NULL;
        if (missing == NULL || first == NULL)
            evidence->run = *run;
        if (first == NULL)
            first = missing;
        evidence->is_met = missing == NULL;
    }
    if (!evidence->is_met && first != NULL)
        evidence->missing =
            arena_printf(db_arena(look->db), "The last run of v%" PRId64 " is not enough. %s",
                         look->asked->version, first);
}

/* ---- what went out of date ------------------------------------------------------------------ */

static const struct composition_part *part_of(const struct composition *composition,
                                              const struct composition_part *wanted)
{
    for (int i = 0; i < composition->count; i++)
        if (composition->parts[i].kind == wanted->kind &&
            uuid_equal(&composition->parts[i].id, &wanted->id))
            return &composition->parts[i];
    return NULL;
}

static bool is_noted(const struct evidence *evidence, const struct composition_part *part)
{
    for (int i = 0; i < evidence->change_count; i++)
        if (evidence->changes[i].kind == part->kind &&
            uuid_equal(&evidence->changes[i].id, &part->id))
            return true;
    return false;
}

static void note_change(struct evidence *evidence, const struct composition_part *part,
                        int64_t before, int64_t now)
{
    if (before == now || evidence->change_count == EVIDENCE_CHANGES_MAX || is_noted(evidence, part))
        return;
    evidence->changes[evidence->change_count++] =
        (struct evidence_change){part->kind, part->id, part->name, before, now};
}

static enum err find_changes(const struct look *look)
{
    struct evidence *evidence = look->evidence;
    struct composition before;
    enum err err = composition_read(look->db, look->head, evidence->run.version,
                                    evidence->run.created_at, &before);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    evidence->changes =
        arena_array(db_arena(look->db), EVIDENCE_CHANGES_MAX, sizeof *evidence->changes);
    for (int i = 0; i < look->composition->count; i++) {
        const struct composition_part *now = &look->composition->parts[i];
        const struct composition_part *old = part_of(&before, now);
        note_change(evidence, now, old == NULL ? 0 : old->version, now->version);
    }
    for (int i = 0; i < before.count; i++)
        if (part_of(look->composition, &before.parts[i]) == NULL)
            note_change(evidence, &before.parts[i], before.parts[i].version, 0);
    return ERR_NONE;
}

static const char *change_words(struct arena *arena, const struct evidence *evidence)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < evidence->change_count; i++) {
        const struct evidence_change *change = &evidence->changes[i];
        buf_printf(&buf, "%s%s (", i == 0 ? "" : ", ", change->name);
        if (change->before == 0)
            buf_printf(&buf, "now v%" PRId64 ")", change->now);
        else if (change->now == 0)
            buf_printf(&buf, "v%" PRId64 " is gone)", change->before);
        else
            buf_printf(&buf, "v%" PRId64 " to v%" PRId64 ")", change->before, change->now);
    }
    return buf.len == 0 ? "something that it uses" : buf.data;
}

/* A run of the version itself, when it served other bytes. */
static enum err find_old(const struct look *look)
{
    struct evidence *evidence = look->evidence;
    struct arena *arena = db_arena(look->db);
    for (int i = 0; i < look->runs.count && uuid_is_nil(&evidence->run.id); i++)
        if (look->runs.items[i].version == look->asked->version)
            evidence->run = look->runs.items[i];
    if (uuid_is_nil(&evidence->run.id)) {
        evidence->missing = arena_printf(arena, "v%" PRId64 " has none.", look->asked->version);
        return ERR_NONE;
    }
    evidence->is_out_of_date = true;
    enum err err = find_changes(look);
    evidence->missing = arena_printf(arena, "v%" PRId64 " was tested, but this changed since: %s.",
                                     look->asked->version, change_words(arena, evidence));
    return err;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static const char *refusal_of(struct arena *arena, const struct evidence_rule *rule,
                              const char *missing, int64_t version)
{
    return arena_printf(arena,
                        "%s needs %s. %s Run the tests of v%" PRId64 ", then move the label.",
                        rule->terms.label, label_rule_needs(arena, &rule->terms), missing, version);
}

const char *evidence_refusal_new(struct arena *arena, const struct evidence_rule *rule,
                                 int64_t version)
{
    return arena_printf(arena,
                        "%s needs %s. v%" PRId64 " has none. Publish without the label, run the "
                        "tests, then move it.",
                        rule->terms.label, label_rule_needs(arena, &rule->terms), version);
}

static enum err judge(struct look *look, struct evidence *evidence)
{
    struct arena *arena = db_arena(look->db);
    const struct evidence_run_filter filter = {
        .set_id = evidence->rule.set_id,
        .digest = evidence->digest,
        .version = look->asked->version,
        .live_version = look->asked->live_version,
        .accepts_imported = evidence->rule.terms.accepts_imported,
    };
    enum err err = evidence_runs(look->db, look->head, &filter, &look->runs);
    if (err != ERR_NONE)
        return err;
    find_run(look);
    if (evidence->is_met)
        return ERR_NONE;
    if (evidence->digest[0] == '\0')
        evidence->missing = arena_printf(
            arena,
            "v%" PRId64 " uses more than %d others, or deeper than %d, so that no run can "
            "be of all of it.",
            look->asked->version, COMPOSITION_MAX - 1, COMPOSITION_DEPTH);
    else if (uuid_is_nil(&evidence->run.id))
        err = find_old(look);
    evidence->refusal = refusal_of(arena, &evidence->rule, evidence->missing, look->asked->version);
    return err;
}

enum err evidence_get(struct db *db, const struct record_head *head,
                      const struct evidence_asked *asked, const struct evidence_rule *rule,
                      struct evidence *evidence)
{
    struct composition composition;
    struct look look = {
        .db = db, .head = head, .asked = asked, .composition = &composition, .evidence = evidence};
    *evidence = (struct evidence){.rule = *rule, .missing = "", .refusal = ""};
    evidence->is_met = !evidence_rule_holds(rule);
    if (evidence->is_met)
        return ERR_NONE;
    enum err err = composition_read(db, head, asked->version, 0, &composition);
    if (err != ERR_NONE)
        return err;
    evidence_digest_of(db_arena(db), &composition, evidence->digest);
    return judge(&look, evidence);
}
