#ifndef TESTS_EVIDENCES_H
#define TESTS_EVIDENCES_H

#include "agents.h"
#include "base/clock.h"
#include "data/evidence/evidence_digest.h"
#include "data/evidence/evidence_rule_set.h"
#include "fixture.h"

/* Test sets and runs that are over, written into the database as they are there, and rules of
 * labels, for tests of what releases need. */

/* A text that outlives the request: fixture_script begins another. */
static inline const char *evidence_keep(const char *text)
{
    static char kept[4][4096];
    static int next;
    char *place = kept[next++ % 4];
    assert_true(strlen(text) < sizeof kept[0]);
    return strcpy(place, text);
}

static inline const char *evidence_id(struct fixture *f, const struct uuid *id, bool is_sqlite)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    if (!is_sqlite)
        return arena_printf(f->arena, "'%s'", text);
    struct buf buf;
    buf_init(&buf, f->arena);
    for (const char *c = text; *c != '\0'; c++)
        if (*c != '-')
            buf_add_char(&buf, *c);
    return arena_printf(f->arena, "X'%s'", buf.data);
}

static inline const char *evidence_time(struct fixture *f, int64_t time, bool is_sqlite)
{
    return arena_printf(f->arena,
                        is_sqlite ? "%lld"
                                  : "timestamptz '1970-01-01 00:00Z' + %lld * interval '1 "
                                    "microsecond'",
                        (long long)time);
}

static inline const char *evidence_set_sql(struct fixture *f, const struct uuid *id,
                                           const char *name, int64_t version, bool is_sqlite)
{
    const char *now = evidence_time(f, clock_now(), is_sqlite);
    return arena_printf(
        f->arena,
        "%sINSERT INTO sets (organization_id, id, name, name_key, sort_key, folder, subject, "
        "version, version_count, revision, owner_id, created_at, updated_at) VALUES (%s, %s, "
        "'%s', '%s', '%s', '', 'shared', %lld, 1, 1, %s, %s, %s);",
        is_sqlite ? "" : "SET rostrum.scope = 'all'; ", evidence_id(f, &f->own.id, is_sqlite),
        evidence_id(f, id, is_sqlite), name, name, name, (long long)version,
        evidence_id(f, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor.user_id, is_sqlite), now, now);
}

/* A test set of this name. */
static inline struct uuid give_set(struct fixture *f, const char *name, int64_t version)
{
    struct uuid id = uuid_make();
    const char *sqlite = evidence_keep(evidence_set_sql(f, &id, name, version, true));
    const char *postgres = evidence_keep(evidence_set_sql(f, &id, name, version, false));
    fixture_script(f, sqlite, postgres);
    return id;
}

/* A run that is done. */
struct given_run {
    const struct record_store *store;
    struct uuid record_id;
    int64_t version;
    const char *digest; /* NULL: of what the version serves now */
    struct uuid set_id;
    int64_t set_version; /* 0: 1 */
    int pass_count, fail_count, critical_fail_count;
    int64_t age_us;
    const char *model; /* NULL: "m" */
    const char *grade; /* NULL: "full" */
    bool is_partial;
};

static inline const char *evidence_run_sql(struct fixture *f, const struct uuid *id,
                                           const struct given_run *run, bool is_sqlite)
{
    int count = run->pass_count + run->fail_count;
    const char *ended = evidence_time(f, clock_now() - run->age_us, is_sqlite);
    return arena_printf(
        f->arena,
        "%sINSERT INTO test_runs (organization_id, id, kind, record_id, version, set_id, "
        "set_version, endpoint_id, endpoint_name, model, grade, state, digest, repeats, "
        "case_count, planned_count, fed_count, result_count, pass_count, fail_count, "
        "critical_fail_count, input_tokens, output_tokens, cost_nanos, currency, is_priced, "
        "created_by, created_at, started_at, ended_at, case_ids) VALUES (%s, %s, '%s', %s, %lld, "
        "%s, %lld, %s, 'lab', '%s', '%s', 'done', '%s', 1, %d, %d, %d, %d, %d, %d, %d, 1000, 500, "
        "420000000, 'EUR', %s, %s, %s, %s, %s, %s);",
        is_sqlite ? "" : "SET rostrum.scope = 'all'; ", evidence_id(f, &f->own.id, is_sqlite),
        evidence_id(f, id, is_sqlite), run->store->kind->name,
        evidence_id(f, &run->record_id, is_sqlite), (long long)run->version,
        evidence_id(f, &run->set_id, is_sqlite),
        (long long)(run->set_version == 0 ? 1 : run->set_version), evidence_id(f, id, is_sqlite),
        run->model == NULL ? "m" : run->model, run->grade == NULL ? "full" : run->grade,
        run->digest, count, count, count, count, run->pass_count, run->fail_count,
        run->critical_fail_count, is_sqlite ? "1" : "true",
        evidence_id(f, &f->own.users[PERSONA_PRODUCT_MANAGER].actor.user_id, is_sqlite), ended,
        ended, ended, run->is_partial ? "'c1'" : "NULL");
}

static inline struct uuid give_run(struct fixture *f, const struct given_run *given)
{
    struct uuid id = uuid_make();
    struct given_run run = *given;
    struct evidence_digest digest;
    if (run.digest == NULL) {
        struct record_head *head = get_head(f, run.store, &run.record_id);
        assert_int_equal(
            evidence_digest(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), head, run.version, &digest),
            ERR_NONE);
        run.digest = digest.hex;
    }
    const char *sqlite = evidence_keep(evidence_run_sql(f, &id, &run, true));
    const char *postgres = evidence_keep(evidence_run_sql(f, &id, &run, false));
    fixture_script(f, sqlite, postgres);
    fixture_begin(f); /* what was read before is older */
    return id;
}

/* A rule for one record's label, or (store NULL) for all prompts. */
static inline struct evidence_rule_draft
rule_of(const struct record_store *store, const struct uuid *record_id, const struct uuid *set_id)
{
    return (struct evidence_rule_draft){
        .kind = store == NULL ? &record_kinds[RECORD_PROMPT] : store->kind,
        .store = store,
        .record_id = record_id == NULL ? (struct uuid){{0}} : *record_id,
        .label = "production",
        .set_id = set_id == NULL ? (struct uuid){{0}} : *set_id,
        .min_pass_permille = 950};
}

static inline void set_rule(struct fixture *f, const struct evidence_rule_draft *draft)
{
    struct problem problem;
    enum err err = evidence_rule_set(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), draft, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s", err_name(err), problem.message);
}

#endif
