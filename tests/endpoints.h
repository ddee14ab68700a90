#ifndef TESTS_ENDPOINTS_H
#define TESTS_ENDPOINTS_H

#include <stdlib.h>

#include "data/endpoint/endpoint_change.h"
#include "data/endpoint/endpoint_prices.h"
#include "data/endpoint/endpoint_state.h"
#include "data/endpoint/endpoint_work.h"
#include "data/vault/vault.h"
#include "fixture.h"

/* Model endpoints of the fixture's own organization. */

/* What the operator lists: without it there is none. */
static inline void endpoints_allow(const char *hosts)
{
    assert_int_equal(setenv("ROSTRUM_MODEL_HOSTS", hosts, 1), 0);
}

static inline struct endpoint_draft endpoints_draft(void)
{
    return (struct endpoint_draft){.name = "Main",
                                   .url = "https://models.invalid/v1",
                                   .models = "gpt-5\nsmall-1",
                                   .data_class = ENDPOINT_INTERNAL,
                                   .currency = "USD",
                                   .secret_kind = ENDPOINT_SECRET_OWN,
                                   .secret = "sk-planted-key",
                                   .timeout_s = 30,
                                   .context_tokens = 128000};
}

static inline const struct actor *endpoints_admin(struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
}

static inline void endpoints_begin(struct fixture *f)
{
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
}

static inline struct uuid endpoints_make(struct fixture *f, const struct endpoint_draft *draft)
{
    struct uuid id;
    struct problem problem;
    endpoints_allow("models.invalid public");
    endpoints_begin(f);
    assert_int_equal(endpoint_create(f->db, endpoints_admin(f), draft, &id, &problem), ERR_NONE);
    endpoints_begin(f);
    return id;
}

static inline struct uuid endpoints_plant(struct fixture *f)
{
    const struct endpoint_draft draft = endpoints_draft();
    return endpoints_make(f, &draft);
}

static inline enum err endpoints_price(struct fixture *f, const struct uuid *id, int64_t revision,
                                       const char *prices, struct problem *problem)
{
    const struct endpoint based_on = {.id = *id, .revision = revision};
    endpoints_begin(f);
    return endpoint_prices_set(f->db, endpoints_admin(f), &based_on,
                               (struct text){prices, strlen(prices)}, problem);
}

/* A call with a record that was answered; gives its batch. */
static inline struct uuid endpoints_answer(struct fixture *f,
                                           const struct endpoint_call_draft *call,
                                           const struct uuid *record_id, const char *content)
{
    struct uuid batch_id;
    struct problem problem;
    struct endpoint_claimed claimed;
    const struct endpoint_batch batch = {"prompt", *record_id, call, 1};
    const struct endpoint_result result = {.outcome = ENDPOINT_ANSWERED,
                                           .status = 200,
                                           .completion = {.content = content,
                                                          .refusal = "",
                                                          .finish_reason = "stop",
                                                          .error = "",
                                                          .input_tokens = 7,
                                                          .output_tokens = 2}};
    endpoints_begin(f);
    assert_int_equal(endpoint_call_queue(f->db, endpoints_admin(f), &batch, &batch_id, &problem),
                     ERR_NONE);
    fixture_begin(f);
    assert_int_equal(endpoint_claim(f->db, &claimed), ERR_NONE);
    assert_int_equal(endpoint_call_report(f->db, &claimed, &result), ERR_NONE);
    endpoints_begin(f);
    return batch_id;
}

/* A batch was canceled: what had come of its answers by then is kept. */
static inline void endpoints_partial(struct fixture *f, const struct uuid *batch_id,
                                     const char *content)
{
    struct db_result rows;
    struct db_value sealed;
    const json_t *json = json_keep(f->arena, json_pack("{s:s}", "content", content));
    const struct text text = json_format(f->arena, json, JSON_LINE);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_select(f->db, &rows,
                               "SELECT id FROM model_calls WHERE organization_id = $1 AND "
                               "batch_id = $2",
                               db_uuid(&f->own.id), db_uuid(batch_id)),
                     ERR_NONE);
    for (int i = 0; i < rows.row_count; i++) {
        struct uuid id = db_get_uuid(&rows, i, 0);
        const struct seal_place place = {"model_calls", "partial", f->own.id, id};
        assert_int_equal(vault_seal_text(f->db, &place, text.data, &sealed), ERR_NONE);
        assert_int_equal(db_begin_alone(f->db), ERR_NONE);
        enum err err =
            db_change_one(f->db,
                          "UPDATE model_calls SET partial = $1, state = 'failed', "
                          "outcome = 'canceled', ended_at = created_at WHERE organization_id = $2 "
                          "AND id = $3",
                          sealed, db_uuid(&f->own.id), db_uuid(&id));
        assert_int_equal(db_finish(f->db, err), ERR_NONE);
    }
    fixture_begin(f);
}

static inline struct uuid endpoints_call(struct fixture *f, const struct uuid *id,
                                         const struct uuid *record_id)
{
    const struct endpoint_call_draft call = {*id, "gpt-5", 1, .request = "{\"model\":\"gpt-5\"}"};
    return endpoints_answer(f, &call, record_id, "An answer");
}

#endif
